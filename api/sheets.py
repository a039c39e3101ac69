"""Ordering a sheet: what is to be drawn is read, drawn, kept under its hash and entered in the ledger."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import ledger, sheets
from gis.db import Database
from gis.files import Files
from gis.settings import Settings
from gis.viewer import Audience, Viewer
from layers.filter import Filter, audience_of
from maps import order as ordering
from maps.order import SheetOrder


def is_within(conn: sa.Connection, scope: str, viewer: Viewer) -> bool:
    """Whether a sheet of that scope with drafts on it is for this viewer: in its regency, if it has one."""
    if viewer.kinds is not None:  # a sheet shows the figures of all sectors
        return False
    if not viewer.bound:
        return not viewer.is_public
    kind, _, place = scope.partition(":")
    if kind == "area":
        return f"{place}.".startswith(f"{viewer.bound}.")
    asked = Filter(viewer=viewer, moment=ledger.resolve(conn))
    return audience_of(conn, UUID(place), asked) == Audience.OFFICER


def may_read(conn: sa.Connection, row: Mapping[str, Any], viewer: Viewer) -> bool:
    """Whether the viewer may read an issued sheet."""
    return row["audience"] == Audience.PUBLIC or is_within(conn, row["scope"], viewer)


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
