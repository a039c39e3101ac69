"""The running server: it tells open pages what changed, and answers anything with a documented status."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from queue import Queue
from typing import Any

import httpx
import pytest

from api import accounts, sessions, tokens
from gis import ledger, register
from gis.db import Database
from gis.settings import Settings
from tests import servers
from tests.http.logins import NAME, PASSWORD
from tests.http.words import REPORT, SECRETS

WAIT_S = 20.0


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """Address of a real server process over the test's database."""
    with servers.running(settings) as running:
        yield running


class Page:
    """An open page: collects the events it is told, in a thread of its own."""

    def __init__(self, address: str, headers: dict[str, str] | None = None) -> None:
        self._headers = headers or {}
        self.told: Queue[tuple[str, Any]] = Queue()
        self.open, self.ended = threading.Event(), threading.Event()
        self._address = address
        threading.Thread(target=self._listen_to_the_end, daemon=True).start()
        assert self.open.wait(WAIT_S)

    def _listen_to_the_end(self) -> None:
        with suppress(httpx.TransportError):  # the server ends first
            self._listen()
            self.ended.set()

    def _listen(self) -> None:
        address = f"{self._address}/api/live"
        with httpx.stream("GET", address, headers=self._headers, timeout=None) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            name = ""
            for line in answer.iter_lines():
                self.open.set()
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self.told.put((name, json.loads(line.removeprefix("data: "))))


def test_open_pages_are_told_what_changed(address: str, database: Database) -> None:
    headers = {"Authorization": f"Bearer {tokens.create(database, name='petugas-uji')}"}
    pages = {Page(address): 2, Page(address, headers): 3}
    plain = {**headers, "Content-Type": "text/plain"}
    sent = httpx.post(f"{address}/api/submissions", content=REPORT.encode(), headers=plain).json()
    (item,) = sent["items"]
    httpx.post(f"{address}/api/reports/{item['report']}/verify", headers=headers).raise_for_status()
    # Another process, such as the command line, is heard as well.
    with ledger.entry(database, by="baris-perintah", why="salah kirim") as entry:
        register.set_status(entry, item["report"], register.REJECTED, reason="salah kirim")
    # A draft is told to officers; its verification and its end to everyone.
    for page, changes in pages.items():
        seqs = []
        for _ in range(changes):
            name, change = page.told.get(timeout=WAIT_S)
            assert (name, change["events"], change["layers"]) == ("change", [item["event"]], [])
            assert not any(secret in json.dumps(change) for secret in SECRETS)
            seqs.append(change["seq"])
        assert seqs == sorted(seqs)
        assert seqs[-1] == httpx.get(f"{address}/api/events").json()["as_of"]["seq"]


def test_an_open_page_ends_with_its_login_or_token(address: str, database: Database) -> None:
    accounts.add(database, name=NAME, password=PASSWORD, role="pusdalops")
    login = httpx.post(f"{address}/api/session", json={"name": NAME, "password": PASSWORD})
    cookie = {"Cookie": f"{sessions.COOKIE}={login.cookies[sessions.COOKIE]}"}
    program = {"Authorization": f"Bearer {tokens.create(database, name='program-uji')}"}
    other = {"Authorization": f"Bearer {tokens.create(database, name='petugas-uji')}"}
    pages = [Page(address, cookie), Page(address, program)]
    kept, public = Page(address, other), Page(address)
    (row,) = (row for row in tokens.listed(database) if row["name"] == "program-uji")
    tokens.revoke(database, row["id"])
    accounts.set_password(database, NAME, "perahu-karam-di-selat-3")
    text = {**other, "Content-Type": "text/plain"}
    httpx.post(f"{address}/api/submissions", content=REPORT.encode(), headers=text).raise_for_status()
    for page in pages:
        assert page.ended.wait(WAIT_S)
        assert page.told.empty()
    assert kept.told.get(timeout=WAIT_S)[0] == "change"
    assert not kept.ended.is_set()
    assert not public.ended.is_set()


def test_a_server_that_stops_ends_its_open_pages(settings: Settings) -> None:
    with servers.running(settings) as address:
        pages = [Page(address) for _ in range(3)]
    for page in pages:
        assert page.ended.wait(WAIT_S)  # as the stream's end, not as a connection that broke
    assert "Traceback" not in (settings.var / "server.log").read_text(encoding="utf-8")


def test_a_sender_who_goes_away_is_no_error_of_the_server(settings: Settings, database: Database) -> None:
    secret = tokens.create(database, name="petugas-uji")
    head = (
        f"POST /api/submissions HTTP/1.1\r\nHost: sigap\r\nAuthorization: Bearer {secret}\r\n"
        "Content-Type: text/plain\r\nContent-Length: 1000\r\n\r\nBanjir di"
    )
    with servers.running(settings) as address:
        port = int(address.rpartition(":")[2])
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", port)) as sender:
                sender.sendall(head.encode())
        end = time.monotonic() + WAIT_S
        while 'route="api",status="400"} 3' not in (counted := httpx.get(f"{address}/metrics").text):
            assert time.monotonic() < end
        assert 'status="500"' not in counted
        assert (
            httpx.get(f"{address}/api/submissions", headers={"Authorization": f"Bearer {secret}"}).json()[
                "submissions"
            ]
            == []
        )
    assert "Traceback" not in (settings.var / "server.log").read_text(encoding="utf-8")


def test_gdal_reads_the_features(address: str, database: Database) -> None:
    """GDAL's OAPIF driver, under QGIS and geopandas: lists, pages and filters by box."""
    secret = tokens.create(database, name="posko-uji", auto_verify=True)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "text/plain"}
    httpx.post(f"{address}/api/submissions", content=REPORT.encode(), headers=headers).raise_for_status()
    read = subprocess.run(
        [sys.executable, "-c", AS_ANALYST, f"OAPIF:{address}/ogc"],
        env=_plain_gdal(),
        capture_output=True,
        text=True,
    )
    assert read.returncode == 0, read.stderr


AS_ANALYST = """
import sys, pyogrio
source = sys.argv[1]
kinds = {str(name): str(kind) for name, kind in pyogrio.list_layers(source)}
assert kinds | {"kejadian": "Point", "kecamatan": "MultiPolygon"} == kinds
events = pyogrio.read_dataframe(source, layer="kejadian")
assert events.crs.is_geographic
assert list(events["rumah_rusak_berat"]) == [3]
assert events.geometry.iloc[0].coords[0] == (106.4551, -3.0127)
assert len(pyogrio.read_dataframe(source, layer="desa")) == 393
south = pyogrio.read_dataframe(source, layer="kecamatan", bbox=(106.3, -3.05, 106.5, -2.95))
assert "Toboali" in set(south["nama"])
assert len(south) < 5
"""


def _plain_gdal() -> dict[str, str]:
    """GDAL as another program has it: in our own process it never follows addresses."""
    return {name: value for name, value in os.environ.items() if name != "OGR_SKIP"}
