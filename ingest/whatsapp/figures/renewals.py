"""Figures told anew further down: below "Update … per tanggal 17 Februari" those above no longer hold."""

import re
from collections.abc import Sequence

from ingest.whatsapp.figures.settle import Read
from ingest.whatsapp.layout.lines import Line

RENEWED = re.compile(
    r"\W{0,4}(?:up ?date|pemutakhiran|perkembangan|data (?:terbaru|terkini|terakhir))\b"
    r"(?=[^\n]{0,160}(?:\b(?:per|tanggal|tgl|pukul|pkl|jam|hari)\b|\d[/.]\d))"
)
MEN = re.compile(r"(?:lk|l|laki(?:-laki)?)\s?[:=-]?\s?\d{1,5}(?:\s?(?:orang|org|jiwa))?[,.;]?")
WOMEN = re.compile(r"(?:pr|p|perempuan)\s?[:=-]?\s?\d{1,5}(?:\s?(?:orang|org|jiwa))?[,.;]?")


def without_former(folded: str, lines: Sequence[Line], reads: Sequence[Read]) -> list[Read]:
    """The reads without those that newer ones of their kind took the place of.

    Those above a heading that says when the ones below were told, and those that the story only goes back to.
    """
    newer = {read.count.kind for read in reads if not read.count.former}
    reads = [read for read in reads if not (read.count.former and read.count.kind in newer)]
    numbers = [read.line for read in reads if read.line < len(lines)]
    first = min(numbers, default=0)
    heads = [n for n in range(first + 1, len(lines)) if _is_renewal(folded, lines[n])] if numbers else []
    if not heads:
        return list(reads)
    anew = {(read.count.kind, read.areas) for read in reads if heads[-1] <= read.line < len(lines)}
    return [
        read
        for read in reads
        if not (read.line < heads[-1] and {(read.count.kind, read.areas), (read.count.kind, ())} & anew)
    ]


def _is_renewal(folded: str, line: Line) -> bool:
    start = line.begin
    return RENEWED.match(folded, start, line.end) is not None


def is_of_men(folded: str, lines: Sequence[Line], n: int) -> bool:
    """Whether the line splits the people above into men, and the next into women: "Lk 150" is not "about"."""
    if n + 1 >= len(lines) or lines[n].label or not folded.startswith("l", lines[n].start):
        return False
    return (
        MEN.fullmatch(folded, lines[n].start, lines[n].end) is not None
        and WOMEN.fullmatch(folded, lines[n + 1].start, lines[n + 1].end) is not None
    )
