"""Opening the database for a command: the operator's, or an embedded one that runs while it is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gis.errors import Unavailable
from gis.settings import Settings

if TYPE_CHECKING:
    from gis.db import Database
    from gis.files import Files
    from gis.ledger import Entry


@contextmanager
def database(settings: Settings, *, exclusive: bool = False, prepared: bool = True) -> Iterator["Database"]:
    """The database, migrated; `prepared`: with code lists and areas too.

    Without SIGAP_DATABASE_URL the embedded cluster of `settings.var` runs meanwhile; `exclusive` is for
    `sigap up`. The operator's own database is migrated only by `sigap migrate`.
    """
    from gis import db

    if settings.database_url:
        own = db.Database(settings.database_url, settings, read_url=settings.read_database_url)
        _refuse_outdated(own)
        yield from _opened(own, settings, prepared)
        return
    from gis import postgis, roles

    with postgis.running(settings.var, exclusive=exclusive, pg_bin=settings.pg_bin) as cluster:
        opened = db.Database(cluster.url(roles.APP), settings)
        if not opened.is_migrated():
            db.migrate(cluster.url(roles.OWNER))
        yield from _opened(opened, settings, prepared)


def _opened(opened: "Database", settings: Settings, prepared: bool) -> Iterator["Database"]:
    try:
        if prepared and not _is_prepared(opened):
            from ingest.prepare import prepare

            prepare(opened, var=settings.var)
        if prepared:
            _follow_rule(opened, settings)
            _derive_anew(opened)
        yield opened
    finally:
        opened.close()


def _is_prepared(opened: "Database") -> bool:
    # Asked here, so that a command on a prepared database need not load what preparing takes.
    from gis import code_lists, editions

    with opened.write() as conn:
        return code_lists.are_loaded(conn) and editions.has_edition(conn)


def _follow_rule(opened: "Database", settings: Settings) -> None:
    # A changed setting is an entry of the ledger: the past keeps the rule it was published by.
    from api.commands.writing import write
    from gis import corrections

    with opened.write() as conn:
        if corrections.silence_hours(conn) == settings.silence_hours:
            return
    write(
        opened,
        f"silence_hours {settings.silence_hours}",
        lambda entry: corrections.ensure_silence(entry, settings.silence_hours),
        by="sigap",
    )


def _derive_anew(opened: "Database") -> None:
    # Once, after a migration that says so. The past keeps the rows it was read by.
    from api.commands.writing import write
    from gis import derive

    def renewed(entry: "Entry") -> None:
        entry.lock()
        if derive.is_outdated(entry.conn):  # nobody else was quicker
            entry.touch(derive.all_events(entry.conn))
            derive.settle_renewal(entry.conn)

    with opened.write() as conn:
        outdated = derive.is_outdated(conn)
    if outdated:
        write(opened, "turunan dihitung ulang", renewed, by="sigap")


def _refuse_outdated(opened: "Database") -> None:
    if not opened.is_migrated():
        raise Unavailable(
            "migrasi",
            "Skema basis data belum yang terbaru; jalankan sigap migrate dengan SIGAP_OWNER_DATABASE_URL",
            "The database's schema is not the newest; run sigap migrate with SIGAP_OWNER_DATABASE_URL",
            where="SIGAP_DATABASE_URL",
        )


def files(settings: Settings) -> "Files":
    """The content-addressed files of this installation."""
    from gis.files import Files

    return Files(settings.files)


def read_stdin_or(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`."""
    import sys

    return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
