"""Cells of a sheet to values: words, figures, days, times, coordinates; what cannot be read rejects its row.

Sheets hold numbers as numbers and as text ("1.234", "± 12", "nihil"), dates as Excel dates, as their serial
numbers and as text. Nothing becomes null in silence: BadCell says which cell, why, and what is accepted.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from gis import codes
from gis.report import Figure, Rejection, State
from ingest import clean, moments
from ingest.amounts import Amount, read_quantity
from ingest.table import Row, Value
from ingest.whatsapp.persons import personal as personal_data

MOST = 1e9
MOST_PEOPLE = 10_000_000  # six times the province
MOST_RUPIAH = 1e15
PEOPLE = ("jiwa", "KK")
AMOUNTS = "12, 1.234, 1.234,5, ± 12, nihil, -, dalam pendataan"
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LONG_NUMBER = re.compile(r"\d{9,}")


class BadCell(Exception):
    """A cell that cannot be read; `position` is its column, None where no one cell is to blame."""

    def __init__(self, position: int | None, code: str, id_text: str, en_text: str) -> None:
        super().__init__(en_text)
        self.position = position
        self.code = code
        self.id_text = id_text
        self.en_text = en_text

    def rejection(self, row: Row, ordinal: int) -> Rejection:
        """The row's rejection, with the cell's address; long numbers in it (a NIK, a phone) are masked."""
        name, value, address = "", "", ""
        if self.position is not None:
            name = row.table.names[self.position]
            value = mask(words(row.at(self.position)))[:200]
            address = row.address(self.position)
        return Rejection(
            ordinal=ordinal,
            place=row.place,
            code=self.code,
            id_text=f"{address}: {self.id_text}" if address else self.id_text,
            en_text=f"{address}: {self.en_text}" if address else self.en_text,
            column=name,
            value=value,
        )


def mask(text: str) -> str:
    """The text with all but the first two digits of every long number hidden."""
    return LONG_NUMBER.sub(lambda match: match[0][:2] + "•" * (len(match[0]) - 2), text)


def words(value: Value) -> str:
    """The cell as text: trimmed, line breaks kept, without the characters that no database takes."""
    if value is None:
        return ""
    if isinstance(value, str):
        if value.isprintable() and "_x000D_" not in value:
            return value.strip()  # most cells: there is nothing in them to take out
        return CONTROLS.sub(
            "", value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
        ).strip()
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
    return str(value)


@lru_cache(maxsize=1024)
def blank(kind: str, raw: str = "") -> Figure:
    """The figure of a cell that was left empty or at a form's default."""
    return Figure(kind=kind, value=None, state=State.BLANK, unit=codes.figures()[kind].unit, raw=raw)


def figure(
    kind: str, row: Row, position: int, *, zero: State, factor: float = 1, value: Value = None
) -> Figure:
    """The figure in that cell. `zero`: what a bare 0 means there; `value`: to read instead of the cell.

    BadCell: it is no number, in another unit, or not a number that this kind can have.
    """
    value = row.at(position) if value is None else value
    if value is None:
        return blank(kind)
    read = _small if isinstance(value, int) or (isinstance(value, str) and len(value) < SMALL) else _figure
    found = read(kind, value, position, zero, factor)
    return found.in_cell(row.address(position)) if found.raw else found


def _figure(kind: str, value: Value, position: int, zero: State, factor: float) -> Figure:
    """The figure that such a value is, in whatever row."""
    raw = words(value)
    if not raw:
        return blank(kind)
    amount = _amount(value, raw, codes.figures()[kind].unit, position)
    if amount.value == 0 and amount.state is State.NUMBER and zero is not State.NUMBER:
        amount = Amount(None if zero is State.BLANK else 0.0, zero)
    number = amount.value
    return Figure(
        kind=kind,
        value=None if number is None else _possible(number * factor, raw, kind, position),
        state=amount.state,
        unit=codes.figures()[kind].unit,
        raw=raw[:200],
        approx=amount.approx,
    )


SMALL = 12  # characters
_small = lru_cache(maxsize=4096, typed=True)(_figure)  # a sheet's numbers are few and small


def _amount(value: Value, raw: str, unit: str, position: int) -> Amount:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return Amount(float(value), State.NUMBER)
    amount = _in_words(value, unit) if isinstance(value, str) else None
    if amount is None:
        raise BadCell(
            position,
            "angka_tak_terbaca",
            f"'{mask(raw)[:60]}' bukan angka{_in(unit)}. Yang diterima: {AMOUNTS}",
            f"'{mask(raw)[:60]}' is no number{_in(unit)}. Accepted: {AMOUNTS}",
        )
    return amount


@lru_cache(maxsize=1024)
def _in_words(text: str, unit: str) -> Amount | None:
    """An amount written with digits or a sign, else one in words ("dua puluh")."""
    amount = read_quantity(text, unit)
    if amount or any(letter.isdigit() for letter in text):
        return amount
    spelt = clean.read_amount(text)
    return None if isinstance(spelt, clean.Unreadable) else spelt


def _in(unit: str) -> str:
    return f" ({unit})" if unit else ""


def _possible(number: float, raw: str, kind: str, position: int) -> float:
    """The number, if a figure of its kind can be that. BadCell otherwise."""
    unit = codes.figures()[kind].unit
    label = codes.figures()[kind].label_id
    if number < 0:
        raise BadCell(position, "angka_negatif", f"{label} tidak bisa {raw}", f"{kind} cannot be {raw}")
    if number > (MOST_PEOPLE if unit in PEOPLE else MOST_RUPIAH if unit == "Rp" else MOST):
        raise BadCell(
            position,
            "angka_terlalu_besar",
            f"{mask(raw)[:60]} terlalu besar untuk {label}: mungkin NIK atau nomor telepon salah kolom",
            f"{mask(raw)[:60]} is too much for {kind}: an identity or telephone number in a wrong column?",
        )
    if unit in codes.WHOLE_UNITS and not number.is_integer():
        raise BadCell(
            position,
            "angka_pecahan",
            f"{label} harus bilangan bulat, bukan {raw}. Jika titik berarti ribuan, tulis tanpa titik",
            f"{kind} must be a whole number, not {raw}. If the dot means thousands, write it without the dot",
        )
    return number


def day(row: Row, position: int, *, order: str = "dmy", value: Value = None) -> date:
    """The day in that cell. BadCell: it is none, or one that no calendar has."""
    value = row.at(position) if value is None else value
    try:
        found = moments.read_day(value, order)
    except ValueError as error:
        raise _no_such("tanggal_mustahil", position, value, "tanggal", "date") from error
    if found is None:
        raise BadCell(
            position,
            "tanggal_tak_terbaca",
            f"'{words(value)[:60]}' bukan tanggal. Yang diterima: 14/10/2025, 14 Oktober 2025, 2025-10-14",
            f"'{words(value)[:60]}' is no date. Accepted: 14/10/2025, 14 Oktober 2025, 2025-10-14",
        )
    return found


def clock(row: Row, position: int, *, value: Value = None) -> moments.Hours | None:
    """The time of day in that cell, None where it is empty. BadCell: it is none, or one that no clock has."""
    value = row.at(position) if value is None else value
    if not words(value).strip("-– "):
        return None
    try:
        found = moments.read_clock(value)
    except ValueError as error:
        raise _no_such("jam_mustahil", position, value, "jam", "time") from error
    if found is None:
        raise BadCell(
            position,
            "jam_tak_terbaca",
            f"'{words(value)[:60]}' bukan jam. Yang diterima: 11.10, 11:10, 11.10 WIB, siang",
            f"'{words(value)[:60]}' is no time. Accepted: 11.10, 11:10, 11.10 WIB, siang",
        )
    return found


def _no_such(code: str, position: int, value: Value, name_id: str, name_en: str) -> BadCell:
    written = words(value)[:60]
    return BadCell(position, code, f"{name_id} '{written}' tidak ada", f"there is no {name_en} '{written}'")


def coordinate(row: Row, position: int, read: Callable[[Value], float | None]) -> float | None:
    """The degrees or metres in that cell, None where it is empty. BadCell: no number.

    Whether the place can be right is for `ingest.check` to say.
    """
    value = row.at(position)
    if type(value) is not float and not words(value).strip("-– "):
        return None
    number = read(value)
    if number is None:
        raise bad_coordinate(row, position)
    return number


def bad_coordinate(row: Row, position: int) -> BadCell:
    """The error for a cell that holds no coordinate."""
    text = words(row.at(position))[:60]
    return BadCell(
        position,
        "koordinat_tak_terbaca",
        f"'{text}' bukan koordinat. Yang diterima: 106.4551, -3,0127, 3°0'46\" LS",
        f"'{text}' is no coordinate. Accepted: 106.4551, -3,0127, 3°0'46\" LS",
    )


def personal(texts: Mapping[str, str], address: Callable[[str], str]) -> tuple[dict[str, Any], ...]:
    """Personal data in the texts: {"kind", "value", "field", "cell", "span" within that cell}."""
    return tuple(
        {**found, "field": name, "cell": address(name)}
        for name, text in texts.items()
        for found in _personal(text)
    )


@lru_cache(maxsize=4096)
def _personal(text: str) -> list[dict[str, Any]]:
    return personal_data.find(text)  # names of hazards and places come by the thousand
