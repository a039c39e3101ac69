"""What changed where: block versions are written by every change, and name every tile that it touches."""

import psycopg
import pytest
import sqlalchemy as sa

from gis import derive, ledger, register
from gis.db import Database
from gis.geo import Tile
from gis.settings import Settings
from layers import blocks
from layers.blocks import Block, Versions
from tests.db.test_tiles import coarse, fetched, spot
from tests.registers import OFFICER, keep

EVENTS = ("kejadian",)
LONG_AGO = 0


def newer(database: Database, after: int) -> list[Block]:
    """Blocks changed after that number."""
    with database.read(OFFICER) as conn:
        return blocks.read(conn, after)


def known(database: Database) -> Versions:
    versions = Versions()
    versions.note(newer(database, LONG_AGO))
    return versions


def tile_of(lon: float, lat: float, z: int) -> Tile:
    from pyproj import Transformer

    x, y = Transformer.from_crs(4326, 3857, always_xy=True).transform(lon, lat)
    half = 20037508.342789244
    return Tile(z, int((x + half) / (2 * half) * 2**z), int((half - y) / (2 * half) * 2**z))


def test_a_report_touches_its_tiles_and_no_other(database: Database) -> None:
    before = known(database)
    keep(database, spot())
    after = known(database)
    for z in range(17):
        touched, place = tile_of(106.45, -3.0, z), (*EVENTS,)
        assert after.of(place, "publik", touched) > before.of(place, "publik", touched), z
        if z > 6:
            for far in (tile_of(106.45, -2.0, z), tile_of(107.6, -3.0, z)):
                assert after.of(place, "publik", far) == before.of(place, "publik", far), z


def test_a_draft_touches_the_officers_view_only(database: Database) -> None:
    before, place = known(database), tile_of(106.45, -3.0, 12)
    (report,) = keep(database, spot(), verified=False).events
    drafted = known(database)
    assert drafted.of(EVENTS, "publik", place) == before.of(EVENTS, "publik", place)
    assert drafted.of(EVENTS, "petugas:pusdalops", place) > before.of(EVENTS, "petugas", place)
    with ledger.entry(database, by="uji", why="uji") as entry:
        register.set_status(entry, report, register.VERIFIED)
    assert known(database).of(EVENTS, "publik", place) > drafted.of(EVENTS, "publik", place)


def test_old_and_new_places_are_touched(database: Database) -> None:
    keep(database, spot())
    before, old, new = known(database), tile_of(106.45, -3.0, 12), tile_of(106.9, -2.9, 12)
    with database.write() as conn:
        conn.execute(sa.text("UPDATE event_state SET point = ST_SetSRID(ST_MakePoint(106.9, -2.9), 4326)"))
    moved = known(database)
    assert min(moved.of(EVENTS, "publik", each) for each in (old, new)) > before.known
    with database.write() as conn:
        conn.execute(sa.text("DELETE FROM event_state"))
    gone = known(database)
    assert gone.of(EVENTS, "publik", new) > moved.known
    assert gone.of(EVENTS, "publik", old) == moved.of(EVENTS, "publik", old)


def test_a_coarse_event_touches_all_of_its_area(database: Database) -> None:
    before = known(database).known
    keep(database, coarse())
    versions = known(database)
    for x in range(196, 212):
        for y in range(124, 136):
            place = Tile(8, x, y)
            if fetched(database, place=place):
                assert versions.of(EVENTS, "publik", place) > before
    assert versions.of(EVENTS, "publik", tile_of(107.6, -2.75, 8)) <= before


def test_a_tile_across_a_seam_is_touched_only_within_its_margin() -> None:
    # A block one 1024th of a tile wide, 1 % and then 4 % of a tile east of the seam at x = 4.
    for offset, west in ((8, True), (40, False)):
        versions = Versions()
        versions.note([Block("kejadian", "", 13, 4 * 1024 + offset, 3 * 1024 + 500, 7)])
        assert versions.of(EVENTS, "publik", Tile(3, 4, 3)) == 7
        assert versions.of(EVENTS, "publik", Tile(3, 3, 3)) == (7 if west else 0)
        assert versions.of(EVENTS, "publik", Tile(3, 5, 3)) == 0
        # Below the block, and deeper than tiles are told apart.
        below = Tile(20, (4 * 1024 + offset) * 128 + 3, (3 * 1024 + 500) * 128 + 3)
        assert versions.of(EVENTS, "publik", below) == 7


def test_what_nothing_changed_is_no_change(database: Database) -> None:
    keep(database, spot())
    before = known(database).known
    derive.check(database)
    with database.write() as conn:
        conn.execute(sa.text("UPDATE event_state SET severity = severity WHERE false"))
    assert known(database).known == before


def test_versions_appear_in_the_order_of_their_numbers(database: Database, settings: Settings) -> None:
    keep(database, spot(), spot())
    assert settings.database_url
    change = "UPDATE event_state SET severity = 1 WHERE num = (SELECT {}(num) FROM event_state)"
    with (
        psycopg.connect(settings.database_url, options="-c search_path=sigap,public") as first,
        psycopg.connect(settings.database_url, options="-c search_path=sigap,public") as second,
    ):
        first.execute(change.format("min"))
        second.execute("SET lock_timeout = '200ms'")
        # The other writer of blocks waits: its number must not become visible before the first one's.
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute(change.format("max"))
        first.rollback()


def test_notifications_tell_what_the_table_holds(database: Database, settings: Settings) -> None:
    before = known(database).known
    assert settings.database_url
    with psycopg.connect(settings.database_url, autocommit=True) as listening:
        listening.execute("LISTEN sigap_blocks")
        keep(database, spot(), coarse())
        payloads = [notice.payload for notice in listening.notifies(timeout=1)]
    listed = [block for payload in payloads for block in blocks.told(payload) or ()]
    assert sorted(listed) == sorted(newer(database, before))
    keep(database, *(spot(106.4 + n / 100, -3 + m / 100) for n in range(20) for m in range(20)))
    many = newer(database, max(block.seq for block in listed))
    assert len(many) > 400


def test_a_long_list_is_read_from_the_table(database: Database, settings: Settings) -> None:
    assert settings.database_url
    with psycopg.connect(settings.database_url, autocommit=True) as listening:
        listening.execute("LISTEN sigap_blocks")
        keep(database, *(spot(106.4 + n / 100, -3 + m / 100) for n in range(20) for m in range(20)))
        payloads = [notice.payload for notice in listening.notifies(timeout=1)]
    assert [payload for payload in payloads if blocks.told(payload) is None]


def test_block_versions_only_grow(settings: Settings) -> None:
    for url in (settings.database_url, settings.owner_database_url):
        assert url
        with psycopg.connect(url, autocommit=True) as conn:
            for change in ("UPDATE {} SET x = x", "DELETE FROM {}", "TRUNCATE {}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    conn.execute(change.format("sigap.block_version"))
