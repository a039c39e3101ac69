"""Layers from every kind of file, and what becomes of awkward geometry, versions and coverages."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
import sqlalchemy as sa

from gis import catalogue, ledger
from gis.catalogue import LayerMeta, LayerVersion
from gis.db import Database
from gis.errors import Conflict, NotFound, SigapError
from gis.files import Files
from gis.viewer import officer
from ingest.coverage import faults
from ingest.run import Delivery, Outcome, ingest

OFFICER = officer("uji")
Send = Callable[..., Outcome]


@pytest.fixture
def send(database: Database, tmp_path: Path) -> Send:
    """Ingest bytes as the layer `posko`."""

    def sender(content: bytes, filename: str, **meta: Any) -> Outcome:
        known: dict[str, Any] = {"slug": "posko", "title": "Posko", "source": "Uji", "access": "publik"}
        delivery = Delivery(
            content=content,
            filename=filename,
            channel="berkas",
            viewer=OFFICER,
            layer=LayerMeta(**known | meta),
        )
        return ingest(database, Files(tmp_path / "files"), delivery)

    return sender


def newest(database: Database) -> LayerVersion:
    with database.read(OFFICER) as conn:
        return catalogue.layer(conn, "posko", ledger.resolve(conn))


def rows(database: Database, version: LayerVersion, what: str = "*") -> list[dict[str, Any]]:
    with database.read(OFFICER) as conn:
        found = conn.execute(sa.text(f'SELECT {what} FROM layer_data."{version.table_name}" ORDER BY fid'))
        return [dict(row) for row in found.mappings()]


def frame() -> gpd.GeoDataFrame:
    points = gpd.points_from_xy([106.45, 106.5], [-3.0, -3.1])
    return gpd.GeoDataFrame({"nama": ["Satu", "Dua"], "jiwa": [3, 4]}, geometry=points, crs=4326)


def geojsonseq(folder: Path) -> bytes:
    features = json.loads(frame().to_json())["features"]
    return "".join(json.dumps(feature) + "\n" for feature in features).encode()


def parquet(folder: Path) -> bytes:
    frame().to_crs(32748).to_parquet(folder / "x.parquet")
    return (folder / "x.parquet").read_bytes()


def gdb(folder: Path) -> bytes:
    pyogrio.write_dataframe(frame(), folder / "x.gdb", driver="OpenFileGDB")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in (folder / "x.gdb").iterdir():
            archive.write(part, f"x.gdb/{part.name}")
    return packed.getvalue()


def gpx(folder: Path) -> bytes:
    return (
        b'<?xml version="1.0"?><gpx version="1.1" creator="uji" xmlns="http://www.topografix.com/GPX/1/1">'
        b'<wpt lat="-3.0" lon="106.45"><name>Satu</name></wpt>'
        b'<wpt lat="-3.1" lon="106.5"><name>Dua</name></wpt></gpx>'
    )


def csv_lonlat(folder: Path) -> bytes:
    return b"nama,bujur,lintang\nSatu,106.45,-3.0\nDua,106.5,-3.1\n"


def csv_wkt(folder: Path) -> bytes:
    return b'nama,wkt\nSatu,"POINT(106.45 -3.0)"\nDua,"POINT(106.5 -3.1)"\n'


@pytest.mark.parametrize(
    ("name", "make", "crs"),
    [
        ("x.geojsonl", geojsonseq, None),
        ("x.parquet", parquet, None),
        ("x.gdb.zip", gdb, None),
        ("x.gpx", gpx, None),
        ("x.csv", csv_lonlat, "EPSG:4326"),
        ("x.csv", csv_wkt, "EPSG:4326"),
    ],
)
def test_every_kind_of_file(
    database: Database, send: Send, tmp_path: Path, name: str, make: Callable[[Path], bytes], crs: str | None
) -> None:
    send(make(tmp_path), name, crs=crs)
    version = newest(database)
    assert version.feature_count == 2
    assert version.bbox == pytest.approx((106.45, -3.1, 106.5, -3.0), abs=1e-5)
    found = rows(database, version)
    assert {row.get("nama") or row.get("name") for row in found} == {"Satu", "Dua"}


def test_a_csv_is_asked_for_its_coordinate_system(send: Send, tmp_path: Path) -> None:
    with pytest.raises(SigapError) as refused:
        send(csv_lonlat(tmp_path), "x.csv")
    assert refused.value.code == "tanpa_crs"


@pytest.mark.parametrize("epsg", [23834, 32748, 9470, 3395])
def test_the_systems_of_this_country(database: Database, send: Send, tmp_path: Path, epsg: int) -> None:
    frame().to_crs(epsg).to_file(tmp_path / "x.gpkg")
    send((tmp_path / "x.gpkg").read_bytes(), "x.gpkg")
    assert newest(database).bbox == pytest.approx((106.45, -3.1, 106.5, -3.0), abs=1e-4)


def _written(folder: Path, geometries: list[Any], **options: Any) -> bytes:
    shapes = gpd.GeoDataFrame({"n": range(len(geometries))}, geometry=geometries, crs=4326)
    pyogrio.write_dataframe(shapes, folder / "x.gpkg", **options)
    return (folder / "x.gpkg").read_bytes()


def test_heights_are_kept_by_choice(database: Database, send: Send, tmp_path: Path) -> None:
    content = _written(tmp_path, [shapely.Point(106.45, -3, 12.5)])
    send(content, "x.gpkg", keep_z=True)
    assert rows(database, newest(database), "ST_Z(geom) AS z, ST_NDims(geom_3857) AS n") == [
        {"z": 12.5, "n": 2}
    ]


def test_other_kinds_than_declared_are_taken(database: Database, send: Send, tmp_path: Path) -> None:
    square = shapely.box(106, -3, 106.1, -2.9)
    content = _written(tmp_path, [square, shapely.Point(106.2, -3)], geometry_type="Polygon")
    send(content, "x.gpkg")
    assert newest(database).geometry_type == "GEOMETRY"
    assert len(rows(database, newest(database))) == 2


def test_repairs_are_listed(database: Database, send: Send, tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(106, -3), (106.1, -2.9), (106.1, -3), (106, -2.9)])
    collapsed = shapely.Polygon([(106, -3), (106.1, -3), (106, -3)])
    send(_written(tmp_path, [bow_tie, collapsed, shapely.box(106, -3, 106.1, -2.9)]), "x.gpkg")
    version = newest(database)
    assert version.feature_count == 2
    assert [each["feature"] for each in version.attributes["repairs"]] == [1, 2]
    assert "Self-intersection" in version.attributes["repairs"][0]["why"]
    assert all(row["ok"] for row in rows(database, version, "ST_IsValid(geom) AS ok"))


def test_what_lies_beyond_the_map_is_left_out_and_told(
    database: Database, send: Send, tmp_path: Path
) -> None:
    polar = shapely.Polygon([(-180, 80), (180, 80), (180, 90), (-180, 90)])
    send(_written(tmp_path, [shapely.box(106, -3, 106.1, -2.9), polar]), "x.gpkg")
    assert newest(database).feature_count == 1
    assert any("85°" in note for note in newest(database).attributes["notes"])


def test_appending_and_going_back(database: Database, send: Send, tmp_path: Path) -> None:
    send(_written(tmp_path, [shapely.Point(106.45, -3)]), "a.gpkg")
    (tmp_path / "x.gpkg").unlink()
    send(_written(tmp_path, [shapely.Point(106.5, -3.1), shapely.Point(106.6, -3)]), "b.gpkg", mode="append")
    both = newest(database)
    assert (both.version, both.feature_count) == (2, 3)
    assert both.bbox == pytest.approx((106.45, -3.1, 106.6, -3.0), abs=1e-6)
    assert [row["fid"] for row in rows(database, both)] == [1, 2, 3]
    with pytest.raises(Conflict):
        send(csv_lonlat(tmp_path), "x.csv", crs="EPSG:4326", mode="append")
    with ledger.entry(database, by="uji", why="kembali") as entry:
        catalogue.rollback(entry, "posko", 1)
    again = newest(database)
    assert (again.version, again.feature_count) == (3, 1)
    with database.read(OFFICER) as conn:
        before = catalogue.layer(conn, "posko", ledger.resolve(conn, ledger.resolve(conn).seq - 1))
    assert before.version == 2
    for number, error in ((3, Conflict), (9, NotFound)):
        with pytest.raises(error), ledger.entry(database, by="uji", why="kembali") as entry:
            catalogue.rollback(entry, "posko", number)


def test_gaps_and_overlaps_of_a_coverage_are_told(database: Database, send: Send, tmp_path: Path) -> None:
    west, east = shapely.box(106, -3, 106.1, -2.9), shapely.box(106.1, -3, 106.2, -2.9)
    assert faults([west, east]) == []
    assert [fault.kind for fault in faults([west, shapely.box(106.09, -3, 106.2, -2.9)])] == [
        "tumpang_tindih"
    ]
    ring = shapely.box(106, -3, 106.2, -2.8) - shapely.box(106.1, -2.9, 106.101, -2.899)
    assert [fault.kind for fault in faults([ring])] == ["celah"]
    send(_written(tmp_path, [west, shapely.box(106.09, -3, 106.2, -2.9)]), "x.gpkg", coverage=True)
    assert any("tumpang tindih" in note for note in newest(database).attributes["notes"])
