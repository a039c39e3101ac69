"""Values as Indonesian reports write them: amounts, days, times of day, areas. Pure.

Each reader gives a value or `Unreadable` with the reason; nothing becomes null in silence. The patterns find
the same values within longer folded text (`ingest.folding`).
"""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta, timezone

from gis.report import State
from ingest.amounts import COUNTING, DASH, NIL, SCALES, Amount, read_number
from ingest.folding import fold


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why there is no value: a stable code and the reason in both languages."""

    code: str
    id_text: str
    en_text: str


@dataclass(slots=True, unsafe_hash=True)  # never changed: freezing would cost as much as reading
class Clock:
    """A time of day in its zone; `lasts` is a minute, or longer for a part of the day."""

    time: time
    zone: timezone
    lasts: timedelta = timedelta(minutes=1)


ZONES = {
    "wib": timezone(timedelta(hours=7)),
    "wita": timezone(timedelta(hours=8)),
    "wit": timezone(timedelta(hours=9)),
}
MONTHS = ["jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des"]
MONTH_SPELLINGS = {"peb": 2, "may": 5, "agt": 8, "ags": 8, "aug": 8, "oct": 10, "nop": 11, "dec": 12}
MONTH_OF = {name: n for n, name in enumerate(MONTHS, start=1)} | MONTH_SPELLINGS
MONTH_WORD = (
    r"jan(?:uar[iy])?|[fp]eb(?:r?uar[iy]|r)?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?"
    r"|ag(?:ustus|ust|st|us|u|t|s)|aug(?:ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|no[vp](?:ember)?|"
    r"de[sc](?:ember)?"
)
WEEKDAYS = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "sabtu": 5, "minggu": 6, "ahad": 6}
WEEKDAY = r"(?P<weekday>senin|selasa|rabu|kamis|jum'?\s?at|sabtu|minggu|ahad)"
DAY = re.compile(
    r"(?=\d|\b[srkjma])"  # a digit or the head of a weekday: all else is passed over at once
    rf"(?:\b{WEEKDAY}\b[\s,/(-]{{0,4}}(?:(?:tgl|tanggal)\b[.\s:]{{0,3}})?|)"
    r"(?:"
    rf"(?:(?<=[a-z][.,])|(?<![\d.,]))(?:(?P<first>\d{{1,2}})\s?(?:-|s\.?/?d\.?|sampai|dan|"
    rf"&)\s?)?(?P<day>\d{{1,2}})(?:\s?\([a-z ]{{3,20}}\))?[\s./-]{{0,3}}"
    rf"(?P<month>{MONTH_WORD})(?![a-z])\.?(?:[\s.,/-]{{0,3}}(?P<year>(?:19|20)\d\d|"
    rf"'?\d\d(?![\d.:]|\s?(?:{MONTH_WORD})\b)))?(?!\d)"
    r"|"
    r"(?:(?<=[a-z][/,.-])|(?<![\d.,/-]))(?P<day2>\d{1,2})\s?(?P<sign>[/.-])\s?(?P<month2>\d{1,2})\s?(?P=sign)\s?(?P<year2>(?:19|"
    r"20)\d\d|\d\d(?!\s?[.:]\d))(?!\d|[.,/-]\d|\s?wi[bt])"
    r"|(?<![\d.,/-])(?P<year3>(?:19|20)\d\d)-(?P<month3>\d\d)-(?P<day3>\d\d)(?!\d)"
    r")"
)
DAY_SIGN = re.compile(r"\d(?:(?:\s?\([a-z ]{3,20}\))?[\s./-]{0,3}[adfjmnops]|\s?[/.-]\s?\d)")
"""What stands in whatever `DAY` matches, and is quickly seen."""

CLOCK = re.compile(
    r"(?=\d|\b[pj])"
    r"(?P<before>\b(?:pkl|pukul|jam|jm|pk)\b[\s.:)]{0,3}(?:wib\s?)?(?:(?:±|\+/?-|-\+|\+|sekitar|"
    r"kurang lebih|kl|lk)\s?)?)?"
    r"(?:(?<=[a-z][.:])|(?<=[a-z] [.:])|(?<=20\d\d,)|(?<![\d.,:/-]))(?P<hour>[01]?\d|2[0-4])"
    r"(?:(?:\s?[.:;]\s?|[\s,]?(?=[0-5]\d\s?wi[bt]))(?P<minute>[0-5]\d)(?:[.:][0-5]\d)?)?"
    r"(?!\d|[.,/]\d)\s{0,2}(?P<zone>(?<![a-z_])(?:wib|wita|wit)\b)?"
)
PARTS_OF_DAY = {
    "tengah malam": (23, 2),
    "dini hari": (0, 4),
    "subuh": (4, 2),
    "pagi": (5, 5),
    "siang": (10, 5),
    "sore": (15, 3),
    "petang": (17, 2),
    "malam": (18, 6),
}
ONES = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
NUMBER_WORD = {word: n for n, word in enumerate(ONES)} | {
    "sepuluh": 10,
    "sebelas": 11,
    "seratus": 100,
    "seribu": 1000,
    "seorang": 1,
    "sebuah": 1,
    "seekor": 1,
    "sebatang": 1,
}
MULTIPLIERS = {"belas": 0, "puluh": 10, "ratus": 100, "ribu": 1000}
APPROXIMATE = re.compile(
    r"^(±|\+/-|\+-|-\+|_\+|\+_|\+|~|kurang lebih|lebih kurang|sekitar|kira-kira|lk\.?|kl\.?|hampir|"
    r"lebih dari|>)\s*"
)
IN_WORDS = re.compile(r"\(\s*[a-z ]+\)")
MOST_DIGITS = 13


def read_amount(text: str, unit: str = "") -> Amount | Unreadable:
    """The amount a value states: `1.234,5`, `± 12`, `1 (satu) unit`, `dua puluh`, `nihil`, `pendataan`."""
    bare = " ".join(fold(text.replace("_+", "-+").replace("~", "±")).split()).strip(" .:")
    if DASH.fullmatch(bare):
        return Amount(0.0, State.DASH)
    if NIL.fullmatch(bare):
        return Amount(0.0, State.NIL)
    if COUNTING.fullmatch(bare):
        return Amount(None, State.COUNTING)
    approx = APPROXIMATE.match(bare)
    rest = bare[approx.end() :] if approx else bare
    number = _leading_number(IN_WORDS.sub(" ", rest), unit.lower())
    return Amount(number, State.NUMBER, bool(approx)) if number is not None else unreadable("angka", text)


def _leading_number(text: str, unit: str) -> float | None:
    """The number of a value that holds nothing else but a scale and the unit."""
    words = text.split()
    while words and words[-1].strip(".") in {unit, "unit", "buah", "bh", "orang", "org", "jiwa", "kk", ""} - {
        ""
    }:
        if unit and words[-1].strip(".") != unit:
            return None
        words.pop()
    scale = SCALES.get(words.pop(), 1.0) if len(words) > 1 and words[-1] in SCALES else 1.0
    number = read_number("".join(words)) if words and words[0][:1].isdigit() else read_words(words)
    return number * scale if number is not None and len("".join(words)) <= MOST_DIGITS * 3 else None


def read_words(words: list[str]) -> float | None:
    """A number in words (`dua puluh lima`, `seratus dua puluh`); None where a word is no part of one."""
    total, part, last = 0, 0, 0
    if not words:
        return None
    for word in words:
        if (number := NUMBER_WORD.get(word)) is not None:
            part, last = (part + number, 0) if number >= 100 else (part, number)
        elif word not in MULTIPLIERS or not (last or part):
            return None
        elif word == "belas":
            last += 10
        elif word == "ribu":
            total, part, last = total + (part + last) * 1000, 0, 0
        else:
            part, last = part + last * MULTIPLIERS[word], 0
    return float(total + part + last)


def day_of(match: re.Match[str]) -> date | Unreadable:
    """The day of a match of `DAY` (the first one of `13-14 Oktober`)."""
    day = match["first"] or match["day"] or match["day2"] or match["day3"]
    word = match["month"]
    month = MONTH_OF[word[:3]] if word else int(match["month2"] or match["month3"])
    year = match["year"] or match["year2"] or match["year3"]
    try:
        return date(_full_year(year.strip("'")), month, int(day)) if year else unreadable("tanggal", match[0])
    except ValueError:
        return unreadable("tanggal", match[0])


def last_day_of(match: re.Match[str]) -> date | Unreadable:
    """The last day of a match of `DAY`: the 14th of `13-14 Oktober`."""
    begin = day_of(match)
    if isinstance(begin, Unreadable) or not match["first"]:
        return begin
    try:
        end = begin.replace(day=int(match["day"]))
    except ValueError:
        return unreadable("tanggal", match[0])
    return end if end >= begin else begin


def weekday_of(match: re.Match[str]) -> int | None:
    """The weekday written before the day, Monday 0."""
    word = match["weekday"]
    return WEEKDAYS["jumat" if word.startswith("jum") else word] if word else None


def _full_year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def read_time(text: str) -> Clock | Unreadable:
    """The first time of day that the text names: `Pkl. ± 14.20 WIB`, `14:20`, `jam 9`, `dini hari`."""
    folded = fold(text.replace("_+", "-+"))
    for match in CLOCK.finditer(folded):
        if match["minute"] or match["before"] or match["zone"]:
            return clock_of(match)
    part = next((name for name in PARTS_OF_DAY if name in folded), None)
    return part_of_day(part) if part else unreadable("jam", text)


def clock_of(match: re.Match[str]) -> Clock | Unreadable:
    """The time of a match of `CLOCK`, WIB where no zone is written."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 24 or (hour == 24 and minute):
        return unreadable("jam", match[0])
    return Clock(time(hour % 24, minute), ZONES[match["zone"] or "wib"])


def part_of_day(name: str) -> Clock:
    """The stretch of the day that a word means."""
    start, hours = PARTS_OF_DAY[name]
    return Clock(time(start), ZONES["wib"], timedelta(hours=hours))


ACCEPTED = {
    "angka": ("bukan angka. Yang diterima: 12, 1.234, 1.234,5, nihil, -, dalam pendataan", "is no number"),
    "luas": ("bukan luas. Yang diterima: 1,5 Ha, 500 m2", "is no area with its unit"),
    "tanggal": ("bukan tanggal. Yang diterima: 14/10/2025, 14 Oktober 2025, 2025-10-14", "is no date"),
    "jam": ("bukan jam. Yang diterima: 14.20, Pkl. 14:20 WIB, dini hari", "is no time of day"),
    "koordinat": (
        "bukan koordinat. Yang diterima: -3.0127, 106.4551; 3°0'46\" LS 106°27'18\" BT",
        "is no position",
    ),
}


def unreadable(kind: str, text: str) -> Unreadable:
    """Why that text holds no value of that kind."""
    id_text, en_text = ACCEPTED[kind]
    written = " ".join(text.split())[:60]
    return Unreadable(f"{kind}_tak_terbaca", f"'{written}' {id_text}", f"'{written}' {en_text}")
