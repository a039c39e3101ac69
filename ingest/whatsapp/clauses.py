"""Clauses read as figures: which number goes with which effect on what. Unsure is left out, with the reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gis.report import Span, State
from ingest.amounts import Amount
from ingest.whatsapp.tokens import Token
from ingest.whatsapp.words import FILLERS

PERSONAL = frozenset(("meninggal", "hilang", "luka_berat", "luka_ringan", "luka", "selamat"))
PEOPLE = frozenset(("terdampak", "mengungsi"))
DAMAGE = frozenset(("rusak_berat", "rusak_sedang", "rusak_ringan", "rusak", "terendam", "terbakar"))
GENERIC = frozenset(("korban", "rusak", "terdampak"))
FACILITIES = frozenset(
    "pendidikan kesehatan peribadatan kantor pasar kios_toko pabrik fasum jembatan jalan irigasi air_bersih listrik"
    " telekomunikasi spbu dermaga".split()
)
LAND = frozenset(("lahan", "sawah", "kebun", "perkebunan", "kolam"))
NUMBERED_NAMES = frozenset(("pendidikan", "kesehatan", "peribadatan"))
AREA_FACTORS = {"ha": 1.0, "m2": 1e-4, "km2": 100.0}
COUNTED = frozenset(("", "KK", "jiwa", "unit", "batang"))
COMPLEMENT = {"KK": "jiwa", "jiwa": "KK"}


@dataclass(frozen=True, slots=True)
class Count:
    """One figure as read. `places`: numbers of the mentions it stands beside; `noun`: what was counted."""

    kind: str
    amount: Amount
    span: Span
    places: tuple[int, ...] = ()
    noun: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Unsure:
    """Words that hold a number which was not taken."""

    span: Span
    why: str


@dataclass
class Context:
    """What the lines above say of those below: a heading's subject, effect and place, and the hazard."""

    subject: str | None = None
    effect: str | None = None
    places: tuple[int, ...] = ()
    hazard: str = ""
    field: str = ""


@dataclass
class _Line:
    """What earlier clauses of the same line say of later ones."""

    context: Context
    subject: str | None = None
    effect: str | None = None  # of the clause before
    unit: str = ""
    places: tuple[int, ...] = ()
    pending: list[tuple[Token, str | None]] = field(default_factory=list)


def read_clauses(tokens: Sequence[Token], context: Context) -> Iterator[Count | Unsure]:
    """The figures of one line's tokens; the context takes what the line says of the lines below."""
    line = _Line(context, places=context.places)
    clauses = list(_clauses(tokens))
    for clause, hard in clauses:
        yield from _read(clause, line)
        if hard:
            yield from _give_up(line)
            line.subject = line.effect = None
    yield from _give_up(line)
    _head(tokens, context)


def _clauses(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], bool]]:
    clause: list[Token] = []
    for token in tokens:
        if token.kind in ("break", "hard"):
            if clause:
                yield clause, token.kind == "hard"
            clause = []
        else:
            clause.append(token)
    if clause:
        yield clause, True


def _head(tokens: Sequence[Token], context: Context) -> None:
    """A line without figures whose words are all known is a heading for those below."""
    kinds = {token.kind for token in tokens}
    if "value" in kinds:
        return
    whole = all(token.kind != "other" or token.meaning in FILLERS for token in tokens)
    linked = bool(tokens) and tokens[-1].kind == "link"
    subjects = [t.meaning for t in tokens if t.kind == "subject"]
    effects = [t.meaning for t in tokens if t.kind == "effect" and t.meaning != "korban"]
    places = tuple(n for t in tokens if t.kind == "place" for n in t.places)
    if (whole or linked) and (subjects or effects):
        context.subject = subjects[-1] if len(set(subjects)) == 1 else None
        context.effect = effects[-1] if len(effects) == 1 else None
    elif (whole or linked) and places:
        context.places = places


def _read(clause: list[Token], line: _Line) -> Iterator[Count | Unsure]:
    values = [n for n, token in enumerate(clause) if token.kind == "value"]
    effects = [n for n, token in enumerate(clause) if token.kind == "effect"]
    _take_places_before(clause, values[0] if values else len(clause), line)
    if not values:
        _carry(clause, effects, line)
        yield from _named_victims(clause, effects, line)
        return
    clause = _united(clause, values)
    yield from _special(clause, values, line)
    values = [n for n in values if clause[n].meaning in COUNTED and not _measured(clause, n, line)]
    if values:
        yield from _paired(clause, values, effects, line)
    _carry(clause, [], line)


def _take_places_before(clause: list[Token], first: int, line: _Line) -> None:
    places = tuple(n for token in clause[:first] if token.kind == "place" for n in token.places)
    if places:
        line.places = places


def _carry(clause: list[Token], effects: list[int], line: _Line) -> None:
    subjects = [token.meaning for token in clause if token.kind == "subject"]
    if subjects:
        line.subject = subjects[-1]
    if effects:
        line.effect = clause[effects[-1]].meaning


def _united(clause: list[Token], values: list[int]) -> list[Token]:
    """`KK : 31` is `31 KK`: a unit before its number, which has none of its own."""
    clause = list(clause)
    for n in values:
        before = n - 2 if n > 1 and clause[n - 1].kind == "link" else n - 1
        if not clause[n].meaning and before >= 0 and clause[before].kind == "unit":
            token = clause[n]
            clause[n] = Token("value", (clause[before].span[0], token.span[1]), clause[before].meaning, token.amount)
    return clause


def _special(clause: list[Token], values: list[int], line: _Line) -> Iterator[Count | Unsure]:
    """Measures: water depth, area, losses, magnitude, depth, length, which their unit or subject tells."""
    subjects = {token.meaning for token in clause if token.kind == "subject"}
    subject = next(iter(subjects & {"tinggi_air", "kedalaman", "magnitudo", "panjang", "kerugian"}), line.subject or "")
    for position, n in enumerate(values):
        token = clause[n]
        assert token.amount
        if token.meaning in AREA_FACTORS:
            yield from _area(clause, n, line)
        elif token.meaning == "Rp":
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


def _measured(clause: list[Token], n: int, line: _Line) -> bool:
    """Whether a number without a unit is part of a measure: the first of "30 - 50 cm", a magnitude."""
    subjects = {token.meaning for token in clause if token.kind == "subject"}
    return not clause[n].meaning and (_ranges(clause, n) or "magnitudo" in subjects)


def _ranges(clause: list[Token], n: int) -> bool:
    return n + 2 < len(clause) and clause[n + 1].kind == "range" and clause[n + 2].kind == "value"


def _area(clause: list[Token], n: int, line: _Line) -> Iterator[Count]:
    subjects = [token.meaning for token in clause if token.kind == "subject" and token.meaning in LAND]
    others = {token.meaning for token in clause if token.kind == "subject"} - LAND - {"luas"}
    if others:
        return
    noun = subjects[-1] if subjects else "luas"
    token = clause[n]
    if token.amount:
        yield Count("luas_ha", _times(token.amount, AREA_FACTORS[token.meaning]), token.span, line.places, noun)


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
        yield Count("tinggi_air_cm_min", _times(token.amount, 100 if (token.meaning or last.meaning) == "m" else 1), token.span)
        yield Count("tinggi_air_cm_maks", _times(last.amount, factor), last.span)


def _times(amount: Amount, factor: float) -> Amount:
    value = None if amount.value is None else round(amount.value * factor, 6)
    return Amount(value, amount.state, amount.approx)


def _named_victims(clause: list[Token], effects: list[int], line: _Line) -> Iterator[Count]:
    """One named victim is 1: "MD a/n …"."""
    names = [n for n, token in enumerate(clause) if token.kind == "name"]
    if len(names) == 1 and len(effects) == 1 and clause[effects[0]].meaning in PERSONAL and effects[0] < names[0]:
        token = clause[effects[0]]
        yield Count(token.meaning, Amount(1.0, State.NUMBER), token.span, line.places, confidence=0.8)


def _paired(clause: list[Token], values: list[int], effects: list[int], line: _Line) -> Iterator[Count | Unsure]:
    """Each value with its effect, by the order in which the clause puts them."""
    effects = _specific(clause, effects)
    if len(effects) > 1 and len(values) in (1, len(effects)) and max(effects) < min(values) and _slashed(clause, effects, values):
        for position, n in enumerate(effects):
            yield from _count(clause, values[position if len(values) > 1 else 0], n, (n, n), line)
        return
    order = _order(clause, values, effects)
    if order == "none":
        yield from _without_effect(clause, values, line)
    elif order == "unsure":
        yield Unsure((clause[values[0]].span[0], clause[values[-1]].span[1]), "tidak jelas angka ini milik apa")
    else:
        yield from _in_order(clause, values, effects, order, line)


def _specific(clause: list[Token], effects: list[int]) -> list[int]:
    """The effects without the general ones beside a special: "Korban Jiwa : MD : 2", "terdampak rusak berat"."""
    if len(effects) < 2:
        return effects
    kept = []
    for position, n in enumerate(effects):
        neighbours = [m for m in (effects[position - 1 : position] + effects[position + 1 : position + 2])]
        general = clause[n].meaning in GENERIC and any(
            clause[m].meaning not in GENERIC and not _value_between(clause, n, m) for m in neighbours
        )
        if not general:
            kept.append(n)
    return kept or effects[-1:]


def _value_between(clause: list[Token], one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return any(token.kind == "value" for token in clause[low:high])


def _slashed(clause: list[Token], effects: list[int], values: list[int]) -> bool:
    """Whether the effects and the values are written as `RB/RS/RR : 3/7/21` or `MD/LR : nihil`."""
    joined = all(any(t.kind == "slash" for t in clause[a:b]) for a, b in zip(effects, effects[1:], strict=False))
    if len(values) == 1:
        amount = clause[values[0]].amount
        return joined and amount is not None and amount.state is not State.NUMBER
    return joined and all(any(t.kind == "slash" for t in clause[a:b]) for a, b in zip(values, values[1:], strict=False))


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
    clause: list[Token], values: list[int], effects: list[int], order: str, line: _Line
) -> Iterator[Count | Unsure]:
    edge = 0
    groups = list(_groups(values, effects, order))
    for effect, group in groups:
        if effect is None:
            yield from _without_effect(clause, group, line)
            continue
        begin, end = (edge, effect) if order == "value first" else (edge, group[-1])
        if order == "value first":
            yield from _settle_pending(clause, group, effect, line)
        for n in group:
            yield from _count(clause, n, effect, (begin, _tail(clause, end, order)), line)
        edge = end + 1
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


def _settle_pending(clause: list[Token], group: list[int], effect: int, line: _Line) -> Iterator[Count | Unsure]:
    """Numbers of the clauses before that wait for this effect: "31 KK, 118 jiwa terdampak", "3 rumah dan 1 musala RB"."""
    meaning = clause[effect].meaning
    for token, subject in line.pending:
        first = clause[group[0]]
        paired = COMPLEMENT.get(token.meaning) == first.meaning and meaning in PEOPLE
        shared = meaning in DAMAGE and bool(subject) and token.meaning in ("", "unit")
        kind = kind_of(meaning, subject or "", token.meaning, line.context) if paired or shared else None
        if kind and token.amount:
            yield Count(kind, token.amount, token.span, line.places, subject or "", 0.9)
    line.pending = []


def _count(clause: list[Token], n: int, effect: int, edges: Span, line: _Line) -> Iterator[Count | Unsure]:
    token, meaning = clause[n], clause[effect].meaning
    if token.amount is None or token.meaning == "lain":
        return
    segment = clause[edges[0] : edges[1] + 1]
    subjects = [(position, t.meaning) for position, t in enumerate(segment) if t.kind == "subject"]
    span = (min(token.span[0], clause[effect].span[0]), max(token.span[1], clause[effect].span[1]))
    if n > effect and _is_numbered_name(segment, token):
        return
    if not _adjacent(clause, n, effect, bool(subjects)):
        yield Unsure(span, "ada kata lain di antara angka dan keterangannya")
        return
    if meaning in DAMAGE and not subjects and not _known(segment):
        yield Unsure(span, "tidak jelas apa yang rusak")
        return
    subject = subjects[-1][1] if subjects else (line.subject if line.subject is not None else line.context.subject)
    kind = kind_of(meaning, subject, token.meaning, line.context)
    if meaning == "korban" and not token.amount.value and token.meaning in ("", "jiwa"):
        kind = "meninggal"
    if kind is None:
        if token.amount.state is State.NUMBER and subject != "" and meaning != "korban":
            yield Unsure(span, "satuan tidak cocok dengan keterangannya")
        elif meaning == "korban" and token.amount.value:
            yield Unsure(span, "korban tanpa keterangan meninggal, hilang, atau luka")
        return
    yield Count(kind, token.amount, span, _places(clause, n, effect, line), subject or "")


def _is_numbered_name(segment: list[Token], token: Token) -> bool:
    """Whether the number belongs to a name: "SDN 5 Toboali"."""
    at = next((position for position, t in enumerate(segment) if t.span == token.span), 0)
    return at > 0 and not token.meaning and segment[at - 1].kind == "subject" and segment[at - 1].meaning in NUMBERED_NAMES


def _adjacent(clause: list[Token], n: int, effect: int, told: bool) -> bool:
    """Whether only known words stand between a number and its effect."""
    low, high = sorted((n, effect))
    between = clause[low + 1 : high]
    people = clause[effect].meaning in PERSONAL | PEOPLE and clause[n].meaning in ("jiwa", "KK")
    unknown = [t for t in between if t.kind == "other" and t.meaning not in FILLERS]
    # "2 orang pemancing asal X hilang": with persons as the unit, two words more do no harm.
    return not any(t.kind == "value" and t.meaning not in COMPLEMENT for t in between) and len(unknown) <= (2 if people else 0)


def _known(segment: list[Token]) -> bool:
    """Whether no word of the segment may be a thing that we do not know."""
    return all(token.kind != "other" or token.meaning in FILLERS for token in segment)


def _places(clause: list[Token], n: int, effect: int, line: _Line) -> tuple[int, ...]:
    """The places beside a figure: those after it in its clause ("3 RB di Ds. Gadung"), else those before."""
    behind = tuple(
        number for token in clause[max(n, effect) + 1 :] if token.kind == "place" for number in token.places
    )
    return behind or line.places


def _without_effect(clause: list[Token], values: list[int], line: _Line) -> Iterator[Count | Unsure]:
    subjects = [token.meaning for token in clause if token.kind == "subject"]
    unknown = [token for token in clause if token.kind == "other" and token.meaning not in FILLERS]
    for n in values:
        token = clause[n]
        if token.amount is None or token.meaning == "lain":
            continue
        kind, certain = _implied(token, subjects, bool(unknown), line)
        if kind:
            noun = subjects[-1] if subjects else line.subject or line.context.subject or ""
            yield Count(kind, token.amount, token.span, _places(clause, n, n, line), noun, certain)
            line.unit = token.meaning
        elif token.amount.state is State.NUMBER:
            line.pending.append((token, subjects[-1] if subjects else line.subject))


def _implied(token: Token, subjects: list[str], unknown: bool, line: _Line) -> tuple[str | None, float]:
    """The kind of a number without an effect of its own: by the clause before, a heading, or its unit."""
    subject = subjects[-1] if subjects else line.subject or line.context.subject
    if line.effect in PEOPLE and COMPLEMENT.get(token.meaning) == line.unit:
        return kind_of(line.effect, subject, token.meaning, line.context), 1.0
    if subject == "pohon" and subjects and token.meaning in ("", "batang", "unit") and line.context.hazard == "pohon_tumbang":
        return "pohon_tumbang", 0.9
    if line.context.effect and not unknown:
        return kind_of(line.context.effect, subject, token.meaning, line.context), 0.95
    if subject == "rumah" and subjects and not unknown and line.context.hazard == "kebakaran_rumah" and line.context.field in ("kerusakan", "korban"):
        return "rumah_terbakar", 0.7
    return None, 0.0


def _give_up(line: _Line) -> Iterator[Unsure]:
    for token, subject in line.pending:
        if subject != "":
            yield Unsure(token.span, "tidak jelas angka ini milik apa")
    line.pending = []


def kind_of(effect: str, subject: str | None, unit: str, context: Context) -> str | None:
    """The figure that an effect on a subject in a unit is; None where they do not go together."""
    if effect in PERSONAL:
        fits = unit in ("", "jiwa") and subject in (None, "rumah", *FACILITIES, "lahan", "pohon", "tinggi_air")
        return effect if fits or (unit == "jiwa") else None
    if effect == "korban":
        return None
    if effect in PEOPLE:
        return _people(effect, subject, unit)
    if effect == "tumbang":
        return "pohon_tumbang" if subject in ("pohon", None) and unit in ("", "batang", "unit") else None
    if unit in ("KK", "jiwa"):
        return f"terdampak_{unit.lower()}" if effect == "terendam" else None
    if unit not in ("", "unit"):
        return None
    if subject in (None, "rumah"):
        return f"rumah_{effect}"
    if subject in FACILITIES:
        return _facility(effect, subject)
    return None


def _people(effect: str, subject: str | None, unit: str) -> str | None:
    if unit in ("KK", "jiwa"):
        return f"{effect}_{unit.lower()}"
    if effect == "terdampak" and subject == "rumah" and unit in ("", "unit"):
        return "rumah_terdampak"
    if effect == "terdampak" and subject == "fasum" and unit in ("", "unit"):
        return "fasum_terdampak"
    return f"{effect}_jiwa" if unit == "" and subject is None else None


def _facility(effect: str, subject: str) -> str | None:
    if effect in ("rusak_berat", "rusak_sedang", "rusak_ringan", "terendam", "rusak"):
        return f"{subject}_{effect}"
    return None
