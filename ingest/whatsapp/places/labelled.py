"""Places behind their labels: "Kec. Contoh", and two behind a label of two levels."""

import re
from bisect import bisect_left
from dataclasses import replace

from gis.codes import name_key
from ingest.whatsapp.places.mention import Mention
from ingest.whatsapp.places.names import OWN_DISTRICT, Words
from ingest.whatsapp.places.namewords import LEVELS
from ingest.whatsapp.places.roles import role_of

PAIR = re.compile(
    r"\.?\s{0,3}[:=]\s{0,3}(?P<one>[a-z][^/\n:;,]{2,40}?)\s{0,2}/\s{0,2}(?P<two>[a-z][^/\n:;]{2,90})(?=\n|\Z)"
)
"""The two values behind a label of two levels."""

DISTRICT, VILLAGE = 3, 4
LANDS = frozenset(("kota", "tanjung"))  # names of villages that also begin those of others
ADMINISTRATIVE = frozenset(("adm", "administrasi"))


def pair(words: Words, position: int, *, away: bool) -> tuple[list[Mention], int] | None:
    """The two places behind a label of two levels, and the words they take: "Kecamatan / Kel : A / B"."""
    if words.words[position] not in LEVELS:
        return None
    levels = [LEVELS.get(word, 0) for word in words.words[position : position + 2]]
    if len(levels) < 2 or not all(levels) or levels[0] == levels[1] or "/" not in words.gap(position):
        return None
    match = PAIR.match(words.folded, words.spans[position + 1][1])
    if match is None:
        return None
    found: list[Mention] = []
    end = position + 2
    for level, part in zip(levels, ("one", "two"), strict=True):
        first = bisect_left(words.spans, (match.start(part), 0))
        if first >= len(words.spans) or words.word(first) in LEVELS:
            return None
        mention, used = labelled(words, first - 1, level, away=away)
        if mention is None:
            return None
        found.append(replace(mention, start=mention.span[0]))
        end = first - 1 + used
    return found, end - position


def labelled(words: Words, position: int, level: int, *, away: bool = False) -> tuple[Mention | None, int]:
    """The place after its label: one of the lists, else the words that look like a name."""
    first = position + 1
    if level == 2 and words.word(first) in ADMINISTRATIVE and first + 1 < len(words.spans):
        first += 1
    count, areas = words.longest(first)
    elsewhere_count, away_level = words.elsewhere(first)
    fitting = tuple(area for area in areas if area.level == level)
    if fitting and count == 1 and words.word(first) in LANDS and words.goes_on(first + 1):
        fitting = ()
    if away and count == 1 and (words.goes_on(first + 1) or words.unknown(first, away=True) > 1):
        fitting = ()  # another province's village, of a longer name
    if fitting and level == VILLAGE and _is_of_another(words, first, count):
        fitting, away = (), True
    if level <= 2 and elsewhere_count and away_level == level and elsewhere_count >= count and not fitting:
        count, areas = elsewhere_count, ()
    elif not fitting:
        unknown = words.unknown(
            first, abbreviated=words.is_abbreviated(position), away=away, district=level >= DISTRICT
        )
        if unknown > count or (unknown and level > 2 and not areas):
            count, areas = unknown, ()
    if not count:
        return None, 1
    span = words.span(first, count)
    mention = Mention(
        span,
        words.text[slice(*span)],
        level,
        role_of(words, position, span),
        fitting or areas,
        start=words.spans[position][0],
    )
    return mention, first - position + count


def _is_of_another(words: Words, first: int, count: int) -> bool:
    """Whether a longer name stands there, with a kecamatan behind it that is none of this province."""
    longer = words.unknown(first, away=True)
    if longer <= count:
        return False
    behind = OWN_DISTRICT.match(words.folded, words.spans[first + longer - 1][1])
    at = first + longer + 1
    return behind is not None and at < len(words.spans) and not words.longest(at)[0]


def cut_before(words: Words, mention: Mention | None, told: dict[str, int]) -> Mention | None:
    """The mention without a kecamatan told before that ends its name: "Desa Contoh Hulu Utara"."""
    if mention is None or mention.level != VILLAGE or mention.candidates or not told:
        return mention
    parts = mention.name.split(" ")
    for first in range(1, len(parts)):
        tail = " ".join(parts[first:])
        if told.get(name_key(tail)) == DISTRICT:
            end = mention.span[1] - len(tail) - 1
            return replace(mention, span=(mention.span[0], end), name=" ".join(parts[:first]))
    return mention
