"""Which effects of a clause count, and whether its numbers stand before or behind them."""

from collections.abc import Iterator

from ingest.whatsapp.figures.counts import COMPLEMENT, DAMAGE, GENERIC
from ingest.whatsapp.figures.joins import FOUND, Token
from ingest.whatsapp.figures.words import FILLERS, SOME


def fitting(clause: list[Token], values: list[int], effects: list[int]) -> list[int]:
    """The effects without damage where only people are counted: "yang rusak berat 1 KK 5 jiwa mengungsi"."""
    people = all(clause[n].meaning in COMPLEMENT for n in values)
    kept = [n for n in effects if clause[n].meaning not in DAMAGE - {"terendam"}]
    return kept if people and kept else effects


def specific(clause: list[Token], effects: list[int], lone: bool) -> list[int]:
    """The effects without general ones beside a special: "Korban : MD : 2", "terdampak rusak berat"."""
    effects = without_found(clause, effects)
    effects = [n for n in effects if not n or clause[n - 1].meaning not in SOME] or effects
    if len(effects) < 2:
        return effects
    graded = any(clause[n].meaning in ("luka_berat", "luka_ringan") for n in effects)
    effects = [n for n in effects if not (graded and clause[n].meaning == "luka" and _heads(clause, n))]
    kept = []
    for position, n in enumerate(effects):
        near = (
            effects if lone or clause[n].meaning == "korban" else effects[max(0, position - 1) : position + 2]
        )
        general = clause[n].meaning in GENERIC and any(
            clause[m].meaning not in GENERIC and (near is effects or not _value_between(clause, n, m))
            for m in near
        )
        if not general:
            kept.append(n)
    return kept or effects[-1:]


def _heads(clause: list[Token], n: int) -> bool:
    """Whether a colon stands right behind: "Luka-luka : 10 orang luka berat"."""
    return n + 1 < len(clause) and clause[n + 1].kind == "link"


def without_found(clause: list[Token], effects: list[int]) -> list[int]:
    """The effects without the missing who were found in the same clause."""
    return [n for position, n in enumerate(effects) if not _found_since(clause, effects[position:])]


def _found_since(clause: list[Token], effects: list[int]) -> bool:
    """Whether the first is a missing person whom the next finds.

    "2 orang hilang telah ditemukan meninggal".
    """
    if len(effects) < 2 or clause[effects[0]].meaning != "hilang":
        return False
    found = clause[effects[1]].meaning in FOUND
    return found and not any(t.kind in ("value", "link") for t in clause[effects[0] : effects[1]])


def _value_between(clause: list[Token], one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return any(token.kind == "value" for token in clause[low:high])


def bare_slash(clause: list[Token]) -> bool:
    """Whether numbers without units are slashed together: in "10/35" nothing says which is which."""
    return "slash" in [token.kind for token in clause] and any(
        slash.kind == "slash" and one.kind == two.kind == "value" and not one.meaning and not two.meaning
        for one, slash, two in zip(clause, clause[1:], clause[2:], strict=False)
    )


def order_of(clause: list[Token], values: list[int], effects: list[int]) -> str:
    """One of "value first", "effect first", "none" without an effect, "unsure" where either may hold."""
    if not effects:
        return "none"
    if values[0] < effects[0]:
        return "value first"
    if effects[-1] < values[-1] or len(effects) == 1:
        return "effect first"
    between = clause[effects[0] + 1 : values[0]]
    if len(effects) == 2 and len(values) == 1:
        after = clause[values[0] + 1 : effects[1]]
        if _counts_things(clause[effects[1]], after) and effects[1] == len(clause) - 1:
            return "value first"  # "Objek terbakar : 6 unit kios rusak berat"
        if any(token.kind == "link" for token in between) or (not between and after):
            return "effect first"
        return "value first" if between and not after else "unsure"
    return "unsure"


def _counts_things(effect: Token, between: list[Token]) -> bool:
    """Whether the words between a number and the damage behind it name a thing, and nothing else."""
    plain = all(token.kind == "subject" or token.meaning in FILLERS for token in between)
    return (
        effect.meaning in DAMAGE | {"terdampak"}
        and plain
        and any(token.kind == "subject" for token in between)
    )


def groups_of(values: list[int], effects: list[int], order: str) -> Iterator[tuple[int | None, list[int]]]:
    """(effect, its values): those before it or those after it, up to the next."""
    left = list(values)
    if order == "value first":
        for effect in effects:
            if group := [n for n in left if n < effect]:
                left = [n for n in left if n > effect]
                yield effect, group
        if left:
            yield None, left
        return
    for effect, following in zip(effects, [*effects[1:], 10**9], strict=True):
        if group := [n for n in left if effect < n < following]:
            yield effect, group
