"""Times of day as people write them: "Pkl. ± 14.20 WIB", "jam 2 siang", "dini hari", "14:20 - 15:00 WITA"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from ingest.clean.failure import Failure, unreadable
from ingest.clean.folding import fold

ZONES = {"wib": 7, "wita": 8, "wit": 9}
PARTS = {
    "dini hari": (0, 4),
    "subuh": (4, 6),
    "pagi": (5, 10),
    "siang": (10, 15),
    "sore": (15, 18),
    "petang": (17, 19),
    "malam": (18, 24),
}
CLOCK = re.compile(
    r"(?:\b(?P<cue>pukul|pkl|pk|jam|skj)\b[\s.:,]*)?(?P<approx>±|~|sekitar|sekira|kurang lebih)?\s*"
    r"(?<![\d.,:/-])(?P<h>[01]?\d|2[0-4])"
    r"(?:\s?(?P<sep>[.:,])\s?(?P<m>[0-5]\d)(?:[.:][0-5]\d)?(?![\d])(?![.,:]\d))?"
    r"(?:\s?(?:-|s/d|sampai(?: dengan)?)\s?(?P<h2>[01]?\d|2[0-4])\s?[.:,]\s?(?P<m2>[0-5]\d)(?!\d))?"
    r"(?![\d])\s*(?:(?P<zone>wib|wita|wit)\b)?(?:\s?(?P<part>pagi|siang|sore|malam|dini hari|subuh|petang)\b)?"
)
PART = re.compile(r"\b(?P<part>dini hari|dinihari|subuh|pagi|siang|sore|petang|malam)\b(?! (?:kemarin|ini)\b)?")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `hours` (from, to) where only a part of the day was said. `zone` is hours east, None unsaid."""

    at: time | None
    span: tuple[int, int]
    zone: int | None = None
    approx: bool = False
    hours: tuple[int, int] | None = None
    cued: bool = True  # a word ("pukul") or a zone says that it is a time


def find_clocks(folded: str) -> Iterator[Clock]:
    """The times of day in a folded text, in order. A bare "14.20" is given too, `cued` False."""
    for match in CLOCK.finditer(folded):
        if found := _clock(match):
            yield found


def find_parts(folded: str) -> Iterator[Clock]:
    """The parts of the day named ("dini hari")."""
    for match in PART.finditer(folded):
        name = match["part"].replace("dinihari", "dini hari")
        yield Clock(at=None, span=match.span(), hours=PARTS[name], approx=True)


def read_clock(text: str) -> Clock | Failure:
    """The time of day that a cell or a label's value states."""
    folded = fold(text)
    found = next(find_clocks(folded), None) or next(find_parts(folded), None)
    return found or unreadable("jam", "a time of day", text)


def _clock(match: re.Match[str]) -> Clock | None:
    cued = bool(match["cue"] or match["zone"])
    if not match["m"] and not cued:
        return None
    hour, minute = int(match["h"]), int(match["m"] or 0)
    if hour == 24:
        hour = 0
    if match["part"] in ("siang", "sore", "malam", "petang") and hour < 12:
        hour += 12 if not (match["part"] == "siang" and hour in (10, 11)) else 0
    if match["part"] == "malam" and int(match["h"]) == 12:
        hour = 0
    if not match["m"] and not (match["cue"] and (match["zone"] or match["part"])) and not match["zone"]:
        return None if match["cue"] not in ("pukul", "pkl", "jam") else _whole_hour(match, hour)
    start = match.start("cue") if match["cue"] else match.start("h")
    return Clock(
        at=time(hour, minute),
        span=(start, match.end()),
        zone=ZONES.get(match["zone"] or ""),
        approx=bool(match["approx"]),
        cued=cued,
    )


def _whole_hour(match: re.Match[str], hour: int) -> Clock:
    """ "Pukul 14" without minutes or zone."""
    return Clock(at=time(hour, 0), span=(match.start("cue"), match.end()), approx=True)
