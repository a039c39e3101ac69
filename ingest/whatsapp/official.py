"""The official text that SIGAP writes (`gis.laporan`), read line by line to just what it was written from.

Lines that somebody changed into another form are left to the parser that reads all texts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache

from gis import codes
from gis.laporan import AT_SEA, DAMAGE, MARK, MONTHS, PARTS, PEOPLE, STATES, UNKNOWN, place_words
from gis.report import Figure, Occurrence, Span, State
from gis.zone import WIB
from ingest.amounts import read_number
from ingest.folding import fold
from ingest.whatsapp.figures.counts import Unsure
from ingest.whatsapp.incidents.hazard import Kind
from ingest.whatsapp.places.mention import Mention
from ingest.whatsapp.times.reading import Times

MARKED = re.compile(rf"^\s{{0,3}}nomor\s?:\s?{MARK.lower()}/\d", re.MULTILINE)
LINE = re.compile(r"[^\n]+")
ITEM = re.compile(r"\s*-\s+(?P<words>.*?)\s*")
LABEL = re.compile(r"\s*(?P<label>[a-z][a-z -]*?(?:\d+)?)\s*:\s*(?P<words>.*?)\s*")
SECTIONS = tuple(heading.lower() for heading in (PEOPLE, DAMAGE, PARTS))
STATE_OF = {words: state for state, words in STATES.items()}
VALUE = re.compile(
    r"(?P<about>±\s?)?(?P<money>rp\s?)?(?P<number>\d[\d.,]*)(?:\s(?P<unit>[a-z]+))?"
    rf"|(?:(?P<of>[a-z]+)\s)?(?P<state>{'|'.join(map(re.escape, STATE_OF))})"
)
WEEKDAY = r"(?:[a-z]+'?[a-z]*,\s)?"
MONTH = rf"(?P<month>{'|'.join(MONTHS).lower()})"
DATE = re.compile(
    rf"{WEEKDAY}(?P<day>\d{{1,2}})\s{MONTH}\s(?P<year>\d{{4}})(?:\spkl\.?\s(?P<clock>\d\d\.\d\d)\swib)?"
)
WHOLE_MONTH, WHOLE_YEAR = re.compile(rf"{MONTH}\s(?P<year>\d{{4}})"), re.compile(r"tahun\s(?P<year>\d{4})")
HEAD = re.compile(r"\s*(?:laporan kejadian(?: bencana)?|sigap provinsi [a-z ]+?)\s*$")
NOT_READ = ("nomor", "catatan", "sumber lain", "status")
UNTIL = " s/d "
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What its lines say. None, or empty, where no line of the form says it."""

    kind: Kind | None
    times: Times | None
    mentions: tuple[Mention, ...] | None  # () at sea
    figures: tuple[Figure, ...]
    lines: tuple[Span, ...]  # lines of figures that were read
    known: tuple[Span, ...]  # all lines of the form: its head, places, figures and notes
    region: Span  # from the first to the last heading of figures and what stands under it

    def over(self, figures: Sequence[Figure], unsure: Sequence[Unsure]) -> tuple[list[Figure], list[Unsure]]:
        """These figures, and of those read otherwise the ones of lines that are not in this form."""
        if not self.figures:
            return list(figures), list(unsure)
        mine = {(figure.kind, figure.area) for figure in self.figures}
        others = [
            figure._replace(part_of=None)
            for figure in figures
            if figure.span and self._is_other(figure.span) and (figure.kind, figure.area) not in mine
        ]
        return _with_totals([*self.figures, *others]), [u for u in unsure if self._is_other(u.span)]

    def _is_other(self, span: Span) -> bool:
        within = self.region[0] <= span[0] < self.region[1]
        return within and not any(start <= span[0] < end for start, end in self.lines)


def is_official(folded: str) -> bool:
    """Whether the text bears the mark of the form."""
    return MARK.lower() in folded and MARKED.search(folded) is not None


def read(folded: str, part: Span) -> Told:
    """What the lines of that part say."""
    kind: Kind | None = None
    times = Times()
    mentions: list[Mention] = []
    at_sea = undated = False
    figures: list[Figure] = []
    taken: list[Span] = []
    known: list[Span] = []
    section, region = "", (0, 0)
    for line in LINE.finditer(folded, *part):
        item, label = ITEM.fullmatch(line[0]), LABEL.fullmatch(line[0])
        if item and section in SECTIONS:
            found = list(_items(line, item, section))
            figures += found
            taken += [line.span()] if found else []
        elif item and section == "lokasi":
            found_there = list(_place(item["words"], line.start() + item.start("words")))
            mentions += found_there
            known += [line.span()] if found_there else []
        elif label:
            section = label["label"].strip()
            span = (line.start() + label.start("words"), line.start() + label.end("words"))
            kind = kind or (_hazards(label["words"], span) if section == "jenis kejadian" else None)
            times = _times(times, section, label["words"], span)
            undated = undated or (section == "waktu kejadian" and label["words"] == UNKNOWN)
            at_sea = at_sea or (section == "lokasi" and label["words"] == AT_SEA)
        if HEAD.match(line[0]) or (label and (section in NOT_READ or label["words"] in (AT_SEA, UNKNOWN))):
            known.append(line.span())
        if section in SECTIONS:
            region = (region[0] or line.start(), line.end())
    return Told(
        kind,
        times if times.occurrence or undated else None,
        tuple(mentions) if mentions or at_sea else None,
        tuple(_with_totals(figures)),
        tuple(taken),
        (*known, *taken),
        region,
    )


@cache
def _hazard_named() -> dict[str, str]:
    return {fold(hazard.label_id): slug for slug, hazard in codes.hazards().items()}


def _hazards(words: str, span: Span) -> Kind | None:
    slugs = [_hazard_named().get(label) for label in words.split(", ")]
    known = [slug for slug in slugs if slug]
    return Kind(known[0], tuple(known[1:]), "jenis", span) if known and len(known) == len(slugs) else None


@cache
def _area_named() -> dict[str, str]:
    return {fold(place_words(code)): code for code in codes.areas()}


def _area(words: str) -> tuple[str, int] | None:
    """The area that an address ends with, and where its words begin: what stands before is finer."""
    parts = words.split(", ")
    for first in range(len(parts)):
        rest = ", ".join(parts[first:])
        if code := _area_named().get(rest):
            return code, len(words) - len(rest)
    return None


def _place(words: str, start: int) -> Iterator[Mention]:
    found = _area(words)
    if found:
        area = codes.areas()[found[0]]
        begin, end = start + found[1], start + len(words)
        yield Mention((begin, end), area.name, area.level, "place", (area,), code=area.code)


def _items(line: re.Match[str], item: re.Match[str], section: str) -> Iterator[Figure]:
    """The figures of one line: one behind its label, or those of one area, all of them or none."""
    head, colon, rest = item["words"].partition(" : ")
    start = line.start() + item.start("words")
    if not colon:
        return
    if section != PARTS.lower():
        if figure := _figure(head, rest, None, (start, start + len(item["words"]))):
            yield figure
        return
    place = _area(head.removeprefix("di "))
    found: list[Figure | None] = []
    at = start + len(head) + len(colon)
    for words in rest.split("; "):
        found.append(_of_area(words, place[0], (at, at + len(words))) if place else None)
        at += len(words) + 2
    yield from (figure for figure in found if figure and None not in found)


def _of_area(words: str, area: str, span: Span) -> Figure | None:
    """`rumah rusak berat 3 unit`: the label is what the code list knows, the rest its value."""
    parts = words.split(" ")
    for count in range(len(parts) - 1, 0, -1):
        label = " ".join(parts[:count])
        if label in _kinds_named() and (figure := _figure(label, " ".join(parts[count:]), area, span)):
            return figure
    return None


@cache
def _kinds_named() -> dict[str, dict[str, str]]:
    """Kinds by label and unit."""
    named: dict[str, dict[str, str]] = {}
    for slug, kind in codes.figures().items():
        named.setdefault(fold(kind.label_id), {})[fold(kind.unit)] = slug
    return named


def _figure(label: str, words: str, area: str | None, span: Span) -> Figure | None:
    units, value = _kinds_named().get(label, {}), VALUE.fullmatch(words)
    if value is None:
        return None
    unit = "rp" if value["money"] else value["unit"] or value["of"]
    kind = next(iter(units.values())) if unit is None and len(units) == 1 else units.get(unit or "")
    state = STATE_OF[value["state"]] if value["state"] else State.NUMBER
    number = read_number(value["number"]) if value["number"] else None
    if kind is None or (state is State.NUMBER and number is None):
        return None
    return Figure(
        kind=kind,
        value=0.0 if state in (State.NIL, State.DASH) else number,
        state=state,
        area=area,
        unit=codes.figures()[kind].unit,
        raw=f"{label} {words}"[:200],
        approx=bool(value["about"]),
        span=span,
    )


def _with_totals(figures: Sequence[Figure]) -> list[Figure]:
    """The figures with the parts pointing to their totals."""
    totals = {figure.kind: n for n, figure in enumerate(figures) if figure.area is None}
    return [f._replace(part_of=totals.get(f.kind)) if f.area else f for f in figures]


def _times(times: Times, section: str, words: str, span: Span) -> Times:
    if section == "waktu kejadian" and not times.occurrence and (when := _occurrence(words)):
        zoned = when.start if when.precision == "menit" else None
        return replace(times, occurrence=when, occurrence_zone=zoned, spans=(*times.spans, span))
    said = section == "data per" or section.startswith("update ke-")
    if said and not times.valid_at and (date := DATE.fullmatch(words)):
        return replace(times, valid_at=_moment(date), spans=(*times.spans, span))
    return times


def _occurrence(words: str) -> Occurrence | None:
    """A minute, hours, a day or days, a month or a year."""
    if match := WHOLE_YEAR.fullmatch(words):
        year = int(match["year"])
        return _between(datetime(year, 1, 1, tzinfo=WIB), datetime(year + 1, 1, 1, tzinfo=WIB), "tahun")
    if match := WHOLE_MONTH.fullmatch(words):
        first = datetime(int(match["year"]), MONTH_OF[match["month"]], 1, tzinfo=WIB)
        return _between(first, (first + 31 * DAY).replace(day=1), "bulan")
    begin, until, end = words.partition(UNTIL)
    first_day, last_day = DATE.fullmatch(begin), DATE.fullmatch(end if until else begin)
    if first_day is None or last_day is None:
        return None
    start, stop = _moment(first_day), _moment(last_day)
    if start is None or stop is None or bool(first_day["clock"]) != bool(last_day["clock"]) or stop < start:
        return None
    if not first_day["clock"]:
        return _between(start, stop + DAY, "hari")
    return _between(start, stop, "jam") if until else Occurrence.minute(start)


MONTH_OF = {fold(month): n for n, month in enumerate(MONTHS, start=1)}


def _between(start: datetime, end: datetime, precision: str) -> Occurrence:
    return Occurrence(start=start, end=end, precision=precision)


def _moment(match: re.Match[str]) -> datetime | None:
    try:
        clock = time.fromisoformat((match["clock"] or "00.00").replace(".", ":"))
        return datetime(
            int(match["year"]),
            MONTH_OF[match["month"]],
            int(match["day"]),
            clock.hour,
            clock.minute,
            tzinfo=WIB,
        )
    except ValueError:
        return None
