"""When it happened, and the moment the figures speak of: from the lines that say so, else from the story."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gis.report import Occurrence, Span
from gis.zone import WIB, day_start
from ingest.clean import (
    CLOCK,
    DAY,
    PARTS_OF_DAY,
    Clock,
    Unreadable,
    clock_of,
    day_of,
    part_of_day,
    weekday_of,
)
from ingest.whatsapp.lines import Line

STORY = ("jenis", "judul", "kronologis", "lokasi", "lain", "penyebab")
"""Fields searched for a day where no line is about time, the likeliest first."""

RELATIVE = re.compile(
    r"\b(?P<today>hari ini|tadi|siang ini|sore ini|pagi ini)\b|\b(?P<before>kemarin|tadi malam|semalam)\b"
)
PART = re.compile(rf"\b({'|'.join(PARTS_OF_DAY)})\b")
NEAR = 60  # code points after a day within which a time of day belongs to it


@dataclass(frozen=True, slots=True)
class Times:
    """`occurrence_zone`: the start to the minute, in the zone it was written in. `spans`: what was read as time."""

    occurrence: Occurrence | None = None
    occurrence_zone: datetime | None = None
    valid_at: datetime | None = None
    spans: tuple[Span, ...] = ()
    doubts: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """A day or a time of day, and where it stands."""

    value: date | Clock
    span: Span


def read_times(folded: str, lines: Sequence[Line], received_at: datetime | None) -> Times:
    """The occurrence, the moment of the figures, and every span that holds a day or a time."""
    about = [line for line in lines if line.field == "waktu"]
    updates = [line for line in lines if line.field == "update"]
    doubts: list[tuple[Span, str]] = []
    day = _first_day(folded, about, received_at, doubts)
    clock = _first_clock(folded, about)
    if day is None:
        day, clock = _from_story(folded, lines, received_at, doubts, clock)
    updated = _first_day(folded, updates, received_at, doubts)
    valid_at = _moment(updated or (day if updates else None), _first_clock(folded, updates))
    if day is None and updated is not None and not about:
        # A flash report often has its date in the head only.
        day, clock = updated, None
    occurrence, zoned = _occurrence(day, clock)
    return Times(occurrence, zoned, valid_at, tuple(_spans(folded, lines)), tuple(doubts))


def _occurrence(day: _Said | None, clock: _Said | None) -> tuple[Occurrence | None, datetime | None]:
    if day is None or not isinstance(day.value, date):
        return None, None
    start = datetime(day.value.year, day.value.month, day.value.day, tzinfo=WIB)
    if clock is None or not isinstance(clock.value, Clock):
        return Occurrence.day(start), None
    at = datetime.combine(day.value, clock.value.time, clock.value.zone)
    if clock.value.lasts > timedelta(minutes=1):
        return Occurrence(start=at, end=at + clock.value.lasts, precision="jam"), None
    return Occurrence.minute(at), at


def _moment(day: _Said | None, clock: _Said | None) -> datetime | None:
    """A day with its time; a day alone says too little about figures that change by the hour."""
    if day is None or clock is None or not isinstance(clock.value, Clock) or not isinstance(day.value, date):
        return None
    return datetime.combine(day.value, clock.value.time, clock.value.zone)


def _from_story(
    folded: str,
    lines: Sequence[Line],
    received_at: datetime | None,
    doubts: list[tuple[Span, str]],
    clock: _Said | None,
) -> tuple[_Said | None, _Said | None]:
    for field in STORY:
        for line in (line for line in lines if line.field == field):
            day = _first_day(folded, [line], received_at, doubts)
            if day:
                return day, clock or _clock_after(folded, line, day.span[1])
    return None, clock


def _first_day(
    folded: str, lines: Sequence[Line], received_at: datetime | None, doubts: list[tuple[Span, str]]
) -> _Said | None:
    for line in lines:
        for match in DAY.finditer(folded, line.start, line.end):
            day = day_of(match, received_at)
            if isinstance(day, Unreadable):
                doubts.append((match.span(), day.id_text))
                continue
            if (weekday := weekday_of(match)) is not None and weekday != day.weekday():
                doubts.append((match.span(), "hari dan tanggalnya tidak cocok"))
            return _Said(day, match.span())
        if said := _relative_day(folded, line, received_at):
            return said
    return None


def _relative_day(folded: str, line: Line, received_at: datetime | None) -> _Said | None:
    match = RELATIVE.search(folded, line.start, line.end)
    if match is None or received_at is None:
        return None
    day = day_start(received_at).date()
    return _Said(day - timedelta(days=1) if match["before"] else day, match.span())


def _first_clock(folded: str, lines: Sequence[Line]) -> _Said | None:
    for line in lines:
        if said := next(_clocks(folded, line.start, line.end, plain=True), None):
            return said
        if part := PART.search(folded, line.start, line.end):
            return _Said(part_of_day(part[1]), part.span())
    return None


def _clock_after(folded: str, line: Line, start: int) -> _Said | None:
    return next(_clocks(folded, start, min(line.end, start + NEAR), plain=False), None)


def _clocks(folded: str, start: int, end: int, *, plain: bool) -> Iterator[_Said]:
    """Times of day; `plain`: also a bare `14.20`, which elsewhere may be a number."""
    days = [match.span() for match in DAY.finditer(folded, start, end)]
    for match in CLOCK.finditer(folded, start, end):
        if any(low < match.end() and match.start("hour") < high for low, high in days):
            continue
        if not (match["before"] or match["zone"] or (match["minute"] and (plain or ":" in match[0]))):
            continue
        clock = clock_of(match)
        if not isinstance(clock, Unreadable):
            yield _Said(clock, match.span())


def _spans(folded: str, lines: Sequence[Line]) -> Iterator[Span]:
    for line in lines:
        for match in DAY.finditer(folded, line.start, line.end):
            yield match.span()
        plain = line.field in ("waktu", "update", "selesai")
        for said in _clocks(folded, line.start, line.end, plain=plain):
            yield said.span
