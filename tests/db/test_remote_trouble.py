"""Servers that fail, lie or mean harm: what is shown stays as it was, and the reason is told."""

import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gis import remote
from gis.db import Database
from gis.errors import InvalidInput, SigapError, TooLarge, Unavailable
from gis.settings import Settings
from ingest.remote.asking import Stopped
from tests import at_work, remotes
from tests import portal as portals
from tests.portal import Portal, Query, Reply

ROOT = Path(__file__).parents[2]
Items = Callable[[Query], bool]


@pytest.fixture
def portal() -> Iterator[Portal]:
    with portals.running() as running:
        yield running


@pytest.fixture
def own(settings: Settings, portal: Portal) -> Settings:
    return remotes.allowed(settings, portal)


def refused(database: Database, own: Settings, slug: str = "posko") -> SigapError:
    """The error of fetching, which is written down too."""
    with pytest.raises(SigapError) as caught:
        remotes.refresh(database, own, slug)
    with database.write() as conn:
        last = remote.fetches(conn, slug, limit=1)[0]
    assert last.outcome == "gagal"
    assert last.error
    assert last.error["code"] == caught.value.code
    return caught.value


def once(status: int, headers: dict[str, str], when: Items) -> Callable[[str, Query, int], Reply | None]:
    """A fault for the first request of that kind."""
    left = [1]

    def fault(_path: str, query: Query, _n: int) -> Reply | None:
        if when(query) and left:
            left.pop()
            return status, headers, b"later"
        return None

    return fault


def second_page(query: Query) -> bool:
    return query.get("kursor") == "10"


@pytest.mark.parametrize("status", [429, 503, 500])
def test_a_busy_server_is_asked_again_when_it_says(
    database: Database, own: Settings, portal: Portal, status: int
) -> None:
    portal.fault = once(status, {"Retry-After": "1"} if status != 500 else {}, second_page)
    remotes.register(database, portal, "ogc")
    before = time.monotonic()
    assert remotes.refresh(database, own).figures["features"] == 25
    assert status == 500 or time.monotonic() - before >= 1
    assert len([query for query in portal.pages_of("/items") if second_page(query)]) == 2


def test_a_server_that_wants_to_rest_is_left_alone_and_gone_on_with(
    database: Database, own: Settings, portal: Portal
) -> None:
    portal.fault = once(503, {"Retry-After": "3600"}, second_page)
    remotes.register(database, portal, "ogc")
    error = refused(database, own)
    assert isinstance(error, Unavailable)
    assert error.params["seconds"] == 3600
    before = len(portal.asked)
    done = remotes.refresh(database, own)
    assert (done.figures["features"], done.figures["resumed"]) == (25, 1)
    assert [query.get("kursor") for _, query, _ in portal.asked[before:]] == ["10", "20"]


def test_a_killed_fetch_is_gone_on_with(database: Database, own: Settings, portal: Portal) -> None:
    reached, go = threading.Event(), threading.Event()

    def hold(_path: str, query: Query, _n: int) -> Reply | None:
        if query.get("kursor") == "20":
            reached.set()
            go.wait(at_work.PATIENCE_S)
        return None

    portal.fault = hold
    remotes.register(database, portal, "ogc")
    known = {
        "SIGAP_DATABASE_URL": str(own.database_url),
        "SIGAP_VAR": str(own.var),
        "SIGAP_REMOTE_HOSTS": f'["{own.remote_hosts[0]}"]',
        "SIGAP_REMOTE_DELAY_MS": "1",
    }
    command = [sys.executable, "-m", "api.cli", "layers", "refresh", "posko"]
    running = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **known})
    assert reached.wait(at_work.PATIENCE_S)
    running.kill()
    running.wait()
    go.set()
    before = len(portal.asked)
    done = remotes.refresh(database, own)
    assert (done.outcome, done.figures["features"], done.figures["resumed"]) == ("baru", 25, 2)
    assert [query.get("kursor") for _, query, _ in portal.asked[before:]] == ["20"]


def test_a_fetch_stops_between_pages_when_asked(database: Database, own: Settings, portal: Portal) -> None:
    remotes.register(database, portal, "ogc")
    with pytest.raises(Stopped):
        remotes.refresh(database, own, stopping=lambda: len(portal.asked) > 1)
    assert len(portal.asked) == 2
    assert remotes.refresh(database, own).figures["resumed"] == 1


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
    error = refused(database, own)
    assert error.code == "jumlah_berbeda"
    assert remotes.newest(database).version == 1
    portal.lie = 0
    assert remotes.refresh(database, own).outcome == "baru"


def test_a_server_that_does_not_page(database: Database, own: Settings, portal: Portal) -> None:
    portal.ignores_start = True
    remotes.register(database, portal, "wfs")
    assert refused(database, own).code == "sumber_janggal"
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
    error = refused(database, own)
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
    error = refused(database, own)
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
    error = refused(database, own)
    assert error.code == code
    assert "passwd" not in error.text("id")


def test_words_of_the_server_are_handed_on(database: Database, own: Settings, portal: Portal) -> None:
    remotes.register(database, portal, "arcgis", options={"where": "galat"})
    assert "Invalid or missing input parameters" in refused(database, own).text("id")
    remotes.register(database, portal, "ogc", slug="lain", url=f"{portal.address}/tidak/collections/ada")
    error = refused(database, own, "lain")
    assert "404" in error.text("id")
    assert "Not here" in error.text("id")


def test_a_broken_connection_is_tried_again(database: Database, own: Settings, portal: Portal) -> None:
    portal.fault = once(200, {"Content-Length": "100000"}, second_page)
    own = own.model_copy(update={"remote_timeout_s": 1.0})
    remotes.register(database, portal, "ogc")
    assert remotes.refresh(database, own).figures["features"] == 25


def test_nothing_listens(database: Database, own: Settings, portal: Portal) -> None:
    host = "127.0.0.1:1"
    own = own.model_copy(update={"remote_hosts": (host,)})
    remotes.register(database, portal, "ogc", url=f"http://{host}/collections/posko")
    assert refused(database, own).code == "sumber_tidak_menjawab"


def test_no_address_of_this_network_unless_it_is_meant(
    database: Database, settings: Settings, portal: Portal
) -> None:
    remotes.register(database, portal, "ogc")
    assert refused(database, settings).code == "alamat_dilarang"
    assert portal.asked == []


def test_links_and_redirects_stay_on_the_server(database: Database, own: Settings, portal: Portal) -> None:
    with portals.running() as other:
        portal.next_host = other.address
        remotes.register(database, portal, "ogc")
        assert refused(database, own).code == "alamat_dilarang"
        portal.next_host = None
        portal.fault = lambda path, _query, _n: (302, {"Location": f"{other.address}{path}"}, b"")
        assert refused(database, own).code == "alamat_dilarang"
        assert other.asked == []
        both = (*own.remote_hosts, other.address.removeprefix("http://"))
        own = own.model_copy(update={"remote_hosts": both})
        assert remotes.refresh(database, own).figures["features"] == 25
        portal.fault = lambda path, _query, _n: (302, {"Location": path}, b"")
        remotes.register(database, portal, "ogc", slug="berputar")
        assert refused(database, own, "berputar").code == "sumber_janggal"


def test_who_asks_and_how_often(database: Database, own: Settings, portal: Portal) -> None:
    times: list[float] = []

    def note(_path: str, _query: Query, _n: int) -> None:
        times.append(time.monotonic())

    portal.fault = note
    own = own.model_copy(update={"remote_delay_ms": 150, "remote_agent": "SIGAP BPBD; pusdalops@contoh.id"})
    remotes.register(database, portal, "ogc")
    remotes.refresh(database, own)
    assert {headers["user-agent"] for _, _, headers in portal.asked} == {"SIGAP BPBD; pusdalops@contoh.id"}
    assert all(later - earlier >= 0.15 for earlier, later in itertools.pairwise(times))


def test_a_layer_elsewhere_is_refused(database: Database, own: Settings, portal: Portal) -> None:
    for row in portal.rows:
        row["lon"] -= 50
    remotes.register(database, portal, "ogc")
    assert refused(database, own).code == "di_luar_provinsi"


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
    assert refused(database, own).code == "sumber_janggal"


def test_two_who_fetch_the_same_layer_do_not_disturb_each_other(
    database: Database, own: Settings, portal: Portal
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def fault(_path: str, query: Query, _n: int) -> None:
        if second_page(query) and not asked.is_set():
            asked.set()
            go_on.wait(20)

    portal.fault = fault
    remotes.register(database, portal, "ogc")
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(remotes.refresh, database, own)
        assert asked.wait(20)
        second = pool.submit(remotes.refresh, database, own, force=True)
        time.sleep(0.5)  # for it to do harm, if it can
        go_on.set()
        made = [first.result(30).version, second.result(30).version]
    assert made == [1, 2]
    assert remotes.newest(database).feature_count == 25


def with_first(portal: Portal, **more: object) -> Callable[[str, Query, int], Reply]:
    """Answers whose first feature is another."""

    def answers(path: str, query: Query, _n: int) -> Reply:
        status, headers, body = portals.answer(portal, path, query)
        told = json.loads(body)
        if not second_page(query):
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
    assert refused(database, own).code == "sumber_janggal"


def test_half_a_character_is_replaced(database: Database, own: Settings, portal: Portal) -> None:
    portal.fault = with_first(portal, properties={"nama": "Posko \ud800", "objectid": 1})
    remotes.register(database, portal, "ogc")
    remotes.refresh(database, own)
    assert "Posko ?" in [row["nama"] for row in remotes.rows(database)]


def test_an_answer_that_is_not_packed_as_it_says(database: Database, own: Settings, portal: Portal) -> None:
    portal.fault = lambda _path, _query, _n: (200, {"Content-Encoding": "gzip"}, b"{}")
    remotes.register(database, portal, "ogc")
    assert refused(database, own).code == "sumber_janggal"
