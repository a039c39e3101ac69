"""The figures of one incident: read line by line, then settled where they repeat, contradict or add up."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from gis import codes
from gis.report import Figure, Span, State
from ingest.amounts import Amount
from ingest.whatsapp.figures.blocks import by_block
from ingest.whatsapp.figures.clauses import read_clauses
from ingest.whatsapp.figures.counts import FACILITIES, PERSONAL, Context, Count, Unsure
from ingest.whatsapp.figures.fates import find_fates
from ingest.whatsapp.figures.grids import find_grids
from ingest.whatsapp.figures.implied import DISASTERS
from ingest.whatsapp.figures.joins import Token
from ingest.whatsapp.figures.lone import all_found, lone_house, lone_victim, without_found
from ingest.whatsapp.figures.owners import find_owners
from ingest.whatsapp.figures.parts import (
    Loose,
    by_hamlet,
    gone_on,
    is_one_of_many,
    parts_of_totals,
    sums_of_parts,
    without_parts,
)
from ingest.whatsapp.figures.renewals import is_of_men, without_former
from ingest.whatsapp.figures.rescued import all_safe
from ingest.whatsapp.figures.settle import Read, added_up, agreed, by_kind, explicit, without_context
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

LETTERS = re.compile(r"[a-z]+")
PARTS = {
    "rumah_rusak": ("rumah_rusak_berat", "rumah_rusak_sedang", "rumah_rusak_ringan"),
    "luka": ("luka_berat", "luka_ringan"),
    **{
        f"{what}_rusak": tuple(f"{what}_rusak_{grade}" for grade in ("berat", "sedang", "ringan"))
        for what in sorted(FACILITIES)
    },
}


def read_figures(
    folded: str,
    lines: Sequence[Line],
    masks: Sequence[tuple[Span, str, int]],
    mentions: Sequence[Mention],
    hazard: str,
    names: int = 0,
) -> tuple[list[Figure], list[Unsure]]:
    """The figures of these lines and the numbers that were left out, with the reason.

    `names`: how many persons the text names.
    """
    reads: list[Read] = []
    unsure: list[Unsure] = []
    part = (lines[0].start, lines[-1].end) if lines else (0, 0)
    rows = rows_of(folded, part)
    tables = [*find_tables(folded, rows, mentions, hazard), *find_grids(folded, rows)]
    tables += find_owners(folded, part, masks)
    for table in tables:
        reads += [Read(count, 0, len(lines), _areas(count, mentions, hazard)) for count in table.counts]
    taken = sorted(table.span for table in tables)
    fates = list(find_fates(folded, lines, masks))
    reads += [Read(count, 0, len(lines), ()) for count, _ in fates]
    told_out = {number for _, number in fates}
    context, headed = Context(hazard=hazard), -1
    blocks = by_block(folded, lines, mentions)
    folded = _with_colons(folded, lines)
    for number, line in enumerate(lines):
        if (
            line.field not in READ_IN
            or number in told_out
            or _is_within(line.start, taken)
            or is_of_men(folded, lines, number)
        ):
            continue
        if line.label and line.field != context.field:
            kept = context.places if headed == number - 1 else ()
            context = Context(hazard=hazard, places=blocks.get(number) or kept)
        context.field = line.field
        if line.head:
            context = Context(hazard=hazard, field=line.field)
            list(read_clauses(read_tokens(folded, line.head, masks), context))
        start = line.begin
        if len(reads) + len(unsure) >= MOST_READ:
            break
        tokens = read_tokens(folded, (start, min(line.end, start + LONGEST_LINE)), masks)
        if line.number is not None and all(token.kind == "place" for token in tokens):
            headed = number  # "1. Desa Contoh", of which the lines below tell
        if line.head and DASH.fullmatch(folded, start, line.end):
            tokens = [*read_tokens(folded, line.head, masks), Token("link", line.head, ":")]
            tokens = [replace(token, span=(start, start)) for token in tokens]
            tokens += [Token("value", (start, line.end), "", Amount(0.0, State.DASH))]
        for item in islice(read_clauses(tokens, context), MOST_READ):
            if isinstance(item, Unsure):
                unsure.append(item)
            else:
                reads.append(Read(item, READ_IN[line.field], number, _areas(item, mentions, hazard)))
    reads = without_former(folded, lines, reads)
    told = {read.count.kind for read in reads}
    lone = lone_victim(folded, lines, hazard, names, told) if lines else None
    safe = all_safe(folded, lines, hazard, told) if not lone else None
    house = lone_house(folded, lines, hazard, told) if lines else None
    reads += [Read(count, READ_IN["lain"], len(lines), ()) for count in (lone, safe, house) if count]
    reads = without_found(folded, part, by_hamlet(folded, lines, reads))
    reads = without_shares(folded, part, reads, unsure, _is_of_places(mentions))
    loose = [(item, _areas(item.loose, mentions, hazard)) for item in unsure if item.loose]
    parts = parts_of_totals(reads, loose) or sums_of_parts(reads, loose) or gone_on(folded, reads, loose)
    reads += parts.values()
    unsure = [item for item in unsure if item not in parts]
    loose = [pair for pair in loose if pair[0] not in parts]
    several = _is_of_several(mentions)
    reads = without_context(reads, several=several)
    figures, doubts = _settle(
        reads, hazard, folded, [folded[slice(*item.span)] for item in unsure], loose, several=several
    )
    return figures, [*unsure, *doubts]


def _is_within(at: int, spans: Sequence[Span]) -> bool:
    """Whether a place in the text lies in one of the sorted spans, or in one right before it."""
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


def _settle(
    reads: Sequence[Read],
    hazard: str,
    folded: str,
    left: Sequence[str],
    loose: Sequence[Loose],
    *,
    several: bool,
) -> tuple[list[Figure], list[Unsure]]:
    figures: list[Figure] = []
    doubts: list[Unsure] = []
    for kind, of_kind in by_kind(reads, hazard).items():
        kept, unsure = agreed(without_parts(explicit(all_found(folded, of_kind)), loose))
        lost = any("berlawanan" in item.why for item in unsure) and all(read.areas for read in kept)
        if is_one_of_many(folded, kept, loose):
            doubts.extend(Unsure(read.count.span, "jumlah dari sebagian daerah saja") for read in kept)
            continue
        kept, more = added_up(kept)
        doubts.extend([*unsure, *more])
        if kept and kept[0].summed and any(_unit_of(kind) in LETTERS.findall(words) for words in left):
            doubts.extend(Unsure(read.count.span, "jumlah dari sebagian daerah saja") for read in kept)
            continue
        if _is_less_than_its_parts(kept):
            doubts.extend(Unsure(read.count.span, "bagian yang lebih besar dari jumlahnya") for read in kept)
            continue
        if lost:
            doubts.extend(Unsure(read.count.span, "bagian dari jumlah yang tidak jelas") for read in kept)
            continue
        figures.extend(_figure(kind, read, folded) for read in kept)
    figures, unsure = _split(figures if several else _without_lone_area(figures))
    return figures, [*doubts, *unsure]


def _is_less_than_its_parts(kept: Sequence[Read]) -> bool:
    """Whether what is told without a place is less than one place alone: it is of some other part."""
    whole = next((read.count.amount.value for read in kept if not read.areas), None)
    parts = [read.count.amount.value or 0 for read in kept if read.areas]
    return whole is not None and 0 < whole < max(parts, default=0)


def _unit_of(kind: str) -> str:
    """The unit as a story writes it: a number of that unit which was not read makes a sum incomplete."""
    return {"kk": "kk", "jiwa": "jiwa"}.get(kind.rpartition("_")[2], "-")


def _figure(kind: str, read: Read, folded: str) -> Figure:
    count = read.count
    areas = read.areas
    return Figure(
        kind=kind,
        value=count.amount.value,
        state=count.amount.state,
        area=_common(areas) if areas else None,
        areas=areas if len(areas) > 1 else (),
        unit=codes.figures()[kind].unit,
        raw=" ".join(folded[slice(*count.span)].split())[:200],
        approx=count.amount.approx,
        span=count.span,
        confidence=count.confidence,
    )


def _common(areas: Iterable[str]) -> str:
    """The smallest area that holds all of them."""
    chains = [(code, *codes.ancestors(code)) for code in areas]
    return next(code for code in chains[0] if all(code in chain for chain in chains))


def _without_lone_area(figures: list[Figure]) -> list[Figure]:
    """Figures that all stand beside the same place speak of the report as a whole."""
    areas = {(figure.area, figure.areas) for figure in figures}
    if len({area for area, _ in areas if area}) != 1 or len(areas) > 2:
        return figures
    kinds = [figure.kind for figure in figures]
    return [f._replace(area=None, areas=()) if kinds.count(f.kind) == 1 else f for f in figures]


def _whole_of(figures: Sequence[Figure], kind: str) -> float:
    """The number of that kind in all: the one of no place, else those of places together."""
    told = [figure for figure in figures if figure.kind == kind]
    return sum(f.value or 0 for f in [f for f in told if f.area is None] or told)


def _split(figures: list[Figure]) -> tuple[list[Figure], list[Unsure]]:
    """Totals that the text itself splits give way to their parts; areas within a total become parts of it."""
    doubts = []
    told = {figure.kind for figure in figures}
    for total, parts in PARTS.items():
        if total in told and told & set(parts):
            added = sum(_whole_of(figures, kind) for kind in parts)
            whole = next((f for f in figures if f.kind == total and f.area is None), None)
            if whole and whole.span and whole.value not in (None, added):
                doubts.append(Unsure(whole.span, "jumlah tidak sama dengan rinciannya"))
                if whole.value > added and not any(f.kind == total and f.area for f in figures):
                    continue  # "38 rumah rusak, tujuh di antaranya rusak berat"
            figures = [figure for figure in figures if figure.kind != total]
    totals = {figure.kind: n for n, figure in enumerate(figures) if figure.area is None}
    return [f._replace(part_of=totals.get(f.kind)) if f.area else f for f in figures], doubts
