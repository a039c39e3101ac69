"""Sentences that copying from a page has broken into lines of one width, set on one line again."""

import itertools
import re
from collections.abc import Iterator, Sequence

from gis.report import Span

SIGN = re.compile(r"^[^\n]{44,130}[a-z,]\n[a-z]", re.MULTILINE)
"""A long line that ends within a sentence."""

LINE = re.compile(r"[^\n]*")
FIRST = re.compile(r"\S{1,30}")
OWN = re.compile(r"\W{0,4}(?:[-•>|]|\d{1,2}\s?[.)]|[a-z][a-z /]{1,30}:)")
"""How a line begins that goes on with none above: a bullet, a number or a label."""

NARROWEST, WIDEST = 45, 130
SLACK = 2
FEWEST = 2


def unwrapped(text: str, folded: str) -> str:
    """The folded text with blanks for the line ends within sentences; as long as it was."""
    if SIGN.search(text) is None:
        return folded
    ends = sorted(end for block in _blocks(folded) for end in _wrapped(folded, block))
    parts = (folded[a:b] for a, b in zip([0, *(e + 1 for e in ends)], [*ends, len(folded)], strict=True))
    return " ".join(parts)


def _blocks(folded: str) -> Iterator[list[Span]]:
    """The runs of lines that no blank line parts."""
    block: list[Span] = []
    for match in LINE.finditer(folded):
        if folded[slice(*match.span())].strip():
            block.append(match.span())
        elif match.start() == 0 or folded[match.start() - 1] == "\n":
            yield block
            block = []
    yield block


def _wrapped(folded: str, block: Sequence[Span]) -> list[int]:
    """The line ends of a block whose next word had no room left; none where too few are."""
    wide = max((len(folded[a:b].strip()) for a, b in block), default=0)
    if not NARROWEST <= wide <= WIDEST:
        return []
    ends = []
    for line, following in itertools.pairwise(block):
        first = FIRST.search(folded, *following)
        full = len(folded[slice(*line)].strip()) + 1 + (len(first[0]) if first else 0) > wide - SLACK
        if full and not OWN.match(folded, *line) and not OWN.match(folded, *following):
            ends.append(line[1])
    return ends if len(ends) >= FEWEST else []
