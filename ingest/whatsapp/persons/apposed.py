"""Names beside those whom a clause counts: appositions and lists, which tell nothing of the count."""

from collections.abc import Sequence
from dataclasses import replace

from gis.report import State
from ingest.amounts import Amount
from ingest.whatsapp.figures.joins import Token
from ingest.whatsapp.figures.units import is_people
from ingest.whatsapp.figures.words import FILLERS

FATES = frozenset(("meninggal", "luka", "luka_berat", "luka_ringan"))
MOST_FILLERS = 4
LONGEST = 10  # tokens of an apposition
MOST_OF_ONE = 5  # words before the name of a person
NAMED = ("yakni", "yaitu", "bernama", "termasuk", "adalah", "identitas")
PLAIN = ("name", "other", "place", "spot", "open", "close", "slash")
AND = (",", "dan", "serta", "&")


def without_names(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with lists of names as one, and without what commas set apart to name somebody.

    "Seorang warga, Fulan (45), istri Fulanah, terluka" is "seorang warga terluka".
    """
    if not any(token.kind == "name" for token in tokens):
        return list(tokens)
    return _without_apposed(_with_fates(_joined(tokens)))


def _joined(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with names that commas and "dan" join as one, which counts them all."""
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.kind == "name":
            stop, count = _list_end(tokens, position)
            if count > 1:
                span = (token.span[0], tokens[stop - 1].span[1])
                token = replace(token, span=span, amount=Amount(float(count), State.NUMBER))
            kept.append(token)
            position = stop
        else:
            kept.append(token)
            position += 1
    return kept


def _with_fates(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without the comma between a name and what befell it: "Fulan (32), hanya mengalami luka"."""
    kept = []
    for position, token in enumerate(tokens):
        behind = position and tokens[position - 1].kind == "name" and token.meaning == ","
        if not (behind and _is_fate(tokens[position + 1 : position + 1 + MOST_FILLERS])):
            kept.append(token)
    return kept


def _is_fate(tokens: Sequence[Token]) -> bool:
    first = next((t for t in tokens if t.kind != "other" or t.meaning not in FILLERS), None)
    return first is not None and first.kind == "effect" and first.meaning in FATES


def _list_end(tokens: Sequence[Token], first: int) -> tuple[int, int]:
    """Where the list of names that begins there ends, and how many it has."""
    stop, count = _behind_age(tokens, first + 1), 1
    while True:
        after = stop
        while after < len(tokens) and after < stop + 2 and tokens[after].meaning in AND:
            after += 1
        if after == stop or after >= len(tokens) or tokens[after].kind != "name":
            return stop, count
        stop, count = _behind_age(tokens, after + 1), count + 1


def _behind_age(tokens: Sequence[Token], position: int) -> int:
    """Behind the age that was read already, a token without a word."""
    aged = position < len(tokens) and tokens[position].kind == "other" and not tokens[position].meaning
    return position + 1 if aged else position


def _without_apposed(tokens: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        stop = _apposition(tokens, position) if _counts_people(kept) else 0
        end = _named_one(tokens, position) if not stop and _tells_of_one(kept) else 0
        if stop:
            position = stop
        elif end:
            kept += tokens[position + 1 : end]
            position = end + 1
        else:
            kept.append(tokens[position])
            position += 1
    return kept


def _counts_people(kept: Sequence[Token]) -> bool:
    """Whether the clause so far counts persons or houses and says nothing of them yet."""
    for token in reversed(kept[-LONGEST:]):
        if token.kind in ("effect", "hard", "break"):
            return False
        if token.kind == "value":
            return token.meaning in ("jiwa", "", "unit") and token.amount is not None
    return False


def _tells_of_one(kept: Sequence[Token]) -> bool:
    """Whether the clause so far only tells of one person: "sementara cucunya yang dibonceng"."""
    last = next((n for n in range(len(kept) - 1, -1, -1) if kept[n].kind in ("break", "hard")), -1)
    own = kept[last + 1 :]
    if [token.meaning for token in own] == ["korban"]:
        return True
    plain = len(own) <= MOST_OF_ONE and all(token.kind == "other" for token in own)
    return bool(own) and plain and own[0].meaning.endswith("nya") and is_people(own[0].meaning)


def _named_one(tokens: Sequence[Token], first: int) -> int:
    """Where the second of two commas around one name stands, 0 without such."""
    if tokens[first].meaning != "," or first + 1 >= len(tokens) or tokens[first + 1].kind != "name":
        return 0
    stop = _behind_age(tokens, first + 2)
    closed = stop < len(tokens) and tokens[stop].meaning == ","
    return stop if closed and tokens[first + 1].amount is None else 0


def _apposition(tokens: Sequence[Token], first: int) -> int:
    """Where the words that only name somebody end: between commas, or behind "yakni"; 0 where none begins."""
    opening = tokens[first]
    if opening.kind == "break" and opening.meaning == ",":
        return _between_commas(tokens, first)
    if opening.kind == "other" and opening.meaning in NAMED:
        after = first + 1
        return after + 1 if after < len(tokens) and tokens[after].kind == "name" else 0
    return 0


def _between_commas(tokens: Sequence[Token], first: int) -> int:
    named = False
    for position in range(first + 1, min(len(tokens), first + LONGEST)):
        token = tokens[position]
        if token.kind == "break" and token.meaning == ",":
            if not named:
                return 0
            further = _between_commas(tokens, position)
            return further or position + 1
        if token.kind not in PLAIN:
            return position if named and token.kind == "effect" else 0
        named = named or token.kind == "name"
    return 0
