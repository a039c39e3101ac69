"""What is sent: by every door, once and twice, with and without a token."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from gis import tables
from gis.db import Database
from tests import mvt
from tests.http.conftest import Post
from tests.http.files import LAYER, gpkg, tif
from tests.http.words import REPORT


def counts(database: Database) -> dict[str, int]:
    """Rows of every table."""
    with database.write() as conn:
        return {
            table.name: conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in tables.metadata.sorted_tables
        }


def test_a_text_becomes_a_place_on_the_map(client: TestClient, post: Post) -> None:
    answer = post()
    assert answer.status_code == 201
    body = answer.json()
    assert (body["loaded"], body["rejected"], body["duplicate"], body["kind"]) == (1, 0, False, "teks")
    (item,) = body["items"]
    event = client.get(f"/api/events/{item['event']}").json()
    assert event["hazard"] == "puting_beliung"
    assert event["figures"]["rumah_rusak_berat"]["value"] == 3
    assert event["figures"]["meninggal"]["value"] == 1
    assert event["lonlat"] == [106.4551, -3.0127]
    tile = client.get("/tiles/kejadian/5/25/16.mvt")
    (point,) = mvt.decode(tile.content)["kejadian"]
    assert point.properties["event_id"] == item["event"]
    feature = client.get(f"/ogc/collections/kejadian/items/{item['event']}").json()
    assert feature["properties"]["rumah_rusak_berat"] == 3
    rows = client.get("/api/summary?area=19.03&level=3").json()
    assert rows["total"]["figures"]["rumah_rusak_berat"] == {
        "value": 3, "reported": 1, "of": 1, "approx": False, "label": "Rumah rusak berat", "unit": "unit",
        "counting": False, "disputed": False, "valid_at_known": True
    }  # fmt: skip


def test_the_same_bytes_again_only_add_a_receipt(client: TestClient, post: Post, database: Database) -> None:
    first = post().json()
    before = counts(database)
    answer = post()
    assert answer.status_code == 200
    again = answer.json()
    assert again["duplicate"] is True
    assert (again["submission"], again["loaded"]) == (first["submission"], 1)
    assert again["receipt"] != first["receipt"]
    after = counts(database)
    grown = {name for name, count in after.items() if count != before[name]}
    assert grown == {"receipt", "ledger_entry"}
    assert after["receipt"] == before["receipt"] + 1


def test_the_same_layer_again_only_adds_a_receipt(post: Post, database: Database, tmp_path: Path) -> None:
    content = gpkg(tmp_path)
    assert post(file=("posko.gpkg", content), **LAYER).status_code == 201
    before = counts(database)
    answer = post(file=("posko.gpkg", content), **LAYER)
    assert (answer.status_code, answer.json()["duplicate"]) == (200, True)
    grown = {name for name, count in counts(database).items() if count != before[name]}
    # Meanwhile the server may be making the first version's copies for drawing.
    assert grown - {"layer_copy", "block_version"} == {"receipt", "ledger_entry"}


def test_a_form_with_a_text_file(post: Post) -> None:
    answer = post(file=("laporan.txt", REPORT.encode()), agency="bpbd_bangka_selatan", channel="wa")
    assert (answer.status_code, answer.json()["loaded"]) == (201, 1)


def damkar(*rows: str) -> bytes:
    """The fire brigade's log."""
    head = "Nomor;Tgl Kejadian;Jam Lapor;Objek;Kecamatan;Desa;Alamat;UTM X;UTM Y;Zona;Bangunan Terbakar;"
    head += "Luas (ha);Meninggal;Luka Berat;Luka Ringan;KK Terdampak;Kerugian (Juta Rp);Penyebab;Pelapor"
    return "\r\n".join([head, *rows]).encode()


def test_a_table_by_its_recipe(client: TestClient, post: Post) -> None:
    content = damkar(
        "1;10/03/2026;14.20;Rumah;Manggar;Lalang;Jl. X;;;;2;0;0;0;1;2;1,5;Listrik;Warga",
        "2;10/03/2062;14.20;Rumah;Manggar;Lalang;Jl. X;;;;2;0;0;0;1;2;1,5;Listrik;Warga",
    )
    answer = post(file=("damkar.csv", content), recipe="damkar_belitung_timur", agency="damkar")
    body = answer.json()
    assert (answer.status_code, body["kind"], body["loaded"], body["rejected"]) == (201, "tabel", 1, 1)
    loaded, rejected = body["items"]
    assert rejected["status"] == "ditolak"
    assert "2062" in rejected["value"]
    assert rejected["reason_id"] != rejected["reason_en"]
    event = client.get(f"/api/events/{loaded['event']}").json()
    assert event["figures"]["kerugian_rp"]["value"] == 1_500_000
    unknown = post(file=("x.csv", content + b"\n"), recipe="../../etc/passwd")
    assert (unknown.status_code, unknown.json()["where"]) == (404, "recipe")


def test_a_geopackage_becomes_a_layer(client: TestClient, post: Post, tmp_path: Path) -> None:
    answer = post(file=("posko.gpkg", gpkg(tmp_path)), **LAYER)
    assert answer.json()["layers"] == [
        {"slug": "posko", "version": 1, "features": 2, "notes": [], "repairs": []}
    ]
    (listed,) = client.get("/api/layers").json()["layers"]
    assert (listed["title"], listed["source"], listed["source_date"]) == ("Posko", "Uji", "2026-01-01")
    document = client.get(listed["tilejson"]).json()
    assert document["vector_layers"][0]["fields"] == {"nama": "String"}
    tile = client.get("/tiles/posko/5/25/16.mvt")
    assert {each.properties["nama"] for each in mvt.decode(tile.content)["posko"]} == {"Satu", "Dua"}
    items = client.get("/ogc/collections/posko/items").json()
    assert items["numberMatched"] == 2
    assert client.get("/ogc/collections/posko/items/1").json()["properties"]["nama"] == "Satu"


def test_a_geotiff_becomes_pictures(client: TestClient, post: Post, tmp_path: Path) -> None:
    answer = post(file=("indeks.tif", tif(tmp_path)), **{**LAYER, "slug": "indeks"})
    assert answer.status_code == 201
    (listed,) = client.get("/api/layers").json()["layers"]
    assert [line["label"] for line in listed["legend"]] == ["Rendah", "Sedang", "Tinggi"]
    tile = client.get("/tiles/indeks/7/101/65.png")
    assert (tile.status_code, tile.headers["content-type"]) == (200, "image/png")
    assert tile.content.startswith(b"\x89PNG")
    assert client.get("/tiles/indeks/7/0/0.png").status_code == 204
    assert client.get("/tiles/indeks/7/101/65.mvt").status_code == 404
    assert client.get("/ogc/collections/indeks").status_code == 404


def test_a_layer_not_for_the_public_is_not_there_for_it(
    client: TestClient, post: Post, officer: dict[str, str], tmp_path: Path
) -> None:
    post(file=("posko.gpkg", gpkg(tmp_path)), **{**LAYER, "access": "terbatas"})
    for path in ("/tiles/posko", "/tiles/posko/5/25/16.mvt", "/ogc/collections/posko/items"):
        assert client.get(path).status_code == 404
        assert client.get(path, headers=officer).status_code == 200
    assert client.get("/api/layers").json()["layers"] == []
    assert "posko" not in client.get("/ogc/collections").text


def test_verification_publishes(client: TestClient, post: Post, officer: dict[str, str]) -> None:
    (item,) = post(headers=officer).json()["items"]
    assert client.get("/api/events").json()["matched"] == 0
    assert client.get(f"/api/events/{item['event']}").status_code == 404
    (waiting,) = client.get("/api/reports", headers=officer).json()["reports"]
    assert (waiting["id"], waiting["status"]) == (item["report"], "draf")
    draft = client.get("/api/events", headers=officer).json()["events"][0]
    assert draft["verified"] is False

    before = client.get("/api/events").json()["as_of"]["seq"]
    answer = client.post(f"/api/reports/{item['report']}/verify", headers=officer)
    assert answer.json()["status"] == "terverifikasi"
    assert client.get("/api/events").json()["matched"] == 1
    assert client.get(f"/api/events?as_of={before}").json()["matched"] == 0
    assert client.get("/api/reports", headers=officer).json()["reports"] == []
    assert len(client.get(f"/api/reports?as_of={before}", headers=officer).json()["reports"]) == 1
    path = f"/api/reports/{item['report']}"
    assert client.get(path, headers=officer).json()["status"] == "terverifikasi"
    assert client.get(f"{path}?as_of={before}", headers=officer).json()["status"] == "draf"
    assert client.post(f"/api/reports/{item['report']}/verify", headers=officer).status_code == 409


def test_rejection_needs_a_reason(client: TestClient, post: Post, officer: dict[str, str]) -> None:
    (item,) = post().json()["items"]
    path = f"/api/reports/{item['report']}/reject"
    assert client.post(path, headers=officer, json={"reason": " "}).status_code == 400
    assert client.post(path, headers=officer, json={}).status_code == 400
    assert client.post(path, headers=officer, content=b"{").status_code == 400
    assert client.post(path, headers=officer, json={"reason": "salah kirim"}).status_code == 200
    assert client.get("/api/events").json()["matched"] == 0


def test_a_submission_tells_what_became_of_it(
    client: TestClient, post: Post, officer: dict[str, str]
) -> None:
    answer = post()
    post()
    body = client.get(answer.headers["location"], headers=officer).json()
    assert body["counts"] == {"dimuat": 1}
    assert len(body["receipts"]) == 2
    past = client.get(f"/api/submissions/{body['id']}?as_of={body['as_of']['seq'] - 1}", headers=officer)
    assert len(past.json()["receipts"]) == 1
    (listed,) = client.get("/api/submissions", headers=officer).json()["submissions"]
    assert listed["receipts"] == 2


def test_an_item_tells_of_the_event_of_that_moment(
    client: TestClient, post: Post, officer: dict[str, str]
) -> None:
    answer = post()
    (item,) = answer.json()["items"]
    path = answer.headers["location"]
    before = client.get(path, headers=officer).json()["as_of"]["seq"]
    moved = client.post(f"/api/reports/{item['report']}/link", json={"reason": "lain"}, headers=officer)
    assert moved.json()["event"] != item["event"]
    (now,) = client.get(path, headers=officer).json()["items"]
    (then,) = client.get(f"{path}?as_of={before}", headers=officer).json()["items"]
    assert (then["event"], now["event"]) == (item["event"], moved.json()["event"])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/submissions"),
        ("GET", "/api/submissions"),
        ("GET", "/api/submissions/00000000-0000-0000-0000-000000000000"),
        ("GET", "/api/reports"),
        ("GET", "/api/reports/00000000-0000-0000-0000-000000000000"),
        ("POST", "/api/reports/00000000-0000-0000-0000-000000000000/verify"),
        ("POST", "/api/reports/00000000-0000-0000-0000-000000000000/reject"),
        ("POST", "/sheets"),
    ],
)
def test_writing_and_drafts_need_a_token(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path, json={"area": "19.03"} if path == "/sheets" else {"reason": "x"})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "token"


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer salah", "Basic x", "Bearer sigap_\u00e9"])
def test_a_wrong_token_is_refused_everywhere(client: TestClient, header: str) -> None:
    headers = {b"Authorization": header.encode()}
    for path in ("/api/events", "/tiles/kejadian/6/50/32.mvt", "/ogc/collections/kejadian/items"):
        assert client.get(path, headers=headers).status_code == 401


def test_a_swap_and_a_jump_beside_an_earlier_message_are_in_the_answer(post: Post) -> None:
    message = (
        "BPBD Kab. Bangka Selatan\nUPDATE : Selasa, 14 Oktober 2025 Pkl. {hour}.30 WIB\n"
        "Jenis Kejadian : Puting Beliung\nWaktu Kejadian : Selasa, 14/10/2025 Pkl. 14.20 WIB\n"
        "Lokasi : Kel. Toboali, Kec. Toboali\nRumah RB {heavy} unit, RR {light} unit\n"
        "Terdampak {people} jiwa\n"
    )

    def codes_of(**said: int) -> set[str]:
        (item,) = post(message.format(**said)).json()["items"]
        return {finding["code"] for finding in item["findings"]}

    beside = {"rusak_tertukar", "melonjak_sepuluh_kali"}
    assert not codes_of(hour=15, heavy=3, light=21, people=30) & beside
    assert codes_of(hour=17, heavy=21, light=3, people=400) >= beside
