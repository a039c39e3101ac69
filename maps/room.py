"""How many events the panel has room to list, before the page is laid out.

The map numbers the events that the list explains, so the number must be known first. It is an estimate in
lines of the running text; the page then takes the largest type at which everything fits.
"""

import math
from dataclasses import replace

from maps import fonts
from maps.paper import PT_PER_MM, Paper
from maps.spec import SheetSpec, Table

_EM_PER_LETTER = 0.53
_LINE = 1.24  # heights in em of the running text
_HEADING = 2.9
_TABLE_ROW = 1.42
_EVENT_LINE = 1.08
_KEY_ROW = 2.05
_FOOT = 23.0  # locator, sources, notes, check, signatures, and the gaps between the parts
TABLE_TYPE = 0.9
"""Size of the table's type, by the running text (as in sheet.typ)."""

SOFT_HYPHEN = "\u00ad"
_OTHER_KEYS = 8  # boundaries, and what rings, lines and hatches mean


_INSET = 0.7  # em beside every cell
_NAME = 9.2  # em for the table's names; longer ones break


def table_widths(table: Table, paper: Paper, *, columns: int | None = None) -> list[float]:
    """Widths of the impact table's columns in em of its own type: the names, then every head."""
    lines = [line for line in (*table.rows, table.total) if line[1]]
    names = max((fonts.width_em(name) for name, _ in lines), default=0.0)
    widths = []
    for n, head in enumerate(table.heads[:columns]):
        cells = [fonts.width_em(cells[n], "Bold") for _, cells in lines]
        widths.append(max(_head_em(head), *cells, 0.0) + _INSET)
    left = paper.table_em / TABLE_TYPE - sum(widths)
    return [min(names + _INSET, max(left, _NAME)), *widths]


def without_what_does_not_fit(table: Table, paper: Paper) -> Table:
    """The table with as many columns, from the first, as there is room for."""
    left = paper.table_em / TABLE_TYPE
    kept = len(table.heads)
    while kept > 1 and sum(table_widths(table, paper, columns=kept)) > left:
        kept -= 1
    rows = tuple((name, cells[:kept]) for name, cells in table.rows)
    return replace(table, heads=table.heads[:kept], rows=rows, total=(table.total[0], table.total[1][:kept]))


def _head_em(head: str) -> float:
    """Width of the longest piece that a head is never broken within, with its hyphen."""
    return max(
        fonts.width_em(f"{piece}-", "Bold") for piece in head.replace(" ", SOFT_HYPHEN).split(SOFT_HYPHEN)
    )


def events_listed(spec: SheetSpec) -> int:
    """How many of the events, gravest first, the panel can list."""
    paper = spec.paper
    em_mm = paper.body_pt / PT_PER_MM
    width = (paper.width_mm / 3 - 2 * paper.gap_mm if paper.portrait else paper.panel_mm) / em_mm
    if paper.portrait:
        free = paper.panel_mm / em_mm - _legend(spec, 2) - _HEADING
    else:
        height = (paper.outer.height_mm + paper.strip_mm) / em_mm
        free = height - _summary(spec, width) - _impact(spec) - _legend(spec, 3) - _FOOT - _HEADING
    ranked = sorted(spec.events, key=lambda event: event.rank)
    for n, event in enumerate(ranked[: paper.listed]):
        free -= _event(event.where + event.when, width) + _event(event.impact, width) + 0.45
        if free < 0:
            return n
    return min(len(ranked), paper.listed)


def _event(text: str, width: float) -> float:
    return _EVENT_LINE * math.ceil(len(text) * _EM_PER_LETTER * 0.92 / (width - 4.5))


def _summary(spec: SheetSpec, width: float) -> float:
    lines = [math.ceil(len(sentence) * _EM_PER_LETTER * 1.1 / width) for sentence in spec.sentences]
    return _HEADING + sum(1.1 * _LINE * n + 0.2 for n in lines)


def _impact(spec: SheetSpec) -> float:
    return _HEADING + _TABLE_ROW * (len(spec.table.rows) + 2) + (_LINE if spec.table.note else 0)


def _legend(spec: SheetSpec, columns: int) -> float:
    kinds = {event.hazard for event in spec.events}
    return _HEADING + _KEY_ROW * (math.ceil((len(kinds) + _OTHER_KEYS) / columns) + 1)
