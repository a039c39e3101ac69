"""Sheets of an .xlsx workbook, read as a stream: a 50,000-row sheet takes some 60 MB and 8 s.

openpyxl's read-only mode needs 31 s for the same sheet (4.7 million cells), more than half of what a whole
ingest may take; its knowledge of number formats and serial dates is used here.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers.expat import ExpatError
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel
from openpyxl.utils.escape import unescape

from gis import sheetcells
from gis.errors import InvalidInput, TooLarge
from gis.sheetcells import GENERAL, Fault, ShownDate, ShownTime
from ingest import archive
from ingest.sheetplain import NotPlain, read_plain_rows, read_plain_texts
from ingest.sheetxml import read_row, read_rows
from ingest.table import MergedRange, Sheet, Value, column_number

MAX_SHARED_BYTES = 150_000_000  # the table of texts is the only part kept in memory
WORKBOOK_PART = "xl/workbook.xml"
MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)"')
MERGE_OVERLAP_BYTES = 120
EXACT_INTEGER = 2**53
DAYS_1904 = 1462  # how much later the calendar of old Macintosh workbooks begins
MERGES_WITHIN_ROWS = 50  # only those near the header matter


@dataclass(frozen=True, slots=True)
class _Book:
    """What every sheet needs to turn a stored cell into a value."""

    filename: str
    archive: ZipFile
    texts: list[str]
    formats: tuple[str, ...]  # the number format of each cell style
    date_styles: frozenset[int]
    epoch: datetime


def read_xlsx(content: bytes | Path, *, filename: str) -> tuple[Sheet, ...]:
    """The visible sheets in order. InvalidInput: not a workbook, broken, locked; TooLarge: a zip bomb."""
    opened = archive.open_archive(content, filename=filename)
    with _said_as_broken(filename):
        workbook = _parse(opened, WORKBOOK_PART)
        book = _book(opened, workbook, filename)
        parts = _relations(opened)
        return tuple(
            _sheet(book, element.get("name", ""), parts[_relation_id(element)])
            for element in workbook.iterfind(".//{*}sheets/{*}sheet")
            if element.get("state", "visible") == "visible" and "worksheets/" in parts[_relation_id(element)]
        )


@contextmanager
def _said_as_broken(filename: str) -> Iterator[None]:
    """Whatever a malformed part makes the XML reader or us stumble over becomes one InvalidInput."""
    try:
        yield
    except (ElementTree.ParseError, ExpatError, LookupError, ValueError, TypeError) as error:
        raise InvalidInput(
            "buku_kerja_rusak",
            "{filename} bukan buku kerja Excel yang utuh: buka di Excel dan simpan ulang sebagai .xlsx",
            "{filename} cannot be read as an Excel workbook: open it in Excel and save it again as .xlsx",
            where=filename,
            filename=filename,
        ) from error


def _sheet(book: _Book, name: str, part: str) -> Sheet:
    return Sheet(name=name, read=partial(_rows, book, part), merged=tuple(_merged(book.archive, part)))


def _book(opened: ZipFile, workbook: Element, filename: str) -> _Book:
    properties = workbook.find("{*}workbookPr")
    old_mac = properties is not None and properties.get("date1904") in ("1", "true")
    formats = _formats(opened)
    return _Book(
        filename=filename,
        archive=opened,
        texts=_shared_texts(opened),
        formats=formats,
        date_styles=frozenset(position for position, code in enumerate(formats) if is_date_format(code)),
        epoch=CALENDAR_MAC_1904 if old_mac else CALENDAR_WINDOWS_1900,
    )


def _parse(opened: ZipFile, part: str) -> Element:
    return ElementTree.fromstring(opened.read(part))  # holds no entities: the archive refuses document types


def _relation_id(element: Element) -> str:
    return next((value for name, value in element.attrib.items() if str(name).endswith("}id")), "")


def _relations(opened: ZipFile) -> dict[str, str]:
    """Part names by relation id."""
    root = _parse(opened, "xl/_rels/workbook.xml.rels")
    return {
        relation.get("Id", ""): _part_name(relation.get("Target", ""))
        for relation in root.iterfind("{*}Relationship")
    }


def _part_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _shared_texts(opened: ZipFile) -> list[str]:
    name = next((n for n in opened.namelist() if n.lower() == "xl/sharedstrings.xml"), None)
    if name is None:
        return []
    if opened.getinfo(name).file_size > MAX_SHARED_BYTES:
        raise TooLarge(
            "teks_terlalu_banyak",
            "Buku kerja memuat teks lebih dari {megabytes} MB: bagi menjadi beberapa berkas",
            "The workbook holds more than {megabytes} MB of text: split it into several files",
            megabytes=MAX_SHARED_BYTES // 1_000_000,
        )
    try:
        with opened.open(name) as part:
            return [unescape(text) if "_" in text else text for text in read_plain_texts(part, _text_of_item)]
    except NotPlain:
        with opened.open(name) as part:
            return list(_texts(part))


def _text_of_item(inside: str) -> str:
    return _text_of(ElementTree.fromstring(f"<si>{inside}</si>"))


def _texts(part: IO[bytes]) -> Iterator[str]:
    """The texts in order; each item is forgotten once it has been read."""
    events = ElementTree.iterparse(part, events=("start", "end"))
    _, root = next(events)
    for event, item in events:
        if event == "end" and item.tag.endswith("}si"):
            yield _text_of(item)
            root.clear()


def _text_of(item: Element) -> str:
    """The text of a shared string, without the phonetic guides of East Asian workbooks."""
    runs = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
    return unescape("".join(run.text or "" for run in runs))


def _formats(opened: ZipFile) -> tuple[str, ...]:
    """The number format of each cell style."""
    if "xl/styles.xml" not in opened.namelist():
        return ()
    root = _parse(opened, "xl/styles.xml")
    own = {
        int(f.get("numFmtId", 0)): f.get("formatCode", "") for f in root.iterfind(".//{*}numFmts/{*}numFmt")
    }
    numbers = [int(style.get("numFmtId", 0)) for style in root.iterfind("{*}cellXfs/{*}xf")]
    return tuple(own.get(number) or BUILTIN_FORMATS.get(number, GENERAL) for number in numbers)


def _merged(opened: ZipFile, part: str) -> Iterator[MergedRange]:
    """Merged ranges near the top. The list stands after the rows, so the part is skimmed for it first."""
    tail = b""
    with opened.open(part) as stream:
        while chunk := stream.read(archive.CHUNK_BYTES):
            text = tail + chunk
            for match in MERGE.finditer(text):
                left, top, right, bottom = (group.decode() for group in match.groups())
                if int(top) <= MERGES_WITHIN_ROWS:
                    yield MergedRange(
                        column_number(left) - 1, int(top), column_number(right) - 1, int(bottom)
                    )
            last = text.rfind(b"<")
            tail = text[last:] if last > len(text) - MERGE_OVERLAP_BYTES else b""


def _rows(book: _Book, part: str) -> Iterator[tuple[int, list[Value]]]:
    """Row number (from 1) and values, None where empty; rows without any value are left out."""
    read_cell, given = partial(_value, book), 0
    with _said_as_broken(book.filename):
        try:
            with book.archive.open(part) as stream:
                for row in read_plain_rows(
                    stream, book.texts, read_cell, lambda row: read_row(row, read_cell)
                ):
                    yield row
                    given += 1
            return
        except NotPlain:
            pass
        with book.archive.open(part) as stream:
            yield from islice(read_rows(stream, read_cell), given, None)


def _value(book: _Book, kind: str, text: str, style: str) -> Value:
    if kind == "s":
        return book.texts[int(text)] or None
    return _number(book, text, style) if kind == "n" else _READERS[kind](text)


def _number(book: _Book, text: str, style: str) -> Value:
    number = float(text)
    position = int(style) if style else 0
    if position in book.date_styles:
        return serial_date(number, book.epoch, book.formats[position])
    shown = book.formats[position] if position < len(book.formats) else GENERAL
    return plain_number(number, shown)


def plain_number(number: float, number_format: str = GENERAL) -> int | float:
    """The number, whole where it is, with its format where it has one."""
    whole = int(number) if number.is_integer() and abs(number) < EXACT_INTEGER else number
    return whole if number_format == GENERAL else sheetcells.number(whole, number_format)


def serial_date(number: float, epoch: datetime = CALENDAR_WINDOWS_1900, number_format: str = "") -> Value:
    """The moment of an Excel serial date; the number itself where no calendar has such a day.

    With a format, the moment remembers it and its serial number in the 1900 calendar.
    """
    try:
        moment = from_excel(number, epoch)
    except (ValueError, OverflowError):
        moment = None
    serial = number + DAYS_1904 if epoch == CALENDAR_MAC_1904 and number >= 1 else number
    if not isinstance(moment, (datetime, time)):
        return plain_number(number, number_format or GENERAL)
    if not number_format:
        return moment
    shown = ShownTime.of(moment, serial, number_format) if isinstance(moment, time) else None
    return shown or ShownDate.of(moment, serial, number_format)  # type: ignore[arg-type]


def _iso_date(text: str) -> Value:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


_READERS: dict[str, Callable[[str], Value]] = {
    "inlineStr": lambda text: unescape(text) or None,
    "str": lambda text: unescape(text) or None,
    "b": lambda text: text == "1",
    "e": Fault,  # "#REF!": an error is told where a number is wanted
    "d": _iso_date,
}
