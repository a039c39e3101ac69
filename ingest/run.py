"""The one recipe of verbs: read → clean → locate → check → load, in one transaction a submission."""

import mimetypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import sqlalchemy as sa

from gis import catalogue, comparison, desk, ledger, register, sheetrows, vault
from gis import files as storing
from gis.catalogue import LayerVersion
from gis.db import Database
from gis.editions import load_index
from gis.errors import InvalidInput
from gis.files import Files
from gis.report import Finding, Nil, Rejection, Report, Same
from gis.retrying import again
from ingest import apart, readers, redaction
from ingest.delivery import Delivery, Outcome
from ingest.examining import examined
from ingest.link_verdict import Thresholds
from ingest.load import KEPT_ITEMS, Loaded, load, reasons_of
from ingest.load_rows import Arrival
from ingest.returned_rows import sifted

__all__ = ["Delivery", "Outcome", "Progress", "ingest", "try_out"]

LARGE_BYTES = 300_000  # some thousand rows: a copy of the process is worth making

Progress = Callable[[int], None]
"""Called with the number of rows dealt with so far."""


def ingest(
    database: Database, files: Files, delivery: Delivery, *, progress: Progress | None = None
) -> Outcome:
    """Take a delivery in: all of it or nothing. The same bytes again only add a receipt, and the layer asked
    for where they have not become that one yet.

    Raises InvalidInput (or TooLarge) when the whole cannot be read; a row or text that cannot be taken is
    a rejection in the outcome.
    """
    sha256 = storing.digest(delivery.content)
    with database.write() as conn:
        known = register.submission_by_hash(conn, sha256)
    if known:
        return _received_again(database, files, delivery, known)
    try:
        return _beside_others(database, _take_in(database, files, delivery, sha256, progress))
    except sa.exc.IntegrityError as error:
        # The same bytes came in twice at the same moment: the other one won.
        if "submission_sha256_key" not in str(error.orig):
            raise
        with database.write() as conn:
            known = register.submission_by_hash(conn, sha256)
        if known is None:
            raise
        return _received_again(database, files, delivery, known)


@again
def _take_in(
    database: Database, files: Files, delivery: Delivery, sha256: str, progress: Progress | None
) -> Outcome:
    source = _read(delivery)
    received_at = delivery.received_at or datetime.now(UTC)
    filename = redaction.unnamed_file(delivery.filename)  # it is kept unsealed
    with ledger.entry(
        database,
        by=delivery.viewer.name,
        why=f"ingest {filename}",
        recorded_at=delivery.recorded_at,
    ) as entry:
        submission = register.add_submission(
            entry,
            sha256=sha256,
            filename=filename,
            media_type=delivery.media_type
            or mimetypes.guess_type(delivery.filename)[0]
            or "application/octet-stream",
            size=storing.size_of(delivery.content),
            kind=source.kind,
            recipe=source.recipe_name,
        )
        receipt = _add_receipt(entry, delivery, submission, received_at)
        if source.kind in ("vektor", "raster"):
            files.put(delivery.content)
            version = _load_layer(entry, files, delivery, source, submission)
            return Outcome(submission=submission, receipt=receipt, kind=source.kind, layers=(version,))
        vault.keep_original(entry, files, submission, sha256, delivery.content)
        index = load_index(entry.conn, ledger.resolve(entry.conn))
        arrival = Arrival(
            submission=submission,
            received_at=received_at,
            agency=_sender(delivery),
            status=register.VERIFIED if delivery.viewer.auto_verify else register.DRAFT,
            invented=delivery.invented,
            recipe=source.recipe_name,
        )
        if source.kind != "teks":
            # Rows that came in before are found only where their sheet has settled.
            sheetrows.lock(entry.conn, arrival.scope)
        examine = partial(
            examined,
            source,
            received_at=received_at,
            agency=arrival.agency,
            index=index,
            household_size=database.settings.household_size,
        )
        beside = delivery.alone and source.tables and storing.size_of(delivery.content) > LARGE_BYTES
        items = apart.apart(examine) if beside else examine()
        counted = _counted(items, progress)
        sifted_items = sifted(entry.conn, counted, arrival.scope, submission)
        thresholds = Thresholds(database.settings.link_auto, database.settings.link_ask)
        loaded = load(entry, arrival, sifted_items, index, thresholds)
    return _outcome(loaded, submission, receipt, source)


def _beside_others(database: Database, outcome: Outcome) -> Outcome:
    """The outcome with what the entry, once written, found of its reports beside earlier messages."""
    if not outcome.reports:
        return outcome
    with database.write() as conn:
        keys = [key for _, key, _ in outcome.reports]
        compared = comparison.of_reports(conn, keys, ledger.resolve(conn).seq)
    if not compared:
        return outcome
    told = tuple(
        (
            report.evolve(findings=(*report.findings, *map(Finding.of_dict, compared.get(key, ())))),
            key,
            event,
        )
        for report, key, event in outcome.reports
    )
    return replace(outcome, reports=told)


def try_out(database: Database, delivery: Delivery) -> Outcome:
    """The same reading, locating and checking without writing anything (`--dry-run`)."""
    source = _read(delivery)
    if source.kind in ("vektor", "raster"):
        return Outcome(submission=None, receipt=None, kind=source.kind)
    with database.write() as conn:
        index = load_index(conn, ledger.resolve(conn))
    received_at = delivery.received_at or datetime.now(UTC)
    size = database.settings.household_size
    read = examined(
        source, received_at=received_at, agency=_sender(delivery), index=index, household_size=size
    )
    scope = sheetrows.scope_of(source.recipe_name, _sender(delivery))
    with database.write() as conn:
        items = list(sifted(conn, read, scope, register.new_id()))
    return Outcome(
        submission=None,
        receipt=None,
        kind=source.kind,
        loaded=sum(isinstance(item, Report) for item in items),
        rejected=sum(isinstance(item, Rejection) for item in items),
        nil=sum(isinstance(item, Nil) for item in items),
        same=sum(isinstance(item, Same) for item in items),
        updated=sum(isinstance(item, Report) and item.replaces is not None for item in items),
        messages=source.tally.messages,
        chatter=source.tally.chatter,
        reports=tuple((item, register.new_id(), None) for item in items if isinstance(item, Report)),
        rejections=tuple(item for item in items if isinstance(item, Rejection)),
        reasons=reasons_of(item for item in items if isinstance(item, Rejection)),
    )


def _read(delivery: Delivery) -> readers.Source:
    return readers.read(
        delivery.content,
        delivery.filename,
        media_type=delivery.media_type,
        recipe=delivery.recipe,
        as_layer=delivery.layer is not None,
    )


def _load_layer(
    entry: ledger.Entry, files: Files, delivery: Delivery, source: readers.Source, submission: UUID
) -> LayerVersion:
    # Imported here: pandas and rasterio cost a second that a text report should not wait for.
    from ingest import rasters, vectors

    if delivery.layer is None:
        raise InvalidInput(
            "metadata_layer",
            "Berkas spasial memerlukan judul dan sumber (slug, judul, sumber, tanggal, lisensi, akses)",
            "A spatial file needs a title and a source (slug, title, source, date, licence, access)",
            where=delivery.filename,
        )
    if source.kind == "vektor":
        vector = vectors.read_vector(source.content, delivery.filename, meta=delivery.layer)
        version = vectors.load_vector(entry, vector, delivery.layer, files=files, submission=submission)
    else:
        raster = rasters.read_raster(source.content, delivery.filename, meta=delivery.layer)
        version = rasters.load_raster(entry, raster, delivery.layer, files=files, submission=submission)
    return version


def _sender(delivery: Delivery) -> str | None:
    return delivery.agency or delivery.viewer.agency


def _add_receipt(entry: ledger.Entry, delivery: Delivery, submission: UUID, received_at: datetime) -> UUID:
    return register.add_receipt(
        entry, submission, channel=delivery.channel, agency=_sender(delivery), received_at=received_at
    )


@again
def _received_again(database: Database, files: Files, delivery: Delivery, submission: UUID) -> Outcome:
    received_at = delivery.received_at or datetime.now(UTC)
    with ledger.entry(
        database,
        by=delivery.viewer.name,
        why=f"receipt {redaction.unnamed_file(delivery.filename)}",
        recorded_at=delivery.recorded_at,
    ) as entry:
        receipt = _add_receipt(entry, delivery, submission, received_at)
        viewer = delivery.viewer
        verified = desk.verify_waiting(entry, submission, within=viewer.area) if viewer.auto_verify else []
        seq = ledger.resolve(entry.conn).seq
        kept = register.submission(entry.conn, submission, seq=seq, limit=KEPT_ITEMS)
        layers = _another_layer(entry, files, delivery, submission)
    counts = kept["counts"]
    return Outcome(
        submission=submission,
        receipt=receipt,
        kind=kept["kind"],
        duplicate=not layers,
        layers=layers,
        loaded=counts.get("dimuat", 0),
        rejected=counts.get("ditolak", 0),
        kept=tuple(kept["items"]),
        verified=len(verified),
    )


def _another_layer(
    entry: ledger.Entry, files: Files, delivery: Delivery, submission: UUID
) -> tuple[LayerVersion, ...]:
    """The version that bytes known already become under a slug of which they are none yet."""
    if delivery.layer is None or catalogue.is_made_of(entry.conn, delivery.layer.slug, submission):
        return ()
    files.put(delivery.content)
    return (_load_layer(entry, files, delivery, _read(delivery), submission),)


def _counted(
    items: Iterable[Report | Rejection | Nil], progress: Progress | None
) -> Iterator[Report | Rejection | Nil]:
    for done, item in enumerate(items, start=1):
        yield item
        if progress and done % 100 == 0:
            progress(done)


def _outcome(loaded: Loaded, submission: UUID, receipt: UUID, source: readers.Source) -> Outcome:
    return Outcome(
        submission=submission,
        receipt=receipt,
        kind=source.kind,
        messages=source.tally.messages,
        chatter=source.tally.chatter,
        loaded=loaded.loaded,
        rejected=loaded.rejected,
        nil=loaded.nil,
        same=loaded.same,
        updated=loaded.updated,
        reports=tuple((report, key, loaded.events.get(key)) for report, key in loaded.reports),
        rejections=tuple(loaded.rejections),
        reasons=tuple(loaded.reasons.values()),
    )
