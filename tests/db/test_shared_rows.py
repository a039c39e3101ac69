"""One derived row for all readers, until officers read an event otherwise than the public."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from gis import derive, ledger, linking, register, sheets
from gis.db import Database
from gis.viewer import PUBLIC, Audience, Viewer
from layers import events
from layers.filter import Filter
from layers.summary import summary
from tests.db.test_tiles_blocks import EVENTS, known, tile_of
from tests.registers import NOON, OFFICER, event_of, figure, keep, listed, seen, told

PLACE = tile_of(106.48, -3.0, 3)


def audiences(database: Database) -> dict[str, set[str]]:
    with database.write() as conn:
        return {
            table: set(conn.execute(sa.text(f"SELECT audience FROM {table}")).scalars())
            for table in ("event_state", "published_figure")
        }


def newest(database: Database) -> int:
    with database.read() as conn:
        return ledger.resolve(conn).seq


def reading(database: Database, event: UUID, viewer: Viewer, as_of: int) -> list[Any]:
    """All that a reader may learn of the event, and of when that changed, as of a moment."""
    audience = Audience.PUBLIC if viewer is PUBLIC else Audience.OFFICER
    with database.read(viewer) as conn:
        moment = ledger.resolve(conn, as_of)
        asked = Filter(viewer=viewer, moment=moment)
        changed = conn.execute(
            sa.text("SELECT seq FROM event_change WHERE audience = :audience AND seq <= :seq ORDER BY seq"),
            {"audience": audience.value, "seq": as_of},
        )
        return [
            events.event(conn, event, asked),
            events.history(conn, event, asked),
            events.all_events(conn, asked),
            list(changed.scalars()),
            sheets.scope_state(conn, f"event:{event}", audience, moment),
            sheets.scope_state(conn, "area:19.03", audience, moment),
        ]


def add_draft(database: Database, event: UUID, value: int) -> UUID:
    """A draft of another source on the same event, and its report's id."""
    loaded = keep(database, told(figure("meninggal", value)), agency="basarnas", verified=False)
    (report,) = loaded.events
    if loaded.events[report] != event:
        with ledger.entry(database, by="uji", why="uji") as entry:
            linking.move(entry, report, event, reason="uji")
    return report


def test_what_all_read_alike_stands_once(database: Database) -> None:
    event = event_of(keep(database, told(figure("meninggal", 1))))
    assert audiences(database) == {"event_state": {"semua"}, "published_figure": {"semua"}}
    for viewer in (PUBLIC, OFFICER):
        assert seen(database, event, viewer=viewer)["figures"]["meninggal"]["value"] == 1
        assert len(listed(database, viewer=viewer)) == 1
    assert derive.check(database)[1] == 0


@pytest.mark.parametrize("end", [register.REJECTED, register.VERIFIED])
def test_a_draft_changes_what_officers_read_and_nothing_of_the_publics(database: Database, end: str) -> None:
    first = keep(database, told(figure("meninggal", 1)))
    event, shared = event_of(first), newest(database)
    before = {viewer: reading(database, event, viewer, shared) for viewer in (PUBLIC, OFFICER)}
    tiles = known(database).of(EVENTS, "publik", PLACE)

    draft = add_draft(database, event, 4)
    parted = newest(database)
    assert audiences(database) == {
        "event_state": {"petugas", "publik"},
        "published_figure": {"petugas", "publik"},
    }
    assert reading(database, event, PUBLIC, parted) == before[PUBLIC]
    assert known(database).of(EVENTS, "publik", PLACE) == tiles
    assert len(seen(database, event, viewer=OFFICER)["reports_behind"]) == 2

    with ledger.entry(database, by="uji", why="uji") as entry:
        register.set_status(entry, draft, end)
    if end == register.REJECTED:
        assert reading(database, event, PUBLIC, newest(database)) == before[PUBLIC]
    else:
        assert seen(database, event)["figures"]["meninggal"]["value"] == 4
    for viewer in (PUBLIC, OFFICER):
        assert reading(database, event, viewer, shared) == before[viewer], "what was read then"
    assert derive.check(database)[1] == 0


def test_sums_are_the_same_before_and_after_rows_are_parted(database: Database) -> None:
    event = event_of(keep(database, told(figure("meninggal", 1))))
    shared = newest(database)
    asked = {viewer: total(database, viewer, shared) for viewer in (PUBLIC, OFFICER)}
    add_draft(database, event, 4)
    assert total(database, PUBLIC, newest(database)) == asked[PUBLIC] == 1
    assert total(database, OFFICER, shared) == asked[OFFICER] == 1
    assert total(database, OFFICER, newest(database)) == 4


def total(database: Database, viewer: Viewer, as_of: int) -> float:
    """The province's dead of that year, from sums by month."""
    year = (NOON.replace(month=1, day=1, hour=0), NOON.replace(month=12, day=31, hour=23, minute=59))
    with database.read(viewer) as conn:
        sums = summary(conn, Filter(viewer=viewer, moment=ledger.resolve(conn, as_of), period=year), 2)
    return float(sums["total"]["figures"]["meninggal"]["value"])


def test_the_public_role_does_not_see_which_rows_are_read_apart(database: Database) -> None:
    loaded = keep(database, told(figure("meninggal", 1)))
    (event,) = loaded.events.values()
    keep(database, told(figure("meninggal", 1), areas=["19.06.01"]))
    add_draft(database, event, 2)
    assert audiences(database)["event_state"] >= {"semua", "publik"}
    with database.read(PUBLIC) as conn:
        for table in ("event_state", "published_figure", "summary_cell"):
            rows = conn.execute(sa.text(f"SELECT audience FROM publik.{table}")).scalars()
            assert set(rows) == {"publik"}
