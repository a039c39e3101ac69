"""How long after a commit every server process serves the changed tile, and whether others stay in memory.

    .venv/bin/python -m tests.bench.bench_freshness_tiles [--rounds 40] [--events 2000]

Two server processes over one database. To be held: 300 ms after the commit, also where the listening
connections are ended meanwhile (pg_terminate_backend); 2 s where they fall silent. Other tiles come from
memory throughout.
"""

import argparse
import re
import statistics
import time
from contextlib import ExitStack
from urllib.parse import quote

import httpx
import psycopg

from gis import postgis, roles
from gis.db import Database
from gis.report import Location, Precision
from gis.settings import Settings
from tests import servers
from tests.bench.bench_freshness import fill
from tests.bench.place import installation, print_table
from tests.http.test_freshness import Wire
from tests.registers import event_of, figure, keep, told

NEAR, FAR = "/tiles/kejadian/12/3259/2082.mvt", "/tiles/kejadian/12/3271/2079.mvt"
_END = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE application_name = 'sigap-live' AND datname = current_database()"
)
SILENT_ROUNDS = 5


def place(lon: float, lat: float) -> Location:
    """A spot known to some metres."""
    return Location(
        areas=("19.03.01",), lonlat=(lon, lat), precision=Precision.SPOT, uncertainty_m=20, method="koordinat"
    )


def main() -> None:
    """Measure, and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--rounds", type=int, default=40)
    options.add_argument("--events", type=int, default=2000)
    asked = options.parse_args()
    rows = []
    with installation() as var, postgis.running(var) as cluster, ExitStack() as stack:
        url = cluster.url(roles.APP)
        database = Database(url, Settings(var=var))
        stack.callback(database.close)
        fill(database, asked.events)
        keep(database, told(figure("rumah_rusak_ringan", 1), location=place(107.55, -2.75)))
        admin = stack.enter_context(
            psycopg.connect(cluster.url(postgis.SUPERUSER, database="sigap"), autocommit=True)
        )
        settings = Settings(database_url=url, var=var)
        with ExitStack() as pair:
            clients = [pair.enter_context(Server(settings)) for _ in range(2)]
            for name, ended in (("announced", False), ("listening ended", True)):
                rows.append((name, *rounds(database, clients, admin, asked.rounds, ended=ended)))
        rows.append(("listening silent", *silent(database, settings, cluster)))
    print_table(
        "ms from commit to the tile, the slower of two processes",
        ("", "middle", "95 %", "most", "other tiles made anew"),
        rows,
    )


class Server(ExitStack):
    """A server process of the bench; entering gives itself."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def __enter__(self) -> "Server":
        address = self.enter_context(servers.running(self._settings))
        self.http = self.enter_context(httpx.Client(base_url=address, timeout=30))
        return self

    def holds(self, event: str) -> bool:
        """Whether the changed tile holds the event: a tile holds its strings as they are."""
        return event.encode() in self.http.get(NEAR).content

    def made(self) -> int:
        """Tiles made so far."""
        text = self.http.get("/metrics").text
        return sum(map(int, re.findall(r"^sigap_tile_misses_total\{[^}]*\} (\d+)$", text, re.M)))


def rounds(
    database: Database, pair: list[Server], admin: psycopg.Connection, count: int, *, ended: bool
) -> tuple[str, ...]:
    """Figures of `count` commits; with `ended` the listening connections are ended before each."""
    taken, others = [], 0
    for n in range(count):
        for each in pair:
            each.http.get(NEAR), each.http.get(FAR)
        if not ended:
            time.sleep(0.05)
        if ended:
            admin.execute(_END)
        spot = place(106.44 + n / 5000, -3.0)
        event = str(event_of(keep(database, told(figure("rumah_rusak_ringan", 1), location=spot))))
        start = time.perf_counter()
        slowest = 0.0
        for each in pair:
            while not each.holds(event):
                pass
            slowest = max(slowest, time.perf_counter() - start)
        taken.append(slowest * 1000)
        if not ended:
            for each in pair:
                before = each.made()
                each.http.get(FAR)
                others += each.made() - before
    cuts = statistics.quantiles(taken, n=20, method="inclusive")
    return (
        f"{statistics.median(taken):.1f}",
        f"{cuts[-1]:.1f}",
        f"{max(taken):.1f}",
        "-" if ended else str(others),
    )


def silent(database: Database, settings: Settings, cluster: postgis.Cluster) -> tuple[str, ...]:
    """Figures of commits after which the listening connection says nothing any more, without an end."""
    parsed = psycopg.conninfo.conninfo_to_dict(cluster.url(roles.APP))
    taken = []
    for n in range(SILENT_ROUNDS):
        wire = Wire(f"{parsed['host']}/.s.PGSQL.{parsed.get('port', 5432)}")
        name = quote(str(parsed["dbname"]))
        through = f"postgresql://{roles.APP}@127.0.0.1:{wire.port}/{name}?sslmode=disable&gssencmode=disable"
        with Server(settings.model_copy(update={"listen_database_url": through})) as server:
            while "sigap_live_trusted 1" not in server.http.get("/metrics").text:
                time.sleep(0.05)
            server.http.get(NEAR)
            wire.silent.set()
            spot = place(106.46, -2.99 - n / 5000)
            event = str(event_of(keep(database, told(figure("rumah_rusak_ringan", 1), location=spot))))
            start = time.perf_counter()
            while not server.holds(event):
                time.sleep(0.005)
            taken.append((time.perf_counter() - start) * 1000)
        wire.close()
    return f"{statistics.median(taken):.0f}", "-", f"{max(taken):.0f}", "-"


if __name__ == "__main__":
    main()
