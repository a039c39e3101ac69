"""When it happened, and the moment the figures speak of: by the lines that say so, else by the story."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import islice
from typing import TypeVar

from gis.report import Occurrence, Span
from gis.zone import WIB
from ingest.folding import word_set
from ingest.signed import Signed
from ingest.whatsapp.layout.bylines import is_bare, without_bylines
from ingest.whatsapp.layout.lines import Line
from ingest.whatsapp.times.cues import (
    AFTERWARDS,
    EVE,
    SOUGHT,
    clause,
    is_filed,
    is_long_after,
    is_signed,
    of_rain,
    of_status,
    said_on,
    tells,
)
from ingest.whatsapp.times.days import MOST_TIMES, Day, find_days
from ingest.whatsapp.times.hours import Hour, hours_in

SAID = re.compile(
    r"\bup ?date|\bdata per\b|\bper (?:tanggal|tgl)|\bkeadaan per|\bperkembangan|\blaporan (?:tanggal|"
    r"tgl|harian|piket)|\bpiket"
)
COUNTED_UP_TO = Signed(
    r"\b(?:hingga|sampai|s/d|per|data per)\s(?:dengan\s)?(?:hari\s)?(?:tanggal\s|tgl\.?\s)?\Z"
)
OF_THE_EVENT = re.compile(r"\b(?:kejadian|peristiwa|musibah)\b")
EVENT_ALONE = re.compile(r"(?:kejadian|peristiwa|musibah)(?: bencana)?")
LONGEST_HOUR = 20  # code points behind a day, for its hour
WORD = re.compile(r"[a-z]{3}")
TOLD = ("jenis", "judul", "kronologis", "lain", "lokasi", "penyebab", "kondisi")
"""Fields that may tell when it happened where no line is about time, the likeliest first."""

NOT_OF_THE_EVENT = word_set("update sumber petugas upaya abai selesai kebutuhan nama cuaca")
NEXT_TO = 16  # code points between a day and its time of day
RENEWED = re.compile(r"\bup ?date|\bperkembangan|\blaporan lanjutan")
AS_OF = re.compile(r"\b(?:data per|per)\s\Z")
UP_TO = re.compile(r"\b(?:hingga|sampai|s/d|sd|per)\s?\Z|-\s?\Z")
TITLE = 120  # code points; a longer line is a story
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Times:
    """`occurrence_zone`: the start to the minute, in its own zone. `spans`: what was read as time."""

    occurrence: Occurrence | None = None
    occurrence_zone: datetime | None = None
    valid_at: datetime | None = None
    spans: tuple[Span, ...] = ()
    doubts: tuple[tuple[Span, str], ...] = ()


Told = TypeVar("Told", Day, Hour)


def read_times(folded: str, lines: Sequence[Line], received_at: datetime | None, begin: int = 0) -> Times:
    """The times that these lines tell; relative ones and years left out are settled by `received_at`.

    `begin`: where the incident's own lines begin behind those of a head that several share.
    """
    lines = _with_updates(folded, lines)
    doubts: list[tuple[Span, str]] = []
    loose: list[Span] = []
    days = find_days(folded, lines, received_at, doubts, loose)
    hours = list(islice((hour for line in lines for hour in hours_in(folded, line, days)), MOST_TIMES))
    days = [day for day in days if not of_status(folded, day.line, day.span)] or days
    days = [day for day in days if not is_signed(folded, day.line, day.span)] or days
    spans = tuple(sorted({*(day.span for day in days), *(hour.span for hour in hours), *loose}))
    days, hours = without_bylines(folded, days, hours)
    counted = {day for day in days if COUNTED_UP_TO.search(folded, max(0, day.span[0] - 24), day.span[0])}
    kind = next((line.start for line in lines if line.field == "jenis" and line.label), 0)
    told = [d for d in days if d not in counted]
    clocks = hours if told else [h for h in hours if h.line.field != "kronologis"]  # not of the count
    occurrence, zoned = _happened(folded, told or _only_counted(folded, days, begin), clocks, kind, begin)
    return Times(
        occurrence,
        zoned,
        _valid_at(days, hours, lines) or _up_to(folded, counted, hours),
        spans,
        tuple(doubts),
    )


def _only_counted(folded: str, days: Sequence[Day], begin: int) -> Sequence[Day]:
    """The days up to which figures count, where no other is told; none where that is "hari ini"."""
    return [] if begin else [d for d in days if not folded.startswith("hari ini", d.span[0])]


def _with_updates(folded: str, lines: Sequence[Line]) -> list[Line]:
    """The lines; titles that tell when it was written, and bare moments below them, as update lines."""
    told: list[Line] = []
    renewed = False
    for line in lines:
        title = line.field == "judul" and line.end - line.start < TITLE
        renewed = renewed and is_bare(folded, line)
        said = title and (SAID.search(folded, line.start, line.end) or renewed)
        told.append(replace(line, field="update") if said else line)
        renewed = title and (renewed or RENEWED.search(folded, line.start, line.end) is not None)
    return told


def _happened(
    folded: str, days: Sequence[Day], hours: Sequence[Hour], kind: int, begin: int
) -> tuple[Occurrence | None, datetime | None]:
    labelled = _likeliest(folded, [day for day in days if _is_labelled(folded, day)], kind)
    clocks = _likeliest(folded, [hour for hour in hours if _is_labelled(folded, hour)], kind)
    if labelled:
        day = labelled[0]
        return _at(day, next((h for h in clocks if h.span[0] > day.span[0]), clocks[0] if clocks else None))
    told = _told(folded, days)
    if told:
        hour = (
            clocks[0] if clocks else _hour_of(folded, told, hours) or _lone_hour(folded, told, hours, begin)
        )
        if hour is None or hour.clock.lasts > MINUTE:
            hour = _later_told(folded, told, days, hours, begin) or hour
        return _at(told, hour)
    days = [
        day
        for day in days
        if not (said_on(folded, day.line, day.span) or is_long_after(folded, day.line, day.span))
    ]
    rest = [day for day in days if day.line.field not in NOT_OF_THE_EVENT] or [
        day for day in days if day.line.field == "update"
    ]
    if clocks and days:
        return _at(days[0], clocks[0])
    if not rest:
        return None, None
    return _at(rest[0], None if rest[0].line.field == "update" else _hour_of(folded, rest[0], hours))


def _is_labelled(folded: str, told: Day | Hour) -> bool:
    """Whether the line is about time, or asks for the event and ends with when: "Kejadian : Senin, 7/9"."""
    line = told.line
    if line.field == "jenis" and line.label and line.end - told.span[1] <= LONGEST_HOUR:
        return EVENT_ALONE.fullmatch(folded, *line.label) is not None
    return line.field == "waktu"


def _likeliest(folded: str, times: list[Told], kind: int) -> list[Told]:
    """Those whose label says that they are the event's, else those below the label of its `kind`."""
    said = [t for t in times if t.line.label and OF_THE_EVENT.search(folded, *t.line.label)]
    return said or [t for t in times if t.line.start > kind] or times


def _told(folded: str, days: Sequence[Day]) -> Day | None:
    """The day of the happening as the title or the story tells it: first where a clause speaks of it."""
    later: list[Day] = []
    for field in TOLD:
        mine = [day for day in days if day.line.field == field]
        if mine:
            telling = sorted(
                (
                    day
                    for day in mine
                    if tells(folded, day.line, day.span) and not is_filed(folded, day.line, day.span)
                ),
                key=lambda day: (
                    EVE.search(folded, day.line.start, day.span[0]) is None,
                    of_rain(folded, day.line, day.span),
                ),
            )
            if telling:
                return telling[0]
            mine = [day for day in mine if not said_on(folded, day.line, day.span)]
            if first := next((day for day in mine if not _afterwards(folded, day)), None):
                return first
            later += mine
    return next((day for day in later if not is_long_after(folded, day.line, day.span)), None)


def _hour_of(folded: str, day: Day, hours: Sequence[Hour]) -> Hour | None:
    """The time of day that goes with a day of the story: the first after it in its clause."""
    around = clause(folded, day.line, day.span)
    near = [h for h in hours if h.line is day.line and clause(folded, h.line, h.span) == around]
    near = [h for h in near if not AS_OF.search(folded, max(0, h.span[0] - 12), h.span[0])]
    chosen = next((h for h in near if h.span[0] >= day.span[1]), None) or (near[-1] if near else None)
    if chosen and 0 <= chosen.span[0] - day.span[1] <= NEXT_TO:
        found = SOUGHT.search(folded, day.span[1], chosen.span[0]) is not None
        return None if found else chosen
    return None if chosen and _afterwards(folded, chosen) else chosen


def _lone_hour(folded: str, day: Day, hours: Sequence[Hour], begin: int) -> Hour | None:
    """The one hour of the happening, on another line than a day that stands alone or in a title."""
    line = day.line
    titled = line.end <= begin or (line.field == "judul" and line.end - line.start < TITLE)
    if not titled and (
        WORD.search(folded, line.start, day.span[0]) or WORD.search(folded, day.span[1], line.end)
    ):
        return None
    mine = [h for h in hours if h.line.field not in NOT_OF_THE_EVENT and h.line.start >= begin]
    mine = [hour for hour in mine if hour.line.field == "lokasi" or not _afterwards(folded, hour)]
    return mine[0] if len(mine) == 1 else None


def _later_told(folded: str, day: Day, days: Sequence[Day], hours: Sequence[Hour], begin: int) -> Hour | None:
    """The hour of the happening in another clause than its day: "Kebakaran itu terjadi pukul 15.00 WIB".

    A clause with a day of its own speaks of this one only where that is the same day.
    """
    mine = []
    for hour in hours:
        if hour.clock.lasts > MINUTE or hour.line.field in NOT_OF_THE_EVENT or hour.line.start < begin:
            continue
        if UP_TO.search(folded, max(0, hour.span[0] - 12), hour.span[0]):
            continue
        start, end = clause(folded, hour.line, hour.span)
        own = [d for d in days if d.line is hour.line and start <= d.span[0] < end]
        if all((d.first, d.last) == (day.first, day.last) for d in own) and (
            tells(folded, hour.line, hour.span) and not of_rain(folded, hour.line, hour.span)
        ):
            mine.append(hour)
    return mine[0] if len({hour.clock.time for hour in mine}) == 1 else None


def _afterwards(folded: str, hour: Day | Hour) -> bool:
    """Whether it is the time at which something was found, put out or told."""
    around = clause(folded, hour.line, hour.span)
    return bool(AFTERWARDS.search(folded, *around)) and not tells(folded, hour.line, hour.span)


def _at(day: Day, hour: Hour | None) -> tuple[Occurrence, datetime | None]:
    clock = hour.clock if hour else day.part
    if clock is None:
        start = datetime.combine(day.first, time(), WIB)
        end = datetime.combine(day.last, time(), WIB) + timedelta(days=1)
        return Occurrence(start=start, end=end, precision="hari"), None
    moment = datetime.combine(day.first, clock.time, clock.zone)
    if clock.lasts == MINUTE:
        return Occurrence.minute(moment), moment
    return Occurrence(start=moment, end=moment + clock.lasts, precision="jam"), None


def _valid_at(days: Sequence[Day], hours: Sequence[Hour], lines: Sequence[Line]) -> datetime | None:
    """The moment of the update lines; an hour alone is of the last day named."""
    updates = [line for line in lines if line.field == "update"]
    hour = next((h for line in updates for h in hours if h.line is line and h.clock.lasts == MINUTE), None)
    told = [d for line in updates for d in days if d.line is line]
    day = told[0] if told else None
    if hour is None:
        return None  # a day alone says too little about figures that change by the hour
    before = [d for d in told if hour and d.line is hour.line and d.span[0] < hour.span[0]]
    day = before[-1] if before else day
    if day is None:
        day = max(days, key=lambda d: d.last) if days else None
    return datetime.combine(day.last, hour.clock.time, hour.clock.zone) if day else None


def _up_to(folded: str, counted: set[Day], hours: Sequence[Hour]) -> datetime | None:
    """The moment up to which a story counts: "hingga Sabtu (4/1) pukul 18.00 WIB"."""
    for day in sorted(counted, key=lambda day: day.span):
        around = clause(folded, day.line, day.span)
        hour = next(
            (h for h in hours if day.span[1] <= h.span[0] < around[1] and h.clock.lasts == MINUTE), None
        )
        if hour:
            return datetime.combine(day.last, hour.clock.time, hour.clock.zone)
    return None
