"""The sender's own workbook back: what was not taken or is doubtful marked at its cell, with a summary.

Sheets, formats, widths and formulas stay as they are. Colours are told apart without colour too: a refused
cell is hatched, and each comment begins with its word. What is too large to be opened as a whole comes back
as its marked rows alone. Macros do not come back.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from uuid import UUID

import openpyxl
import sqlalchemy as sa
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gis import queries, xlsx
from gis.errors import InvalidInput, NotFound
from gis.files import Files
from gis.sheetcells import Value
from gis.vault import Vault
from gis.viewer import Viewer
from ingest import archive, readers
from ingest.readers import SUMMARY
from ingest.recipe import recipes
from ingest.returned_marks import REFUSED, Mark, marks_of
from ingest.returned_summary import FILLS, About, sheet_of, summarise
from ingest.table import Table

_SQL = queries.load("gis.returned")
MOST_MARKS = 5_000
OPENED_WHOLE_BYTES = 24_000_000  # of XML in all its sheets: some 400,000 cells
ROW_FILL = PatternFill("solid", fgColor="FFFDE9EA", bgColor="FFFDE9EA")
AUTHOR = "SIGAP"


@dataclass(slots=True)
class _Tables:
    """The tables of the file by sheet, for finding a column by its header."""

    by_sheet: dict[str, Table] = field(default_factory=dict)

    def position(self, mark: Mark) -> int | None:
        table = self.by_sheet.get(mark.sheet)
        if table is None or not mark.column:
            return None
        return table.names.index(mark.column) if mark.column in table.names else table.position(mark.column)


def returned(
    conn: sa.Connection, files: Files, submission: UUID, *, seq: int, reader: Viewer | None = None
) -> tuple[str, bytes]:
    """Name and bytes of the workbook to send back.

    NotFound: no such submission, it was erased, or a `reader` bound to a regency neither sent it nor are
    all its reports of that regency. InvalidInput: it was no table.
    """
    if reader and reader.area and not is_of(conn, submission, reader):
        raise no_submission(submission)
    about = conn.execute(_SQL["about"], {"id": submission, "seq": seq}).one_or_none()
    content = Vault(conn).original(files, submission) if about else None
    if about is None or content is None:
        raise no_submission(submission)
    if about.kind not in ("bnpb", "tabel"):
        raise InvalidInput(
            "bukan_tabel",
            "Hanya tabel yang dikembalikan; {filename} bukan tabel",
            "Only tables are sent back; {filename} is none",
            where="id",
            filename=about.filename,
        )
    recipe = recipes().get(about.recipe) if about.kind == "tabel" else None
    marks = marks_of(conn, submission, seq=seq, recipe=recipe)
    counts = {row.status: row.n for row in conn.execute(_SQL["counts"], {"id": submission})}
    told = About(submission=submission, filename=about.filename, recorded_at=about.recorded_at, counts=counts)
    stem = PurePath(about.filename).stem[:80] or "kiriman"
    return f"{stem}-periksa.xlsx", build(content, marks, told, recipe=about.recipe)


def is_of(conn: sa.Connection, submission: UUID, reader: Viewer) -> bool:
    """Whether the reader sent it, or every report of it (and there is one) lies in the reader's regency."""
    key = {"id": submission, "name": reader.name, "agency": reader.agency}
    if conn.execute(_SQL["sent_by"], key).scalar_one():
        return True
    areas = conn.execute(_SQL["areas"], {"id": submission}).scalars().all()
    return bool(areas) and all(f"{area}.".startswith(f"{reader.area}.") for area in areas)


def no_submission(submission: UUID) -> NotFound:
    return NotFound(
        "kiriman",
        "Kiriman {id} tidak ada, atau sudah dihapus",
        "There is no submission {id}, or it was erased",
        where="id",
        id=str(submission),
    )


def build(content: bytes, marks: Sequence[Mark], about: About, *, recipe: str | None = None) -> bytes:
    """The workbook with the marks in it and the sheet `SUMMARY` behind the others."""
    asked = None if recipe in (None, "bnpb") else recipe
    source = readers.read(content, about.filename, recipe=asked)
    tables = _Tables({table.sheet.name: table for table in source.tables})
    book = _opened(content, source)
    whole = book is not None
    if book is not None and SUMMARY in book.sheetnames:  # the file was sent back before
        _clean(book)
    if book is None:
        book, marks = _only_marked(source, marks)
        tables = _Tables({table.sheet.name: table for table in source.tables})
    shown = list(marks[:MOST_MARKS])
    addresses = [_mark(book, mark, tables) for mark in shown]
    _comment(book, shown, addresses)
    summarise(book, shown, addresses, about, left_out=len(marks) - len(shown), whole=whole)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _opened(content: bytes, source: readers.Source) -> Workbook | None:
    """The sender's workbook; one of the same cells for .xls and CSV; None where it is too much to open."""
    if source.format != "xlsx":
        sheets = [xlsx.SheetOut(table.sheet.name, list(_all_rows(table)), ()) for table in source.tables]
        if sum(len(list(sheet.rows)) for sheet in sheets) * 60 > OPENED_WHOLE_BYTES // 20:
            return None
        target = io.BytesIO()
        xlsx.write(target, sheets)
        return openpyxl.load_workbook(target)
    with archive.open_archive(content, filename=source.filename) as opened:
        xml = sum(entry.file_size for entry in opened.infolist() if "worksheets/" in entry.filename)
    if xml > OPENED_WHOLE_BYTES:
        return None
    try:
        return openpyxl.load_workbook(io.BytesIO(content))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, zipfile.BadZipFile):
        return None  # our own reader takes what that library stumbles over


def _clean(book: Workbook) -> None:
    """Take out what marking left in the workbook when it was sent back before."""
    del book[SUMMARY]
    ours = {fill.fgColor.rgb for fill in (*FILLS.values(), ROW_FILL)}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.has_style and cell.fill.fgColor.rgb in ours:
                    cell.fill = PatternFill()
                if isinstance(cell, Cell) and cell.comment and cell.comment.author == AUTHOR:
                    cell.comment = None


def _all_rows(table: Table) -> Iterator[list[Value]]:
    """Every row at its own number, blank ones between them."""
    at = 1
    for number, values in table.sheet.read():
        yield from ([] for _ in range(number - at))
        yield values
        at = number + 1


def _only_marked(source: readers.Source, marks: Sequence[Mark]) -> tuple[Workbook, list[Mark]]:
    """A workbook of the header and the marked rows, and the marks at their new places."""
    wanted = {(mark.sheet, mark.row) for mark in marks[:MOST_MARKS]}
    sheets, moved = [], {}
    for table in source.tables:
        lines: list[list[Value]] = []
        for number, values in table.sheet.read():
            if number <= table.last_header_row or (table.sheet.name, number) in wanted:
                lines.append(values)
                moved[table.sheet.name, number] = len(lines)
        sheets.append(xlsx.SheetOut(table.sheet.name, lines))
    target = io.BytesIO()
    xlsx.write(target, sheets)
    return openpyxl.load_workbook(target), [
        Mark(mark.kind, mark.sheet, moved[mark.sheet, mark.row], mark.column, mark.text)
        for mark in marks
        if (mark.sheet, mark.row) in moved
    ]


def _mark(book: Workbook, mark: Mark, tables: _Tables) -> str:
    """Colour the mark's cell (a refused row faintly too); its address, "" where it has none."""
    sheet = sheet_of(book, mark.sheet)
    if sheet is None:
        return ""
    position = tables.position(mark)
    if mark.kind == REFUSED:
        _tint(sheet, mark.row, tables.by_sheet[mark.sheet])
    cell = _anchor(sheet, mark.row, (position or 0) + 1)
    if cell.fill.fill_type != "lightUp":  # refused stays refused
        cell.fill = FILLS[mark.kind]
    return str(cell.coordinate)


def _tint(sheet: Worksheet, row: int, table: Table) -> None:
    for position, name in enumerate(table.names, start=1):
        cell = sheet.cell(row, position)
        if name and isinstance(cell, Cell) and cell.fill.fill_type in (None, "none"):
            cell.fill = ROW_FILL


def _anchor(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, or the one that shows it where it is merged."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        area = next(each for each in sheet.merged_cells.ranges if cell.coordinate in each)
        cell = sheet.cell(area.min_row, area.min_col)
    assert isinstance(cell, Cell)
    return cell


def _comment(book: Workbook, marks: Sequence[Mark], addresses: Sequence[str]) -> None:
    """All that is said of a cell in one comment, below what somebody wrote there before."""
    said: dict[tuple[str, str], list[str]] = {}
    for mark, address in zip(marks, addresses, strict=True):
        if address:
            said.setdefault((mark.sheet, address), []).append(f"{mark.kind}: {mark.text}")
    for (name, address), texts in said.items():
        sheet = sheet_of(book, name)
        assert sheet is not None
        cell = sheet[address]
        before = [cell.comment.text] if cell.comment and cell.comment.author != AUTHOR else []
        text = "\n\n".join([*before, *dict.fromkeys(texts)])[:8_000]
        cell.comment = Comment(text, AUTHOR, height=min(300, 60 + len(text) // 2), width=360)
