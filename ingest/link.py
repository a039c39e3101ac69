"""Link: which event a report tells of.

One report makes one event, except where the sender settles it: the same well-formed BNPB `kib`, or an
explicit UPDATE of the same hazard, WIB day and place. Anything less certain stays apart: events can be
merged later, and two events wrongly made one are harder to see than one event told twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from gis import queries, register, zone
from gis.copying import copy_rows
from gis.ledger import Entry
from gis.report import Occurrence, Report

_SQL = queries.load("gis.register")


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new report as linking sees it."""

    report: UUID
    kib: str | None
    is_update: bool
    hazard: str
    occurrence: Occurrence
    area: str


def fresh(report: Report, key: UUID, occurrence: Occurrence) -> Fresh:
    """What linking needs of a report stored as `key`."""
    areas = report.location.areas if report.location else report.area_codes
    area = register.common_area(areas)
    return Fresh(key, register.kib_key(report.kib), report.is_update, report.hazard, occurrence, area)


def link(entry: Entry, reports: Iterable[Fresh]) -> dict[UUID, UUID]:
    """Link new reports to events, making those that are missing; returns report → event.

    Runs under the ledger's lock, so that two writers cannot both make the event.
    """
    entry.lock()
    news = list(reports)
    by_kib = _events_by_kib(entry, {new.kib for new in news if new.kib})
    links: dict[UUID, tuple[UUID, str]] = {}
    made: list[UUID] = []
    for n, new in enumerate(news):
        event, reason = _known_event(entry, new, by_kib)
        if event is None and new.is_update:
            event, reason = _told_before(news[:n], new, links), "update"
        if event is None:
            event, reason = register.new_id(), "baru"
            made.append(event)
        if new.kib:
            by_kib.setdefault(new.kib, event)
        links[new.report] = event, reason
    _write(entry, made, links)
    entry.touch({event for event, _ in links.values()})
    return {report: event for report, (event, _) in links.items()}


def _events_by_kib(entry: Entry, keys: set[str]) -> dict[str, UUID]:
    if not keys:
        return {}
    rows = entry.conn.execute(_SQL["events_by_kib"], {"keys": sorted(keys)})
    return {row.kib_key: UUID(str(row.event_id)) for row in rows}


def _known_event(entry: Entry, new: Fresh, by_kib: dict[str, UUID]) -> tuple[UUID | None, str]:
    if new.kib and new.kib in by_kib:
        return by_kib[new.kib], "kib"
    if new.is_update and new.area != "19":
        found = (
            entry.conn.execute(
                _SQL["events_updated"],
                {
                    "hazard": new.hazard,
                    "report_id": new.report,
                    "day": zone.day_start(new.occurrence.start),
                    "area_code": new.area,
                },
            )
            .scalars()
            .all()
        )
        if len(found) == 1:  # with two candidates an officer decides
            return UUID(str(found[0])), "update"
    return None, ""


def _told_before(earlier: list[Fresh], new: Fresh, links: dict[UUID, tuple[UUID, str]]) -> UUID | None:
    """The event that an UPDATE's own submission told of before it, when there is just one that fits."""
    found = {
        links[other.report][0]
        for other in earlier
        if other.hazard == new.hazard
        and zone.day_start(other.occurrence.start) == zone.day_start(new.occurrence.start)
        and (new.area == other.area or _nested(new.area, other.area))
    }
    return found.pop() if len(found) == 1 and new.area != "19" else None


def _nested(one: str, other: str) -> bool:
    return one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _write(entry: Entry, made: list[UUID], links: dict[UUID, tuple[UUID, str]]) -> None:
    copy_rows(entry.conn, "event", ("id", "num", "entry"), _event_rows(entry, made))
    copy_rows(
        entry.conn,
        "event_link",
        ("report_id", "event_id", "reason", "entry"),
        ((report, event, reason, entry.id) for report, (event, reason) in links.items()),
    )


def _event_rows(entry: Entry, made: list[UUID]) -> Iterator[tuple[object, ...]]:
    if not made:
        return iter(())
    nums = entry.conn.execute(_SQL["event_nums"], {"n": len(made)}).scalars().all()
    return ((event, num, entry.id) for event, num in zip(made, nums, strict=True))
