"""Finding the areas of a point, in an edition small enough to see through."""

from datetime import date

import pytest
import shapely

from gis.areas import AreaIndex, Edition, PlacedArea


def placed(code: str, geom: shapely.Geometry | None, point: tuple[float, float]) -> PlacedArea:
    return PlacedArea(
        code=code,
        bps_code="",
        level=code.count(".") + 1,
        kind="desa",
        name=code,
        parent=code.rpartition(".")[0],
        aliases=(),
        geom=None if geom is None else shapely.MultiPolygon([geom]),
        point=point,
        radius_m=1_000.0,
        area_km2=None,
        population=None,
    )


@pytest.fixture
def index() -> AreaIndex:
    """A square kabupaten; two villages that overlap, a sliver without village, a third beyond it."""
    edition = Edition(
        slug="uji", title="", decree="", valid_from=date(2025, 1, 1), indicative=False, source=""
    )
    square = shapely.box(106.0, -2.1, 106.1, -2.0)
    return AreaIndex(
        edition,
        [
            placed("19.01", square, (106.05, -2.05)),
            placed("19.01.01", square, (106.05, -2.05)),
            placed("19.01.01.2001", shapely.box(106.0, -2.1, 106.03, -2.0), (106.015, -2.05)),
            placed("19.01.01.2002", shapely.box(106.029, -2.1, 106.06, -2.0), (106.045, -2.05)),
            placed("19.01.01.2003", shapely.box(106.061, -2.1, 106.1, -2.0), (106.08, -2.05)),
            placed("19.01.01.2004", None, (106.02, -2.02)),
        ],
    )


def test_one_two_or_no_village_at_a_point(index: AreaIndex):
    assert index.locate(106.01, -2.05, 4) == ["19.01.01.2001"]
    assert index.locate(106.0295, -2.05, 4) == ["19.01.01.2001", "19.01.01.2002"]
    assert index.locate(106.0605, -2.05, 4) == []
    assert index.locate(106.0605, -2.05, 3) == ["19.01.01"]


def test_a_point_in_a_sliver_is_near_its_neighbours(index: AreaIndex):
    assert index.nearest(106.0604, -2.05, 4) == "19.01.01.2002"
    assert index.nearest(106.2, -2.05, 4) is None


def test_villages_without_polygon_are_found_by_their_point_only(index: AreaIndex):
    assert index.geometry("19.01.01.2004") is None
    assert index.nearest_village(106.021, -2.021) == "19.01.01.2004"
    assert index.distance_m("19.01.01.2004", 106.08, -2.08) == 0  # somewhere in its kecamatan


def test_distance_is_nought_inside_and_metres_outside(index: AreaIndex):
    assert index.distance_m("19.01", 106.05, -2.05) == 0
    assert index.distance_m("19.01", 106.11, -2.05) == pytest.approx(1_112, abs=2)


def test_computed_centres_are_known(index: AreaIndex):
    assert index.centre_at(106.05, -2.05, 50) == "19.01"
    assert index.centre_at(106.05, -2.06, 50) is None


def test_land_sea_and_islands(indicative_index: AreaIndex):
    assert indicative_index.on_land(106.11, -2.13)  # Pangkalpinang
    assert not indicative_index.on_land(106.9, -2.3)  # Gaspar Strait
    assert indicative_index.on_land(108.0666, -3.8010)  # Pulau Batun: in no polygon, but in the gazetteer
    assert not indicative_index.on_land(101.0, -2.13)


def test_an_indicative_edition_stops_at_kecamatan(indicative_index: AreaIndex):
    assert indicative_index.finest_level == 3
    assert indicative_index.locate(106.11, -2.13, 4) == []
    assert indicative_index.locate(106.11, -2.13, 2) == ["19.71"]
    village = indicative_index.nearest_village(106.11, -2.13)
    assert village is not None
    assert village.startswith("19.71.")
