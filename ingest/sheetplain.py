"""The plain XML that Excel and most programs write for a worksheet, read with regular expressions.

A large sheet has five million cells, and each takes expat four calls into Python. Here a row is one match, in
a third of the time. Only what is written in the one plain way is taken; a row that is not goes through the
parser by itself, and a sheet that is not (`NotPlain`) as a whole.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import IO

from ingest.table import MAX_COLUMNS, Value, column_number

CHUNK_BYTES = 1 << 18
MOST_OF_AN_ITEM = 1 << 20  # a row or text that goes on and on would be looked through again and again
MOST_KEPT = 50_000
"""Values remembered by how they are written: a sheet repeats its dates, codes and zeros."""

ReadCell = Callable[[str, str, str], Value]
"""The value of a cell's kind (`t`), text and style (`s`)."""

SlowRow = Callable[[str], Iterator[tuple[int, list[Value]]]]
"""Reads one `<row>` that is written in another way."""

_TEXT = r"([^<&\x00-\x08\x0b-\x1f]+)"
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})\d{1,7}"(?: s="(\d+)")?(?: t="([a-zA-Z]+)")?(?:/>|><v>' + _TEXT + r"</v></c>)"
)
_NUMBER = re.compile(r' r="(\d{1,7})"')
_ITEM = re.compile(r'<si(?:/>|>(?:<t(?: xml:space="preserve")?>' + _TEXT + r"</t>|(.*?))</si>)", re.DOTALL)


class NotPlain(Exception):
    """Written in a way that is only for a real parser."""


def read_plain_rows(
    stream: IO[bytes], texts: list[str], read_cell: ReadCell, slow_row: SlowRow
) -> Iterator[tuple[int, list[Value]]]:
    """(row number, values up to the last filled cell) of rows that hold something, streaming.

    `texts`: the workbook's shared texts. NotPlain: the sheet must be read by a parser from its beginning;
    rows given out so far are right.
    """
    reader = _PlainRows(texts, read_cell)
    for text in _between(stream, "<sheetData", "</sheetData>", "</row>"):
        *pieces, rest = text.split("</row>")
        if "<c" in rest:
            raise NotPlain  # a row that does not end
        for piece in pieces:
            start = piece.rfind("<row")  # what stands before it are rows without cells
            head, _, cells = piece[start:].partition(">")
            if start < 0 or head.endswith("/"):
                continue
            told = _NUMBER.search(head)
            if told is None:
                raise NotPlain
            values = reader.values(cells)
            if values:
                yield int(told[1]), values
            elif values is None:
                yield from slow_row(f"{piece[start:]}</row>")


def read_plain_texts(stream: IO[bytes], slow_item: Callable[[str], str]) -> list[str]:
    """The shared texts in order; `slow_item` reads the inside of an item with runs or entities. NotPlain."""
    texts: list[str] = []
    for text in _between(stream, "<sst", "</sst>", "</si>"):
        items = _ITEM.findall(text)
        if text.count("<si") != len(items):
            raise NotPlain
        texts += [slow_item(marked) if marked else plain for plain, marked in items]
    return texts


def _between(stream: IO[bytes], first: str, last: str, item_end: str) -> Iterator[str]:
    """The text between two tags, cut after whole items. NotPlain without them, or with comments in it."""
    decode = codecs.getincrementaldecoder("utf-8-sig")().decode
    head, found, rest = "", False, ""
    while chunk := stream.read(CHUNK_BYTES):
        text = rest + decode(chunk)
        if not found:
            head, tag, text = text.partition(first)
            if not tag and len(head) < CHUNK_BYTES:
                rest = head
                continue
            _refuse_odd(head, tag)
            text, found = text.partition(">")[2], True
        inside, ended, _ = text.partition(last)
        if not ended:
            whole = inside.rfind(item_end) + len(item_end) if item_end in inside else 0
            inside, rest = inside[:whole], inside[whole:]
            if len(rest) > MOST_OF_AN_ITEM:
                raise NotPlain
        if "<!" in inside or "<?" in inside:
            raise NotPlain
        yield inside
        if ended:
            return
    raise NotPlain  # it does not end: the parser says what is wrong with it


def _refuse_odd(head: str, tag: str) -> None:
    """Another encoding than UTF-8, another prefix than none, or no such part near the top."""
    encoding = re.search(r"<\?xml[^>]*\sencoding=[\"']([^\"']+)", head)
    named = encoding[1].lower() if encoding else "utf-8"
    if not tag or "<!" in head or named not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise NotPlain


class _PlainRows:
    """Makes values of rows, remembering what repeats."""

    def __init__(self, texts: list[str], read_cell: ReadCell) -> None:
        self._texts = texts
        self._read_cell = read_cell
        self._known: dict[tuple[str, str, str], Value] = {}

    def values(self, cells: str) -> list[Value] | None:
        """The values up to the last filled cell; None where there is more in the row than plain cells."""
        found = _CELL.findall(cells)
        if not found:
            return None if "<" in cells else []
        columns, styles, kinds, written = zip(*found, strict=True)
        # Each filled cell has four angle brackets, an empty one a single one: no other tag is among them.
        if cells.count("<") != 4 * len(written) - 3 * written.count(""):
            return None
        positions = _positions(columns)
        if positions[-1] >= MAX_COLUMNS:
            raise NotPlain
        values: list[Value] = [None] * (positions[-1] + 1)
        texts, known = self._texts, self._known
        for position, kind, text, style in zip(positions, kinds, written, styles, strict=True):
            if kind == "s" and text:
                values[position] = texts[int(text)] or None
            elif text:
                cell = (kind, text, style)
                values[position] = known[cell] if cell in known else self._read(cell)
        while values and values[-1] is None:
            values.pop()
        return values

    def _read(self, cell: tuple[str, str, str]) -> Value:
        kind, text, style = cell
        value = self._read_cell(kind or "n", text, style)
        if len(self._known) < MOST_KEPT:
            self._known[cell] = value
        return value


@lru_cache(maxsize=4096)
def _positions(columns: tuple[str, ...]) -> tuple[int, ...]:
    """Where the cells stand, the last one last. Rows of a sheet have a few patterns."""
    positions = tuple(column_number(name) - 1 for name in columns)
    if sorted(set(positions)) != list(positions):
        raise NotPlain
    return positions
