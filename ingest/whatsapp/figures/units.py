"""Numbers joined with their units and what they count, dashes told apart, breakdowns of people left out."""

from dataclasses import replace

from gis.report import State
from ingest.amounts import Amount
from ingest.folding import word_set
from ingest.whatsapp.figures.grades import GRADES
from ingest.whatsapp.figures.joins import Token
from ingest.whatsapp.figures.words import PEOPLE

GROUPS = word_set(
    "laki-laki perempuan pria wanita dewasa lansia balita bayi anak-anak bumil busui difabel disabilitas"
)
WHOLE = frozenset(("KK", "jiwa"))
MOTHERS = word_set("hamil menyusui")
"""Whom a number of people is split into; not counted again."""

SEXES = word_set("l p lk pr laki-laki perempuan pria wanita")
"""Of whom a bracket tells how many they are: "13 (L: 6, P: 7)"."""

MOST_BETWEEN = 5  # tokens from a number to the bracket that tells of what it consists
MOST_BRACKETED = 40  # tokens within brackets


def _of_people(number: Token, unit: Token) -> Token:
    """The number with its unit; people have no parts: "1,858 KK" are thousands, as programs write them."""
    joined = _of(number, unit.meaning, unit)
    value = number.amount.value if number.amount else None
    if unit.meaning not in WHOLE or value is None or float(value).is_integer() or number.amount is None:
        return joined
    if f"{value:.3f}"[-1] == "0":
        return replace(joined, meaning="lain")
    return replace(joined, amount=replace(number.amount, value=float(round(value * 1000))))


def with_units(tokens: list[Token]) -> list[Token]:
    """Tokens with dashes told apart (a link, a range, "nothing"), and numbers joined with their units."""
    settled: list[Token] = []
    for position, token in enumerate(tokens):
        before = settled[-1] if settled else None
        after = tokens[position + 1] if position + 1 < len(tokens) else None
        if token.kind == "range":
            token = _dash(token, before, after)
        if token.kind == "unit" and before and before.kind == "value" and not before.meaning:
            settled[-1] = _of_people(before, token)
        elif (
            token.kind == "other"
            and (token.meaning in GROUPS or _is_mother(token, after))
            and before
            and (_counts(before) or (before.kind == "value" and before.meaning == "jiwa"))
            and any(t.kind == "value" and t.meaning == "jiwa" for t in settled[:-1])
            and not any(t.kind == "effect" for t in tokens[position + 1 : position + 3])
        ):
            settled[-1] = _of(before, "lain", token)
        elif (
            token.kind == "other" and before and _counts(before) and _more_people(token, settled[-6:-1])
        ) or (token.kind == "other" and is_people(token.meaning) and before and _counts(before)):
            settled[-1] = _of(before, "jiwa", token)
        elif (
            token.kind == "value"
            and before
            and before.kind == "approx"
            and token.amount
            and token.amount.value
        ):
            settled[-1] = replace(token, amount=replace(token.amount, approx=True))
        else:
            settled.append(token)
    return settled


def _of(value: Token, unit: str, token: Token) -> Token:
    """The number with the unit that a token behind it tells."""
    span = value.span[0], token.span[1]
    return Token(value.kind, span, unit, value.amount, value.places, value.text)


def _is_mother(token: Token, after: Token | None) -> bool:
    """Whether the words are "ibu hamil" or the like: some of the people told before."""
    return token.meaning == "ibu" and after is not None and after.meaning in MOTHERS


def joined_people(tokens: list[Token]) -> list[Token]:
    """Tokens with people who are counted together as one: "27 penumpang dan awak dievakuasi"."""
    if not any(token.meaning == "jiwa" and token.kind == "value" for token in tokens):
        return tokens
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        here = tokens[position : position + 3]
        joined = len(here) > 2 and here[0].meaning in ("dan", "serta") and here[1].meaning in PEOPLE
        if joined and kept and kept[-1].meaning == "jiwa" and here[2].kind not in ("value", "approx"):
            position += 2
            continue
        kept.append(tokens[position])
        position += 1
    return kept


def without_breakdowns(tokens: list[Token]) -> list[Token]:
    """Tokens without brackets that only split the people before: "2 orang (1 laki-laki, 1 perempuan)"."""
    if not any(token.kind == "open" for token in tokens):
        return tokens
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        close = _close(tokens, position) if token.kind == "open" and kept else 0
        inner = tokens[position + 1 : close]
        if close and (
            _splits(kept[-1], inner) or _splits_unknown(kept[-1], inner) or _splits_plainly(kept, inner)
        ):
            position = close
        else:
            kept.append(token)
        position += 1
    return kept


def is_people(word: str) -> bool:
    """Whether a word means persons: "nelayan", "kawannya"."""
    return word in PEOPLE or (word.endswith("nya") and word[:-3] in PEOPLE)


def _more_people(token: Token, before: list[Token]) -> bool:
    """Whether a number goes on to count people: "satu orang meninggal dan dua lainnya luka"."""
    return token.meaning in ("lainnya", "lagi") and any(
        t.kind == "value" and t.meaning == "jiwa" for t in before
    )


def _close(tokens: list[Token], position: int) -> int:
    """Where the bracket that opens there closes, 0 when it does not soon."""
    stop = min(len(tokens), position + MOST_BRACKETED)
    return next((n for n in range(position + 1, stop) if tokens[n].kind == "close"), 0)


def _splits(whole: Token, inner: list[Token]) -> bool:
    parts = [t for t in inner if t.kind == "value" and not (t.amount and t.amount.state is State.COUNTING)]
    if whole.kind != "value" or whole.meaning != "jiwa" or whole.amount is None or len(parts) < 2:
        return False
    people = all(part.meaning in ("", "jiwa") and part.amount and part.amount.value for part in parts)
    plain = all(token.kind in ("value", "break", "other", "place", "hard") for token in inner)
    return people and plain and sum(p.amount.value or 0 for p in parts if p.amount) == whole.amount.value


def _splits_plainly(kept: list[Token], inner: list[Token]) -> bool:
    """Whether they tell in other words of what the last number consists: "3 rumah terbakar (2 habis, 1 "
    "dapur)"."""
    whole = next((token for token in reversed(kept[-MOST_BETWEEN:]) if token.kind == "value"), None)
    parts = [token.amount.value for token in inner if token.kind == "value" and token.amount]
    if whole is None or whole.amount is None or len(parts) < 2 or None in parts:
        return False
    sexes = {token.meaning for token in inner if token.kind in ("other", "unit")} <= SEXES
    aside = ("effect", "place") if sexes else ("effect", "unit", "link", "place")
    plain = not any(token.kind in aside or token.meaning in GRADES for token in inner)
    units = {token.meaning for token in inner if token.kind == "value"}
    return plain and units <= {"", whole.meaning} and sum(p or 0 for p in parts) == whole.amount.value


def _splits_unknown(whole: Token, inner: list[Token]) -> bool:
    """Whether they split a number among names of which not all are known: "96 KK (A 62 KK, B 34 KK)"."""
    parts = [token for token in inner if token.kind == "value"]
    if whole.kind != "value" or whole.amount is None or len(parts) < 2 or not whole.amount.value:
        return False
    alike = all(part.meaning in ("", whole.meaning) and part.amount for part in parts)
    places = sum(token.kind == "place" for token in inner)
    plain = all(token.kind in ("value", "break", "other", "place", "hard") for token in inner)
    named = inner[0].kind in ("other", "place") and places < len(parts)
    added = sum(p.amount.value or 0 for p in parts if p.amount)
    return alike and plain and named and added == whole.amount.value


def _counts(token: Token) -> bool:
    return (
        token.kind == "value"
        and not token.meaning
        and token.amount is not None
        and token.amount.state is State.NUMBER
    )


def _dash(token: Token, before: Token | None, after: Token | None) -> Token:
    if token.meaning != "-":
        return (
            token
            if before and before.kind == "value" and after and after.kind == "value"
            else replace(token, kind="other")
        )
    if after and after.kind in ("value", "approx", "subject", "effect", "other"):
        return token if before and before.kind == "value" else replace(token, kind="link")
    if (
        before
        and before.kind in ("link", "effect", "unit", "subject", "slash")
        and (after is None or after.kind in ("break", "hard", "unit", "close", "slash", "open"))
    ):
        return Token("value", token.span, "", Amount(0.0, State.DASH))
    return replace(token, kind="other")
