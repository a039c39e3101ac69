"""Times of day in the lines of a report, and in which half of the day they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from gis.report import Span
from ingest.clean import CLOCK, PARTS_OF_DAY, Clock, Unreadable, clock_of, part_of_day
from ingest.signed import Signed
from ingest.whatsapp.layout.lines import Line
from ingest.whatsapp.times.days import DIGIT, Day

# "Selamat malam" greets; it does not say when.
PART = Signed(rf"(?<!\bselamat )(?<!\bmet )\b(?P<part>{'|'.join(PARTS_OF_DAY)})\b")
HALF_AFTER = re.compile(r"\s{0,2}(?:wib\s)?(?P<half>siang|sore|petang|malam)\b")
HALF_BEFORE = re.compile(
    r"(?:\b|\bse?)(?P<half>siang|sore|petang|malam|\bsmlm|\bmlm)"
    r"(?: tadi| ini)?,?(?: sekitar| sekira| kira-kira)?\s\Z"
)
MINUTES = re.compile(r"\d\s?[.:;]\s?[0-5]\d")
CUES = re.compile(r"pk|pukul|jam|jm|wib|wit")
"""One of these stands in each time of day that is read."""

MOST_CLOCKS = 2_000  # numbers looked at: a message has a dozen


@dataclass(slots=True, unsafe_hash=True)  # never changed: freezing would cost as much as reading
class Hour:
    clock: Clock
    span: Span
    line: Line


def hours_in(folded: str, line: Line, days: Sequence[Day]) -> list[Hour]:
    """Times of day: with "Pkl." or "WIB" anywhere, bare only in lines about time; else parts of the day."""
    taken = [day.span for day in days if day.line is line]
    about_time = line.field in ("waktu", "update", "selesai")
    found = []
    clocks = CLOCK.finditer(folded, line.start, line.end) if _may_tell(folded, line) else ()
    for match in islice(clocks, MOST_CLOCKS):
        start, end = match.start("hour"), match.end()
        if any(a < end and start < b for a, b in taken):
            continue
        cued = bool(match["before"] or match["zone"])
        beside = any(0 <= start - b <= 2 for _, b in taken)
        if not cued and not (match["minute"] and (about_time or beside or (taken and ":" in match[0]))):
            continue
        clock = clock_of(match)
        if not isinstance(clock, Unreadable):
            found.append(Hour(_of_half(folded, clock, match.span()), match.span(), line))
    if found or not (about_time or taken):
        return found
    return [
        Hour(part_of_day(match["part"]), match.span(), line)
        for match in PART.finditer(folded, line.start, line.end)
        if not any(a < match.end() and match.start() < b for a, b in taken)
    ][:1]


def _may_tell(folded: str, line: Line) -> bool:
    """Whether a time of day may stand in a line: digits, and a word of it or minutes."""
    within = line.start, line.end
    if not DIGIT.search(folded, *within):
        return False
    return (MINUTES.search(folded, *within) or CUES.search(folded, *within)) is not None


def _of_half(folded: str, clock: Clock, span: Span) -> Clock:
    """The time in the half of the day that a word beside it names: "jam 2 siang", "malam jam 9"."""
    hour = clock.time.hour
    half = HALF_AFTER.match(folded, span[1]) or HALF_BEFORE.search(folded, max(0, span[0] - 24), span[0])
    earliest = {"siang": 1, "sore": 1, "petang": 1, "malam": 6, "smlm": 6, "mlm": 6}.get(
        half["half"] if half else "", 12
    )
    if not earliest <= hour < (11 if half and half["half"] == "siang" else 12):
        return clock
    return replace(clock, time=clock.time.replace(hour=hour + 12))
