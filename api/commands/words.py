"""Numbers, times and spans as the command line writes them: in Bahasa Indonesia, in WIB."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from gis import codes, zone
from gis.laporan import number_words

_SAID = ("kind", "unit", "value", "state")
"""What makes a figure another than the one it takes the place of."""
_TOLD = (*_SAID, "raw", "valid_at", "approx", "total")
STATES = {"pendataan": "dalam pendataan", "strip": "-", "kosong": "tidak diisi", "nihil": "nihil"}


def number(value: Any) -> str:
    """12.500 and 0,75: a dot between thousands, a comma before decimals, no needless zeros."""
    return number_words(float(value), most_decimals=4)


def amount(value: Any, unit: str, state: str = "angka") -> str:
    """A figure with its unit, or in words why there is no number."""
    return STATES.get(state, state) if value is None else codes.with_unit(number(value), unit)


def replaced(figure: Mapping[str, Any]) -> str:
    """What an officer did to a figure and why: `diganti: salah baca`; nothing where it stands."""
    gone = "ditarik" if figure["withdrawn"] else "diganti" if figure["replaced_by"] else ""
    return f"{gone}: {figure['correction']}" if gone and figure["correction"] else gone


def by_officer(figures: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """Of figures that do not stand so in what was sent: by id, the officer's reason for writing them.

    A figure that only moved along with its report's place still says what was written.
    """
    before = {each["replaced_by"]: each for each in figures if each["replaced_by"]}
    told = {each["id"]: _officers_reason(each, before) for each in figures}
    return {key: reason for key, reason in told.items() if reason}


def _officers_reason(figure: Mapping[str, Any], before: Mapping[int, Mapping[str, Any]]) -> str | None:
    older = before.get(figure["id"])
    while older and all(older[name] == figure[name] for name in _SAID):
        figure, older = older, before.get(older["id"])
    return figure["reason"]


def without_moved(figures: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The figures but for those that only moved to another area: the moved one says the same."""
    known = {each["id"]: each for each in figures}
    return [each for each in figures if not _moved(each, known.get(each["replaced_by"]))]


def _moved(figure: Mapping[str, Any], after: Mapping[str, Any] | None) -> bool:
    return after is not None and all(figure[name] == after[name] for name in _TOLD)


def places(areas: Sequence[str]) -> str:
    """Areas by their full names; `di laut` where there are none."""
    return ", ".join(codes.areas()[code].full_name if code in codes.areas() else code for code in areas) or (
        "di laut"
    )


def agency(slug: str) -> str:
    """An agency by its short name (`BPBD Bangka Selatan`), `sumber lain` for an unknown one; else as said."""
    known = codes.agencies().get(slug)
    if not known:
        return "sumber lain" if slug == "lain" else slug
    return known.name.replace("BPBD Kabupaten ", "BPBD ").replace("BPBD Kota ", "BPBD ")


def lonlat(lon: float, lat: float) -> str:
    """A place as people write it: `2,8800° LS, 106,3900° BT`."""
    degrees = f"{abs(lat):.4f}° {'LS' if lat < 0 else 'LU'}; {lon:.4f}° BT"
    return degrees.replace(".", ",").replace(";", ",")


def wib(moment: datetime | str | None) -> str:
    """A time (aware, or ISO text): `31-12-2026 17.30 WIB`; nothing for None."""
    return f"{_aware(moment).astimezone(zone.WIB):%d-%m-%Y %H.%M} WIB" if moment else ""


def _aware(moment: datetime | str) -> datetime:
    return datetime.fromisoformat(moment) if isinstance(moment, str) else moment


def told_at(said: Mapping[str, Any]) -> str:
    """The moment of a figure or report; of its receipt where no other is known, which is said."""
    return wib(said["valid_at"]) + ("" if said["valid_at_known"] else " (saat diterima)")


def occurred(start: datetime | str, end: datetime | str, precision: str) -> str:
    """When something happened, no finer than it was told; `end` is the first moment after it."""
    first, last = _aware(start), _aware(end) - timedelta(microseconds=1)
    if precision == "menit":
        return wib(first)
    if precision == "jam":
        return wib(first).replace(" ", " sekitar ", 1)
    day = wib_day(first.astimezone(zone.WIB))
    if precision in ("bulan", "tahun"):
        return f"{precision} {day[3:] if precision == 'bulan' else day[6:]}"
    until = wib_day(last.astimezone(zone.WIB))
    return day if last <= first or until == day else f"{day} sampai {until}"


def wib_day(day: date) -> str:
    """A day: `31-12-2026`."""
    return f"{day:%d-%m-%Y}"


def ago(hours: float) -> str:
    """How long ago: in minutes, hours, from two days on in days."""
    if hours < 1:
        return f"{max(hours, 0) * 60:.0f} menit"
    return f"{hours:.0f} jam" if hours < 48 else f"{hours / 24:.0f} hari"


def short(key: object) -> str:
    """An id's last digits, for a table of 80 columns."""
    return str(key)[-12:]
