"""An ingest killed on its way leaves nothing of its file, whoever was killed; told again it takes all."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from gis import postgis
from gis.postgis import Cluster
from tests.bnpb_sheets import UNREADABLE_EVERY, write_sheet

ROOT = Path(__file__).parents[2]
ROWS = 20_000
REJECTED = ROWS // UNREADABLE_EVERY
COLUMNS = (
    *("id_prov", "id_kab", "provinsi", "kabkot", "id_jenis_bencana", "kejadian", "lokasi"),
    *("tahun", "bulan", "tanggal", "kronologis", "sumber", "kib", "longitude", "latitude"),
    *("menderita", "terendam", "meninggal"),
)
PATIENCE_S = 120

Counts = dict[str, int]


class Installation:
    """A folder of its own, as an operator has it, and one large sheet to be taken in."""

    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.sheet = folder / "bnpb.xlsx"

    @property
    def cluster(self) -> Cluster:
        return postgis.cluster_of(self.var)

    def start(self, *command: str) -> subprocess.Popen[str]:
        """`sigap COMMAND` as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "api.cli", *command],
            cwd=ROOT,
            env={**os.environ, "SIGAP_VAR": str(self.var)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def counts(self) -> Counts:
        """Rows of every table that SIGAP has; the server is started when it does not run."""
        with postgis.running(self.var) as cluster, psycopg.connect(cluster.url(postgis.SUPERUSER)) as conn:
            tables = conn.execute("SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'sigap'")
            names = [name for (name,) in tables.fetchall()]
            return {name: _count(conn, name) for name in names}


def _count(conn: psycopg.Connection, table: str) -> int:
    row = conn.execute(sql.SQL("SELECT count(*) FROM sigap.{}").format(sql.Identifier(table))).fetchone()
    assert row
    return int(row[0])


@pytest.fixture
def installation() -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix="sigap-uji-"))
    made = Installation(folder)
    write_sheet(made.sheet, ROWS, COLUMNS)
    prepared = made.start("migrate")
    assert prepared.wait(PATIENCE_S) == 0, prepared.communicate()[0]
    yield made
    with postgis.running(made.var):
        pass  # whatever was left running stops here
    shutil.rmtree(made.cluster.home)
    shutil.rmtree(folder, ignore_errors=True)


def test_a_killed_ingest_leaves_nothing_and_can_be_told_again(installation: Installation) -> None:
    before = installation.counts()
    with ingesting(installation) as process:
        # Rows of a transaction in progress are on disk before anyone can see them.
        wait_for(lambda: on_disk(installation, "report") > 1_000_000, "rows in the middle of the sheet")
        process.kill()
    assert installation.counts() == before, "the ingest was killed"

    with ingesting(installation) as process:
        wait_for(lambda: on_disk(installation, "event_link") > 0, "all rows in, events being derived")
        kill_server(installation)
        said, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode != 0
    assert "Traceback" not in said
    assert installation.counts() == before, "the server was killed"

    with ingesting(installation) as process:
        said, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, said
    assert f"{ROWS - REJECTED}" in said
    after = installation.counts()
    assert (after["report"], after["item"], after["submission"]) == (ROWS - REJECTED, ROWS, 1)
    assert after["event_state"] == after["event"], "every event is published, and read alike by all"

    with ingesting(installation) as process:
        said, _ = process.communicate(timeout=PATIENCE_S)
    grown = {name for name, count in installation.counts().items() if count != after[name]}
    assert grown == {"receipt", "ledger_entry"}, "the same file again only adds its receipt"


@contextmanager
def ingesting(installation: Installation) -> Iterator[subprocess.Popen[str]]:
    """`sigap ingest` of the sheet, ended when the block is left."""
    with installation.start("ingest", "--verified", str(installation.sheet)) as process:
        yield process
        process.kill()


def on_disk(installation: Installation, table: str) -> int:
    """Bytes of a table, of committed rows or not; 0 while the server cannot be asked."""
    with (
        suppress(psycopg.OperationalError),
        psycopg.connect(installation.cluster.url(postgis.SUPERUSER)) as conn,
    ):
        row = conn.execute("SELECT pg_relation_size(%s::regclass)", [f"sigap.{table}"]).fetchone()
        return int(row[0]) if row else 0
    return 0


def kill_server(installation: Installation) -> None:
    """Kill the database server as a power cut would, without a word to its children."""
    pid = installation.cluster.pid()
    assert pid
    os.kill(pid, signal.SIGKILL)


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(0.02)
