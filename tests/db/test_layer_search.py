"""Features of a layer's table by place: exact in degrees, found by the one index, in metres."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
import sqlalchemy as sa

from gis import ledger
from gis.db import Database
from gis.geo import BBox
from gis.viewer import PUBLIC
from layers import features
from layers.filter import Filter
from tests.db.test_layer_kinds import Send, newest, send  # noqa: F401

RANDOM = np.random.default_rng(7)
NEAR = RANDOM.uniform([105, -3], [107, -2], (150, 2))
FAR = RANDOM.uniform([-180, -84], [179, 84], (150, 2))
CORNERS = np.vstack([NEAR, FAR, [[179.5, 1.0], [-180.0, 1.0], [106.0, -2.0]]])
SHAPES = shapely.box(*CORNERS.T, *(CORNERS + RANDOM.uniform(0.001, 0.5, CORNERS.shape)).T)
BOXES = [
    BBox(105.5, -2.5, 106.5, -2.2),
    BBox(106.0, -2.0, 106.0, -2.0),
    BBox(-180, -90, 180, 90),
    BBox(179, -5, -179, 5),
    BBox(-60, 60, 60, 90),
]


def found(database: Database, **asked: Any) -> set[int]:
    with database.read(PUBLIC) as conn:
        wanted = Filter(moment=ledger.resolve(conn), limit=1000, **asked)
        page = features.items(conn, features.collection(conn, "posko", wanted), wanted)
    return {int(feature.split('"id" : ')[1].split(",")[0]) for feature in page.features}


def expected(box: BBox) -> set[int]:
    met = [shapely.intersects(SHAPES, shapely.box(*part)) for part in box.parts()]
    return {int(n) + 1 for n in np.flatnonzero(np.any(met, axis=0))}


@pytest.fixture
def layer(database: Database, send: Send, tmp_path: Path) -> str:  # noqa: F811
    source = gpd.GeoDataFrame({"n": range(len(SHAPES))}, geometry=SHAPES, crs=4326)
    source.to_file(tmp_path / "x.gpkg")
    send((tmp_path / "x.gpkg").read_bytes(), "x.gpkg")
    return f'layer_data."{newest(database).table_name}"'


def test_boxes_and_filters_find_just_what_is_there(database: Database, layer: str) -> None:
    for box in BOXES:
        assert found(database, bbox=box) == expected(box), box
    for box in BOXES[:3]:
        west, south, east, north = box
        ring = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
        place = f"POINT({west} {south})" if west == east else f"POLYGON(({ring}))"
        met = found(database, where=((f"S_INTERSECTS(geometry, {place})", "cql2-text"),))
        assert met == expected(box), box
        apart = found(database, where=((f"NOT S_INTERSECTS(geometry, {place})", "cql2-text"),))
        assert apart == found(database, where=((f"S_DISJOINT(geometry, {place})", "cql2-text"),))
        assert apart == set(range(1, len(SHAPES) + 1)) - met


def test_there_is_one_spatial_index_and_it_is_used(database: Database, layer: str) -> None:
    with database.read(PUBLIC) as conn:
        conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = conn.execute(
            sa.text(
                f"EXPLAIN SELECT FROM {layer} v WHERE v.geom_3857 && ST_MakeEnvelope(:a, :b, :c, :d, 3857) "
                "AND ST_Intersects(v.geom, ST_MakeEnvelope(105, -3, 106, -2, 4326))"
            ),
            {"a": 0.0, "b": 0.0, "c": 1.0, "d": 1.0},
        )
        assert "geom_3857_idx" in " ".join(row[0] for row in plan)
        kinds = conn.execute(
            sa.text(
                "SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%USING gist%' AND tablename = :name"
            ),
            {"name": layer.split('"')[1]},
        )
        assert kinds.scalar_one() == 1
