"""Houses that a clause counts in two numbers before it says what befell them."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.whatsapp.figures.counts import Count, Unsure
from ingest.whatsapp.figures.joins import Token
from ingest.whatsapp.figures.words import SPLITS


def adds(clause: list[Token]) -> bool:
    """Whether a clause counts houses of its own, no part of those before."""
    part = any(token.kind == "other" and token.meaning in SPLITS for token in clause)
    return not part and any(token.kind == "subject" and token.meaning == "rumah" for token in clause)


def together(
    waiting: list[Count | Unsure], own: list[Count | Unsure], context: tuple[int, ...]
) -> Iterator[Count | Unsure]:
    """Houses told in two numbers before one effect are one sum: "1 rumah dan 7 rumah kontrakan terbakar"."""
    houses = [c for c in waiting if isinstance(c, Count) and c.kind.startswith("rumah")]
    mine = next((c for c in own if isinstance(c, Count) and c.kind.startswith("rumah")), None)
    apart = mine and houses and houses[0].places != context and mine.places != houses[0].places
    if not houses or apart or (mine and mine.kind != houses[0].kind):
        yield from [*waiting, *own]
        return
    yield from (item for item in waiting if item not in houses)
    if mine is None:
        yield from (Unsure(count.span, "jumlah dari sebagian saja") for count in houses if own)
        yield from own
        return
    parts = [*houses, mine]
    span = (min(c.span[0] for c in parts), max(c.span[1] for c in parts))
    amount = replace(mine.amount, value=sum(c.amount.value or 0 for c in parts))
    yield replace(mine, amount=amount, span=span, confidence=0.85)
    yield from (item for item in own if item is not mine)
