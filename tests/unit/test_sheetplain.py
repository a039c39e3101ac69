"""Worksheets in the plain XML of most programs read the same by the short way as by the parser."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import InvalidInput
from ingest import workbook
from ingest.sheetplain import NotPlain
from ingest.table import Value
from ingest.workbook import read_xlsx
from tests.bnpb_sheets import PARTS, SHEET_NAMESPACE, write_sheet

TEXTS = ("Banjir", "a & b < c", " dua  kata ", "Ds. Gadung\nKec. Toboali", "_x000D_", "")
SHARED = "".join(
    f'<si><t xml:space="preserve">{text.replace("&", "&amp;").replace("<", "&lt;")}</t></si>'
    for text in TEXTS
)
RICH = "<si><r><t>Ban</t></r><r><rPr><b/></rPr><t>jir</t></r><rPh><t>x</t></rPh></si><si/>"
Rows = list[tuple[int, list[Value]]]


def book(rows: str, *, prefix: str = "", closed: bool = True) -> bytes:
    """A workbook of one sheet with those rows; `prefix`: of its namespace, with a colon."""
    root = f"{prefix}worksheet xmlns{':' + prefix[:-1] if prefix else ''}"
    end = f"</{prefix}sheetData></{prefix}worksheet>" if closed else ""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, part in PARTS.items():
            archive.writestr(name, part)
        sheet = f'<{root}="{SHEET_NAMESPACE}"><{prefix}sheetData>{rows}{end}'
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SHEET_NAMESPACE}">{SHARED}{RICH}</sst>')
    return written.getvalue()


def read(content: bytes | Path) -> Rows:
    return list(read_xlsx(content, filename="uji.xlsx")[0].read())


def read_by_parser(content: bytes | Path, monkeypatch: pytest.MonkeyPatch) -> Rows:
    def refuse(*_: object) -> None:
        raise NotPlain

    with monkeypatch.context() as patch:
        patch.setattr(workbook, "read_plain_rows", refuse)
        patch.setattr(workbook, "read_plain_texts", refuse)
        return read(content)


def exactly(rows: Rows) -> list[object]:
    return [
        (
            number,
            [(type(v), v, getattr(v, "number_format", None), getattr(v, "serial", None)) for v in values],
        )
        for number, values in rows
    ]


CELLS = {
    "shared texts": '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c>'
    '<c r="D2" t="s"><v>3</v></c></row>',
    "rich and empty texts": '<row r="2"><c r="A2" t="s"><v>6</v></c><c r="B2" t="s"><v>7</v></c></row>',
    "numbers and dates": '<row r="2" spans="1:3"><c r="A2"><v>1.5</v></c><c r="B2" s="1"><v>42000</v></c>'
    '<c r="C2" t="n"><v>1E3</v></c><c r="D2" t="b"><v>1</v></c><c r="E2" t="e"><v>#REF!</v></c></row>',
    "empty cells": '<row r="2"><c r="A2"/><c r="B2" s="1"/><c r="C2"><v>1</v></c><c r="D2" s="1"/></row>',
    "empty rows": '<row r="2"/><row r="3"></row><row r="9"><c r="A9"><v>1</v></c></row>',
    "a formula": '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>',
    "text in the cell": '<row r="2"><c r="A2" t="inlineStr"><is><t>Banjir &amp; rob</t></is></c></row>',
    "a text with an entity": '<row r="2"><c r="A2" t="str"><v>a &lt; b</v></c></row>',
    "no addresses": "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
    "cells out of order": '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row>',
    "a comment": '<row r="2"><!-- <c r="A2"><v>1</v></c> --><c r="B2"><v>2</v></c></row>',
    "lines between": '<row r="2">\n  <c r="A2">\n<v>1</v></c>\n</row>\n'
    '<row r="3">\n<c r="B3"><v>2</v></c></row>',
}


@pytest.mark.parametrize("rows", CELLS.values(), ids=CELLS.keys())
def test_reads_as_the_parser_does(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = book(f'<row r="1"><c r="A1" t="s"><v>0</v></c></row>{rows}')
    found = read(content)
    assert len(found) > 1
    assert exactly(found) == exactly(read_by_parser(content, monkeypatch))


def test_a_prefix_is_left_to_the_parser() -> None:
    rows = '<x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row>'
    assert read(book(rows, prefix="x:")) == [(1, [5])]


@pytest.mark.parametrize(
    ("rows", "closed"),
    [
        ('<row r="1"><c r="A1"><v>1</c></row>', True),
        ('<row r="1"><b></row>', True),
        ('<row r="1"><c r="A1"><v>1</v></c></row>', False),
        ('<row r="1"><c r="A1"><v>1</v></c>', False),
    ],
)
def test_what_is_not_well_formed_is_said(rows: str, closed: bool) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(book(rows, closed=closed))
    assert refused.value.code == "buku_kerja_rusak"


CELL = st.tuples(st.sampled_from(["", ' s="1"']), st.sampled_from(["", "7", "0.25", "42000", "1e400"]))


@given(st.lists(st.lists(CELL, max_size=8), max_size=6))
def test_any_numbers_read_as_the_parser_reads_them(rows: list[list[tuple[str, str]]]) -> None:
    written = "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{chr(65 + m)}{n}"{style}' + (f"><v>{text}</v></c>" if text else "/>")
            for m, (style, text) in enumerate(cells)
        )
        + "</row>"
        for n, cells in enumerate(rows, start=1)
    )
    content = book(written)
    assert exactly(read(content)) == exactly(read_by_parser(content, pytest.MonkeyPatch()))


def test_a_sheet_of_many_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sheet(tmp_path / "bnpb.xlsx", 600)
    rows = read(tmp_path / "bnpb.xlsx")
    assert len(rows) == 601
    assert any(isinstance(value, datetime) for value in rows[-1][1])
    assert exactly(rows) == exactly(read_by_parser(tmp_path / "bnpb.xlsx", monkeypatch))
