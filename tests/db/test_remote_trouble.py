"""Servers that are busy, far, slow or gone: what is shown stays as it was, and is gone on with later."""

import itertools
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gis.db import Database
from gis.errors import Unavailable
from gis.settings import Settings
from ingest.remote.asking import Stopped
from tests import at_work, remotes
from tests import portal as portals
from tests.portal import Portal, Query, Reply

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("status", [429, 503, 500])
def test_a_busy_server_is_asked_again_when_it_says(
    database: Database, own: Settings, portal: Portal, status: int
) -> None:
    portal.fault = remotes.once(status, {"Retry-After": "1"} if status != 500 else {}, remotes.second_page)
    remotes.register(database, portal, "ogc")
    before = time.monotonic()
    assert remotes.refresh(database, own).figures["features"] == 25
    assert status == 500 or time.monotonic() - before >= 1
    assert len([query for query in portal.pages_of("/items") if remotes.second_page(query)]) == 2


def test_a_server_that_wants_to_rest_is_left_alone_and_gone_on_with(
    database: Database, own: Settings, portal: Portal
) -> None:
    portal.fault = remotes.once(503, {"Retry-After": "3600"}, remotes.second_page)
    remotes.register(database, portal, "ogc")
    error = remotes.refused(database, own)
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


def test_a_broken_connection_is_tried_again(database: Database, own: Settings, portal: Portal) -> None:
    portal.fault = remotes.once(200, {"Content-Length": "100000"}, remotes.second_page)
    own = own.model_copy(update={"remote_timeout_s": 1.0})
    remotes.register(database, portal, "ogc")
    assert remotes.refresh(database, own).figures["features"] == 25


def test_nothing_listens(database: Database, own: Settings, portal: Portal) -> None:
    host = "127.0.0.1:1"
    own = own.model_copy(update={"remote_hosts": (host,)})
    remotes.register(database, portal, "ogc", url=f"http://{host}/collections/posko")
    assert remotes.refused(database, own).code == "sumber_tidak_menjawab"


def test_no_address_of_this_network_unless_it_is_meant(
    database: Database, settings: Settings, portal: Portal
) -> None:
    remotes.register(database, portal, "ogc")
    assert remotes.refused(database, settings).code == "alamat_dilarang"
    assert portal.asked == []


def test_links_and_redirects_stay_on_the_server(database: Database, own: Settings, portal: Portal) -> None:
    with portals.running() as other:
        portal.next_host = other.address
        remotes.register(database, portal, "ogc")
        assert remotes.refused(database, own).code == "alamat_dilarang"
        portal.next_host = None
        portal.fault = lambda path, _query, _n: (302, {"Location": f"{other.address}{path}"}, b"")
        assert remotes.refused(database, own).code == "alamat_dilarang"
        assert other.asked == []
        both = (*own.remote_hosts, other.address.removeprefix("http://"))
        own = own.model_copy(update={"remote_hosts": both})
        assert remotes.refresh(database, own).figures["features"] == 25
        portal.fault = lambda path, _query, _n: (302, {"Location": path}, b"")
        remotes.register(database, portal, "ogc", slug="berputar")
        assert remotes.refused(database, own, "berputar").code == "sumber_janggal"


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


def test_two_who_fetch_the_same_layer_do_not_disturb_each_other(
    database: Database, own: Settings, portal: Portal
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def fault(_path: str, query: Query, _n: int) -> None:
        if remotes.second_page(query) and not asked.is_set():
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
