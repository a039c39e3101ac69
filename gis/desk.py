"""The officers' desk: the inbox, one report with all that was decided on it, and deciding on many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import queries, register, sheetrows
from gis.errors import NotFound
from gis.ledger import Entry
from gis.register import CHECKED, DRAFT, REJECTED, VERIFIED

_SQL = queries.load("gis.desk")
_TEXT = queries.load_text("gis.desk")

STATUSES = (DRAFT, CHECKED, VERIFIED, REJECTED)
AGES = ("1_jam", "6_jam", "1_hari", "7_hari", "lebih")
"""Bands of the inbox: came in within the hour, six hours, a day, seven days, or longer ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Which reports are asked for. `older_than`: recorded before that time. `area`: in it, at any level."""

    statuses: Sequence[str] = (DRAFT, CHECKED)
    area: str | None = None
    within: str | None = None  # the reader's own regency
    hazards: Sequence[str] = ()
    period: tuple[datetime | None, datetime | None] = (None, None)
    source: str | None = None
    older_than: datetime | None = None
    has_findings: bool | None = None


def reports(
    conn: sa.Connection, asked: Inbox, *, seq: int, limit: int, after: UUID | None = None
) -> list[dict[str, Any]]:
    """Reports that fit as known at ledger `seq`, oldest first, after report id `after`."""
    conditions, values = _conditions(asked)
    if asked.has_findings is not None:
        conditions += f"\n  AND coalesce(f.galat + f.peringatan, 0) {'>' if asked.has_findings else '='} 0"
    values |= {"seq": seq, "limit": limit, "after": after or UUID(int=0)}
    return _dicts(conn.execute(_statement("reports", conditions), values))


def counts(conn: sa.Connection, asked: Inbox, *, seq: int, now: datetime) -> list[dict[str, Any]]:
    """How many reports fit, by `regency`, `age` (of AGES) and `status`, with the `oldest` of each."""
    conditions, values = _conditions(asked)
    return _dicts(conn.execute(_statement("counts", conditions), values | {"seq": seq, "now": now}))


def _conditions(asked: Inbox) -> tuple[str, dict[str, Any]]:
    parts: list[str] = []
    values: dict[str, Any] = {"statuses": list(asked.statuses)}
    for name, code in (("area", asked.area), ("within", asked.within)):
        if code:
            parts.append(
                f"EXISTS (SELECT FROM unnest(p.areas) AS a WHERE a = :{name} OR a LIKE :{name} || '.%')"
            )
            values[name] = code
    if asked.hazards:
        parts.append("(r.hazard = ANY(:hazards) OR r.other_hazards && CAST(:hazards AS text[]))")
        values["hazards"] = list(asked.hazards)
    start, end = asked.period
    if start:
        parts.append("r.occurred_to > :period_start")
        values["period_start"] = start
    if end:
        parts.append("r.occurred_from <= :period_end")
        values["period_end"] = end
    if asked.source:
        parts.append("r.source = :source")
        values["source"] = asked.source
    if asked.older_than:
        parts.append("l.recorded_at < :older_than")
        values["older_than"] = asked.older_than
    return "".join(f"\n  AND {part}" for part in parts), values


def file(conn: sa.Connection, report: UUID, *, seq: int) -> dict[str, Any]:
    """What was decided on a report up to ledger `seq`: its statuses and places, and where it came from."""
    key = {"report_id": report, "seq": seq}
    submitted = conn.execute(_SQL["submitted"], {"report_id": report}).mappings().one()
    return {
        "statuses": _dicts(conn.execute(_SQL["statuses"], key)),
        "locations": _dicts(conn.execute(_SQL["locations"], key)),
        "personal": [
            {"kind": row.kind, **row.place} for row in conn.execute(_SQL["personal"], {"report_id": report})
        ],
        "submission": dict(submitted),
    }


def decide(
    entry: Entry,
    reports: Iterable[UUID],
    status: str,
    *,
    reason: str | None = None,
    within: str | None = None,
) -> tuple[list[UUID], list[UUID]]:
    """Give reports a status and touch their events; returns those changed, and those that had it already.

    `within`: the regency that the decider is bound to. NotFound names the first report that there is not, or
    not there; then nothing is decided.
    """
    entry.lock()  # two officers deciding at once are taken one after the other
    wanted = list(dict.fromkeys(reports))
    rows = {row.id: row for row in entry.conn.execute(_SQL["standing_of"], {"reports": wanted})}
    own = in_regency(entry.conn, wanted, within)
    if missing := next((key for key in wanted if key not in own or key not in rows), None):
        raise no_report(missing)
    changed = [key for key in wanted if rows[key].status != status]
    values = {"status": status, "reason": reason, "by": entry.by, "entry": entry.id, "reports": changed}
    if changed:
        entry.conn.execute(_SQL["decide"], values)
        entry.touch(rows[key].event_id for key in changed if rows[key].event_id)
    if status == VERIFIED:
        sheetrows.replace_earlier(entry, changed, verified_too=True)
    return changed, [key for key in wanted if key not in changed]


def in_regency(conn: sa.Connection, reports: Sequence[UUID], within: str | None) -> set[UUID]:
    """Those of the reports that a reader bound to the regency `within` may see; all of them for None."""
    rows = conn.execute(_SQL["places_of"], {"reports": list(reports)}).all()
    return {row.id for row in rows if within is None or speaks_of(row.areas, within)}


def report_for(conn: sa.Connection, report: UUID, *, seq: int, within: str | None) -> dict[str, Any]:
    """One report whole; NotFound also where it is not of the regency `within` that its reader is bound to."""
    found = register.report(conn, report, seq=seq)
    if within and not speaks_of(found["areas"], within):
        raise no_report(report)
    return found


def speaks_of(areas: Iterable[str], regency: str) -> bool:
    """Whether one of the areas lies in the regency."""
    return any(f"{area}.".startswith(f"{regency}.") for area in areas)


def verify_waiting(entry: Entry, submission: UUID, *, within: str | None = None) -> list[UUID]:
    """Verify what of a submission nobody has decided on yet; returns the reports."""
    waiting = entry.conn.execute(_SQL["waiting_of_submission"], {"submission": submission}).scalars().all()
    own = in_regency(entry.conn, waiting, within)
    changed, _ = decide(entry, [key for key in waiting if key in own], VERIFIED)
    return changed


def no_report(report: UUID) -> NotFound:
    """There is no such report, or not for this reader."""
    return NotFound(
        "laporan", "Laporan {id} tidak ada", "There is no report {id}", where="id", id=str(report)
    )


def _statement(name: str, conditions: str) -> sa.TextClause:
    return sa.text(_TEXT[name].replace("/* conditions */", conditions))


def _dicts(result: sa.CursorResult[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in result.mappings()]
