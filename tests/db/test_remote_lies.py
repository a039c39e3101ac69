"""Servers that lie or mean harm: nothing is replaced, and the reason is told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gis.db import Database
from gis.errors import InvalidInput, TooLarge
from gis.settings import Settings
from tests import portal as portals
from tests import remotes
from tests.portal import Portal, Query, Reply

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", ["ogc", "wfs", "arcgis"])
@pytest.mark.parametrize("lie", [-3, 3])
def test_a_lying_count_replaces_nothing(
    database: Database, own: Settings, portal: Portal, kind: str, lie: int
) -> None:
    remotes.register(database, portal, kind)
    remotes.refresh(database, own)
    portal.lie = lie
    portal.rows[0]["nama"] = "Lain"
    portal.etags = False
    error = remotes.refused(database, own)
    assert error.code == "jumlah_berbeda"
    assert remotes.newest(database).version == 1
    portal.lie = 0
    assert remotes.refresh(database, own).outcome == "baru"


def test_a_server_that_does_not_page(database: Database, own: Settings, portal: Portal) -> None:
    portal.ignores_start = True
    remotes.register(database, portal, "wfs")
    assert remotes.refused(database, own).code == "sumber_janggal"
    portal.most = 1000  # all of it in one answer is well, though
    assert remotes.refresh(database, own).figures["features"] == 25


def test_pages_without_a_fixed_order_are_noticed(database: Database, own: Settings, portal: Portal) -> None:
    def shuffle(_path: str, query: Query, _n: int) -> Reply | None:
        if query.get("kursor") == "20":
            portal.rows.insert(20, portal.rows.pop(3))
            portal.rows[3:20] = portal.rows[3:20][-1:] + portal.rows[3:20][:-1]
            portal.rows[20:] = portals.posts(25)[3:4] + portals.posts(25)[21:]
        return None

    portal.fault = shuffle
    remotes.register(database, portal, "ogc")
    error = remotes.refused(database, own)
    assert error.code == "sumber_janggal"
    assert "dua kali" in error.text("id")


def endless(_path: str, query: Query, n: int) -> Reply | None:
    row = portals.posts(n + 1)[-1]
    link = {"rel": "next", "href": f"/ogc/collections/posko/items?n={n}"}
    return portals.as_json({"type": "FeatureCollection", "features": [portals.feature(row)], "links": [link]})


def circle(_path: str, query: Query, n: int) -> Reply | None:
    row = portals.posts(n + 1)[-1]
    link = {"rel": "next", "href": f"/ogc/collections/posko/items?n={n % 3}"}
    return portals.as_json({"type": "FeatureCollection", "features": [portals.feature(row)], "links": [link]})


def empty(_path: str, query: Query, n: int) -> Reply | None:
    link = {"rel": "next", "href": f"/ogc/collections/posko/items?n={n}"}
    return portals.as_json({"type": "FeatureCollection", "features": [], "links": [link]})


def huge(_path: str, query: Query, n: int) -> Reply | None:
    row = portals.posts(1)[0] | {"nama": "x" * 1_200_000}
    return portals.as_json({"type": "FeatureCollection", "features": [portals.feature(row)]})


@pytest.mark.parametrize("fault", [endless, circle, empty, huge])
def test_without_end(
    database: Database,
    own: Settings,
    portal: Portal,
    fault: Callable[[str, Query, int], Reply | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from ingest.remote import fetching

    monkeypatch.setattr(fetching, "MAX_PAGES", 50)
    portal.fault = fault
    own = own.model_copy(update={"remote_max_mb": 1})
    remotes.register(database, portal, "ogc")
    error = remotes.refused(database, own)
    assert isinstance(error, TooLarge if fault is huge else InvalidInput)
    assert len(portal.asked) <= 60


HTML = b"<!DOCTYPE html><html><head><title>Situs sedang dirawat</title></head></html>"
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY berkas SYSTEM "file:///etc/passwd">]>
<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" numberMatched="1">&berkas;
</wfs:FeatureCollection>"""


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("ogc", HTML, "sumber_janggal"),
        ("wfs", HTML, "sumber_janggal"),
        ("arcgis", HTML, "sumber_janggal"),
        ("imageserver", HTML, "sumber_janggal"),
        ("wfs", ENTITIES, "xml_berbahaya"),
        ("wfs", b"<x>" * 100_000, "sumber_janggal"),
        ("ogc", b"[" * 1_000_000, "sumber_janggal"),
        ("ogc", b'{"type": "FeatureCollection", "features": [{"type": "Fea', "sumber_janggal"),
        ("ogc", b'{"type": "FeatureCollection", "features": [7]}', "sumber_janggal"),
        ("ogc", b'{"type": "Catalog"}', "sumber_janggal"),
        ("arcgis", b'{"error": {"code": 499, "message": "Token Required"}}', "sumber_menolak"),
        ("arcgis", b'{"error": {"code": 503, "message": "Service starting"}}', "sumber_sibuk"),
        ("arcgis", b'{"type": "Group Layer"}', "sumber_janggal"),
        ("imageserver", b'{"extent": {}, "pixelSizeX": 1}', "sumber_janggal"),
    ],
)
def test_another_answer_than_it_should_be(
    database: Database, own: Settings, portal: Portal, kind: str, body: bytes, code: str
) -> None:
    portal.fault = lambda _path, _query, _n: (200, {"Content-Type": "application/json"}, body)
    remotes.register(database, portal, kind)
    error = remotes.refused(database, own)
    assert error.code == code
    assert "passwd" not in error.text("id")


def test_words_of_the_server_are_handed_on(database: Database, own: Settings, portal: Portal) -> None:
    remotes.register(database, portal, "arcgis", options={"where": "galat"})
    assert "Invalid or missing input parameters" in remotes.refused(database, own).text("id")
    remotes.register(database, portal, "ogc", slug="lain", url=f"{portal.address}/tidak/collections/ada")
    error = remotes.refused(database, own, "lain")
    assert "404" in error.text("id")
    assert "Not here" in error.text("id")


def test_a_layer_elsewhere_is_refused(database: Database, own: Settings, portal: Portal) -> None:
    for row in portal.rows:
        row["lon"] -= 50
    remotes.register(database, portal, "ogc")
    assert remotes.refused(database, own).code == "di_luar_provinsi"


def test_features_that_stand_for_a_file_of_ours(
    database: Database, own: Settings, portal: Portal, tmp_path: Path
) -> None:
    secret = tmp_path / "rahasia.csv"
    secret.write_text("sandi,lon,lat\nx,106,-2.5\n")
    source = f"<SrcDataSource>{secret}</SrcDataSource>"
    body = f"<OGRVRTDataSource><OGRVRTLayer name='rahasia'>{source}</OGRVRTLayer></OGRVRTDataSource>"
    portal.json = False
    portal.fault = lambda _path, query, _n: (
        (200, {"Content-Type": "text/xml"}, body.encode()) if "startIndex" in query else None
    )
    remotes.register(database, portal, "wfs")
    assert remotes.refused(database, own).code == "sumber_janggal"


def with_first(portal: Portal, **more: object) -> Callable[[str, Query, int], Reply]:
    """Answers whose first feature is another."""

    def answers(path: str, query: Query, _n: int) -> Reply:
        status, headers, body = portals.answer(portal, path, query)
        told = json.loads(body)
        if not remotes.second_page(query):
            told["features"][0] |= more
        return status, headers, json.dumps(told).encode()

    return answers


@pytest.mark.parametrize("geometry", [{}, None, {"type": "Point", "coordinates": []}])
def test_a_feature_without_a_place_is_left_out(
    database: Database, own: Settings, portal: Portal, geometry: object
) -> None:
    portal.fault = with_first(portal, geometry=geometry)
    remotes.register(database, portal, "ogc")
    remotes.refresh(database, own)
    assert remotes.newest(database).feature_count == 23  # two of three pages have such a one


@pytest.mark.parametrize("broken", [{"geometry": 7}, {"geometry": "POINT"}, {"properties": [1]}])
def test_a_broken_feature_is_told(
    database: Database, own: Settings, portal: Portal, broken: dict[str, object]
) -> None:
    portal.fault = with_first(portal, **broken)
    remotes.register(database, portal, "ogc")
    assert remotes.refused(database, own).code == "sumber_janggal"


def test_half_a_character_is_replaced(database: Database, own: Settings, portal: Portal) -> None:
    portal.fault = with_first(portal, properties={"nama": "Posko \ud800", "objectid": 1})
    remotes.register(database, portal, "ogc")
    remotes.refresh(database, own)
    assert "Posko ?" in [row["nama"] for row in remotes.rows(database)]


def test_an_answer_that_is_not_packed_as_it_says(database: Database, own: Settings, portal: Portal) -> None:
    portal.fault = lambda _path, _query, _n: (200, {"Content-Encoding": "gzip"}, b"{}")
    remotes.register(database, portal, "ogc")
    assert remotes.refused(database, own).code == "sumber_janggal"
