"""Signs or counts: one answer for all tiles of a zoom, wherever the events are, and whatever is chosen."""

from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa

from gis.db import Database
from gis.geo import Tile
from gis.ledger import LATEST
from gis.viewer import PUBLIC, Viewer
from layers import blocks, layer, parts, tiles
from layers.filter import Filter
from tests import mvt
from tests.crowds import crowd
from tests.db.test_tiles import coarse, spot
from tests.db.test_tiles_blocks import tile_of
from tests.registers import OFFICER, keep

TOWN, FAR = (106.115, -2.13), (107.63, -2.74)
NEARLY = 4_980  # and what else there is: no more than a tile has room for
HAZARDS = ("banjir", "puting_beliung")


def thin_out(database: Database, left: int) -> None:
    """Take away all but so many of the public's events."""
    with database.write() as conn:
        conn.execute(
            sa.text(
                "DELETE FROM event_state WHERE audience IN ('semua', 'publik') AND num NOT IN "
                "(SELECT num FROM event_state WHERE audience IN ('semua', 'publik') ORDER BY num LIMIT :left)"
            ),
            {"left": left},
        )


def made(database: Database, place: Tile, viewer: Viewer = PUBLIC, **more: Any) -> tuple[Any, str]:
    """A tile's features, and how they were made."""
    with database.read(viewer) as conn:
        asked = Filter(viewer=viewer, moment=LATEST, **more)
        plan = tiles.plan(conn, (layer.find(conn, "kejadian", LATEST),), place.z, asked)
        row = conn.execute(sa.text(plan.statement), {**plan.values, "x": place.x, "y": place.y}).one()
    return mvt.decode(bytes(row.tile)), plan.ways(row.counts)


def inside(features: Any) -> list[Any]:
    """Those within the tile, not its margin."""
    first = [
        (each, each.geometry.geoms[0] if each.geometry.geom_type == "MultiPoint" else each.geometry)
        for each in features
    ]
    return [each for each, point in first if 0 <= point.x < 4096 and 0 <= point.y < 4096]


def sum_of(found: Any) -> int:
    return sum(cell.properties["jumlah"] for cell in inside(found.get("kejadian_kisi", [])))


@pytest.fixture
def crowded(database: Database) -> Database:
    keep(database, spot(*FAR))
    keep(database, spot(*TOWN))
    crowd(database, 6_000, TOWN)
    return database


def test_a_lonely_event_is_counted_as_others_of_its_zoom_are(crowded: Database) -> None:
    for z in range(parts.CELLS_TO + 1):
        near, how_near = made(crowded, tile_of(*TOWN, z))
        far, how_far = made(crowded, tile_of(*FAR, z))
        assert (how_near, how_far) == ("kisi", "kisi")
        assert "kejadian" not in near | far
        assert sum_of(near) == 6_002 if tile_of(*TOWN, z) == tile_of(*FAR, z) else 6_001
        assert sum_of(far) in (1, 6_002)
    found, how = made(crowded, tile_of(*FAR, parts.CELLS_TO + 1))
    assert (how, len(found["kejadian"])) == ("fitur", 1)


def test_where_tiles_have_room_all_of_the_zoom_are_signs(database: Database) -> None:
    keep(database, spot(*FAR))
    crowd(database, 6_000, (106.5, -2.5), spread=1.0)
    ways = [{made(database, tile_of(lon, -2.5, z))[1] for lon in (106.1, 106.4, 106.8)} for z in range(12)]
    assert all(len(each) == 1 for each in ways)
    turn = [z for z, (one, other) in enumerate(pairwise(ways)) if one != other]
    assert len(turn) == 1
    assert ways[0] == {"kisi"}
    assert ways[11] == {"fitur"}
    assert 4 < turn[0] < 10


def test_one_event_does_not_turn_the_map_to_and_fro(database: Database) -> None:
    keep(database, spot(*TOWN))
    crowd(database, parts.DENSE - 1, TOWN)
    place = tile_of(*TOWN, 8)
    assert made(database, place)[1] == "fitur"
    crowd(database, 1, TOWN)
    assert made(database, place)[1] == "kisi"
    for left, how in ((parts.DENSE, "kisi"), (4_600, "kisi"), (4_500, "fitur"), (4_499, "fitur")):
        thin_out(database, left)
        assert made(database, place)[1] == how
    crowd(database, 500, TOWN)
    assert made(database, place)[1] == "fitur"


def test_turning_touches_every_tile_and_nothing_else_does(database: Database) -> None:
    keep(database, spot(*FAR))
    keep(database, spot(*TOWN))
    crowd(database, NEARLY, TOWN)

    def version_after(count: int) -> int:
        before = newest(database)
        crowd(database, count, TOWN)
        with database.write() as conn:
            found = blocks.read(conn, before)
        versions = blocks.Versions()
        versions.note(found)
        return versions.of(("kejadian",), "publik", tile_of(*FAR, 8))

    assert version_after(1) == 0
    assert version_after(100) > 0
    assert version_after(1) == 0


def newest(database: Database) -> int:
    with database.write() as conn:
        return int(conn.execute(sa.text(blocks.NEWEST)).scalar_one())


def test_what_is_chosen_of_many_is_shown_alike_in_every_tile(crowded: Database) -> None:
    keep(crowded, spot(106.4, -2.9))
    found, how = made(crowded, tile_of(*FAR, 8), hazards=HAZARDS)
    assert how == "fitur"
    assert len(inside(found["kejadian"])) == 1  # alone in its cell: a sign
    found, how = made(crowded, tile_of(*TOWN, 8), hazards=HAZARDS)
    signs = len(inside(found.get("kejadian", [])))
    assert "hitung" in how
    assert signs + sum_of(found) >= 6_001
    assert all(cell.properties["jumlah"] > 1 for cell in inside(found["kejadian_kisi"]))


def test_signs_and_counts_of_what_is_chosen_fit_at_seams(database: Database) -> None:
    keep(database, spot(*TOWN))
    crowd(database, 6_000, TOWN, spread=0.001)
    crowd(database, 200, (106.5, -2.5), spread=1.2)
    west, east = (made(database, Tile(8, x, 130), hazards=HAZARDS)[0] for x in (203, 204))

    def seen(found: Any, shift: int) -> set[Any]:
        """What lies within reach of the seam: kind, place from it, number."""
        return {
            (kind, point.x - shift, point.y, each.properties.get("jumlah"))
            for kind in ("kejadian", "kejadian_kisi")
            for each in found.get(kind, [])
            for point in getattr(each.geometry, "geoms", [each.geometry])
            if -60 < point.x - shift < 60
        }

    assert seen(west, 4096) == seen(east, 0)


def test_a_coarse_event_among_counts_is_no_sign(crowded: Database) -> None:
    keep(crowded, coarse("19.06.01"))
    with crowded.read(PUBLIC) as conn:
        lon, lat = conn.execute(
            sa.text("SELECT ST_X(point), ST_Y(point) FROM event_state WHERE drawn_areas <> '{}'")
        ).one()
    found, how = made(crowded, tile_of(lon, lat, 9), hazards=HAZARDS)
    assert "kejadian_wilayah" not in found
    assert sum_of(found) >= 1
    assert how.endswith("hitung")


def test_officers_and_the_public_have_answers_of_their_own(crowded: Database) -> None:
    # The public's events are many; an officer's own view has the two that were reported.
    found, how = made(crowded, tile_of(*FAR, 8), OFFICER)
    assert (how, len(found["kejadian"])) == ("fitur", 1)
