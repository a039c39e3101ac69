"""Geometries that GEOS does not read: arcs are made straight, open rings closed, the rest refused alone."""

import math
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyproj
import pytest
import shapely

from gis.db import Database
from gis.errors import SigapError
from ingest import curves, wkb
from ingest.curves import Straightener
from tests.db.test_layer_kinds import Send, newest, rows, send  # noqa: F401 — the fixture
from tests.db.test_layer_rows import parquet
from tests.layer_files import arcs, collected, geopackage, line, polygon

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pyogrio", "ignore::RuntimeWarning:pyogrio")
WEST, NORTH, EAST, SOUTH = (106.0, -3.0), (106.1, -2.9), (106.2, -3.0), (106.1, -3.1)
DISC = collected(10, arcs([WEST, NORTH, EAST, SOUTH, WEST]))
HALF = collected(10, collected(9, arcs([WEST, NORTH, EAST]), line([EAST, WEST])))
SQUARE = [(106.3, -3.0), (106.4, -3.0), (106.4, -2.9), (106.3, -2.9)]


def straight(held: bytes, tolerance: float) -> Any:
    return shapely.from_wkb(wkb.write(Straightener(tolerance).straight(wkb.read(held))))


@pytest.mark.parametrize("radius", [1, 50, 4000, 1e7])
@pytest.mark.parametrize("middle", [0.1, 1.2, 3.1, 4.0, 6.2])
@pytest.mark.parametrize("turn", [1, -1])
def test_no_piece_lies_farther_from_its_arc_than_told(radius: float, middle: float, turn: int) -> None:
    angles = np.array([0.4, 0.4 + turn * middle / 2, 0.4 + turn * middle])
    points = [(500_000 + radius * math.cos(a), 9_700_000 + radius * math.sin(a)) for a in angles]
    made = shapely.get_coordinates(straight(arcs(points), 0.1)) - (500_000, 9_700_000)
    noise = 1e-8 * radius + 1e-6
    assert np.abs(np.hypot(*made.T) - radius).max() < noise
    halves = (made[1:] + made[:-1]) / 2
    assert radius - np.hypot(*halves.T).min() <= 0.1 + noise
    turned = np.unwrap(np.arctan2(made[:, 1], made[:, 0]))
    assert turned[-1] - turned[0] == pytest.approx(turn * middle, abs=1e-5)


def test_neighbours_get_the_same_border() -> None:
    there = shapely.get_coordinates(straight(arcs([WEST, NORTH, EAST]), 1e-6))
    back = shapely.get_coordinates(straight(arcs([EAST, NORTH, WEST]), 1e-6))
    assert np.array_equal(there, back[::-1])


def test_heights_and_measures_go_along_an_arc() -> None:
    points = np.array([(0, 0, 0, 100), (1, 1, 10, 110), (2, 0, 30, 120)], "<f8")
    held = struct.pack("<BII", 1, 3008, 3) + points.tobytes()
    made = straight(held, 0.001)
    z, m = shapely.get_coordinates(made, include_z=True, include_m=True)[:, 2:].T
    assert (z[0], z[-1], m[0], m[-1]) == (0, 30, 100, 120)
    assert (np.diff(z) > 0).all()
    assert (np.diff(m) > 0).all()


@pytest.mark.parametrize(
    "points", [[(0, 0), (1, 1), (2, 2)], [(0, 0), (0, 0), (0, 0)], [(0, 0), (5, 0), (2, 0)]]
)
def test_an_arc_of_points_in_a_row_is_a_line(points: list[tuple[float, float]]) -> None:
    assert shapely.get_coordinates(straight(arcs(points), 0.1)).tolist() == [list(p) for p in points]


@pytest.mark.parametrize(
    ("kind", "held", "area"),
    [
        ("CURVEPOLYGON", DISC, math.pi * 0.01),
        ("CURVEPOLYGON", HALF, math.pi * 0.005),
        ("MULTISURFACE", collected(12, HALF, polygon([*SQUARE, SQUARE[0]])), math.pi * 0.005 + 0.01),
        ("GEOMETRYCOLLECTION", collected(7, DISC), math.pi * 0.01),
    ],
)
def test_curved_areas_of_a_geopackage(
    database: Database,
    send: Send,  # noqa: F811
    tmp_path: Path,
    kind: str,
    held: bytes,
    area: float,
) -> None:
    send(geopackage(tmp_path, [held, polygon([*SQUARE, SQUARE[0]])], kind), "x.gpkg")
    version = newest(database)
    found = rows(database, version, "nama, ST_Area(geom) AS area, ST_IsValid(geom) AS ok")
    assert [row["ok"] for row in found] == [True, True]
    assert found[0]["area"] == pytest.approx(area, rel=1e-4)
    assert "1 fitur bergaris lengkung diluruskan, menyimpang paling jauh 0,1 m" in version.attributes["notes"]
    assert version.attributes["repairs"][0]["feature"] == 1
    assert "0.1 m" in version.attributes["repairs"][0]["why"]


@pytest.mark.parametrize(
    ("kind", "held"),
    [
        ("CIRCULARSTRING", arcs([WEST, NORTH, EAST])),
        ("COMPOUNDCURVE", collected(9, line([SOUTH, WEST]), arcs([WEST, NORTH, EAST]))),
        ("MULTICURVE", collected(11, arcs([WEST, NORTH, EAST]), line([WEST, SOUTH]))),
    ],
)
def test_curved_lines_of_a_geopackage(
    database: Database,
    send: Send,  # noqa: F811
    tmp_path: Path,
    kind: str,
    held: bytes,
) -> None:
    send(geopackage(tmp_path, [held], kind), "x.gpkg")
    version = newest(database)
    assert version.geometry_type == "MULTILINESTRING"
    (row,) = rows(database, version, "ST_YMax(geom) AS top, ST_NPoints(geom) AS points")
    assert row["top"] == pytest.approx(-2.9, abs=2e-6)
    assert row["points"] > 50


def test_a_surface_of_triangles(database: Database, send: Send) -> None:  # noqa: F811
    triangle = struct.pack("<BIII", 1, 17, 1, 4) + np.array([*SQUARE[:3], SQUARE[0]], "<f8").tobytes()
    send(parquet(n=pa.array([1]), geom=pa.array([collected(16, triangle)])), "x.parquet")
    assert rows(database, newest(database), "ST_Area(geom) AS area")[0]["area"] == pytest.approx(0.005)


def test_the_tolerance_is_in_metres_in_any_system() -> None:
    assert curves.tolerance_in(pyproj.CRS(32748)) == 0.1
    assert curves.tolerance_in(pyproj.CRS(4326)) == pytest.approx(0.1 / 111_195)
    assert curves.tolerance_in(pyproj.CRS(2263)) == pytest.approx(0.1 / 0.3048, rel=1e-3)  # in feet


def test_open_rings_are_closed_and_told(database: Database, send: Send, tmp_path: Path) -> None:  # noqa: F811
    whole = polygon([*SQUARE, SQUARE[0]])
    send(geopackage(tmp_path, [whole, polygon(SQUARE), whole], "POLYGON"), "x.gpkg")
    version = newest(database)
    found = rows(database, version, "nama, ST_Area(geom) AS area")
    assert [row["nama"] for row in found] == ["Fitur 1", "Fitur 2", "Fitur 3"]
    assert all(row["area"] == pytest.approx(0.01) for row in found)
    assert version.attributes["repairs"] == [
        {"feature": 2, "outcome": "diperbaiki", "why": "Ring not closed[106.3 -3]"}
    ]
    assert version.attributes["notes"] == ["1 geometri diperbaiki"]


NAN = float("nan")


@pytest.mark.parametrize(
    "bad",
    [
        polygon([(NAN, -3.0), *SQUARE]),  # no place to close it
        line([WEST]),
        arcs([WEST, NORTH]),
        polygon([*SQUARE, SQUARE[0]])[:-5],
        struct.pack("<BI", 1, 99),
        b"\x01",
        b"\x07" * 40,
        struct.pack("<BII", 1, 2, 2**31),
        b"\x01\x07\x00\x00\x00\x01\x00\x00\x00" * 5000,
        collected(8, b"\xff" * 16),
    ],
)
def test_one_that_cannot_be_read_costs_no_other(
    database: Database,
    send: Send,  # noqa: F811
    bad: bytes,
) -> None:
    good = polygon([*SQUARE, SQUARE[0]])
    send(parquet(n=pa.array([1, 2, 3]), geom=pa.array([good, bad, good])), "x.parquet")
    version = newest(database)
    assert [row["n"] for row in rows(database, version, "n")] == [1, 3]
    (told,) = version.attributes["repairs"]
    assert (told["feature"], told["outcome"]) == (2, "ditolak")
    assert told["why"]
    assert version.attributes["notes"][0].startswith("1 fitur ditolak (fitur ke-2: ")


def test_a_file_of_which_nothing_is_left_is_refused(send: Send) -> None:  # noqa: F811
    with pytest.raises(SigapError) as refused:
        send(parquet(n=pa.array([1]), geom=pa.array([line([WEST])])), "x.parquet")
    assert refused.value.code == "semua_ditolak"
    assert "fitur ke-1" in refused.value.text()
