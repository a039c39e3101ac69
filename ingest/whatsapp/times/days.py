"""The days that lines name: with or without the year, behind a weekday, or told from the receipt."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from gis.report import Span
from gis.zone import WIB
from ingest.clean import (
    DAY,
    DAY_SIGN,
    MONTH_OF,
    MONTH_WORD,
    PARTS_OF_DAY,
    WEEKDAY,
    WEEKDAYS,
    Clock,
    Unreadable,
    day_of,
    last_day_of,
    part_of_day,
    weekday_of,
)
from ingest.signed import Signed
from ingest.whatsapp.layout.lines import Line
from ingest.whatsapp.times.cues import is_filed, said_on, tells

RELATIVE = Signed(
    r"\b(?P<word>(?:tadi|td) (?:malam|mlm)|se?malam|smlm|"
    r"kemarin malam|kemarin lusa|kemarin(?: pagi| siang| sore)?|"
    r"hari ini|tadi (?:pagi|siang|sore|subuh)"
    r"|(?:td|tdi) (?:pagi|siang|sore|subuh)|hari (?:yang )?sama|hari itu juga"
    r"|(?:pagi|siang|sore|subuh|malam) (?:tadi|ini)|dini hari (?:tadi|ini)|barusan|"
    r"(?:tadi|td|tdi)(?= (?:sekitar |sekira )?(?:pukul|pkl|jam|jm)\b))\b"
)
SHORT = re.compile(
    rf"(?:\b{WEEKDAY}\b(?:\s(?:pagi|siang|sore|malam|petang|dini hari|subuh))?[\s,]{{0,2}}(?:\(\s?)?|\(\s?|"
    r"\b(?:tgl|tanggal)\b[.\s:]{0,3})"
    r"(?<![\d/.,-])(?P<day>\d{1,2})\s?[/-]\s?(?P<month>\d{1,2})(?![\d/-]|[.,]\d)(?:\s?\))?"
)
SHORT_SIGN = re.compile(r"\d\s?[/-]\s?\d")
COMPACT = Signed(
    r"\b(?:tgl|tanggal|tbt|waktu(?: kejadian)?)\b[\s.:=)-]{0,4}"
    r"(?P<day>[0-3]\d)(?P<month>[01]\d)(?P<year>(?:20)?\d\d)\b"
)
"""A day without signs behind its label: "(TBT) 160226"."""

SPREAD = Signed(
    r"(?P<day>\d(?<![\d.,/-]\d)\d?)[\s,.|]{0,4}\bb(?:ulan|ln|l)\b[\s.:=]{0,4}"
    rf"(?P<month>(?:{MONTH_WORD})\b|[01]?\d(?!\d))[\s,.|]{{0,4}}\bt(?:ahun|hn|h)\b[\s.:=]{{0,4}}"
    r"(?P<year>(?:20)?\d\d)(?!\d)"
)
"""A day whose parts each have a label: "Tanggal: 09 Bulan: Desember Tahun: 2025"."""

LONGEST_SPREAD = 64  # code points up to its year, on the lines below too
DAY_PART = r"(?:pagi|siang|sore|petang|malam|dini hari|subuh)"
WEEKDAY_ALONE = re.compile(
    rf"\b(?=[phtsrkjma])(?:(?:pada|hari|terjadi),?\s(?:hari\s)?|(?=[a-z']{{4,6}}\s{DAY_PART}\b)|"
    rf"(?<=,\s)(?=[a-z']{{4,6}}(?:[.,]|\s(?:sekitar|pukul|pkl|jam))))"
    rf"{WEEKDAY}\b"
    rf"(?!(?:\s{DAY_PART})?\s?(?:,|\()?\s?(?:tgl|tanggal|\d)|(?<=minggu)\s(?:lalu|ini|ke)|\s(?:depan|"
    rf"mendatang))"
)
NOON = time(12)
SOON = timedelta(days=2)
A_DAY, LONG_AGO, A_YEAR = timedelta(days=1), timedelta(days=60), timedelta(days=360)
DIGIT = re.compile(r"\d")
AGO = {"kemarin lusa": 2, "kemarin": 1}
NIGHT = (
    "tadi malam",
    "td malam",
    "tadi mlm",
    "td mlm",
    "semalam",
    "smalam",
    "smlm",
    "malam tadi",
    "kemarin malam",
)
EVENING = 18
MOST_TIMES = 60  # dates looked at in a message


@dataclass(slots=True, unsafe_hash=True)  # never changed: freezing would cost as much as reading
class Day:
    """A day, or the stretch of some days, and where it is told."""

    first: date
    last: date
    span: Span
    line: Line
    part: Clock | None = None  # "tadi malam" names both


@dataclass(slots=True, unsafe_hash=True)  # never changed: freezing would cost as much as reading
class _Written:
    """A day as written: `year` None where it is left out."""

    day: int
    month: int
    weekday: int | None
    span: Span
    line: Line
    whole: tuple[date, date] | None = None


def find_days(
    folded: str,
    lines: Sequence[Line],
    received_at: datetime | None,
    doubts: list[tuple[Span, str]],
    loose: list[Span],
) -> list[Day]:
    """The days of these lines, in order. A year left out is the one nearest to a day told in full.

    `doubts` takes days that do not exist or are not of their weekday, `loose` the spans of all days written.
    """
    written = list(islice((w for line in lines for w in _in_line(folded, line, doubts)), MOST_TIMES))
    anchor = next((w.whole[0] for w in written if w.whole), None)
    days = [day for w in written if (day := _settled(w, anchor, received_at, doubts))]
    loose += [w.span for w in written]
    doubts += [
        (w.span, "hari dan tanggal tidak cocok")
        for w in written
        if w.whole and w.weekday is not None and w.weekday != w.whole[0].weekday()
    ]
    filed = any(is_filed(folded, day.line, day.span) for day in days)
    received = _today(received_at)
    days += [day for line in lines for day in _weekdays(folded, line, anchor, received, filed=filed)]
    spoken = [day for day in days if said_on(folded, day.line, day.span)]
    days += _by_statement(folded, lines, days, spoken)
    if received_at is None:
        return sorted(days, key=lambda day: day.span)
    told = {id(day.line) for day in days}
    relative = [d for line in lines if id(line) not in told for d in _relative(folded, line, received_at)]
    return sorted([*days, *islice(relative, MOST_TIMES)], key=lambda day: day.span)


def _by_statement(
    folded: str, lines: Sequence[Line], days: Sequence[Day], spoken: Sequence[Day]
) -> list[Day]:
    """The day that a quotation calls "tadi pukul 11.00", where only the day on which it was said is told."""
    if not spoken or len(spoken) < len(days):
        return []
    said = datetime.combine(spoken[0].first, NOON, WIB)
    found = islice((d for line in lines for d in _relative(folded, line, said)), MOST_TIMES)
    return [day for day in found if tells(folded, day.line, day.span)]


NUMBERS = re.compile(r"[\d ]+(?:/[\d ]+){2}")
SLASHES = re.compile(r"\b[a-z]{1,9}\s?/\s?[a-z]{1,9}\s?/\s?[a-z]{1,9}\b[a-z ]{0,12}\s{0,3}[:=]\s{0,3}\Z")
"""Before numbers of three names between slashes: "Rumah RB/RS/RR : 4/6/13"."""


def is_of_names(folded: str, day: re.Match[str]) -> bool:
    """Whether it is no day, but the numbers of three names between slashes."""
    at = day.start()
    return NUMBERS.fullmatch(day[0]) is not None and SLASHES.search(folded, max(0, at - 40), at) is not None


def _in_line(folded: str, line: Line, doubts: list[tuple[Span, str]]) -> Iterator[_Written]:
    within = line.start, line.end
    if not DIGIT.search(folded, *within):
        return
    taken: list[Span] = []
    days = DAY.finditer(folded, *within) if DAY_SIGN.search(folded, *within) else ()
    days = (day for day in days if not is_of_names(folded, day))
    for match in islice(days, MOST_TIMES):
        taken.append(match.span())
        weekday = weekday_of(match)
        if match["year"] or match["year2"] or match["year3"]:
            first, last = day_of(match), last_day_of(match)
            if isinstance(first, Unreadable) or isinstance(last, Unreadable):
                doubts.append((match.span(), "tanggal ini tidak ada"))
                continue
            yield _Written(first.day, first.month, weekday, match.span(), line, (first, last))
        elif match["month"]:
            day = int(match["first"] or match["day"])
            yield _Written(day, MONTH_OF[match["month"][:3]], weekday, match.span(), line)
    for match in islice(COMPACT.finditer(folded, *within), MOST_TIMES):
        span = match.start("day"), match.end()
        if (compact := _compact(match)) and not any(a < span[1] and span[0] < b for a, b in taken):
            taken.append(span)
            yield _Written(compact.day, compact.month, None, span, line, (compact, compact))
    for written in _spread(folded, line):
        if not any(a < written.span[1] and written.span[0] < b for a, b in taken):
            taken.append(written.span)
            yield written
    short = SHORT.finditer(folded, *within) if SHORT_SIGN.search(folded, *within) else ()
    for match in islice(short, MOST_TIMES):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            yield _Written(int(match["day"]), int(match["month"]), weekday_of(match), match.span(), line)


def _spread(folded: str, line: Line) -> Iterator[_Written]:
    """The days of a line about time that are told in three labelled parts."""
    if line.field not in ("waktu", "judul", "update", "kronologis"):
        return
    for match in islice(SPREAD.finditer(folded, line.start, line.end + LONGEST_SPREAD), MOST_TIMES):
        month = match["month"]
        number = int(month) if month.isdigit() else MONTH_OF[month[:3]]
        if match.start() < line.end and (day := _date(int(match["year"]), number, int(match["day"]))):
            yield _Written(day.day, day.month, None, match.span(), line, (day, day))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year % 100 + 2000, month, day)
    except ValueError:
        return None


def _compact(match: re.Match[str]) -> date | None:
    return _date(int(match["year"]), int(match["month"]), int(match["day"]))


def _settled(
    written: _Written, anchor: date | None, received_at: datetime | None, doubts: list[tuple[Span, str]]
) -> Day | None:
    received = _today(received_at)
    if written.whole:
        first, last = written.whole
        if received and first > received + A_DAY and (slip := _a_year_before(written, received)):
            doubts.append((written.span, "tahun sesudah laporan diterima, dibaca setahun sebelumnya"))
            first, last = slip, slip
        elif received and (slip := _a_year_after(written, received)):
            doubts.append((written.span, "tahun lama di awal tahun, dibaca setahun sesudahnya"))
            first, last = slip, slip
        return Day(first, last, written.span, written.line)
    day = _nearest(written, anchor or received, latest=received)
    return Day(day, day, written.span, written.line) if day else None


def _a_year_before(written: _Written, received: date) -> date | None:
    """The day a year earlier, where that was shortly before the receipt and of the weekday written."""
    year = (written.whole or (received,))[0].year - 1
    try:
        day = date(year, written.month, written.day)
    except ValueError:
        return None
    fits = written.weekday in (None, day.weekday()) and timedelta() <= received - day <= LONG_AGO
    return day if fits else None


def _a_year_after(written: _Written, received: date) -> date | None:
    """The day a year later, where it was shortly before the receipt and of the weekday that is written."""
    day = (written.whole or (received,))[0]
    if written.weekday is None or written.weekday == day.weekday() or received - day < A_YEAR:
        return None
    later = _date(day.year + 1, written.month, written.day)
    fits = later is not None and later.weekday() == written.weekday
    return later if fits and later and timedelta() <= received - later <= LONG_AGO else None


def _nearest(written: _Written, near: date | None, latest: date | None) -> date | None:
    """The day of that date nearest to `near`, not after `latest`; of the weekday written if one is.

    Where only a day of another year has that weekday, and one close by has not, the weekday is the slip.
    """
    if near is None:
        return None
    found: list[date] = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            day = date(year, written.month, written.day)
        except ValueError:
            continue
        if latest is None or day <= latest + A_DAY:
            found.append(day)
    close = min(found, key=lambda day: abs(day - near), default=None)
    fitting = [day for day in found if written.weekday in (None, day.weekday())]
    best = min(fitting, key=lambda day: abs(day - near), default=close)
    if close and best and abs(close - near) <= LONG_AGO < abs(best - near):
        return close
    return best


def _relative(folded: str, line: Line, received_at: datetime) -> Iterator[Day]:
    if not RELATIVE.may_stand(folded):
        return
    local = received_at.astimezone(WIB)
    for match in islice(RELATIVE.finditer(folded, line.start, line.end), MOST_TIMES):
        word = match["word"]
        last_night = word in NIGHT and (local.hour < EVENING or word == "kemarin malam")
        ago = 1 if last_night else next((n for name, n in AGO.items() if word.startswith(name)), 0)
        part = next((name for name in PARTS_OF_DAY if name in word), "malam" if word in NIGHT else None)
        day = local.date() - timedelta(days=ago)
        yield Day(day, day, match.span(), line, part_of_day(part) if part else None)


def _today(received_at: datetime | None) -> date | None:
    return received_at.astimezone(WIB).date() if received_at else None


def _weekdays(
    folded: str, line: Line, anchor: date | None, received: date | None, *, filed: bool
) -> Iterator[Day]:
    """A weekday alone is the last up to the receipt, or the filing; else that nearest to a day told."""
    today = anchor or received
    if today is None:
        return
    for match in islice(WEEKDAY_ALONE.finditer(folded, line.start, line.end), MOST_TIMES):
        word = match["weekday"]
        wanted = WEEKDAYS["jumat" if word.startswith("jum") else word]
        day = today - timedelta(days=(today.weekday() - wanted) % 7)
        later = day + timedelta(days=7)
        near = anchor and not filed and later - today <= SOON and (received is None or later <= received)
        day = later if near else day
        yield Day(day, day, match.span(), line)
