"""The figures of one incident: read line by line, then settled where they repeat, contradict or add up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gis import codes
from gis.report import Figure, Span, State
from ingest.amounts import Amount
from ingest.whatsapp.clauses import read_clauses
from ingest.whatsapp.counts import LAND, Context, Count, Unsure
from ingest.whatsapp.lines import Line
from ingest.whatsapp.places import Mention
from ingest.whatsapp.tokens import read_tokens

READ_IN = {
    "korban": 0,
    "kerusakan": 0,
    "kondisi": 1,
    "lokasi": 1,
    "judul": 2,
    "kronologis": 2,
    "lain": 2,
    "jenis": 2,
    "penyebab": 2,
}
"""Fields that hold figures of the incident, the likeliest first."""

PARTS = {
    "rumah_rusak": ("rumah_rusak_berat", "rumah_rusak_sedang", "rumah_rusak_ringan"),
    "luka": ("luka_berat", "luka_ringan"),
}
LAND_KINDS = {
    "sawah": "sawah_ha",
    "kebun": "kebun_ha",
    "perkebunan": "perkebunan_ha",
    "kolam": "kolam_ha",
    "lahan": "lahan_ha",
}


@dataclass(frozen=True, slots=True)
class Read:
    """A figure with where it came from: its rank (see READ_IN) and line, and the areas it stands beside."""

    count: Count
    rank: int
    line: int
    areas: tuple[str, ...]


def read_figures(
    folded: str,
    lines: Sequence[Line],
    masks: Sequence[tuple[Span, str, int]],
    mentions: Sequence[Mention],
    hazard: str,
) -> tuple[list[Figure], list[Unsure]]:
    """The figures of these lines and the numbers that were left out, with the reason."""
    reads: list[Read] = []
    unsure: list[Unsure] = []
    context = Context(hazard=hazard)
    for number, line in enumerate(lines):
        if line.field not in READ_IN:
            continue
        if line.label and line.field != context.field:
            context = Context(hazard=hazard)
        context.field = line.field
        if line.head:
            context = Context(hazard=hazard, field=line.field)
            list(read_clauses(read_tokens(folded, line.head, masks), context))
        start = line.label[0] if line.label else line.start
        for item in read_clauses(read_tokens(folded, (start, line.end), masks), context):
            if isinstance(item, Unsure):
                unsure.append(item)
            else:
                reads.append(Read(item, READ_IN[line.field], number, _areas(item, mentions)))
    figures, doubts = _settle(reads, folded)
    return figures, [*unsure, *doubts]


def _areas(count: Count, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The areas beside a figure, the finest of each branch, none coarser than a kecamatan."""
    found = [mentions[n].code for n in count.places]
    codes_found = [code for code in found if code and code.count(".") >= 2]
    return tuple(
        code
        for code in dict.fromkeys(codes_found)
        if not any(other.startswith(f"{code}.") for other in codes_found)
    )


def _settle(reads: Sequence[Read], folded: str) -> tuple[list[Figure], list[Unsure]]:
    figures: list[Figure] = []
    doubts: list[Unsure] = []
    for kind, of_kind in _by_kind(reads).items():
        kept, unsure = _agreed(of_kind)
        doubts.extend(unsure)
        figures.extend(_figure(kind, read, folded) for read in kept)
    figures, unsure = _split(_without_lone_area(figures))
    return figures, [*doubts, *unsure]


def _by_kind(reads: Sequence[Read]) -> dict[str, list[Read]]:
    """Reads by kind; several kinds of land without a total keep their own."""
    land = {read.count.noun for read in reads if read.count.kind == "luas_ha"} & LAND
    several = len(land) > 1 and not any(r.count.kind == "luas_ha" and r.count.noun == "luas" for r in reads)
    kinds: dict[str, list[Read]] = defaultdict(list)
    for read in reads:
        own = several and read.count.kind == "luas_ha" and read.count.noun in LAND_KINDS
        kinds[LAND_KINDS[read.count.noun] if own else read.count.kind].append(read)
    return kinds


def _agreed(reads: list[Read]) -> tuple[list[Read], list[Unsure]]:
    """One read for each area (or none): repeats are one, buildings of a kind add up, contradictions fall."""
    kept: list[Read] = []
    doubts: list[Unsure] = []
    groups: dict[tuple[str, ...], list[Read]] = defaultdict(list)
    for read in reads:
        groups[read.areas].append(read)
    for group in groups.values():
        best = min(read.rank for read in group)
        first = [read for read in group if read.rank == best]
        chosen = _one_of(first)
        if chosen is None:
            doubts.extend(Unsure(r.count.span, "angka yang berlawanan untuk hal yang sama") for r in first)
            continue
        kept.append(chosen)
        values = {r.count.amount.value for r in group if r.count.amount.value is not None}
        if values - {chosen.count.amount.value} and len(first) < len(group):
            doubts.extend(
                Unsure(r.count.span, "berbeda dari angka pada rincian")
                for r in group
                if r.rank > best and r.count.amount.value != chosen.count.amount.value
            )
    return kept, doubts


def _one_of(reads: list[Read]) -> Read | None:
    values = [read.count.amount.value for read in reads]
    if len(set(values)) == 1:
        return reads[0]
    numbers = [value for value in values if value is not None]
    nouns = [read.count.noun for read in reads]
    if (
        reads[0].count.kind.split("_")[0] not in ("rumah", "luas")
        and reads[0].count.noun
        and len(set(nouns)) == len(nouns)
    ):
        return _summed(reads, numbers)
    whole = sum(numbers)
    for read in reads:
        value = read.count.amount.value
        if len(numbers) > 2 and value and value * 2 == whole:
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


def _figure(kind: str, read: Read, folded: str) -> Figure:
    count = read.count
    areas = read.areas
    return Figure(
        kind=kind,
        value=count.amount.value,
        state=count.amount.state,
        area=_common(areas) if areas else None,
        areas=areas if len(areas) > 1 else (),
        unit=codes.figures()[kind].unit,
        raw=" ".join(folded[slice(*count.span)].split())[:200],
        approx=count.amount.approx,
        span=count.span,
        confidence=count.confidence,
    )


def _common(areas: Iterable[str]) -> str:
    """The smallest area that holds all of them."""
    chains = [(code, *codes.ancestors(code)) for code in areas]
    return next(code for code in chains[0] if all(code in chain for chain in chains))


def _without_lone_area(figures: list[Figure]) -> list[Figure]:
    """Figures that all stand beside the same place speak of the report as a whole."""
    areas = {(figure.area, figure.areas) for figure in figures}
    if len({area for area, _ in areas if area}) != 1 or len(areas) > 2:
        return figures
    kinds = [figure.kind for figure in figures]
    return [replace(f, area=None, areas=()) if kinds.count(f.kind) == 1 else f for f in figures]


def _split(figures: list[Figure]) -> tuple[list[Figure], list[Unsure]]:
    """Totals that the text itself splits give way to their parts; areas within a total become parts of it."""
    doubts = []
    told = {figure.kind for figure in figures}
    for total, parts in PARTS.items():
        if total in told and told & set(parts):
            added = sum(f.value or 0 for f in figures if f.kind in parts and f.area is None)
            whole = next((f for f in figures if f.kind == total and f.area is None), None)
            if whole and whole.span and whole.value not in (None, added):
                doubts.append(Unsure(whole.span, "jumlah tidak sama dengan rinciannya"))
            figures = [figure for figure in figures if figure.kind != total]
    totals = {figure.kind: n for n, figure in enumerate(figures) if figure.area is None}
    return [replace(f, part_of=totals.get(f.kind)) if f.area else f for f in figures], doubts
