"""Numbers, times and spans as the command line writes them: in Bahasa Indonesia, in WIB."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from gis import zone
from gis.laporan import number_words

STATES = {"pendataan": "dalam pendataan", "strip": "-", "kosong": "tidak diisi", "nihil": "nihil"}


def number(value: Any) -> str:
    """12.500 and 0,75: a dot between thousands, a comma before decimals, no needless zeros."""
    return number_words(float(value), most_decimals=4)


def amount(value: Any, unit: str, state: str = "angka") -> str:
    """A figure with its unit, or in words why there is no number."""
    return STATES.get(state, state) if value is None else f"{number(value)} {unit}"


def replaced(figure: Mapping[str, Any]) -> str:
    """What an officer did to a figure and why: `diganti: salah baca`; nothing where it stands."""
    gone = "ditarik" if figure["withdrawn"] else "diganti" if figure["replaced_by"] else ""
    return f"{gone}: {figure['correction']}" if gone and figure["correction"] else gone


def wib(moment: datetime | str | None) -> str:
    """A time (aware, or ISO text): `31-12-2026 17.30 WIB`; nothing for None."""
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{known.astimezone(zone.WIB):%d-%m-%Y %H.%M} WIB" if known else ""


def wib_day(day: date) -> str:
    """A day: `31-12-2026`."""
    return f"{day:%d-%m-%Y}"


def ago(hours: float) -> str:
    """How long ago: in hours, from two days on in days."""
    return f"{hours:.0f} jam" if hours < 48 else f"{hours / 24:.0f} hari"


def short(key: object) -> str:
    """An id's last digits, for a table of 80 columns."""
    return str(key)[-12:]
