"""Seams: what tiles hold of a feature, put together, is the feature, whatever system it came in."""

import random
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings, strategies
from pyproj import Transformer

from gis.catalogue import LayerMeta
from gis.db import Database
from gis.files import Files
from gis.geo import WEB_MERCATOR_EXTENT_M, Tile
from gis.viewer import officer
from ingest import run
from tests import mvt
from tests.db.test_tiles import drawn

SYSTEMS = (4326, 3857, 32748, 32749, 23834, 9470, 4755, 3395)
"""Degrees, web and world Mercator, UTM 48S and 49S, DGN95 TM-3 48.2, SRGI2013, DGN95."""
MARGIN = 64
UNIT = 1.0


def shapes(pick: random.Random, count: int) -> list[shapely.Geometry]:
    """Lines, points and polygons with a hole, in degrees, from some metres to some kilometres across."""
    made: list[shapely.Geometry] = []
    for n in range(count):
        lon, lat = pick.uniform(105.5, 108.0), pick.uniform(-3.2, -1.7)
        size = 10 ** pick.uniform(-3.3, -1.2)
        angles = sorted(pick.uniform(0, 2 * np.pi) for _ in range(pick.randint(5, 40)))
        radii = [size * pick.uniform(0.5, 1.0) for _ in angles]
        ring = [(lon + r * np.cos(a), lat + r * np.sin(a)) for a, r in zip(angles, radii, strict=True)]
        if n % 3 == 0:
            hole = [(lon + (x - lon) * 0.3, lat + (y - lat) * 0.3) for x, y in ring]
            polygon = shapely.make_valid(shapely.Polygon(ring, [hole]))
            made.append(
                polygon if polygon.geom_type in ("Polygon", "MultiPolygon") else shapely.Point(lon, lat)
            )
        else:
            made.append(shapely.LineString(ring) if n % 3 == 1 else shapely.Point(lon, lat))
    return made


def bring(database: Database, folder: Path, crs: int, geometries: list[shapely.Geometry]) -> None:
    """Features in the system `crs`, as a public layer of the file's own name."""
    path = folder / f"seam_{crs}.gpkg"
    frame = gpd.GeoDataFrame({"nomor": range(len(geometries))}, geometry=geometries, crs=4326).to_crs(crs)
    frame.to_file(path)
    meta = LayerMeta(slug=path.stem, title="uji", source="uji", access="publik")
    delivery = run.Delivery(
        content=path.read_bytes(), filename=path.name, channel="uji", viewer=officer("uji"), layer=meta
    )
    run.ingest(database, Files(folder), delivery)


def in_units(geometry: shapely.Geometry, z: int) -> shapely.Geometry:
    """A geometry in degrees as tile units from the north-west of the world."""
    to_metres = Transformer.from_crs(4326, 3857, always_xy=True)
    scale = 4096 * 2**z / (2 * WEB_MERCATOR_EXTENT_M)

    def project(xy: Any) -> Any:
        x, y = to_metres.transform(xy[:, 0], xy[:, 1])
        return np.column_stack(
            [(np.asarray(x) + WEB_MERCATOR_EXTENT_M) * scale, (WEB_MERCATOR_EXTENT_M - np.asarray(y)) * scale]
        )

    return shapely.transform(geometry, project)


def tiles_of(geometry: shapely.Geometry, z: int) -> list[Tile]:
    """The tiles that hold a geometry in units, with what lies in their margins."""
    west, north, east, south = (int(value // 4096) for value in shapely.bounds(geometry))
    return [Tile(z, x, y) for x in range(west - 1, east + 2) for y in range(north - 1, south + 2)]


def within(part: shapely.Geometry, whole: shapely.Geometry, units: float) -> bool:
    """Whether every place of `part` is at most so far from `whole`."""
    return bool(shapely.is_empty(part) or shapely.within(part, shapely.buffer(whole, units, quad_segs=64)))


def drawable(geometry: shapely.Geometry) -> shapely.Geometry:
    """A polygon without spikes and necks narrower than a unit, which a grid of units cannot show as areas."""
    if shapely.get_dimensions(geometry) < 2:
        return geometry
    # Round joins: what is left never reaches beyond the polygon itself.
    return shapely.buffer(shapely.buffer(geometry, -UNIT / 2), UNIT / 2)


@pytest.mark.parametrize("crs", SYSTEMS)
def test_pieces_put_together_are_the_feature(database: Database, tmp_path: Path, crs: int) -> None:
    geometries = shapes(random.Random(crs), 36)
    bring(database, tmp_path, crs, geometries)
    slug = f"seam_{crs}"

    @settings(
        max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        derandomize=True, database=None,
    )  # fmt: skip
    @given(strategies.integers(0, len(geometries) - 1), strategies.integers(9, 15))
    def check(number: int, z: int) -> None:
        whole = in_units(geometries[number], z)
        if shapely.length(whole) > 4 * 4096 or (shapely.get_dimensions(whole) and shapely.length(whole) < 20):
            return  # too many tiles, or smaller than can be drawn
        pieces = []
        for place in tiles_of(whole, z):
            corner = (place.x * 4096, place.y * 4096)
            box = shapely.box(
                corner[0] - MARGIN, corner[1] - MARGIN, corner[0] + 4096 + MARGIN, corner[1] + 4096 + MARGIN
            )
            found = [f for f in drawn(database, slug, place).get(slug, []) if f.properties["nomor"] == number]
            piece = shapely.union_all(
                [shapely.transform(f.geometry, lambda xy, corner=corner: xy + corner) for f in found]
            )
            wanted = shapely.intersection(whole, box)
            # The margin is held to the unit as well: what a neighbour draws there is the same.
            assert within(piece, wanted, UNIT), (number, place)
            here = shapely.intersection(drawable(whole), shapely.buffer(box, -UNIT))
            assert within(here, piece, UNIT), (number, place)
            pieces.append(piece)
        together = shapely.union_all(pieces)
        assert within(together, whole, UNIT)
        assert within(drawable(whole), together, UNIT)

    check()


def test_the_reader_of_tiles_sees_what_is_there(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, 4326, [shapely.box(106.0, -3.0, 106.1, -2.9)])
    (feature,) = drawn(database, "seam_4326", Tile(6, 50, 32))["seam_4326"]
    assert isinstance(feature, mvt.Feature)
    assert feature.geometry.area > 0
