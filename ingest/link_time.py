"""What the times of two reports say about their being of one event."""

from collections.abc import Iterator

from ingest import link_weights as weights
from ingest.link_place import Ground
from ingest.link_reason import COARSE, FINE, Reason
from ingest.link_told import Told, is_regional

DAY_H = 24


def reasons(one: Told, other: Told, ground: Ground) -> Iterator[Reason]:
    hours = gap_hours(one, other) + (DAY_H if _are_other_days(one, other) else 0)
    code = _time_code(one, other, hours)
    said = f"{hours:.1f} jam" if hours < 48 else f"{hours / 24:.0f} hari"
    said_en = f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.0f} days"
    id_text, en_text = WORDS[code]
    yield Reason(code, weights.TIME[code], id_text.format(gap=said), en_text.format(gap=said_en))


def gap_hours(one: Told, other: Told) -> float:
    """Hours between two half-open ranges; 0 where they overlap or touch."""
    gap = max(one.start, other.start) - min(one.end, other.end)
    return max(0.0, gap.total_seconds() / 3600)


def _are_other_days(one: Told, other: Told) -> bool:
    """Whether both are known to the day only, and not to the same one: days touch though they lie apart."""
    overlap = max(one.start, other.start) < min(one.end, other.end)
    return not overlap and one.precision not in FINE and other.precision not in FINE


def _time_code(one: Told, other: Told, hours: float) -> str:
    if _told_before_it_happened(one, other) or _told_before_it_happened(other, one):
        return "sebelum_terjadi"
    if hours == 0:
        if one.precision in COARSE or other.precision in COARSE:
            return "kira_kira"
        if one.precision in FINE and other.precision in FINE:
            return "jam_sama"
        return "hari_diterima" if "diterima" in (one.precision, other.precision) else "hari_sama"
    fine = one.precision in FINE and other.precision in FINE
    if fine and hours <= min(6, _lasts_h(one, other)):
        steps = ((weights.SAME_HOUR_H, "jam_sama"), (weights.NEAR_HOUR_H, "jam_dekat"), (3, "jam_sela"))
        return next((code for most, code in steps if hours <= most), "jam_sekitar")
    if hours <= weights.UPDATED_WITHIN_H and _gives_its_own_time(one, other):
        return "perkembangan"
    if later := _undated_later(one, other, hours):
        return later
    if hours <= _lasts_h(one, other):
        if {one.hazard, other.hazard} & weights.SEARCHED:
            return "masih_dicari"
        return "masih_berlangsung"
    if fine and hours <= 12:
        return "jam_lain"
    return "hari_berdekatan" if hours <= 24 else "hari_lain"


def _undated_later(one: Told, other: Told, hours: float) -> str | None:
    """Where one gives no day: how long after the other's it came in. What has no date may be days old."""
    earlier, later = sorted((one, other), key=lambda told: told.start)
    if later.precision != "diterima" or earlier.precision in COARSE:
        return None
    if later.hazard in weights.SPREADING and hours <= _lasts_h(one, other):
        return "diterima_selagi"
    return next((code for most, code in weights.UNDATED_LATER_H if hours <= most), None)


def _told_before_it_happened(one: Told, other: Told) -> bool:
    """Whether the first came too early to tell of the second.

    A flood may reach another place later, and what is told of somebody looked for may be when he was found.
    """
    early = other.precision in FINE and one.said_at < other.start - weights.CLOCKS_OFF
    spreads = other.hazard in weights.SPREADING or (
        other.hazard in weights.SEARCHED and gap_hours(one, other) > weights.FOUND_LATER_H
    )
    return early and not spreads and not _gives_its_own_time(one, other)


def _lasts_h(one: Told, other: Told) -> float:
    if {one.hazard, other.hazard} <= weights.SPREADING and (is_regional(one) or is_regional(other)):
        return weights.REGION_LASTS_H
    return max(weights.LASTS_H.get(told.hazard, weights.LASTS_OTHERWISE_H) for told in (one, other))


def updated(one: Told, other: Told) -> bool:
    """Whether the later of two reports calls itself an update."""
    if one.is_update and other.is_update:
        return True
    later, earlier = (one, other) if one.is_update else (other, one)
    return later.is_update and later.said_at >= earlier.said_at


def came_before(one: Told, other: Told) -> bool:
    """Whether one is an update that came in before the other, which has happened by then."""
    update, first = (one, other) if one.is_update else (other, one)
    fits = first.start <= update.said_at and gap_hours(one, other) <= 1
    return update.is_update and fits and not updated(one, other)


def _gives_its_own_time(one: Told, other: Told) -> bool:
    """Whether the later one is an update whose time is that of the update, not of the incident."""
    later = one if one.said_at >= other.said_at else other
    if not later.is_update:
        return False
    return later.precision not in FINE or abs(later.said_at - later.start) <= weights.UPDATES_OWN_TIME


WORDS = {
    "jam_sama": ("waktunya sama (selisih {gap})", "the same time ({gap} apart)"),
    "jam_dekat": ("waktunya berdekatan (selisih {gap})", "close in time ({gap} apart)"),
    "jam_sela": ("selisih waktunya {gap}", "{gap} apart"),
    "jam_sekitar": ("waktunya tidak jauh (selisih {gap})", "not far in time ({gap} apart)"),
    "hari_sama": ("harinya sama", "the same day"),
    "hari_diterima": ("hari diterimanya cocok", "it fits the day it came in"),
    "diterima_selagi": (
        "diterima {gap} sesudahnya, kejadian seperti ini dapat berlangsung selama itu",
        "it came in {gap} after it; such an incident may last that long",
    ),
    "diterima_sehari": (
        "diterima {gap} sesudahnya, tanpa tanggal",
        "it came in {gap} after it, without a date",
    ),
    "diterima_kemudian": (
        "diterima {gap} sesudahnya, tanpa tanggal",
        "it came in {gap} after it, without a date",
    ),
    "diterima_lama": (
        "diterima {gap} sesudahnya, tanpa tanggal",
        "it came in {gap} after it, without a date",
    ),
    "masih_berlangsung": (
        "selisih {gap}, kejadian seperti ini dapat berlangsung selama itu",
        "{gap} apart; such an incident may last that long",
    ),
    "masih_dicari": (
        "selisih {gap}, korbannya dapat dicari selama itu",
        "{gap} apart; people may be looked for that long",
    ),
    "perkembangan": ("selisih {gap}, tetapi ini perkembangan", "{gap} apart, but it is an update"),
    "kira_kira": ("waktunya hanya diketahui kira-kira", "the time is known only roughly"),
    "hari_berdekatan": ("harinya berdekatan, bukan sama", "on the day before or after, not the same"),
    "jam_lain": ("jamnya lain (selisih {gap})", "at another hour ({gap} apart)"),
    "hari_lain": ("harinya lain (selisih {gap})", "on another day ({gap} apart)"),
    "sebelum_terjadi": (
        "yang satu dilaporkan sebelum yang lain terjadi",
        "one was told before the other had happened",
    ),
}
