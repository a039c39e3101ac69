"""Cells of a sheet as they came: values that remember how the sheet showed them, and their stored form.

A date, or a number in another format than Excel's General, comes out of the readers as one of the classes
here. They behave as the plain value for whoever reads a row; whoever writes it back has the stored number
and its format.
"""

import json
from datetime import datetime, time
from typing import Self

Value = str | int | float | bool | datetime | time | None
GENERAL = "General"
_PLAIN = frozenset({str, int, float, bool, type(None)})
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class ShownDate(datetime):
    """A moment, and the serial number (of the 1900 calendar) and format that the cell holds."""

    serial: float
    number_format: str

    @classmethod
    def of(cls, moment: datetime, serial: float, number_format: str) -> Self:
        """The moment as a cell showed it."""
        shown = cls.fromisoformat(moment.isoformat())
        shown.serial, shown.number_format = serial, number_format
        return shown


class ShownTime(time):
    """A time of day, likewise."""

    serial: float
    number_format: str

    @classmethod
    def of(cls, moment: time, serial: float, number_format: str) -> Self:
        """The time of day as a cell showed it."""
        shown = cls.fromisoformat(moment.isoformat())
        shown.serial, shown.number_format = serial, number_format
        return shown


class ShownInt(int):
    """A whole number in a format of its own: `1,234` or a 16-digit code."""

    number_format: str


class ShownFloat(float):
    """A number in a format of its own: `8.67E-02`."""

    number_format: str


class Fault(str):
    """What Excel shows where a formula failed: `#REF!`."""

    __slots__ = ()


def number(value: float, number_format: str) -> int | float:
    """The number as a cell of that format holds it."""
    if number_format == GENERAL:
        return value
    shown = (ShownInt if isinstance(value, int) else ShownFloat)(value)
    shown.number_format = number_format
    return shown


def encode(values: list[Value]) -> bytes:
    """A row's cells as JSON: text, numbers and truth as they are, all else as [kind, value, format]."""
    plain = [value if type(value) in _PLAIN else _shown(value) for value in values]
    return _JSON.encode(plain).encode("utf-8", "surrogatepass")


def decode(stored: bytes) -> list[Value]:
    """The cells that `encode` was given, equal in value, type and format."""
    return [_value(cell) for cell in json.loads(stored.decode("utf-8", "surrogatepass"))]


def _shown(value: Value) -> object:
    if isinstance(value, Fault):
        return ["e", str(value)]
    if isinstance(value, ShownDate | ShownTime):
        return ["d", value.isoformat(), value.serial, value.number_format]
    if isinstance(value, datetime | time):
        return ["d", value.isoformat(), None, ""]
    if isinstance(value, ShownInt | ShownFloat):
        plain = int(value) if isinstance(value, int) else float(value)
        return ["n", plain, value.number_format]
    return value


def _value(cell: object) -> Value:
    if not isinstance(cell, list):
        return cell  # type: ignore[return-value]
    kind, content, *shown = cell
    if kind == "e":
        return Fault(content)
    if kind == "n":
        return number(content, shown[0])
    is_time = "T" not in content and ":" in content
    moment = time.fromisoformat(content) if is_time else datetime.fromisoformat(content)
    serial, number_format = shown
    if serial is None:
        return moment
    return (
        ShownTime.of(moment, serial, number_format)
        if isinstance(moment, time)
        else ShownDate.of(moment, serial, number_format)
    )
