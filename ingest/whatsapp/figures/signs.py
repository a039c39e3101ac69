"""Signs between words and numbers: leaders, arrows, plus signs, and units before their numbers."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from gis.report import State
from ingest.amounts import Amount
from ingest.whatsapp.figures.joins import Token

ARROWS = frozenset("👉→➡⇒»►▶")
NO_SUM = ("subject", "other", "effect", "place", "name", "value")
"""What makes the number behind a plus one of another thing: "12 + 1 masjid"."""


def linked(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without leaders before a colon ("KK ..... : 140"), and with arrows to a number as colons."""
    if not any(token.kind == "sign" for token in tokens):
        return list(tokens)
    kept: list[Token] = []
    for token in tokens:
        if token.kind == "link" and kept and kept[-1].kind == "sign" and kept[-1].meaning.startswith(".."):
            kept[-1] = token
        elif token.kind == "value" and (length := _arrow(kept)):
            span = (kept[-length].span[0], kept[-1].span[1])
            kept[-length:] = [Token("link", span, ":"), token]
        else:
            kept.append(token)
    return kept


def _arrow(kept: Sequence[Token]) -> int:
    """How many tokens at the end are an arrow that leads from no number: "Desa A -> 64 KK"."""
    if not kept or kept[-1].kind != "sign":
        return 0
    if kept[-1].meaning in ARROWS:
        length = 1
    else:
        length = 2 if kept[-1].meaning == ">" and [t.meaning for t in kept[-2:-1]] == ["-"] else 0
    before = kept[-length - 1 : -length] if length else []
    return length if before and before[0].kind not in ("value", "unit") else 0


def units_before(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with units that stand before their numbers set behind: "KK 9 JIWA 33" is "9 KK, 33 jiwa"."""
    kept = list(tokens)
    if sum(token.kind == "unit" for token in kept) < 2:
        return kept
    for n in range(len(kept) - 3):
        one, first, other, second = kept[n : n + 4]
        kinds = (one.kind, first.kind, other.kind, second.kind)
        if kinds != ("unit", "value", "unit", "value") or {one.meaning, other.meaning} != {"KK", "jiwa"}:
            continue
        before, after = kept[n - 1] if n else None, kept[n + 4] if n + 4 < len(kept) else None
        if (before is None or before.kind in ("break", "hard", "link")) and (
            after is None or after.kind in ("break", "hard")
        ):
            between = Token("break", (first.span[1], first.span[1]), ",")
            kept[n : n + 4] = [_of_unit(one, first), between, _of_unit(other, second)]
            break
    return kept


def _of_unit(unit: Token, value: Token) -> Token:
    return replace(value, meaning=unit.meaning, span=(unit.span[0], value.span[1]), text=":")


def summed(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with numbers of one thing that a plus joins as their sum: "51 + 22 = 73 KK".

    Where the sum that is told is another, none of them holds.
    """
    if not any(token.kind == "break" and token.meaning == "+" for token in tokens):
        return list(tokens)
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        stop = _sum_end(tokens, position)
        if stop > position + 1:
            kept.append(_sum(tokens[position:stop]))
        else:
            kept.append(tokens[position])
            stop = position + 1
        position = stop
    return kept


def _sum_end(tokens: Sequence[Token], first: int) -> int:
    """Where a sum that begins there ends, `first` where none does."""
    if not _is_number(tokens[first]):
        return first
    stop = first + 1
    while stop + 1 < len(tokens) and tokens[stop].meaning == "+" and _is_number(tokens[stop + 1]):
        stop += 2
    if stop == first + 1:
        return first
    if stop + 1 < len(tokens) and tokens[stop].meaning == "=" and _is_number(tokens[stop + 1]):
        stop += 2
    units = [token.meaning for token in tokens[first:stop] if token.kind == "value"]
    alike = len(set(units)) == 1 or not any(units[:-1])
    other = stop < len(tokens) and tokens[stop].kind in NO_SUM
    people = units[-1] in ("KK", "jiwa") and not any(units[:-1])  # "12 + 8 KK mengungsi"
    return stop if alike and (people or not other) else first


def without_rows(tokens: list[Token]) -> list[Token]:
    """Tokens without bare numbers side by side, the cells of a row: "KK terdampak 150 80 230".

    Where the last is the sum of the others, it stays.
    """
    if [token.kind for token in tokens].count("value") < 2:
        return tokens
    if not any(one.kind == two.kind == "value" and _is_bare(one) for one, two in pairwise(tokens)):
        return tokens
    kept: list[Token] = []
    run: list[Token] = []
    for token in [*tokens, None]:
        if token is not None and token.kind == "value" and _is_bare(token):
            run.append(token)
            continue
        kept += _settled_row(run)
        kept += [token] if token is not None else []
        run = []
    return kept


def _settled_row(run: list[Token]) -> list[Token]:
    if len(run) < 2:
        return run
    *parts, last = [cell.amount.value or 0 for cell in run if cell.amount]
    if len(parts) > 1 and sum(parts) == last:
        return run[-1:]
    return [Token("other", cell.span, "") for cell in run]


def _is_bare(token: Token) -> bool:
    return not token.meaning and token.amount is not None and token.amount.state is not State.COUNTING


def _is_number(token: Token) -> bool:
    return token.kind == "value" and token.amount is not None and token.amount.state is State.NUMBER


def _sum(tokens: Sequence[Token]) -> Token:
    values = [token for token in tokens if token.kind == "value"]
    span = (tokens[0].span[0], tokens[-1].span[1])
    told = values.pop() if any(token.kind == "link" for token in tokens) else None
    total = sum(value.amount.value or 0 for value in values if value.amount)
    if told is not None and told.amount and told.amount.value != total:
        return Token("other", span, "+")
    approx = any(value.amount.approx for value in values if value.amount)
    return Token("value", span, (told or values[-1]).meaning, Amount(total, State.NUMBER, approx))
