"""Measures: water depth, area, losses, magnitude, depth and length, which their unit or subject tells."""

from collections.abc import Iterator

from ingest.amounts import Amount
from ingest.whatsapp.counts import AREA_FACTORS, LAND, Carried, Count
from ingest.whatsapp.joins import Token

LEAST_LOSS = 10_000  # rupiah; less is a number whose scale was not read
MEASURED = frozenset(("tinggi_air", "kedalaman", "magnitudo", "panjang", "kerugian"))


def read_measures(clause: list[Token], values: list[int], line: Carried) -> Iterator[Count]:
    """The measures among the values of a clause."""
    carried = line.subject or line.context.subject or ""
    for position, n in enumerate(values):
        subject = _measured(clause, n) or carried
        token = clause[n]
        assert token.amount
        if token.meaning in AREA_FACTORS:
            yield from _area(clause, n, line)
        elif token.meaning == "m" and line.context.hazard == "gempabumi" and _is_magnitude(clause, n):
            yield Count("magnitudo", token.amount, token.span)
        elif token.meaning == "Rp" and token.amount.value is not None and token.amount.value < LEAST_LOSS:
            continue
        elif (
            subject == "kerugian" and not token.meaning and (token.amount.value or 0) >= LEAST_LOSS
        ) or token.meaning == "Rp":
            yield Count("kerugian_rp", token.amount, token.span)
        elif subject == "tinggi_air" and (token.meaning in ("cm", "m") or _ranges(clause, n)):
            yield from _water(clause, values, position)
        elif subject == "magnitudo" or token.meaning == "sr":
            if token.meaning in ("", "sr") and token.amount.value is not None and token.amount.value <= 10:
                yield Count("magnitudo", token.amount, token.span)
        elif subject == "kedalaman" and token.meaning == "km":
            yield Count("kedalaman_km", token.amount, token.span)
        elif subject == "panjang" and token.meaning in ("m", "km"):
            yield Count("panjang_m", _times(token.amount, 1000 if token.meaning == "km" else 1), token.span)


def _is_magnitude(clause: list[Token], n: int) -> bool:
    """Whether a number with "M" is a magnitude: in "M 4.1" the letter stands before."""
    value = clause[n].amount
    before = n > 0 and clause[n - 1].kind == "unit"
    return before and value is not None and value.value is not None and value.value < 10


def _measured(clause: list[Token], n: int) -> str:
    """What the value measures: the word before it that names a measure, else the first behind it."""
    at = [
        position
        for position, token in enumerate(clause)
        if token.kind == "subject" and token.meaning in MEASURED
    ]
    before = [position for position in at if position < n]
    return clause[(before or at)[-1 if before else 0]].meaning if at else ""


def is_measure(clause: list[Token], n: int) -> bool:
    """Whether a number without a unit is part of a measure: the first of "30 - 50 cm", a magnitude."""
    subjects = {token.meaning for token in clause if token.kind == "subject"}
    return not clause[n].meaning and (_ranges(clause, n) or "magnitudo" in subjects)


def _ranges(clause: list[Token], n: int) -> bool:
    return n + 2 < len(clause) and clause[n + 1].kind == "range" and clause[n + 2].kind == "value"


def _area(clause: list[Token], n: int, line: Carried) -> Iterator[Count]:
    subjects = [token.meaning for token in clause if token.kind == "subject" and token.meaning in LAND]
    others = {token.meaning for token in clause if token.kind == "subject"} - LAND - {"luas", "kerugian"}
    if others:
        return
    noun = subjects[-1] if subjects else "luas"
    token = clause[n]
    if token.amount:
        yield Count(
            "luas_ha", _times(token.amount, AREA_FACTORS[token.meaning]), token.span, line.places, noun
        )


def _water(clause: list[Token], values: list[int], position: int) -> Iterator[Count]:
    n = values[position]
    token = clause[n]
    if not _ranges(clause, n):
        after_range = n >= 2 and clause[n - 1].kind == "range" and clause[n - 2].kind == "value"
        if token.amount and not after_range:
            factor = 100 if token.meaning == "m" else 1
            yield Count("tinggi_air_cm_maks", _times(token.amount, factor), token.span)
        return
    last = clause[n + 2]
    if last.meaning in ("cm", "m") and token.amount and last.amount:
        factor = 100 if last.meaning == "m" else 1
        yield Count(
            "tinggi_air_cm_min",
            _times(token.amount, 100 if (token.meaning or last.meaning) == "m" else 1),
            token.span,
        )
        yield Count("tinggi_air_cm_maks", _times(last.amount, factor), last.span)


def _times(amount: Amount, factor: float) -> Amount:
    value = None if amount.value is None else round(amount.value * factor, 6)
    return Amount(value, amount.state, amount.approx)
