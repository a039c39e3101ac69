"""Days and times of day as cells hold them: Excel dates and serial numbers, "14/10/2025", "11.10"."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from gis.report import Occurrence
from ingest import clean
from ingest.table import Value
from ingest.workbook import serial_date

WEEKDAY = re.compile(r"^(senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\b[\s,/]*", re.IGNORECASE)
CLOCK = re.compile(r"\d{1,2}\s?[.:]\s?\d{2}\b")
SERIALS = (20_000, 80_000)  # 1954 to 2119
YEARS = (1000, 9000)  # whether a year can be true is for `ingest.check` to say
PIVOT = 70  # two-digit years from here on are of the last century

Hours = tuple[time, timedelta]
"""A time of day and how long it lasts: a minute, or a part of the day."""


@lru_cache(maxsize=16_384, typed=True)  # as many days as forty years have
def read_day(value: Value, order: str = "dmy") -> date | None:
    """The day, None where it cannot be told. `order` of day, month and year for numbers: dmy, ymd, mdy.

    ValueError: it is a date that no calendar has.
    """
    if isinstance(value, datetime):
        return possible(value.date())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _serial_day(float(value))
    if not isinstance(value, str):
        return None
    text = WEEKDAY.sub("", " ".join(value.split()))
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _serial_day(float(text))
    parts = re.match(r"(\d{1,4})[\s./-]+(\d{1,2}|[a-z]+)[\s./,-]+(\d{1,4})(?=$|[\sT,])", text, re.IGNORECASE)
    return _of_parts(parts[1], parts[2], parts[3], order) if parts else None


def _serial_day(number: float) -> date | None:
    moment = serial_date(number) if SERIALS[0] <= number <= SERIALS[1] else None
    return moment.date() if isinstance(moment, datetime) else None


def _of_parts(first: str, second: str, third: str, order: str) -> date | None:
    month = month_number(second)
    if len(first) > 2 or (order == "ymd" and len(third) <= 2):
        year, day = first, third
    else:
        year, day = third, first
    if order == "mdy" and second.isdigit() and len(first) <= 2:
        month, day = int(first), second
    if month is None or len(day) > 2:
        return None
    return possible(date(full_year(year), month, int(day)))


def possible(day: date) -> date:
    """The day, if a calendar of ours can hold the days around it in every zone. ValueError otherwise."""
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ValueError(day)
    return day


def full_year(text: str) -> int:
    """The year, with its century where two digits stand for it."""
    year = int(text)
    return year + (1900 if year >= PIVOT else 2000) if len(text) <= 2 else year


def month_number(text: str) -> int | None:
    """The month that a number or an Indonesian or English name means."""
    word = text.lower().strip(". ")
    if re.fullmatch(r"\d{1,3}", word, re.ASCII):
        return int(word)
    return clean.MONTH_OF[word[:3]] if re.fullmatch(clean.MONTH_WORD, word) else None


@lru_cache(maxsize=4096, typed=True)  # a sheet repeats its times; 1, 1.0 and True differ
def read_clock(value: Value) -> Hours | None:
    """The time of day; None where it cannot be told. A number below 1 is a part of the day, as in Excel.

    11.1 is what Excel makes of "11.10". ValueError: it is a time that no clock has.
    """
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0), timedelta(minutes=1)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0), timedelta(minutes=1)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _clock_number(float(value))
    text = " ".join(str(value or "").split())
    if re.fullmatch(r"\d{1,2}", text):
        return _clock_number(float(text))
    clock = clean.read_time(text)
    return None if isinstance(clock, clean.Unreadable) else (clock.time, clock.lasts)


def clock_beside(value: Value) -> Hours | None:
    """The time of day that stands in the same cell as a date: "14/10/2025 14.20"; midnight is no time."""
    if isinstance(value, datetime):
        return read_clock(value) if value.time() != time() else None
    match = (
        CLOCK.search(value.partition(" ")[2] or value.partition("T")[2]) if isinstance(value, str) else None
    )
    return read_clock(match[0]) if match else None


def _clock_number(number: float) -> Hours:
    if 0 <= number < 1:
        minutes = round(number * 24 * 60) % (24 * 60)
        return time(minutes // 60, minutes % 60), timedelta(minutes=1)
    if not 0 <= number <= 24:
        raise ValueError(number)
    hour, minute = f"{number:.2f}".split(".")
    return time(int(hour), int(minute)), timedelta(minutes=1)


@lru_cache(maxsize=16_384)
def occurrence(day: date, clock: Hours | None, zone: ZoneInfo) -> Occurrence:
    """When it happened: the whole day, or the minute or part of the day that the clock names."""
    if clock is None:
        return Occurrence.day(datetime.combine(day, time(), zone))
    start = datetime.combine(day, clock[0], zone)
    precision = "menit" if clock[1] == timedelta(minutes=1) else "jam"
    return Occurrence(start=start, end=start + clock[1], precision=precision)
