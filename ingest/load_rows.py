"""The register's rows of a report as it came: their columns and values, in the order COPY takes them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from gis import codes, queries, register, sheetrows, vault, zone
from gis.areas import AreaIndex
from gis.copying import Columns, columns
from gis.ledger import Entry
from gis.report import Figure, Finding, Location, Occurrence, Precision, Rejection, Report, Same, State
from ingest import link_search, redaction
from ingest.link_told import Told, words_of

_SQL = queries.load("gis.register")

REPORT = [
    "id",
    "submission_id",
    "ordinal",
    "source",
    "source_kind",
    "hazard",
    "other_hazards",
    "occurred_from",
    "occurred_to",
    "occurred_precision",
    "valid_at",
    "valid_at_known",
    "kib",
    "kib_key",
    "is_update",
    "confidence",
    "blank",
    "invented",
    "entry",
]
FINDING = ["report_id", "code", "severity", "id_text", "en_text", "field", "entry"]
LOCATION = [
    "report_id",
    "areas",
    "area_code",
    "geom",
    "precision",
    "uncertainty_m",
    "method",
    "approximate",
    "edition_id",
    "entry",
]
FIGURE = [
    "id",
    "kind",
    "value",
    "state",
    "unit",
    "raw",
    "approx",
    "part_of",
    "lineage",
    "report_id",
    "area_code",
    "areas",
    "total",
    "valid_at",
    "valid_at_known",
    "entry",
]
NUMBER_LENGTH = 12  # characters of a figure's words that hold a number with its unit, and no name
ITEM = [
    "submission_id",
    "ordinal",
    "place",
    "status",
    "report_id",
    "code",
    "column_name",
    "sealed",
    "entry",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What all items of one submission share."""

    submission: UUID
    received_at: datetime
    agency: str | None  # who sent it
    status: str  # of its reports: `draf`, or `terverifikasi` from a trusted sender
    invented: bool = False
    recipe: str | None = None  # by which its table was read; `bnpb` for BNPB's sheet

    @property
    def scope(self) -> str:
        """Among which rows its own are looked for, when a corrected file comes in."""
        return sheetrows.scope_of(self.recipe, self.agency)


def told(report: Report, key: UUID, arrival: Arrival, secret: bytes) -> Told:
    place, occurrence = _location(report), _occurrence(report, arrival)
    own = register.common_area(place.areas)
    return Told(
        report=key,
        submission=arrival.submission,
        message=report.place if report.sent_at else str(arrival.submission),  # of a chat: one of its messages
        is_row=arrival.recipe is not None,
        source=register.source_of(report.agency, arrival.agency)[0],
        hazard=report.hazard,
        other_hazards=report.other_hazards,
        start=occurrence.start,
        end=occurrence.end,
        precision=occurrence.precision,
        said_at=report.valid_at or _sent(report, arrival),
        kib=register.kib_key(report.kib),
        is_update=report.is_update,
        areas=place.areas,
        lonlat=place.lonlat,
        uncertainty_m=place.uncertainty_m,
        is_spot=link_search.is_spot(place.method, place.precision.value),
        figures={f.kind: f.value for f in report.figures if f.value is not None and _figure_area(f, own)[1]},
        words=words_of(report, secret),
    )


def report_row(report: Report, key: UUID, arrival: Arrival, entry: int) -> tuple[object, ...]:
    source, kind = register.source_of(report.agency, arrival.agency)
    occurrence = _occurrence(report, arrival)
    blank = sorted({figure.kind for figure in report.figures if figure.state is State.BLANK})
    return (
        key,
        arrival.submission,
        report.ordinal,
        source,
        kind,
        report.hazard,
        list(report.other_hazards),
        occurrence.start,
        occurrence.end,
        occurrence.precision,
        report.valid_at or _sent(report, arrival),
        report.valid_at is not None,
        report.kib,
        register.kib_key(report.kib),
        report.is_update,
        report.confidence,
        blank,
        arrival.invented,
        entry,
    )


def _occurrence(report: Report, arrival: Arrival) -> Occurrence:
    # A report without a date tells of the day it came in, and says that this was not said.
    if report.occurrence:
        return report.occurrence
    day = Occurrence.day(zone.day_start(report.valid_at or _sent(report, arrival)))
    return replace(day, precision="diterima")


def _sent(report: Report, arrival: Arrival) -> datetime:
    return report.sent_at or arrival.received_at


def _location(report: Report) -> Location:
    return report.location or Location(
        areas=report.area_codes,
        lonlat=report.lonlat,
        precision=Precision.REGENCY,
        uncertainty_m=0,
        method="nama",
    )


def location_row(report: Report, key: UUID, index: AreaIndex, entry: int) -> tuple[object, ...]:
    return place_row(_location(report), key, index, entry)


def place_row(place: Location, key: UUID, index: AreaIndex, entry: int) -> tuple[object, ...]:
    area = register.common_area(place.areas)
    lon, lat = place.lonlat or index.point(area)
    return (
        key,
        list(place.areas),
        area,
        f"SRID=4326;POINT({lon:.7f} {lat:.7f})",
        place.precision.value,
        place.uncertainty_m,
        place.method,
        place.approximate,
        place.edition or index.record.id,
        entry,
    )


def finding_row(finding: Finding, key: UUID, entry: int, secrets: Sequence[str] = ()) -> tuple[object, ...]:
    """A finding; its words are not sealed, so nothing personal (`secrets`: its report's, folded) stays in."""
    return (
        key,
        finding.code,
        finding.severity.value,
        redaction.unnamed(finding.id_text, secrets),
        redaction.unnamed(finding.en_text, secrets),
        finding.field,
        entry,
    )


def personal_row(datum: dict[str, object], key: UUID, entry: Entry, submission: UUID) -> tuple[object, ...]:
    place = {name: datum[name] for name in ("span", "cell", "field") if name in datum}
    sealed = vault.seal_text(entry, submission, str(datum.get("value", "")), key)
    return key, str(datum.get("kind", "")), place, sealed, entry.id


def figure_rows(
    entry: Entry, arrival: Arrival, reports: list[tuple[Report, UUID]]
) -> Iterator[tuple[object, ...]]:
    # A blank holds no number: its kind is kept in the report's own row (`blank`).
    total = sum(len(report.figures) for report, _ in reports)
    ids = iter(entry.conn.execute(_SQL["figure_ids"], {"n": total}).scalars().all()) if total else iter(())
    return (
        row
        for report, key in reports
        for row in _report_figures(report, key, [next(ids) for _ in report.figures], arrival, entry.id)
    )


def _report_figures(
    report: Report, key: UUID, ids: list[int], arrival: Arrival, entry: int
) -> Iterator[tuple[object, ...]]:
    own = register.common_area(_location(report).areas)
    said = report.valid_at or _sent(report, arrival)
    secrets = redaction.secrets_of(report.personal)
    shared: dict[tuple[object, ...], Columns] = {}
    for number, figure in zip(ids, report.figures, strict=True):
        if figure.state is State.BLANK:
            continue
        scope = figure.area, figure.areas, figure.part_of is None, figure.valid_at
        if scope not in shared:
            area, total = _figure_area(figure, own)
            known = bool(figure.valid_at or report.valid_at)
            areas = list(figure.areas or (area,))
            shared[scope] = columns((key, area, areas, total, figure.valid_at or said, known, entry))
        raw = figure.raw
        if secrets or len(raw) > NUMBER_LENGTH:
            raw = redaction.unnamed(raw, secrets)
        yield (
            number,
            _said(figure.kind, figure.value, figure.state, figure.unit, raw, figure.approx),
            None if figure.part_of is None else ids[figure.part_of],
            _lineage(figure),
            shared[scope],
        )


@lru_cache(maxsize=4096, typed=True)  # a sheet's numbers are few and small
def _said(kind: str, value: float | None, state: State, unit: str, raw: str, approx: bool) -> Columns:
    return columns((kind, value, state, unit or codes.figures()[kind].unit, raw, approx))


def _figure_area(figure: Figure, own: str) -> tuple[str, bool]:
    """The figure's area, and whether it is its report's total rather than a part."""
    area = figure.area or (register.common_area(figure.areas) if figure.areas else own)
    return area, figure.part_of is None and area == own


def _lineage(figure: Figure) -> str | dict[str, object]:
    if figure.span:
        return {"span": figure.span}
    # A sheet has more figures than anything else: the one text in it is all that JSON must look at.
    if "\x00" in (figure.cell or ""):
        return {"cell": figure.cell}  # which JSON of a database does not take as it is
    return f'{{"cell": {_quoted(figure.cell)}}}' if figure.cell else {}


_quoted = json.JSONEncoder(ensure_ascii=False).encode


def item_row(
    item: Report | Rejection | Same, keys: dict[int, UUID], entry: Entry, submission: UUID
) -> tuple[object, ...]:
    if isinstance(item, Same):
        return item.ordinal, item.place, "sama", None, None, None, None
    if isinstance(item, Report):
        return item.ordinal, item.place, "dimuat", keys[item.ordinal], None, None, None
    # A cell that was not taken may hold anything, a name too; and the reason repeats it.
    said = {"value": item.value[:500], "reason_id": item.id_text, "reason_en": item.en_text}
    sealed = vault.seal_text(entry, submission, json.dumps(said, ensure_ascii=False))
    return item.ordinal, item.place, "ditolak", None, item.code, item.column, sealed
