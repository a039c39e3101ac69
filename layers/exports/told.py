"""Events as rows for other offices: one for each event and regency, with the published figures in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import codes, queries
from gis.codes import Area
from gis.vault import Vault
from gis.zone import WIB
from layers.exports.wanted import Wanted

_SQL = queries.load("layers.exports")
BATCH = 500
SPOTS = ("titik", "dusun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event in one regency, as the register has it."""

    num: int
    name: str
    hazard: str
    start: datetime  # WIB
    precision: str
    valid_at: datetime  # WIB
    regency: Area | None  # None: the province as a whole
    areas: tuple[str, ...]  # kecamatan and villages in it
    lonlat: tuple[float, float] | None  # where the spot is known
    location: str
    figures: dict[str, float]
    source: str  # agency slug
    kib: str | None
    reports: tuple[UUID, ...]  # newest word first
    signed: dict[str, Any]  # level → its newest act
    texts: dict[str, str]  # lossless only
    emergency: Any = None


def told_rows(
    conn: sa.Connection, wanted: Wanted, *, but_reports: Sequence[UUID] = (), all_events: bool = False
) -> Iterator[Told]:
    """Events by time of occurrence; without `all_events`, none that a report of `but_reports` tells of."""
    key = {"reports": list(but_reports), "seq": wanted.moment.seq}
    told = list(conn.execute(_SQL["events_of_reports"], key).scalars()) if but_reports else []
    values = {**wanted.values(), "told": told, "all_events": all_events}
    found = conn.execute(_SQL["events"], values).all()
    acts = emergencies(conn, wanted.moment.seq)
    for start in range(0, len(found), BATCH):
        yield from _batch(conn, wanted, found[start : start + BATCH], acts)


def _batch(
    conn: sa.Connection, wanted: Wanted, events: Sequence[Any], emergencies: Sequence[Any]
) -> Iterator[Told]:
    key = {"events": [event.event_id for event in events], "seq": wanted.moment.seq}
    read = conn.execute(_SQL["event_figures"], key)
    figures = _grouped(row for row in read if wanted.reads(row.kind))
    reports = _grouped(conn.execute(_SQL["event_reports"], key))
    ids = [report.report_id for those in reports.values() for report in those]
    signed: dict[UUID, dict[str, Any]] = {}
    for act in conn.execute(_SQL["signatures"], {"reports": ids, "seq": wanted.moment.seq}):
        signed.setdefault(act.report_id, {})[act.level] = act
    texts = _texts(conn, reports) if wanted.lossless else {}
    for event in events:
        own = reports.get(event.event_id, [])
        for regency in _regencies(event, wanted.area):
            yield _told(event, regency, figures.get(event.event_id, []), own, signed, texts, emergencies)


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.event_id, []).append(row)
    return found


def _texts(conn: sa.Connection, reports: dict[UUID, list[Any]]) -> dict[UUID, dict[str, str]]:
    return texts_of(
        conn, {each.report_id: each.submission_id for those in reports.values() for each in those}
    )


def _regencies(event: Any, area: str | None) -> list[str]:
    """The regencies that the event lies in, of those asked for; the province where it names none."""
    found = sorted({code[:5] for code in event.areas if codes.level_of(code) > 1}) or ["19"]
    if area is None or codes.level_of(area) == 1:
        return found
    return [code for code in found if code == area[:5]]


def _told(
    event: Any,
    regency: str,
    figures: Sequence[Any],
    reports: Sequence[Any],
    signed: dict[UUID, dict[str, Any]],
    texts: dict[UUID, dict[str, str]],
    emergencies: Sequence[Any],
) -> Told:
    alone = len({code[:5] for code in event.areas if codes.level_of(code) > 1}) < 2
    inside = tuple(code for code in event.areas if code.startswith(f"{regency}.") and len(code) > 5)
    ids = tuple(report.report_id for report in reports)
    start = event.occurred_from.astimezone(WIB)
    return Told(
        num=event.num,
        name=event.name,
        hazard=event.hazard,
        start=start,
        precision=event.occurred_precision,
        valid_at=event.valid_at.astimezone(WIB),
        regency=codes.areas()[regency] if codes.level_of(regency) == 2 else None,
        areas=inside,
        lonlat=(event.lon, event.lat) if event.precision in SPOTS and alone else None,
        location=event.precision,
        figures=_figures(figures, None if alone else regency),
        source=reports[0].source if reports else "lain",
        kib=next((report.kib for report in reports if report.kib), None),
        reports=ids,
        signed=_chain(ids, signed),
        texts=_joined(ids, texts),
        emergency=emergency(event.hazard, regency, start.date(), emergencies),
    )


def _figures(rows: Sequence[Any], regency: str | None) -> dict[str, float]:
    """The published numbers by kind: shares add up at any level; of several regencies only its own count."""
    sums: dict[str, float] = {}
    for row in rows:
        inside = regency is None or f"{row.area_code}.".startswith(f"{regency}.")
        if row.share is not None and inside:
            sums[row.kind] = sums.get(row.kind, 0.0) + float(row.share)
    return sums


def _chain(reports: Sequence[UUID], signed: dict[UUID, dict[str, Any]]) -> dict[str, Any]:
    """The chain of the newest report that has any."""
    return next((signed[report] for report in reports if report in signed), {})


def _joined(reports: Sequence[UUID], texts: dict[UUID, dict[str, str]]) -> dict[str, str]:
    """Each text field from the newest report that has it."""
    found: dict[str, str] = {}
    for report in reports:
        for name, text in texts.get(report, {}).items():
            found.setdefault(name, text)
    return found


def emergencies(conn: sa.Connection, seq: int) -> Sequence[Any]:
    """The newest act of each emergency status known at `seq`."""
    return conn.execute(_SQL["emergencies"], {"seq": seq}).all()


def reports_of(conn: sa.Connection, event: UUID, seq: int) -> dict[UUID, UUID]:
    """The submission of each report of the event that is not rejected, newest word first."""
    rows = conn.execute(_SQL["event_reports"], {"events": [event], "seq": seq})
    return {row.report_id: row.submission_id for row in rows}


def texts_of(conn: sa.Connection, reports: dict[UUID, UUID]) -> dict[UUID, dict[str, str]]:
    """The free texts of reports (with their submissions) by field, opened."""
    vault = Vault(conn, set(reports.values()), reports)
    found: dict[UUID, dict[str, str]] = {}
    for row in conn.execute(_SQL["texts"], {"reports": list(reports)}):
        sealed = row.sealed and bytes(row.sealed)
        text = vault.text(reports[row.report_id], sealed, row.content, row.report_id)
        found.setdefault(row.report_id, {})[row.field] = text or ""
    return found


def blank_in(conn: sa.Connection, reports: Sequence[str]) -> set[str]:
    """Kinds of figures that one of the reports left blank."""
    return set(conn.execute(_SQL["blank"], {"reports": list(reports)}).scalars())


def emergency(hazard: str, regency: str, day: date, emergencies: Sequence[Any]) -> Any:
    """The emergency status that held there on that day, for that hazard or for any."""
    return next(
        (
            each
            for each in emergencies
            if each.act != "batal"
            and each.starts_on <= day <= each.ends_on
            and each.hazard in (None, hazard)
            and any(f"{regency}.".startswith(f"{area}.") for area in each.areas)
        ),
        None,
    )
