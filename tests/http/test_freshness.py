"""No server process serves a tile that a commit has made old; what nothing changed is not made again."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from urllib.parse import quote

import httpx
import psycopg
import pytest

from gis import ledger, register
from gis.db import Database
from gis.settings import Settings
from tests import mvt, servers
from tests.db.test_tiles import spot
from tests.registers import event_of, keep

NEAR, FAR = "/tiles/kejadian/12/3259/2082.mvt", "/tiles/kejadian/12/3271/2079.mvt"
WAIT_S = 20.0


@pytest.fixture
def pair(settings: Settings) -> Iterator[list[httpx.Client]]:
    """Two server processes over the test's database."""
    with ExitStack() as stack:
        addresses = [stack.enter_context(servers.running(settings)) for _ in range(2)]
        yield [stack.enter_context(httpx.Client(base_url=address, timeout=WAIT_S)) for address in addresses]


def count(client: httpx.Client, name: str, layer: str = "kejadian") -> int:
    text = client.get("/metrics").text
    found = re.findall(rf'^sigap_tile_{name}_total{{layer="{layer}",zoom="\d+"}} (\d+)$', text, re.M)
    return sum(map(int, found))


def until(check: object, what: str) -> None:
    """Wait until something holds; fail when it does not in WAIT_S."""
    end = time.monotonic() + WAIT_S
    while not check():  # type: ignore[operator]
        assert time.monotonic() < end, what
        time.sleep(0.01)


def trusted(client: httpx.Client) -> bool:
    return "sigap_live_trusted 1" in client.get("/metrics").text


def events_in(answer: httpx.Response) -> set[str]:
    tile = mvt.decode(answer.content) if answer.content else {}
    return {str(feature.properties["event_id"]) for feature in tile.get("kejadian", [])}


def test_every_process_drops_just_the_tiles_that_changed(
    pair: list[httpx.Client], database: Database
) -> None:
    first = str(event_of(keep(database, spot())))
    far = str(event_of(keep(database, spot(107.55, -2.75, areas=("19.02",)))))
    for client in pair:
        until(lambda client=client: first in events_in(client.get(NEAR)), "first event")
        until(lambda client=client: far in events_in(client.get(FAR)), "far event")
        client.get(NEAR), client.get(FAR)
    misses = [count(client, "misses") for client in pair]
    tags = [client.get(FAR).headers["etag"] for client in pair]
    assert len(set(tags)) == 1  # a page that asks another process is not sent everything again
    second = str(event_of(keep(database, spot(106.452, -3.001))))
    for client, before, tag in zip(pair, misses, tags, strict=True):
        until(lambda client=client: second in events_in(client.get(NEAR)), "second event")
        made = count(client, "misses") - before
        assert made == 1
        assert client.get(FAR, headers={"If-None-Match": tag}).status_code == 304
        assert client.get(FAR).headers["etag"] == tag
        assert count(client, "misses") - before == made


def test_nothing_old_is_served_while_announcements_are_lost(
    pair: list[httpx.Client], database: Database, settings: Settings
) -> None:
    keep(database, spot())
    client = pair[0]
    client.get(NEAR)
    assert settings.database_url
    with psycopg.connect(settings.database_url, autocommit=True) as conn:
        for n in range(5):
            ended = conn.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE application_name = 'sigap-live' AND datname = current_database()"
            ).fetchone()
            event = str(event_of(keep(database, spot(106.45 + n / 1000, -3.0))))
            time.sleep(0.2)
            # Whatever state the connections are in by now, nobody serves the tile from before.
            assert [event in events_in(each.get(NEAR)) for each in pair] == [True, True]
        assert ended is not None
    for each in pair:
        until(lambda each=each: trusted(each), "trust")
    etag = client.get(NEAR).headers["etag"]
    assert client.get(NEAR, headers={"If-None-Match": etag}).status_code == 304


class Wire:
    """A TCP connection to the database's socket that can fall silent, as a pulled cable does."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.silent = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.target)
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                if not self.silent.is_set():
                    other.sendall(data)

    def close(self) -> None:
        self._listening.close()


@pytest.fixture
def wire(settings: Settings) -> Iterator[tuple[Wire, str]]:
    """A wire to the database, and the database's address through it."""
    assert settings.database_url
    parsed = psycopg.conninfo.conninfo_to_dict(settings.database_url)
    line = Wire(f"{parsed['host']}/.s.PGSQL.{parsed.get('port', 5432)}")
    user, name = quote(str(parsed["user"])), quote(str(parsed["dbname"]))
    yield line, f"postgresql://{user}@127.0.0.1:{line.port}/{name}?sslmode=disable&gssencmode=disable"
    line.close()


def test_a_silent_connection_is_not_believed_for_long(
    settings: Settings, database: Database, wire: tuple[Wire, str]
) -> None:
    line, through = wire
    listening = settings.model_copy(update={"listen_database_url": through})
    with servers.running(listening) as address, httpx.Client(base_url=address, timeout=WAIT_S) as client:
        keep(database, spot())
        until(lambda: trusted(client), "trust over the wire")
        old = client.get(NEAR)
        line.silent.set()
        event = str(event_of(keep(database, spot(106.452, -3.001))))
        time.sleep(2)
        answer = client.get(NEAR, headers={"If-None-Match": old.headers["etag"]})
        assert event in events_in(answer)
        assert "etag" not in answer.headers
        assert not trusted(client)


def test_a_draft_reaches_officers_only_and_a_rejection_the_public(
    pair: list[httpx.Client], database: Database
) -> None:
    from api import tokens

    officer = {"Authorization": f"Bearer {tokens.create(database, name='petugas-uji')}"}
    public, office = pair
    assert public.get(NEAR).status_code == 204
    loaded = keep(database, spot(), verified=False)
    event = str(event_of(loaded))
    until(lambda: event in events_in(office.get(NEAR, headers=officer)), "draft")
    assert public.get(NEAR).status_code == office.get(NEAR).status_code == 204
    (report,) = loaded.events
    for status, shown in ((register.VERIFIED, True), (register.REJECTED, False)):
        with ledger.entry(database, by="uji", why="uji") as entry:
            register.set_status(entry, report, status, reason="uji")
        until(lambda shown=shown: (event in events_in(public.get(NEAR))) == shown, status)
