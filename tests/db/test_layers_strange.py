"""Layer files that promise one thing and hold another: one clear outcome each, and the server lives on."""

import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from gis.db import Database
from gis.errors import SigapError
from tests.db.test_layer_kinds import newest, rows
from tests.db.test_layer_rows import parquet
from tests.layer_files import collected, geopackage, polygon

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pyogrio", "ignore::RuntimeWarning:pyogrio")
Send = Callable[..., Any]
SQUARE = [(106.0, -3.0), (106.1, -3.0), (106.1, -2.9), (106.0, -2.9), (106.0, -3.0)]
SMALL = [(106.0, -3.0), (106.001, -3.0), (106.001, -2.999), (106.0, -2.999), (106.0, -3.0)]
GOOD = polygon(SQUARE)
POINT = bytes(shapely.to_wkb(shapely.Point(106, -3)))


def deep(kind: int, count: int, *before: bytes) -> bytes:
    """Geometries one within the other, each with `before` beside the next."""
    head = struct.pack("<BII", 1, kind, 1 + len(before)) + b"".join(before)
    return head * count + POINT


DEEP = [
    (7, 200_000, b""),
    (4, 200_000, b""),
    (7, 40_000, POINT),
    (9, 100_000, b""),
    (12, 100_000, b""),
    (7, 30, b""),
]


@pytest.mark.parametrize(("kind", "count", "before"), DEEP)
def test_geometries_one_within_the_other(
    database: Database, send: Send, kind: int, count: int, before: bytes
) -> None:
    bad = deep(kind, count, *filter(None, [before]))
    send(parquet(n=pa.array([1, 2]), geom=pa.array([GOOD, bad])), "x.parquet")
    assert [row["n"] for row in rows(database, newest(database), "n")] == [1]
    assert newest(database).attributes["repairs"][0]["outcome"] == "ditolak"


def test_rings_without_points(database: Database, send: Send) -> None:
    holed = struct.pack("<BII", 1, 3, 2) + GOOD[9:] + struct.pack("<I", 0)
    shapes = [holed, collected(6, polygon([]), GOOD), collected(7, polygon([]), POINT), polygon([])]
    send(parquet(n=pa.array([1, 2, 3, 4]), geom=pa.array(shapes)), "x.parquet")
    found = rows(database, newest(database), "n, ST_Area(geom) AS area, ST_IsValid(geom) AS ok")
    assert [(row["n"], row["ok"]) for row in found] == [(1, True), (2, True), (3, True)]
    assert [row["area"] for row in found] == pytest.approx([0.01, 0.01, 0])
    assert [each["feature"] for each in newest(database).attributes["repairs"]] == [1, 2, 3]


def test_what_lies_beyond_all_maps(database: Database, send: Send) -> None:
    far = polygon([(106.0, -3.0), (1e308, -3.0), (106.1, -2.9), (106.0, -3.0)])
    send(parquet(n=pa.array([1, 2]), geom=pa.array([far, GOOD])), "x.parquet")
    assert [row["n"] for row in rows(database, newest(database), "n")] == [2]


def test_a_long_geometry_is_no_deep_one(database: Database, send: Send) -> None:
    apart = collected(
        6,
        *(polygon([(x + n * 0.2, y) for x, y in SQUARE]) for n in range(4)),
        *[polygon([(x, y - 0.5 - n / 500) for x, y in SMALL]) for n in range(200)],
    )
    send(parquet(n=pa.array([1]), geom=pa.array([apart])), "x.parquet")
    assert newest(database).attributes["repairs"] == []


def told(geo: Any, **columns: Any) -> bytes:
    """A Parquet file with these words about its geometries."""
    table = pa.table({"n": pa.array([1]), "geom": pa.array([GOOD]), **columns})
    said = geo if isinstance(geo, bytes) else json.dumps(geo).encode()
    sink = BytesIO()
    pq.write_table(table.replace_schema_metadata({b"geo": said}), sink)
    return sink.getvalue()


WKB = {"encoding": "WKB"}


@pytest.mark.parametrize(
    "geo",
    [
        b"{",
        b"[" * 100_000,
        b"\xff\xfe",
        [],
        7,
        {"primary_column": "geom"},
        {"primary_column": "geom", "columns": []},
        {"primary_column": "geom", "columns": {"geom": 7}},
        {"primary_column": ["geom"], "columns": {"geom": WKB}},
        {"primary_column": "n", "columns": {"n": WKB}},
        {"primary_column": "lain", "columns": {"lain": WKB}},
        {"primary_column": "geom", "columns": {"geom": WKB | {"crs": {"type": "x"}}}},
        {"primary_column": "geom", "columns": {"geom": WKB | {"crs": 7}}},
        {"primary_column": "geom", "columns": {"geom": WKB | {"crs": [1]}}},
        {"primary_column": "geom", "columns": {"geom": WKB | {"crs": "x" * 100_000}}},
    ],
)
def test_parquet_that_says_nothing_of_use(send: Send, geo: Any) -> None:
    with pytest.raises(SigapError):
        send(told(geo), "x.parquet")


@pytest.mark.parametrize("kinds", [7, "Point", [7], ["x"], ["Point"], {"a": 1}, None])
def test_parquet_that_says_other_kinds(database: Database, send: Send, kinds: Any) -> None:
    send(told({"primary_column": "geom", "columns": {"geom": WKB | {"geometry_types": kinds}}}), "x.parquet")
    assert newest(database).feature_count == 1


def gpkg_of_a_view(folder: Path, view: str) -> bytes:
    """A GeoPackage whose layer is a view."""
    path = folder / "v.gpkg"
    path.write_bytes(geopackage(folder, [GOOD], "POLYGON"))
    with sqlite3.connect(path) as held:
        held.execute("ALTER TABLE x RENAME TO asal")
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            held.execute(f"UPDATE {table} SET table_name = 'x'")
        held.execute(f"CREATE VIEW x AS {view}")
        held.execute("DROP TABLE IF EXISTS gpkg_ogr_contents")
    held.close()
    return path.read_bytes()


ENDLESS = "WITH RECURSIVE c (fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM c)"


def test_contents_that_never_end(send: Send, tmp_path: Path) -> None:
    path = tmp_path / "c.gpkg"
    path.write_bytes(geopackage(tmp_path, [GOOD], "POLYGON"))
    with sqlite3.connect(path) as held:
        held.execute("ALTER TABLE gpkg_contents RENAME TO isi")
        held.execute(f"CREATE VIEW gpkg_contents AS {ENDLESS} SELECT isi.* FROM c, isi")
    held.close()
    with pytest.raises(SigapError):
        send(path.read_bytes(), "x.gpkg")


@pytest.mark.parametrize(
    "view",
    [
        f"{ENDLESS} SELECT c.fid, asal.geom FROM c, asal",
        "SELECT fid, geom, CAST(zeroblob(900000000) AS text) AS besar FROM asal",
    ],
)
def test_a_view_that_never_ends(send: Send, tmp_path: Path, view: str) -> None:
    with pytest.raises(SigapError):
        send(gpkg_of_a_view(tmp_path, view), "x.gpkg")


def shp(folder: Path, change: Callable[[bytearray], None], part: str = "shp") -> bytes:
    """A zipped shapefile, damaged."""
    frame = gpd.GeoDataFrame({"n": [1, 2]}, geometry=[shapely.Polygon(SQUARE)] * 2, crs=4326)
    frame.to_file(folder / "x.shp")
    held = bytearray((folder / f"x.{part}").read_bytes())
    change(held)
    (folder / f"x.{part}").write_bytes(held)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for each in sorted(folder.glob("x.*")):
            archive.write(each, each.name)
    return packed.getvalue()


def packs(form: str, at: int, value: float) -> Callable[[bytearray], None]:
    return lambda held: struct.pack_into(form, held, at, value)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("shp", packs("<i", 108 + 36, 2**31 - 1)),  # number of parts
        ("shp", packs("<i", 108 + 40, 2**31 - 1)),  # number of points
        ("shp", packs("<i", 108 + 44, 10**6)),  # where the first part begins
        ("shp", packs("<i", 108, 31)),  # a multipatch among polygons
        ("shp", packs("<d", 108 + 48, 1e308)),
        ("shx", packs(">i", 100, 2**31 - 1)),  # where the first record lies
        ("shx", packs(">i", 24, 2**31 - 1)),
        ("dbf", packs("<H", 10, 65535)),  # length of a record
        ("dbf", packs("<H", 8, 0)),  # length of the head
        ("prj", lambda held: held.__setitem__(slice(0, 6), b"LOCAL_")),
        ("cpg", lambda held: held.__setitem__(slice(None), b"UTF-99" * 1000)),
    ],
)
def test_a_damaged_shapefile(
    database: Database, send: Send, tmp_path: Path, part: str, change: Callable[[bytearray], None]
) -> None:
    content = shp(tmp_path, change, part)
    with suppress(SigapError):  # clear words; anything else is none
        send(content, "x.zip")
        assert newest(database).feature_count in (1, 2)


COLLECTION = b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":%b}]}'
TEXTS: list[tuple[str, bytes]] = [
    ("x.geojson", COLLECTION % each)
    for each in (
        b'{"type":"Point","coordinates":[1e400,-3]}',
        b'{"type":"Point","coordinates":["106","-3"]}',
        b'{"type":"Point","coordinates":[106]}',
        b'{"type":"Point","coordinates":[null,null]}',
        b'{"type":"Polygon","coordinates":[[106,-3],[106.1,-3]]}',
        b'{"type":"Polygon","coordinates":[[[106,-3],[106.1,-3]]]}',
        b'{"type":"Polygon","coordinates":[[]]}',
        b'{"type":"LineString","coordinates":[[106,-3]]}',
        b'{"type":"Titik","coordinates":[106,-3]}',
        b'{"type":"GeometryCollection","geometries":[null]}',
        b'{"type":"GeometryCollection","geometries":[]}',
        b"[" * 5000,
    )
] + [
    ("x.csv", b'nama,wkt\na,"' + b"GEOMETRYCOLLECTION(" * 100_000 + b'POINT(106 -3)"\n'),
    ("x.csv", b'nama,wkt\na,"POINT(nan nan)"\n'),
    ("x.csv", b'nama,wkt\na,"TRIANGLE((106 -3, 106.1 -3, 106 -2.9, 106 -3))"\n'),
    ("x.csv", b'nama,wkt\na,"CIRCULARSTRING(106 -3, 106 -3, 106 -3)"\n'),
    ("x.csv", b'nama,wkt\na,"CIRCULARSTRING(106 -3, 1e300 1e300, 106.1 -3)"\n'),
    ("x.csv", b"lon,lat\n" + b"106,-3\n" * 10 + b"\x00" * 100),
    ("x.csv", b"lon,lat," + b"a" * 1_000_000 + b"\n106,-3,1\n"),
    ("x.gpx", b'<?xml version="1.0"?><gpx version="1.1"><wpt lat="NaN" lon="inf"/></gpx>'),
    ("x.kml", b'<kml xmlns="http://www.opengis.net/kml/2.2">' + b"<Folder>" * 20_000),
    ("x.fgb", b"fgb\x03fgb\x01" + struct.pack("<I", 2**32 - 1) + b"\xff" * 1000),
    ("x.fgb", b"fgb\x03fgb\x01" + struct.pack("<I", 64) + bytes(64)),
    ("x.gpkg", b"SQLite format 3\x00" + bytes(5000)),
    ("x.parquet", b"PAR1" + bytes(100) + struct.pack("<I", 2**31 - 1) + b"PAR1"),
]


@pytest.mark.parametrize(("name", "content"), TEXTS, ids=[f"{n}-{name}" for n, (name, _) in enumerate(TEXTS)])
def test_what_cannot_be_meant(database: Database, send: Send, name: str, content: bytes) -> None:
    with suppress(SigapError):  # clear words; anything else is none
        send(content, name, crs="EPSG:4326")
        table = newest(database)
        assert table.feature_count
        assert all(row["ok"] for row in rows(database, table, "ST_IsValid(geom) AS ok"))
