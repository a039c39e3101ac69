"""Rows of tables as they came: kept, and found again when a corrected file is sent.

Rows are compared within a *scope*: one recipe (or BNPB's sheet) of one agency. A row's *identity* stays when
it is corrected, its *fingerprint* changes with any cell.
"""

import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from gis import queries, vault
from gis.copying import copy_rows
from gis.ledger import Entry
from gis.report import SheetRow

_SQL = queries.load("gis.sheetrows")
BNPB = "bnpb"
ROW = (
    "submission_id", "ordinal", "sheet", "row_number", "recipe", "scope", "identity", "fingerprint",
    "report_id", "replaces", "day", "cells", "entry",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a row that came in before, and the report that it became."""

    fingerprint: str
    report: UUID


@dataclass(frozen=True, slots=True)
class Kept:
    """A row to keep, and what became of it."""

    ordinal: int
    row: SheetRow
    report: UUID | None
    replaces: UUID | None = None


def scope_of(recipe: str | None, agency: str | None) -> str:
    """The scope of rows read by that recipe and sent by that agency."""
    return f"{recipe or ''}/{agency or ''}"


def lock(conn: sa.Connection, scope: str) -> None:
    """Wait until no other writer takes in a sheet of this scope; held to the transaction's end.

    Taken before the ledger's lock, never while holding it.
    """
    conn.execute(_SQL["lock_scope"], {"scope": scope})


def known(conn: sa.Connection, scope: str, identities: Collection[str], *, but: UUID) -> dict[str, Known]:
    """The newest row of each identity, among all submissions but one."""
    if not identities:
        return {}
    found = conn.execute(_SQL["known"], {"scope": scope, "identities": sorted(identities), "submission": but})
    return {row.identity: Known(row.fingerprint, row.report_id) for row in found}


def keep(entry: Entry, submission: UUID, recipe: str, scope: str, rows: Iterable[Kept]) -> None:
    """Keep the rows of a submission; the cells of BNPB's sheet are sealed."""
    kept = [
        (
            submission,
            each.ordinal,
            each.row.sheet,
            each.row.number,
            recipe,
            scope,
            each.row.identity,
            each.row.fingerprint,
            each.report,
            each.replaces,
            each.row.day,
            _sealed(entry, submission, each) if recipe == BNPB else None,
            entry.id,
        )
        for each in rows
    ]
    copy_rows(entry.conn, "sheet_row", ROW, kept)


def keep_heads(entry: Entry, submission: UUID, heads: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    """Keep the headers of a submission's sheets: name and columns."""
    rows = ((submission, sheet, names, entry.id) for sheet, names in heads)
    copy_rows(entry.conn, "sheet_head", ("submission_id", "sheet", "names", "entry"), rows)


def keep_flags(entry: Entry, rows: Iterable[Kept]) -> None:
    """Keep the sign-off that rows came with, as the sheet has it."""
    flags: Iterator[tuple[object, ...]] = (
        (each.report, level, "sah", "lembar", value, "lembar", entry.id)
        for each in rows
        if each.report
        for level, value in each.row.signed
    )
    copy_rows(entry.conn, "sign_off", ("report_id", "level", "act", "origin", "value", "by", "entry"), flags)


def opened(vaulted: vault.Vault, submission: UUID, sealed: bytes, report: UUID | None) -> bytes | None:
    """The cells that `keep` sealed of the row that became `report`; None once they were erased."""
    content = vaulted.open(submission, bytes(sealed), report)
    return None if content is None else zlib.decompress(content)


def _sealed(entry: Entry, submission: UUID, kept: Kept) -> bytes:
    return vault.seal(entry, submission, zlib.compress(kept.row.cells, 1), kept.report)


def events_of(conn: sa.Connection, reports: Collection[UUID]) -> dict[UUID, UUID]:
    """The event that each of those reports tells of now."""
    if not reports:
        return {}
    found = conn.execute(_SQL["events_and_statuses"], {"reports": list(reports)})
    return {row.report_id: row.event_id for row in found}


def replace_earlier(entry: Entry, reports: Collection[UUID], *, verified_too: bool) -> None:
    """Take out what these reports replace: the same rows as they were before they were sent again.

    `verified_too`: the new reports are verified; until then a verified earlier one stands beside its draft.
    """
    if reports:
        values = {"reports": list(reports), "verified_too": verified_too, "by": entry.by, "entry": entry.id}
        entry.touch(entry.conn.execute(_SQL["replace_earlier"], values).scalars().all())
