"""The catalogue as harvesters read it."""

import json
import xml.etree.ElementTree as ET

from starlette.testclient import TestClient

from tests.http.conftest import Post

POINTS = json.dumps(
    {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"nama": "Satu"},
         "geometry": {"type": "Point", "coordinates": [106.45, -3.0]}}]}
).encode()  # fmt: skip
SAID = {"access": "publik", "produsen": "BPBD Uji", "satuan": "titik", "licence": "CC0-1.0"}
WORDS = {"slug": "posko", "title": "Posko & gudang", "source": "Uji <rekaan>", "source_date": "2026-01-02"}


def test_public_layers_are_in_the_catalogue_with_their_words(client: TestClient, post: Post) -> None:
    answer = post(
        file=("posko.geojson", POINTS),
        **WORDS,
        access="publik",
        produsen="BPBD Uji",
        satuan="titik",
        licence="CC0-1.0",
    )
    assert answer.status_code == 201, answer.text
    document = client.get("/catalog").json()
    found = {each["dct:identifier"]: each for each in document["dcat:dataset"]}
    assert {"kejadian", "desa", "posko"} <= set(found)
    assert found["posko"]["dct:publisher"]["foaf:name"] == "BPBD Uji"
    for link in found["posko"]["dcat:distribution"]:
        if "{z}" not in link["dcat:accessURL"]:
            assert client.get(link["dcat:accessURL"]).status_code == 200
    one = client.get("/catalog/posko").json()
    assert one["satu_data"]["satuan"] == "titik"
    assert one["satu_data"]["walidata"] is None
    assert one["satu_data"]["tanggal_rilis"] == "2026-01-02"


def test_iso_19115_is_well_formed_and_says_where(client: TestClient, post: Post) -> None:
    post(file=("posko.geojson", POINTS), **WORDS, access="publik")
    for slug in ("posko", "kecamatan"):
        root = ET.fromstring(client.get(f"/catalog/{slug}/iso19115.xml").content)
        words = [each.text for each in root.iter("{http://www.isotc211.org/2005/gco}CharacterString")]
        assert slug in words
        west = root.find(".//{*}westBoundLongitude/{*}Decimal")
        assert west is not None
        assert 104 < float(west.text or 0) < 109
    assert "Posko & gudang" in client.get("/catalog/posko/iso19115.xml").text.replace("&amp;", "&")


def test_what_is_not_public_is_not_in_the_public_catalogue(
    client: TestClient, post: Post, officer: dict[str, str]
) -> None:
    post(file=("posko.geojson", POINTS), **WORDS, access="terbatas")
    assert client.get("/catalog/posko").status_code == 404
    assert client.get("/catalog/posko/iso19115.xml").status_code == 404
    assert "posko" not in client.get("/catalog").text
    assert client.get("/catalog/posko", headers=officer).status_code == 200


def test_a_word_that_satu_data_does_not_know_is_refused(post: Post) -> None:
    answer = post(file=("posko.geojson", POINTS), **WORDS, warna="biru")
    assert answer.status_code == 400
