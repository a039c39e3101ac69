"""Sheets of an old .xls workbook, through xlrd."""

import io
from collections.abc import Iterator
from functools import partial

import xlrd
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from gis.errors import InvalidInput
from ingest.archive import locked
from ingest.table import Sheet, Value
from ingest.workbook import serial_date

ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # an .xlsx with a password is an OLE file too


def read_xls(content: bytes, *, filename: str) -> tuple[Sheet, ...]:
    """The visible sheets in order. InvalidInput: locked, broken, or another kind of OLE file."""
    if ENCRYPTED_PACKAGE in content:
        raise locked(filename)
    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), on_demand=False)
    except xlrd.XLRDError as error:
        raise (locked(filename) if "encrypt" in str(error).lower() else _broken(filename)) from error
    except (
        Exception
    ) as error:  # xlrd stumbles over broken files in many ways: struct, index, assertion, memory
        raise _broken(filename) from error
    return tuple(
        Sheet(name=sheet.name, read=partial(_rows, sheet, book.datemode))
        for sheet in book.sheets()
        if sheet.visibility == 0
    )


def _rows(sheet: xlrd.sheet.Sheet, datemode: int) -> Iterator[tuple[int, list[Value]]]:
    for number in range(sheet.nrows):
        values = [_value(cell, datemode) for cell in sheet.row(number)]
        if any(value is not None for value in values):
            yield number + 1, values


def _value(cell: xlrd.sheet.Cell, datemode: int) -> Value:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
        return None
    if cell.ctype == xlrd.XL_CELL_DATE:
        return serial_date(cell.value, CALENDAR_MAC_1904 if datemode else CALENDAR_WINDOWS_1900)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERR")
    if cell.ctype == xlrd.XL_CELL_NUMBER and cell.value.is_integer() and abs(cell.value) < 2**53:
        return int(cell.value)
    return cell.value


def _broken(filename: str) -> InvalidInput:
    return InvalidInput(
        "buku_kerja_rusak",
        "{filename} tidak dapat dibaca sebagai buku kerja Excel 97-2003: simpan ulang sebagai .xlsx",
        "{filename} cannot be read as an Excel 97-2003 workbook: save it again as .xlsx",
        where=filename,
        filename=filename,
    )
