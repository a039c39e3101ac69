"""Sheets of an old .xls workbook, through xlrd."""

import io
from collections.abc import Iterator
from functools import partial

import xlrd
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from gis.errors import InvalidInput
from gis.sheetcells import GENERAL, Fault
from ingest.archive import locked
from ingest.table import Sheet, Value
from ingest.workbook import plain_number, serial_date

ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # an .xlsx with a password is an OLE file too


def read_xls(content: bytes, *, filename: str) -> tuple[Sheet, ...]:
    """The visible sheets in order. InvalidInput: locked, broken, or another kind of OLE file."""
    if ENCRYPTED_PACKAGE in content:
        raise locked(filename)
    try:
        book = _open(content)
    except xlrd.XLRDError as error:
        raise (locked(filename) if "encrypt" in str(error).lower() else _broken(filename)) from error
    except (
        Exception
    ) as error:  # xlrd stumbles over broken files in many ways: struct, index, assertion, memory
        raise _broken(filename) from error
    return tuple(
        Sheet(name=sheet.name, read=partial(_rows, sheet, book, tuple(_formats(book))))
        for sheet in book.sheets()
        if sheet.visibility == 0
    )


def _open(content: bytes) -> xlrd.Book:
    """The workbook with its number formats; without them where these are broken."""
    try:
        return xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), formatting_info=True)
    except xlrd.XLRDError:
        raise
    except Exception:
        return xlrd.open_workbook(file_contents=content, logfile=io.StringIO())


def _formats(book: xlrd.Book) -> Iterator[str]:
    """The number format of each cell style."""
    for style in book.xf_list:
        found = book.format_map.get(style.format_key)
        yield (found.format_str if found else "") or GENERAL


def _rows(
    sheet: xlrd.sheet.Sheet, book: xlrd.Book, formats: tuple[str, ...]
) -> Iterator[tuple[int, list[Value]]]:
    for number in range(sheet.nrows):
        values = [_value(cell, book.datemode, formats) for cell in sheet.row(number)]
        if any(value is not None for value in values):
            yield number + 1, values


def _value(cell: xlrd.sheet.Cell, datemode: int, formats: tuple[str, ...]) -> Value:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
        return None
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Fault(xlrd.error_text_from_code.get(cell.value, "#ERR"))
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    shown = formats[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(formats) else ""
    if cell.ctype == xlrd.XL_CELL_DATE:
        return serial_date(cell.value, CALENDAR_MAC_1904 if datemode else CALENDAR_WINDOWS_1900, shown)
    return plain_number(cell.value, shown or GENERAL)


def _broken(filename: str) -> InvalidInput:
    return InvalidInput(
        "buku_kerja_rusak",
        "{filename} tidak dapat dibaca sebagai buku kerja Excel 97-2003: simpan ulang sebagai .xlsx",
        "{filename} cannot be read as an Excel 97-2003 workbook: save it again as .xlsx",
        where=filename,
        filename=filename,
    )
