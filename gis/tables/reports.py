"""What came in: submissions, their receipts and items, and the reports they hold."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

from gis.tables.base import (
    TEXTS,
    TIME,
    entry_column,
    geometry,
    metadata,
    promised_entry_column,
    reference,
)

submission = sa.Table(
    "submission",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False, unique=True),
    sa.Column("filename", sa.Text, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("recipe", sa.Text),
    entry_column(),
)

receipt = sa.Table(
    "receipt",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id), nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("agency", sa.Text),
    sa.Column("received_at", TIME, nullable=False),
    sa.Column("received_by", sa.Text, nullable=False),
    entry_column(),
)
sa.Index("receipt_submission", receipt.c.submission_id)

report = sa.Table(
    "report",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    reference("submission_id", "submission", nullable=False),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),  # agency slug, or the source's own words
    sa.Column("source_kind", sa.Text, nullable=False),  # kind of data/codes/agencies.csv, or `lain`
    sa.Column("hazard", sa.Text, nullable=False),
    sa.Column("other_hazards", TEXTS, nullable=False),
    sa.Column("occurred_from", TIME, nullable=False),
    sa.Column("occurred_to", TIME, nullable=False),
    sa.Column("occurred_precision", sa.Text, nullable=False),
    sa.Column("valid_at", TIME, nullable=False),
    sa.Column("valid_at_known", sa.Boolean, nullable=False),
    sa.Column("kib", sa.Text),
    sa.Column("kib_key", sa.Text),  # the 16 digits of a well-formed kib
    sa.Column("is_update", sa.Boolean, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("blank", TEXTS, nullable=False),  # figure kinds left empty (`kosong`): no number, but asked for
    sa.Column("invented", sa.Boolean, nullable=False),
    promised_entry_column(),
)
sa.Index("report_submission", report.c.submission_id, report.c.ordinal, unique=True)
sa.Index("report_kib_key", report.c.kib_key, postgresql_where=report.c.kib_key.is_not(None))
sa.Index("report_hazard_occurred", report.c.hazard, report.c.occurred_from)
sa.Index("report_entry", report.c.entry)

item = sa.Table(
    "item",
    metadata,
    reference("submission_id", "submission", primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # dimuat | ditolak | nihil
    reference("report_id", "report"),
    sa.Column("code", sa.Text),
    sa.Column("column_name", sa.Text),
    sa.Column("value", sa.Text),
    sa.Column("reason_id", sa.Text),
    sa.Column("reason_en", sa.Text),
    sa.Column("sealed", sa.LargeBinary),  # value and reasons of a row that was not taken, as JSON (gis.vault)
    promised_entry_column(),
)

report_status = sa.Table(
    "report_status",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    reference("report_id", "report", nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # draf | diperiksa | terverifikasi | ditolak
    sa.Column("reason", sa.Text),
    sa.Column("by", sa.Text, nullable=False),
    promised_entry_column(),
)
sa.Index("report_status_report", report_status.c.report_id, report_status.c.id)

report_location = sa.Table(
    "report_location",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    reference("report_id", "report", nullable=False),
    sa.Column("areas", TEXTS, nullable=False),
    sa.Column("area_code", sa.Text, nullable=False),  # the smallest area holding all of `areas`
    geometry("POINT"),
    sa.Column("precision", sa.Text, nullable=False),
    sa.Column("uncertainty_m", sa.Float, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("approximate", sa.Boolean, nullable=False),
    reference("edition_id", "area_edition", kind=sa.Integer, nullable=False),
    promised_entry_column(),
)
sa.Index("report_location_report", report_location.c.report_id, report_location.c.id)
sa.Index(  # by regency, or `19` for more than one
    "report_location_moved",
    sa.func.left(report_location.c.area_code, 5),
    postgresql_where=report_location.c.method == "koreksi",
)

report_text = sa.Table(
    "report_text",
    metadata,
    reference("report_id", "report", primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("content", sa.Text),  # of rows from before texts were sealed
    sa.Column("sealed", sa.LargeBinary),
    promised_entry_column(),
    sa.CheckConstraint("num_nonnulls(content, sealed) = 1", name="report_text_once"),
)

personal_datum = sa.Table(
    "personal_datum",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    reference("report_id", "report", nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("place", JSONB, nullable=False),  # {"span": [from, to]} or {"cell": "Sheet1!Q12"}
    sa.Column("content", sa.Text),  # of rows from before texts were sealed
    sa.Column("sealed", sa.LargeBinary),
    promised_entry_column(),
    sa.CheckConstraint("num_nonnulls(content, sealed) = 1", name="personal_datum_once"),
)
sa.Index("personal_datum_report", personal_datum.c.report_id)

finding = sa.Table(
    "finding",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    reference("report_id", "report", nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("severity", sa.Text, nullable=False),
    sa.Column("id_text", sa.Text, nullable=False),
    sa.Column("en_text", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    promised_entry_column(),
)
sa.Index("finding_report", finding.c.report_id)

figure = sa.Table(
    "figure",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=False), primary_key=True),
    reference("report_id", "report", nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("area_code", sa.Text, nullable=False),  # smallest area holding all it speaks of
    sa.Column("areas", TEXTS, nullable=False),
    sa.Column("total", sa.Boolean, nullable=False),  # speaks of all its report tells of, not of a part
    sa.Column("value", sa.Numeric),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("valid_at", TIME, nullable=False),
    sa.Column("valid_at_known", sa.Boolean, nullable=False),
    sa.Column("approx", sa.Boolean, nullable=False),
    sa.Column("part_of", sa.BigInteger),
    sa.Column("lineage", JSONB, nullable=False),
    sa.Column("reason", sa.Text),
    promised_entry_column(),
    sa.CheckConstraint("value IS NULL OR value >= 0", name="figure_value_not_negative"),
    sa.CheckConstraint(
        "(value IS NULL) = (state IN ('pendataan', 'kosong'))", name="figure_blank_is_not_zero"
    ),
)
sa.Index("figure_report", figure.c.report_id)

nil_report = sa.Table(
    "nil_report",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("areas", TEXTS, nullable=False),
    sa.Column("valid_at", TIME, nullable=False),
    entry_column(),
)

REGISTER: tuple[str, ...] = (
    "submission",
    "receipt",
    "item",
    "report",
    "report_status",
    "report_location",
    "report_text",
    "personal_datum",
    "finding",
    "figure",
    "nil_report",
)
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ()
