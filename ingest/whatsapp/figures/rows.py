"""Lines of one incident's damage, each of a hamlet or numbered row of its own, whose numbers add up."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.whatsapp.figures.settle import EXTREMES, Read
from ingest.whatsapp.layout.lines import Line

HAMLET = re.compile(
    r"(?:dusun|dsn|dukuh|dk|kampung|kp|lingkungan|lingk|lk|banjar|br|jorong|rt|rw)\b[ .]{1,3}[\w/]{1,16}"
    r"(?: [a-z]{2,14})?(?: rt[ .]{0,2}\d{1,3})?"
)
"""How a line of a hamlet begins."""

PLACED = re.compile(r"[a-z][a-z .'/-]*(?:\b(?:rt|rw|no)\b[ \d./]{1,12}[a-z .'/]*)*\s?[,:]\s?(?=\d)")
"""The place with which a numbered row begins, right before its first number: "3. Jurugan RT 1, 1 pohon …"."""

WHOLE = re.compile(r"(?:jumlah|total|sebanyak|korban|rumah|warga|kerugian)\b")
FEWEST = 2


def by_hamlet(folded: str, lines: Sequence[Line], reads: list[Read]) -> list[Read]:
    """The reads with numbers of one kind that stand on lines of their own hamlets as one sum."""
    heads = {
        n: match[0] for n, line in enumerate(lines) if (match := HAMLET.match(folded, line.start, line.end))
    }
    if len(heads) < FEWEST:
        return reads

    def apart(_: str, told: Sequence[Read]) -> bool:
        places = {heads.get(read.line) for read in told}
        return None not in places and len(places) == len(told) > 1 and not any(read.areas for read in told)

    return _summed(reads, apart)


def by_row(folded: str, lines: Sequence[Line], reads: list[Read]) -> list[Read]:
    """The reads with numbers of one kind that only numbered rows, each with its place, tell as one sum."""
    rows = {n for n, line in enumerate(lines) if line.number is not None and _is_placed(folded, line)}
    homes = {read.line for read in reads if _is_of_house(read, lines)}
    if max(len(rows), len(homes)) < FEWEST:
        return reads
    return _summed(
        reads, lambda kind, told: _are_of_rows(told, homes if kind.startswith("terdampak_") else rows)
    )


def _summed(reads: list[Read], add_up: Callable[[str, Sequence[Read]], bool]) -> list[Read]:
    """The reads with the numbers of each kind that add up as one sum."""
    kinds: dict[str, list[Read]] = defaultdict(list)
    for read in reads:
        kinds[read.count.kind].append(read)
    for kind, told in kinds.items():
        numbers = all(read.count.amount.value is not None for read in told)
        if kind not in EXTREMES and numbers and add_up(kind, told):
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
    apart = len({read.areas for read in told}) == len(told)
    return len(own) == len(told) > 1 and own <= rows and not apart


def _sum(told: Sequence[Read]) -> Read:
    first = told[0].count
    span = (min(read.count.span[0] for read in told), max(read.count.span[1] for read in told))
    amount = replace(first.amount, value=sum(read.count.amount.value or 0 for read in told))
    return replace(told[0], areas=(), count=replace(first, amount=amount, span=span, confidence=0.85))
