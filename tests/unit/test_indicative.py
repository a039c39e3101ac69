"""The indicative areas: complete, without overlaps, and as like the official ones as was promised."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gis import codes
from ingest import indicative, polygons
from ingest.boundaries import Boundaries


@pytest.fixture(scope="module")
def areas() -> Boundaries:
    return indicative.build()


@pytest.mark.parametrize(("level", "count"), [(1, 1), (2, 7), (3, 47), (4, 0)])
def test_every_area_down_to_kecamatan_has_a_polygon(areas: Boundaries, level: int, count: int):
    assert len(areas.level(level)) == count
    assert all(geom.is_valid and not geom.is_empty for geom in areas.level(level).values())


@pytest.mark.parametrize("level", [2, 3])
def test_neighbours_share_their_borders(areas: Boundaries, level: int):
    assert shapely.coverage_is_valid(np.array(list(areas.level(level).values())))


def test_kecamatan_lie_in_their_kabupaten(areas: Boundaries):
    for code, geom in areas.level(3).items():
        parent = areas.shapes[codes.areas()[code].parent]
        assert shapely.area(shapely.difference(geom, parent)) < 1e-6 * geom.area


def test_islands_belong_to_the_regency_of_their_code(areas: Boundaries):
    for island in codes.islands().values():
        at = [code for code, geom in areas.level(2).items() if geom.contains(shapely.Point(island.lonlat))]
        assert not island.regency or at in ([], [island.regency])


def test_the_same_facts_give_the_same_polygons(areas: Boundaries, tmp_path: Path):
    first = indicative.build(tmp_path)  # reads the package and keeps the shoreline
    again = indicative.build(tmp_path)  # reads what was kept
    assert areas.shapes == first.shapes == again.shapes


@pytest.mark.parametrize(
    ("level", "layer", "bar"), [(2, "batas_kabupaten", 0.90), (3, "batas_kecamatan", 0.78)]
)
def test_likeness_to_the_official_areas(
    areas: Boundaries, shared_data: Path, level: int, layer: str, bar: float
):
    official = gpd.read_file(shared_data / "batas_babel.gpkg", layer=layer).set_index("kode").geometry
    ours, theirs = (
        polygons.to_metres(np.array([shapes[code] for code in official.index]))
        for shapes in (areas.shapes, official)
    )
    likeness = shapely.area(shapely.intersection(ours, theirs)) / shapely.area(shapely.union(ours, theirs))
    assert np.median(likeness) >= bar
