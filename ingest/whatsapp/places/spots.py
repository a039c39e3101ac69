"""Addresses below the village: streets, hamlets, RT and RW.

No areas of a report, and their numbers no figures.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from gis.report import Span
from ingest.signed import Signed
from ingest.whatsapp.figures.lexicon import lexicon
from ingest.whatsapp.places.gazetteer import LONE, ORDINARY, gazetteer
from ingest.whatsapp.places.namewords import AGENCY, LEVELS, NO_NAME

LABEL = Signed(
    r"\b(?:jl|jln|jalan(?: raya| lintas| tol)?|gang|gg|dusun|dsn|dukuh|kp|kampung|lingk(?:ungan)?|lk|"
    r"komplek|perumahan|perum|blok|(?:(?:perairan|laut|muara|aliran) ){0,2}(?:pulau|sungai|pantai|laut|selat|"
    r"teluk|muara|tanjung|karang)|perairan|kolong|danau|waduk|kawasan|pasar)\b[.\s]{1,3}(?=[a-z0-9])"
)
WORD = re.compile(r"[a-z0-9'/]+")
BETWEEN = re.compile(r"[ .]{1,2}|\s?-\s?")
RT_RW = re.compile(
    r"r(?<!\wr)[tw]\b[\s./:]{0,3}\d{1,3}(?:\s?(?:,|/|&|dan|-|sampai|s/d)\s?(?:(?:rt|rw|"
    r"rr(?= ?0))[\s./:]{0,3})?\d{1,3}"
    r"(?!\s?(?:kk|jiwa|unit|rumah|orang|org|rb|rs|rr))\b){0,20}"
)
NUMERAL = re.compile(r"(?:[ivx]{1,4}|\d{1,2})(?![a-z0-9])")
MORE_NUMERALS = re.compile(
    rf"(?:\s?(?:,|/|&|dan)\s?{NUMERAL.pattern}(?!\s?(?:kk|jiwa|unit|rumah|orang|org|rb|rs|rr)\b)){{1,9}}"
)
"""Behind a numbered hamlet, those numbered on: "Dusun II dan III"."""

WATERS = ("perairan", "pantai", "laut", "muara", "pulau", "teluk", "selat")
MOST_WORDS = 4
MOST_SPOTS = 300


def find_spots(text: str, folded: str, part: Span) -> Iterator[Span]:
    """Spans of streets, hamlets and RT/RW within that part."""
    yield from (match.span() for match in RT_RW.finditer(folded, *part))
    for match in islice(LABEL.finditer(folded, *part), MOST_SPOTS):
        if end := _name_end(text, folded, match.end(), of_water=match[0].startswith(WATERS)):
            yield match.start(), end


def _name_end(text: str, folded: str, start: int, *, of_water: bool) -> int:
    """Where the name behind such a label ends, 0 where none follows.

    Words with capitals, numbers, numerals; that of a shore goes on with no kecamatan or regency.
    """
    end, at = 0, start
    for _ in range(MOST_WORDS):
        word = WORD.match(folded, at)
        if word is None or word[0] in LEVELS or word[0] in AGENCY or word[0] in NO_NAME:
            break
        if of_water and end and word[0] in _districts():
            break
        if any(meant.kind == "effect" for _, meant in lexicon().get(word[0], ())):
            break  # "1,5 KM JALAN RUSAK"
        if not (text[at].isupper() or (end and word[0].isdigit() and len(word[0]) < 3)):
            break
        end = word.end()
        if NUMERAL.fullmatch(word[0]) and (more := MORE_NUMERALS.match(folded, end)):
            return more.end()
        between = BETWEEN.match(folded, end)
        if between is None:
            break
        at = between.end()
    return end


@cache
def _districts() -> frozenset[str]:
    """Kecamatan and regencies of one word that is no everyday one: "perairan Contoh Toboali"."""
    names = (name for name, areas in gazetteer().items() if any(area.level in (2, 3) for area in areas))
    return frozenset(name for name in names if name not in ORDINARY | LONE)


def within(span: Span, spots: Sequence[Span]) -> bool:
    """Whether that stretch stands inside one of the spots, not at its head."""
    return any(start < span[0] and span[1] <= end for start, end in spots)
