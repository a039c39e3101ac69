"""Heights and measures (M) of layers: kept or dropped by choice, and read back."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from pyproj import Transformer

from gis import ledger
from gis.db import Database
from gis.errors import Conflict
from gis.geo import Tile
from layers import features, layer, tiles
from layers.filter import Filter
from tests import mvt
from tests.db.test_layer_kinds import OFFICER, Send, newest, rows, send  # noqa: F401 — the fixture
from tests.db.test_layer_rows import parquet
from tests.layer_files import ROAD, geopackage, line_zm, shapefile

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pyogrio", "ignore::RuntimeWarning:pyogrio")


def feature(database: Database) -> dict[str, Any]:
    """The layer's first feature as the OGC API gives it."""
    with database.read(OFFICER) as conn:
        asked = Filter(viewer=OFFICER, moment=ledger.resolve(conn))
        page = features.items(conn, features.collection(conn, "posko", asked), asked)
    return dict(json.loads(page.features[0]))


@pytest.mark.parametrize(
    ("keep", "kind", "text"),
    [
        ({}, "XY", "MULTILINESTRING((106.4 -3,106.5 -3,106.5 -3.1))"),
        ({"keep_z": True}, "XYZ", "MULTILINESTRING Z ((106.4 -3 5,106.5 -3 6,106.5 -3.1 7))"),
        ({"keep_m": True}, "XYM", "MULTILINESTRING M ((106.4 -3 0,106.5 -3 11.1,106.5 -3.1 22.2))"),
        (
            {"keep_z": True, "keep_m": True},
            "XYZM",
            "MULTILINESTRING ZM ((106.4 -3 5 0,106.5 -3 6 11.1,106.5 -3.1 7 22.2))",
        ),
    ],
)
def test_a_geopackage_with_both(
    database: Database,
    send: Send,  # noqa: F811
    tmp_path: Path,
    keep: dict[str, bool],
    kind: str,
    text: str,
) -> None:
    send(geopackage(tmp_path, [line_zm(ROAD)], "LINESTRING", z=1, m=1), "x.gpkg", **keep)
    version = newest(database)
    assert (version.geometry_type, version.attributes["ordinates"]) == ("MULTILINESTRING", kind)
    found = rows(database, version, "ST_AsText(geom) AS geom, ST_NDims(geom_3857) AS drawn")
    assert found == [{"geom": text, "drawn": 2}]
    assert version.attributes["notes"] == []
    told = feature(database)
    assert told["geometry"]["coordinates"][0][1] == [106.5, -3, 6][: 3 if "Z" in kind else 2]
    assert told.get("measures") == ([0, 11.1, 22.2] if "M" in kind else None)
    with database.read(OFFICER) as conn:
        asked = Filter(viewer=OFFICER, moment=ledger.resolve(conn))
        drawn = tiles.tile(conn, layer.find(conn, "posko", asked.moment), Tile(5, 25, 16), asked)
    assert len(mvt.decode(drawn)["posko"]) == 1


@pytest.mark.parametrize("keep_m", [True, False])
def test_a_shapefile_with_measures(
    database: Database,
    send: Send,  # noqa: F811
    tmp_path: Path,
    keep_m: bool,
) -> None:
    lines = [[(106.4, -3.0, 0.0), (106.5, -3.0, 7.5)], [(106.4, -3.1, 100.0), (106.5, -3.1, 107.5)]]
    send(shapefile(tmp_path, *lines), "jalan.zip", keep_m=keep_m)
    found = rows(database, newest(database), "nama, ST_AsText(geom) AS geom")
    assert [row["nama"] for row in found] == ["Jalan 0", "Jalan 1"]
    kept, dropped = " M ((106.4 -3.1 100,106.5 -3.1 107.5))", "((106.4 -3.1,106.5 -3.1))"
    assert found[1]["geom"] == f"MULTILINESTRING{kept if keep_m else dropped}"


@pytest.mark.parametrize("keep_z", [True, False])
def test_a_gpx_with_heights(database: Database, send: Send, keep_z: bool) -> None:  # noqa: F811
    space = 'xmlns="http://www.topografix.com/GPX/1/1"'
    points = '<wpt lat="-3" lon="106.4"><ele>12.5</ele></wpt><wpt lat="-3.1" lon="106.5"></wpt>'
    text = f'<?xml version="1.0"?><gpx version="1.1" creator="uji" {space}>{points}</gpx>'
    send(text.encode(), "x.gpx", keep_z=keep_z)
    found = rows(database, newest(database), "ST_Z(geom) AS z")
    assert [row["z"] for row in found] == ([12.5, 0] if keep_z else [None, None])
    assert any("ketinggian" in note for note in newest(database).attributes["notes"]) == keep_z


def test_measures_of_points_that_are_moved_and_repaired(
    database: Database,
    send: Send,  # noqa: F811
    tmp_path: Path,
) -> None:
    degrees = [(106.0, -3.0, 1), (106.1, -2.9, 2), (106.1, -3.0, 3), (106.0, -2.9, 4), (106.0, -3.0, 1)]
    x, y, m = np.array(degrees).T
    east, north = Transformer.from_crs(4326, 32748, always_xy=True).transform(x, y)
    words = ", ".join(f"{a:.9f} {b:.9f} {c}" for a, b, c in zip(east, north, m, strict=True))
    triangle = "500000 9700000, 501000 9700000, 500000 9701000, 500000 9700000"
    lines = ("nama,wkt", f'Simpul,"POLYGON M (({words}))"', f'Tanpa,"POLYGON (({triangle}))"')
    send("\n".join(lines).encode(), "x.csv", crs="EPSG:32748", keep_m=True)
    version = newest(database)
    measures = "SELECT array_agg(ST_M(d.geom) ORDER BY ST_M(d.geom)) FROM ST_DumpPoints(geom) d"
    what = f"ST_IsValid(geom) AS ok, ({measures}) AS m"
    first, second = rows(database, version, what)
    assert first["ok"]
    assert {each for each in first["m"] if not np.isnan(each)} == {1, 2, 3, 4}
    assert np.isnan(first["m"]).any()  # where the sides cross
    assert np.isnan(second["m"]).all()
    assert feature(database)["measures"].count(None) == np.isnan(first["m"]).sum()
    assert next(note for note in version.attributes["notes"] if "(M)" in note).startswith("2 fitur")


def test_measures_alone_where_only_heights_are_kept(database: Database, send: Send) -> None:  # noqa: F811
    held = shapely.to_wkb(shapely.from_wkt(["POINT M (106.4 -3 7)", "POINT ZM (106.5 -3 8 9)"]))
    send(parquet(n=pa.array([1, 2]), geom=pa.array(list(held))), "x.parquet", keep_z=True)
    assert [row["z"] for row in rows(database, newest(database), "ST_Z(geom) AS z")] == [0, 8]


def test_what_is_added_keeps_what_the_layer_keeps(
    database: Database,
    send: Send,  # noqa: F811
    tmp_path: Path,
) -> None:
    send(geopackage(tmp_path, [line_zm(ROAD)], "LINESTRING", z=1, m=1), "a.gpkg", keep_m=True)
    more = geopackage(tmp_path, [line_zm(ROAD[::-1])], "LINESTRING", z=1, m=1)
    with pytest.raises(Conflict):
        send(more, "b.gpkg", mode="append", keep_z=True)
    send(more, "b.gpkg", mode="append")
    found = rows(
        database, newest(database), "ST_Zmflag(geom) AS flag, ST_M(ST_StartPoint(ST_GeometryN(geom, 1))) AS m"
    )
    assert found == [{"flag": 1, "m": 0}, {"flag": 1, "m": 22.2}]
