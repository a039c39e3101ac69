"""Reads of one kind of figure brought to one: repeats, parts, extremes.

Contradictions fall away with a doubt.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gis.report import State
from ingest.amounts import Amount
from ingest.whatsapp.figures.counts import LAND, PERSONAL, Count, Unsure

LAND_KINDS = {
    "sawah": "sawah_ha",
    "kebun": "kebun_ha",
    "perkebunan": "perkebunan_ha",
    "kolam": "kolam_ha",
    "lahan": "lahan_ha",
}

OWN_LAND = frozenset(("sawah", "kebun", "perkebunan", "kolam"))
"""Land that is not what a whole area burnt means."""

CLOSE = 0.1
EXTREMES = {"tinggi_air_cm_min": min, "tinggi_air_cm_maks": max}
"""Measures of several places: the figure is the least or the most of them."""


@dataclass(slots=True, unsafe_hash=True)  # never changed: freezing would cost as much as reading
class Read:
    """A figure with where it came from: its rank (see READ_IN) and line, and the areas it stands beside."""

    count: Count
    rank: int
    line: int
    areas: tuple[str, ...]
    summed: bool = False  # of several places that no list holds


def without_context(reads: Sequence[Read], *, several: bool = False) -> list[Read]:
    """Reads without the area that all of them, or the story as a whole, stand beside.

    It tells no parts apart, unless the story is of `several` regencies.
    """
    keys = {key for read in reads for key in read.areas}
    regencies = {key for key in keys if key.count(".") == 1 or key.startswith("~2")}
    above = regencies if len(regencies) == 1 and not several else set()
    lone = keys if len(keys) == 1 and all(key.startswith("~") for key in keys) else set()
    whole = {read.count.kind for read in reads if not read.areas}
    return [
        replace(
            read,
            areas=tuple(
                key
                for key in read.areas
                if key not in above and (key not in lone or read.count.kind in whole)
            ),
        )
        if read.areas
        else read
        for read in reads
    ]


def added_up(kept: list[Read]) -> tuple[list[Read], list[Unsure]]:
    """The reads with those of places that no list holds as one sum, where no total is told."""
    away = [read for read in kept if any(key.startswith("~") for key in read.areas)]
    rest = [read for read in kept if read not in away]
    if not away:
        return kept, []
    whole = next((read for read in rest if not read.areas), None)
    if whole:
        most = max((read.count.amount.value or 0 for read in away), default=0)
        if whole.count.amount.value is not None and most > whole.count.amount.value:
            return [r for r in rest if r is not whole], [
                Unsure(read.count.span, "bagian yang lebih besar dari jumlahnya") for read in (whole, *away)
            ]
        return rest, []
    if all_of := _holding(away) if not rest else None:
        return [replace(all_of, areas=())], []
    levels = {key[1] for read in away for key in read.areas}
    if above := _above(away) if len(levels) > 1 and not rest else None:
        return [replace(above, areas=())], []
    counted = [read.count.amount.value for read in away if read.count.amount.value is not None]
    if rest or len(levels) > 1 or len(counted) != len(away):
        return [], [Unsure(read.count.span, "bagian daerah tanpa jumlah") for read in kept]
    if extreme := EXTREMES.get(away[0].count.kind):
        return [replace(extreme(away, key=lambda read: read.count.amount.value or 0), areas=())], []
    first = min(away, key=lambda read: read.count.span).count
    span = (first.span[0], max(read.count.span[1] for read in away))
    approx = any(read.count.amount.approx for read in away)
    state = first.amount.state if len(set(counted)) == 1 and not counted[0] else State.NUMBER
    amount = Amount(sum(counted), state, approx) if len(away) > 1 else first.amount
    confidence = min(first.confidence, 0.85) if len(away) > 1 else first.confidence
    count = replace(first, amount=amount, span=span, confidence=confidence)
    return [replace(away[0], areas=(), count=count, summed=len(away) > 1)], []


def _holding(away: Sequence[Read]) -> Read | None:
    """The one read whose areas hold those of all others, which are its parts: "90 di A dan B", "80 di B"."""
    several = max(away, key=lambda read: len(read.areas))
    others = [read for read in away if read is not several]
    parts = max((read.count.amount.value or 0 for read in others), default=0)
    held = all(set(read.areas) < set(several.areas) for read in others)
    return several if others and held and (several.count.amount.value or 0) >= parts else None


def _above(away: Sequence[Read]) -> Read | None:
    """The one read of the larger area that holds all that the others tell of smaller ones."""
    highest = min(key[1] for read in away for key in read.areas)
    above = [read for read in away if all(key[1] == highest for key in read.areas)]
    parts = sum(read.count.amount.value or 0 for read in away if read not in above)
    return above[0] if len(above) == 1 and (above[0].count.amount.value or 0) >= parts else None


def by_kind(reads: Sequence[Read], hazard: str) -> dict[str, list[Read]]:
    """Reads by kind; several kinds of land without a total keep their own."""
    land = {read.count.noun for read in reads if read.count.kind == "luas_ha"} & LAND
    several = len(land) > 1 and not any(r.count.kind == "luas_ha" and r.count.noun == "luas" for r in reads)
    kinds: dict[str, list[Read]] = defaultdict(list)
    whole = {r.count.amount.value for r in reads if r.count.kind == "luas_ha" and r.count.noun == "luas"}
    for read in reads:
        apart = hazard != "karhutla" or (whole and read.count.amount.value not in whole)
        other = read.count.noun in OWN_LAND and apart
        own = (several or other) and read.count.kind == "luas_ha" and read.count.noun in LAND_KINDS
        kinds[LAND_KINDS[read.count.noun] if own else read.count.kind].append(read)
    return kinds


IMPLIED = 0.95
"""Figures less sure than that have no word of their own for what befell whom."""


def explicit(reads: list[Read]) -> list[Read]:
    """The reads without implied ones of no place that differ from what is said in so many words."""
    said = {read.count.amount.value for read in reads if read.count.confidence >= IMPLIED}
    if not said:
        return reads
    return [r for r in reads if r.areas or r.count.confidence >= IMPLIED or r.count.amount.value in said]


def under_total(reads: list[Read]) -> list[Read]:
    """The reads with the one said to be of all, as that of no place, in place of its parts of no place.

    "Banjir merendam 480 rumah di empat lokasi. Di Kampung A 60 rumah, …"
    """
    totals = [read for read in reads if read.count.total]
    if not totals or len({read.count.amount.value for read in totals}) > 1:
        return reads
    whole = totals[0]
    parts = [read for read in reads if read.count.amount.value != whole.count.amount.value]
    added = sum(read.count.amount.value or 0 for read in parts)
    if not parts or added > (whole.count.amount.value or 0) or not all(_lies_in(r, whole) for r in parts):
        return reads
    return [replace(whole, areas=()), *(read for read in parts if read.areas)]


def _lies_in(read: Read, whole: Read) -> bool:
    """Whether a part lies in the areas of the whole, or names none."""
    return all(
        not whole.areas or any(area.startswith(f"{above}.") for above in whole.areas) for area in read.areas
    )


def without_rounded(reads: list[Read]) -> list[Read]:
    """The reads without rounded ones of no place beside the one exact number that they are about.

    "Lebih dari 1.900 jiwa mengungsi. … memaksa 1.955 warga di Desa A dan Desa B mengungsi."
    """
    exact = {read.count.amount.value: read for read in reads if not read.count.amount.approx}
    value, known = next(iter(exact.items()), (None, None))
    if known is None or not value or len(exact) > 1:
        return reads
    return [
        read
        for read in reads
        if read.areas
        or not read.count.amount.approx
        or read.count.amount.value == value
        or not _near([read], known)
    ]


def agreed(reads: list[Read]) -> tuple[list[Read], list[Unsure]]:
    """One read for each area (or none): repeats are one, buildings of a kind add up, contradictions fall."""
    kept: list[Read] = []
    doubts: list[Unsure] = []
    groups: dict[tuple[str, ...], list[Read]] = defaultdict(list)
    for read in reads:
        groups[read.areas].append(read)
    for group in groups.values():
        best = min(read.rank for read in group)
        first = [read for read in group if read.rank == best]
        chosen = _one_of([read for read in first if not read.count.named] or _each_name(first))
        chosen = chosen or (_sum_of_all(reads) if not first[0].areas else None)
        if chosen is None:
            doubts.extend(Unsure(r.count.span, "angka yang berlawanan untuk hal yang sama") for r in first)
            continue
        kept.append(chosen)
        values = {r.count.amount.value for r in group if r.count.amount.value is not None}
        if values - {chosen.count.amount.value} and len(first) < len(group) and not chosen.count.named:
            doubts.extend(
                Unsure(r.count.span, "berbeda dari angka pada rincian")
                for r in group
                if r.rank > best and r.count.amount.value != chosen.count.amount.value
            )
    return kept, doubts


def _sum_of_all(reads: Sequence[Read]) -> Read | None:
    """The one read of no place that is the sum of all others, of which some name their place."""
    largest = max(reads, key=lambda read: read.count.amount.value or 0)
    others = [read.count.amount.value or 0 for read in reads if read is not largest]
    total = largest.count.amount.value
    return largest if not largest.areas and len(others) > 1 and total and total == sum(others) else None


def _each_name(reads: list[Read]) -> list[Read]:
    """One read for all that are named, each name once."""
    by_name = {read.count.noun: read for read in reads}
    whole = _summed(list(by_name.values()), [1.0] * len(by_name))
    return [whole] if whole else []


def _one_of(reads: list[Read]) -> Read | None:
    values = [read.count.amount.value for read in reads]
    if len(set(values)) == 1:
        return reads[0]
    totals = [read for read in reads if read.count.total]
    whole = totals[0].count.amount.value if len({r.count.amount.value for r in totals}) == 1 else None
    if whole is not None and all((value or 0) <= whole for value in values):
        return totals[0]
    if reads[0].count.kind in EXTREMES and None not in values:
        return EXTREMES[reads[0].count.kind](reads, key=lambda read: read.count.amount.value or 0)
    numbers = [value for value in values if value is not None]
    nouns = [read.count.noun for read in reads]
    if (
        reads[0].count.kind.split("_")[0] not in ("rumah", "luas", "mengungsi", "terdampak", *PERSONAL)
        and reads[0].count.noun
        and len(set(nouns)) == len(nouns)
    ):
        return _summed(reads, numbers)
    exact = [read for read in reads if not read.count.amount.approx]
    if exact and len({read.count.amount.value for read in exact}) == 1 and _near(reads, exact[0]):
        return exact[0]  # "more than 200" and 201
    for read in reads:
        value = read.count.amount.value
        if value and values.count(value) > 1 and all((other or 0) <= value for other in values):
            return read  # a total told twice, beside a part
        if value and any(len(n) > 2 and value * 2 == sum(n) for n in (numbers, set(numbers))):
            return read  # a total beside its parts
    return None


def _summed(reads: list[Read], numbers: list[float]) -> Read | None:
    if len(numbers) != len(reads):
        return None
    first = reads[0].count
    span = (first.span[0], max(read.count.span[1] for read in reads))
    approx = any(read.count.amount.approx for read in reads)
    return replace(
        reads[0],
        count=replace(first, amount=Amount(sum(numbers), State.NUMBER, approx), span=span, confidence=0.85),
    )


def _near(reads: list[Read], exact: Read) -> bool:
    """Whether all of them are about the same number."""
    value = exact.count.amount.value or 0
    return all(abs((read.count.amount.value or 0) - value) <= CLOSE * value for read in reads)
