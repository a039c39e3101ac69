"""Names of persons by what stands around them: runs of capitals that no list knows, beside words of persons.

Offices, ranks, kin and victims before a name; an age, a sex or an RT behind it; the lines of a signature.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice

from gis.codes import name_key
from gis.report import Span
from ingest import hazards
from ingest.folding import fold
from ingest.whatsapp.layout.labels import field_named
from ingest.whatsapp.persons.namesigns import (
    AGED,
    BEFELL,
    BUILDINGS,
    CORPS,
    HOUSE,
    HOUSES,
    ITEM,
    JOIN,
    KIN,
    LABELLED,
    LINE_END,
    LIVES,
    OFFICE,
    OFFICES,
    OPENINGS,
    OWNS,
    PERSONS,
    PLACED,
    QUOTED,
    RANKS,
    ROW,
    SAID,
    SECTION,
    SIGNED_FOR,
    SIGNS,
    SOURCE,
    SPEAKS,
    STRONG,
    TABLE,
)
from ingest.whatsapp.persons.unannounced import is_known, is_person
from ingest.whatsapp.places import elsewhere
from ingest.whatsapp.places.gazetteer import gazetteer

RUN = re.compile(r"(?<![\w'’])[A-Z][\w'’]*\.?(?:[ ](?:(?:bin|binti|alias|als)[ ])?[A-Z][\w'’]*\.?){0,7}")
WORD = re.compile(r"[\w'’]+")
INITIAL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWYZ")
MOST, BEFORE, LONGEST_SECTION, LONGEST_KEPT = 2_000, 130, 400, 100


@dataclass(slots=True, unsafe_hash=True)  # never changed: freezing would cost as much as reading
class _Candidate:
    """Words that may be a name; `cue`: the last word of a person or place before."""

    span: Span
    cue: str
    office: bool  # whether a word of an office stands before


def by_context(original: str, folded: str, found: Iterable[Span]) -> Iterator[Span]:
    """Spans of names, in order. `found`: those known already, behind which lists may go on."""
    ends = {end for _, end in found}
    rows = _rows(folded)
    for match in islice(RUN.finditer(original), MOST):
        candidate = _candidate_at(original, folded, match.span())
        if candidate and candidate.span[0] in rows:
            candidate = replace(candidate, span=match.span())  # a cell is all name, whatever its words
        if candidate and (
            candidate.span[0] in rows
            or _is_named(original, folded, candidate)
            or _goes_on(folded, candidate.span[0], ends)
        ):
            ends.add(candidate.span[1])
            yield candidate.span


def _rows(folded: str) -> set[int]:
    """Where the first cells of a table's rows begin, below a head with a column of names."""
    if "nama" not in folded or (head := TABLE.search(folded)) is None:
        return set()
    return {match.end() for match in islice(ROW.finditer(folded, head.end()), MOST)}


def _candidate_at(original: str, folded: str, run: Span) -> _Candidate | None:
    """The candidate in that run. What the run itself tells is remembered: texts repeat offices and places."""
    start, end = run
    if end - start > LONGEST_KEPT:
        return _candidate(original, folded, run)
    alone = _alone(original[start:end])
    if alone is None:
        return None
    span = alone.span[0] + start, alone.span[1] + start
    return _Candidate(span, alone.cue or _word_before(folded, span[0]), alone.office)


@lru_cache(maxsize=16384)
def _alone(run: str) -> _Candidate | None:
    return _candidate(run, fold(run), (0, len(run)))


def _candidate(original: str, folded: str, run: Span) -> _Candidate | None:
    words = [match.span() for match in WORD.finditer(folded, *run)]
    last, office = "", False
    while words:
        word, count = folded[slice(*words[0])], _place(folded, words)
        title = word in PERSONS or word in OFFICES or word in CORPS
        if not count and not title and (not is_known(word) or _is_initial(original, words)):
            break
        if word in BUILDINGS:
            return None
        last = "" if count else word if word in PERSONS or word in PLACED else last
        office = office or word in OFFICES
        words = words[max(1, count) :]
    if rank := max((n for n, span in enumerate(words) if folded[slice(*span)] in RANKS), default=0):
        last, words = folded[slice(*words[rank])], words[rank + 1 :]
    while words and folded[slice(*words[0])] in CORPS:
        words = words[1:]
    while words and is_known(folded[slice(*words[-1])]):
        words.pop()
    if not words or not _may_be(original, folded, (words[0][0], words[-1][1])):
        return None
    return _Candidate((words[0][0], words[-1][1]), last or _word_before(folded, words[0][0]), office)


def _is_initial(original: str, words: list[Span]) -> bool:
    """Whether a name begins with it: "M. Fulan", "Wa Contoh"."""
    start, end = words[0]
    if len(words) < 2 or original[start] not in INITIAL:
        return False
    return end - start == 1 or original[start:end] in ("Wa", "La")


def _is_named(original: str, folded: str, candidate: _Candidate) -> bool:
    """Whether what stands around says that it is a person's name."""
    start = candidate.span[0]
    if SOURCE.search(folded, max(0, start - BEFORE), start):
        return True
    return candidate.cue not in PLACED and (
        candidate.office or _is_told(original, folded, candidate.span, candidate.cue)
    )


def _goes_on(folded: str, start: int, ends: set[int]) -> bool:
    """Whether a name ends right before, and the list of names goes on."""
    match = JOIN.search(folded, max(0, start - 30), start)
    return match is not None and match.start() in ends


def _may_be(original: str, folded: str, span: Span) -> bool:
    """Whether it may be a name: no label, hazard or word of an area or office."""
    words = folded[slice(*span)]
    if field_named(words) or any(hazards.named(word) for word in words.split()):
        return False
    return is_person(original[slice(*span)])


def _place(folded: str, words: list[Span]) -> int:
    """How many words from the first on are the name of an area, the most that are; 0."""
    if not _begins(folded[words[0][0] : words[0][0] + 2]):
        return 0
    for count in range(min(4, len(words)), 0, -1):
        if _is_area(folded[words[0][0] : words[count - 1][1]]):
            return count
    return 0


def _begins(letters: str) -> bool:
    return letters in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    """The first two letters, and the first, of all names of areas."""
    return frozenset(key[:n] for names in (gazetteer(), elsewhere.names()) for key in names for n in (1, 2))


@lru_cache(maxsize=16384)
def _is_area(name: str) -> bool:
    key = name_key(name)
    return key in gazetteer() or key in elsewhere.names()


def _is_told(original: str, folded: str, span: Span, cue: str) -> bool:
    start, end = span
    before = folded[max(0, start - BEFORE) : start]
    shouted = original[start:end].isupper() and end - start > 4 and _shouts(original, start)
    if _follows(folded, end) or KIN.search_in(before, folded):
        return True
    if folded[start:end] not in OPENINGS and (
        LIVES.match(folded, end) or (not shouted and BEFELL.match(folded, end))
    ):
        return True
    if cue in (STRONG if shouted else PERSONS):
        return True
    if (
        LABELLED.search(before)
        or _signs(original, folded, before, span)
        or _is_listed(original, folded, span)
    ):
        return True
    if shouted:
        return False
    if before.endswith("rumah ") and folded[start:end].split()[0] not in HOUSES:
        return True
    item = ITEM.search(before) or HOUSE.search_in(before, folded)
    if item and (OWNS.match(folded, end) or before.endswith("kk ")):
        return True
    return bool(
        (OFFICE.search_in(before, folded) and SPEAKS.match(folded, end))
        or (SAID.search_in(before, folded) and QUOTED.match(folded, end))
    )


def _is_listed(original: str, folded: str, span: Span) -> bool:
    """Whether it is alone on a line, under a heading of people."""
    if not LINE_END.match(original, span[1]):
        return False
    return SECTION.search(folded, max(0, span[0] - LONGEST_SECTION), span[0]) is not None


def _follows(folded: str, end: int) -> bool:
    return AGED.match(folded, end) is not None


def _signs(original: str, folded: str, before: str, span: Span) -> bool:
    ends = LINE_END.match(original, span[1])
    if ends is None:
        return False
    below = before[-1:] in ("\n", "") and SIGNED_FOR.match(folded, ends.end())
    return bool(below or SIGNS.search(before))


def _word_before(folded: str, start: int) -> str:
    """The word right before, "" where a line, a clause or a number ends there."""
    head = folded[max(0, start - 24) : start].rstrip(" .:(\"'")
    match = re.search(r"[a-z]+\Z", head)
    return match[0] if match else ""


def _shouts(original: str, start: int) -> bool:
    """Whether the words around are in capitals as well, so that these say nothing."""
    around = [c for c in original[max(0, start - 40) : start] if c.isalpha()]
    return len(around) > 6 and sum(c.isupper() for c in around) > len(around) * 0.7
