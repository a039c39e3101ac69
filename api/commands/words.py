"""Numbers, times and spans as the command line writes them: in Bahasa Indonesia, in WIB."""

from datetime import datetime
from typing import Any

from gis import zone

STATES = {"pendataan": "dalam pendataan", "strip": "-", "kosong": "tidak diisi", "nihil": "nihil"}


def number(value: Any) -> str:
    """12.500 and 0,75: a dot between thousands, a comma before decimals, no needless zeros."""
    exact = float(value)
    text = f"{exact:,.0f}" if exact.is_integer() else f"{exact:,.4f}".rstrip("0")
    return text.translate(str.maketrans(",.", ".,"))


def amount(value: Any, unit: str, state: str = "angka") -> str:
    """A figure with its unit, or in words why there is no number."""
    return STATES.get(state, state) if value is None else f"{number(value)} {unit}"


def wib(moment: datetime | str) -> str:
    """A time (aware, or ISO text) as tables show it."""
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{known.astimezone(zone.WIB):%d-%m-%Y %H.%M}"


def ago(hours: float) -> str:
    """How long ago: in hours, from two days on in days."""
    return f"{hours:.0f} jam" if hours < 48 else f"{hours / 24:.0f} hari"
