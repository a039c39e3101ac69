"""The words of an incident that were understood as nothing, so that no word is silently lost."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from gis.report import Span
from ingest.folding import word_set
from ingest.whatsapp.figures.lexicon import lexicon
from ingest.whatsapp.figures.words import FILLERS
from ingest.whatsapp.layout.lines import Line

FREE = word_set("upaya kebutuhan kondisi sumber petugas cuaca kronologis penyebab abai nama")
"""Fields kept as free text of their own name."""

WORD = re.compile(r"[^\s]+")
DIGIT = re.compile(r"\d")
SAYING = re.compile(r"[a-z0-9]{2}|\d")


def unread_spans(folded: str, lines: Sequence[Line], read: Sequence[Span]) -> tuple[Span, ...]:
    """Stretches of words outside free-text fields that no value was read from."""
    taken = _joined(read)
    ends = [end for _, end in taken]
    spans: list[Span] = []
    for line in lines:
        if line.field in FREE and not DIGIT.search(folded, line.value, line.end):
            continue
        run: Span | None = None
        for start, end in _words(folded, line):
            at = bisect_right(ends, start)
            if at < len(taken) and taken[at][0] < end:
                continue
            if run and not folded[run[1] : start].strip():
                spans[-1] = run = (run[0], end)
            else:
                run = (start, end)
                spans.append(run)
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


def _words(folded: str, line: Line) -> Iterator[Span]:
    """The words of a line that say something; in free-text fields only the numbers among them."""
    free, known = line.field in FREE, lexicon()
    for match in WORD.finditer(folded, line.value, line.end):
        word = match[0].strip(".,:;()[]-/\"'")
        if free and not word[:1].isdigit():
            continue
        if word in FILLERS or word in known:
            continue
        if (len(word) > 1 and word.isalnum() and word.isascii()) or SAYING.search(word):
            yield match.span()
