"""A message cut into its incidents: what stands before the first is the head that all share."""

from collections.abc import Sequence
from itertools import pairwise

from ingest.whatsapp.hazard import named
from ingest.whatsapp.lines import Line

Lines = list[Line]
MOST_HEAD = 4_000
"""Code points before the first of several incidents that are read with each."""


def cut(folded: str, lines: Sequence[Line]) -> tuple[Lines, list[Lines]]:
    """(head, the incidents' lines). A message with one incident has no head."""
    starts = _by_label(lines) or _by_number(folded, lines)
    if len(starts) < 2:
        return [], [list(lines)]
    head = [line for line in lines[: starts[0]] if line.end - lines[0].start < MOST_HEAD]
    return head, [list(lines[a:b]) for a, b in pairwise([*starts, len(lines)])]


def _by_label(lines: Sequence[Line]) -> list[int]:
    """Where each incident begins that has a label of its own for its kind."""
    labelled = [n for n, line in enumerate(lines) if line.field == "jenis" and line.label]
    if len(labelled) < 2:
        return []
    return [_back(lines, n, labelled) for n in labelled]


def _back(lines: Sequence[Line], n: int, labelled: Sequence[int]) -> int:
    """Back over the numbered title that stands right above the label."""
    before = lines[n - 1] if n else None
    if before and n - 1 not in labelled and before.label is None and before.number is not None:
        return n - 1
    return n


def _by_number(folded: str, lines: Sequence[Line]) -> list[int]:
    """Where numbered lines that each name a hazard begin: 1, 2, 3 …"""
    starts: list[int] = []
    for n, line in enumerate(lines):
        expected = len(starts) + 1
        if (
            line.number == expected
            and line.field not in ("upaya", "kebutuhan", "petugas")
            and named(folded[line.start : line.end])
        ):
            starts.append(n)
    return starts if len(starts) > 1 else []
