"""Tiles in memory: how many a second from one process, and how many statements an unchanged one costs.

    .venv/bin/python -m tests.bench.bench_cache [--scale 1] [--var FOLDER] [--seconds 8]

To be held: at most 1 ms on one connection, 10,000 a second at 16 connections, no statement for a 304. Who
asks runs on the same machine, in a process of its own; where there are two cores, the server keeps to one and
the asker to another. The server's CPU time an answer is told beside. Statements are counted by
pg_stat_statements, which is switched on in the bench's own cluster (with `--var`).
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg

from gis import postgis
from tests import servers
from tests.bench.bench_mixed import pid_of
from tests.bench.bench_tiles import within
from tests.bench.place import print_table
from tests.bench.seeded import Seeded, options, seeded

_CALLS = """
SELECT coalesce(sum(calls) FILTER (WHERE query NOT LIKE '/* pulse */%'), 0), coalesce(sum(calls), 0)
FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
WHERE d.datname = current_database() AND query NOT LIKE '%pg_stat_statements%'
"""


def load(address: str, path: str, connections: int, seconds: float, *headers: str) -> list[float]:
    """What `tests.bench.load` says: a second, median ms, late ms, status, bytes."""
    parts = urlsplit(address)
    command = [sys.executable, "-m", "tests.bench.load", str(parts.hostname), str(parts.port), path]
    command += [str(connections), str(seconds), *headers]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [float(part) for part in said.split()]


@contextmanager
def apart() -> Iterator[None]:
    """What is started meanwhile keeps to the first core, since `tests.bench.load` keeps to the last."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def cpu_s(address: str) -> float:
    """CPU seconds that the server process has used."""
    fields = Path(f"/proc/{pid_of(address)}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def counting(scale: float, var: Path | None) -> None:
    """Switch pg_stat_statements on; it is there after the next start of the cluster."""
    with seeded(scale, var) as made:
        url = made.cluster.url(postgis.SUPERUSER, database="sigap")
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")
            conn.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")


def main() -> None:
    """Measure, and print the tables."""
    parser = options(__doc__)
    parser.add_argument("--seconds", type=float, default=8)
    asked = parser.parse_args()
    if asked.var:
        counting(asked.scale, asked.var)
    with seeded(asked.scale, asked.var) as made:
        url = made.cluster.url(postgis.SUPERUSER, database="sigap")
        with psycopg.connect(url, autocommit=True) as conn, contextlib.ExitStack() as stack:
            with apart():
                address = stack.enter_context(servers.running(made.settings))
            rates(address, asked.seconds)
            if asked.var:
                statements(address, conn, made, asked.seconds)


def rates(address: str, seconds: float) -> None:
    """Requests a second, of small and large tiles, whole and unchanged."""
    rows = []
    place, town = within(10)[12], within(6)[0]
    paths = {
        "area tile z10": f"/tiles/wilayah500/{place.z}/{place.x}/{place.y}.mvt",
        "area tile z6": f"/tiles/wilayah500/{town.z}/{town.x}/{town.y}.mvt",
        "empty tile": "/tiles/wilayah500/10/1/1.mvt",
    }
    for name, path in paths.items():
        gzip = "Accept-Encoding: gzip"
        with httpx.Client(base_url=address) as client:
            for _ in range(3):
                answer = client.get(path, headers={"Accept-Encoding": "gzip"})
        etag = f"If-None-Match: {answer.headers['etag']}"
        for what, headers in (("", (gzip,)), (", 304", (gzip, etag))):
            for connections in (1, 16):
                before = cpu_s(address)
                rate, middle, late, status, size = load(address, path, connections, seconds, *headers)
                each_us = (cpu_s(address) - before) / (rate * seconds) * 1e6
                figures = (
                    f"{rate:.0f}",
                    f"{middle:.2f}",
                    f"{late:.2f}",
                    f"{each_us:.0f}",
                    f"{status:.0f}",
                    f"{size / 1000:.1f}",
                )
                rows.append((f"{name}{what}", str(connections), *figures))
    header = ("", "connections", "a second", "ms, middle", "ms, 99 %", "µs CPU", "status", "kB packed")
    print_table("tiles from memory, one process", header, rows)


def statements(address: str, conn: psycopg.Connection[Any], made: Seeded, seconds: float) -> None:
    """Statements that reach the database while unchanged tiles are asked for."""
    path = "/tiles/wilayah500/10/1/1.mvt"
    with httpx.Client(base_url=address) as client:
        etag = client.get(path, headers={"Accept-Encoding": "gzip"}).headers["etag"]
    conn.execute("SELECT pg_stat_statements_reset()")
    rate, *_, status, _ = load(address, path, 16, seconds, "Accept-Encoding: gzip", f"If-None-Match: {etag}")
    row = conn.execute(_CALLS).fetchone()
    assert row is not None
    print_table(
        "statements meanwhile",
        ("", ""),
        [
            (f"answers {status:.0f}", f"{rate * seconds:.0f}"),
            ("statements, but for the listening connection's pulse", str(row[0])),
            ("with it", str(row[1])),
        ],
    )


if __name__ == "__main__":
    main()
