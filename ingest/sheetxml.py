"""The rows of a worksheet's XML as they come out of the parser.

Written on expat's own events: with an element object for each of a large sheet's five million cells the same
takes twice as long.
"""

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from gis.errors import TooLarge
from ingest.table import MAX_COLUMNS, Value, column_number

CHUNK_BYTES = 1 << 18
DIGITS = "0123456789"

ReadCell = Callable[[str, str, str], Value]
"""The value of a cell's kind (`t`), text and style (`s`)."""


def read_rows(stream: IO[bytes], read_cell: ReadCell) -> Iterator[tuple[int, list[Value]]]:
    """(row number, values up to the last filled cell) of rows that hold something, streaming.

    expat.ExpatError: not well-formed. TooLarge: more columns than a table has.
    """
    parser = _RowParser(read_cell)
    while chunk := stream.read(CHUNK_BYTES):
        parser.feed(chunk)
        yield from parser.rows
        parser.rows.clear()
    parser.feed(b"")


def read_row(row: str, read_cell: ReadCell) -> Iterator[tuple[int, list[Value]]]:
    """One `<row>` element by itself. expat.ExpatError: not well-formed."""
    parser = _RowParser(read_cell)
    for part in (b"<sheetData>", row.encode(), b"</sheetData>", b""):
        parser.feed(part)
    yield from parser.rows


class _RowParser:
    """Collects rows while it is fed."""

    def __init__(self, read_cell: ReadCell) -> None:
        self.rows: list[tuple[int, list[Value]]] = []
        self._read_cell = read_cell
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._first
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._number = 0
        self._position = -1
        self._values: list[Value] = []
        self._cell: dict[str, str] = {}
        self._text: list[str] = []
        self._phonetic = False

    def feed(self, chunk: bytes) -> None:
        """Parse on; an empty chunk ends it."""
        self._parser.Parse(chunk, not chunk)

    def _first(self, name: str, attributes: dict[str, str]) -> None:
        """The root tells the prefix that all names have."""
        prefix = name.rpartition(":")[0]
        names = [f"{prefix}:{own}" if prefix else own for own in ("c", "v", "t", "row", "rPh")]
        self._parser.StartElementHandler = self._beginner(*names)
        self._parser.EndElementHandler = self._ender(*names)

    def _refuse(self, *_: object) -> None:
        raise ValueError("document type in a worksheet")

    def _beginner(
        self, cell: str, value: str, inline: str, row: str, guide: str
    ) -> Callable[[str, dict[str, str]], None]:
        parser = self._parser

        def begin(name: str, attributes: dict[str, str]) -> None:
            if name == cell:
                self._cell, self._text = attributes, []
            elif name == value or (name == inline and not self._phonetic):
                parser.CharacterDataHandler = self._text.append
            elif name == row:
                self._number = int(attributes.get("r") or self._number + 1)
                self._values, self._position = [], -1
            elif name == guide:
                self._phonetic = True

        return begin

    def _ender(self, cell: str, value: str, inline: str, row: str, guide: str) -> Callable[[str], None]:
        parser = self._parser

        def end(name: str) -> None:
            if name in (value, inline):
                parser.CharacterDataHandler = None
            elif name == cell:
                self._end_cell()
            elif name == row:
                if self._values:
                    self.rows.append((self._number, self._values))
            elif name == guide:
                self._phonetic = False

        return end

    def _end_cell(self) -> None:
        got = self._cell.get
        address, text = got("r"), self._text
        # Where no addresses are written, cells follow each other, the empty ones too.
        position = column_number(address.rstrip(DIGITS)) - 1 if address else self._position + 1
        self._position = position
        if not text:
            return
        value = self._read_cell(got("t", "n"), text[0] if len(text) == 1 else "".join(text), got("s", ""))
        if value is None:
            return
        values = self._values
        if position >= MAX_COLUMNS:
            raise _too_wide()
        if position == len(values):
            values.append(value)
            return
        values.extend([None] * (position + 1 - len(values)))
        values[position] = value


def _too_wide() -> TooLarge:
    return TooLarge(
        "kolom_terlalu_banyak",
        "Lembar memuat lebih dari {columns} kolom: hapus kolom yang tidak terpakai",
        "The sheet holds more than {columns} columns: delete those not in use",
        columns=MAX_COLUMNS,
    )
