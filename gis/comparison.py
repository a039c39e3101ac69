"""A report beside the other messages on its event: what jumped, went down or changed places.

Derived from the register for the events that a write touched, so a new link, a correction or a rejection
settles it anew. A finding never changes a figure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations, groupby
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gis import codes, queries
from gis.report import Finding, Severity

_SQL = queries.load("gis.comparison")

TENFOLD = 10.0
WORTH_TELLING = 20.0
"""A jump from 1 to 10 is how disasters grow; below this number it is not told of."""

NOT_COUNTED = frozenset({"magnitudo", "kedalaman_km", "tinggi_air_cm_min", "tinggi_air_cm_maks"})
_GRADES = ("rusak_berat", "rusak_sedang", "rusak_ringan")

CODES = (
    "melonjak_sepuluh_kali",
    "beda_sepuluh_kali",
    "rusak_tertukar",
    "meninggal_turun",
    "hilang_belum_berkurang",
)
"""All that a comparison may find."""


@dataclass(frozen=True, slots=True)
class Told:
    """One report as far as it is compared: its numbers for all it tells of, by kind."""

    report: UUID
    source: str
    valid_at: datetime
    values: Mapping[str, float] = field(default_factory=dict)


def compare(now: Told, before: Sequence[Told]) -> list[Finding]:
    """What is doubtful about `now` beside the earlier messages `before` (oldest first)."""
    newest = {told.source: told for told in before}
    own = newest.pop(now.source, None)
    found: list[Finding] = []
    if own:
        found += [
            *_jumps(now, own, "melonjak_sepuluh_kali"),
            *_fewer_dead(now, own),
            *_still_missing(now, own),
        ]
    if swapped := own or max(before, key=lambda told: told.valid_at, default=None):
        found += _swapped(now, swapped)
    for other in newest.values():
        found += _jumps(now, other, "beda_sepuluh_kali")
    return found


def _jumps(now: Told, then: Told, code: str) -> Iterator[Finding]:
    for kind, value in now.values.items():
        old = then.values.get(kind)
        if not old or not value or kind in NOT_COUNTED or max(old, value) < WORTH_TELLING:
            continue
        if max(old / value, value / old) >= TENFOLD:
            label = codes.figures()[kind]
            yield _finding(
                code,
                f"{label.label_id}: {old:g} menurut {_name(then)}, sekarang {value:g} (sepuluh kali)",
                f"{label.label_en}: {old:g} by {_name(then)}, now {value:g} (tenfold or more)",
                kind,
            )


def _fewer_dead(now: Told, then: Told) -> Iterator[Finding]:
    old, new = then.values.get("meninggal"), now.values.get("meninggal")
    if old is not None and new is not None and new < old:
        yield _finding(
            "meninggal_turun",
            f"meninggal turun dari {old:g} menjadi {new:g} menurut sumber yang sama",
            f"the dead went down from {old:g} to {new:g} by the same source",
            "meninggal",
        )


def _still_missing(now: Told, then: Told) -> Iterator[Finding]:
    """Missing found dead leave the missing: the dead grew, those missing before did not become fewer."""
    dead = now.values.get("meninggal", 0.0) - then.values.get("meninggal", 0.0)
    missing, left = then.values.get("hilang"), now.values.get("hilang")
    if missing and left is not None and dead > 0 and left >= missing:
        yield _finding(
            "hilang_belum_berkurang",
            f"meninggal bertambah {dead:g}, tetapi hilang tetap {left:g}: sudah ditemukankah?",
            f"{dead:g} more dead, but still {left:g} missing: were the missing found?",
            "hilang",
        )


def _swapped(now: Told, then: Told) -> Iterator[Finding]:
    """Two grades of damage that changed places: RB 3, RR 21 and now RB 21, RR 3."""
    for things in dict.fromkeys(kind.partition("_rusak_")[0] for kind in now.values if "_rusak_" in kind):
        for one, other in combinations([f"{things}_{grade}" for grade in _GRADES], 2):
            new, old = _pair(now, one, other), _pair(then, one, other)
            if new and old and new == old[::-1] and new[0] != new[1]:
                labels = codes.figures()[one], codes.figures()[other]
                yield _finding(
                    "rusak_tertukar",
                    f"{labels[0].label_id} {new[0]:g} dan {labels[1].label_id.lower()} {new[1]:g} tertukar "
                    f"dibanding laporan {_name(then)} ({old[0]:g} dan {old[1]:g})",
                    f"{labels[0].label_en} {new[0]:g} and {labels[1].label_en.lower()} {new[1]:g} swapped "
                    f"beside the report of {_name(then)} ({old[0]:g} and {old[1]:g})",
                    one,
                )


def _pair(told: Told, one: str, other: str) -> tuple[float, float] | None:
    values = told.values.get(one), told.values.get(other)
    return None if values[0] is None or values[1] is None else (values[0], values[1])


def _name(told: Told) -> str:
    known = codes.agencies().get(told.source)
    return known.name if known else "sumber lain"


def _finding(code: str, id_text: str, en_text: str, kind: str) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, id_text=id_text, en_text=en_text, field=kind)


def derive(conn: sa.Connection, seq: int) -> int:
    """Bring the comparisons of the touched events up to ledger `seq`; returns how many closed or opened.

    Runs after `gis.derive` has filled its table `member` in the same transaction.
    """
    conn.execute(_SQL["create_compared"])
    rows = conn.execute(_SQL["told"]).all()
    found = [new for _, event in groupby(rows, key=lambda row: row.event_id) for new in _of_event(event)]
    if found:
        conn.execute(_SQL["fill_compared"].bindparams(sa.bindparam("findings", type_=JSONB)), found)
    closed = conn.execute(_SQL["close"], {"seq": seq}).rowcount
    return closed + conn.execute(_SQL["open"], {"seq": seq}).rowcount


def _of_event(rows: Iterable[sa.Row[tuple[object, ...]]]) -> Iterator[dict[str, object]]:
    before: list[Told] = []
    for row in rows:
        values = {kind: float(value) for kind, value in (row.values_told or {}).items()}
        now = Told(row.report_id, row.source, row.valid_at, values)
        if before and (findings := compare(now, before)):
            told = [finding.as_dict() for finding in findings]
            yield {"report_id": now.report, "event_id": row.event_id, "findings": told}
        before.append(now)


def of_reports(conn: sa.Connection, reports: Sequence[UUID], seq: int) -> dict[UUID, list[dict[str, str]]]:
    """What comparing found of these reports as known at ledger `seq`; those without findings are left out."""
    rows = conn.execute(_SQL["of_reports"], {"reports": list(reports), "seq": seq})
    return {row.report_id: row.findings for row in rows}
