"""Which number of a clause goes with which effect on what."""

import itertools
from collections.abc import Iterator

from gis.report import Span, State
from ingest.whatsapp.counts import (
    COMPLEMENT,
    DAMAGE,
    GENERIC,
    NUMBERED_NAMES,
    PEOPLE,
    PERSONAL,
    Carried,
    Count,
    Unsure,
    kind_of,
)
from ingest.whatsapp.implied import places_beside, without_effect
from ingest.whatsapp.joins import Token
from ingest.whatsapp.words import FILLERS

SCHOOLS = frozenset(("sdn", "smpn", "sman", "smkn", "sd", "smp", "sma", "smk", "mtsn", "mts", "min", "tk"))
MOST_WHERE = 3  # words that tell where, between a number and its effect


def read_pairs(
    clause: list[Token], values: list[int], effects: list[int], line: Carried
) -> Iterator[Count | Unsure]:
    """Each value with its effect, by the order in which the clause puts them."""
    effects = _specific(clause, effects, len(values) == 1)
    if (
        len(effects) > 1
        and len(values) in (1, len(effects))
        and max(effects) < min(values)
        and _slashed(clause, effects, values)
    ):
        for position, n in enumerate(effects):
            value = values[position if len(values) > 1 else 0]
            yield from _count(clause, value, n, (0, effects[-1]), line, told=True)
        return
    order = "unsure" if _bare_slash(clause) else _order(clause, values, effects)
    if order == "none":
        yield from without_effect(clause, values, line)
    elif order == "unsure":
        yield Unsure(
            (clause[values[0]].span[0], clause[values[-1]].span[1]), "tidak jelas angka ini milik apa"
        )
    else:
        yield from _in_order(clause, values, effects, order, line)


def _specific(clause: list[Token], effects: list[int], lone: bool) -> list[int]:
    """The effects without general ones beside a special: "Korban : MD : 2", "terdampak rusak berat"."""
    effects = without_found(clause, effects)
    if len(effects) < 2:
        return effects
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


def without_found(clause: list[Token], effects: list[int]) -> list[int]:
    """The effects without the missing who were found in the same clause."""
    return [n for position, n in enumerate(effects) if not _found_since(clause, effects[position:])]


def _found_since(clause: list[Token], effects: list[int]) -> bool:
    """Whether the first is a missing person whom the next finds.

    "2 orang hilang telah ditemukan meninggal".
    """
    if len(effects) < 2 or clause[effects[0]].meaning != "hilang":
        return False
    found = clause[effects[1]].meaning in ("meninggal", "selamat")
    return found and not any(t.kind in ("value", "link") for t in clause[effects[0] : effects[1]])


def _value_between(clause: list[Token], one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return any(token.kind == "value" for token in clause[low:high])


def _slashed(clause: list[Token], effects: list[int], values: list[int]) -> bool:
    """Whether the effects and the values are written as `RB/RS/RR : 3/7/21` or `MD/LR : nihil`."""
    joined = all(any(t.kind == "slash" for t in clause[a:b]) for a, b in itertools.pairwise(effects))
    if len(values) == 1:
        amount = clause[values[0]].amount
        return joined and amount is not None and amount.state is not State.NUMBER
    return joined and all(any(t.kind == "slash" for t in clause[a:b]) for a, b in itertools.pairwise(values))


def _bare_slash(clause: list[Token]) -> bool:
    """Whether numbers without units are slashed together: in "10/35" nothing says which is which."""
    return any(
        slash.kind == "slash" and one.kind == two.kind == "value" and not one.meaning and not two.meaning
        for one, slash, two in zip(clause, clause[1:], clause[2:], strict=False)
    )


def _order(clause: list[Token], values: list[int], effects: list[int]) -> str:
    if not effects:
        return "none"
    if values[0] < effects[0]:
        return "value first"
    if effects[-1] < values[-1] or len(effects) == 1:
        return "effect first"
    between = clause[effects[0] + 1 : values[0]]
    if len(effects) == 2 and len(values) == 1:
        after = clause[values[0] + 1 : effects[1]]
        if any(token.kind == "link" for token in between) or (not between and after):
            return "effect first"
        return "value first" if between and not after else "unsure"
    return "unsure"


def _in_order(
    clause: list[Token], values: list[int], effects: list[int], order: str, line: Carried
) -> Iterator[Count | Unsure]:
    edge = 0
    groups = list(_groups(values, effects, order))
    for effect, group in groups:
        if effect is None:
            yield from without_effect(clause, group, line)
            continue
        begin, end = (edge, effect) if order == "value first" else (edge, group[-1])
        if order == "value first":
            yield from _settle_pending(clause, group, effect, line)
        for n in group:
            yield from _count(clause, n, effect, (begin, _tail(clause, end, order)), line)
        edge = end + 1
        line.first = order == "effect first"
        line.effect, line.unit = clause[effect].meaning, clause[group[-1]].meaning


def _tail(clause: list[Token], end: int, order: str) -> int:
    """Where the words that belong to a pair end: behind "RB 3 unit rumah" stands what was counted."""
    if order == "effect first":
        while end + 1 < len(clause) and clause[end + 1].kind == "subject":
            end += 1
    return end


def _groups(values: list[int], effects: list[int], order: str) -> Iterator[tuple[int | None, list[int]]]:
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


def _settle_pending(
    clause: list[Token], group: list[int], effect: int, line: Carried
) -> Iterator[Count | Unsure]:
    """Earlier numbers that wait for this effect: "31 KK, 118 jiwa terdampak", "3 rumah dan 1 musala RB"."""
    meaning = clause[effect].meaning
    for token, subject in line.pending:
        first = clause[group[0]]
        paired = COMPLEMENT.get(token.meaning) == first.meaning and meaning in PEOPLE
        shared = meaning in DAMAGE and bool(subject) and token.meaning in ("", "unit")
        kind = kind_of(meaning, subject or "", token) if paired or shared else None
        if kind and token.amount:
            yield Count(kind, token.amount, token.span, line.places, subject or "", 0.9)
    line.pending = []


def _count(
    clause: list[Token], n: int, effect: int, edges: Span, line: Carried, *, told: bool = False
) -> Iterator[Count | Unsure]:
    """The count of one value and its effect. `told`: the layout itself says that they belong together."""
    token, meaning = clause[n], clause[effect].meaning
    if token.amount is None or token.meaning == "lain":
        return
    segment = clause[edges[0] : edges[1] + 1]
    subjects = [(position, t.meaning) for position, t in enumerate(segment) if t.kind == "subject"]
    span = (min(token.span[0], clause[effect].span[0]), max(token.span[1], clause[effect].span[1]))
    if (n > effect and _is_numbered_name(segment, token)) or _is_school_number(clause, n):
        return
    if not told and not _adjacent(clause, n, effect):
        yield Unsure(span, "ada kata lain di antara angka dan keterangannya")
        return
    if meaning in DAMAGE and not subjects and not _known(segment):
        yield Unsure(span, "tidak jelas apa yang rusak")
        return
    carried = None if meaning == "mengungsi" else line.subject
    subject = subjects[-1][1] if subjects else (carried if carried is not None else line.context.subject)
    kind = kind_of(meaning, subject, token)
    if kind is None:
        if token.amount.state is State.NUMBER and subject != "" and meaning != "korban":
            yield Unsure(span, "satuan tidak cocok dengan keterangannya")
        elif meaning == "korban" and token.amount.value:
            yield Unsure(span, "korban tanpa keterangan meninggal, hilang, atau luka")
        return
    if not _is_countable(token):
        yield Unsure(span, "jumlah yang bukan bilangan bulat")
        return
    line.placed = any(t.kind == "place" for t in clause[max(n, effect) + 1 :])
    noun = next((t.text for t in reversed(segment) if t.kind == "subject"), subject or "")
    yield Count(kind, token.amount, span, places_beside(clause, n, effect, line), noun)


def _is_school_number(clause: list[Token], n: int) -> bool:
    """Whether it is the number of a school: "SDN 3 : RR"."""
    before = clause[n - 1] if n else None
    return before is not None and before.text in SCHOOLS and not clause[n].meaning


def _is_countable(token: Token) -> bool:
    value = token.amount.value if token.amount else None
    return value is None or float(value).is_integer()


def _is_numbered_name(segment: list[Token], token: Token) -> bool:
    """Whether the number belongs to a name: "SDN 5 Toboali"."""
    at = next((position for position, t in enumerate(segment) if t.span == token.span), 0)
    return (
        at > 0
        and not token.meaning
        and segment[at - 1].kind == "subject"
        and segment[at - 1].meaning in NUMBERED_NAMES
    )


def _adjacent(clause: list[Token], n: int, effect: int) -> bool:
    """Whether only known words stand between a number and its effect."""
    low, high = sorted((n, effect))
    between = clause[low + 1 : high]
    people = clause[effect].meaning in PERSONAL | PEOPLE and clause[n].meaning in ("jiwa", "KK")
    unknown = _unknown(between)
    if people and not unknown and any(token.kind == "slash" for token in between):
        return True  # "terdampak 25 rumah / 25 KK / 98 jiwa"
    # "2 orang pemancing asal X hilang": with persons as the unit, two words more do no harm.
    return not any(t.kind == "value" and t.meaning not in COMPLEMENT for t in between) and len(unknown) <= (
        2 if people else 0
    )


def _unknown(between: list[Token]) -> list[Token]:
    """The words that we do not know; up to three behind "di" only say where: "rumah di dataran rendah"."""
    unknown = [t for t in between if t.kind == "other" and t.meaning not in FILLERS]
    at = next((n for n, t in enumerate(between) if t.kind == "other" and t.meaning == "di"), None)
    if at is not None and between[:at] and len(unknown) <= MOST_WHERE:
        unknown = [token for token in unknown if token in between[:at]]
    return unknown


def _known(segment: list[Token]) -> bool:
    """Whether no word of the segment may be a thing that we do not know."""
    return all(token.kind != "other" or token.meaning in FILLERS for token in segment)
