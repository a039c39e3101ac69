"""Tables as people send them: sheets, their header wherever it stands, rows with their addresses.

A header may be in any row near the top, in any column order, and may fill two rows with merged group titles
("RUMAH" over RB, RS, RR): its names are then joined, "RUMAH RB". Names are compared by `codes.name_key`.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from itertools import islice
from typing import NamedTuple

from gis.codes import name_key
from gis.errors import InvalidInput

Value = str | int | float | bool | datetime | time | None
MAX_COLUMNS = 500
HEADER_WITHIN_ROWS = 30


class MergedRange(NamedTuple):
    """Cells shown as one: columns from 0, rows from 1, both ends included."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet or a delimited file. `read()` starts from the top: (row number, values) of filled rows."""

    name: str
    read: Callable[[], Iterator[tuple[int, list[Value]]]]
    merged: tuple[MergedRange, ...] = ()

    def head(self) -> list[tuple[int, list[Value]]]:
        """The filled rows among which the header is looked for."""
        return list(islice(self.read(), HEADER_WITHIN_ROWS))


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header. Missing cells at its end are None."""

    table: "Table"
    number: int
    values: list[Value]

    @property
    def place(self) -> str:
        """How a person finds it: `Sheet1 baris 12`."""
        return f"{self.table.sheet.name} baris {self.number}"

    def at(self, position: int) -> Value:
        """The value in that column (from 0)."""
        return self.values[position] if position < len(self.values) else None

    def address(self, position: int) -> str:
        """The cell's address: `Sheet1!Q12`."""
        return f"{self.table.sheet.name}!{letters(position)}{self.number}"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose header has been found. `names` are the header's cells as written, "" where empty."""

    sheet: Sheet
    names: tuple[str, ...]
    keys: tuple[str, ...]  # the same, folded
    last_header_row: int

    def position(self, name: str) -> int | None:
        """The column (from 0) of that name, however it is spelt."""
        key = name_key(name)
        return self.keys.index(key) if key in self.keys else None

    def rows(self) -> Iterator[Row]:
        """The rows below the header, streaming, without blank ones and without a line of column numbers."""
        first = True
        for number, values in self.sheet.read():
            if number <= self.last_header_row or is_blank(values):
                continue
            if not (first and _is_numbering(values)):
                yield Row(self, number, values)
            first = False


def find_table(sheet: Sheet, wanted: Collection[str], *, header_rows: int = 1) -> Table | None:
    """The table whose header holds all the `wanted` names, or None.

    InvalidInput `kolom_ganda`: the header names one of the wanted columns twice.
    """
    keys = {name_key(name) for name in wanted}
    for table in headers(sheet, header_rows=header_rows):
        if keys <= set(table.keys):
            _refuse_doubles(table, keys)
            return table
    return None


def headers(sheet: Sheet, *, header_rows: int = 1) -> Iterator[Table]:
    """Every reading of the rows near the top as a header, topmost first."""
    head = sheet.head()
    for start in range(len(head) - header_rows + 1):
        names = _header_names(head[start : start + header_rows], sheet.merged)
        yield Table(sheet, names, tuple(map(name_key, names)), head[start + header_rows - 1][0])


def merged_in_header(table: Table) -> str:
    """Addresses of merged cells in the header's row, "" where there are none."""
    return ", ".join(
        f"{letters(area.left)}{area.top}:{letters(area.right)}{area.bottom}"
        for area in table.sheet.merged
        if area.top <= table.last_header_row <= area.bottom
    )


def _header_names(rows: list[tuple[int, list[Value]]], merged: tuple[MergedRange, ...]) -> tuple[str, ...]:
    """One name per column, a group's title joined to the names below it."""
    width = max(len(values) for _, values in rows)
    lines = [_spread(number, values, width, merged) for number, values in rows[:-1]]
    last = [_label(value) for value in rows[-1][1]]
    lines.append(last + [""] * (width - len(last)))
    if len(lines) == 2 and not any(m.top <= rows[0][0] <= m.bottom for m in merged):
        lines[0] = _fill_right(lines[0], lines[1])
    return tuple(" ".join(dict.fromkeys(filter(None, column))) for column in zip(*lines, strict=True))


def _spread(number: int, values: list[Value], width: int, merged: tuple[MergedRange, ...]) -> list[str]:
    """A header line with the text of each merged cell in all the columns it covers."""
    line = [_label(value) for value in values] + [""] * (width - len(values))
    for area in merged:
        if area.top == number and area.left < width:
            line[area.left : area.right + 1] = [line[area.left]] * (
                min(area.right, width - 1) + 1 - area.left
            )
    return line


def _fill_right(groups: list[str], names: list[str]) -> list[str]:
    """Group titles carried over the named columns on their right: CSV files do not tell what was merged."""
    filled, title = [], ""
    for group, name in zip(groups, names, strict=True):
        title = group or (title if name else "")
        filled.append(title)
    return filled


def _label(value: Value) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _refuse_doubles(table: Table, keys: set[str]) -> None:
    doubled = sorted(
        {name for name, key in zip(table.names, table.keys, strict=True) if _twice(table, key, keys)}
    )
    if doubled:
        raise InvalidInput(
            "kolom_ganda",
            "{place}: kolom {columns} muncul lebih dari sekali: ganti nama atau hapus salah satunya",
            "{place}: column {columns} appears more than once: rename or delete one of them",
            where=table.sheet.name,
            place=f"{table.sheet.name} baris {table.last_header_row}",
            columns=", ".join(doubled),
        )


def _twice(table: Table, key: str, keys: set[str]) -> bool:
    return key in keys and table.keys.count(key) > 1


def _is_numbering(values: list[Value]) -> bool:
    """Whether a row only numbers the columns, 1 2 3 …, as official forms do under their header."""
    numbers = [_label(value).strip("()") for value in values if value is not None]
    return len(numbers) >= 4 and numbers == [str(n + 1) for n in range(len(numbers))]


def is_blank(values: list[Value]) -> bool:
    """Whether nothing is written in any cell of the row."""
    return all(value is None or (isinstance(value, str) and not value.strip()) for value in values)


@cache
def letters(position: int) -> str:
    """The letters of a column counted from 0: 0 → `A`, 26 → `AA`."""
    head, last = divmod(position, 26)
    return (letters(head - 1) if head else "") + chr(65 + last)


@cache
def column_number(name: str) -> int:
    """The number of a column counted from 1: `A` → 1, `AA` → 27. ValueError: not letters."""
    number = 0
    for letter in name.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(name)
        number = number * 26 + ord(letter) - 64
    return number
