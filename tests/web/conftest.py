"""The web map as a reader meets it: the real application over a database of invented reports, in Chromium."""

import os
import secrets
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg
import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    sync_playwright,
)
from psycopg import sql

from api.app import create_app
from gis import postgis, roles
from gis.db import Database
from gis.postgis import Cluster
from gis.report import Location, Occurrence, Precision
from gis.settings import Settings
from maps import webapp
from tests.registers import NOON, figure, keep, told

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
TEMPLATE = "sigap_contoh"
DATABASE = f"uji_web_{os.getpid()}"
# All of it lies in years gone by, whenever the tests run: "this year" is empty.
DAY = NOON.replace(year=2025)
MENTOK, KOBA, BUKIT_INTAN = "19.05.01", "19.04.01", "19.71.01"


@dataclass
class Site:
    """A running server, and the database behind it."""

    url: str
    database: Database


@pytest.fixture(scope="session")
def site(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application on a port of its own, with a handful of events."""
    with opened(cluster, DATABASE, tmp_path_factory) as made:
        yield made


@contextmanager
def opened(cluster: Cluster, name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a database of that name."""
    webapp.dist()  # says how to build it, where it is not
    with psycopg.connect(cluster.url(postgis.SUPERUSER, database="postgres"), autocommit=True) as conn:
        words = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
        conn.execute(words.format(*map(sql.Identifier, (name, roles.OWNER, TEMPLATE))))
    url = cluster.url(roles.APP, database=name)
    key = secrets.token_hex(32)
    settings = Settings(database_url=url, var=tmp_path_factory.mktemp("web"), pool_size=8, master_key=key)
    database = Database(url, settings)
    fill(database)
    with _serving(settings, database) as address:
        yield Site(address, database)
    database.close()


def fill(database: Database) -> None:
    """Four events: a spot with two sources, two areas, and one at sea."""
    spot = Location(
        areas=("19.03.01.1001",),
        lonlat=(106.4551, -3.0127),
        precision=Precision.SPOT,
        uncertainty_m=50,
        method="koordinat",
    )
    houses = figure("rumah_rusak_berat", 3), figure("rumah_rusak_ringan", 21)
    people = figure("meninggal", 0), figure("mengungsi_jiwa", 7), figure("hilang", None)
    keep(database, told(*houses, *people, location=spot, occurrence=Occurrence.minute(DAY), valid_at=DAY))
    other = told(
        figure("rumah_rusak_berat", 5),
        location=spot,
        occurrence=Occurrence.minute(DAY),
        valid_at=DAY + timedelta(hours=2),
        is_update=True,
    )
    keep(database, other, agency="bpbd_babel")
    _keep_area(database, MENTOK, "banjir", 2, figure("terdampak_jiwa", 311), agency="bpbd_bangka_barat")
    _keep_area(database, KOBA, "karhutla", 4, figure("luas_ha", 12.5), agency="bpbd_bangka_tengah")
    at_sea = Location(
        areas=(), lonlat=(107.05, -2.6), precision=Precision.SEA, uncertainty_m=5000, method="koordinat"
    )
    boat = told(
        figure("hilang", 2),
        hazard="kecelakaan_laut",
        areas=(),
        location=at_sea,
        occurrence=Occurrence.day((DAY + timedelta(days=9)).replace(hour=0)),
    )
    keep(database, boat, agency="basarnas")


def _keep_area(database: Database, code: str, hazard: str, days: int, *figures: Any, agency: str) -> None:
    """An event known no finer than a kecamatan."""
    when = Occurrence.minute(DAY + timedelta(days=days))
    named = Location(
        areas=(code,), lonlat=None, precision=Precision.DISTRICT, uncertainty_m=9000, method="nama"
    )
    report = told(*figures, hazard=hazard, areas=(code,), location=named, occurrence=when)
    keep(database, report, agency=agency)


class _serving:
    """The application in a thread; gives its address."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(settings, database), log_config=None, timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],), daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, drawing WebGL in software."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium here; scripts/setup --dev installs it")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@dataclass
class Watch:
    """What a reader would not see but must not happen: errors, and requests to other hosts."""

    host: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        """Keep error lines of the console."""
        if message.type == "error":
            self.errors.append(message.text)

    def request(self, request: Request) -> None:
        """Keep requests that leave the host."""
        if not request.url.startswith((self.host, "data:", "blob:")):
            self.strangers.append(request.url)

    def response(self, response: Response) -> None:
        """Keep answers that are errors."""
        if response.status >= 400:
            self.errors.append(f"{response.status} {response.url}")


Open = Callable[..., Page]


@pytest.fixture
def watch(site: Site) -> Watch:
    """The test's record of trouble; a test that provokes some clears it."""
    return Watch(site.url)


@pytest.fixture
def open_map(site: Site, browser: Browser, watch: Watch) -> Iterator[Open]:
    """A function opening the map at a link, on a screen of some size; at the end all was well."""
    contexts = []

    def go(link: str = "", *, screen: ViewportSize | None = None, wait: bool = True, **more: Any) -> Page:
        options = {"viewport": screen or DESKTOP, "locale": "id-ID", "reduced_motion": "reduce", **more}
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", watch.console)
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        page.on("request", watch.request)
        page.on("response", watch.response)
        page.goto(f"{site.url}/{link}")
        if wait:
            page.wait_for_selector(".event, .detail h2, .summary", state="attached")
        return page

    yield go
    for context in contexts:
        context.close()
    assert watch.errors == []
    assert watch.strangers == []
