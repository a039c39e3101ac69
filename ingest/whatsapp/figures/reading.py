"""The figures of one incident: read line by line, then settled where they repeat, contradict or add up."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from gis import codes
from gis.report import Figure, Span, State
from ingest.amounts import Amount
from ingest.whatsapp.figures.blocks import FIGURES, by_block
from ingest.whatsapp.figures.clauses import read_clauses
from ingest.whatsapp.figures.counts import PERSONAL, Context, Count, Unsure
from ingest.whatsapp.figures.fates import find_fates
from ingest.whatsapp.figures.grids import find_grids
from ingest.whatsapp.figures.implied import DISASTERS
from ingest.whatsapp.figures.joins import Token
from ingest.whatsapp.figures.lone import lone_house, lone_victim, without_found
from ingest.whatsapp.figures.making import made_of
from ingest.whatsapp.figures.masks import Masks
from ingest.whatsapp.figures.owners import find_owners
from ingest.whatsapp.figures.parts import (
    gone_on,
    parts_of_totals,
    sums_of_parts,
)
from ingest.whatsapp.figures.renewals import is_of_men, without_former
from ingest.whatsapp.figures.rescued import all_safe
from ingest.whatsapp.figures.rows import by_hamlet, by_row
from ingest.whatsapp.figures.settle import Read, without_context
from ingest.whatsapp.figures.shares import without_shares
from ingest.whatsapp.figures.tables import find_tables, rows_of
from ingest.whatsapp.figures.tokens import read_tokens
from ingest.whatsapp.layout.lines import Line
from ingest.whatsapp.places.mention import Mention, event_areas

READ_IN = {
    "korban": 0,
    "kerusakan": 0,
    "kondisi": 1,
    "lokasi": 1,
    "judul": 2,
    "kronologis": 2,
    "lain": 2,
    "jenis": 2,
    "penyebab": 2,
}
"""Fields that hold figures of the incident, the likeliest first."""

NO_PART = frozenset(("dateline", "agency", "passing"))
"""Places of who told it, or named in passing: no part of the event."""

REGENCY_CODE = len("19.01")
REGENCY = 2
LONGEST_LINE = 16_384
"""Code points of one line that are read for figures."""

MOST_READ = 4_000
"""Numbers of an incident that are looked at: a message has some dozens."""

DASH = re.compile(r"-(?: ?(?:jiwa|orang|org|kk|unit|buah))?")
"""A value that says that there is none."""


def read_figures(
    folded: str,
    lines: Sequence[Line],
    masks: Masks,
    mentions: Sequence[Mention],
    hazard: str,
    names: int = 0,
) -> tuple[list[Figure], list[Unsure]]:
    """The figures of these lines and the numbers that were left out, with the reason.

    `names`: how many persons the text names.
    """
    if not lines:
        return [], []
    part = lines[0].start, lines[-1].end
    incident = _Incident(_with_colons(folded, lines), lines, masks, mentions, hazard)
    reads, unsure = _by_line(incident, *_listed(folded, incident, part), by_block(folded, lines, mentions))
    folded = incident.folded
    reads = without_former(folded, lines, reads)
    reads += _lone(incident, names, {read.count.kind for read in reads})
    reads = without_found(folded, part, by_row(folded, lines, by_hamlet(folded, lines, reads)))
    reads = without_shares(folded, part, reads, unsure, _is_of_places(mentions))
    loose = [(item, _areas(item.loose, mentions, hazard)) for item in unsure if item.loose]
    parts = parts_of_totals(reads, loose) or sums_of_parts(reads, loose) or gone_on(folded, reads, loose)
    unsure = [item for item in unsure if item not in parts]
    loose = [pair for pair in loose if pair[0] not in parts]
    several = _is_of_several(mentions)
    reads = without_context([*reads, *parts.values()], several=several)
    left = [folded[slice(*item.span)] for item in unsure]
    figures, doubts = made_of(reads, hazard, folded, left, loose, several=several)
    return figures, [*unsure, *doubts]


@dataclass(frozen=True, slots=True)
class _Incident:
    """The lines of an incident, and what was read of them before its figures."""

    folded: str
    lines: Sequence[Line]
    masks: Masks
    mentions: Sequence[Mention]
    hazard: str


def _listed(folded: str, incident: _Incident, part: Span) -> tuple[list[Read], Callable[[int], bool]]:
    """The figures of tables, and of victims one by one; and whether a line is read by that."""
    lines, masks, mentions, hazard = incident.lines, incident.masks, incident.mentions, incident.hazard
    rows = rows_of(folded, part)
    tables = [*find_tables(folded, rows, mentions, hazard), *find_grids(folded, rows)]
    tables += find_owners(folded, part, masks)
    reads = [
        Read(count, 0, len(lines), _areas(count, mentions, hazard))
        for table in tables
        for count in table.counts
    ]
    fates = list(find_fates(folded, lines, masks))
    reads += [Read(count, 0, len(lines), ()) for count, _ in fates]
    taken = sorted(table.span for table in tables)
    told_out = {number for _, number in fates}
    return reads, lambda number: number in told_out or _is_within(lines[number].start, taken)


def _by_line(
    incident: _Incident,
    reads: list[Read],
    is_read: Callable[[int], bool],
    blocks: Mapping[int, tuple[int, ...]],
) -> tuple[list[Read], list[Unsure]]:
    """The reads with those of each line, and what was unsure. `blocks`: the places of lines in a form."""
    hazard, unsure = incident.hazard, list[Unsure]()
    context, headed = Context(hazard=hazard), -1
    for number, line in enumerate(incident.lines):
        if _heads(incident, number):
            context = Context(hazard=hazard)
            list(read_clauses(_tokens_of(incident, line), context))
            headed = number
            continue
        if line.field not in READ_IN or is_read(number) or is_of_men(incident.folded, incident.lines, number):
            continue
        if line.label and line.field != context.field:
            kept = context.places if headed == number - 1 else ()
            context = Context(hazard=hazard, places=blocks.get(number) or kept)
        context.field = line.field
        if line.head:
            context = Context(hazard=hazard, field=line.field)
            list(read_clauses(read_tokens(incident.folded, line.head, incident.masks), context))
        if len(reads) + len(unsure) >= MOST_READ:
            break
        tokens = _tokens_of(incident, line)
        if line.number is not None and all(token.kind == "place" for token in tokens):
            headed = number  # "1. Desa Contoh", of which the lines below tell
        for item in islice(read_clauses(tokens, context), MOST_READ):
            if isinstance(item, Unsure):
                unsure.append(item)
            else:
                areas = _areas(item, incident.mentions, hazard)
                reads.append(Read(item, READ_IN[line.field], number, areas))
    return reads, unsure


def _heads(incident: _Incident, number: int) -> bool:
    """Whether a listed line among those of the place names one that the figures right below are of."""
    line, below = incident.lines[number], incident.lines[number + 1 : number + 2]
    if line.field != "lokasi" or line.label or not line.listed or not below:
        return False
    if not (below[0].listed and below[0].label and below[0].field in FIGURES):
        return False
    return all(token.kind == "place" for token in _tokens_of(incident, line))


def _tokens_of(incident: _Incident, line: Line) -> list[Token]:
    """The tokens of a line; a lone dash as the value of the label above it."""
    folded, masks, start = incident.folded, incident.masks, line.begin
    if line.head and DASH.fullmatch(folded, start, line.end):
        head = [*read_tokens(folded, line.head, masks), Token("link", line.head, ":")]
        none = Token("value", (start, line.end), "", Amount(0.0, State.DASH))
        return [*(replace(token, span=(start, start)) for token in head), none]
    return read_tokens(folded, (start, min(line.end, start + LONGEST_LINE)), masks)


def _lone(incident: _Incident, names: int, told: set[str]) -> list[Read]:
    """What befell the one person or house of a story. `told`: the kinds that were read."""
    folded, lines, hazard = incident.folded, incident.lines, incident.hazard
    lone = lone_victim(folded, lines, hazard, names, told)
    safe = all_safe(folded, lines, hazard, told) if not lone else None
    house = lone_house(folded, lines, hazard, told)
    return [Read(count, READ_IN["lain"], len(lines), ()) for count in (lone, safe, house) if count]


def _is_within(at: int, spans: Sequence[Span]) -> bool:
    """Whether a place in the text lies in one of the sorted spans, or in one right before it."""
    if not spans:
        return False
    n = bisect_right(spans, (at, 1 << 30))
    return any(start <= at < end for start, end in spans[max(0, n - 3) : n + 1])


def _with_colons(folded: str, lines: Sequence[Line]) -> str:
    """The text with colons for the semicolons that part labels from their values: "MD ; nihil"."""
    at = [n for line in lines if line.label and (n := folded.find(";", line.label[1], line.value + 1)) >= 0]
    if not at:
        return folded
    parts = (folded[a + 1 : b] for a, b in pairwise([-1, *at, len(folded)]))
    return ":".join(parts)


def _areas(count: Count, mentions: Sequence[Mention], hazard: str) -> tuple[str, ...]:
    """The areas beside a figure, the finest of each branch.

    One that no list holds goes by level and name, `~3x`. Where victims of an accident lived is none of them.
    """
    aside = NO_PART | {"home"} if count.kind in PERSONAL and hazard not in DISASTERS else NO_PART
    places = [mentions[n] for n in count.places if mentions[n].role not in aside and mentions[n].level != 1]
    beside = [mention for mention in places if mention.code or mention.level > 1]
    levels = [codes.level_of(m.code) if m.code else m.level for m in beside]
    keys = [m.code or f"~{m.level}{codes.name_key(m.name)}" for m in beside]
    own = [key for key in keys if not key.startswith("~")]
    if own:
        return tuple(dict.fromkeys(k for k in own if not any(o.startswith(f"{k}.") for o in own)))
    others = bool(count.places) and all(mentions[n].role == "passing" for n in count.places)
    if others or (places and not keys):
        return ("~0",)  # some part, of a place that we do not know
    finest = max(levels, default=0)
    return tuple(dict.fromkeys(k for k, level in zip(keys, levels, strict=True) if level == finest))


def _is_of_several(mentions: Iterable[Mention]) -> bool:
    """Whether the event is told in more regencies of this province than one."""
    return len({code[:REGENCY_CODE] for code in event_areas(mentions) if "." in code}) > 1


def _is_of_places(mentions: Iterable[Mention]) -> bool:
    """Whether more than one place below a regency is told of."""
    return len({m.name for m in mentions if m.role not in NO_PART and m.level > REGENCY}) > 1
