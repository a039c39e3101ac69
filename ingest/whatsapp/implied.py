"""Numbers without an effect of their own: what the clause before, a heading or their unit says they are."""

from collections.abc import Iterator

from gis.report import State
from ingest.whatsapp.counts import COMPLEMENT, DAMAGE, PEOPLE, Carried, Count, Unsure, kind_of
from ingest.whatsapp.joins import Token
from ingest.whatsapp.words import FILLERS

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
    subjects = [token.meaning for token in clause if token.kind == "subject"]
    unknown = [token for token in clause if token.kind == "other" and token.meaning not in FILLERS]
    for n in values:
        token = clause[n]
        if token.amount is None or token.meaning == "lain":
            continue
        kind, certain = _implied(
            token,
            subjects,
            bool(unknown),
            line,
            placed=any(t.kind == "place" for t in clause[n + 1 :]),
            after_fire=any(t.meaning == "kebakaran" for t in clause[max(0, n - 2) : n]),
        )
        if kind:
            noun = subjects[-1] if subjects else line.subject or line.context.subject or ""
            yield Count(kind, token.amount, token.span, places_beside(clause, n, n, line), noun, certain)
            line.unit = token.meaning
        elif token.amount.state is State.NUMBER:
            line.pending.append((token, subjects[-1] if subjects else line.subject))


def _implied(
    token: Token, subjects: list[str], unknown: bool, line: Carried, *, placed: bool, after_fire: bool
) -> tuple[str | None, float]:
    """The kind of a number without an effect of its own: by the clause before, a heading, or its unit."""
    subject = subjects[-1] if subjects else line.subject or line.context.subject
    if line.placed and line.effect in PEOPLE | DAMAGE and token.meaning == line.unit and placed:
        return kind_of(line.effect or "", subject, token), 0.9
    if subject == "rumah" and subjects and after_fire and line.context.hazard == "kebakaran_rumah":
        return "rumah_terbakar", 0.8
    if line.effect in PEOPLE and COMPLEMENT.get(token.meaning) == line.unit:
        return kind_of(line.effect, subject, token), 1.0
    if line.effect in PEOPLE and line.first and token.meaning in ("KK", "jiwa") and not unknown:
        return kind_of(line.effect or "", None, token), 0.9
    if (
        ((subject == "pohon" and subjects) or token.meaning == "batang")
        and token.meaning in ("", "batang", "unit")
        and line.context.hazard == "pohon_tumbang"
    ):
        return "pohon_tumbang", 0.9
    if line.split and line.effect in DAMAGE | PEOPLE and not unknown and placed:
        return kind_of(line.effect or "", subject, token), 0.85
    if line.context.effect and not unknown:
        return kind_of(line.context.effect, subject, token), 0.95
    if (
        token.meaning in ("KK", "jiwa")
        and line.context.field in ("korban", "kerusakan")
        and line.context.hazard in DISASTERS
        and not line.effect
        and subject is None
        and not unknown
    ):
        return f"terdampak_{token.meaning.lower()}", 0.75
    if (
        subject == "rumah"
        and subjects
        and not unknown
        and line.context.hazard == "kebakaran_rumah"
        and line.context.field in ("kerusakan", "korban")
    ):
        return "rumah_terbakar", 0.7
    return None, 0.0


def places_beside(clause: list[Token], n: int, effect: int, line: Carried) -> tuple[int, ...]:
    """The places beside a figure: those after it in its clause ("3 RB di Ds. Gadung"), else those before."""
    low, high = sorted((n, effect))
    between = [token for token in clause[low:high] if token.kind == "place"]
    if between:
        return tuple(number for token in between for number in token.places)
    after = max(n, effect) + 1
    behind = [position for position in range(after, len(clause)) if clause[position].kind == "place"]
    if behind and (not line.places or clause[behind[0] - 1].meaning in ("di", "(")):
        return tuple(number for position in behind for number in clause[position].places)
    return line.places


def settle_people(meaning: str, line: Carried) -> Iterator[Count]:
    """Households and people told before the comma: "2 KK terdiri dari 9 jiwa, mengungsi"."""
    waiting = [token for token, _ in line.pending if token.meaning in ("KK", "jiwa")]
    if meaning not in PEOPLE or not waiting:
        return
    for token in waiting:
        if token.amount:
            yield Count(f"{meaning}_{token.meaning.lower()}", token.amount, token.span, line.places, "", 0.85)
    line.pending = []


def give_up(line: Carried) -> Iterator[Unsure]:
    for token, subject in line.pending:
        if subject != "":
            yield Unsure(token.span, "tidak jelas angka ini milik apa")
    line.pending = []
