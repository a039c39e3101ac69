"""Whether two reports tell of the same event: a score with its reasons, in Bahasa and in English.

Pure: two values in, a judgement out, the same whichever came in first.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gis import codes
from ingest import link_time, link_where
from ingest import link_weights as weights
from ingest.link_place import Ground
from ingest.link_reason import FINE, Reason
from ingest.link_told import Told, alike, other_spots, regency_of, shared_words


@dataclass(frozen=True, slots=True)
class Judgement:
    """What speaks for two reports being of one event. `asks`: an officer decides, whatever the score."""

    reasons: tuple[Reason, ...]
    asks: bool = False

    @property
    def log_odds(self) -> float:
        """Their sum."""
        return weights.BEFORE + sum(reason.points for reason in self.reasons)

    @property
    def score(self) -> float:
        """As a probability, 0 to 1."""
        return probability(self.log_odds)


def probability(log_odds: float) -> float:
    """0 to 1; 0.5 at 0."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def judge(one: Told, other: Told, ground: Ground) -> Judgement | None:
    """How likely two reports tell of one event; None where that cannot be: hazards or rows apart."""
    kinship = codes.hazard_kin().get(one.hazard, {}).get(other.hazard, 0.0)
    among = one.hazard in other.other_hazards or other.hazard in one.other_hazards
    if not kinship and not among:
        return None
    if one.submission == other.submission and one.is_row and other.is_row:
        return None
    reasons = [_hazard(one, other, kinship, among)]
    for part in PARTS:
        reasons += part(one, other, ground)
    doubtful = any(reason.code in CONTRARY for reason in reasons)
    return Judgement(tuple(reasons), asks=doubtful or (kinship < weights.KIN_ENOUGH and not among))


MANY = frozenset({"lain", "media", "masyarakat"})
"""Sources that stand for many senders: two newspapers that tell the same are not one that tells it twice."""

CONTRARY = frozenset(
    {
        *(
            "sebelum_terjadi",
            "jam_lain",
            "hari_berdekatan",
            "hari_lain",
            "titik_jauh",
            "kib_lain",
            "satu_pesan",
        ),
        *("tempat_desa_lain", "tempat_kecamatan_tetangga", "tempat_kecamatan_lain", "tempat_kabupaten_lain"),
    }
)
"""What contradicts: however much else agrees, such reports are linked by an officer only."""


def _hazard(one: Told, other: Told, kinship: float, among: bool) -> Reason:
    labels = [codes.hazards()[slug] for slug in (one.hazard, other.hazard)]
    if kinship == 1:
        same = labels[0]
        words = f"jenis sama: {same.label_id}", f"same hazard: {same.label_en}"
        rare = 0.0 if one.hazard in weights.COMMON else weights.RARE
        return Reason("jenis_sama", weights.HAZARD_SAME + rare, *words)
    slope, offset = weights.HAZARD_KIN
    points = max(slope * kinship + offset, weights.HAZARD_AMONG_OTHERS if among else -math.inf)
    if kinship >= weights.KIN_ENOUGH and weights.ATTACK in (one.hazard, other.hazard):
        points += weights.RARE
    return Reason(
        "jenis_serumpun",
        points,
        f"jenis serumpun: {labels[0].label_id} dan {labels[1].label_id}",
        f"hazards akin: {labels[0].label_en} and {labels[1].label_en}",
    )


def _sender(one: Told, other: Told, ground: Ground) -> Iterator[Reason]:
    same = one.source == other.source and one.source not in MANY
    if one.message and one.message == other.message and not link_time.updated(one, other):
        yield Reason(
            "satu_pesan",
            weights.SAME_MESSAGE,
            "disebut terpisah dalam satu pesan",
            "told apart in one message",
        )
    if link_time.updated(one, other):
        yield Reason(
            "perkembangan_ditandai",
            weights.UPDATE + (weights.UPDATE_SAME_SOURCE if same else 0.0),
            "ditandai UPDATE/perkembangan" + (" oleh pengirim yang sama" if same else ""),
            "marked as an update" + (" by the same sender" if same else ""),
        )
    elif link_time.came_before(one, other):
        yield Reason(
            "perkembangan_lebih_dulu",
            weights.UPDATE_BEFORE,
            "perkembangannya lebih dulu diterima",
            "its update came in before it",
        )
    elif same and one.is_row == other.is_row and not _same_hour(one, other):
        yield Reason(
            "pengirim_sama",
            weights.SAME_SOURCE,
            "pengirim sama, tanpa tanda UPDATE",
            "the same sender, and not marked as an update",
        )
    if one.is_row != other.is_row:
        yield Reason(
            "rekap_dan_pesan",
            weights.ROW_AND_TEXT,
            "satu dari rekap, satu dari pesan",
            "one is of a recap, one of a message",
        )


def _same_hour(one: Told, other: Told) -> bool:
    fine = one.precision in FINE and other.precision in FINE
    return fine and link_time.gap_hours(one, other) <= weights.SAME_HOUR_H


def _kib(one: Told, other: Told, ground: Ground) -> Iterator[Reason]:
    if not one.kib or not other.kib or one.kib == other.kib:
        return
    here = regency_of(one.areas) == regency_of(other.areas)
    yield Reason(
        "kib_lain",
        weights.OTHER_KIB if here else weights.OTHER_KIB_ELSEWHERE,
        f"KIB berbeda: {one.kib} dan {other.kib}",
        f"different KIB: {one.kib} and {other.kib}",
    )


def _figures(one: Told, other: Told, ground: Ground) -> Iterator[Reason]:
    both = [(kind, one.figures[kind], other.figures[kind]) for kind in one.figures if kind in other.figures]
    equal = [(kind, mine) for kind, mine, theirs in both if mine == theirs and mine > 0]
    if equal:
        points = sum(weights.FIGURE_BASE + weights.FIGURE_MORE * math.log10(max(1.0, n)) for _, n in equal)
        kinds = [codes.figures()[kind] for kind, _ in equal]
        yield Reason(
            "angka_sama",
            min(points, weights.FIGURE_MOST),
            "angka sama: " + _listed(f"{k.label_id} {n:g}" for k, (_, n) in zip(kinds, equal, strict=True)),
            "equal figures: "
            + _listed(f"{k.label_en} {n:g}" for k, (_, n) in zip(kinds, equal, strict=True)),
        )
    far = [kind for kind, mine, theirs in both if _is_far(mine, theirs)]
    if far and not link_time.updated(one, other):
        yield Reason(
            "angka_jauh",
            max(weights.FIGURE_FAR * len(far), weights.FIGURE_FAR_MOST),
            "angka jauh berbeda: " + _listed(codes.figures()[kind].label_id for kind in far),
            "figures far apart: " + _listed(codes.figures()[kind].label_en for kind in far),
        )


def _dead(one: Told, other: Told, ground: Ground) -> Iterator[Reason]:
    earlier, later = sorted((one, other), key=lambda told: told.said_at)
    before, after = (told.figures.get("meninggal", 0) for told in (earlier, later))
    if before > after > 0:
        yield Reason(
            "meninggal_berkurang",
            weights.FEWER_DEAD,
            f"korban meninggal berkurang: {before:g}, kemudian {after:g}",
            f"fewer dead in the later one: {before:g}, then {after:g}",
        )


def _is_far(one: float, other: float) -> bool:
    low, high = sorted((one, other))
    return high > weights.FAR_RATIO * low and high - low >= weights.FAR_DIFFERENCE


def _listed(words: Iterator[str]) -> str:
    return ", ".join(list(words)[:6])


def _both_wide(one: Told, other: Told) -> bool:
    """Whether it strikes many spots at once, of which each teller names others."""
    return one.hazard in weights.WIDE and other.hazard in weights.WIDE


def _words(one: Told, other: Told, ground: Ground) -> Iterator[Reason]:
    mine, theirs = one.words.place, other.words.place
    shared, number = shared_words(mine, theirs), len({*mine} & {*theirs})
    if shared >= 0.5 or (number > 1 and shared >= 0.25):
        points = min(weights.WORDS_MOST, weights.WORDS_SAME + weights.WORDS_MORE * number)
        yield Reason("kata_tempat_sama", points, "kata-kata tempatnya sama", "the same words of the place")
    elif other_spots(one, other) and not _both_wide(one, other):
        yield Reason(
            "kata_tempat_lain", weights.WORDS_OTHER, "kata-kata tempatnya lain", "other words of the place"
        )
    story = alike(one.words.story, other.words.story)
    for least, points in weights.STORY:
        if story >= least:
            yield Reason(
                "cerita_mirip",
                points,
                f"ceritanya {story:.0%} sama",
                f"{story:.0%} of the story is the same",
            )
            break


PARTS: tuple[Callable[[Told, Told, Ground], Iterator[Reason]], ...] = (
    link_time.reasons,
    link_where.reasons,
    _sender,
    _kib,
    _figures,
    _dead,
    _words,
)
