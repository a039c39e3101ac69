"""CQL2 filters over the real register: what they choose, and what they refuse."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.http.conftest import Post
from tests.http.words import REPORT

ITEMS = "/ogc/collections/kejadian/items"


@pytest.fixture
def told(post: Post) -> Any:
    """One verified event."""
    return post(REPORT).json()


def count(client: TestClient, where: str, collection: str = "kejadian", **more: str) -> int:
    answer = client.get(f"/ogc/collections/{collection}/items", params={"filter": where, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["numberMatched"]


def test_areas_by_attribute_text_and_place(client: TestClient) -> None:
    assert count(client, "kode_induk = '19.03'", "kecamatan") == 8
    assert count(client, "nama LIKE 'Simpang%' AND kode_induk IN ('19.04', '19.05')", "kecamatan") == 2
    assert count(client, "CASEI(nama) = CASEI('TOBOALI')", "kecamatan") == 1
    assert count(client, "penduduk > 230000", "kabupaten") == 2
    assert count(client, "S_INTERSECTS(geometry, BBOX(107.6, -3.1, 109, -2.6))", "kabupaten") == 2


def test_the_same_in_json(client: TestClient) -> None:
    where = json.dumps({"op": "=", "args": [{"property": "kode_induk"}, "19.71"]})
    assert count(client, where, "kecamatan", **{"filter-lang": "cql2-json"}) == 7


def test_events_by_hazard_figure_and_time(client: TestClient, told: dict[str, Any]) -> None:
    event = client.get(ITEMS).json()["features"][0]["properties"]
    day = event["datetime"][:10]
    assert count(client, f"hazard = '{event['hazard']}'") == 1
    assert count(client, f"hazard <> '{event['hazard']}'") == 0
    assert count(client, f"datetime >= DATE('{day}')") == 1
    assert count(client, f"datetime < DATE('{day}')") == 0
    assert count(client, "A_CONTAINS(kode_wilayah_semua, ('tidak ada'))") == 0
    figures = {kind: value for kind, value in event.items() if kind == "rumah_rusak_ringan"}
    for kind, value in figures.items():
        assert count(client, f"{kind} = {value}") == 1
        assert count(client, f"{kind} > {value}") == 0


def test_a_parameter_named_like_a_property_means_equal(client: TestClient) -> None:
    path = "/ogc/collections/kecamatan/items"
    assert client.get(path, params={"kode_induk": "19.04"}).json()["numberMatched"] == 6
    assert client.get(path, params={"nama": "Koba", "kode_induk": "19.04"}).json()["numberMatched"] == 1
    assert client.get(path, params={"warna": "biru"}).status_code == 400
    assert client.get(path, params={"penduduk": "banyak"}).status_code == 400


@pytest.mark.parametrize(
    "where",
    ["pg_sleep(5) = 1", "rahasia = 1", "kode =", "(" * 500, "nama = 1", "kode = 'x'; DROP TABLE area"],
)
def test_what_is_no_filter_is_refused(client: TestClient, where: str) -> None:
    answer = client.get("/ogc/collections/kecamatan/items", params={"filter": where})
    assert answer.status_code == 400
    assert answer.json()["where"] == "filter"


def test_an_overflowing_sum_is_the_reader_s_error(client: TestClient) -> None:
    where = "penduduk * 1e300 * 1e300 > 1"
    assert client.get("/ogc/collections/kabupaten/items", params={"filter": where}).status_code == 400


def test_queryables_name_what_filters_may_speak_of(client: TestClient) -> None:
    found = client.get("/ogc/collections/kejadian/queryables").json()["properties"]
    assert {"hazard", "severity", "datetime", "geometry", "meninggal"} <= set(found)
    for name, schema in found.items():
        if schema.get("type") == "number":
            assert count(client, f"{name} IS NULL") >= 0
