"""Forms that ask for one village after another, each with its own figures below."""

import re
from collections.abc import Sequence

from ingest.whatsapp.layout.lines import Line
from ingest.whatsapp.places.mention import Mention

VILLAGE = re.compile(r"(?:desa|kelurahan|kel|ds|gampong|nagari)\b[ /a-z]{0,20}\Z")
FIGURES = frozenset(("korban", "kerusakan"))
VILLAGE_LEVEL = 4
FEWEST = 2


def by_block(folded: str, lines: Sequence[Line], mentions: Sequence[Mention]) -> dict[int, tuple[int, ...]]:
    """The place of each line of figures that stands below one of several villages that a form asks for."""
    asked = [n for n, line in enumerate(lines) if _asks_for_village(folded, line)]
    below = [n for n in asked if any(line.field in FIGURES for line in lines[n + 1 : n + 3])]
    if len(below) < FEWEST:
        return {}
    found: dict[int, tuple[int, ...]] = {}
    for n in below:
        inside = tuple(
            number
            for number, mention in enumerate(mentions)
            if lines[n].value <= mention.span[0] < lines[n].end and mention.level in (0, VILLAGE_LEVEL)
        )
        last = n + 1
        while inside and last < len(lines) and _is_below(lines[last], last - n):
            found[last] = inside
            last += 1
    return found


def _is_below(line: Line, distance: int) -> bool:
    """Whether it tells figures, or heads those: "Rumah"."""
    return line.field in FIGURES or (distance == 1 and line.label is None)


def _asks_for_village(folded: str, line: Line) -> bool:
    filled = line.field == "lokasi" and line.label is not None and line.value < line.end
    return filled and line.label is not None and VILLAGE.match(folded[slice(*line.label)]) is not None
