"""What a database needs before its first report: code lists, and areas to find places in."""

from datetime import datetime
from pathlib import Path

from gis import code_lists, ledger
from gis.db import Database
from ingest.areas import ensure_indicative


def prepare(database: Database, *, var: Path | None = None, recorded_at: datetime | None = None) -> None:
    """Load the code lists and, where there is no area edition yet, the indicative one. Safe to repeat.

    `var` keeps the shoreline that the indicative areas are cut from. `recorded_at` is for the demonstration
    data alone.
    """
    with database.write() as conn:
        loaded = code_lists.are_loaded(conn)
    if not loaded:
        with ledger.entry(database, by="sigap", why="daftar kode", recorded_at=recorded_at) as entry:
            code_lists.load(entry)
    ensure_indicative(database, var=var, recorded_at=recorded_at)
