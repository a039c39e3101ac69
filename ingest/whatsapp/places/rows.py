"""Rows of a table copied into a message that begin with a village, below a head that says so."""

import re

from ingest.whatsapp.places.mention import Mention
from ingest.whatsapp.places.names import Words
from ingest.whatsapp.places.namewords import LEVELS

VILLAGE = 4
FAR_ABOVE = 4_000  # code points between a table's head and a row
ROW_OPENS = re.compile(r"\n[ \t]{0,4}\|?[ \t]{0,4}\d{1,3}\.?[ \t|]{1,6}\Z")
VILLAGE_COLUMN = re.compile(
    r"(?:\A|\n)[ \t|]{0,4}(?:no|nomor)\.?[ \t|]{1,6}(?:nama[ \t])?(?:desa|ds|kelurahan|kel)\b"
)
"""The head of a table whose rows begin with a village, and how they begin."""

CELL_ENDS = re.compile(r"[ \t]{0,6}\|")


def village_of_row(words: Words, position: int) -> tuple[list[Mention], int] | None:
    """The village with which a row of a table begins that has a column of them."""
    start = words.spans[position][0]
    if not words.folded[max(0, start - 6) : start].rstrip(" \t|.")[-1:].isdigit():
        return None
    if words.word(position) in LEVELS or not ROW_OPENS.search(words.folded, max(0, start - 20), start):
        return None
    if not VILLAGE_COLUMN.search(words.folded, max(0, start - FAR_ABOVE), start):
        return None
    count, areas = words.longest(position)
    fitting = tuple(area for area in areas if area.level == VILLAGE)
    if not fitting:
        count = words.unknown(position, away=True)
        if not count or not CELL_ENDS.match(words.folded, words.span(position, count)[1]):
            return None
    span = words.span(position, count)
    return [Mention(span, words.text[slice(*span)], VILLAGE, "place", fitting)], count
