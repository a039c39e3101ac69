"""A command whose transaction lost against another writer's begins anew, and its user hears nothing of it."""

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from typer.testing import CliRunner

from api.cli import app
from gis import queries
from gis.db import Database
from gis.settings import Settings
from tests.registers import figure, keep, told

DECLARED = (
    *("status", "add", "--level", "siaga_darurat", "--area", "19.03", "--decree", "1/2026"),
    *("--issued-by", "Bupati", "--starts-on", "2026-01-01", "--ends-on", "2026-01-14"),
)
WRITES = {
    "report_status": ("verify", "REPORT", "--reason", "cocok"),
    "report_correction": ("correct", "REPORT", "--reason", "salah jenis", "--hazard", "cuaca_ekstrem"),
    "event_link": ("link", "REPORT", "--reason", "kejadian lain"),
    "emergency_status": DECLARED,
}


@pytest.mark.parametrize("table", list(WRITES))
def test_a_command_that_lost_begins_anew(environment: Settings, database: Database, table: str) -> None:
    """The other holds a table, the command the ledger; each waits for the other, and the command is ended."""
    ((_, report),) = keep(database, told(figure("meninggal", 1)), verified=False).reports
    words = [str(report) if word == "REPORT" else word for word in WRITES[table]]
    lock = queries.load_text("gis.ledger")["lock"]
    with (
        psycopg.connect(environment.owner_database_url or "") as other,
        psycopg.connect(environment.owner_database_url or "", autocommit=True) as watcher,
        ThreadPoolExecutor(1) as pool,
    ):
        other.execute(f"LOCK TABLE sigap.{table} IN SHARE MODE")
        command = pool.submit(CliRunner().invoke, app, words)
        until_somebody_waits(watcher, table)
        other.execute(lock)  # the command waited first, so it is the one that is ended
        other.commit()
        done = command.result(60)
    assert done.exit_code == 0, done.output
    with database.write() as conn:
        asked = "SELECT count(*) FROM ledger_entry WHERE recorded_by = 'baris-perintah'"
        assert conn.exec_driver_sql(asked).scalar_one() == 1


def until_somebody_waits(watcher: psycopg.Connection, table: str) -> None:
    """Return once a lock on the table is waited for."""
    asked = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = %s::regclass)"
    for _ in range(3000):
        row = watcher.execute(asked, [f"sigap.{table}"]).fetchone()
        if row and row[0]:
            return
        time.sleep(0.01)
    raise AssertionError(f"nobody waits for {table}")
