"""Helpers of the register's tests: reports in a line, kept through the real load."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from gis import ledger, register
from gis.db import Database
from gis.editions import load_index
from gis.report import Figure, Nil, Occurrence, Rejection, Report, State
from gis.viewer import PUBLIC, Viewer, officer
from ingest.link_verdict import Thresholds
from ingest.load import Loaded, load
from ingest.load_rows import Arrival
from layers import events
from layers.filter import Filter

WIB = timezone(timedelta(hours=7))
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=WIB)
TOBOALI, SADAI = "19.03.01.1001", "19.03.06.2003"
OFFICER = officer("uji")


def figure(kind: str, value: float | None, **more: Any) -> Figure:
    """A figure; a null one is being counted unless `state` says otherwise."""
    state = State.COUNTING if value is None else State.NUMBER if value else State.NIL
    return Figure(kind=kind, value=value, **{"state": state, **more})


def told(*figures: Figure, areas: Sequence[str] = (TOBOALI,), **more: Any) -> Report:
    """A report of a whirlwind in Toboali at noon."""
    known: dict[str, Any] = {
        "ordinal": 0,
        "hazard": "puting_beliung",
        "occurrence": Occurrence.minute(NOON),
        "area_codes": tuple(areas),
        "figures": figures,
        "place": "teks 1",
    }
    return Report(**known | more)


def keep(
    database: Database,
    *items: Report | Rejection | Nil,
    agency: str = "bpbd_bangka_selatan",
    verified: bool = True,
    recipe: str | None = None,
    thresholds: Thresholds | None = None,
) -> Loaded:
    """Load the items as one submission of `agency`: a text, or with `recipe` a table."""
    with ledger.entry(database, by="uji", why="uji") as entry:
        index = load_index(entry.conn, ledger.resolve(entry.conn))
        submission = register.add_submission(
            entry,
            sha256=str(register.new_id()),
            filename="uji.txt",
            media_type="text/plain",
            size=1,
            kind="tabel" if recipe else "teks",
            recipe=recipe,
        )
        status = register.VERIFIED if verified else register.DRAFT
        arrival = Arrival(
            submission=submission,
            received_at=datetime.now(UTC),
            agency=agency,
            status=status,
            recipe=recipe,
        )
        numbered = [item if isinstance(item, Nil) else _numbered(item, n) for n, item in enumerate(items)]
        return load(entry, arrival, numbered, index, thresholds)


def _numbered(item: Report | Rejection, ordinal: int) -> Report | Rejection:
    return item.evolve(ordinal=ordinal) if isinstance(item, Report) else item


def event_of(loaded: Loaded) -> UUID:
    """The one event that the one loaded report tells of."""
    return next(iter(loaded.events.values()))


def seen(
    database: Database, event: UUID, *, viewer: Viewer = PUBLIC, as_of: int | None = None
) -> dict[str, Any]:
    """The event as `viewer` reads it."""
    with database.read(viewer) as conn:
        asked = Filter(viewer=viewer, moment=ledger.resolve(conn, as_of))
        return events.event(conn, event, asked)


def listed(database: Database, *, viewer: Viewer = PUBLIC, as_of: int | None = None) -> list[dict[str, Any]]:
    """All events as `viewer` reads them."""
    with database.read(viewer) as conn:
        return events.all_events(conn, Filter(viewer=viewer, moment=ledger.resolve(conn, as_of)))


def value(event: dict[str, Any], kind: str) -> float | None:
    """The event's total of a kind."""
    return event["figures"][kind]["value"]


Keep = Callable[..., Loaded]
