"""What benches share: an installation of their own, and a table of figures."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from gis import postgis

ROOT = Path(__file__).parents[2]


def environment(var: Path) -> dict[str, str]:
    """This environment with `var` as SIGAP's folder, on a terminal of known width."""
    return {**os.environ, "SIGAP_VAR": str(var), "COLUMNS": "100", "TERM": "xterm-256color"}


def run(*command: str, var: Path) -> None:
    """`sigap COMMAND` on that folder, in silence."""
    subprocess.run(
        [sys.executable, "-m", "api.cli", *command],
        cwd=ROOT,
        env=environment(var),
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def installation() -> Iterator[Path]:
    """A `var` with code lists and areas and no report; its embedded server runs meanwhile."""
    with tempfile.TemporaryDirectory(prefix="sigap-bench-") as folder:
        var = Path(folder) / "var"
        run("migrate", var=var)
        with postgis.running(var) as cluster:
            yield var
        shutil.rmtree(cluster.home, ignore_errors=True)


def print_table(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Words to the left, figures to the right."""
    table = [tuple(header), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    print(f"\n{title}")
    for first, *rest in table:
        cells = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        print("  ".join([first.ljust(widths[0]), *cells]).rstrip())
