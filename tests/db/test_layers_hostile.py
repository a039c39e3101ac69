"""Layer files that are broken or made to harm: a clear outcome each time, and the good features kept."""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
import sqlalchemy as sa

from gis import catalogue, ledger
from gis.catalogue import LayerMeta, LayerVersion
from gis.db import Database
from gis.errors import SigapError
from gis.files import Files
from gis.viewer import officer
from ingest import FOLLOWING_DRIVERS, vector_files
from ingest.run import Delivery, Outcome, ingest

OFFICER = officer("uji")
GOOD = shapely.box(106, -3, 106.1, -2.9)
Send = Callable[[bytes, str], Outcome]


@pytest.fixture
def send(database: Database, tmp_path: Path) -> Send:
    """Ingest bytes as a layer whose heights are kept."""

    def sender(content: bytes, filename: str) -> Outcome:
        meta = LayerMeta(slug="uji", title="Uji", source="Uji", access="publik", keep_z=True)
        delivery = Delivery(content=content, filename=filename, channel="berkas", viewer=OFFICER, layer=meta)
        return ingest(database, Files(tmp_path / "files"), delivery)

    return sender


def newest(database: Database) -> LayerVersion:
    with database.read(OFFICER) as conn:
        return catalogue.layer(conn, "uji", ledger.resolve(conn))


def stored(database: Database, what: str) -> list[Any]:
    """One expression over every feature of the layer."""
    table = newest(database).table_name
    with database.read(OFFICER) as conn:
        return list(conn.execute(sa.text(f'SELECT {what} FROM layer_data."{table}" ORDER BY fid')).scalars())


def geojson(*geometries: dict[str, Any] | None, properties: dict[str, Any] | None = None) -> bytes:
    features = [{"type": "Feature", "properties": properties or {"n": 1}, "geometry": g} for g in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def as_json(shape: Any) -> dict[str, Any]:
    return json.loads(shapely.to_geojson(shape))


def fgb(folder: Path, *shapes: Any) -> bytes:
    gpd.GeoDataFrame({"n": range(len(shapes))}, geometry=list(shapes), crs=4326).to_file(folder / "x.fgb")
    return (folder / "x.fgb").read_bytes()


@pytest.mark.parametrize("where", ["x", "y"])
def test_a_place_that_is_no_number_is_left_out_and_told(
    database: Database, send: Send, tmp_path: Path, where: str
) -> None:
    nowhere = shapely.Point(*(np.nan if name == where else value for name, value in (("x", 106), ("y", -3))))
    good = shapely.Point(106.05, -2.95)
    send(fgb(tmp_path, nowhere, good), "x.fgb")
    assert stored(database, "ST_X(geom)") == [106.05]
    assert newest(database).attributes["notes"]


def test_a_height_that_is_no_number_costs_no_feature(database: Database, send: Send, tmp_path: Path) -> None:
    ring = [(106, -3, np.nan), (106.1, -3, 5), (106.1, -2.9, np.nan), (106, -2.9, 5), (106, -3, np.nan)]
    send(fgb(tmp_path, shapely.Polygon(ring), shapely.force_3d(GOOD, 7)), "x.fgb")
    assert stored(database, "ST_IsValid(geom)") == [True, True]
    assert stored(database, "ST_ZMax(geom)") == [5, 7]
    assert stored(database, "ST_ZMin(geom)") == [0, 7]
    assert any("ketinggian" in note for note in newest(database).attributes["notes"])


@pytest.mark.parametrize(
    "empty",
    [None, {"type": "Polygon", "coordinates": []}, {"type": "MultiPoint", "coordinates": []}],
)
def test_features_without_a_place_are_told_of(
    database: Database, send: Send, empty: dict[str, Any] | None
) -> None:
    send(geojson(empty, as_json(GOOD)), "x.geojson")
    assert stored(database, "ST_IsEmpty(geom)") == [False]
    assert newest(database).attributes["notes"]


def test_a_polygon_round_the_pole_beside_a_good_one(database: Database, send: Send) -> None:
    ring = [[lon, -80.0] for lon in range(-180, 181, 20)] + [[180, -90], [-180, -90], [-180, -80]]
    send(geojson({"type": "Polygon", "coordinates": [ring]}, as_json(GOOD)), "x.geojson")
    assert all(stored(database, "ST_IsValid(geom_3857) AND ST_XMax(geom_3857) < 20037509"))
    assert newest(database).feature_count in (1, 2)


def refused(send: Send, content: bytes, name: str, code: str) -> None:
    with pytest.raises(SigapError) as caught:
        send(content, name)
    assert caught.value.code == code


def test_ten_thousand_attributes(send: Send) -> None:
    wide = geojson(as_json(GOOD), properties={f"k{n}": n for n in range(10_000)})
    refused(send, wide, "x.geojson", "terlalu_banyak_atribut")


@pytest.mark.parametrize("part", ["shp", "dbf"])
def test_a_header_that_promises_two_gigabytes(
    database: Database, send: Send, tmp_path: Path, part: str
) -> None:
    gpd.GeoDataFrame({"n": [1]}, geometry=[GOOD], crs=4326).to_file(tmp_path / "x.shp")
    damaged = bytearray((tmp_path / f"x.{part}").read_bytes())
    if part == "shp":
        struct.pack_into(">i", damaged, 24, 2**30)  # length of the file in 16-bit words
    else:
        struct.pack_into("<I", damaged, 4, 2**31 - 1)  # number of records
    (tmp_path / f"x.{part}").write_bytes(damaged)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for each in tmp_path.glob("x.*"):
            archive.write(each, each.name)
    # What the file really holds is read; the promise is not believed.
    send(packed.getvalue(), "x.zip")
    assert newest(database).feature_count == 1


def kml(body: str, head: str = "") -> bytes:
    space = 'xmlns="http://www.opengis.net/kml/2.2"'
    return f'<?xml version="1.0"?>{head}<kml {space}><Document>{body}</Document></kml>'.encode()


ENTITIES = '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{10 * f"&{before};"}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "head", ['<!DOCTYPE kml [<!ENTITY i SYSTEM "file:///etc/hostname">]>', f"{ENTITIES}]>"]
)
def test_a_kml_with_entities(send: Send, head: str) -> None:
    place = "<Placemark><name>&i;</name><Point><coordinates>106,-3</coordinates></Point></Placemark>"
    refused(send, kml(place, head), "x.kml", "xml_berbahaya")


def test_a_kmz_with_entities(send: Send) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("doc.kml", kml("<Placemark/>", '<!DOCTYPE kml [<!ENTITY i SYSTEM "file:///x">]>'))
    refused(send, packed.getvalue(), "x.kmz", "xml_berbahaya")


def test_columns_named_like_our_own(database: Database, send: Send) -> None:
    names = ["fid", "geom", "geom_3857", "Geom", 'a"b', "select", "a" * 200, "a" * 201, "", "ünïcode", "x;--"]
    send(geojson(as_json(GOOD), properties={name: n for n, name in enumerate(names)}), "x.geojson")
    columns = [column["name"] for column in newest(database).columns]
    assert len(set(columns)) == len(columns) >= len(names) - 1
    assert stored(database, "ST_IsEmpty(geom)") == [False]


def standing_for(address: str) -> bytes:
    """What GDAL would take for another file or address, whatever its name is."""
    source = f"<OGRVRTLayer name='rahasia'><SrcDataSource>{address}</SrcDataSource></OGRVRTLayer>"
    return f"<OGRVRTDataSource>{source}</OGRVRTDataSource>".encode()


@pytest.mark.parametrize("inside", ["x.shp", "x.gdb/a.gdbtable", "doc.kml"])
def test_a_file_that_stands_for_another(send: Send, tmp_path: Path, inside: str) -> None:
    secret = tmp_path / "rahasia.geojson"
    secret.write_bytes(geojson(as_json(GOOD)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(inside, standing_for(str(secret)))
    refused(send, packed.getvalue(), "x.zip", "layer_tidak_terbaca")


@pytest.mark.parametrize("name", ["x.kml", "x.gpx", "x.geojson", "x.csv", "x.gpkg"])
def test_a_text_that_stands_for_another(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "rahasia.geojson"
    secret.write_bytes(geojson(as_json(GOOD)))
    meta = LayerMeta(slug="uji", title="Uji", source="Uji", crs="EPSG:4326")
    with pytest.raises(SigapError):
        vector_files.open_file(standing_for(str(secret)), name, meta)


def test_no_driver_of_gdal_leads_elsewhere() -> None:
    assert pyogrio.list_drivers()
    assert not set(pyogrio.list_drivers()) & set(FOLLOWING_DRIVERS)
