"""Whether two reports tell of the same event: a score with its reasons, in Bahasa and in English.

Pure: two values in, a judgement out, the same whichever came in first.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from gis import codes
from ingest import link_weights as weights
from ingest.link_place import NEAR_VILLAGES_M, Ground, metres
from ingest.link_told import Told, alike, regency_of, shared_words

FINE = ("menit", "jam")
COARSE = ("bulan", "tahun")


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (or against) the same event, and by how much."""

    code: str
    points: float
    id_text: str
    en_text: str

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON form."""
        return {"code": self.code, "points": round(self.points, 2), "id": self.id_text, "en": self.en_text}


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


CONTRARY = frozenset(
    {
        *("jam_lain", "hari_berdekatan", "hari_lain", "titik_jauh", "kib_lain", "satu_pesan"),
        *("tempat_desa_lain", "tempat_kecamatan_tetangga", "tempat_kecamatan_lain", "tempat_kabupaten_lain"),
    }
)
"""What contradicts: however much else agrees, such reports are linked by an officer only."""


def _hazard(one: Told, other: Told, kinship: float, among: bool) -> Reason:
    labels = [codes.hazards()[slug] for slug in (one.hazard, other.hazard)]
    if kinship == 1:
        same = labels[0]
        words = f"jenis sama: {same.label_id}", f"same hazard: {same.label_en}"
        return Reason("jenis_sama", weights.HAZARD_SAME, *words)
    slope, offset = weights.HAZARD_KIN
    points = max(slope * kinship + offset, weights.HAZARD_AMONG_OTHERS if among else -math.inf)
    return Reason(
        "jenis_serumpun",
        points,
        f"jenis serumpun: {labels[0].label_id} dan {labels[1].label_id}",
        f"hazards akin: {labels[0].label_en} and {labels[1].label_en}",
    )


def _time(one: Told, other: Told, ground: Ground) -> Iterator[Reason]:
    hours = gap_hours(one, other)
    code = _time_code(one, other, hours)
    said = f"{hours:.1f} jam" if hours < 48 else f"{hours / 24:.0f} hari"
    said_en = f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.0f} days"
    id_text, en_text = _TIME_WORDS[code]
    yield Reason(code, weights.TIME[code], id_text.format(gap=said), en_text.format(gap=said_en))


def gap_hours(one: Told, other: Told) -> float:
    """Hours between two half-open ranges; 0 where they overlap or touch."""
    gap = max(one.start, other.start) - min(one.end, other.end)
    return max(0.0, gap.total_seconds() / 3600)


def _time_code(one: Told, other: Told, hours: float) -> str:
    if hours == 0:
        if one.precision in COARSE or other.precision in COARSE:
            return "kira_kira"
        if one.precision in FINE and other.precision in FINE:
            return "jam_sama"
        return "hari_diterima" if "diterima" in (one.precision, other.precision) else "hari_sama"
    fine = one.precision in FINE and other.precision in FINE
    if fine and hours <= 6:
        return "jam_sama" if hours <= 1 else "jam_dekat" if hours <= 3 else "jam_sekitar"
    if hours <= weights.UPDATED_WITHIN_H and _gives_its_own_time(one, other):
        return "perkembangan"
    if hours <= _lasts_h(one, other):
        return "masih_berlangsung"
    if fine and hours <= 12:
        return "jam_lain"
    return "hari_berdekatan" if hours <= 24 else "hari_lain"


def _lasts_h(one: Told, other: Told) -> float:
    return max(weights.LASTS_H.get(told.hazard, weights.LASTS_OTHERWISE_H) for told in (one, other))


def _updated(one: Told, other: Told) -> bool:
    """Whether the later of two reports calls itself an update."""
    if one.is_update and other.is_update:
        return True
    later, earlier = (one, other) if one.is_update else (other, one)
    return later.is_update and later.said_at >= earlier.said_at


def _came_before(one: Told, other: Told) -> bool:
    """Whether one is an update that came in before the other, which has happened by then."""
    update, first = (one, other) if one.is_update else (other, one)
    fits = first.start <= update.said_at and gap_hours(one, other) <= 1
    return update.is_update and fits and not _updated(one, other)


def _gives_its_own_time(one: Told, other: Told) -> bool:
    """Whether the later one is an update whose time is that of the update, not of the incident."""
    later = one if one.said_at >= other.said_at else other
    if not later.is_update:
        return False
    return later.precision not in FINE or abs(later.said_at - later.start) <= weights.UPDATES_OWN_TIME


def _place(one: Told, other: Told, ground: Ground) -> Iterator[Reason]:
    wide = one.hazard in weights.WIDE and other.hazard in weights.WIDE
    spots = one.is_spot and other.is_spot
    near = ground.nearness(one, other)
    least, more = weights.PLACE[near.relation]
    points = least + more * near.share
    if wide:
        points = weights.WIDE_PLACE.get(near.relation, points)
        if _at_once(one, other) and (near.apart_m < NEAR_VILLAGES_M or near.relation == "seberang_batas"):
            points += weights.NEIGHBOUR_AT_ONCE
    id_text, en_text = _PLACE_WORDS[near.relation]
    spot = _spots(one, other, wide) if spots and one.lonlat and other.lonlat else None
    if spot and spot.points < 0 < points:
        points /= 2  # the area is what both name, but the spots say otherwise
    if not (spots and _no_land(one, other)):
        yield Reason(f"tempat_{near.relation}", points, id_text, en_text)
    if spot:
        yield spot


def _at_once(one: Told, other: Told) -> bool:
    return one.precision in FINE and other.precision in FINE and gap_hours(one, other) <= 2


def _no_land(one: Told, other: Told) -> bool:
    return not one.areas and not other.areas


def _spots(one: Told, other: Told, wide: bool) -> Reason:
    assert one.lonlat
    assert other.lonlat
    apart = metres(one.lonlat, other.lonlat)
    at_sea = all(codes.hazards()[told.hazard].at_sea for told in (one, other))
    extent = weights.EXTENT_AT_SEA_M if at_sea else weights.EXTENT_M[wide]
    reach = extent + one.uncertainty_m + other.uncertainty_m
    said = f"{apart:.0f} m" if apart < 2_000 else f"{apart / 1000:.1f} km"
    allowed = f"{reach:.0f} m" if reach < 2_000 else f"{reach / 1000:.1f} km"
    if apart <= reach:
        points = weights.SPOT_SAME if apart <= reach / 5 else weights.SPOT_NEAR
        return Reason(
            "titik_dekat",
            points,
            f"titiknya terpisah {said}, dalam batas ketelitian {allowed}",
            f"their points are {said} apart, within their precision of {allowed}",
        )
    far = min(1.0, (apart / reach - 1) / 3)
    return Reason(
        "titik_jauh",
        weights.SPOT_FAR * far,
        f"titiknya terpisah {said}, lebih dari ketelitian {allowed}",
        f"their points are {said} apart, more than their precision of {allowed}",
    )


def _sender(one: Told, other: Told, ground: Ground) -> Iterator[Reason]:
    same = one.source == other.source and one.source != "lain"
    if one.message and one.message == other.message and not _updated(one, other):
        yield Reason(
            "satu_pesan",
            weights.SAME_MESSAGE,
            "disebut terpisah dalam satu pesan",
            "told apart in one message",
        )
    if _updated(one, other):
        yield Reason(
            "perkembangan_ditandai",
            weights.UPDATE + (weights.UPDATE_SAME_SOURCE if same else 0.0),
            "ditandai UPDATE/perkembangan" + (" oleh pengirim yang sama" if same else ""),
            "marked as an update" + (" by the same sender" if same else ""),
        )
    elif _came_before(one, other):
        yield Reason(
            "perkembangan_lebih_dulu",
            weights.UPDATE_BEFORE,
            "perkembangannya lebih dulu diterima",
            "its update came in before it",
        )
    elif same and one.is_row == other.is_row:
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
    if far and not _updated(one, other):
        yield Reason(
            "angka_jauh",
            max(weights.FIGURE_FAR * len(far), weights.FIGURE_FAR_MOST),
            "angka jauh berbeda: " + _listed(codes.figures()[kind].label_id for kind in far),
            "figures far apart: " + _listed(codes.figures()[kind].label_en for kind in far),
        )


def _is_far(one: float, other: float) -> bool:
    low, high = sorted((one, other))
    return high > weights.FAR_RATIO * low and high - low >= weights.FAR_DIFFERENCE


def _listed(words: Iterator[str]) -> str:
    return ", ".join(list(words)[:6])


def _words(one: Told, other: Told, ground: Ground) -> Iterator[Reason]:
    mine, theirs = one.words.place, other.words.place
    shared = shared_words(mine, theirs)
    if shared >= 0.5:
        yield Reason(
            "kata_tempat_sama", weights.WORDS_SAME, "kata-kata tempatnya sama", "the same words of the place"
        )
    elif shared == 0 and min(len(mine), len(theirs)) >= 2:
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
    _time,
    _place,
    _sender,
    _kib,
    _figures,
    _words,
)

_TIME_WORDS = {
    "jam_sama": ("waktunya sama (selisih {gap})", "the same time ({gap} apart)"),
    "jam_dekat": ("waktunya berdekatan (selisih {gap})", "close in time ({gap} apart)"),
    "jam_sekitar": ("waktunya tidak jauh (selisih {gap})", "not far in time ({gap} apart)"),
    "hari_sama": ("harinya sama", "the same day"),
    "hari_diterima": ("hari diterimanya cocok", "it fits the day it came in"),
    "masih_berlangsung": (
        "selisih {gap}, kejadian seperti ini dapat berlangsung selama itu",
        "{gap} apart; such an incident may last that long",
    ),
    "perkembangan": ("selisih {gap}, tetapi ini perkembangan", "{gap} apart, but it is an update"),
    "kira_kira": ("waktunya hanya diketahui kira-kira", "the time is known only roughly"),
    "hari_berdekatan": ("harinya berdekatan, bukan sama", "on the day before or after, not the same"),
    "jam_lain": ("jamnya lain (selisih {gap})", "at another hour ({gap} apart)"),
    "hari_lain": ("harinya lain (selisih {gap})", "on another day ({gap} apart)"),
}
_PLACE_WORDS = {
    "desa": ("desa yang sama", "the same village"),
    "kecamatan": ("kecamatan yang sama", "the same kecamatan"),
    "kabupaten": ("kabupaten yang sama", "the same kabupaten"),
    "provinsi": ("hanya provinsinya yang disebut", "only the province is named"),
    "dalam_kecamatan": ("desa dalam kecamatan yang disebut", "a village in the kecamatan named"),
    "dalam_kabupaten": ("tempat dalam kabupaten yang disebut", "a place in the kabupaten named"),
    "dalam_provinsi": ("salah satunya hanya menyebut provinsi", "one names only the province"),
    "desa_lain": ("desa lain di kecamatan yang sama", "another village of the same kecamatan"),
    "kecamatan_tetangga": ("kecamatan tetangga", "a neighbouring kecamatan"),
    "kecamatan_lain": ("kecamatan lain", "another kecamatan"),
    "seberang_batas": ("di seberang batas kabupaten", "across the border of the kabupaten"),
    "kabupaten_lain": ("kabupaten lain", "another kabupaten"),
    "tidak_tahu": ("wilayah salah satunya tidak diketahui", "the area of one is not known"),
}
