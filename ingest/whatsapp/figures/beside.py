"""What of a clause stands beside a number: its places, right before it or behind, and who says so."""

from ingest.whatsapp.figures.counts import Carried
from ingest.whatsapp.figures.joins import Token
from ingest.whatsapp.figures.words import FILLERS, SPLITS

SPOKEN = frozenset(("kata", "ujar", "jelas", "ungkap", "tutur", "terang", "menurut"))


def places_beside(clause: list[Token], n: int, effect: int, line: Carried) -> tuple[int, ...]:
    """The places beside a figure: those after it in its clause ("3 RB di Ds. Gadung"), else those before."""
    low, high = sorted((n, effect))
    between = [token for token in clause[low:high] if token.kind == "place"]
    if between:
        return tuple(number for token in between for number in token.places)
    after = max(n, effect) + 1
    behind = [
        position for position in range(after, _parts(clause, after)) if clause[position].kind == "place"
    ]
    if behind and (not line.places or clause[behind[0] - 1].meaning in ("di", "(")):
        return tuple(number for position in behind for number in clause[position].places)
    return line.places


def _parts(clause: list[Token], after: int) -> int:
    """Where a total's parts begin, each behind its place: "8 rumah rusak, yakni di Desa A sebanyak 7"."""
    for n in range(after, len(clause)):
        if clause[n].kind == "place" and _counted_behind(clause, n):
            return n
        if clause[n].kind == "other" and clause[n].meaning in SPLITS:
            return n if any(token.kind == "value" for token in clause[n:]) else len(clause)
    return len(clause)


def _counted_behind(clause: list[Token], n: int) -> bool:
    """Whether a number of its own stands right behind the place: "di Desa A sebanyak 25 unit"."""
    rest = [t for t in clause[n + 1 :] if not (t.kind == "other" and t.meaning in FILLERS)]
    return bool(rest) and rest[0].kind == "value"


def places_before(clause: list[Token], n: int) -> tuple[int, ...]:
    """The places right before a number, behind the one before it: "di Desa A sebanyak 7 unit"."""
    start = max((m + 1 for m in range(n) if clause[m].kind == "value"), default=0)
    return tuple(number for token in clause[start:n] if token.kind == "place" for number in token.places)


def speaks(clause: list[Token], n: int) -> bool:
    """Whether who says so stands there: "11 orang di Desa A, kata petugas"."""
    return n > 0 and clause[n - 1].meaning in SPOKEN
