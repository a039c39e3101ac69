"""Lists of houses by their owners, each line a name and how bad the damage is: one house a line."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from gis.report import Span, State
from ingest.amounts import Amount
from ingest.whatsapp.figures.counts import Count
from ingest.whatsapp.figures.tables import MOST_ROWS, ROW, Table

GRADE = re.compile(r"\b(?:rusak )?(?P<grade>berat|sedang|ringan|rb|rs|rr)\b")
KINDS = {
    **dict.fromkeys(("berat", "rb"), "rumah_rusak_berat"),
    **dict.fromkeys(("sedang", "rs"), "rumah_rusak_sedang"),
    **dict.fromkeys(("ringan", "rr"), "rumah_rusak_ringan"),
}
COUNTED = re.compile(r"\b\d{1,4}\s?(?:unit|rumah|buah|rb|rs|rr)\b|\b(?:rb|rs|rr)\s?[:=]\s?\d")
CELLS = re.compile(r"\b\d{1,2} (?:\| )?(?:rb|rs|rr)[\s|]*\Z")
"""How many live there, and the grade, as the last cells of a row."""

LISTED = re.compile(r"[^\w\n]{0,6}\d{1,3}[ .)|]|[ \t]{0,4}[-•>]")
FEWEST = 2
LONGEST = 160  # code points of such a line


def find_owners(folded: str, part: Span, masks: Sequence[tuple[Span, str, int]]) -> Iterator[Table]:
    """The lists of owners in that part of the text, as tables with the number of houses of each grade."""
    names = [span[0] for span, kind, _ in masks if kind == "name"]
    run: list[tuple[Span, str]] = []
    rows = (row.span() for row in islice(ROW.finditer(folded, *part), MOST_ROWS)) if names else ()
    for row in [*rows, None]:
        grade = _grade(folded, row, names) if row else None
        if row and grade:
            run.append((row, grade))
            continue
        if len(run) >= FEWEST:
            yield _table(run)
        run = []


def _grade(folded: str, row: Span, names: Sequence[int]) -> str | None:
    """The one grade of a numbered or listed row that names somebody and counts nothing."""
    if row[1] - row[0] > LONGEST or not LISTED.match(folded, *row):
        return None
    grades = {match["grade"] for match in GRADE.finditer(folded, *row)}
    first = bisect_left(names, row[0])
    owned = bisect_left(names, row[1]) - first == 1
    counted = COUNTED.search(folded, *row) and not CELLS.search(folded, *row)
    return KINDS[grades.pop()] if owned and len(grades) == 1 and not counted else None


def _table(run: Sequence[tuple[Span, str]]) -> Table:
    span = (run[0][0][0], run[-1][0][1])
    told = [kind for _, kind in run]
    return Table(
        span,
        tuple(
            Count(kind, Amount(float(told.count(kind)), State.NUMBER), span, noun="rumah", confidence=0.8)
            for kind in dict.fromkeys(told)
        ),
    )
