"""Numbers that no word says the kind of: the parts of a total that is told, or the total of parts."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from gis import codes
from ingest.signed import Signed
from ingest.whatsapp.figures.counts import PERSONAL, Unsure
from ingest.whatsapp.figures.settle import Read

STORY = 2
"""The rank of fields that tell a story; a label tells what its numbers are."""

AND_AT = re.compile(r"[^.;:\n\d]{0,40}\bdi [a-z. ]{3,45},? (?:dan|serta|sedangkan) (?:sebanyak )?")
AT = re.compile(r"[a-z ]{0,12}\bdi (?:kab|kota|kec|desa|kel|[a-z]{4})")
"""How a sentence goes on with the number of the next place."""

STOP = re.compile(r"[;\n]|\.\s")
COMPOSED = Signed(r"\b(?:rincian|rinciannya|perinciannya|terdiri)\b")
MOST_APART = 240
"""Code points within which a sentence goes on with other places."""

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


def gone_on(folded: str, reads: Sequence[Read], loose: Sequence[Loose]) -> dict[Unsure, Read]:
    """Numbers of no kind that go on with the one right before them: "70 orang meninggal di A dan 11 "
    "orang di B"."""
    found: dict[Unsure, Read] = {}
    for item, areas in loose:
        before = [read for read in reads if read.count.span[1] <= item.span[0]]
        last = max(before, key=lambda read: read.count.span[1], default=None)
        if item.loose is None or last is None or not areas or not last.areas or areas == last.areas:
            continue
        if not item.loose.noun or not _counts_in(last.count.kind, item.loose.noun):
            continue
        if AND_AT.fullmatch(folded, last.count.span[1], item.span[0]) and AT.match(folded, item.span[1]):
            count = replace(item.loose, kind=last.count.kind, noun="")
            found[item] = Read(count, last.rank, last.line, areas)
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


def is_one_of_many(folded: str, kept: Sequence[Read], loose: Sequence[Loose]) -> bool:
    """Whether a number is that of one place alone, and numbers of other places were not read."""
    if len(kept) != 1 or kept[0].rank < STORY:
        return False
    mine = kept[0]
    if _goes_on_elsewhere(folded, mine, loose):
        return True
    if not mine.areas:
        return False
    return any(
        item.loose
        and item.loose.noun in ("KK", "jiwa")
        and _counts_in(mine.count.kind, item.loose.noun)
        and areas
        and areas != mine.areas
        for item, areas in loose
    )


def _goes_on_elsewhere(folded: str, mine: Read, loose: Sequence[Loose]) -> bool:
    """Whether its sentence goes on with unread numbers of other places.

    "Korban meninggal tiga orang di A, satu orang di B", "luka di A 114 jiwa, B 30 dan C 22".
    """
    count = mine.count
    people = _unit(count.kind) != "-" or count.kind in PERSONAL
    split = COMPOSED.search(folded, max(0, count.span[0] - 40), count.span[1])
    if not people or not count.amount.value or not (count.places or split):
        return False
    places = set(count.places)
    return any(
        item.loose is not None
        and item.loose.noun in ("", "KK" if count.kind.endswith("_kk") else "jiwa")
        and item.loose.places
        and places.isdisjoint(item.loose.places)
        and 0 <= item.span[0] - count.span[1] < MOST_APART
        and not STOP.search(folded, count.span[1], item.span[0])
        for item, _ in loose
    )


def _counts_in(kind: str, unit: str) -> bool:
    known = codes.figures()[kind].unit
    return known == unit or (unit == "" and known == "unit")
