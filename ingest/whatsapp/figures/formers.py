"""Former figures of a clause, and what only came to one told before."""

from collections.abc import Sequence

from ingest.whatsapp.figures.joins import Token
from ingest.whatsapp.figures.words import RESTATED

ADDED = frozenset(("tambahan", "bertambah", "penambahan"))
"""Words beside what only came to a number told before."""

CHANGED = frozenset(("bertambah", "berkurang", "meningkat", "menurun", "turun", "naik", "dari"))
FORMER = RESTATED | {"menjadi"}
"""Words between a former figure and the one that took its place."""


def as_of_now(clause: list[Token]) -> list[Token]:
    """The clause without the former figure: "RB semula 5 unit menjadi 3 unit" is "RB 3 unit"."""
    words = [token.meaning if token.kind == "other" else "" for token in clause]
    if FORMER.isdisjoint(words):
        return clause
    first = next((n for n, word in enumerate(words) if word in RESTATED), None)
    last = max((n for n, word in enumerate(words) if word == "menjadi"), default=-1)
    if first is None and last > 0 and any(word in CHANGED for word in words[:last]):
        values = [n for n, token in enumerate(clause[:last]) if token.kind == "value"]
        return [token for n, token in enumerate(clause) if n not in values]  # "bertambah dari 3 menjadi 5"
    if first is not None and 0 <= last < first:
        return clause[:first]  # "menjadi 231 jiwa dari sebelumnya 180"
    return clause if first is None or last < first else [*clause[:first], *clause[last + 1 :]]


def only_adds(clause: Sequence[Token]) -> bool:
    """Whether its number only came to one told before: "12 KK tambahan", "bertambah 12 KK"."""
    words = [token.meaning for token in clause if token.kind == "other"]
    if ADDED.isdisjoint(words) or "menjadi" in words:
        return False
    return sum(token.kind == "value" for token in clause) == 1
