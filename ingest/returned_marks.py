"""What is wrong in a table that came in, cell by cell, as its sender is told."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import bnpb, queries
from gis.vault import Vault
from ingest import redaction
from ingest.recipe import Recipe

_SQL = queries.load("gis.returned")
REFUSED, DOUBTED = "DITOLAK", "PERIKSA"
COLUMN_OF = {"lonlat": "longitude", "areas": "lokasi", "occurrence": "tanggal", "hazard": "kejadian"}
ROLE_OF = {"lonlat": ("lonlat", "x"), "areas": ("place", "village", "district", "regency")}


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to mark: `column` is a header as written, "" where no one cell is to blame."""

    kind: str  # REFUSED | DOUBTED
    sheet: str
    row: int
    column: str
    text: str


def marks_of(conn: sa.Connection, submission: UUID, *, seq: int, recipe: Recipe | None) -> list[Mark]:
    """Rows that were not taken and cells that are doubtful, in that order. What is personal is hidden."""
    key = {"id": submission, "seq": seq}
    vault = Vault(conn, [submission])
    refused = [_refused(row, vault, submission) for row in conn.execute(_SQL["refused"], key)]
    doubted = [
        Mark(
            REFUSED if row.code == "ditolak_petugas" else DOUBTED,
            row.sheet,
            row.row_number,
            _column(row.field, recipe),
            redaction.masked(row.id_text),
        )
        for row in conn.execute(_SQL["doubted"], key)
    ]
    return [*refused, *doubted]


def _refused(row: Any, vault: Vault, submission: UUID) -> Mark:
    reason = row.reason_id
    if row.sealed is not None:
        content = vault.open(submission, bytes(row.sealed))
        reason = json.loads(content)["reason_id"] if content else None
    return Mark(
        REFUSED,
        row.sheet,
        row.row_number,
        row.column_name or "",
        redaction.masked(reason or row.code or ""),
    )


def _column(field: str, recipe: Recipe | None) -> str:
    """The header of the column that a finding speaks of."""
    if recipe is None:
        column = COLUMN_OF.get(field) or {kind: name for name, kind in bnpb.FIGURES.items()}.get(field, field)
        return column if column in bnpb.COLUMNS_94 else ""
    return next(_headers(field, recipe), "")


def _headers(field: str, recipe: Recipe) -> Iterator[str]:
    for name, column in recipe.columns.items():
        if field and field in (column.kind, column.field, column.to, name):
            yield name
    for role in ROLE_OF.get(field, ()):
        yield from (name for name, column in recipe.columns.items() if column.to == role)
