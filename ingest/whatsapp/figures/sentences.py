"""The tokens of a line cut into clauses, and how each ends."""

from collections.abc import Iterator, Sequence

from ingest.whatsapp.figures.counts import COUNTED
from ingest.whatsapp.figures.joins import Token
from ingest.whatsapp.figures.words import RESTATED, SPLITS

BUT = ("namun", "tetapi")
AND = ("dan", "serta", "&")
SUBSET = frozenset(("bahkan", "termasuk"))
"""Words behind which a part of what was told before is told once more."""

LONGEST_CLAUSE = 60  # tokens


def clauses_of(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], str]]:
    """(the clause, how it ends: the kind of token, "and", "but" or "apart"), in order."""
    clause: list[Token] = []
    for position, token in enumerate(tokens):
        ends = token.kind in ("break", "hard") or (
            token.kind == "open" and _opens_parts(tokens, position, clause)
        )
        if token.kind == "close" and clause and clause[0].meaning in RESTATED:
            yield clause, "close"  # "(sebelumnya 41), KK 35"
            clause = []
            continue
        subset = token.kind == "other" and token.meaning in SUBSET and any(t.kind == "value" for t in clause)
        if ends or subset or len(clause) == LONGEST_CLAUSE:
            if clause:
                yield clause, _ending(tokens, position)
            clause = [token] if subset else []
        else:
            clause.append(token)
    if clause:
        yield clause, "hard"


def _ending(tokens: Sequence[Token], position: int) -> str:
    """How the clause ends before that token."""
    token = tokens[position]
    if token.meaning in AND:
        return "and"
    if token.meaning in BUT:
        return "but"
    following = tokens[position + 1] if position + 1 < len(tokens) else token
    if token.kind == "break" and following.kind == "hard" and following.meaning in BUT:
        return "but"
    return "apart" if following is not token and following.kind == "hard" else token.kind  # ", sementara"


def _opens_parts(tokens: Sequence[Token], position: int, clause: Sequence[Token]) -> bool:
    """Whether a bracket opens there that splits the number before: "12 unit (3 RB, 4 RS)"."""
    if not any(token.kind == "value" for token in clause):
        return False
    inside = tokens[position + 1 : position + 4]
    inner = [t.kind for t in inside]
    inner = inner[: inner.index("close")] if "close" in inner else inner
    following = tokens[position + 1 : position + 2]
    former = any(token.kind == "other" and token.meaning in RESTATED for token in following)
    parts = inner[:1] == ["value"] and "effect" in inner
    counts = any(t.kind == "value" and t.meaning in COUNTED for t in inside[: len(inner)])
    parts = parts or (inner[:1] == ["effect"] and counts)  # "9 unit (RB 3, RS 6)"
    return former or parts or [kind for kind in inner if kind != "link"][:2] == ["place", "value"]


def splits(tokens: Sequence[Token]) -> bool:
    """Whether these words say that the parts of what was told before follow: "Rinciannya, 50 rumah di …"."""
    return not SPLITS.isdisjoint([token.meaning for token in tokens if token.kind == "other"])
