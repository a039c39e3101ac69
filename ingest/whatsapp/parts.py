"""Numbers that no word says the kind of: the parts of a total that is told, or the total of parts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from gis import codes
from ingest.whatsapp.counts import Unsure
from ingest.whatsapp.settle import Read

STORY = 2
"""The rank of fields that tell a story; a label tells what its numbers are."""

Loose = tuple[Unsure, tuple[str, ...]]
"""Such a number and the areas that it stands beside."""


def parts_of_totals(reads: Sequence[Read], loose: Sequence[Loose]) -> dict[Unsure, Read]:
    """Numbers of no kind, each beside a place of its own, that add up to a total of one kind: its parts."""
    units: dict[str, list[Loose]] = defaultdict(list)
    for item, areas in loose:
        if item.loose and areas:
            units[item.loose.noun].append((item, areas))
    found: dict[Unsure, Read] = {}
    for unit, items in units.items():
        whole = sum(item.loose.amount.value or 0 for item, _ in items if item.loose)
        told: dict[str, list[Read]] = defaultdict(list)
        for read in reads:
            if read.areas:
                told[read.count.kind].append(read)
        totals = {
            read.count.kind: read
            for read in reads
            if not read.areas
            and _counts_in(read.count.kind, unit)
            and read.count.amount.value
            == whole + sum(part.count.amount.value or 0 for part in told[read.count.kind])
        }
        beside = [*(areas for _, areas in items), *(r.areas for kind in totals for r in told[kind])]
        if len(set(beside)) == len(beside) > 1 and len(totals) == 1:
            total = next(iter(totals.values()))
            for item, areas in items:
                count = replace(item.loose, kind=total.count.kind, noun="") if item.loose else total.count
                found[item] = Read(count, total.rank, total.line, areas)
    return found


def sums_of_parts(reads: Sequence[Read], loose: Sequence[Loose]) -> dict[Unsure, Read]:
    """Numbers of no kind that make one of a kind whole: parts beside other places, and the sum of all.

    "Di Desa A 210 KK terdampak, sedangkan di Desa B 174 KK. Jadi total 384 KK".
    """
    found: dict[Unsure, Read] = {}
    for unit in dict.fromkeys(item.loose.noun for item, _ in loose if item.loose):
        items = [(item, areas) for item, areas in loose if item.loose and item.loose.noun == unit]
        told = [r for r in reads if r.areas and unit and _counts_in(r.count.kind, unit)]
        whole = {r.count.kind for r in reads if not r.areas}
        parts = [(item, areas) for item, areas in items if areas]
        apart = [r.areas for r in told] + [areas for _, areas in parts]
        kinds = {r.count.kind for r in told}
        if not parts or len(kinds) != 1 or kinds & whole or len(set(apart)) != len(apart):
            continue
        added = sum(r.count.amount.value or 0 for r in told) + sum(
            item.loose.amount.value or 0 for item, _ in parts if item.loose
        )
        total = [
            pair for pair in items if not pair[1] and pair[0].loose and pair[0].loose.amount.value == added
        ]
        for item, areas in [*parts, *total] if total else ():
            if item.loose:
                count = replace(item.loose, kind=told[0].count.kind, noun="", total=not areas)
                found[item] = Read(count, told[0].rank, told[0].line, areas)
    return found


def without_parts(reads: list[Read], loose: Sequence[Loose]) -> list[Read]:
    """The reads of people without parts that make the greatest with the numbers that were left out.

    "20 KK mengungsi, di rumah Fulan (16 KK), Misal (2 KK) dan Umpama (2 KK)".
    """
    values = {read.count.amount.value or 0 for read in reads}
    if len(values) < 2 or any(read.areas for read in reads):
        return reads
    whole = max(values)
    others = [
        item.loose.amount.value or 0
        for item, areas in loose
        if item.loose and not areas and item.loose.noun == _unit(reads[0].count.kind)
    ]
    added = sum(values - {whole}) + sum(others)
    return (
        [read for read in reads if read.count.amount.value == whole] if others and added == whole else reads
    )


def _unit(kind: str) -> str:
    """The unit of numbers of people, as tokens have it; that of no number for other kinds."""
    return {"kk": "KK", "jiwa": "jiwa"}.get(kind.rpartition("_")[2], "-")


def is_one_of_many(kept: Sequence[Read], loose: Sequence[Loose]) -> bool:
    """Whether a number is that of one place alone, and numbers of other places were not read."""
    if len(kept) != 1 or not kept[0].areas or kept[0].rank < STORY:
        return False
    mine = kept[0]
    unit = {"kk": "KK", "jiwa": "jiwa"}.get(mine.count.kind.rpartition("_")[2], "")
    return any(
        unit and item.loose and item.loose.noun == unit and areas and areas != mine.areas
        for item, areas in loose
    )


def _counts_in(kind: str, unit: str) -> bool:
    known = codes.figures()[kind].unit
    return known == unit or (unit == "" and known == "unit")
