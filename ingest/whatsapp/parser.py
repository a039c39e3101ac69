"""One message to its reports: cut into lines and incidents, then read place, time, hazard and figures."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from gis import codes
from gis.report import Figure, Finding, Nil, Report, Severity, Span
from ingest.folding import fold, word_set
from ingest.whatsapp import official
from ingest.whatsapp.figures.bygone import bygone
from ingest.whatsapp.figures.lone import victims
from ingest.whatsapp.figures.masks import mask
from ingest.whatsapp.figures.reading import read_figures
from ingest.whatsapp.incidents.cutting import cut
from ingest.whatsapp.incidents.hazard import Kind, has_happened, is_nil, read_hazard
from ingest.whatsapp.incidents.notices import is_notice
from ingest.whatsapp.incidents.quiet import quiet_lines
from ingest.whatsapp.incidents.recaps import without_recap
from ingest.whatsapp.incidents.regencies import alone, extents
from ingest.whatsapp.incidents.stories import opens_second
from ingest.whatsapp.layout.lines import Line, read_lines
from ingest.whatsapp.layout.pipes import with_pairs
from ingest.whatsapp.layout.unread import unread_spans
from ingest.whatsapp.layout.wraps import unwrapped
from ingest.whatsapp.persons import personal as personal_data
from ingest.whatsapp.places.agency import area_of, read_agency
from ingest.whatsapp.places.mention import Mention, event_areas
from ingest.whatsapp.places.mentions import find_mentions
from ingest.whatsapp.places.positions import read_points
from ingest.whatsapp.places.resolve import resolve
from ingest.whatsapp.places.spots import find_spots
from ingest.whatsapp.places.whereabouts import (
    at_home,
    has_regency,
    places_of,
    regency_line,
    with_addresses,
    without_told,
)
from ingest.whatsapp.record import Parsed, Reading
from ingest.whatsapp.times.reading import Times, read_times

MOST = 65_536
"""Code points of a message that are read: as many as a message of the messenger holds."""

MOST_INCIDENTS = 200

FREE_TEXTS = word_set(
    "judul lokasi kronologis penyebab upaya kebutuhan kondisi sumber petugas korban kerusakan cuaca lain"
)
TITLE = 200  # code points; a longer line is a story
SAME_DAY = re.compile(r"\bhari (?:yang )?sama\b|\bhari itu juga\b")
UPDATE = re.compile(r"\bup ?date\b|\bper?kembangan\b|\blaporan lanjutan\b|\bpemutakhiran\b")


def parse(text: str, *, received_at: datetime | None = None) -> Parsed:
    """The incidents that a message tells of. `received_at` settles "tadi malam" and years left out."""
    message = _Message(text, unwrapped(text[:MOST], with_pairs(fold(text[:MOST]))), received_at)
    lines = read_lines(message.folded, text[:MOST])
    if not lines or is_notice(message.folded, lines):
        return Parsed(unread=((0, len(text)),) if text.strip() else ())
    head, blocks = cut(message.folded, lines)
    readings: list[Reading] = []
    for number, block in enumerate(blocks[:MOST_INCIDENTS]):
        above = blocks[number - 1] if number and opens_second(message.folded, block[0]) else ()
        if reading := _read(_since(message, block, readings), head, block, readings, above):
            readings.append(reading)
    if readings:
        nil = tuple(
            each for line in quiet_lines(message.folded, lines) for each in _quiet(message, lines, [line]).nil
        )
        end = blocks[MOST_INCIDENTS][0].start if len(blocks) > MOST_INCIDENTS else MOST
        return Parsed(tuple(readings), nil, ((end, len(text)),) if len(text) > end else ())
    return _quiet(message, lines) if message.quiet else Parsed(unread=((0, len(text)),))


@dataclass(frozen=True)
class _Message:
    """A whole message: as written, folded, and what is worked out of it once."""

    text: str
    folded: str
    received_at: datetime | None

    @cached_property
    def quiet(self) -> bool:
        return is_nil(self.folded)

    @cached_property
    def personal(self) -> list[tuple[str, Span]]:
        return personal_data.spans(self.text[:MOST], self.folded)

    def personal_within(self, parts: Sequence[Span]) -> list[tuple[str, Span]]:
        return [(kind, span) for kind, span in self.personal if any(a <= span[0] < b for a, b in parts)]


def _since(message: _Message, block: Sequence[Line], readings: Sequence[Reading]) -> _Message:
    """The message as if received when the incident before happened, where this one was on the same day."""
    before = next((each.report.occurrence for each in reversed(readings) if each.report.occurrence), None)
    if before and SAME_DAY.search(message.folded, *_extent(block)):
        return replace(message, received_at=before.start)
    return message


def _read(
    message: _Message,
    head: Sequence[Line],
    block: Sequence[Line],
    before: Sequence[Reading],
    above: Sequence[Line] = (),
) -> Reading | None:
    """The report of one incident's lines; what the head tells holds where it tells none, and the day that is
    told `above`.
    """
    ordinal = len(before)
    own = extents(block)
    parts = sorted([*extents(head), *own])
    folded = message.folded if len(own) == 1 else alone(message.folded, parts)
    block = without_recap(folded, block)
    told = official.read(folded, _extent(block)) if official.is_official(folded) else None
    kind = (told and told.kind) or read_hazard(folded, block) or read_hazard(folded, head)
    if kind is None or (message.quiet and kind.told_by not in ("jenis", "judul", "kronologis")):
        return None
    lines = [*head, *block]
    agency = read_agency(message.text, folded, lines)
    times = read_times(folded, block, message.received_at)
    if told and told.times:
        times = replace(told.times, spans=tuple(sorted({*times.spans, *told.times.spans})))
    elif times.occurrence is None and (head or above):
        times = read_times(message.folded, [*head, *above, *block], message.received_at, block[0].start)
    aside = bygone(folded, block, times.occurrence.start if times.occurrence else None)
    spots = [spot for line in lines for spot in find_spots(message.text, folded, (line.start, line.end))]
    mentions = places_of(message.text, folded, block, agency, spots, aside)
    if head and not has_regency(mentions):  # the head of a round-up names the regencies of all
        mentions = places_of(message.text, folded, lines, agency, spots, aside)
    if before and not event_areas(mentions) and not has_regency(mentions):
        above = regency_line(before[-1].mentions, block[0])
        mentions = places_of(message.text, folded, [*above, *block], agency, spots, aside)
    mentions = with_addresses(message.text, folded, block, at_home(mentions, kind.slug), kind.slug)
    mentions = without_told(mentions, (mention for reading in before for mention in reading.mentions))
    mentions = list(told.mentions) if told and told.mentions is not None else mentions
    areas = event_areas(mentions)
    points, odd = read_points(folded, lines, areas)
    personal = message.personal_within(parts)
    read = (*times.spans, *(point.span for point in points), *aside)
    masks = mask(folded, parts, personal, read, (mention.whole for mention in mentions), spots)
    figures, unsure = read_figures(folded, block, masks, mentions, kind.slug, victims(personal, folded))
    figures, unsure = told.over(figures, unsure) if told else (figures, unsure)
    if _is_patrol(message, kind, figures):
        return None
    unknown = ((kind.span, kind.doubt),) if kind.doubt else ()
    doubts = (*unknown, *times.doubts, *odd, *((item.span, item.why) for item in unsure), *_guesses(mentions))
    report = Report(
        ordinal=ordinal,
        hazard=kind.slug,
        other_hazards=kind.others,
        occurrence=times.occurrence,
        valid_at=times.valid_at,
        agency=agency,
        is_update=_is_update(folded, lines),
        area_codes=areas,
        lonlat=points[0].lonlat if points else None,
        coordinate_method=points[0].method if points else "koordinat",
        figures=tuple(figures),
        texts=_texts(message.text, lines),
        personal=_personal_data(message.text, personal),
        findings=_findings(doubts),
        confidence=_confidence(kind, times, mentions, len(doubts)),
        place=f"teks {ordinal + 1}",
    )
    spans = [span for span, _, _ in masks] + [f.span for f in figures if f.span] + [kind.span]
    spans += told.known if told else ()
    unread = unread_spans(folded, block, spans)
    private = tuple(span for _, span in personal)
    return Reading(report, times.occurrence_zone, tuple(mentions), private, unread, doubts)


def _is_patrol(message: _Message, kind: Kind, figures: Sequence[Figure]) -> bool:
    """Whether it only says that all is quiet where floods are looked for."""
    told = kind.told_by == "jenis" or any(figure.value for figure in figures)
    return message.quiet and not told and not has_happened(message.folded)


def _extent(lines: Sequence[Line]) -> Span:
    first = lines[0]
    return first.begin, lines[-1].end


def _is_update(folded: str, lines: Sequence[Line]) -> bool:
    titled = any(
        UPDATE.search(folded, line.start, line.end)
        for line in lines
        if line.field in ("update", "jenis") or (line.field == "judul" and line.end - line.start < TITLE)
    )
    return titled or UPDATE.match(folded, lines[0].start) is not None


def _personal_data(text: str, personal: Iterable[tuple[str, Span]]) -> tuple[dict[str, Any], ...]:
    return tuple({"kind": kind, "span": span, "value": text[span[0] : span[1]]} for kind, span in personal)


def _guesses(mentions: Iterable[Mention]) -> list[tuple[Span, str]]:
    return [
        (mention.span, f"dibaca sebagai {codes.areas()[mention.code].full_name}")
        for mention in mentions
        if mention.guessed and mention.code
    ]


def _texts(text: str, lines: Iterable[Line]) -> dict[str, str]:
    """The free texts by field, as written."""
    texts: dict[str, list[str]] = {}
    for line in lines:
        content = text[line.content : line.end].strip(" *_")
        if line.field in FREE_TEXTS and content:
            texts.setdefault(line.field, []).append(content)
    return {field: "\n".join(parts) for field, parts in texts.items()}


def _findings(doubts: Iterable[tuple[Span, str]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            code="teks_meragukan",
            severity=Severity.INFO,
            id_text=f"huruf {span[0]} sampai {span[1]}: {why}",
            en_text=f"code points {span[0]} to {span[1]}: doubtful ({why})",
            field="teks",
        )
        for span, why in doubts
    )


def _confidence(kind: Kind, times: Times, mentions: Sequence[Mention], doubts: int) -> float:
    confidence = {"jenis": 1.0, "judul": 0.95}.get(kind.told_by, 0.75)
    confidence -= 0.0 if times.occurrence else 0.15
    confidence -= 0.0 if any(mention.code for mention in mentions) else 0.2
    return max(0.1, round(confidence - min(0.3, 0.05 * doubts), 2))


def _quiet(message: _Message, lines: Sequence[Line], told: Sequence[Line] | None = None) -> Parsed:
    """An "aman terkendali" message: who reports it, for which areas, as of when.

    `told`: the lines that name the quiet areas, where not all of them do.
    """
    agency = read_agency(message.text, message.folded, lines)
    first, last = (told or lines)[0], (told or lines)[-1]
    start = first.begin
    mentions = resolve(find_mentions(message.text, message.folded, (start, last.end)), ())
    office = area_of(agency)
    areas = event_areas(mentions) or ((office,) if office else ())
    times = read_times(message.folded, lines, message.received_at)
    occurrence = times.occurrence.start if times.occurrence else None
    nil = Nil(agency=agency, areas=areas, valid_at=times.valid_at or times.occurrence_zone or occurrence)
    return Parsed(nil=(nil,))
