"""What was read of one incident put together as its report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gis import codes
from gis.report import Figure, Finding, Report, Severity, Span
from ingest.folding import word_set
from ingest.points import Point
from ingest.signed import Signed
from ingest.whatsapp.figures.counts import Unsure
from ingest.whatsapp.incidents.hazard import Kind
from ingest.whatsapp.layout.lines import Line
from ingest.whatsapp.places.mention import Mention, event_areas
from ingest.whatsapp.times.reading import Times

FREE_TEXTS = word_set(
    "judul lokasi kronologis penyebab upaya kebutuhan kondisi sumber petugas korban kerusakan cuaca lain"
)
UPDATE = Signed(r"\bup ?date\b|\bper?kembangan\b|\blaporan lanjutan\b|\bpemutakhiran\b")
TITLE = 200  # code points; a longer line is a story


@dataclass(frozen=True, slots=True)
class Found:
    """What the lines of one incident told."""

    kind: Kind
    agency: str | None
    times: Times
    mentions: Sequence[Mention]
    points: Sequence[Point]
    personal: Sequence[tuple[str, Span]]
    figures: Sequence[Figure]

    def doubts(
        self, odd: Iterable[tuple[Span, str]], unsure: Iterable[Unsure]
    ) -> tuple[tuple[Span, str], ...]:
        """What is doubtful, and where. `odd`: of positions, `unsure`: numbers that were left out."""
        unknown = ((self.kind.span, self.kind.doubt),) if self.kind.doubt else ()
        left = ((item.span, item.why) for item in unsure)
        return (*unknown, *self.times.doubts, *odd, *left, *_guesses(self.mentions))


def report_of(
    found: Found,
    text: str,
    folded: str,
    lines: Sequence[Line],
    doubts: Sequence[tuple[Span, str]],
    ordinal: int,
) -> Report:
    """The report, the `ordinal` next of its message."""
    kind, times, points = found.kind, found.times, found.points
    return Report(
        ordinal=ordinal,
        hazard=kind.slug,
        other_hazards=kind.others,
        occurrence=times.occurrence,
        valid_at=times.valid_at,
        agency=found.agency,
        is_update=_is_update(folded, lines),
        area_codes=event_areas(found.mentions),
        lonlat=points[0].lonlat if points else None,
        coordinate_method=points[0].method if points else "koordinat",
        figures=tuple(found.figures),
        texts=_texts(text, lines),
        personal=_personal_data(text, found.personal),
        findings=_findings(doubts),
        confidence=_confidence(kind, times, found.mentions, len(doubts)),
        place=f"teks {ordinal + 1}",
    )


def _is_update(folded: str, lines: Sequence[Line]) -> bool:
    if not UPDATE.may_stand(folded):
        return False
    titled = any(
        UPDATE.search(folded, line.start, line.end)
        for line in lines
        if line.field in ("update", "jenis") or (line.field == "judul" and line.end - line.start < TITLE)
    )
    return titled or UPDATE.pattern.match(folded, lines[0].start) is not None


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
