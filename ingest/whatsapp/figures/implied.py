"""Numbers without an effect of their own: what the clause before, a heading or their unit says they are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gis.report import Span, State
from ingest.whatsapp.figures.beside import places_before, places_beside, speaks
from ingest.whatsapp.figures.counts import (
    COMPLEMENT,
    DAMAGE,
    FACILITIES,
    PEOPLE,
    PERSONAL,
    Carried,
    Count,
    Unsure,
    kind_of,
)
from ingest.whatsapp.figures.joins import Token
from ingest.whatsapp.figures.words import FILLERS

GRADES = frozenset(("rusak_berat", "rusak_sedang", "rusak_ringan"))
ASIDE = frozenset(("open", "other", "place", "subject", "sign", "close"))
RISEN = frozenset(("bertambah", "menjadi"))
WET = frozenset(("banjir", "banjir_bandang", "banjir_rob"))
MOST_WHERE = 3  # words that tell where, between a number and its effect
DISASTERS = frozenset(
    [
        "banjir",
        "banjir_bandang",
        "banjir_rob",
        "tanah_longsor",
        "gerakan_tanah",
        "gelombang_abrasi",
        "cuaca_ekstrem",
        "puting_beliung",
        "kekeringan",
        "gempabumi",
        "kebakaran_rumah",
    ]
)
"""Hazards whose households and people under "Dampak" are those affected."""


def without_effect(clause: list[Token], values: list[int], line: Carried) -> Iterator[Count | Unsure]:
    subjects = [t.meaning for n, t in enumerate(clause) if t.kind == "subject" and not speaks(clause, n)]
    unknown = unknown_words(_without_asides(clause))
    first = next(n for n, token in enumerate(clause) if token.kind == "value")
    for n in values:
        token = clause[n]
        if token.amount is None or token.meaning == "lain":
            continue
        lone = _Lone(
            token,
            own=_thing(clause, n, subjects),
            subject=_thing(clause, n, subjects) if subjects else line.subject or line.context.subject,
            unknown=bool(unknown),
            placed=any(t.kind == "place" for t in clause[n + 1 :]),
            leads=_leads(clause, n),
            led=_led(clause, n),
            damage=_damage_before(clause, n),
            after_fire=any(t.meaning == "kebakaran" for t in clause[max(0, n - 2) : n]),
            risen={t.meaning for t in clause[:n]} >= RISEN,
        )
        kind, certain = _implied(lone, line)
        if kind:
            noun = subjects[-1] if subjects else line.subject or line.context.subject or ""
            span = _with_thing(clause, n) if len(values) == 1 else token.span
            beside = places_before(clause, n) if n > first or lone.led else ()
            beside = beside or places_beside(clause, n, n, line)
            yield Count(kind, token.amount, span, beside, noun, certain)
            line.unit = token.meaning
        elif token.amount.state is State.NUMBER:
            waits = replace(token, places=places_before(clause, n) or places_beside(clause, n, n, line))
            line.pending.append((waits, lone.subject if subjects else line.subject))


def _thing(clause: list[Token], n: int, subjects: list[str]) -> str | None:
    """What the number counts: the thing between it and the next number, else the last of the clause."""
    follow = next((m for m in range(n + 1, len(clause)) if clause[m].kind == "value"), 0)
    between = [token.meaning for token in clause[n + 1 : follow] if token.kind == "subject"]
    if between:
        return between[0]
    return subjects[-1] if subjects else None


def _without_asides(clause: list[Token]) -> list[Token]:
    """The clause up to a bracket behind its last number that only says where: "64 jiwa (Balai Contoh)"."""
    last = max(n for n, token in enumerate(clause) if token.kind == "value")
    opens = next((n for n in range(last, len(clause)) if clause[n].kind == "open"), len(clause))
    plain = all(token.kind in ASIDE for token in clause[opens:])
    return clause[:opens] if plain and clause[-1].kind == "close" else clause


def _leads(clause: list[Token], n: int) -> bool:
    """Whether only numbers and known words stand before where the people went."""
    to = next((m for m in range(n, len(clause)) if clause[m].meaning in ("ke", "di")), len(clause))
    return to < len(clause) and not unknown_words(clause[:to])


def _damage_before(clause: list[Token], n: int) -> bool:
    """Whether the damage to a thing is told there, and no more: "Kerusakan rumah : nihil"."""
    before = [t for t in clause[:n] if t.kind not in ("link", "approx", "place")]
    return [t.kind for t in before] == ["other", "subject"] and before[0].meaning == "kerusakan"


def _led(clause: list[Token], n: int) -> bool:
    """Whether a place stands before the number, and nothing else before it or behind."""
    kinds = {token.kind for token in clause[:n]}
    behind = all(token.kind in ("close", "place") for token in clause[n + 1 :])
    return "place" in kinds and kinds <= {"place", "link", "approx"} and behind


def _with_thing(clause: list[Token], n: int) -> Span:
    """The number's span with that of the thing that it counts."""
    spans = [clause[n].span, *(token.span for token in clause if token.kind == "subject")]
    return min(spans)[0], max(end for _, end in spans)


@dataclass(frozen=True, slots=True)
class _Lone:
    """A number without an effect of its own."""

    token: Token
    own: str | None  # the thing that its clause names
    subject: str | None  # that, else what the text speaks of
    unknown: bool  # whether the clause holds words that we do not know
    placed: bool  # whether a place stands behind it
    led: bool  # whether only a place stands before it in its clause: "Contoh 43"
    leads: bool  # whether the clause begins with it and goes on with where to: "3 KK ke rumah kerabat"
    damage: bool  # whether "kerusakan" and the thing stand right before it
    after_fire: bool  # whether "kebakaran" stands before it
    risen: bool  # whether "bertambah menjadi" stands before it

    @property
    def unit(self) -> str:
        return self.token.meaning

    @property
    def counts_people(self) -> bool:
        return self.unit in ("KK", "jiwa")


def _implied(lone: _Lone, line: Carried) -> tuple[str | None, float]:
    """The kind of such a number and how sure that is: the first rule that says one."""
    for rule in (
        _renewed,
        _risen,
        _damaged,
        _summed_up,
        _goes_on,
        _flooded,
        _burnt,
        _fallen,
        _split,
        _headed,
        _listed,
        _lives_there,
        _affected,
    ):
        kind, certain = rule(lone, line)
        if kind:
            return kind, certain
    return None, 0.0


Implied = tuple[str | None, float]


def _renewed(lone: _Lone, line: Carried) -> Implied:
    """What the former figure was of: "terendam sebelumnya 60 unit, kini 85 unit"."""
    fits = line.renewed and line.effect and not lone.unknown
    return (kind_of(line.effect or "", lone.subject, lone.token), 0.9) if fits else (None, 0.0)


def _risen(lone: _Lone, line: Carried) -> Implied:
    """What a number of people has risen to: "korban meninggal, sudah bertambah menjadi 54 orang"."""
    fits = lone.risen and line.effect in PERSONAL and lone.unit == "jiwa" and not lone.unknown
    return (kind_of(line.effect or "", None, lone.token), 0.9) if fits else (None, 0.0)


def _damaged(lone: _Lone, line: Carried) -> Implied:
    """What "Kerusakan rumah" counts; of a flood only that there is none."""
    none = lone.token.amount is not None and not lone.token.amount.value
    fits = lone.damage and lone.own and not lone.unknown and (none or line.context.hazard not in WET)
    return (kind_of("rusak", lone.own, lone.token), 0.9) if fits else (None, 0.0)


def _summed_up(lone: _Lone, line: Carried) -> Implied:
    """The total of what the clauses before told in parts: "12 rumah terendam, total 19 rumah"."""
    same = lone.own in (None, line.subject) and not lone.unknown
    if line.totals and line.effect in GRADES and not (line.places or line.placed):
        told = sum(kind.startswith("rumah_rusak_") for kind in line.told)
        things = lone.unit in ("", "unit") and (lone.subject or "rumah") == "rumah"
        return ("rumah_rusak", 0.9) if same and things and told > 1 else (None, 0.0)  # "RB 3, RS 4, total 7"
    same = same and lone.unit == line.unit
    fits = line.totals and same and line.effect in DAMAGE | PEOPLE
    subject, effect = line.context.told
    above = line.totals and line.effect is None and lone.own is not None and lone.own == subject
    if above and effect in ("terendam", "terbakar") and not lone.unknown:
        return kind_of(effect, subject, lone.token), 0.9  # "Rumah terendam : …" above, "Jumlah : 118 rumah"
    people = line.totals and line.effect is None and lone.counts_people and effect in PEOPLE
    if people and lone.own is None and not lone.unknown:
        return kind_of(effect or "", None, lone.token), 0.8  # "sehingga total menjadi 40 KK"
    return (kind_of(line.effect or "", lone.subject, lone.token), 0.95) if fits else (None, 0.0)


def _goes_on(lone: _Lone, line: Carried) -> Implied:
    """What the clause before said, of another place or of people in the other unit."""
    effect = line.effect or ""
    if line.placed and effect in PEOPLE | DAMAGE and lone.unit == line.unit and lone.placed:
        return kind_of(effect, lone.subject, lone.token), 0.9
    same = kind_of(effect, lone.subject, lone.token) if lone.led and lone.own is None and effect else None
    if same and same == line.last and effect in PEOPLE | DAMAGE:
        return same, 0.9  # "Rumah terendam : Contoh 75, Misal 43"
    if effect in PEOPLE and COMPLEMENT.get(lone.unit) == line.unit:
        return kind_of(effect, lone.subject, lone.token), 1.0
    if effect in PEOPLE and line.first and lone.counts_people and not lone.unknown:
        return kind_of(effect, None, lone.token), 0.9
    return None, 0.0


def _burnt(lone: _Lone, line: Carried) -> Implied:
    """Houses of a fire that has no word for what befell them."""
    if (lone.own or line.context.subject) != "rumah" or line.context.hazard != "kebakaran_rumah":
        return None, 0.0
    if lone.after_fire:
        return "rumah_terbakar", 0.8
    told = line.context.field in ("kerusakan", "korban") and not lone.unknown
    return ("rumah_terbakar", 0.7) if told and not line.context.effect else (None, 0.0)


def _flooded(lone: _Lone, line: Carried) -> Implied:
    """Houses under a heading of damage, behind a verb of water: "Air menggenangi permukiman, 6 rumah"."""
    houses = lone.own == "rumah" and lone.unit in ("", "unit") and not lone.unknown
    if houses and line.wet and line.context.hazard in WET and line.effect is None:
        return "rumah_terendam", 0.75  # "Desa A : 22 rumah, TMA 30 cm"
    told = line.effect == "terendam" and line.context.field in ("kerusakan", "korban")
    return ("rumah_terendam", 0.75) if houses and told else (None, 0.0)


def _fallen(lone: _Lone, line: Carried) -> Implied:
    trees = lone.own == "pohon" or (lone.unit == "batang" and lone.own != "")
    fits = trees and lone.unit in ("", "batang", "unit") and line.context.hazard == "pohon_tumbang"
    return ("pohon_tumbang", 0.9) if fits else (None, 0.0)


def _split(lone: _Lone, line: Carried) -> Implied:
    """Parts of a total told before: "Rinciannya, 50 di Desa A"."""
    apart = lone.placed or lone.own in ("rumah", *FACILITIES)
    other = line.subject == "" and lone.own is None  # "25 bangunan ludes. Rinciannya, 15 unit di Desa A"
    fits = line.split and line.effect in DAMAGE | PEOPLE and not lone.unknown and apart and not other
    return (kind_of(line.effect or "", lone.subject, lone.token), 0.85) if fits else (None, 0.0)


def _headed(lone: _Lone, line: Carried) -> Implied:
    """What the heading above says."""
    away = line.context.effect == "mengungsi" and lone.counts_people and lone.leads
    fits = line.context.effect and (not lone.unknown or away)
    return (kind_of(line.context.effect or "", lone.subject, lone.token), 0.95) if fits else (None, 0.0)


def _listed(lone: _Lone, line: Carried) -> Implied:
    """A further thing in a list behind its verb: "merendam 215 rumah, 2 sekolah, dan 1 masjid"."""
    things = lone.own == "rumah" or lone.own in FACILITIES
    fits = things and line.listing in DAMAGE and lone.unit in ("", "unit") and not lone.unknown
    return (kind_of(line.listing or "", lone.own, lone.token), 0.9) if fits else (None, 0.0)


def _lives_there(lone: _Lone, line: Carried) -> Implied:
    """Who lives in the houses just told: "64 rumah terendam 70 KK"."""
    fits = lone.unit == "KK" or (lone.unit == "jiwa" and line.unit == "KK")
    homes = line.effect in DAMAGE and (line.subject or "rumah") == "rumah"
    told = fits and homes and lone.own is None and not lone.unknown and line.context.hazard in DISASTERS
    return (f"terdampak_{lone.unit.lower()}", 0.8) if told else (None, 0.0)


def _affected(lone: _Lone, line: Carried) -> Implied:
    """Households and people under "Dampak" are those affected."""
    flooded = line.effect == "terendam"
    fits = lone.counts_people and not lone.unknown and (flooded or not line.effect)
    field = line.context.field in ("korban", "kerusakan") or lone.token.text == ":"  # "KK = 33"
    beside = line.effect is None and line.context.effect is None  # "22 rumah, 25 KK, 87 jiwa"
    homes = lone.subject == "rumah" and (flooded or line.whole or beside)
    alone = (lone.subject is None or homes) and (field or line.whole or line.context.hazard == "kekeringan")
    told = alone and line.context.hazard in DISASTERS
    return (f"terdampak_{lone.unit.lower()}", 0.75) if fits and told else (None, 0.0)


def unknown_words(between: list[Token]) -> list[Token]:
    """The words that we do not know; up to three behind "di" only say where: "rumah di dataran rendah"."""
    unknown = [t for t in between if t.kind == "other" and t.meaning not in FILLERS]
    at = next((n for n, t in enumerate(between) if t.kind == "other" and t.meaning == "di"), None)
    if at is not None and between[:at] and len(unknown) <= MOST_WHERE:
        unknown = [token for token in unknown if token in between[:at]]
    return unknown


def settle_people(meaning: str, line: Carried) -> Iterator[Count]:
    """Households and people told before the comma: "2 KK terdiri dari 9 jiwa, mengungsi"."""
    waiting = [token for token, subject in line.pending if token.meaning in COMPLEMENT and subject != ""]
    persons = [token for token in waiting if token.meaning == "jiwa"]
    if meaning in PERSONAL and len(line.pending) == len(persons) == 1 and persons[0].amount:
        yield Count(meaning, persons[0].amount, persons[0].span, line.places, "", 0.8)
    elif meaning in PEOPLE and waiting:
        for token in waiting:
            kind = f"{meaning}_{token.meaning.lower()}"
            if token.amount:
                yield Count(kind, token.amount, token.span, token.places or line.places, "", 0.85)
    else:
        return
    line.pending = []


def _of_affected(token: Token, subject: str | None, line: Carried) -> bool:
    """Whether houses stand beside the households and people of a flood: "212 rumah, 230 KK, 811 jiwa"."""
    beside = not {"terdampak_kk", "terdampak_jiwa"}.isdisjoint(line.told)
    flooded = line.context.hazard in WET and line.effect is None and line.context.effect is None
    return subject == "rumah" and token.meaning in ("", "unit") and beside and flooded


def give_up(line: Carried) -> Iterator[Count | Unsure]:
    for token, subject in line.pending:
        if _of_affected(token, subject, line) and token.amount:
            yield Count("rumah_terdampak", token.amount, token.span, token.places, "rumah", 0.7)
        elif subject != "" and token.amount:
            loose = Count("", token.amount, token.span, token.places, token.meaning, 0.8)
            yield Unsure(token.span, "tidak jelas angka ini milik apa", loose)
    line.pending = []
