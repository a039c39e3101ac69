"""A process killed when its submission is written, but not committed, leaves the register as it was."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from gis import derive, tables
from gis.db import Database
from gis.settings import Settings
from tests.bnpb_rows import ROW, content_of

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120
TEXT = """LAPORAN KEJADIAN
Jenis Kejadian : Angin Puting Beliung
Waktu : Selasa, 10/03/2026 Pkl. 14.20 WIB
Lokasi : Ds. Rias Kec. Toboali Kab. Bangka Selatan
Rumah RR 3 unit, MD : Nihil"""
CHAT = f"10/03/26 17.32 - Petugas Contoh: {TEXT}\n10/03/26 17.33 - Petugas Contoh: Siap\n"
SENT = {
    "laporan.txt": (TEXT.encode(), 1),
    "WhatsApp Chat.txt": (CHAT.encode(), 1),
    "bnpb.xlsx": (content_of(*({**ROW, "tanggal": str(day)} for day in range(1, 9))), 8),
}


WAITING = sa.text(
    "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND classid = 19 AND NOT granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@contextmanager
def ingesting(settings: Settings, path: Path) -> Iterator[subprocess.Popen[str]]:
    """`sigap ingest FILE` as a process of its own."""
    assert settings.database_url
    assert settings.master_key
    known = {
        "SIGAP_DATABASE_URL": settings.database_url,
        "SIGAP_VAR": str(settings.var),
        "SIGAP_MASTER_KEY": settings.master_key.get_secret_value(),
    }
    command = [sys.executable, "-m", "api.cli", "ingest", "--verified", str(path)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **known},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        yield process
        process.kill()


def counts(database: Database) -> dict[str, int]:
    """Rows of every table of the register."""
    with database.write() as conn:
        return {
            table: int(conn.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())
            for table in (*tables.REGISTER, "event_state", "published_figure")
        }


def waiting_for_the_ledger(database: Database) -> bool:
    """Whether somebody has written a submission and waits to settle it."""
    with database.write() as conn:
        return bool(conn.execute(WAITING).scalar_one())


def wait_for(done: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < end, what
        time.sleep(0.05)


@pytest.mark.parametrize("name", SENT)
def test_killed_before_its_commit_it_leaves_nothing(
    database: Database, settings: Settings, tmp_path: Path, name: str
) -> None:
    content, reports = SENT[name]
    path = tmp_path / name
    path.write_bytes(content)
    before = counts(database)
    with database.write() as conn:
        conn.execute(sa.text("SELECT pg_advisory_xact_lock(19, 1)"))  # as another writer would
        with ingesting(settings, path) as process:
            wait_for(lambda: waiting_for_the_ledger(database), "all written")
            os.kill(process.pid, signal.SIGKILL)
            process.wait(PATIENCE_S)
    wait_for(lambda: not waiting_for_the_ledger(database), "its transaction is over")
    assert counts(database) == before

    with ingesting(settings, path) as process:
        said, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, said
    after = counts(database)
    assert (after["submission"] - before["submission"], after["report"]) == (1, reports)
    assert derive.check(database) == (reports, 0)
