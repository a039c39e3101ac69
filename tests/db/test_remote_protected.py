"""Servers that want to be shown something, and proxies: a secret reaches its own server and nothing else."""

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from gis import remote
from gis.db import Database
from gis.errors import InvalidInput, NotAllowed, SigapError
from gis.settings import Settings
from ingest.remote import refreshing
from tests import portal as portals
from tests import remotes
from tests.portal import Portal, Query, Reply

SECRET = "rahasia-7Qx/+=&9"
NAME = {"credential": "kita"}


def told(portal: Portal, **shown: Any) -> dict[str, Any]:
    return {"kita": {"origin": portal.address, **shown}}


def settings_with(settings: Settings, portal: Portal, **more: Any) -> Settings:
    """Settings as the environment gives them, under which the portal may be asked."""
    plain = remotes.allowed(settings, portal)
    return Settings(**{**plain.model_dump(), **more})


def by_query(settings: Settings, portal: Portal) -> Settings:
    return settings_with(settings, portal, remote_credentials=told(portal, query={"token": SECRET}))


def wants_token(_path: str, query: Query, _n: int) -> Reply | None:
    """As ArcGIS says it, with what it was shown."""
    if query.get("token") == SECRET:
        return None
    return portals.esri_error(498, f"Invalid token '{query.get('token')}'")


def held(database: Database, settings: Settings) -> str:
    """All that is kept of remote layers: on disk, and in the database."""
    with database.write() as conn:
        kept = str(remote.remotes(conn)) + str(remote.fetches(conn, "posko"))
    files = (each for each in (settings.var / "jarak-jauh").rglob("*") if each.is_file())
    return kept + "".join(each.read_text("utf-8", "replace") for each in files)


@pytest.mark.parametrize("kind", ["arcgis", "ogc", "wfs"])
def test_a_token_in_the_query(
    database: Database,
    settings: Settings,
    portal: Portal,
    kind: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    portal.fault = wants_token
    own = by_query(settings, portal)
    remotes.register(database, portal, kind, options=NAME)
    assert remotes.refresh(database, own).figures["features"] == 25
    assert {query["token"] for _, query, _ in portal.asked} == {SECRET}
    assert SECRET not in held(database, own) + caplog.text + repr(own)
    portal.fault = lambda _path, _query, _n: None
    assert remotes.refresh(database, own).outcome == "sama"


def test_a_password_in_a_header(database: Database, settings: Settings, portal: Portal) -> None:
    def wants(_path: str, _query: Query, n: int) -> Reply | None:
        return None if portal.asked[n - 1][2].get("authorization") == f"Bearer {SECRET}" else (401, {}, b"no")

    portal.fault = wants
    shown = told(portal, headers={"Authorization": f"Bearer {SECRET}"})
    own = settings_with(settings, portal, remote_credentials=shown)
    remotes.register(database, portal, "ogc", options=NAME)
    assert remotes.refresh(database, own).figures["features"] == 25
    assert SECRET not in held(database, own)


@pytest.mark.parametrize("said", [SECRET, "rahasia-7Qx%2F%2B%3D%269"])
def test_what_a_server_says_back_is_hidden(
    database: Database, settings: Settings, portal: Portal, said: str
) -> None:
    portal.fault = lambda _path, _query, _n: portals.esri_error(498, f"Invalid token {said}")
    own = by_query(settings, portal)
    remotes.register(database, portal, "arcgis", options=NAME)
    with pytest.raises(SigapError) as refused:
        remotes.refresh(database, own)
    assert "Invalid token ***" in refused.value.text()
    assert said not in held(database, own) + str(refused.value) + json.dumps(refused.value.as_dict())
    assert refused.value.__cause__ is None


def test_an_empty_secret_hides_nothing(database: Database, settings: Settings, portal: Portal) -> None:
    shown = told(portal, query={"token": SECRET, "profile": ""})
    own = settings_with(settings, portal, remote_credentials=shown)
    remotes.register(database, portal, "arcgis", options=NAME)
    assert remotes.refresh(database, own).figures["features"] == 25
    assert SECRET not in held(database, own)


def test_a_secret_does_not_follow_to_another_server(
    database: Database, settings: Settings, portal: Portal
) -> None:
    with portals.running() as other:
        vouched = tuple(each.address.removeprefix("http://") for each in (portal, other))
        own = by_query(settings, portal).model_copy(update={"remote_hosts": vouched})
        remotes.register(database, portal, "ogc", options=NAME)

        def elsewhere(path: str, query: Query, _n: int) -> Reply | None:
            return 302, {"Location": f"{other.address}{path}?limit=10&token={query['token']}&x=1"}, b""

        portal.fault = elsewhere
        assert remotes.refresh(database, own).figures["features"] == 25
        portal.fault = lambda _path, _query, _n: None
        portal.next_host = other.address
        remotes.refresh(database, own, force=True)
        assert len(other.asked) > 4
        assert SECRET not in str(other.asked)
        assert {query.get("token") for _, query, _ in portal.asked} == {SECRET}


def test_links_that_say_it_back_are_kept_without_it(
    database: Database, settings: Settings, portal: Portal
) -> None:
    own = by_query(settings, portal)  # the portal's next links hold the whole query
    remotes.register(database, portal, "ogc", options=NAME)
    assert remotes.refresh(database, own).figures["pages"] == 3
    assert [query["token"] for query in portal.pages_of("/items")] == [SECRET] * 3
    assert "token" not in (remotes.folder(own) / "lalu" / "halaman.jsonl").read_text()


@pytest.mark.parametrize(
    ("name", "origin"), [("lain", None), ("kita", "https://127.0.0.1"), ("kita", "http://127.0.0.1:1")]
)
def test_a_credential_for_another_server_or_none(
    database: Database, settings: Settings, portal: Portal, name: str, origin: str | None
) -> None:
    shown = {"kita": {"origin": origin or portal.address, "query": {"token": SECRET}}}
    own = settings_with(settings, portal, remote_credentials=shown)
    layer = remotes.register(database, portal, "ogc", options={"credential": name})
    with pytest.raises(InvalidInput):
        refreshing.check_new(layer, own, vouched_only=False)
    with pytest.raises(InvalidInput):
        remotes.refresh(database, own)
    assert portal.asked == []


def test_an_analyst_does_not_lend_the_office_s_credentials(
    database: Database, settings: Settings, portal: Portal
) -> None:
    own = by_query(settings, portal)
    layer = remotes.register(database, portal, "ogc", options=NAME)
    refreshing.check_new(layer, own, vouched_only=False)
    with pytest.raises(NotAllowed):
        refreshing.check_new(layer, own, vouched_only=True)


@pytest.mark.parametrize(
    "broken", ['{"a": {"query": {"token": "rahasia-x"}}}', '{"a": {"origin": "x", "query": 7}}']
)
def test_a_broken_setting_does_not_show_it(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGAP_REMOTE_CREDENTIALS", broken)
    with pytest.raises(ValueError, match="remote_credentials") as refused:
        Settings()
    assert "rahasia" not in str(refused.value)


@contextmanager
def proxy(leads_to: Portal) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    """A proxy that knows one server, whatever it is called; what it was asked, and by whom."""
    asked: list[tuple[str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers.get("Proxy-Authorization")))
            path = "/" + self.path.partition("://")[2].partition("/")[2]
            with urlopen(leads_to.address + path) as answer:
                body = answer.read()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


FAR = "http://geoportal.invalid"  # a name that nobody has


def test_a_proxy_that_is_named_is_used(database: Database, settings: Settings, portal: Portal) -> None:
    with proxy(portal) as (address, asked):
        own = settings_with(settings, portal, remote_proxy=f"http://kita:{SECRET[:8]}@{address}")
        layer = remotes.register(database, portal, "ogc", url=FAR + remotes.PATHS["ogc"])
        refreshing.check_new(layer, own, vouched_only=False)
        assert remotes.refresh(database, own).figures["features"] == 25
        assert len(asked) == 3
        assert all(path.startswith(FAR) and who and who.startswith("Basic ") for path, who in asked)
        assert SECRET[:8] not in repr(own)


def test_what_lies_inside_is_not_asked_by_a_proxy(
    database: Database, settings: Settings, portal: Portal
) -> None:
    with proxy(portal) as (address, asked):
        own = settings_with(settings, portal, remote_proxy=f"http://{address}")
        remotes.register(database, portal, "ogc")
        assert remotes.refresh(database, own).figures["features"] == 25
        closed = own.model_copy(update={"remote_hosts": ()})
        with pytest.raises(InvalidInput):
            remotes.refresh(database, closed, force=True)
        assert asked == []


def test_a_proxy_of_the_environment_is_not_used(
    database: Database, settings: Settings, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with proxy(portal) as (address, asked):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://{address}")
        own = settings_with(settings, portal)
        remotes.register(database, portal, "ogc", url=FAR + remotes.PATHS["ogc"])
        with pytest.raises(SigapError) as silent:
            remotes.refresh(database, own)
        assert silent.value.code == "sumber_tidak_menjawab"
        assert asked == []


@pytest.mark.parametrize("address", ["ftp://x:1", "proxy", "http://", "socks5://x:1"])
def test_what_is_no_proxy(
    database: Database, settings: Settings, portal: Portal, tmp_path: Path, address: str
) -> None:
    own = settings_with(settings, portal, remote_proxy=address)
    remotes.register(database, portal, "ogc")
    with pytest.raises(InvalidInput) as refused:
        remotes.refresh(database, own)
    assert refused.value.code == "proksi"
