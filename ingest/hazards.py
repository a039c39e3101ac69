"""Hazard words and BNPB's three-digit codes to our hazard slugs."""

import re
from collections.abc import Mapping
from functools import lru_cache

from gis import codes
from ingest.hazard_hints import HINTS
from ingest.hazard_words import WORDS

PATTERNS = tuple((slug, re.compile(pattern)) for slug, pattern in WORDS)
HINTED = tuple((slug, re.compile(pattern)) for slug, pattern in HINTS)
COMBINED = {"103": ("banjir", "tanah_longsor"), "110": ("gempabumi", "tsunami")}  # not seen, from memory
LIKENESS = {"cuaca_ekstrem": "puting_beliung", "banjir_rob": "banjir", "banjir_bandang": "banjir"}


@lru_cache(maxsize=4096)
def named(words: str) -> tuple[str, ...]:
    """Hazard slugs that the words name, in the order they stand; () when none is known."""
    return _found(words, PATTERNS)


@lru_cache(maxsize=1024)
def hinted(words: str) -> tuple[str, ...]:
    """Hazard slugs that the words tell of by what happened, the likeliest first: "sungai meluap"."""
    return _found(words, HINTED)


def _found(words: str, patterns: tuple[tuple[str, re.Pattern[str]], ...]) -> tuple[str, ...]:
    left = " ".join(words.lower().replace("_", " ").split())
    found: list[tuple[int, str]] = []
    for slug, pattern in patterns:
        if match := pattern.search(left):
            found.append((match.start(), slug))
            left = pattern.sub(lambda part: " " * len(part[0]), left)
    return tuple(dict.fromkeys(slug for _, slug in sorted(found)))


def by_recipe(words: str, own: Mapping[str, str]) -> tuple[str, ...]:
    """The same, a sender's own words first."""
    key = codes.name_key(words)
    exact = next((slug for word, slug in own.items() if codes.name_key(word) == key), None)
    if exact:
        return (exact,)
    if words.strip().lower() in codes.hazards():
        return (words.strip().lower(),)
    within = tuple(slug for word, slug in own.items() if codes.name_key(word) in key)
    return tuple(dict.fromkeys((*within, *named(words))))


@lru_cache(maxsize=1024)
def by_bnpb(code: str, words: str) -> tuple[tuple[str, ...], bool]:
    """Slugs of a row with BNPB's code and `kejadian`, and whether the two agree. Words win over the code.

    105 is both extreme weather and whirlwinds, 101 any flood: the words tell which.
    """
    spoken = named(words)
    coded = COMBINED.get(code) or tuple(
        h.slug for h in codes.hazards().values() if h.bnpb_code == code and code
    )
    if not spoken:
        return coded[:1] if code not in COMBINED else coded, bool(coded)
    likely = {*coded, *(special for special, general in LIKENESS.items() if general in coded)}
    return spoken, not coded or bool(likely & set(spoken))
