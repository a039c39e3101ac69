"""Rows of a table copied into a message that begin with a place, below a head that says of what level."""

import re

from ingest.whatsapp.places.mention import Mention
from ingest.whatsapp.places.names import Words
from ingest.whatsapp.places.namewords import LEVELS

FAR_ABOVE = 4_000  # code points between a table's head and a row
LONGEST_NAME = 60
ROW_OPENS = re.compile(r"\n[ \t]{0,4}\|?[ \t]{0,4}(?:\d{1,3}\.?[ \t|]{1,6})?\Z")
HEAD = re.compile(
    r"(?:\A|\n)[ \t|]{0,4}(?:(?:no|nomor)\.?[ \t|]{1,6})?(?:nama[ \t])?"
    r"(?P<level>desa|ds|kelurahan|kel|kecamatan|kec|distrik|kabupaten|kab)\b[^\n:]{0,20}"
    r"(?:\||[ \t](?:rumah|kk|jiwa|rt|rw|dusun|lingkungan|dukuh)\b)"
)
"""The head of such a table: "No Kelurahan/Desa Lingkungan …", "Kecamatan | MD | …"."""

WHOLE = frozenset(("jumlah", "total"))
CELL_ENDS = re.compile(r"[ \t]{0,6}\|")


def place_of_row(words: Words, position: int) -> tuple[list[Mention], int] | None:
    """The place with which a row begins, and how many words it takes."""
    start = words.spans[position][0]
    sign = words.folded[max(0, start - 6) : start].rstrip(" \t|.")[-1:]
    piped = sign == "\n" and words.folded.find("|", start, start + LONGEST_NAME) >= 0
    if not (sign.isdigit() or piped) or words.word(position) in LEVELS or words.word(position) in WHOLE:
        return None
    if not ROW_OPENS.search(words.folded, max(0, start - 20), start):
        return None
    above = HEAD.search(words.folded, max(0, start - FAR_ABOVE), start)
    return _named(words, position, LEVELS[above["level"]], piped=piped) if above else None


def _named(words: Words, position: int, level: int, *, piped: bool) -> tuple[list[Mention], int] | None:
    count, areas = words.longest(position)
    fitting = tuple(area for area in areas if area.level == level)
    if not fitting or piped:
        count = count if fitting else words.unknown(position, away=True)
        if not count or not CELL_ENDS.match(words.folded, words.span(position, count)[1]):
            return None
    span = words.span(position, count)
    return [Mention(span, words.text[slice(*span)], level, "place", fitting)], count
