"""Layers at low zooms: borders stay shared, counts add up, conditions hold, cuts go by importance."""

import json
import random
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import shapely
import sqlalchemy as sa

from gis.catalogue import LayerMeta
from gis.db import Database
from gis.errors import InvalidInput
from gis.files import Files
from gis.geo import Tile
from gis.ledger import LATEST
from gis.viewer import PUBLIC, officer
from ingest import run
from layers import generalise, parts, tiles
from layers import layer as layer_of
from layers.filter import Filter
from tests import mvt
from tests.db.test_tiles import drawn, lonlat
from tests.db.test_tiles_blocks import tile_of

IN_TILE = "SELECT count(*) FROM layer_data.v_titik_1 WHERE geom_3857 && ST_TileEnvelope(:z, :x, :y)"
WEST, SOUTH = 106.0, -3.0
WHOLE = Tile(6, 50, 32)  # holds 105.0..112.5 east, 0..5.6 south


def bring(database: Database, folder: Path, slug: str, features: Sequence[dict[str, Any]]) -> None:
    """Bring features in as a public layer, and make its copies."""
    body = json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()
    meta = LayerMeta(slug=slug, title=slug, source="uji", access="publik")
    delivery = run.Delivery(
        content=body, filename=f"{slug}.geojson", channel="uji", viewer=officer("uji"), layer=meta
    )
    run.ingest(database, Files(folder), delivery)


def feature(geometry: shapely.Geometry, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(geometry)}


def plan_of(database: Database, slug: str, z: int, **more: Any) -> tuple[tiles.Plan, Any]:
    """The plan of a layer's tiles, and what WHOLE's ancestor or child at `z` gives."""
    with database.read(PUBLIC) as conn:
        asked = Filter(moment=LATEST, **more)
        plan = tiles.plan(conn, (layer_of.find(conn, slug, LATEST),), z, asked)
        place = tile_of(WEST + 0.2, SOUTH + 0.2, z)
        row = conn.execute(sa.text(plan.statement), {**plan.values, "x": place.x, "y": place.y}).one()
    return plan, row


def is_cut(database: Database, place: Tile) -> bool:
    with database.read(PUBLIC) as conn:
        plan = tiles.plan(conn, (layer_of.find(conn, "kotak", LATEST),), place.z, Filter(moment=LATEST))
        row = conn.execute(sa.text(plan.statement), {**plan.values, "x": place.x, "y": place.y}).one()
    return plan.is_cut(row.counts)


def scattered(count: int) -> list[dict[str, Any]]:
    pick = random.Random(7)
    return [
        feature(
            shapely.Point(WEST + pick.random() * 0.4, SOUTH + pick.random() * 0.4),
            kelas=n % 4,
            tanggal=date(2024, 1 + n % 12, 1).isoformat(),
        )
        for n in range(count)
    ]


def mosaic(side: int = 6) -> list[dict[str, Any]]:
    """Areas that tile, with wriggling borders that neighbours share."""
    pick = random.Random(11)

    def wriggle(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
        share = [n / 200 for n in range(1, 200)]
        return [
            (
                one[0] + (other[0] - one[0]) * t + pick.uniform(-1, 1) * 2e-4,
                one[1] + (other[1] - one[1]) * t + pick.uniform(-1, 1) * 2e-4,
            )
            for t in share
        ]

    at = {(i, j): (WEST + i * 0.05, SOUTH + j * 0.05) for i in range(side + 1) for j in range(side + 1)}
    across = {(i, j): wriggle(at[i, j], at[i + 1, j]) for i in range(side) for j in range(side + 1)}
    up = {(i, j): wriggle(at[i, j], at[i, j + 1]) for i in range(side + 1) for j in range(side)}
    made = []
    for i in range(side):
        for j in range(side):
            ring = [at[i, j], *across[i, j], at[i + 1, j], *up[i + 1, j], at[i + 1, j + 1]]
            ring += [*reversed(across[i, j + 1]), at[i, j + 1], *reversed(up[i, j])]
            made.append(feature(shapely.Polygon(ring), nama=f"petak {i} {j}", luas=i * side + j))
    return made


def test_dense_points_are_counted_and_none_is_lost(database: Database, tmp_path: Path) -> None:
    count = 3 * parts.DENSE
    bring(database, tmp_path, "titik", scattered(count))
    copies = {}
    for made in (False, True):
        if made:
            assert generalise.make_pending(database) == 1
            assert generalise.make_pending(database) == 0
        for z in (4, 6, 8, 10):
            place = tile_of(WEST + 0.2, SOUTH + 0.2, z)
            found = drawn(database, "titik", place)
            _, row = plan_of(database, "titik", z)
            if z >= 10 and "titik" in found:
                continue
            cells = found["titik_kisi"]
            inside = [c for c in cells if 0 <= c.geometry.geoms[0].x < 4096 > c.geometry.geoms[0].y >= 0]
            with database.read(officer("uji")) as conn:
                truth = conn.execute(
                    sa.text(IN_TILE),
                    place._asdict(),
                ).scalar_one()
            assert sum(cell.properties["jumlah"] for cell in inside) == truth
            assert len(cells) < len(row.tile)
            copies[z, made] = {(c.id, c.properties["jumlah"]) for c in cells}
    # Counting now and counts kept ready say the same.
    for z in (4, 6, 8):
        assert copies[z, False] == copies[z, True]


def test_the_answer_says_how_it_was_made(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, "titik", scattered(3 * parts.DENSE))
    plan, row = plan_of(database, "titik", 6)
    assert plan.ways(row.counts) == "hitung"
    generalise.make_pending(database)
    plan, row = plan_of(database, "titik", 6)
    assert plan.ways(row.counts) == "kisi"
    plan, row = plan_of(database, "titik", 6, where=(("kelas < 3", "cql2-text"),))
    assert plan.ways(row.counts) == "hitung"
    cells = mvt.decode(bytes(row.tile))["titik_kisi"]
    assert sum(cell.properties["jumlah"] for cell in cells) == 3 * parts.DENSE * 3 // 4
    plan, row = plan_of(database, "titik", 6, where=(("kelas = 9", "cql2-text"),))
    assert (bytes(row.tile), plan.ways(row.counts)) == (b"", "")


def test_time_and_area_choose_features(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, "titik", scattered(240))
    generalise.make_pending(database)
    from datetime import UTC, datetime

    march = (datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 4, 30, tzinfo=UTC))
    assert len(drawn(database, "titik", WHOLE, period=march)["titik"]) == 40
    assert len(drawn(database, "titik", WHOLE)["titik"]) == 240
    with pytest.raises(InvalidInput):
        drawn(database, "titik", WHOLE, hazards=("banjir",))
    bring(database, tmp_path, "petak", mosaic(2))
    with pytest.raises(InvalidInput):
        drawn(database, "petak", WHOLE, period=march)
    here = drawn(database, "titik", WHOLE, area="19.05").get("titik", [])
    assert len(here) < 240


def test_a_coverage_keeps_its_shared_borders(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, "petak", mosaic())
    generalise.make_pending(database)
    with database.read(PUBLIC) as conn:
        copies = layer_of.find(conn, "petak", LATEST).copies
    assert copies is not None
    assert (copies.how, copies.labels) == (generalise.COVERAGE, True)
    with database.read(officer("uji")) as conn:
        vertices = conn.execute(
            sa.text(
                "SELECT band, sum(ST_NPoints(geom)) FROM layer_copies.g_petak_1 GROUP BY band ORDER BY band"
            )
        ).all()
    assert [band for band, _ in vertices] == [-1, 0, *range(4, 14)]
    assert vertices[1][1] < vertices[5][1] < 36 * 800 / 3
    for z in (5, 6, 7, 8, 9, 10, 11, 12, 13, 15):
        place = tile_of(WEST + 0.12, SOUTH + 0.12, z)
        plan, row = plan_of(database, "petak", z)
        shapes = [each.geometry for each in drawn(database, "petak", place)["petak"]]
        for one, other in combinations(shapes, 2):
            assert one.intersection(other).area <= 2, z
        assert plan.ways(row.counts) == "salinan"
        # What the neighbours leave between them: nothing.
        land = shapely.union_all(shapes)
        assert not [ring for part in shapely.get_parts(land) for ring in part.interiors]
    found = drawn(database, "petak", WHOLE)
    assert len(found["petak_label"]) == 36
    shapes_by_name = {f["properties"]["nama"]: shapely.geometry.shape(f["geometry"]) for f in mosaic()}
    for label in found["petak_label"]:
        inside = shapes_by_name[label.properties["nama"]].buffer(0.002)
        assert inside.contains(shapely.Point(lonlat(label.geometry, WHOLE)))


def test_what_is_too_small_to_draw_is_counted(database: Database, tmp_path: Path) -> None:
    pick = random.Random(5)
    houses = [
        feature(
            shapely.box(x, y, x + 1e-4, y + 1e-4) if n % 10 else shapely.box(x, y, x + 0.05, y + 0.05),
            nomor=n,
        )
        for n in range(700)
        for x, y in [(WEST + pick.random() * 0.3, SOUTH + pick.random() * 0.3)]
    ]
    bring(database, tmp_path, "rumah", houses)
    generalise.make_pending(database)
    plan, row = plan_of(database, "rumah", 6)
    assert plan.ways(row.counts) == "kisi,salinan"
    found = mvt.decode(bytes(row.tile))
    assert len(found["rumah"]) == 70
    assert sum(cell.properties["jumlah"] for cell in found["rumah_kisi"]) == 630
    plan, row = plan_of(database, "rumah", 6, where=(("nomor < 100", "cql2-text"),))
    found = mvt.decode(bytes(row.tile))
    assert len(found["rumah"]) == 10
    assert sum(cell.properties["jumlah"] for cell in found["rumah_kisi"]) == 90
    assert plan.ways(row.counts) == "hitung,salinan"


def test_a_full_tile_keeps_the_most_important(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (parts, tiles):
        monkeypatch.setattr(module, "MOST_FEATURES", 10)
    monkeypatch.setattr("layers.vector_parts.MOST_FEATURES", 10)
    sizes = [
        feature(shapely.box(WEST, SOUTH, WEST + n / 1e3, SOUTH + n / 1e3), nomor=n) for n in range(1, 31)
    ]
    bring(database, tmp_path, "kotak", sizes)
    kept = {f.properties["nomor"] for f in drawn(database, "kotak", tile_of(WEST, SOUTH, 12))["kotak"]}
    assert kept == set(range(21, 31))
    for z in (8, 12):
        assert is_cut(database, tile_of(WEST + 1e-4, SOUTH + 1e-4, z))


def test_several_layers_share_a_tile(database: Database, tmp_path: Path) -> None:
    bring(database, tmp_path, "titik", scattered(50))
    bring(database, tmp_path, "petak", mosaic(2))
    with database.read(PUBLIC) as conn:
        found = [layer_of.find(conn, slug, LATEST) for slug in ("titik", "petak", "kecamatan")]
        plan = tiles.plan(conn, found, 6, Filter(moment=LATEST))
        row = conn.execute(sa.text(plan.statement), {**plan.values, "x": WHOLE.x, "y": WHOLE.y}).one()
    together = mvt.decode(bytes(row.tile))
    apart = {
        name: each
        for slug in ("titik", "petak", "kecamatan")
        for name, each in drawn(database, slug, WHOLE).items()
    }
    assert {name: len(each) for name, each in together.items()} == {
        name: len(each) for name, each in apart.items()
    }
    assert set(plan.depends) == {"titik", "petak", "wilayah"}
