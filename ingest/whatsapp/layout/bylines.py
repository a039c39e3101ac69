"""Times that stand alone on a line, as a paper sets them above its story: when it was printed."""

import re
from typing import Protocol, TypeVar

from gis.report import Span
from ingest.whatsapp.layout.labels import TIME_WORDS
from ingest.whatsapp.layout.lines import Line
from ingest.whatsapp.times.cues import tells
from ingest.whatsapp.times.days import Day

TIME_ONLY = re.compile(rf"(?:[a-z.]{{2,20}} (?:[a-z.]{{2,20}} )?- )?{TIME_WORDS}")
STORY = ("judul", "kronologis", "lain")
BESIDE = 4  # code points between the parts of one line


class Timed(Protocol):
    """A time of day and where it is told."""

    @property
    def line(self) -> Line: ...
    @property
    def span(self) -> Span: ...


Hour = TypeVar("Hour", bound=Timed)


def without_bylines(folded: str, days: list[Day], hours: list[Hour]) -> tuple[list[Day], list[Hour]]:
    """The times without those that stand alone on a line, where a story tells the day of the happening."""
    alone = [d for d in days if d.line.label is None and d.line.field in STORY]
    bare = {id(d.line) for d in alone if is_bare(folded, d.line)}
    others = [d for d in days if id(d.line) not in bare] if bare else []
    stamped = any(id(h.line) in bare for h in hours)
    if not others or not (stamped or any(tells(folded, d.line, d.span) for d in others)):
        return days, hours
    ends = [d.line.end for d in days if id(d.line) in bare]
    beside = {
        id(h.line)
        for h in hours
        if is_bare(folded, h.line) and any(0 <= h.line.start - end <= BESIDE for end in ends)
    }
    return [d for d in days if id(d.line) not in bare], [h for h in hours if id(h.line) not in bare | beside]


def is_bare(folded: str, line: Line) -> bool:
    return TIME_ONLY.fullmatch(folded, line.start, line.end) is not None
