"""OGC API Features as its suites and clients read it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator
from starlette.testclient import TestClient

from tests.http.conftest import Post
from tests.http.words import REPORT

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
TILESETS = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
ITEMS = "/ogc/collections/kecamatan/items"


def rels(document: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The first link of each relation."""
    return {link["rel"]: link for link in reversed(document["links"])}


def test_the_landing_page_leads_everywhere(client: TestClient) -> None:
    links = rels(client.get("/ogc").json())
    assert links["service-desc"]["type"] == "application/vnd.oai.openapi+json;version=3.0"
    for rel in ("self", "service-desc", "service-doc", "conformance", "data", "alternate"):
        answer = client.get(links[rel]["href"])
        assert answer.status_code == 200
        assert answer.headers["content-type"].split(";")[0] == links[rel]["type"].split(";")[0], rel
    described = client.get(links["service-desc"]["href"]).headers["content-type"]
    assert described.replace(" ", "") == links["service-desc"]["type"]


def test_conformance_claims_only_what_is_kept(client: TestClient) -> None:
    classes = client.get("/ogc/conformance").json()["conformsTo"]
    features = {name.rpartition("/")[2] for name in classes if "ogcapi-features-1" in name}
    assert features == {"core", "geojson", "oas30", "html"}


def test_the_api_document_is_valid_openapi_3_0(client: TestClient) -> None:
    document = client.get("/ogc/api").json()
    OpenAPIV30SpecValidator(document).validate()
    assert document["openapi"].startswith("3.0.")
    refs = [part for part in json.dumps(document).split('"$ref": "')[1:] if not part.startswith("#/")]
    assert refs == []  # no document from outside is needed to read this one


def parameters(document: dict[str, Any], path: str) -> dict[str, dict[str, Any]]:
    """The declared query parameters of a path, references followed."""
    listed = document["paths"][path]["get"]["parameters"]
    known = document["components"]["parameters"]
    full = [known[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in listed]
    return {each["name"]: each for each in full if each["in"] == "query"}


def test_limit_and_bbox_are_declared_as_the_suite_wants(client: TestClient) -> None:
    document = client.get("/ogc/api").json()
    for slug in ("kejadian", "kecamatan"):
        declared = parameters(document, f"/collections/{slug}/items")
        limit, bbox = declared["limit"], declared["bbox"]
        for each in (limit, bbox):
            assert (each["required"], each["style"], each["explode"]) == (False, "form", False)
        assert limit["schema"]["type"] == "integer"
        assert (limit["schema"]["minimum"], limit["schema"]["default"], limit["schema"]["maximum"]) == (
            1,
            100,
            10_000,
        )
        assert (bbox["schema"]["type"], bbox["schema"]["minItems"], bbox["schema"]["maxItems"]) == (
            "array",
            4,
            6,
        )
        assert bbox["schema"]["items"]["type"] == "number"


def test_what_is_declared_is_what_is_accepted(client: TestClient) -> None:
    document = client.get("/ogc/api").json()
    values = {"limit": "1", "bbox": "105,-4,109,-1", "datetime": "2026-01-01/..", "offset": "0", "f": "json"}
    values |= {"as_of": "1", "area": "19.03", "hazard": "banjir"}
    for path in document["paths"]:
        if "{" in path:
            continue
        query = {name: values[name] for name in parameters(document, path) if name in values}
        assert client.get(f"/ogc{path}", params=query).status_code == 200, path


def test_collections_say_what_clients_need(client: TestClient, post: Post) -> None:
    post()
    collections = {each["id"]: each for each in client.get("/ogc/collections").json()["collections"]}
    assert set(collections) == {"kejadian", "provinsi", "kabupaten", "kecamatan", "desa"}
    for slug, collection in collections.items():
        assert collection["itemType"] == "feature"
        assert (collection["crs"], collection["storageCrs"]) == ([CRS84], CRS84)
        (box,) = collection["extent"]["spatial"]["bbox"]
        assert box[0] < 106 < box[2]
        items = [link for link in collection["links"] if link["rel"] == "items"]
        assert {link["type"] for link in items} == {"application/geo+json", "text/html"}
        for link in collection["links"]:
            assert client.get(link["href"]).status_code == 200, link
        assert client.get(f"/ogc/collections/{slug}").json() == collection
    ((first, last),) = collections["kejadian"]["extent"]["temporal"]["interval"]
    assert first == last == "2026-03-10T07:20:00+00:00"


def test_a_page_of_items(client: TestClient) -> None:
    answer = client.get(f"{ITEMS}?limit=10")
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["content-crs"] == f"<{CRS84}>"
    assert 'rel="next"' in answer.headers["link"]
    page = answer.json()
    assert (page["type"], page["numberMatched"], page["numberReturned"]) == ("FeatureCollection", 47, 10)
    assert len(page["features"]) == 10
    age = datetime.now(UTC) - datetime.fromisoformat(page["timeStamp"])
    assert timedelta(0) <= age + timedelta(seconds=1) < timedelta(minutes=1)
    assert {"self", "alternate", "next"} <= set(rels(page))


@pytest.mark.parametrize("limit", [1, 20, 47, 10_000])
def test_next_leads_through_all_items_once(client: TestClient, limit: int) -> None:
    seen: list[str] = []
    url = f"{ITEMS}?limit={limit}"
    while url:
        page = client.get(url).json()
        assert page["numberReturned"] == len(page["features"]) <= limit
        seen += [feature["id"] for feature in page["features"]]
        url = rels(page).get("next", {}).get("href", "")
    assert len(seen) == len(set(seen)) == 47


def test_the_one_crs_may_be_named(client: TestClient) -> None:
    query = f"crs={CRS84}&bbox-crs={CRS84}&bbox=105,-4,107,-1"
    assert client.get(f"{ITEMS}?{query}").status_code == 200
    assert client.get(f"{ITEMS}/19.03.01?crs={CRS84}").status_code == 200
    answer = client.get(f"{ITEMS}?crs=http://www.opengis.net/def/crs/EPSG/0/4326")
    assert (answer.status_code, answer.json()["where"]) == (400, "crs")


def test_offset_works_for_clients_that_count(client: TestClient) -> None:
    pages = [client.get(f"{ITEMS}?limit=10&offset={offset}").json() for offset in range(0, 60, 10)]
    seen = [feature["id"] for page in pages for feature in page["features"]]
    assert len(seen) == len(set(seen)) == 47
    assert pages[5]["features"] == []
    back = client.get(rels(pages[2])["prev"]["href"]).json()
    assert [each["id"] for each in back["features"]] == [each["id"] for each in pages[1]["features"]]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=-1", "limit=1.5", "limit=x", "limit=10001", "offset=-1", "offset=x", "cursor=!!",
        "foo=1", "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=1,2,3,4,5,6,7", "bbox=a,b,c,d", "bbox=nan,0,1,1",
        "bbox=0,9,1,1",
        "datetime=x", "datetime=2026-01-01/2025-01-01", "datetime=../..", "datetime=/", "datetime=2026-02-30",
        "f=xml", "crs=x", "bbox-crs=x", "filter=a%3D", "as_of=x",
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_400(client: TestClient, query: str) -> None:
    answer = client.get(f"/ogc/collections/kejadian/items?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("datetime=2026-03-10T07:20:00Z", 1),
        ("datetime=2026-03-10", 1),
        ("datetime=2026-03-01/2026-03-10T07:20:00Z", 1),  # closed at its end
        ("datetime=2026-03-01/2026-03-10T07:19:59Z", 0),
        ("datetime=2026-03-10T07:21:00Z/..", 0),
        ("datetime=../2026-03-10", 1),
        ("datetime=/2026-03-10", 1),
        ("datetime=2026-03-10/", 1),
        ("datetime=9999-12-31/..", 0),
        ("bbox=106,-4,107,-2", 1),
        ("bbox=106,-4,0,107,-2,100", 1),
        ("bbox=106.4551,-3.0127,106.4551,-3.0127", 1),
        ("bbox=106.45510001,-4,107,-2", 0),
        ("bbox=170,-4,-170,4", 0),
        ("bbox=106,-4,-170,4", 1),
        ("area=19.03&hazard=puting_beliung", 1),
        ("hazard=banjir", 0),
    ],
)
def test_filters_of_items(client: TestClient, post: Post, query: str, expected: int) -> None:
    post()
    page = client.get(f"/ogc/collections/kejadian/items?{query}").json()
    assert (page["numberMatched"], len(page["features"])) == (expected, expected)


def test_one_item(client: TestClient) -> None:
    answer = client.get(f"{ITEMS}/19.03.01")
    assert answer.headers["content-type"] == "application/geo+json"
    feature = answer.json()
    assert (feature["type"], feature["id"], feature["properties"]["nama"]) == (
        "Feature",
        "19.03.01",
        "Toboali",
    )
    assert set(rels(feature)) == {"self", "alternate", "collection"}
    for link in feature["links"]:
        assert client.get(link["href"]).status_code == 200


def test_a_schema_describes_the_items(client: TestClient, post: Post) -> None:
    post()
    for slug in ("kejadian", "kecamatan"):
        schema = client.get(f"/ogc/collections/{slug}/schema")
        assert schema.headers["content-type"] == "application/schema+json"
        (feature, *_) = client.get(f"/ogc/collections/{slug}/items").json()["features"]
        for name, value in feature["properties"].items():
            kinds = schema.json()["properties"][name]["type"]
            found = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
            kind = "null" if value is None else found[type(value)]
            assert kind in kinds or (kind == "integer" and "number" in kinds), (name, value)


@pytest.mark.parametrize(
    "path", ["", "/conformance", "/collections", "/collections/desa", "/collections/desa/items"]
)
def test_browsers_get_html(client: TestClient, path: str) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for query, accept in (("?f=html", "*/*"), ("", browser), ("", "text/html")):
        answer = client.get(f"/ogc{path}{query}", headers={"Accept": accept})
        assert answer.headers["content-type"].startswith("text/html"), (query, accept)
        assert "<!doctype html>" in answer.text
    for query, accept in (
        ("", "*/*"),
        ("", "application/json"),
        ("?f=json", browser),
        ("", "application/geo+json"),
    ):
        assert "json" in client.get(f"/ogc{path}{query}", headers={"Accept": accept}).headers["content-type"]


def test_drafts_are_not_features_for_the_public(
    client: TestClient, post: Post, officer: dict[str, str]
) -> None:
    post(REPORT, headers=officer)
    path = "/ogc/collections/kejadian/items"
    assert client.get(path).json()["numberMatched"] == 0
    (feature,) = client.get(path, headers=officer).json()["features"]
    assert feature["properties"]["verified"] is False
    assert client.get(f"{path}/{feature['id']}").status_code == 404


def test_tiles_by_way_of_a_collection(client: TestClient) -> None:
    links = rels(client.get("/ogc/collections/kecamatan").json())
    (listed,) = client.get(links[TILESETS]["href"]).json()["tilesets"]
    document = client.get(rels(listed)["self"]["href"]).json()
    assert [each["id"] for each in document["layers"]] == ["kecamatan", "kecamatan_label"]
    item = rels(document)["item"]
    assert item["templated"]
    assert item["type"] == "application/vnd.mapbox-vector-tile"
    address = item["href"].format(tileMatrix=8, tileRow=129, tileCol=203)
    tile, plain = client.get(address), client.get("/tiles/kecamatan/8/203/129.mvt")
    assert tile.status_code == 200
    assert tile.content == plain.content
    assert tile.headers["etag"] == plain.headers["etag"]
    kept = client.get(address, params={"f": "mvt"}, headers={"If-None-Match": tile.headers["etag"]})
    assert kept.status_code == 304


def test_a_tile_matrix_set_is_described(client: TestClient) -> None:
    (listed,) = client.get("/ogc/tileMatrixSets").json()["tileMatrixSets"]
    document = client.get(rels(listed)["self"]["href"]).json()
    assert document["tileMatrices"][8]["matrixWidth"] == 256
    assert document["crs"].endswith("EPSG/0/3857")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ("WebMercatorQuad/8/129/300", 404),
        ("WebMercatorQuad/8/129/-1", 404),
        ("WebMercatorQuad/a/b/c", 404),
        ("WorldCRS84Quad/8/129/203", 404),
        ("WebMercatorQuad/8/129/203?f=png", 400),
        ("WebMercatorQuad/8/129/203?warna=biru", 400),
    ],
)
def test_tiles_that_are_not_there(client: TestClient, wrong: str, status: int) -> None:
    assert client.get(f"/ogc/collections/kecamatan/tiles/{wrong}").status_code == status


def test_a_form_asked_for_does_not_change_what_is_remembered(client: TestClient) -> None:
    address = "/ogc/collections/kecamatan/tiles/WebMercatorQuad/8/129/203"
    with_form = client.get(address, params={"f": "mvt"})
    assert client.get(address).content == with_form.content
    assert client.get("/tiles/kecamatan/8/203/129.mvt").content == with_form.content
