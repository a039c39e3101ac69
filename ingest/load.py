"""Load: reports, rejections and nil reports of one submission into the register, in batches by COPY."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from gis import register, sheetrows, vault
from gis.areas import AreaIndex
from gis.copying import copy_rows
from gis.ledger import Entry
from gis.report import Nil, Rejection, Report, Same
from gis.sheetrows import Kept
from ingest import link, link_search, load_rows, redaction
from ingest.link_told import Told, regency_of
from ingest.link_verdict import Thresholds
from ingest.load_rows import Arrival
from ingest.repeats import Repeats

BATCH = 2_000
KEPT_ITEMS = 1_000  # of a large sheet the answer names so many rows; all are in the register
TRAIT = ("report_id", "regency", "occurred_from", "occurred_to", "long", "place", "story", "entry")
LONG_S = 2 * 86_400  # an incident of more days is looked for farther back


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
    told = [(load_rows.told(report, key, arrival, secret), report.replaces) for report, key in reports]
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
    copy_rows(
        conn,
        "report",
        load_rows.REPORT,
        (load_rows.report_row(r, key, arrival, number) for r, key in reports),
    )
    copy_rows(
        conn,
        "report_status",
        ("report_id", "status", "by", "entry"),
        ((key, arrival.status, entry.by, number) for _, key in reports),
    )
    copy_rows(
        conn,
        "report_location",
        load_rows.LOCATION,
        (load_rows.location_row(r, key, index, number) for r, key in reports),
    )
    copy_rows(
        conn,
        "report_text",
        ("report_id", "field", "sealed", "entry"),
        (
            (key, name, vault.seal_text(entry, submission, text, key), number)
            for r, key in reports
            for name, text in r.texts.items()
            if text
        ),
    )
    copy_rows(
        conn,
        "personal_datum",
        ("report_id", "kind", "place", "sealed", "entry"),
        (load_rows.personal_row(datum, key, entry, submission) for r, key in reports for datum in r.personal),
    )
    copy_rows(
        conn,
        "finding",
        load_rows.FINDING,
        (
            load_rows.finding_row(finding, key, number, secrets)
            for r, key in reports
            if r.findings
            for secrets in (redaction.secrets_of(r.personal),)
            for finding in r.findings
        ),
    )
    copy_rows(conn, "figure", load_rows.FIGURE, load_rows.figure_rows(entry, arrival, reports))


def _place_repeats(entry: Entry, repeats: Repeats, index: AreaIndex) -> None:
    """New places for reports whose point stands for different places all over the file."""
    placed = list(repeats.placed(index))
    rows = (load_rows.place_row(place, key, index, entry.id) for key, place, _ in placed)
    copy_rows(entry.conn, "report_location", load_rows.LOCATION, rows)
    copy_rows(
        entry.conn,
        "finding",
        load_rows.FINDING,
        (load_rows.finding_row(finding, key, entry.id) for key, _, finding in placed),
    )


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
        load_rows.item_row(item, keys, entry, arrival.submission)
        for item in batch
        if not isinstance(item, Nil)  # a nil report has a table of its own
    )
    copy_rows(entry.conn, "item", load_rows.ITEM, ((arrival.submission, *row, entry.id) for row in rows))


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
