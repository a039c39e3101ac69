"""Load: reports, rejections and nil reports of one submission into the register, in batches by COPY."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from gis import codes, queries, register, sheetrows, vault, zone
from gis.areas import AreaIndex
from gis.copying import copy_rows
from gis.ledger import Entry
from gis.report import Figure, Finding, Location, Nil, Occurrence, Precision, Rejection, Report, Same, State
from gis.sheetrows import Kept
from ingest import link, link_search
from ingest.link_told import Told, regency_of, words_of
from ingest.link_verdict import Thresholds
from ingest.repeats import Repeats

_SQL = queries.load("gis.register")
BATCH = 2_000
KEPT_ITEMS = 1_000  # of a large sheet the answer names so many rows; all are in the register

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
TRAIT = ("report_id", "regency", "occurred_from", "occurred_to", "long", "place", "story", "entry")
LONG_S = 2 * 86_400  # an incident of more days is looked for farther back
FIGURE = [
    "id",
    "report_id",
    "kind",
    "area_code",
    "areas",
    "total",
    "value",
    "state",
    "unit",
    "raw",
    "valid_at",
    "valid_at_known",
    "approx",
    "part_of",
    "lineage",
    "entry",
]
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


@dataclass(slots=True)
class Loaded:
    """What became of the items: counts, and the first so many in full."""

    loaded: int = 0
    rejected: int = 0
    nil: int = 0
    same: int = 0  # rows that came in before and have not changed
    updated: int = 0  # of those loaded: rows that correct an earlier report
    reports: list[tuple[Report, UUID]] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    events: dict[UUID, UUID] = field(default_factory=dict)  # of the reports kept here
    reasons: dict[str, tuple[Rejection, int]] = field(default_factory=dict)


Item = Report | Rejection | Nil | Same


def load(
    entry: Entry,
    arrival: Arrival,
    items: Iterable[Item],
    index: AreaIndex,
    thresholds: Thresholds | None = None,
) -> Loaded:
    """Write all items and link the reports to events; memory holds one batch at a time.

    A report that replaces an earlier one tells of the same event.
    """
    done = Loaded()
    vault.make_ready(entry, arrival.submission)
    linker = link.Linker(entry, index, thresholds)
    secret = link_search.secret(entry.conn)
    again: dict[UUID, UUID] = {}
    heads: dict[str, tuple[str, ...]] = {}
    repeats = Repeats()
    stream = iter(items)
    while batch := list(islice(stream, BATCH)):
        reports = [(item, register.new_id()) for item in batch if isinstance(item, Report)]
        _load_reports(entry, arrival, reports, index)
        _load_items(entry, arrival, batch, {report.ordinal: key for report, key in reports})
        _load_nils(entry, arrival, [item for item in batch if isinstance(item, Nil)])
        _load_rows(entry, arrival, batch, {report.ordinal: key for report, key in reports}, heads)
        for report, key in reports:
            repeats.see(report, key)
        again |= {key: report.replaces for report, key in reports if report.replaces}
        linker.see(_load_traits(entry, arrival, reports, secret))
        _count(done, batch, reports)
    _place_repeats(entry, repeats, index)
    sheetrows.keep_heads(entry, arrival.submission, heads.items())
    events = linker.decide() | _follow(entry, again)
    sheetrows.replace_earlier(entry, again.keys(), verified_too=arrival.status == register.VERIFIED)
    kept = {key for _, key in done.reports}
    done.events = {key: event for key, event in events.items() if key in kept}
    return done


def _load_traits(
    entry: Entry, arrival: Arrival, reports: list[tuple[Report, UUID]], secret: bytes
) -> list[Told]:
    """Keep what linking compares; returns it of those whose event is still to be found."""
    told = [(_told(report, key, arrival, secret), report.replaces) for report, key in reports]
    copy_rows(
        entry.conn,
        "report_trait",
        TRAIT,
        (
            (
                each.report,
                regency_of(each.areas),
                each.start,
                each.end,
                (each.end - each.start).total_seconds() > LONG_S,
                each.words.place,
                each.words.story,
                entry.id,
            )
            for each, _ in told
        ),
    )
    return [each for each, replaces in told if not replaces]


def _told(report: Report, key: UUID, arrival: Arrival, secret: bytes) -> Told:
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


def _follow(entry: Entry, again: dict[UUID, UUID]) -> dict[UUID, UUID]:
    """Link reports of rows sent again to the events of the reports they replace."""
    if not again:
        return {}
    entry.lock()
    events = sheetrows.events_of(entry.conn, again.values())
    links = {report: events[earlier] for report, earlier in again.items()}
    copy_rows(
        entry.conn,
        "event_link",
        ("report_id", "event_id", "reason", "entry"),
        ((report, event, "dikirim ulang", entry.id) for report, event in links.items()),
    )
    entry.touch(set(links.values()))
    return links


def _count(done: Loaded, batch: Sequence[object], reports: list[tuple[Report, UUID]]) -> None:
    rejections = [item for item in batch if isinstance(item, Rejection)]
    done.loaded += len(reports)
    done.rejected += len(rejections)
    done.nil += sum(isinstance(item, Nil) for item in batch)
    done.same += sum(isinstance(item, Same) for item in batch)
    done.updated += sum(report.replaces is not None for report, _ in reports)
    done.reports += reports[: KEPT_ITEMS - len(done.reports)]
    done.rejections += rejections[: KEPT_ITEMS - len(done.rejections)]
    for first, count in reasons_of(rejections):
        before = done.reasons.get(first.code, (first, 0))
        done.reasons[first.code] = (before[0], before[1] + count)


def reasons_of(rejections: Iterable[Rejection]) -> tuple[tuple[Rejection, int], ...]:
    """The first rejection of each reason, and how many there are of it."""
    reasons: dict[str, tuple[Rejection, int]] = {}
    for item in rejections:
        first, count = reasons.get(item.code, (item, 0))
        reasons[item.code] = (first, count + 1)
    return tuple(reasons.values())


def _load_reports(
    entry: Entry, arrival: Arrival, reports: list[tuple[Report, UUID]], index: AreaIndex
) -> None:
    conn, number, submission = entry.conn, entry.id, arrival.submission
    copy_rows(conn, "report", REPORT, (_report_row(r, key, arrival, number) for r, key in reports))
    copy_rows(
        conn,
        "report_status",
        ("report_id", "status", "by", "entry"),
        ((key, arrival.status, entry.by, number) for _, key in reports),
    )
    copy_rows(conn, "report_location", LOCATION, (_location_row(r, key, index, number) for r, key in reports))
    copy_rows(
        conn,
        "report_text",
        ("report_id", "field", "sealed", "entry"),
        (
            (key, name, vault.seal_text(entry, submission, text), number)
            for r, key in reports
            for name, text in r.texts.items()
            if text
        ),
    )
    copy_rows(
        conn,
        "personal_datum",
        ("report_id", "kind", "place", "sealed", "entry"),
        (_personal_row(datum, key, entry, submission) for r, key in reports for datum in r.personal),
    )
    copy_rows(
        conn,
        "finding",
        FINDING,
        (_finding_row(finding, key, number) for r, key in reports for finding in r.findings),
    )
    copy_rows(conn, "figure", FIGURE, _figure_rows(entry, arrival, reports))


def _report_row(report: Report, key: UUID, arrival: Arrival, entry: int) -> tuple[object, ...]:
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


def _place_repeats(entry: Entry, repeats: Repeats, index: AreaIndex) -> None:
    """New places for reports whose point stands for different places all over the file."""
    placed = list(repeats.placed(index))
    rows = (_place_row(place, key, index, entry.id) for key, place, _ in placed)
    copy_rows(entry.conn, "report_location", LOCATION, rows)
    copy_rows(
        entry.conn, "finding", FINDING, (_finding_row(finding, key, entry.id) for key, _, finding in placed)
    )


def _location_row(report: Report, key: UUID, index: AreaIndex, entry: int) -> tuple[object, ...]:
    return _place_row(_location(report), key, index, entry)


def _place_row(place: Location, key: UUID, index: AreaIndex, entry: int) -> tuple[object, ...]:
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


def _finding_row(finding: Finding, key: UUID, entry: int) -> tuple[object, ...]:
    return (
        key,
        finding.code,
        finding.severity.value,
        finding.id_text,
        finding.en_text,
        finding.field,
        entry,
    )


def _personal_row(datum: dict[str, object], key: UUID, entry: Entry, submission: UUID) -> tuple[object, ...]:
    place = {name: datum[name] for name in ("span", "cell", "field") if name in datum}
    sealed = vault.seal_text(entry, submission, str(datum.get("value", "")))
    return key, str(datum.get("kind", "")), place, sealed, entry.id


def _figure_rows(
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
    for number, figure in zip(ids, report.figures, strict=True):
        if figure.state is State.BLANK:
            continue
        area, total = _figure_area(figure, own)
        yield (
            number,
            key,
            figure.kind,
            area,
            list(figure.areas or (area,)),
            total,
            figure.value,
            figure.state.value,
            figure.unit or codes.figures()[figure.kind].unit,
            figure.raw,
            figure.valid_at or said,
            bool(figure.valid_at or report.valid_at),
            figure.approx,
            None if figure.part_of is None else ids[figure.part_of],
            _lineage(figure),
            entry,
        )


def _figure_area(figure: Figure, own: str) -> tuple[str, bool]:
    """The figure's area, and whether it is its report's total rather than a part."""
    area = figure.area or (register.common_area(figure.areas) if figure.areas else own)
    return area, figure.part_of is None and area == own


def _lineage(figure: Figure) -> dict[str, object]:
    return {"span": figure.span} if figure.span else {"cell": figure.cell} if figure.cell else {}


def _load_rows(
    entry: Entry,
    arrival: Arrival,
    batch: list[Item],
    keys: dict[int, UUID],
    heads: dict[str, tuple[str, ...]],
) -> None:
    """Keep the rows of tables; `heads` gathers the headers of their sheets."""
    kept = [
        Kept(
            item.ordinal,
            item.row,
            keys.get(item.ordinal),
            item.replaces if isinstance(item, Report) else None,
        )
        for item in batch
        if isinstance(item, Report | Rejection) and item.row
    ]
    heads.update({each.row.sheet: each.row.names for each in kept})
    sheetrows.keep(entry, arrival.submission, arrival.recipe or "", arrival.scope, kept)
    sheetrows.keep_flags(entry, kept)


def _load_items(entry: Entry, arrival: Arrival, batch: list[Item], keys: dict[int, UUID]) -> None:
    rows = (
        _item_row(item, keys, entry, arrival.submission)
        for item in batch
        if not isinstance(item, Nil)  # a nil report has a table of its own
    )
    copy_rows(entry.conn, "item", ITEM, ((arrival.submission, *row, entry.id) for row in rows))


def _item_row(
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


def _load_nils(entry: Entry, arrival: Arrival, nils: list[Nil]) -> None:
    copy_rows(
        entry.conn,
        "nil_report",
        ("submission_id", "source", "areas", "valid_at", "entry"),
        (
            (
                arrival.submission,
                register.source_of(nil.agency, arrival.agency)[0],
                list(nil.areas),
                nil.valid_at or arrival.received_at,
                entry.id,
            )
            for nil in nils
        ),
    )
