"""Lists between slashes, written out: "RB/RS/RR : 3/7/21" says three things, each with its own number."""

from collections.abc import Sequence
from dataclasses import replace

from gis.report import State
from ingest.whatsapp.figures.joins import Token

KEYS = ("effect", "unit")
SIGNS = ("link", "open", "close", "sign", "slash", "approx")
LETTERS = {"h": "hilang", "l": "luka"}
"""What single letters mean in a list with "MD"."""

GRADES = ("berat", "sedang", "ringan")
MOST_BETWEEN = 5  # tokens between the list of names and that of numbers


def written_out(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with such lists as clauses of one name and one number each.

    Names are effects ("MD/LB/LR") or units ("KK/Jiwa terdampak"); one nil or dash holds for all of them.
    """
    if not any(token.kind == "slash" for token in tokens):
        return list(tokens)
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        keys = _run(tokens, position, _is_key)
        found = _values(tokens, position + 2 * len(keys) - 1, keys) if len(keys) > 1 else None
        if found:
            first, values = found
            between = [t for t in tokens[position + 2 * len(keys) - 1 : first] if t.kind not in SIGNS]
            kept += _clauses(_before(kept), keys, between, values)
            position = first + (2 * len(values) - 1 if len(values) == len(keys) else 1)
        else:
            kept.append(tokens[position])
            position += 1
    return kept


def _is_key(token: Token) -> bool:
    return token.kind in KEYS or (
        token.kind == "other" and (token.meaning in LETTERS or token.meaning in GRADES)
    )


def _run(tokens: Sequence[Token], first: int, holds: object) -> list[Token]:
    """The tokens from there on that a slash joins, each of the kind asked for."""
    found: list[Token] = []
    position = first
    while position < len(tokens) and holds(tokens[position]):  # type: ignore[operator]
        found.append(tokens[position])
        if position + 1 >= len(tokens) or tokens[position + 1].kind != "slash":
            break
        position += 2
    kinds = {"effect" if token.kind == "other" else token.kind for token in found}
    if len(found) > 1 and all(token.meaning in GRADES for token in found):
        return found  # "Berat / Sedang / Ringan : 2 / 0 / 1", of what the heading says
    whole = len(found) > 1 and len(kinds) == 1 and found[0].kind != "other"
    return [_spelled(token, found[0].meaning) for token in found] if whole else []


def _spelled(token: Token, first: str) -> Token:
    if token.kind != "other":
        return token
    meaning = LETTERS.get(token.meaning) or f"{first.partition('_')[0]}_{token.meaning}"
    return replace(token, kind="effect", meaning=meaning)


def _values(tokens: Sequence[Token], after: int, keys: Sequence[Token]) -> tuple[int, list[Token]] | None:
    """Where the numbers of such a list begin, and them: as many as names, or one that is none."""
    stop = min(len(tokens), after + MOST_BETWEEN + 1)
    first = next((n for n in range(after, stop) if tokens[n].kind == "value"), None)
    if first is None or any(tokens[n].kind in ("break", "hard") for n in range(after, first)):
        return None
    values = _run(tokens, first, lambda token: token.kind == "value")
    lone = tokens[first]
    if not values and lone.amount is not None and lone.amount.state is not State.NUMBER:
        return first, [lone]
    if len(values) != len(keys):
        return None
    plain = all(not value.meaning for value in values[:-1])
    own = all(key.meaning == value.meaning for key, value in zip(keys, values, strict=True))
    return (first, [replace(v, meaning="") for v in values] if own else values) if plain or own else None


def _before(kept: Sequence[Token]) -> list[Token]:
    """What the clause so far says of every name: "Rumah" before "RB/RS/RR"."""
    start = next((n + 1 for n in range(len(kept) - 1, -1, -1) if kept[n].kind in ("break", "hard")), 0)
    clause = kept[start:]
    return [] if any(t.kind == "value" for t in clause) else [t for t in clause if t.kind == "subject"]


def _clauses(
    before: Sequence[Token], keys: Sequence[Token], between: Sequence[Token], values: Sequence[Token]
) -> list[Token]:
    clauses: list[Token] = []
    for number, key in enumerate(keys):
        value = values[number] if len(values) == len(keys) else values[0]
        end = (value.span[1], value.span[1])
        link = Token("link", (value.span[0], value.span[0]), ":")
        separate = [Token("break", end, ",")] if number + 1 < len(keys) else []
        clauses += [*(before if number else []), key, *between, link, value, *separate]
    return clauses
