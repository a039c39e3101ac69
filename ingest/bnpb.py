"""BNPB's own sheet (91 or 94 columns), each row as a report or a rejection.

Rules of this sheet: a 0 is the form's default, not an answer (`kosong`); `md_hlg` and `menderita_mengungsi`
are sums that BNPB derives, so they are never added; `kerugian_juta` is in millions; the code in `id_kab` may
be BPS's or Kemendagri's: which, is decided for the whole file, and it is believed only where the name in
`kabkot` agrees. See docs/reference/bnpb.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gis.areas import AreaIndex
from gis.bnpb import COLUMNS_91, COLUMNS_94, FIGURES, KEYS, NEEDED
from gis.errors import InvalidInput
from gis.report import Finding, Rejection, Report, Severity
from ingest.bnpb_file import facts_of
from ingest.bnpb_kept import kept_row
from ingest.bnpb_row import report_of
from ingest.bnpb_sheet import BnpbSheet
from ingest.cells import BadCell
from ingest.sheetrow import RowKeeper
from ingest.table import Row, Sheet, Table, headers, merged_in_header

__all__ = ["COLUMNS_91", "COLUMNS_94", "FIGURES", "rows", "tables"]

AGENCY = "bnpb"
KNOWN_FROM = 12  # so many of its names make a header BNPB's


def tables(sheets: Iterable[Sheet]) -> tuple[Table, ...]:
    """The sheets that have BNPB's header, in any column order; () where none has.

    InvalidInput `kolom_kurang`: it is BNPB's header, but a column that every row needs is missing.
    """
    return tuple(table for sheet in sheets if (table := _table(sheet)))


def _table(sheet: Sheet) -> Table | None:
    table = max(headers(sheet), key=_known, default=None)
    if table is None or _known(table) < KNOWN_FROM:
        return None
    for group in NEEDED:
        if all(table.position(name) is None for name in group):
            raise _missing(table, group)
    return table


def _known(table: Table) -> int:
    return len(KEYS.keys() & set(table.keys))


def _missing(table: Table, group: tuple[str, ...]) -> InvalidInput:
    merged = merged_in_header(table)
    return InvalidInput(
        "kolom_kurang",
        "{place}: tidak ada kolom {columns}{merged_id}. Tanpa itu baris tidak dapat dibaca",
        "{place}: there is no column {columns}{merged_en}. Without it no row can be read",
        where=table.sheet.name,
        place=f"{table.sheet.name} baris {table.last_header_row}",
        columns=" / ".join(group),
        merged_id=f"; sel judul {merged} digabung (merge): pisahkan" if merged else "",
        merged_en=f"; header cells {merged} are merged: split them" if merged else "",
    )


def rows(
    found: Sequence[Table], *, agency: str | None = None, index: AreaIndex | None = None
) -> Iterator[Report | Rejection]:
    """Each row as a report, or as a rejection that names the cell and what would be accepted. Streams.

    `index` tells in which regency a point lies, for codes that two systems read differently.
    """
    ordinal = 0
    facts = facts_of(found, index)
    keeper = RowKeeper()
    for table in found:
        sheet = BnpbSheet(table, facts)
        unknown = _unknown_columns(table)
        for row in table.rows():
            item = _item(sheet, row, ordinal, agency or AGENCY)
            kept = kept_row(sheet, row, item, keeper)
            item = item.evolve(row=kept) if isinstance(item, Report) else replace(item, row=kept)
            if unknown and isinstance(item, Report):
                item, unknown = item.evolve(findings=(*item.findings, *unknown)), ()
            yield item
            ordinal += 1


def _item(sheet: BnpbSheet, row: Row, ordinal: int, agency: str) -> Report | Rejection:
    try:
        return report_of(sheet, row, ordinal, agency)
    except BadCell as bad:
        return bad.rejection(row, ordinal)


def _unknown_columns(table: Table) -> tuple[Finding, ...]:
    """Columns that BNPB's sheet does not have, told once, with the first report of the sheet."""
    unknown = [name for name, key in zip(table.names, table.keys, strict=True) if key and key not in KEYS]
    if not unknown:
        return ()
    listed = ", ".join(unknown)[:300]
    return (
        Finding(
            code="kolom_diabaikan",
            severity=Severity.INFO,
            id_text=f"Kolom yang tidak ada di lembar BNPB diabaikan: {listed}",
            en_text=f"Columns that BNPB's sheet does not have were left out: {listed}",
        ),
    )
