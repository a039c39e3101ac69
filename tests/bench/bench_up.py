"""`sigap up` on a folder in use: seconds to `/health`, memory of the idle server, seconds of `sigap check`.

    .venv/bin/python -m tests.bench.bench_up [--rows 50000]

The bar: /health within 5 s of the command on the second start.
"""

import argparse
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gis import postgis
from tests.bench.place import ROOT, environment, installation, print_table, run
from tests.bnpb_sheets import write_sheet

LIMIT_S = 5
PATIENCE_S = 120


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=50_000, help="events in the register")
    asked = parser.parse_args()
    with installation() as var:
        if asked.rows:
            write_sheet(var.parent / "bnpb.xlsx", asked.rows)
            run("ingest", "--verified", str(var.parent / "bnpb.xlsx"), var=var)
        start = time.perf_counter()
        run("check", var=var)
        rows = [(f"sigap check, {asked.rows:,} rows, s", f"{time.perf_counter() - start:.1f}", "")]
        _stop_database(var)
        for turn in ("first", "second"):
            with serving(var) as (process, seconds):
                bar = f"< {LIMIT_S}" if turn == "second" else ""
                rows.append((f"sigap up to /health, {turn} start, s", f"{seconds:.1f}", bar))
                memory = [("the server, MB", process.pid), ("PostGIS, MB", _postgres(var))]
                rows += [(f"  idle: {name}", f"{_memory_mb(pid):.0f}", "") for name, pid in memory]
        print_table("sigap up", ("", "measured", "bar"), rows)


@contextmanager
def serving(var: Path) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """`sigap up` on a free port, answering; with the seconds until it did."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "up", "--port", str(port)],
        cwd=ROOT,
        env=environment(var),
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _answers(f"http://127.0.0.1:{port}/health"):
            if process.poll() is not None or time.perf_counter() - start > PATIENCE_S:
                sys.exit("sigap up does not answer")
            time.sleep(0.02)
        yield process, time.perf_counter() - start
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _stop_database(var: Path) -> None:
    """Stop the server that the bench itself holds, so that `sigap up` has to start one."""
    pid = _postgres(var)
    postgis._stop(postgis.cluster_of(var))
    while Path(f"/proc/{pid}").exists():
        time.sleep(0.02)


def _postgres(var: Path) -> int:
    pid = postgis.cluster_of(var).pid()
    assert pid
    return pid


def _memory_mb(pid: int) -> float:
    """Memory of a process and its children, pages that they share divided among them."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    match = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    return (int(match[1]) / 1024 if match else 0.0) + sum(_memory_mb(int(child)) for child in children)


if __name__ == "__main__":
    main()
