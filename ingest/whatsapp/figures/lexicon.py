"""The words of figures looked up: what a phrase means, by its first word."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from ingest.whatsapp.figures.words import (
    APPROXIMATE,
    COUNTING,
    DENIED,
    EFFECTS,
    GREETINGS,
    NIL,
    SHELTERS,
    STRUCK,
    SUBJECTS,
    UNITS,
    UNTOLD,
)


@dataclass(frozen=True, slots=True)
class Word:
    """What a phrase means: `kind` is effect, subject, unit, nil, counting or approx."""

    kind: str
    meaning: str


SHORT = {"masih": "msh", "dalam": "dlm", "belum": "blm", "sudah": "sdh", "tidak": "tdk"}
"""Words of phrases as officers shorten them."""


def _variants(phrases: Iterable[str]) -> Iterator[str]:
    """The phrases, and each with any of its words shortened."""
    for phrase in phrases:
        words = phrase.split(" ")
        yield from (
            " ".join(told) for told in product(*((w, SHORT[w]) if w in SHORT else (w,) for w in words))
        )


@cache
def lexicon() -> dict[str, list[tuple[tuple[str, ...], Word]]]:
    """Phrases by their first word, the longest first."""
    entries = [
        *(
            (f"{before}{phrase}", Word("effect", meaning))
            for meaning, phrases in EFFECTS.items()
            for phrase in _variants(phrases.split("|"))
            for before in (
                ("", "mengalami ", "kondisi ", "kategori ") if meaning.startswith("rusak_") else ("",)
            )
        ),
        *(
            (phrase, Word("subject", meaning))
            for meaning, phrases in SUBJECTS.items()
            for phrase in phrases.split("|")
        ),
        *(
            (phrase, Word("unit", meaning))
            for meaning, phrases in UNITS.items()
            for phrase in phrases.split("|")
        ),
        *((phrase, Word("other", "pengungsian")) for phrase in SHELTERS.split("|")),
        *((phrase, Word("break", ",")) for phrase in ("atau pun", "ataupun")),
        *((phrase, Word("other", "tertimpa")) for phrase in STRUCK.split("|")),
        *((phrase, Word("other", "")) for phrase in f"{GREETINGS}|{UNTOLD}|data korban".split("|")),
        *((phrase, Word("nil", "")) for phrase in _variants(NIL.split("|"))),
        *((" ".join(words), Word("nil", "")) for words in product(*DENIED)),
        *((phrase, Word("counting", "")) for phrase in _variants(COUNTING.split("|"))),
        *((phrase, Word("approx", "")) for phrase in APPROXIMATE.split("|")),
    ]
    found: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
    for phrase, word in entries:
        parts = tuple(phrase.replace("/", " / ").split())
        found.setdefault(parts[0], []).append((parts, word))
    return {first: sorted(phrases, key=lambda item: -len(item[0])) for first, phrases in found.items()}


Phrases = tuple[tuple[int, ...], dict[tuple[str, ...], Word]]
NO_PHRASES: Phrases = ((), {})


@cache
def phrases() -> dict[str, Phrases]:
    """By first word: how many words its phrases have, the most first, and what each phrase means."""
    found: dict[str, Phrases] = {}
    for first, entries in lexicon().items():
        meanings: dict[tuple[str, ...], Word] = {}
        for parts, word in entries:
            meanings.setdefault(parts, word)
        found[first] = tuple(sorted({len(parts) for parts in meanings}, reverse=True)), meanings
    return found
