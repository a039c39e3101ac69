"""One message to its reports: cut into lines and incidents, then read place, time, hazard and figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from gis.report import Figure, Nil, Span
from ingest.folding import fold
from ingest.whatsapp import official
from ingest.whatsapp.figures.bygone import bygone
from ingest.whatsapp.figures.lone import victims
from ingest.whatsapp.figures.masks import mask
from ingest.whatsapp.figures.reading import read_figures
from ingest.whatsapp.figures.wording import as_written
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
from ingest.whatsapp.reporting import Found, report_of
from ingest.whatsapp.times.reading import Times, read_times

MOST = 65_536
"""Code points of a message that are read: as many as a message of the messenger holds."""

MOST_INCIDENTS = 200
SAME_DAY = re.compile(r"\bhari (?:yang )?sama\b|\bhari itu juga\b")


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


@dataclass(frozen=True, slots=True)
class _Incident:
    """The lines of one incident, below the head that several share, and the incidents told before it."""

    message: _Message
    folded: str  # all else blank, where the lines lie apart
    head: Sequence[Line]
    block: Sequence[Line]
    before: Sequence[Reading]
    parts: Sequence[Span]
    told: official.Told | None  # by SIGAP's own form

    @classmethod
    def of(
        cls, message: _Message, head: Sequence[Line], block: Sequence[Line], before: Sequence[Reading]
    ) -> "_Incident":
        own = extents(block)
        parts = sorted([*extents(head), *own])
        folded = message.folded if len(own) == 1 else alone(message.folded, parts)
        block = without_recap(folded, block)
        told = official.read(folded, _extent(block)) if official.is_official(folded) else None
        return cls(message, folded, head, block, before, parts, told)

    @property
    def lines(self) -> list[Line]:
        return [*self.head, *self.block]


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
    incident = _Incident.of(message, head, block, before)
    text, folded, lines, told = message.text, incident.folded, incident.lines, incident.told
    kind = _kind(incident)
    if kind is None:
        return None
    agency = read_agency(text, folded, lines)
    times = _times(incident, above)
    aside = bygone(folded, incident.block, times.occurrence.start if times.occurrence else None)
    spots = [spot for line in lines for spot in find_spots(text, folded, (line.start, line.end))]
    mentions = _mentions(incident, kind, agency, spots, aside)
    points, odd = read_points(folded, lines, event_areas(mentions))
    personal = message.personal_within(incident.parts)
    read = (*times.spans, *(point.span for point in points), *aside)
    masks = mask(folded, incident.parts, personal, read, (mention.whole for mention in mentions), spots)
    named = victims(personal, folded)
    figures, unsure = read_figures(folded, incident.block, masks, mentions, kind.slug, named)
    figures, unsure = told.over(figures, unsure) if told else (figures, unsure)
    figures = [as_written(figure, text, folded) for figure in figures]
    if _is_patrol(message, kind, figures):
        return None
    found = Found(kind, agency, times, mentions, points, personal, figures)
    doubts = found.doubts(odd, unsure)
    report = report_of(found, text, folded, lines, doubts, len(before))
    spans = [span for span, _, _ in masks] + [f.span for f in figures if f.span] + [kind.span]
    unread = unread_spans(folded, incident.block, [*spans, *(told.known if told else ())])
    private = tuple(span for _, span in personal)
    return Reading(report, times.occurrence_zone, tuple(mentions), private, unread, doubts)


def _kind(incident: _Incident) -> Kind | None:
    """The hazard; None where there is none, or only words beside a message that all is quiet."""
    told, folded = incident.told, incident.folded
    kind = (told and told.kind) or read_hazard(folded, incident.block) or read_hazard(folded, incident.head)
    if kind is None or (incident.message.quiet and kind.told_by not in ("jenis", "judul", "kronologis")):
        return None
    return kind


def _times(incident: _Incident, above: Sequence[Line]) -> Times:
    """The times that its lines tell; else those of the head, or of what is told `above`."""
    message, told, block = incident.message, incident.told, incident.block
    times = read_times(incident.folded, block, message.received_at)
    if told and told.times:
        return replace(told.times, spans=tuple(sorted({*times.spans, *told.times.spans})))
    if times.occurrence is None and (incident.head or above):
        lines = [*incident.head, *above, *block]
        return read_times(message.folded, lines, message.received_at, block[0].start)
    return times


def _mentions(
    incident: _Incident, kind: Kind, agency: str | None, spots: Sequence[Span], aside: Sequence[Span]
) -> list[Mention]:
    """The places, by its own lines; else below the regency of the head, or of the incident before."""
    told, text, folded, block = incident.told, incident.message.text, incident.folded, incident.block
    if told and told.mentions is not None:
        return list(told.mentions)
    mentions = places_of(text, folded, block, agency, spots, aside)
    if incident.head and not has_regency(mentions):  # the head of a round-up names the regencies of all
        mentions = places_of(text, folded, incident.lines, agency, spots, aside)
    if incident.before and not event_areas(mentions) and not has_regency(mentions):
        above = regency_line(incident.before[-1].mentions, block[0])
        mentions = places_of(text, folded, [*above, *block], agency, spots, aside)
    mentions = with_addresses(text, folded, block, at_home(mentions, kind.slug), kind.slug)
    return without_told(mentions, (m for reading in incident.before for m in reading.mentions))


def _is_patrol(message: _Message, kind: Kind, figures: Sequence[Figure]) -> bool:
    """Whether it only says that all is quiet where floods are looked for."""
    told = kind.told_by == "jenis" or any(figure.value for figure in figures)
    return message.quiet and not told and not has_happened(message.folded)


def _extent(lines: Sequence[Line]) -> Span:
    first = lines[0]
    return first.begin, lines[-1].end


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
