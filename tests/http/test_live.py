"""The running server: it tells open pages what changed, and answers anything with a documented status."""

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from queue import Queue
from typing import Any

import httpx
import pytest

from api import tokens
from gis import ledger, register
from gis.db import Database
from gis.settings import Settings
from tests import servers
from tests.http.words import REPORT, SECRETS

WAIT_S = 20.0


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """Address of a real server process over the test's database."""
    with servers.running(settings) as running:
        yield running


class Page:
    """An open page: collects the events it is told, in a thread of its own."""

    def __init__(self, address: str) -> None:
        self.told: Queue[tuple[str, Any]] = Queue()
        self.open = threading.Event()
        self._address = address
        threading.Thread(target=self._listen_to_the_end, daemon=True).start()
        assert self.open.wait(WAIT_S)

    def _listen_to_the_end(self) -> None:
        with suppress(httpx.TransportError):  # the server ends first
            self._listen()

    def _listen(self) -> None:
        with httpx.stream("GET", f"{self._address}/api/live", timeout=None) as answer:
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
    pages = [Page(address), Page(address)]
    plain = {**headers, "Content-Type": "text/plain"}
    sent = httpx.post(f"{address}/api/submissions", content=REPORT.encode(), headers=plain).json()
    (item,) = sent["items"]
    httpx.post(f"{address}/api/reports/{item['report']}/verify", headers=headers).raise_for_status()
    # Another process, such as the command line, is heard as well.
    with ledger.entry(database, by="baris-perintah", why="salah kirim") as entry:
        register.set_status(entry, item["report"], register.REJECTED, reason="salah kirim")
    for page in pages:
        seqs = []
        for _ in range(3):
            name, change = page.told.get(timeout=WAIT_S)
            assert (name, change["events"], change["layers"]) == ("change", [item["event"]], [])
            assert not any(secret in json.dumps(change) for secret in SECRETS)
            seqs.append(change["seq"])
        assert seqs == sorted(seqs)
        assert seqs[-1] == httpx.get(f"{address}/api/events").json()["as_of"]["seq"]
