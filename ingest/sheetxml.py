"""The rows of a worksheet's XML as they come out of the parser.

Written on expat's own events: with an element object for each of a large sheet's five million cells the same
takes twice as long.
"""

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

CHUNK_BYTES = 1 << 18

Cell = tuple[str, str, str, str | None]
"""Address, kind (`t`), style (`s`) and text, "" or None where not written."""


class RowParser:
    """Collects rows of (number as written, cells) while it is fed."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, list[Cell]]] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._first
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._number = ""
        self._cells: list[Cell] = []
        self._cell: dict[str, str] = {}
        self._text: list[str] = []
        self._phonetic = False

    def feed(self, chunk: bytes, *, last: bool) -> None:
        """Parse on. expat.ExpatError: not well-formed."""
        self._parser.Parse(chunk, last)

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
                self._number, self._cells = attributes.get("r", ""), []
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
                self.rows.append((self._number, self._cells))
            elif name == guide:
                self._phonetic = False

        return end

    def _end_cell(self) -> None:
        got = self._cell.get
        if self._text:
            self._cells.append((got("r", ""), got("t", "n"), got("s", ""), "".join(self._text)))
        elif "r" not in self._cell:
            self._cells.append(("", "n", "", None))  # where no addresses are written, empty cells count too


def read_rows(stream: IO[bytes]) -> Iterator[tuple[str, list[Cell]]]:
    """(row number as written, its filled cells), streaming. expat.ExpatError: not well-formed."""
    parser = RowParser()
    while True:
        chunk = stream.read(CHUNK_BYTES)
        parser.feed(chunk, last=not chunk)
        yield from parser.rows
        parser.rows.clear()
        if not chunk:
            return
