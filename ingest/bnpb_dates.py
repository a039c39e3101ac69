"""When a row of BNPB's sheet says it happened, and of which moment its figures speak."""

import re
from datetime import date, datetime, time
from functools import lru_cache

from gis.bnpb import MOMENTS
from gis.report import Occurrence
from gis.zone import WIB
from ingest import cells, moments
from ingest.bnpb_sheet import BnpbSheet
from ingest.cells import BadCell
from ingest.table import Row, Value


def occurrence(sheet: BnpbSheet, row: Row, *, with_clock: bool = True) -> Occurrence:
    """From tahun, bulan, tanggal (or only the first of them), or a whole date in tgl or tanggal."""
    whole = next(
        (p for name in ("tgl", "tanggal") if (p := sheet.at.get(name)) is not None and _is_whole(row.at(p))),
        None,
    )
    if whole is not None:
        found = cells.day(row, whole)
    else:
        year, month, number = (_part(sheet, row, name) for name in ("tahun", "bulan", "tanggal"))
        if year is None:
            raise _no_date(sheet)
        if number is None or month is None:
            return _coarse(year, month, sheet)
        found = _calendar_day(year, month, number, sheet)
    position = sheet.at.get("jam") if with_clock else None
    return moments.occurrence(found, None if position is None else cells.clock(row, position), WIB)


def _is_whole(value: Value) -> bool:
    """Whether a cell holds a whole date, not just the day of the month."""
    return isinstance(value, datetime) or len(cells.words(value)) > 2


def _part(sheet: BnpbSheet, row: Row, name: str) -> int | None:
    """Year, month (name or number) or day; None where empty or 0."""
    text = sheet.words(row, name)
    if not text or not text.strip("0.-"):
        return None
    number = _month(text) if name == "bulan" else _whole(text)
    if number is None:
        raise _impossible(sheet.at[name], text)
    return number


_month = lru_cache(maxsize=1024)(moments.month_number)


@lru_cache(maxsize=1024)
def _whole(text: str) -> int | None:
    return int(float(text)) if re.fullmatch(r"\d{1,4}(\.0+)?", text) else None


def _calendar_day(year: int, month: int, number: int, sheet: BnpbSheet) -> date:
    try:
        return moments.possible(date(year, month, number))
    except ValueError as error:
        raise _impossible(sheet.at["tanggal"], f"{number}/{month}/{year}") from error


def _coarse(year: int, month: int | None, sheet: BnpbSheet) -> Occurrence:
    first = _calendar_day(year, month or 1, 1, sheet)
    months = first.month if month else 12
    end = date(year + months // 12, months % 12 + 1, 1)
    start, end_at = (datetime.combine(day, time(), WIB) for day in (first, end))
    return Occurrence(start=start, end=end_at, precision="bulan" if month else "tahun")


def _impossible(position: int, written: str) -> BadCell:
    return BadCell(
        position,
        "tanggal_mustahil",
        f"tanggal '{written[:40]}' tidak ada",
        f"there is no date '{written[:40]}'",
    )


def _no_date(sheet: BnpbSheet) -> BadCell:
    return BadCell(
        sheet.at.get("tahun", sheet.at.get("tanggal")),
        "tanggal_kosong",
        "Tanggal kejadian tidak diisi: isi tahun, bulan, dan tanggal",
        "The date of the incident is missing: fill in tahun, bulan and tanggal",
    )


def valid_at(sheet: BnpbSheet, row: Row, happened: Occurrence) -> datetime | None:
    """The day the row was last brought up to date, never before the incident; None where no cell says it."""
    for name in MOMENTS:
        value = sheet.value(row, name)
        if value is not None and (found := _day_or_none(value)):
            return max(datetime.combine(found, time(), WIB), happened.start)
    return None


def _day_or_none(value: Value) -> date | None:
    """A day for the book-keeping columns, which no row is refused for."""
    try:
        return moments.read_day(value)
    except ValueError:
        return None
