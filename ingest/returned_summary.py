"""The sheet that tells the sender what became of a file: counts, and each fault with a link to its cell."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gis import xlsx
from gis.zone import WIB
from ingest.readers import SUMMARY
from ingest.returned_marks import DOUBTED, REFUSED, Mark
from ingest.table import letters

FILLS = {
    REFUSED: PatternFill("lightUp", fgColor="FF9C0006", bgColor="FFFFC7CE"),
    DOUBTED: PatternFill("solid", fgColor="FFFFEB9C", bgColor="FFFFEB9C"),
}
HEAD = ("No", "Hasil", "Lembar", "Baris", "Kolom", "Alasan", "Ke sel")
WIDTHS = (6, 12, 20, 8, 26, 90, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the summary says of the submission."""

    submission: UUID
    filename: str
    recorded_at: datetime
    counts: Mapping[str, int]


def sheet_of(book: Workbook, name: str) -> Worksheet | None:
    """The sheet of that name, as Excel may have cut it."""
    for title in (name, xlsx.sheet_name(name)):
        if title in book.sheetnames and isinstance(book[title], Worksheet):
            found: Worksheet = book[title]
            return found
    return None


def summarise(
    book: Workbook,
    marks: Sequence[Mark],
    addresses: Sequence[str],
    about: About,
    *,
    left_out: int,
    whole: bool,
) -> None:
    """Add the sheet behind the others and show it first. `whole`: the book is all that came in."""
    sheet = book.create_sheet(SUMMARY)
    for line in _introduction(marks, about, left_out=left_out, whole=whole):
        sheet.append(list(line))
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([])
    sheet.append(list(HEAD))
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    first = sheet.max_row + 1
    for number, (mark, address) in enumerate(zip(marks, addresses, strict=True), start=1):
        sheet.append([number, mark.kind, mark.sheet, mark.row, mark.column, mark.text, ""])
        _link(sheet, first + number - 1, mark, address, book)
    for position, width in enumerate(WIDTHS):
        sheet.column_dimensions[letters(position)].width = width
    sheet.freeze_panes = f"A{first}"
    book.active = book.sheetnames.index(SUMMARY)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other.title == SUMMARY


def _link(sheet: Worksheet, row: int, mark: Mark, address: str, book: Workbook) -> None:
    for cell in sheet[row]:
        cell.data_type = "n" if isinstance(cell.value, int) else "s"  # text that begins with = stays text
    sheet.cell(row, 2).fill = FILLS[mark.kind]
    target = sheet_of(book, mark.sheet)
    if address and target is not None:
        cell = sheet.cell(row, 7, address)
        title = target.title.replace("'", "''")
        cell.hyperlink = f"#'{title}'!{address}"
        cell.font = Font(color="FF0563C1", underline="single")


def _introduction(
    marks: Sequence[Mark], about: About, *, left_out: int, whole: bool
) -> Iterator[tuple[Any, ...]]:
    when = about.recorded_at.astimezone(WIB)
    counts, kinds = about.counts, Counter(mark.kind for mark in marks)
    yield ("Ringkasan SIGAP",)
    yield (f"Berkas {about.filename}, diterima {when:%d/%m/%Y %H.%M} WIB, kiriman {about.submission}",)
    yield (
        (
            f"Dimuat {counts.get('dimuat', 0)} baris, ditolak {counts.get('ditolak', 0)}, "
            f"sama seperti sebelumnya {counts.get('sama', 0)}; perlu diperiksa {kinds[DOUBTED]} hal"
        ),
    )
    yield ("DITOLAK: baris belum masuk. Sel yang salah berarsir merah, barisnya merah muda.",)
    yield ("PERIKSA: baris sudah masuk, tetapi sel kuning meragukan. Betulkan bila keliru.",)
    yield ("Betulkan di lembar aslinya, lalu kirim lagi berkas ini: hanya baris yang berubah yang dimuat.",)
    yield ("Lembar ringkasan ini tidak dibaca.",)
    if left_out:
        yield (f"{left_out} hal lagi tidak ditandai: betulkan dahulu yang ini.",)
    if not whole:
        yield ("Berkas aslinya terlalu besar: hanya baris yang ditandai yang dikembalikan di sini.",)
