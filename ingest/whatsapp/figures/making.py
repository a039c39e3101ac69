"""Figures made of what was read of each kind: agreed, added up, totals beside their parts."""

import re
from collections.abc import Iterable, Sequence

from gis import codes
from gis.report import Figure
from ingest.whatsapp.figures.counts import FACILITIES, Unsure
from ingest.whatsapp.figures.lone import all_found
from ingest.whatsapp.figures.parts import (
    Loose,
    is_one_of_many,
    without_parts,
)
from ingest.whatsapp.figures.settle import (
    Read,
    added_up,
    agreed,
    by_kind,
    explicit,
    under_total,
    without_rounded,
)

LETTERS = re.compile(r"[a-z]+")
PARTS = {
    "rumah_rusak": ("rumah_rusak_berat", "rumah_rusak_sedang", "rumah_rusak_ringan"),
    "luka": ("luka_berat", "luka_ringan"),
    **{
        f"{what}_rusak": tuple(f"{what}_rusak_{grade}" for grade in ("berat", "sedang", "ringan"))
        for what in sorted(FACILITIES)
    },
}


def made_of(
    reads: Sequence[Read],
    hazard: str,
    folded: str,
    left: Sequence[str],
    loose: Sequence[Loose],
    *,
    several: bool,
) -> tuple[list[Figure], list[Unsure]]:
    figures: list[Figure] = []
    doubts: list[Unsure] = []
    for kind, of_kind in by_kind(reads, hazard).items():
        kept, unsure = agreed(_without_twice_told(folded, of_kind, loose))
        lost = any("berlawanan" in item.why for item in unsure) and all(read.areas for read in kept)
        if is_one_of_many(folded, kept, loose):
            doubts.extend(Unsure(read.count.span, "jumlah dari sebagian daerah saja") for read in kept)
            continue
        kept, more = added_up(kept)
        doubts.extend([*unsure, *more])
        if kept and kept[0].summed and any(_holds(words, kind) for words in left):
            doubts.extend(Unsure(read.count.span, "jumlah dari sebagian daerah saja") for read in kept)
            continue
        if _is_less_than_its_parts(kept):
            doubts.extend(Unsure(read.count.span, "bagian yang lebih besar dari jumlahnya") for read in kept)
            continue
        if lost:
            doubts.extend(Unsure(read.count.span, "bagian dari jumlah yang tidak jelas") for read in kept)
            continue
        figures.extend(_figure(kind, read, folded) for read in kept)
    figures, unsure = _split(figures if several else _without_lone_area(figures))
    return figures, [*doubts, *unsure]


def _without_twice_told(folded: str, reads: list[Read], loose: Sequence[Loose]) -> list[Read]:
    """Reads of one kind without what another of them tells as well: implied, parts, rounded."""
    told = without_parts(explicit(all_found(folded, reads)), loose)
    return under_total(without_rounded(told))


def _is_less_than_its_parts(kept: Sequence[Read]) -> bool:
    """Whether what is told without a place is less than one place alone: it is of some other part."""
    whole = next((read.count.amount.value for read in kept if not read.areas), None)
    parts = [read.count.amount.value or 0 for read in kept if read.areas]
    return whole is not None and 0 < whole < max(parts, default=0)


def _holds(words: str, kind: str) -> bool:
    """Whether words that were left out count the same: in its unit, or houses of the same damage."""
    same = kind.startswith("rumah_") and kind.replace("_", " ").removeprefix("rumah ") in words
    return same or _unit_of(kind) in LETTERS.findall(words)


def _unit_of(kind: str) -> str:
    """The unit as a story writes it: a number of that unit which was not read makes a sum incomplete."""
    return {"kk": "kk", "jiwa": "jiwa"}.get(kind.rpartition("_")[2], "-")


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
    return [f._replace(area=None, areas=()) if kinds.count(f.kind) == 1 else f for f in figures]


def _whole_of(figures: Sequence[Figure], kind: str) -> float:
    """The number of that kind in all: the one of no place, else those of places together."""
    told = [figure for figure in figures if figure.kind == kind]
    return sum(f.value or 0 for f in [f for f in told if f.area is None] or told)


def _split(figures: list[Figure]) -> tuple[list[Figure], list[Unsure]]:
    """Totals that the text itself splits give way to their parts; areas within a total become parts of it."""
    doubts = []
    told = {figure.kind for figure in figures}
    for total, parts in PARTS.items():
        if total in told and told & set(parts):
            added = sum(_whole_of(figures, kind) for kind in parts)
            whole = next((f for f in figures if f.kind == total and f.area is None), None)
            if whole and whole.span and whole.value not in (None, added):
                doubts.append(Unsure(whole.span, "jumlah tidak sama dengan rinciannya"))
                if whole.value > added and not any(f.kind == total and f.area for f in figures):
                    continue  # "38 rumah rusak, tujuh di antaranya rusak berat"
            figures = [figure for figure in figures if figure.kind != total]
    totals = {figure.kind: n for n, figure in enumerate(figures) if figure.area is None}
    return [f._replace(part_of=totals.get(f.kind)) if f.area else f for f in figures], doubts
