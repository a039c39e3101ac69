"""Many clients of every kind for a minute, while a layer is being replaced.

    .venv/bin/python -m tests.bench.bench_mixed [--scale 1] [--var FOLDER] [--seconds 60] [--clients 32]

Tiles made anew, tiles from memory, unchanged ones and pictures, against one server process. Each version of
the replaced layer numbers all of its features alike: a tile with two numbers would be half, one with a number
older than what was committed 300 ms before it was asked for would be stale. To be held: no error, no half or
stale tile, and over the last half memory grows by less than 5 %.
"""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import rasterio
import sqlalchemy as sa
from rasterio.transform import from_bounds

from gis import catalogue, ledger
from gis.catalogue import LayerMeta
from gis.db import Database
from gis.files import Files
from gis.settings import Settings
from gis.viewer import officer
from ingest import run as ingest
from ingest.layer_table import Column
from tests import mvt, servers
from tests.bench.bench_tiles import within
from tests.bench.place import print_table
from tests.bench.seeded import BOX, enter, options, seeded

FEATURES = 200
SETTLED_S = 0.3
REPLACE_EVERY_S = 1.5
_SQUARES = """
INSERT INTO layer_data."{table}" (fid, versi, geom)
SELECT n, :number, ST_Multi(ST_MakeEnvelope(106 + n % 20 * 0.02, -3 + n / 20 * 0.02,
                                            106.015 + n % 20 * 0.02, -2.985 + n / 20 * 0.02, 4326))
FROM generate_series(1, :count) AS n
"""


class Replaced:
    """The layer that is replaced again and again, and when each version was there."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.settled: list[tuple[float, int]] = []
        self.number = 0

    def replace(self) -> None:
        """Bring the next version in."""
        with ledger.entry(self._database, by="bench", why="ganti") as entry:
            number = catalogue.next_version(entry, "ganti")

            def fill(table: str) -> None:
                values = {"number": number, "count": FEATURES}
                entry.conn.execute(sa.text(_SQUARES.format(table=table)), values)

            enter(entry, "ganti", [Column("versi", "bigint", "versi")], "MULTIPOLYGON", BOX, fill)
        self.number = number
        self.settled.append((time.monotonic(), number))

    def due(self, asked_at: float) -> int:
        """The oldest version that an answer asked for at that time may show."""
        return max((number for at, number in self.settled if at < asked_at - SETTLED_S), default=0)

    def newest(self) -> int:
        """The newest there is."""
        return self.number + 1  # it may be seen before the writer has noted it


class Clients:
    """The clients, and what they saw."""

    def __init__(self, address: str, replaced: Replaced, until: float) -> None:
        self._host = urlsplit(address)
        self._replaced = replaced
        self._until = until
        self.seen: Counter[str] = Counter()
        self.faults: list[str] = []

    def ask(self, number: int) -> None:
        """One client's minute."""
        pick = random.Random(number)
        kinds: list[Callable[[random.Random], str]] = [self._anew, self._kept, self._swapped, self._picture]
        etags: dict[str, str] = {}
        conn = http.client.HTTPConnection(self._host.hostname or "", self._host.port, timeout=60)
        while time.monotonic() < self._until:
            kind = kinds[number % len(kinds)]
            path = kind(pick)
            headers = {"Accept-Encoding": "identity"}
            if path in etags and pick.random() < 0.6:
                headers["If-None-Match"] = etags[path]
            asked_at = time.monotonic()
            conn.request("GET", path, headers=headers)
            answer = conn.getresponse()
            body = answer.read()
            self.seen[f"{kind.__name__.strip('_')} {answer.status}"] += 1
            if answer.status not in (200, 204, 304):
                self.faults.append(f"{answer.status} {path} {body[:200]!r}")
            if etag := answer.getheader("ETag"):
                etags[path] = etag
            if kind == self._swapped and answer.status == 200:
                self._check(path, body, asked_at)

    def _check(self, path: str, body: bytes, asked_at: float) -> None:
        layers = mvt.decode(body)
        numbers = {f.properties["versi"] for f in layers.get("ganti", [])}
        if len(numbers) != 1 or len(layers["ganti"]) != FEATURES:
            self.faults.append(f"half {path} {numbers} {len(layers.get('ganti', []))}")
        elif not self._replaced.due(asked_at) <= min(numbers) <= self._replaced.newest():
            self.faults.append(f"stale {path} {numbers}, due {self._replaced.due(asked_at)}")

    @staticmethod
    def _anew(pick: random.Random) -> str:
        place = pick.choice(within(pick.choice((8, 10, 12)), 200))
        words = f"penduduk%20%3E%20{pick.randrange(50_000)}"
        return f"/tiles/wilayah500/{place.z}/{place.x}/{place.y}.mvt?filter={words}"

    @staticmethod
    def _kept(pick: random.Random) -> str:
        place = pick.choice(within(pick.choice((6, 8)), 20))
        return f"/tiles/{pick.choice(('wilayah500', 'titik200'))}/{place.z}/{place.x}/{place.y}.mvt"

    @staticmethod
    def _swapped(pick: random.Random) -> str:
        return "/tiles/ganti/6/50/32.mvt"

    @staticmethod
    def _picture(pick: random.Random) -> str:
        place = pick.choice(within(8, 20))
        return f"/tiles/raster/{place.z}/{place.x}/{place.y}.png"


def main() -> None:
    """Measure, and print the tables."""
    parser = options(__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=32)
    asked = parser.parse_args()
    with seeded(asked.scale, asked.var) as made:
        picture(made.database, made.settings, made.var)
        replaced = Replaced(made.database)
        replaced.replace()
        with servers.running(made.settings) as address:
            until = time.monotonic() + asked.seconds
            clients = Clients(address, replaced, until)
            threads = [
                threading.Thread(target=clients.ask, args=(n,), daemon=True) for n in range(asked.clients)
            ]
            for thread in threads:
                thread.start()
            memory = watched(replaced, pid_of(address), until)
            for thread in threads:
                thread.join(90)
    report(clients, replaced, memory)


def picture(database: Database, settings: Settings, var: Path) -> None:
    """A raster layer, where there is none."""
    with database.write() as conn:
        if any(each.slug == "raster" for each in catalogue.layers(conn, ledger.LATEST)):
            return
    path = var / "raster.tif"
    values = np.random.default_rng(19).random((1800, 3100), dtype=np.float32)
    with rasterio.open(
        path, "w", driver="GTiff", width=3100, height=1800, count=1, dtype="float32", crs="EPSG:4326",
        transform=from_bounds(*BOX, 3100, 1800),
    ) as out:  # fmt: skip
        out.write(values, 1)
    meta = LayerMeta(slug="raster", title="raster", source="bench", access="publik")
    delivery = ingest.Delivery(
        content=path.read_bytes(), filename="raster.tif", channel="bench", viewer=officer("bench"), layer=meta
    )
    ingest.ingest(database, Files(settings.files), delivery)


def watched(replaced: Replaced, pid: int, until: float) -> list[tuple[float, float]]:
    """Replace the layer again and again; gives seconds before the end and resident MB of the server."""
    memory = []
    while (left := until - time.monotonic()) > 0:
        replaced.replace()
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        memory.append((left, pages * 4096 / 1e6))
        time.sleep(min(REPLACE_EVERY_S, max(0.0, until - time.monotonic())))
    return memory


def pid_of(address: str) -> int:
    """The server process that was started for that port."""
    port = str(urlsplit(address).port).encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"up" in words and port in words:
            return int(process.name)
    raise RuntimeError(f"no server at {address}")


def report(clients: Clients, replaced: Replaced, memory: list[tuple[float, float]]) -> None:
    """What was seen."""
    print_table("answers", ("", ""), sorted((name, str(count)) for name, count in clients.seen.items()))
    half = [mb for left, mb in memory if left < memory[0][0] / 2]
    quarter = len(half) // 4 or 1
    before, after = sum(half[:quarter]) / quarter, sum(half[-quarter:]) / quarter
    print_table(
        "meanwhile",
        ("", ""),
        [
            ("versions of the replaced layer", str(replaced.number)),
            ("faults (errors, half or stale tiles)", str(len(clients.faults))),
            ("resident MB at half time", f"{before:.0f}"),
            ("resident MB at the end", f"{after:.0f}"),
            ("growth over the last half", f"{(after / before - 1) * 100:.1f} %"),
        ],
    )
    for fault in clients.faults[:10]:
        print(fault)


if __name__ == "__main__":
    main()
