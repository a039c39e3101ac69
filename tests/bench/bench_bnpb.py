"""A BNPB sheet of 50,000 rows by 94 columns through the whole `sigap ingest`, into PostGIS.

    .venv/bin/python -m tests.bench.bench_bnpb [--rows 50000] [--keep FILE.xlsx] [--phases]
    .venv/bin/python -m tests.bench.bench_bnpb --recap --rows 200000

The bar: under 60 s and under 500 MB in the process, with the bar on the screen moving. `--recap`: instead of
it a recap of 20 columns that a recipe reads, ten figures a row; the bar is 1,500 rows a second. `--phases`
takes the sheet in once more in this process, into a new register, with a clock at each step.
"""

import argparse
import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.phases import measure_phases
from tests.bench.place import ROOT, environment, installation, print_table
from tests.bench.recap import write_recap
from tests.bnpb_sheets import write_sheet

LIMIT_S, LIMIT_MB = 60, 500
LEAST_ROWS = 1_500  # a second, of a recap
ROWS_DONE = re.compile(rb"(\d+)/\?")  # the bar's "rows done / of how many is not known"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command took, and what it wrote on its terminal."""

    status: int
    seconds: float
    cpu_s: float
    peak_mb: float
    screen: bytes


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--keep", type=Path, help="write the workbook here, or use it if it is there")
    parser.add_argument("--recap", action="store_true", help="a recap with ten figures a row")
    parser.add_argument("--phases", action="store_true", help="where the time goes")
    asked = parser.parse_args()
    with installation() as var:
        sheet = asked.keep or var.parent / "bnpb.xlsx"
        if not sheet.exists():
            (write_recap if asked.recap else write_sheet)(sheet, asked.rows)
        measure_command(sheet, asked.rows, var, recap=asked.recap)
        if asked.phases:
            with installation() as other:
                measure_phases(sheet, other)


def measure_command(sheet: Path, rows: int, var: Path, *, recap: bool = False) -> None:
    """Run the command as an officer would and print what it took."""
    ran = run_on_terminal(["ingest", "--verified", str(sheet)], var)
    if ran.status:
        sys.exit(ran.screen.decode())
    moved = len(set(ROWS_DONE.findall(ran.screen)))
    print_table(
        f"sigap ingest: {rows:,} rows of {20 if recap else 94} columns, {sheet.stat().st_size / 1e6:.1f} MB",
        ("", "measured", "bar"),
        [
            ("seconds", f"{ran.seconds:.1f}", "" if recap else f"< {LIMIT_S}"),
            ("peak memory, MB", f"{ran.peak_mb:.0f}", f"< {LIMIT_MB}"),
            ("positions of the progress bar", f"{moved}", "moves"),
            ("rows a second", f"{rows / ran.seconds:.0f}", f"> {LEAST_ROWS}" if recap else ""),
            ("CPU seconds, without the server's", f"{ran.cpu_s:.1f}", ""),
        ],
    )


def run_on_terminal(command: Sequence[str], var: Path) -> Ran:
    """`sigap COMMAND` on a terminal of its own, read to its end."""
    screen, terminal = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", *command],
        cwd=ROOT,
        env=environment(var),
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown = []
    with suppress(OSError):  # how Linux says that the terminal's other end is closed
        while chunk := os.read(screen, 65_536):
            shown.append(chunk)
    os.close(screen)
    _, status, used = os.wait4(process.pid, 0)
    return Ran(
        status=os.waitstatus_to_exitcode(status),
        seconds=time.perf_counter() - start,
        cpu_s=used.ru_utime + used.ru_stime,
        peak_mb=used.ru_maxrss / 1024,
        screen=b"".join(shown),
    )


if __name__ == "__main__":
    main()
