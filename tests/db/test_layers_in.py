"""Vector and raster files become layers, or are refused with words that say what to do."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import sqlalchemy as sa

from gis import catalogue, ledger
from gis.catalogue import LayerMeta, LayerVersion
from gis.db import Database
from gis.errors import InvalidInput, NotFound, SigapError
from gis.files import Files
from gis.geo import Tile
from gis.viewer import PUBLIC, officer
from ingest.run import Delivery, Outcome, ingest
from layers import features, layer, tiles
from layers.filter import Filter

OFFICER = officer("uji")
Send = Callable[..., Outcome]


def frame(**columns: Any) -> gpd.GeoDataFrame:
    """Two points near Toboali, with the given columns."""
    columns = columns or {"nama": ["Satu", "Dua"]}
    return gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy([106.45, 106.5], [-3.0, -3.1]), crs=4326)


def written(source: gpd.GeoDataFrame, folder: Path, ending: str) -> bytes:
    """The frame as a file of that kind; a Shapefile is zipped."""
    path = folder / f"x.{ending}"
    if ending != "zip":
        source.to_file(path, driver="KML" if ending == "kml" else None)
        return path.read_bytes()
    source.to_file(folder / "x.shp")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in folder.glob("x.*"):
            archive.write(part, part.name)
    return packed.getvalue()


def one_layer(database: Database, slug: str = "posko") -> LayerVersion:
    with database.read(OFFICER) as conn:
        return catalogue.layer(conn, slug, ledger.resolve(conn))


def stored(database: Database, version: LayerVersion) -> list[dict[str, Any]]:
    with database.read(OFFICER) as conn:
        rows = conn.execute(sa.text(f'SELECT * FROM layer_data."{version.table_name}" ORDER BY fid'))
        return [dict(row) for row in rows.mappings()]


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "zip", "kml", "fgb"])
@pytest.mark.parametrize("epsg", [4326, 32748])
def test_every_format_in_any_crs(
    database: Database, send: Send, tmp_path: Path, ending: str, epsg: int
) -> None:
    source = frame() if ending in ("geojson", "kml") else frame().to_crs(epsg)
    send(written(source, tmp_path, ending), f"posko.{ending}")
    version = one_layer(database)
    assert version.feature_count == 2
    assert version.bbox == pytest.approx((106.45, -3.1, 106.5, -3.0), abs=1e-5)
    with database.read(PUBLIC) as conn:
        asked = Filter(moment=ledger.resolve(conn))
        found = layer.find(conn, "posko", asked.moment)
        assert tiles.tile(conn, found, Tile(6, 50, 32), asked)
        page = features.items(conn, features.collection(conn, "posko", asked), asked)
    assert page.matched == 2


def test_types_are_kept(database: Database, send: Send, tmp_path: Path) -> None:
    source = frame(
        nama=["Satu", None],
        jiwa=[10, 20],
        tinggi=[1.5, float("nan")],
        siaga=[True, False],
        waktu=pd.to_datetime(["2026-01-01T00:00:00Z", "2026-01-02T12:00:00Z"]),
    )
    send(written(source, tmp_path, "gpkg"), "posko.gpkg")
    version = one_layer(database)
    assert {column["name"]: column["type"] for column in version.columns} == {
        "nama": "text",
        "jiwa": "bigint",
        "tinggi": "double precision",
        "siaga": "boolean",
        "waktu": "timestamptz",
    }
    first, second = stored(database, version)
    assert (first["jiwa"], first["siaga"], second["nama"], second["tinggi"]) == (10, True, None, None)


def test_names_with_quotes_sql_and_html_are_made_safe(database: Database, send: Send, tmp_path: Path) -> None:
    source = frame(
        **{'a"; DROP TABLE x;--': ["<script>1</script>", "'; DELETE"], "select": [1, 2], "geom_3857": [3, 4]}
    )
    send(written(source, tmp_path, "geojson"), "posko.geojson")
    version = one_layer(database)
    assert [column["original"] for column in version.columns] == [
        'a"; DROP TABLE x;--',
        "select",
        "geom_3857",
    ]
    assert stored(database, version)[0]["a_drop_table_x"] == "<script>1</script>"


def test_windows_1252_attributes_with_a_code_page(database: Database, send: Send, tmp_path: Path) -> None:
    frame(nama=["Café", "Señor"]).to_file(tmp_path / "x.shp", encoding="windows-1252")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in tmp_path.glob("x.*"):
            archive.write(part, part.name)
    send(packed.getvalue(), "posko.zip")
    assert [row["nama"] for row in stored(database, one_layer(database))] == ["Café", "Señor"]


def test_broken_rings_are_repaired_and_told(database: Database, send: Send, tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(106.4, -3), (106.5, -3.1), (106.5, -3), (106.4, -3.1)])
    source = gpd.GeoDataFrame({"n": [1]}, geometry=[bow_tie], crs=4326)
    send(written(source, tmp_path, "geojson"), "posko.geojson")
    version = one_layer(database)
    assert version.geometry_type == "MULTIPOLYGON"
    assert version.attributes["notes"] == ["1 geometri diperbaiki"]


def test_the_third_dimension_is_dropped(database: Database, send: Send, tmp_path: Path) -> None:
    source = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(106.4, -3, 12)], crs=4326)
    send(written(source, tmp_path, "gpkg"), "posko.gpkg")
    assert one_layer(database).feature_count == 1


def test_a_polygon_with_a_million_vertices(database: Database, send: Send, tmp_path: Path) -> None:
    turn = np.linspace(0, 2 * np.pi, 1_000_000, endpoint=False)
    circle = shapely.polygons(np.column_stack((106.4 + np.cos(turn) / 10, -3 + np.sin(turn) / 10)))
    source = gpd.GeoDataFrame({"n": [1]}, geometry=[circle], crs=4326)
    send(written(source, tmp_path, "fgb"), "posko.fgb")
    assert one_layer(database).feature_count == 1


def _moved(x: str, y: str) -> Callable[[Path], bytes]:
    points = frame()
    table = {"x": points.geometry.x, "y": points.geometry.y, "-y": -points.geometry.y}
    return lambda folder: written(
        gpd.GeoDataFrame({"n": [1, 2]}, geometry=gpd.points_from_xy(table[x], table[y]), crs=4326),
        folder,
        "geojson",
    )


def _without_prj(folder: Path) -> bytes:
    with zipfile.ZipFile(io.BytesIO(written(frame(), folder, "zip"))) as whole:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name in whole.namelist():
                if not name.endswith(".prj"):
                    archive.writestr(name, whole.read(name))
    return packed.getvalue()


def _many_columns(folder: Path) -> bytes:
    return written(frame(**{f"k{n}": [1, 2] for n in range(201)}), folder, "gpkg")


def _doctype_kml(folder: Path) -> bytes:
    text = written(frame(), folder, "kml").decode()
    head, body = text.split("\n", 1)
    return f'{head}\n<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n{body}'.encode()


def _far(folder: Path) -> bytes:
    return written(frame().set_geometry(frame().translate(30, 40)), folder, "geojson")


REFUSED: list[tuple[str, Callable[[Path], bytes], str]] = [
    ("swapped.geojson", _moved("y", "x"), "koordinat_tertukar"),
    ("signless.geojson", _moved("x", "-y"), "tanda_hilang"),
    ("bare.zip", _without_prj, "tanpa_crs"),
    ("wide.gpkg", _many_columns, "terlalu_banyak_atribut"),
    ("entity.kml", _doctype_kml, "xml_berbahaya"),
    ("empty.geojson", lambda _: b'{"type":"FeatureCollection","features":[]}', "di_luar_provinsi"),
    ("cut.gpkg", lambda folder: written(frame(), folder, "gpkg")[:5000], "layer_tidak_terbaca"),
    ("far.geojson", _far, "di_luar_provinsi"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "code"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_what_cannot_become_a_layer_is_refused_and_nothing_is_written(
    database: Database, send: Send, tmp_path: Path, name: str, make: Callable[[Path], bytes], code: str
) -> None:
    with pytest.raises(SigapError) as caught:
        send(make(tmp_path), name)
    assert caught.value.code == code
    assert "{" not in caught.value.text("id") + caught.value.text("en")
    with database.read(OFFICER) as conn:
        assert catalogue.layers(conn, ledger.resolve(conn)) == []
        tables = conn.execute(sa.text("SELECT count(*) FROM pg_tables WHERE schemaname = 'layer_data'"))
        assert tables.scalar_one() == 0


def test_a_shapefile_without_prj_is_taken_when_its_crs_is_said(
    database: Database, send: Send, tmp_path: Path
) -> None:
    send(_without_prj(tmp_path), "bare.zip", crs="EPSG:4326")
    assert one_layer(database).feature_count == 2


def test_versions_follow_each_other_and_the_past_stays(
    database: Database, send: Send, tmp_path: Path
) -> None:
    send(written(frame(), tmp_path, "gpkg"), "posko.gpkg")
    with database.read(OFFICER) as conn:
        first = ledger.resolve(conn)
    send(written(frame(nama=["Tiga", "Empat"]), tmp_path, "geojson"), "posko.geojson")
    with database.read(PUBLIC) as conn:
        now, then = (
            catalogue.layer(conn, "posko", ledger.resolve(conn)),
            catalogue.layer(conn, "posko", first),
        )
    assert (now.version, then.version) == (2, 1)
    assert [row["nama"] for row in stored(database, then)] == ["Satu", "Dua"]


def test_a_layer_s_table_can_be_read_and_no_more(database: Database, send: Send, tmp_path: Path) -> None:
    send(written(frame(), tmp_path, "gpkg"), "posko.gpkg")
    name = one_layer(database).table_name
    for change in (f'DELETE FROM layer_data."{name}"', f'UPDATE layer_data."{name}" SET nama = 1'):
        with pytest.raises(sa.exc.DBAPIError, match="permission denied"), database.write() as conn:
            conn.execute(sa.text(change))


def test_a_restricted_layer_is_not_there_for_the_public(
    database: Database, send: Send, tmp_path: Path
) -> None:
    send(written(frame(), tmp_path, "gpkg"), "posko.gpkg", access="terbatas")
    with database.read(PUBLIC) as conn, pytest.raises(NotFound):
        layer.find(conn, "posko", ledger.resolve(conn))
    assert one_layer(database).access == "terbatas"


@pytest.mark.parametrize("slug", ["kejadian", "Posko", "a", "x;y", "1posko", ""])
def test_a_slug_is_a_plain_word(slug: str) -> None:
    with pytest.raises(InvalidInput):
        LayerMeta(slug=slug, title="x", source="y")


def test_a_spatial_file_without_a_title_is_asked_for_one(
    database: Database, files: Files, tmp_path: Path
) -> None:
    content = written(frame(), tmp_path, "gpkg")
    delivery = Delivery(content=content, filename="x.gpkg", channel="berkas", viewer=OFFICER)
    with pytest.raises(InvalidInput, match="title"):
        ingest(database, files, delivery)


def test_the_same_file_becomes_another_layer_under_another_name(
    database: Database, send: Send, tmp_path: Path
) -> None:
    content = written(frame(), tmp_path, "geojson")
    first = send(content, "posko.geojson")
    other = send(content, "posko.geojson", slug="gudang", title="Gudang")
    assert other.submission == first.submission
    assert [(made.slug, made.version, made.feature_count) for made in other.layers] == [("gudang", 1, 2)]
    assert not other.duplicate
    again = send(content, "posko.geojson", slug="gudang", title="Gudang")
    assert again.duplicate
    assert one_layer(database, "gudang").version == 1
