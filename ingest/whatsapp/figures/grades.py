"""Grades of a damage: bare ones, two of one number, and the total that several make up."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.whatsapp.figures.joins import Token, is_counted

BOTH = ("dan", "hingga", "sampai", "atau", "maupun", "serta")
GRADES = {"berat": "rusak_berat", "sedang": "rusak_sedang", "ringan": "rusak_ringan"}
GRADED = frozenset(GRADES.values())


def graded(tokens: Sequence[Token], effect: str | None) -> list[Token]:
    """Tokens with the bare grades of a damage as effects: "Kerusakan rumah : Berat 1, Sedang 2".

    `effect`: that of the heading above.
    """
    tokens = mixed(_whole_before(tokens))
    if not any(token.meaning in GRADES for token in tokens):
        return list(tokens)
    damage = (effect or "").startswith("rusak") or any(
        (token.kind == "effect" and token.meaning.startswith("rusak"))
        or (token.kind == "other" and token.meaning == "kerusakan")
        for token in tokens
    )
    if not damage:
        return list(tokens)
    return [_grade(tokens, position) for position in range(len(tokens))]


def _whole_before(tokens: Sequence[Token]) -> Sequence[Token]:
    """Tokens with "rusak total 9" as the number of all, where the same line grades them: "…, RB 3, RS 6"."""
    at = next((n for n, token in enumerate(tokens) if token.text == "rusak total"), None)
    if at is None or not is_counted(tokens, at + 1) or any(t.kind == "value" for t in tokens[:at]):
        return tokens
    if not any(token.meaning in GRADES.values() for token in tokens[at + 1 :]):
        return tokens
    return [*tokens[:at], replace(tokens[at], meaning="rusak"), *tokens[at + 1 :]]


def mixed(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with two grades of one number as damage of any: "62 rumah rusak sedang dan ringan"."""
    if not any(token.meaning in GRADED for token in tokens):
        return list(tokens)
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        here = tokens[position : position + 3]
        led = any(token.kind == "value" for token in tokens[max(0, position - 3) : position])
        if _is_mixed(here) and (not led or not is_counted(tokens, position + 3)):
            kept.append(Token("effect", (here[0].span[0], here[2].span[1]), "rusak"))
            position += 3
        else:
            kept.append(tokens[position])
            position += 1
    return kept


def _is_mixed(here: Sequence[Token]) -> bool:
    if len(here) < 3 or here[0].kind != "effect" or here[0].meaning not in GRADED:
        return False
    return here[1].meaning in BOTH and _is_grade(here[2])


def _is_grade(token: Token) -> bool:
    return (token.kind == "other" and token.meaning in GRADES) or (
        token.kind == "effect" and token.meaning in GRADED
    )


def _grade(tokens: Sequence[Token], position: int) -> Token:
    token = tokens[position]
    beside = [*tokens[max(0, position - 1) : position], *tokens[position + 1 : position + 2]]
    grade = GRADES.get(token.meaning) if token.kind == "other" else None
    counted = any(other.kind in ("value", "link") for other in beside)
    counted = counted or [other.kind for other in beside] == ["open", "close"]  # "1 unit (ringan)"
    return Token("effect", token.span, grade) if grade and counted else token
