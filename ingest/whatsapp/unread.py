"""The words of an incident that were understood as nothing, so that no word is silently lost."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from gis.report import Span
from ingest.folding import word_set
from ingest.whatsapp.lines import Line
from ingest.whatsapp.words import FILLERS, lexicon

FREE = word_set("upaya kebutuhan kondisi sumber petugas cuaca kronologis penyebab abai nama")
"""Fields kept as free text of their own name."""

WORD = re.compile(r"[^\s]+")
SAYING = re.compile(r"[a-z0-9]{2}|\d")


def unread_spans(folded: str, lines: Sequence[Line], read: Sequence[Span]) -> tuple[Span, ...]:
    """Stretches of words outside free-text fields that no value was read from."""
    taken = _joined(read)
    spans: list[Span] = []
    for line in lines:
        if line.field in FREE and not re.search(r"\d", folded[line.value : line.end]):
            continue
        spans.extend(_in_line(folded, line, taken))
    return tuple(spans)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """The same stretches, sorted and disjoint."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_taken(taken: Sequence[Span], start: int, end: int) -> bool:
    at = bisect_right(taken, start, key=lambda span: span[1])
    return at < len(taken) and taken[at][0] < end


def _in_line(folded: str, line: Line, taken: Sequence[Span]) -> list[Span]:
    """Runs of unread words of a line; in free-text fields only the numbers among them."""
    spans: list[Span] = []
    free = line.field in FREE
    for match in WORD.finditer(folded, line.value, line.end):
        start, end = match.span()
        word = match[0].strip(".,:;()[]-/\"'")
        plain = not SAYING.search(word) or word in FILLERS or word in lexicon()
        if plain or (free and not word[:1].isdigit()) or _is_taken(taken, start, end):
            continue
        if spans and not folded[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans
