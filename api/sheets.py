"""Ordering a sheet: what is to be drawn is read, drawn, kept under its hash and entered in the ledger."""

from typing import Any

from gis import ledger, sheets
from gis.db import Database
from gis.files import Files
from gis.settings import Settings
from gis.viewer import Viewer
from maps import order as ordering
from maps.order import SheetOrder


def issue(
    database: Database, files: Files, settings: Settings, order: SheetOrder, viewer: Viewer
) -> tuple[dict[str, Any], bytes]:
    """(the sheet's register row, its PDF). The same order in an unchanged scope gives the same sheet."""
    from maps import sheet  # the print engine is heavy, and only wanted here

    with database.write() as conn:
        secret = sheets.secret(conn)
    with database.read(viewer) as conn:
        ready = ordering.build(conn, order, viewer=viewer, settings=settings, secret=secret)
    with database.write() as conn:
        known = sheets.find(conn, ready.code)
    if known:
        return known, files.read(known["file_sha256"])
    pdf = sheet.render(ready.spec)
    sha256 = files.put(pdf)
    with ledger.entry(database, by=viewer.name, why=f"lembar {ready.identity.number}") as entry:
        sheets.issue(
            entry,
            ready.identity,
            code=ready.code,
            title=ready.spec.title,
            valid_at=ready.valid_at,
            file_sha256=sha256,
            request=order.as_dict(),
        )
    with database.write() as conn:
        return sheets.by_code(conn, ready.code), pdf
