"""Vector tiles, read back from their bytes."""

from datetime import date
from itertools import combinations
from typing import Any

import pytest
import shapely
import sqlalchemy as sa

from gis import ledger, register
from gis.db import Database
from gis.errors import NotFound
from gis.geo import WEB_MERCATOR_EXTENT_M, Tile
from gis.report import Location, Precision, Report
from gis.viewer import PUBLIC, Viewer
from ingest import editions
from layers import layer, tiles
from layers.filter import Filter
from tests import mvt
from tests.registers import OFFICER, TOBOALI, event_of, figure, keep, told

WHOLE = Tile(5, 25, 16)  # holds the whole province
LON_AT_7 = -180 + 360 * 101 / 128  # the edge between tiles 100 and 101 at zoom 7


def spot(lon: float = 106.45, lat: float = -3.0, **more: Any) -> Report:
    """A report with its place known to some metres."""
    place = Location(
        areas=(TOBOALI,), lonlat=(lon, lat), precision=Precision.SPOT, uncertainty_m=20, method="koordinat"
    )
    return told(figure("rumah_rusak_berat", 12), location=place, **more)


def coarse(code: str = "19.03.01", precision: Precision = Precision.DISTRICT) -> Report:
    """A report of which only the kecamatan is known."""
    place = Location(areas=(code,), lonlat=None, precision=precision, uncertainty_m=9_000, method="nama")
    return told(areas=(code,), location=place)


def fetched(
    database: Database,
    slug: str = "kejadian",
    place: Tile = WHOLE,
    *,
    viewer: Viewer = PUBLIC,
    as_of: int | None = None,
    **more: Any,
) -> bytes:
    with database.read(viewer) as conn:
        asked = Filter(viewer=viewer, moment=ledger.resolve(conn, as_of), **more)
        return tiles.tile(conn, layer.find(conn, slug, asked.moment), place, asked)


def drawn(*args: Any, **more: Any) -> dict[str, list[mvt.Feature]]:
    return mvt.decode(fetched(*args, **more))


def lonlat(point: shapely.Geometry, place: Tile) -> tuple[float, float]:
    """Degrees of a point in tile units."""
    size = 2 * WEB_MERCATOR_EXTENT_M / 2**place.z
    x = -WEB_MERCATOR_EXTENT_M + (place.x + point.centroid.x / mvt.EXTENT) * size
    y = WEB_MERCATOR_EXTENT_M - (place.y + point.centroid.y / mvt.EXTENT) * size
    (degrees,) = shapely.get_coordinates(
        shapely.transform(shapely.points(x, y), _to_degrees, interleaved=False)
    )
    return float(degrees[0]), float(degrees[1])


def _to_degrees(x: Any, y: Any) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(3857, 4326, always_xy=True).transform(x, y)


def test_an_event_lies_where_it_happened_and_says_what_it_is(database: Database) -> None:
    event = event_of(keep(database, spot()))
    (feature,) = drawn(database, place=Tile(12, 3259, 2082))["kejadian"]
    assert lonlat(feature.geometry, Tile(12, 3259, 2082)) == pytest.approx((106.45, -3.0), abs=1e-4)
    assert feature.properties == {
        "event_id": str(event),
        "name": feature.properties["name"],
        "hazard": "puting_beliung",
        "severity": 3,
        "start": "2026-03-10",
        "precision": "titik",
        "approximate": False,
        "verified": True,
        "is_bencana": True,
        "invented": False,
    }


def test_declared_fields_are_the_fields_served(database: Database) -> None:
    keep(database, spot(), coarse())
    for slug in layer.BUILT_IN:
        for name, features in drawn(database, slug).items():
            declared = layer.BUILT_IN[slug].vector_layers[name]
            assert {key for feature in features for key in feature.properties} == set(declared), name


def test_equal_data_give_equal_bytes(database: Database) -> None:
    keep(database, *(spot(106.45 + n / 1000) for n in range(5)))
    for slug in ("kejadian", "kecamatan"):
        assert fetched(database, slug) == fetched(database, slug)
    with database.read() as conn:
        seq = ledger.resolve(conn).seq
    before = fetched(database)
    keep(database, spot(106.9, -2.9))
    assert fetched(database, as_of=seq) == before != fetched(database)


def test_the_public_never_sees_a_draft(database: Database) -> None:
    (report,) = keep(database, spot(), verified=False).events
    assert fetched(database) == b""
    (feature,) = drawn(database, viewer=OFFICER)["kejadian"]
    assert feature.properties["verified"] is False
    with ledger.entry(database, by="uji", why="uji") as entry:
        register.set_status(entry, report, register.VERIFIED)
        seq = entry.id
    assert len(drawn(database)["kejadian"]) == 1
    assert fetched(database, as_of=seq - 1) == b""


def test_a_point_at_a_seam_is_whole_in_both_tiles(database: Database) -> None:
    keep(database, spot(LON_AT_7 + 1e-5, -2.9))
    for x in (100, 101):
        (feature,) = drawn(database, place=Tile(7, x, 65))["kejadian"]
        assert feature.geometry.geom_type == "MultiPoint"


def test_a_coarse_event_is_drawn_as_its_area(database: Database) -> None:
    event = event_of(keep(database, coarse()))
    found = drawn(database, place=Tile(8, 203, 130))
    (area,) = found["kejadian_wilayah"]
    assert (area.properties["event_id"], area.properties["kode"]) == (str(event), "19.03.01")
    assert area.geometry.area > 1_000
    (kecamatan,) = [
        feature
        for feature in drawn(database, "kecamatan", Tile(8, 203, 130))["kecamatan"]
        if feature.properties["kode"] == "19.03.01"
    ]
    assert area.geometry.equals(kecamatan.geometry)
    assert "kejadian_wilayah" not in drawn(database, hazards=("banjir",))


@pytest.mark.parametrize(("slug", "count"), [("provinsi", 1), ("kabupaten", 7), ("kecamatan", 47)])
def test_areas_have_one_label_each(database: Database, slug: str, count: int) -> None:
    # At zoom 6 a small island may be lost, a label never.
    found = drawn(database, slug)
    assert len({feature.properties["kode"] for feature in found[f"{slug}_label"]}) == count
    assert len(found[f"{slug}_label"]) == count
    assert len(found[slug]) == count
    assert all(feature.properties["indikatif"] is True for feature in found[slug])


def test_indicative_villages_are_labels_only(database: Database) -> None:
    found = drawn(database, "desa")
    assert list(found) == ["desa_label"]
    assert len(found["desa_label"]) > 350


@pytest.mark.parametrize("zoom", [5, 7, 9, 11])
def test_neighbours_share_their_simplified_border(database: Database, zoom: int) -> None:
    with database.read() as conn:
        asked = Filter(moment=ledger.resolve(conn))
        rows = conn.execute(
            sa.text(
                "SELECT code, ST_AsBinary(geom_3857) AS geom FROM area_gen "
                "WHERE level = 2 AND edition_id = :edition AND zoom = "
                "(SELECT max(zoom) FROM area_gen WHERE zoom <= :zoom)"
            ),
            {"edition": tiles.edition(conn, asked), "zoom": zoom},
        ).all()
    shapes = {row.code: shapely.from_wkb(row.geom) for row in rows}
    shared = 0
    for one, other in combinations(shapes.values(), 2):
        assert one.intersection(other).area < 1.0
        shared += one.intersection(other).length > 1_000
    assert shared >= 6
    land = shapely.union_all(list(shapes.values()))
    assert land.area == pytest.approx(sum(shape.area for shape in shapes.values()), rel=1e-9)
    holes = [shapely.Polygon(ring) for part in land.geoms for ring in part.interiors]
    pixel_m = 2 * WEB_MERCATOR_EXTENT_M / 2**zoom / 256
    assert not [hole for hole in holes if hole.area / max(hole.length, 1) < pixel_m / 20]


def test_neighbours_meet_in_the_tile_too(database: Database) -> None:
    place = Tile(8, 203, 129)
    shapes = [feature.geometry for feature in drawn(database, "kabupaten", place)["kabupaten"]]
    pairs = list(combinations(shapes, 2))
    assert sum(one.intersection(other).area for one, other in pairs) < 20
    assert sum(one.boundary.intersection(other.boundary).length for one, other in pairs) > 500


def test_areas_are_those_of_the_moment(database: Database) -> None:
    with database.read() as conn:
        before = ledger.resolve(conn).seq
    _second_edition(database)
    assert len(drawn(database, "kecamatan", as_of=before)["kecamatan"]) == 47
    newer = drawn(database, "kecamatan")["kecamatan"]
    assert all(feature.properties["indikatif"] is False for feature in newer)


def _second_edition(database: Database) -> None:
    """The indicative polygons once more, passed off as official ones."""
    from ingest import indicative

    with ledger.entry(database, by="uji", why="edisi kedua") as entry:
        editions.load_edition(
            entry,
            indicative.build(),
            slug="kedua",
            title="Edisi kedua",
            decree="uji",
            valid_from=date(2026, 1, 1),
            indicative=False,
        )


@pytest.mark.parametrize("place", [Tile(-1, 0, 0), Tile(25, 0, 0), Tile(1, 2, 0), Tile(3, 0, 2**31)])
def test_an_impossible_tile_is_not_found(database: Database, place: Tile) -> None:
    with pytest.raises(NotFound):
        fetched(database, place=place)


def test_a_tile_far_away_is_empty(database: Database) -> None:
    keep(database, spot())
    assert fetched(database, place=Tile(0, 0, 0)) != b""
    assert fetched(database, place=Tile(6, 0, 0)) == b""
    assert fetched(database, "kecamatan", Tile(6, 0, 0)) == b""


def test_filters_hold_in_tiles(database: Database) -> None:
    keep(database, spot(), spot(hazard="banjir"))
    assert len(drawn(database)["kejadian"]) == 2
    (flood,) = drawn(database, hazards=("banjir",))["kejadian"]
    assert flood.properties["hazard"] == "banjir"
    assert len(drawn(database, area="19.03")["kejadian"]) == 2
    assert fetched(database, area="19.01") == b""
