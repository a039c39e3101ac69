"""One message to its reports: cut into lines and incidents, then read place, time, hazard and figures."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from gis import codes
from gis.report import Finding, Nil, Report, Severity, Span
from ingest.folding import fold, word_set
from ingest.points import Point, find_points
from ingest.whatsapp import personal as personal_data
from ingest.whatsapp.agency import area_of, read_agency
from ingest.whatsapp.figures import read_figures
from ingest.whatsapp.hazard import Kind, is_nil, is_notice, read_hazard
from ingest.whatsapp.incidents import cut
from ingest.whatsapp.lines import Line, read_lines
from ingest.whatsapp.masks import mask
from ingest.whatsapp.places import Mention, event_areas, find_mentions
from ingest.whatsapp.record import Parsed, Reading
from ingest.whatsapp.resolve import resolve
from ingest.whatsapp.times import Times, read_times
from ingest.whatsapp.unread import unread_spans

MOST = 200_000
"""Code points of a message that are read; a message of the messenger holds 65,536."""

PLACE_FIELDS = word_set(
    "judul jenis lokasi kronologis korban kerusakan kondisi lain penyebab waktu koordinat"
)
FREE_TEXTS = word_set(
    "judul lokasi kronologis penyebab upaya kebutuhan kondisi sumber petugas korban kerusakan cuaca lain"
)
UPDATE = re.compile(r"\bup ?date\b|\bperkembangan\b|\blaporan lanjutan\b|\bpemutakhiran\b")


def parse(text: str, *, received_at: datetime | None = None) -> Parsed:
    """The incidents that a message tells of. `received_at` settles "tadi malam" and years left out."""
    folded = fold(text[:MOST])
    lines = read_lines(folded)
    rest = ((MOST, len(text)),) if len(text) > MOST else ()
    if not lines or is_notice(folded, lines):
        return Parsed(unread=((0, len(text)),) if text.strip() else ())
    personal = personal_data.find(text[:MOST])
    head, blocks = cut(folded, lines)
    readings: list[Reading] = []
    for block in blocks:
        reading = _read(text, folded, (head, block), personal, received_at, len(readings))
        if reading:
            readings.append(reading)
    if readings:
        return Parsed(tuple(readings), unread=rest)
    return _quiet(text, folded, lines, received_at) if is_nil(folded) else Parsed(unread=((0, len(text)),))


def _read(
    text: str,
    folded: str,
    parts: tuple[Sequence[Line], Sequence[Line]],
    personal: list[dict[str, object]],
    received_at: datetime | None,
    ordinal: int,
) -> Reading | None:
    head, block = parts
    lines = [*head, *block]
    kind = read_hazard(folded, block) or read_hazard(folded, head)
    if kind is None or (is_nil(folded) and kind.told_by not in ("jenis", "judul", "kronologis")):
        return None
    agency = read_agency(text, folded, lines)
    times = read_times(folded, lines if not _tells_time(folded, block, received_at) else block, received_at)
    mentions = _places(text, folded, lines, agency)
    points = _points(folded, lines)
    mine = [datum for datum in personal if any(_within(datum["span"], line) for line in lines)]  # type: ignore[arg-type]
    masks = mask(
        folded,
        ((datum["span"], str(datum["kind"])) for datum in mine),  # type: ignore[misc]
        (*times.spans, *(point.span for point in points)),
        (mention.span for mention in mentions),
    )
    figures, unsure = read_figures(folded, block, masks, mentions, kind.slug)
    doubts = (*times.doubts, *((item.span, item.why) for item in unsure), *_guesses(mentions))
    report = Report(
        ordinal=ordinal,
        hazard=kind.slug,
        other_hazards=kind.others,
        occurrence=times.occurrence,
        valid_at=times.valid_at,
        agency=agency,
        is_update=any(
            UPDATE.search(folded, line.start, line.end)
            for line in lines
            if line.field in ("judul", "update", "jenis")
        ),
        area_codes=event_areas(mentions),
        lonlat=points[0].lonlat if points else None,
        coordinate_method=points[0].method if points else "koordinat",
        figures=tuple(figures),
        texts=_texts(text, lines),
        personal=tuple(mine),
        findings=_findings(text, doubts),
        confidence=_confidence(kind, times, mentions, len(doubts)),
        place=f"teks {ordinal + 1}",
    )
    spans = [span for span, _, _ in masks] + [f.span for f in figures if f.span] + [kind.span]
    return Reading(
        report,
        times.occurrence_zone,
        tuple(mentions),
        tuple(datum["span"] for datum in mine),  # type: ignore[misc]
        unread_spans(folded, block, spans),
        doubts,
    )


def _tells_time(folded: str, block: Sequence[Line], received_at: datetime | None) -> bool:
    return read_times(folded, block, received_at).occurrence is not None


def _within(span: Span, line: Line) -> bool:
    start = line.label[0] if line.label else line.start
    return start <= span[0] < line.end


def _places(text: str, folded: str, lines: Sequence[Line], agency: str | None) -> list[Mention]:
    """The places of the event, resolved; those of agencies only help to settle which regency is meant."""
    mentions = [mention for span in _stretches(lines) for mention in find_mentions(text, folded, span)]
    offices = [
        area.code
        for mention in mentions
        if mention.role == "agency"
        for area in mention.candidates
        if area.level == 2
    ]
    office = area_of(agency)
    context = list(dict.fromkeys([*offices, *([office] if office and "." in office else [])]))
    resolved = resolve(mentions, context[:1])
    return resolved if event_areas(resolved) else [_as_place(mention, context) for mention in resolved]


def _as_place(mention: Mention, context: Sequence[str]) -> Mention:
    """The regency of the agency that reports stands for the place, where the text names no other."""
    code = next((area.code for area in mention.candidates if area.code in context), None)
    office = mention.role == "agency" and code is not None
    return replace(mention, role="place", code=code) if office else mention


def _stretches(lines: Sequence[Line]) -> Iterator[Span]:
    """The stretches of text whose places are the event's: adjoining lines of one field are one."""
    begin, end, field = 0, 0, ""
    for line in lines:
        if line.field not in PLACE_FIELDS:
            continue
        start = line.label[0] if line.label else line.start
        if line.field != field or line.label:
            if end:
                yield begin, end
            begin, field = start, line.field
        end = line.end
    if end:
        yield begin, end


def _points(folded: str, lines: Sequence[Line]) -> list[Point]:
    """The positions stated, those under their own label first."""
    labelled = [p for line in lines if line.field == "koordinat" for p in _in_line(folded, line, True)]
    fields = PLACE_FIELDS - {"koordinat"}
    return labelled + [p for line in lines if line.field in fields for p in _in_line(folded, line, False)]


def _in_line(folded: str, line: Line, labelled: bool) -> list[Point]:
    start = line.label[0] if line.label else line.start
    found = find_points(folded[start : line.end], labelled=labelled)
    return [Point(p.lonlat, p.method, (p.span[0] + start, p.span[1] + start)) for p in found]


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
        content = text[line.value if line.label else line.start : line.end].strip(" *_")
        if line.field in FREE_TEXTS and content:
            texts.setdefault(line.field, []).append(content)
    return {field: "\n".join(parts) for field, parts in texts.items()}


def _findings(text: str, doubts: Iterable[tuple[Span, str]]) -> tuple[Finding, ...]:
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


def _quiet(text: str, folded: str, lines: Sequence[Line], received_at: datetime | None) -> Parsed:
    """An "aman terkendali" message: who reports it, for which areas, as of when."""
    agency = read_agency(text, folded, lines)
    mentions = resolve(find_mentions(text, folded, (0, len(folded))), ())
    office = area_of(agency)
    areas = event_areas(mentions) or ((office,) if office else ())
    times = read_times(folded, lines, received_at)
    valid_at = (
        times.valid_at or times.occurrence_zone or (times.occurrence.start if times.occurrence else None)
    )
    return Parsed(nil=(Nil(agency=agency, areas=areas, valid_at=valid_at),))
