"""Workbooks written as a stream: cells come out of any reader as they went in, type and format too.

Text is always text (never a formula), a `sheetcells.ShownDate` gets its own serial number and format back.
"""

import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from openpyxl.styles.numbers import BUILTIN_FORMATS_REVERSE
from openpyxl.utils.datetime import time_to_days, to_excel

from gis.sheetcells import GENERAL, Fault, ShownDate, ShownFloat, ShownInt, ShownTime, Value

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MEDIA_TYPE = f"{TYPES}.sheet"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DATE_FORMAT, DATETIME_FORMAT, TIME_FORMAT = "yyyy\\-mm\\-dd", "yyyy\\-mm\\-dd\\ hh:mm", "hh:mm"
OWN_FORMATS_FROM = 164
NO_XML = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
BAD_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
ROWS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A sheet to write: its first `header_rows` rows are bold and stay in view."""

    name: str
    rows: Iterable[Sequence[Value]]
    widths: Sequence[float] = ()
    header_rows: int = 1


@dataclass(slots=True)
class _Styles:
    """The cell styles used so far: 0 plain, 1 bold, then one for each number format."""

    positions: dict[str, int] = field(default_factory=dict)

    def of(self, number_format: str) -> int:
        if number_format == GENERAL:
            return 0
        return self.positions.setdefault(number_format, len(self.positions) + 2)


def write(target: Path | IO[bytes], sheets: Sequence[SheetOut]) -> None:
    """Write the workbook; each sheet's rows are taken one by one."""
    styles = _Styles()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr("[Content_Types].xml", _content_types(len(sheets)))
        archive.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/workbook.xml", _workbook(_names(sheets)))
        parts = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
        archive.writestr("xl/_rels/workbook.xml.rels", _relations([*parts, ("styles", "styles.xml")]))
        for number, sheet in enumerate(sheets, start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                for text in _sheet(sheet, styles):
                    part.write(text.encode())
        archive.writestr("xl/styles.xml", _style_sheet(styles))


def sheet_name(name: str) -> str:
    """The name as Excel takes it: at most 31 characters, none of []:*?/\\."""
    return BAD_IN_NAME.sub("_", name).strip("'")[:31] or "Sheet"


def _names(sheets: Sequence[SheetOut]) -> list[str]:
    names: list[str] = []
    for sheet in sheets:
        name, n = sheet_name(sheet.name), 1
        while name.casefold() in map(str.casefold, names):
            n += 1
            name = f"{sheet_name(sheet.name)[:27]} ({n})"
        names.append(name)
    return names


def _sheet(sheet: SheetOut, styles: _Styles) -> Iterator[str]:
    yield f'{HEAD}<worksheet xmlns="{MAIN}">{_view(sheet)}{_columns(sheet)}<sheetData>'
    lines: list[str] = []
    for number, row in enumerate(sheet.rows, start=1):
        bold = number <= sheet.header_rows
        cells = "".join(
            _cell(_letters(n), number, value, styles, bold)
            for n, value in enumerate(row)
            if value is not None
        )
        lines.append(f'<row r="{number}">{cells}</row>')
        if len(lines) == ROWS_AT_ONCE:
            yield "".join(lines)
            lines = []
    yield "".join(lines) + "</sheetData></worksheet>"


def _view(sheet: SheetOut) -> str:
    if not sheet.header_rows:
        return ""
    below = f"A{sheet.header_rows + 1}"
    return (
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{sheet.header_rows}" topLeftCell="{below}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    )


def _columns(sheet: SheetOut) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width:g}" customWidth="1"/>'
        for n, width in enumerate(sheet.widths, start=1)
    )
    return f"<cols>{columns}</cols>" if columns else ""


_LETTERS: list[str] = []


def _letters(position: int) -> str:
    while len(_LETTERS) <= position:
        head, last = divmod(len(_LETTERS), 26)
        _LETTERS.append((_LETTERS[head - 1] if head else "") + chr(65 + last))
    return _LETTERS[position]


def _cell(letters: str, row: int, value: Value, styles: _Styles, bold: bool) -> str:
    at = f'<c r="{letters}{row}"'
    if isinstance(value, str):
        emphasis = ' s="1"' if bold else ""
        if isinstance(value, Fault):
            return f'{at}{emphasis} t="e"><v>{escape(value)}</v></c>'
        return f'{at}{emphasis} t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'{at} t="b"><v>{int(value)}</v></c>'
    stored, number_format = _number(value)
    if not math.isfinite(stored):
        return f'{at} t="inlineStr"><is><t>{stored!r}</t></is></c>'
    style = styles.of(number_format)
    shown = f' s="{style}"' if style else ""
    return f"{at}{shown}><v>{stored!r}</v></c>"


def _number(value: object) -> tuple[int | float, str]:
    """What is stored of a number, a date or a time, and the format it is shown in."""
    if isinstance(value, ShownDate | ShownTime):
        serial = value.serial
        return (int(serial) if float(serial).is_integer() else serial), value.number_format
    if isinstance(value, datetime):
        plain = value.replace(tzinfo=None)
        whole = plain.time() == time()
        return to_excel(plain), DATE_FORMAT if whole else DATETIME_FORMAT
    if isinstance(value, time):
        return time_to_days(value), TIME_FORMAT
    if isinstance(value, ShownInt):
        return int(value), value.number_format
    if isinstance(value, ShownFloat):
        return float(value), value.number_format
    assert isinstance(value, int | float)
    return value, GENERAL


def _text(text: str) -> str:
    """The text in XML. What XML cannot hold is written as Excel writes it: `_x000D_`."""
    if LIKE_ESCAPE.search(text):
        text = LIKE_ESCAPE.sub("_x005F_", text)
    if NO_XML.search(text):
        text = NO_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return escape(text)


def _style_sheet(styles: _Styles) -> str:
    own = [code for code in styles.positions if code not in BUILTIN_FORMATS_REVERSE]
    number = {code: n for n, code in enumerate(own, start=OWN_FORMATS_FROM)}
    declared = "".join(
        f"<numFmt numFmtId={quoteattr(str(number[c]))} formatCode={quoteattr(c)}/>" for c in own
    )
    formats = f'<numFmts count="{len(own)}">{declared}</numFmts>' if own else ""
    shown = "".join(
        f'<xf numFmtId="{number.get(code, BUILTIN_FORMATS_REVERSE.get(code, 0))}" fontId="0" fillId="0" '
        'borderId="0" xfId="0" applyNumberFormat="1"/>'
        for code in styles.positions
    )
    plain = '<xf numFmtId="0" fontId="{}" fillId="0" borderId="0" xfId="0"/>'
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}">{formats}'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(styles.positions) + 2}">{plain.format(0)}{plain.format(1)}{shown}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, start=1)
    )
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def _relations(parts: Sequence[tuple[str, str]]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPES}.worksheet+xml"/>'
        for n in range(1, sheets + 1)
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{parts}</Types>'
    )
