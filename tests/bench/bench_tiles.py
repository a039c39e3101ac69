"""Tiles that are not in memory, beside the best SQL run raw and beside TiPg, each tile one after the other.

    .venv/bin/python -m tests.bench.bench_tiles [--scale 1] [--var FOLDER] [--tipg PYTHON] [--tiles 40]

`--tipg` is the Python of an environment where TiPg and uvicorn are installed; it runs over the same database
with a buffer of 64 and no limit. To be held: a dense z14 tile at most 1.25 of raw SQL and 0.75 of TiPg; area
tiles z4 to z10 at most 0.3 of TiPg and under 60 kB; 200,000 points at z6 in 20 ms and 100 kB.
"""

import http.client
import os
import socket
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg

from gis import postgis
from gis.geo import Tile
from gis.settings import Settings
from tests import mvt, servers
from tests.bench.place import print_table
from tests.bench.seeded import Seeded, options, seeded

ROUNDS = 3
_RAW = """
SELECT ST_AsMVT(t, %(name)s, 4096, 'geom', 'fid') FROM (
    SELECT ST_AsMVTGeom(v.geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true) AS geom,
           v.fid{columns}
    FROM layer_data."{table}" v
    WHERE v.geom_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 64.0 / 4096)) t
WHERE geom IS NOT NULL
"""
_DENSE = """
SELECT floor((ST_X(ST_Centroid(geom_3857)) + 20037508.342789244) / 40075016.685578488 * 2 ^ 14)::int AS x,
       floor((20037508.342789244 - ST_Y(ST_Centroid(geom_3857))) / 40075016.685578488 * 2 ^ 14)::int AS y
FROM layer_data.v_bangunan_1 GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT %s
"""
BUILDING = ("jenis", "lantai", "luas", "tinggi", "nama", "tahun", "sumber")
AREA = ("kode", "nama", "luas", "penduduk")
Fetch = Callable[[Tile], bytes]


class Client:
    """One kept connection; tiles as they are, unpacked."""

    def __init__(self, address: str, path: str, headers: dict[str, str] | None = None) -> None:
        parts = urlsplit(address)
        self._conn = http.client.HTTPConnection(parts.hostname or "", parts.port)
        self._path = path
        self._headers = {"Accept-Encoding": "identity", **(headers or {})}

    def __call__(self, place: Tile) -> bytes:
        self._conn.request("GET", self._path.format(**place._asdict()), headers=self._headers)
        answer = self._conn.getresponse()
        body = answer.read()
        assert answer.status in (200, 204), (answer.status, body[:300])
        return body


def raw(conn: psycopg.Connection[Any], slug: str, columns: tuple[str, ...]) -> Fetch:
    """The best statement for a layer's tiles, run raw."""
    text = _RAW.format(table=f"v_{slug}_1", columns="".join(f", v.{name}" for name in columns))

    def fetch(place: Tile) -> bytes:
        cursor = conn.cursor(binary=True)
        cursor.execute(text, {"name": slug, **place._asdict()}, prepare=True)
        row = cursor.fetchone()
        return bytes(row[0]) if row else b""

    return fetch


def timed(ways: dict[str, Fetch], places: list[Tile]) -> dict[str, tuple[float, int, int]]:
    """Median ms, median and most bytes of each way over the same tiles, in turn."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    sizes: dict[str, list[int]] = {name: [] for name in ways}
    for number in range(ROUNDS + 1):
        for place in places:
            for name, fetch in ways.items():
                start = time.perf_counter()
                body = fetch(place)
                if number:  # the first round warms
                    taken[name].append((time.perf_counter() - start) * 1000)
                    sizes[name].append(len(body))
    return {n: (statistics.median(taken[n]), int(statistics.median(sizes[n])), max(sizes[n])) for n in ways}


@contextmanager
def tipg(python: Path, made: Seeded) -> Iterator[str]:
    """TiPg over the same tables; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = urlsplit(made.cluster.url(postgis.SUPERUSER, database="sigap"))
    query = dict(pair.split("=") for pair in url.query.split("&"))
    folder = quote(query["host"].replace("%2F", "/"), safe="")
    known = {
        "DATABASE_URL": f"postgresql://{url.username}@{folder}{url.path}",
        "TIPG_DB_SCHEMAS": '["layer_data"]',
        "TIPG_TILE_BUFFER": "64",
        "TIPG_MAX_FEATURES_PER_TILE": "10000000",
        "TIPG_CATALOG_TTL": "0",
    }
    command = [str(python), "-m", "uvicorn", "tipg.main:app", "--port", str(port), "--log-level", "error"]
    server = subprocess.Popen(command, env={**os.environ, **known}, cwd=made.var)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Measure, and print the tables."""
    parser = options(__doc__)
    parser.add_argument("--tipg", type=Path, default=None)
    parser.add_argument("--tiles", type=int, default=40)
    asked = parser.parse_args()
    with seeded(asked.scale, asked.var) as made:
        bare = Settings(database_url=made.settings.database_url, var=made.var, tile_cache_mb=0)
        with (
            servers.running(bare) as ours,
            tipg(asked.tipg, made) if asked.tipg else nullcontext(None) as theirs,
            psycopg.connect(made.cluster.url(postgis.SUPERUSER, database="sigap"), autocommit=True) as conn,
        ):
            conn.execute("SET max_parallel_workers_per_gather = 0; SET jit = off")
            dense = [Tile(14, *row) for row in conn.execute(_DENSE, [asked.tiles]).fetchall()]
            buildings(ours, theirs, conn, dense)
            areas(ours, theirs, conn)
            points(ours, conn)


def ways_of(
    ours: str, theirs: str | None, conn: psycopg.Connection[Any], slug: str, columns: tuple[str, ...]
) -> dict[str, Fetch]:
    """SIGAP, raw SQL, and TiPg where it is there."""
    ways: dict[str, Fetch] = {"SIGAP": Client(ours, f"/tiles/{slug}/{{z}}/{{x}}/{{y}}.mvt")}
    ways["raw SQL"] = raw(conn, slug, columns)
    if theirs:
        path = f"/collections/layer_data.v_{slug}_1/tiles/WebMercatorQuad/{{z}}/{{x}}/{{y}}?geom-column="
        ways["TiPg"] = Client(theirs, f"{path}geom")
        ways["TiPg, 3857"] = Client(theirs, f"{path}geom_3857")
    return ways


def buildings(ours: str, theirs: str | None, conn: psycopg.Connection[Any], dense: list[Tile]) -> None:
    """Dense tiles at z14."""
    ways = ways_of(ours, theirs, conn, "bangunan", BUILDING)
    counts = {name: len(next(iter(mvt.decode(fetch(dense[0])).values()))) for name, fetch in ways.items()}
    found = timed(ways, dense)
    ms = found["SIGAP"][0]
    rows = [
        (name, f"{each[0]:.2f}", f"{ms / each[0]:.2f}", f"{each[1] / 1000:.0f}", str(counts[name]))
        for name, each in found.items()
    ]
    print_table("dense z14, every attribute", ("", "ms", "SIGAP's part", "kB", "features"), rows)


def areas(ours: str, theirs: str | None, conn: psycopg.Connection[Any]) -> None:
    """Tiles of the coverage, zoom by zoom."""
    ways = ways_of(ours, theirs, conn, "wilayah500", AREA)
    rows = []
    for z in range(4, 11):
        found = timed(ways, within(z))
        best = min((each[0] for name, each in found.items() if name.startswith("TiPg")), default=float("nan"))
        figures = [f"{each[0]:.2f}" for each in found.values()]
        size, theirs_most = found["SIGAP"][2] / 1000, max(each[2] for each in found.values()) / 1000
        rows.append(
            (f"z{z}", *figures, f"{found['SIGAP'][0] / best:.2f}", f"{size:.1f}", f"{theirs_most:.1f}")
        )
    header = ("areas", *ways, "of TiPg", "most kB", "theirs")
    print_table("500 areas with shared borders, ms", header, rows)


def points(ours: str, conn: psycopg.Connection[Any]) -> None:
    """200,000 points in one z6 tile, and a million at z6 within seven days."""
    rows = []
    for slug in ("titik200", "titik10"):
        fetch = Client(ours, f"/tiles/{slug}/{{z}}/{{x}}/{{y}}.mvt")
        ((ms, _, size),) = timed({"SIGAP": fetch}, [Tile(6, 50, 32)]).values()
        cells = mvt.decode(fetch(Tile(6, 50, 32)))[f"{slug}_kisi"]
        inside = [c for c in cells if 0 <= c.geometry.geoms[0].x < 4096 > c.geometry.geoms[0].y >= 0]
        told = sum(cell.properties["jumlah"] for cell in inside)
        truth = conn.execute(
            f"SELECT count(*) FROM layer_data.v_{slug}_1 "
            "WHERE floor((ST_X(geom_3857) + 20037508.342789244) / 40075016.685578488 * 64) = 50"
        ).fetchone()
        rows.append((slug, f"{ms:.2f}", f"{size / 1000:.1f}", str(told), str(truth[0] if truth else 0)))
    week = quote("2025-06-01/2025-06-07")
    fetch = Client(ours, f"/tiles/titik10/{{z}}/{{x}}/{{y}}.mvt?datetime={week}")
    for z in (6, 10):
        places = within(z, 12)
        ((ms, _, size),) = timed({"SIGAP": fetch}, places).values()
        rows.append((f"titik10 z{z}, a week of ten years", f"{ms:.2f}", f"{size / 1000:.1f}", "", ""))
    print_table("points at z6", ("", "ms", "kB", "counted", "there"), rows)


def within(z: int, most: int = 24) -> list[Tile]:
    """Some tiles of a zoom that hold land of the set."""
    from api.commands.layers import _within
    from tests.bench.seeded import BOX

    found = list(_within(BOX, z))
    return found[:: max(1, len(found) // most)][:most]


if __name__ == "__main__":
    main()
