"""Hostile input: each a clear 4xx or a rejected row, never a 500 or a traceback."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pytest
import shapely
from starlette.testclient import TestClient

from gis.settings import Settings
from tests.http.conftest import Post
from tests.http.files import LAYER, tif, xlsx
from tests.http.words import REPORT

RECIPE = {"recipe": "damkar_belitung_timur"}
HEAD = """
Nomor;Tgl Kejadian;Jam Lapor;Objek;Kecamatan;Desa;Alamat;UTM X;UTM Y;Zona;Bangunan Terbakar;
Luas (ha);Meninggal;Luka Berat;Luka Ringan;KK Terdampak;Kerugian (Juta Rp);Penyebab;Pelapor
"""
NAMES = HEAD.replace("\n", "").split(";")


def table(*rows: dict[str, Any]) -> bytes:
    """A fire brigade's log with these cells beside ordinary ones."""
    known = {"Tgl Kejadian": "10/03/2026", "Jam Lapor": "14.20", "Objek": "Rumah", "Kecamatan": "Manggar"}
    known |= {"Desa": "Lalang", "Bangunan Terbakar": "2"}
    lines = [";".join(str({**known, **row}.get(name, "")) for name in NAMES) for row in rows]
    return "\n".join([";".join(NAMES), *lines]).encode()


def refused(answer: Any, status: int = 400) -> dict[str, Any]:
    """The problem of an answer that must be a clear refusal."""
    assert answer.status_code == status, answer.text[:400]
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["detail"]
    assert "Traceback" not in answer.text
    assert "/tmp" not in answer.text
    return problem


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def shapefile(folder: Path, *, prj: bool) -> bytes:
    points = gpd.points_from_xy([660_000, 670_000], [9_670_000, 9_680_000])
    gpd.GeoDataFrame({"nama": ["Satu", "Dua"]}, geometry=points, crs=32748).to_file(folder / "x.shp")
    parts = {part.name.replace(".", "__"): part.read_bytes() for part in folder.glob("x.*")}
    return zipped(**{name: data for name, data in parts.items() if prj or not name.endswith("prj")})


@pytest.mark.parametrize("content", [b"", b" \n\t ", b"\x00" * 100, bytes(range(256)) * 20])
def test_an_empty_or_binary_text(post: Post, content: bytes) -> None:
    answer = post(content)
    assert answer.status_code in (201, 400)
    if answer.status_code == 201:
        assert (answer.json()["loaded"], answer.json()["rejected"]) == (0, 1)
    else:
        refused(answer)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 not a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nor a workbook"]
)
def test_a_file_that_is_none(post: Post, content: bytes) -> None:
    for ending in (".xlsx", ".xls", ".csv", ".gpkg", ".zip", ".tif", ".geojson", ".kml", ".fgb", "", "."):
        refused(post(file=(f"x{ending}", content), **LAYER))


def test_a_zip_bomb(post: Post) -> None:
    zeros = b"\x00" * (300 << 20)
    bomb = zipped(x__shp=zeros, x__shx=b"", x__dbf=b"")
    assert len(bomb) < 1 << 20
    assert refused(post(file=("x.zip", bomb), **LAYER), 413)
    sheet = zipped(
        **{"[Content_Types]__xml": b"<Types/>", "xl/workbook__xml": b"", "xl/worksheets/sheet1__xml": zeros}
    )
    assert post(file=("x.xlsx", sheet)).status_code in (400, 413)


def test_a_csv_in_windows_1252(client: TestClient, post: Post) -> None:
    content = table({"Alamat": "Café “Melati”", "Luas (ha)": "1"}).decode().encode("cp1252")
    answer = post(file=("x.csv", content), **RECIPE)
    assert answer.json()["loaded"] == 1


def test_a_shapefile_without_prj(post: Post, tmp_path: Path) -> None:
    content = shapefile(tmp_path, prj=False)
    problem = refused(post(file=("x.zip", content), **LAYER))
    assert "crs" in problem["detail"].lower() or "koordinat" in problem["detail"].lower()
    assert post(file=("x.zip", content), **LAYER, crs="EPSG:32748").status_code == 201
    refused(post(file=("x.zip", content + b" "), **LAYER, crs="EPSG:abc"))


@pytest.mark.parametrize(
    ("place", "precision"),
    [
        ("95.0, 106.4551", "desa"),
        ("-3.0127, 706.4551", "desa"),
        ("1903014507880003, 9", "desa"),
        ("106.4551, -3.0127", "titik"),  # swapped
        ("3.0127, 106.4551", "titik"),  # sign lost
    ],
)
def test_a_text_with_strange_coordinates(client: TestClient, post: Post, place: str, precision: str) -> None:
    answer = post(REPORT.replace("-3.0127, 106.4551", place))
    assert answer.status_code == 201
    (item,) = answer.json()["items"]
    event = client.get(f"/api/events/{item['event']}").json()
    assert event["precision"] == precision
    assert event["lonlat"] == pytest.approx([106.4551, -3.0127], abs=0.2)


def test_a_latitude_of_95_in_a_layer(post: Post) -> None:
    content = json.dumps(
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [106.4, 95]}}
    ).encode()
    refused(post(file=("x.geojson", content), **LAYER))


def test_swapped_coordinates_in_a_layer_are_named(post: Post) -> None:
    content = json.dumps(
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [-3.0, 106.4]}}
    ).encode()
    assert "tertukar" in refused(post(file=("x.geojson", content), **LAYER))["detail"]


def test_a_date_in_2062(post: Post) -> None:
    answer = post(REPORT.replace("10/03/2026", "10/03/2062").replace("10 Maret 2026", "10 Maret 2062"))
    (item,) = answer.json()["items"]
    assert item["status"] == "ditolak" or item["findings"]


CELLS: list[dict[str, Any]] = [
    {"Tgl Kejadian": "10/03/2062"},
    {"Tgl Kejadian": "31/02/2026"},
    {"Tgl Kejadian": "kemarin"},
    {"Meninggal": "9999999999999999"},
    {"KK Terdampak": "1903014507880003"},
    {"Meninggal": "-4"},
    {"Meninggal": "NaN"},
    {"Meninggal": "1e400"},
    {"Kerugian (Juta Rp)": "9" * 400},
    {"UTM X": "660000", "UTM Y": "95", "Zona": "48"},
    {"UTM X": "660000", "UTM Y": "9660000", "Zona": "99"},
    {"Kecamatan": "'; DROP TABLE sigap.report;--"},
    {"Objek": "<script>alert(1)</script>"},
]


def test_cells_out_of_all_reason_never_become_figures(client: TestClient, post: Post) -> None:
    answer = post(file=("x.csv", table(*CELLS, {})), **RECIPE)
    assert answer.status_code == 201, answer.text[:300]
    *strange, ordinary = answer.json()["items"]
    assert ordinary["status"] == "dimuat"
    assert len(strange) == len(CELLS)
    for cells, item in zip(CELLS, strange, strict=True):
        assert item["status"] == "ditolak" or item["findings"], cells
    for event in client.get("/api/events").json()["events"]:
        assert event["lonlat"] == pytest.approx([108.3, -2.8], abs=0.5)
        for figure in event["figures"].values():
            assert figure["value"] is None or 0 <= figure["value"] < 1e12


def test_hectares_with_their_unit(client: TestClient, post: Post) -> None:
    (item,) = post(file=("x.csv", table({"Objek": "Lahan", "Luas (ha)": "1.234,5 Ha"})), **RECIPE).json()[
        "items"
    ]
    event = client.get(f"/api/events/{item['event']}").json()
    assert event["figures"]["luas_ha"]["value"] == 1234.5


def test_merged_headers(post: Post) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["LAPORAN", None, None, None])
    sheet.append(["KORBAN", None, "RUMAH", None])
    sheet.append(["MD", "HILANG", "RB", "RR"])
    sheet.append([1, 0, 2, 3])
    for cells in ("A1:D1", "A2:B2", "C2:D2"):
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    assert refused(post(file=("x.xlsx", out.getvalue())))
    assert refused(post(file=("x.xlsx", out.getvalue()), recipe="rekap_bulanan_bangka_tengah"))
    assert refused(post(file=("y.xlsx", xlsx(["a", "b"], ["=1/0", "#REF!"]))))


NASTY = "<script>alert(1)</script>'; DROP TABLE sigap.report; --{0}%s%(x)s\\"


def test_html_and_sql_in_every_field_of_a_text(
    client: TestClient, post: Post, officer: dict[str, str]
) -> None:
    lines = [f"{line} {NASTY}" if ":" in line else line for line in REPORT.splitlines()]
    answer = post("\n".join(lines))
    assert answer.status_code == 201
    for item in answer.json()["items"]:
        path = f"/api/reports/{item['report']}"
        if item["status"] == "dimuat":
            assert client.get(path, headers=officer).status_code == 200
    for path in ("/api/events", "/ogc/collections/kejadian/items", "/ogc/collections/kejadian/items?f=html"):
        assert "<script>alert" not in client.get(path).text


def test_html_and_sql_in_every_field_of_a_form(client: TestClient, post: Post) -> None:
    content = json.dumps(
        {
            "type": "Feature",
            "properties": {NASTY: NASTY},
            "geometry": {"type": "Point", "coordinates": [106.4, -3]},
        }
    ).encode()
    for field in ("slug", "access", "source_date", "agency"):
        refused(post(file=("x.geojson", content), **{**LAYER, field: NASTY}))
    refused(post(file=("x.geojson", content), **LAYER, lain=NASTY))
    made = post(file=(f"{NASTY}.geojson", content), **{**LAYER, "title": NASTY, "description": NASTY})
    assert made.status_code == 201
    for path in ("/ogc/collections", "/ogc/collections/posko", "/ogc/collections/posko/items"):
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert "<script>alert" not in page.text
    assert client.get("/tiles/posko/5/25/16.mvt").status_code == 200


def test_a_text_of_20_mb(client: TestClient, post: Post, trusted: dict[str, str]) -> None:
    text = b"Banjir di Toboali. " * (20_000_000 // 19)
    refused(post(text), 413)
    refused(post(file=("laporan.txt", text)), 413)
    headers = {**trusted, "X-Filename": "laporan.txt"}
    refused(client.post("/api/submissions", content=iter([text]), headers=headers), 413)


def test_more_than_the_largest_upload(
    client: TestClient, settings: Settings, trusted: dict[str, str]
) -> None:
    client.app.state.settings = settings.model_copy(update={"max_upload_mb": 1})  # type: ignore[attr-defined]
    chunks = (b"x" * 1_000_000 for _ in range(3))
    refused(client.post("/api/submissions", content=chunks, headers={**trusted, "X-Filename": "x.tif"}), 413)


def test_a_polygon_of_a_million_vertices(post: Post, tmp_path: Path) -> None:
    angles = np.linspace(0, 2 * np.pi, 1_000_000)
    ring = np.column_stack([106.4 + 0.1 * np.cos(angles), -2.9 + 0.1 * np.sin(angles)])
    frame = gpd.GeoDataFrame({"nama": ["Besar"]}, geometry=[shapely.polygons(ring)], crs=4326)
    frame.to_file(tmp_path / "x.gpkg")
    answer = post(file=("x.gpkg", (tmp_path / "x.gpkg").read_bytes()), **LAYER)
    assert answer.status_code in (201, 413)


def test_a_raster_without_crs(client: TestClient, post: Post, tmp_path: Path) -> None:
    content = tif(tmp_path, crs=None)
    assert "EPSG" in refused(post(file=("x.tif", content), **LAYER))["detail"]
    assert post(file=("x.tif", content), **LAYER, crs="EPSG:4326").status_code == 201
    assert client.get("/tiles/posko/7/101/65.png").status_code == 200


def test_a_spatial_file_without_its_description(post: Post, tmp_path: Path) -> None:
    refused(post(file=("x.tif", tif(tmp_path))))
    refused(post(file=("y.tif", tif(tmp_path)), slug="posko"))


@pytest.mark.parametrize("channel", ["wa", "x" * 500, NASTY, "\u0000"])
def test_a_channel_of_any_name(post: Post, channel: str) -> None:
    answer = post(file=("laporan.txt", REPORT.encode()), channel=channel)
    assert answer.status_code in (201, 400)


def test_a_form_that_is_none(client: TestClient, trusted: dict[str, str]) -> None:
    for content_type in ("multipart/form-data", "multipart/form-data; boundary=x"):
        for content in (b"", b"--x\r\n", b"junk", b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--"):
            headers = {**trusted, "Content-Type": content_type}
            refused(client.post("/api/submissions", content=content, headers=headers))
    two = [("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))]
    refused(client.post("/api/submissions", files=two, headers=trusted))
