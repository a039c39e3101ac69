"""Workbooks that we write: every cell comes out of a reader equal in value, type and format."""

import io
from datetime import datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from gis import sheetcells, xlsx
from gis.sheetcells import Fault, ShownDate, Value, number
from ingest import workbook, xls

CELLS: list[Value] = [
    None,
    "teks",
    "0812",
    "=1+1",
    " spasi \n baris kedua ",
    "\r_x000D_",
    "8.67E-2",
    0,
    -3,
    0.0867,
    True,
    Fault("#REF!"),
    number(0.0867, "0.00E+00"),
    number(1904101202010181, "0"),
    ShownDate.of(datetime(2020, 2, 10), 43871.0, "m/d/yy"),
    ShownDate.of(datetime(2020, 2, 10, 13, 30), 43871.5625, 'dd/mm/yyyy\\ hh:mm"WIB"'),
]
TEXT = st.text(st.characters(codec="utf-8"), max_size=20).filter(bool)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False).filter(
    lambda value: not value.is_integer()
)


def _write(*rows: list[Value]) -> bytes:
    target = io.BytesIO()
    xlsx.write(target, [xlsx.SheetOut("Sheet1", rows, header_rows=0)])
    return target.getvalue()


def _read(content: bytes) -> list[list[Value]]:
    (sheet,) = workbook.read_xlsx(content, filename="uji.xlsx")
    return [values for _, values in sheet.read()]


def _same(one: list[Value], other: list[Value]) -> bool:
    return sheetcells.encode(one) == sheetcells.encode(other)


def test_cells_come_back_as_they_were() -> None:
    (back,) = _read(_write(CELLS))
    assert _same(back, CELLS)


def test_excel_s_own_library_reads_the_same_values_and_formats() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(_write(CELLS))).active
    assert isinstance(sheet, Worksheet)
    cells = list(sheet[1])
    assert [cell.value for cell in cells[1:5]] == ["teks", "0812", "=1+1", " spasi \n baris kedua "]
    assert cells[3].data_type != "f", "text is never a formula"
    assert [cell.number_format for cell in cells[-4:-1]] == ["0.00E+00", "0", "m/d/yy"]
    assert cells[-1].value == datetime(2020, 2, 10, 13, 30)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.none() | TEXT | NUMBERS | st.booleans(), min_size=1, max_size=8).filter(
        lambda r: r[-1] is not None
    )
)
def test_any_cell_comes_back(row: list[Value]) -> None:
    assert [_same(back, row) for back in _read(_write(row))] == [True]


def test_stored_cells_are_equal_in_type_and_format() -> None:
    back = sheetcells.decode(sheetcells.encode(CELLS))
    assert [type(value) for value in back] == [type(value) for value in CELLS]
    assert sheetcells.encode([*back, time(11, 10)]) == sheetcells.encode([*CELLS, time(11, 10)])


def test_an_old_workbook_s_dates_keep_their_format() -> None:
    content = (Path(__file__).parents[1] / "samples" / "bnpb_2021.xls").read_bytes()
    (sheet, *_) = xls.read_xls(content, filename="bnpb_2021.xls")
    rows = [values for _, values in sheet.read()]
    assert [_same(back, _trimmed(row)) for back, row in zip(_read(_write(*rows)), rows, strict=True)] == [
        True
    ] * len(rows)


def _trimmed(row: list[Value]) -> list[Value]:
    while row and row[-1] is None:
        row = row[:-1]
    return row


@pytest.mark.parametrize("name", ["", "a/b:c*?[x]", "x" * 50, "'"])
def test_any_sheet_name_is_taken(name: str) -> None:
    target = io.BytesIO()
    xlsx.write(target, [xlsx.SheetOut(name, [["a"]]), xlsx.SheetOut(name, [["b"]])])
    assert len(openpyxl.load_workbook(target).sheetnames) == 2
