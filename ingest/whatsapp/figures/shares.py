"""Numbers of a story that are a share of what befell the whole: what befell others too, or elsewhere."""

import re
from collections.abc import Sequence
from itertools import islice

from gis.report import Span
from ingest.whatsapp.figures.counts import Unsure
from ingest.whatsapp.figures.lone import sentence_around
from ingest.whatsapp.figures.settle import Read

STORY = 2
"""The rank of fields that tell a story; a label tells what its numbers are."""

ALSO = re.compile(r"\b(?:juga|turut|pula)\b")
SMALL_PLACE = re.compile(r"\bdi (?:dusun|dsn|lingkungan|kampung|pulau|rt|desa|kelurahan|jalan|dukuh)\b")
ALSO_AT = re.compile(r"\b(?:juga|pula) di (?:dusun|dsn|lingkungan|kampung|pulau|rt|desa|kelurahan)\b")
THINGS = {"rumah": "rumah", "mengungsi": "ungsi", "terdampak": "terdampak"}
"""Kinds that may be told for one place after another, and the word that tells of the same earlier."""

THERE = re.compile(r"[a-z ]{0,24}\bdi (?:lokasi|tempat|wilayah|daerah|kawasan) (?:itu|tersebut)\b")
CARED = re.compile(r" ?(?:orang |jiwa |warga )?(?:di)?rawat (?:jalan|inap)\b")
BOTH = re.compile(r"ke(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)")
WOUNDS = ("luka", "luka_berat", "luka_ringan")
MOST = 400
"""Numbers that are looked at: a story has some dozens."""


def without_shares(
    folded: str, part: Span, reads: list[Read], unsure: Sequence[Unsure], several: bool
) -> list[Read]:
    """The reads without those that speak of a share. `several`: the story names more places than one."""
    if not reads or len(reads) > MOST or all(read.rank < STORY for read in reads):
        return reads
    households = {
        (read.count.kind, read.areas): read.count.amount.value or 0
        for read in reads
        if read.count.kind.endswith("_kk")
    }
    dead = {read.count.amount.value for read in reads if read.count.kind == "meninggal"}
    also = [read for read in reads if read.rank >= STORY and _is_also(folded, read)]
    there = {
        read.count.kind
        for read in reads
        if several and read.count.kind.startswith("rumah") and THERE.match(folded, read.count.span[1])
    }
    plain = {read.count.kind for read in reads if read not in also}
    return [
        read
        for read in reads
        if read.rank < STORY
        or not read.count.amount.value
        or not (
            (read in also and read.count.kind not in plain and _follows(folded, part, read, unsure))
            or read.count.kind in there
            or (read.count.kind in WOUNDS and _is_of_others(folded, read, dead))
            or _is_too_few(read, households)
        )
    ]


def _is_also(folded: str, read: Read) -> bool:
    """Whether "juga" stands beside the number: "genangan juga merendam 11 rumah", "20 KK juga mengungsi"."""
    if read.count.kind.partition("_")[0] not in THINGS:
        return False
    start, end = read.count.span
    before = max(0, start - 40)
    clause = max(folded.rfind(sign, before, start) for sign in ".,;\n")
    return ALSO.search(folded, max(before, clause + 1), end) is not None


def _follows(folded: str, part: Span, read: Read, unsure: Sequence[Unsure]) -> bool:
    """Whether others of the kind were told before it: a number left out, the same word, or a place apart."""
    start, end = read.count.span
    word = THINGS[read.count.kind.partition("_")[0]]
    first, _ = sentence_around(folded, read.count.span)
    if ALSO_AT.search(folded, max(first, start - 80), end):
        return True
    before = max(part[0], first)
    if word != "rumah" or SMALL_PLACE.search(folded, max(first, start - 80), end):
        words = ("rumah", "bangunan") if word == "rumah" else (word,)
        return any(folded.find(each, part[0], before) >= 0 for each in words)
    counted = re.compile(rf"(?:[\w.]+ )?(?:unit |buah )?{word}\b")
    return any(
        item.span[0] < start
        and (word in folded[slice(*item.span)] or counted.match(folded, item.span[1] + 1))
        for item in islice(unsure, MOST)
    )


def _is_of_others(folded: str, read: Read, dead: set[float | None]) -> bool:
    """Whether the wounds are those of the dead ("keduanya luka bakar"), or of those who lie in hospital."""
    start, end = read.count.span
    of_dead = read.count.amount.value in dead and BOTH.match(folded, start)
    return bool(of_dead) or CARED.match(folded, end) is not None


def _is_too_few(read: Read, households: dict[tuple[str, tuple[str, ...]], float]) -> bool:
    """Whether fewer people than households are told: "145 KK terdampak, 1 ibu melahirkan"."""
    kind, areas = read.count.kind, read.areas
    if not kind.endswith("_jiwa"):
        return False
    return (read.count.amount.value or 0) < households.get((f"{kind.removesuffix('_jiwa')}_kk", areas), 0)
