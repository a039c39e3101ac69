"""Numbered rows of one incident's damage, each with the place that it is of: "3. Jurugan RT 1, 1 pohon …"."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.whatsapp.figures.settle import EXTREMES, Read
from ingest.whatsapp.layout.lines import Line

PLACED = re.compile(r"[a-z][a-z .'/-]*(?:\b(?:rt|rw|no)\b[ \d./]{1,12}[a-z .'/]*)*\s?[,:]\s?(?=\d)")
"""The place with which a row begins, right before its first number."""

WHOLE = re.compile(r"(?:jumlah|total|sebanyak|korban|rumah|warga|kerugian)\b")
FEWEST = 2


def by_row(folded: str, lines: Sequence[Line], reads: list[Read]) -> list[Read]:
    """The reads with numbers of one kind that only such rows tell as one sum."""
    rows = {n for n, line in enumerate(lines) if line.number is not None and _is_placed(folded, line)}
    homes = {read.line for read in reads if _is_of_house(read, lines)}
    if max(len(rows), len(homes)) < FEWEST:
        return reads
    kinds: dict[str, list[Read]] = defaultdict(list)
    for read in reads:
        kinds[read.count.kind].append(read)
    for kind, told in kinds.items():
        within = homes if kind.startswith("terdampak_") else rows
        if _are_of_rows(told, within) and kind not in EXTREMES:
            reads = [*(read for read in reads if read.count.kind != kind), _sum(told)]
    return reads


def _is_of_house(read: Read, lines: Sequence[Line]) -> bool:
    """Whether it counts one house in a listed line, beside which its people are told."""
    listed = read.line < len(lines) and lines[read.line].listed
    return listed and read.count.kind.startswith("rumah_") and read.count.amount.value == 1


def _is_placed(folded: str, line: Line) -> bool:
    return (
        PLACED.match(folded, line.start, line.end) is not None
        and WHOLE.match(folded, line.start, line.end) is None
    )


def _are_of_rows(told: Sequence[Read], rows: set[int]) -> bool:
    """Whether each stands in a row of its own, and their areas do not tell them apart."""
    own = {read.line for read in told}
    numbers = all(read.count.amount.value is not None for read in told)
    apart = len({read.areas for read in told}) == len(told)
    return len(own) == len(told) > 1 and own <= rows and numbers and not apart


def _sum(told: Sequence[Read]) -> Read:
    first = told[0].count
    span = (min(read.count.span[0] for read in told), max(read.count.span[1] for read in told))
    amount = replace(first.amount, value=sum(read.count.amount.value or 0 for read in told))
    return replace(told[0], areas=(), count=replace(first, amount=amount, span=span, confidence=0.85))
