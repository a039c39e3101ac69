"""The declared tables. `gis/migrations` builds them; a test proves that both agree.

Three kinds, by who may change a row:

- *register* tables are append-only: the application role may only SELECT and INSERT, and a trigger
  refuses the rest for everyone;
- *derived* tables are computed from the register within the same transaction and may be rebuilt;
- *service* tables (tokens, the installation's secret) are neither history nor derived.

Every register row carries `entry`, the ledger entry that wrote it.
"""

from typing import Any

import sqlalchemy as sa
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

SCHEMA = "sigap"
metadata = sa.MetaData(schema=SCHEMA)

TEXTS = ARRAY(sa.Text)
TIME = sa.DateTime(timezone=True)


def _entry() -> sa.Column[int]:
    # Deferred: the ledger row is the transaction's last statement, so that entries appear in order.
    return sa.Column(
        "entry",
        sa.BigInteger,
        sa.ForeignKey(f"{SCHEMA}.ledger_entry.entry", deferrable=True, initially="DEFERRED"),
        nullable=False,
    )


def _geometry(kind: str, name: str = "geom", srid: int = 4326, *, nullable: bool = True) -> sa.Column[Any]:
    column_type = Geometry(kind, srid=srid, spatial_index=False)
    return sa.Column(name, column_type, nullable=nullable)


def _web_mercator(source: str, name: str, kind: str) -> sa.Column[Any]:
    return sa.Column(
        name,
        Geometry(kind, srid=3857, spatial_index=False),
        sa.Computed(f"st_transform({source}, 3857)", persisted=True),
    )


ledger_entry = sa.Table(
    "ledger_entry",
    metadata,
    sa.Column("entry", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.BigInteger, nullable=False, unique=True),
    sa.Column("recorded_at", TIME, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
)
sa.Index("ledger_entry_recorded_at", ledger_entry.c.recorded_at)

area_edition = sa.Table(
    "area_edition",
    metadata,
    sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
    sa.Column("slug", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("decree", sa.Text, nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date),
    sa.Column("indicative", sa.Boolean, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    _entry(),
)

area = sa.Table(
    "area",
    metadata,
    sa.Column("edition_id", sa.Integer, sa.ForeignKey(area_edition.c.id), primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("bps_code", sa.Text),
    sa.Column("level", sa.SmallInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("parent", sa.Text),
    sa.Column("aliases", TEXTS, nullable=False),
    _geometry("MULTIPOLYGON"),
    _web_mercator("geom", "geom_3857", "MULTIPOLYGON"),
    _geometry("POINT", "label_point", nullable=False),
    sa.Column("radius_m", sa.Float, nullable=False),
    sa.Column("area_km2", sa.Float),
    sa.Column("population", sa.Integer),
    _entry(),
)
sa.Index("area_geom_3857", area.c.geom_3857, postgresql_using="gist")

area_gen = sa.Table(
    "area_gen",
    metadata,
    sa.Column("edition_id", sa.Integer, sa.ForeignKey(area_edition.c.id), primary_key=True),
    sa.Column("zoom", sa.SmallInteger, primary_key=True),  # serves this zoom and finer, up to the next row's
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("level", sa.SmallInteger, nullable=False),
    _geometry("MULTIPOLYGON", "geom_3857", 3857, nullable=False),
)
sa.Index("area_gen_geom_3857", area_gen.c.geom_3857, postgresql_using="gist")

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
    _entry(),
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
    _entry(),
)
sa.Index("receipt_submission", receipt.c.submission_id)

report = sa.Table(
    "report",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id), nullable=False),
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
    _entry(),
)
sa.Index("report_submission", report.c.submission_id, report.c.ordinal, unique=True)
sa.Index("report_kib_key", report.c.kib_key, postgresql_where=report.c.kib_key.is_not(None))
sa.Index("report_hazard_occurred", report.c.hazard, report.c.occurred_from)
sa.Index("report_entry", report.c.entry)

item = sa.Table(
    "item",
    metadata,
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id), primary_key=True),
    sa.Column("ordinal", sa.Integer, primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # dimuat | ditolak | nihil
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id)),
    sa.Column("code", sa.Text),
    sa.Column("column_name", sa.Text),
    sa.Column("value", sa.Text),
    sa.Column("reason_id", sa.Text),
    sa.Column("reason_en", sa.Text),
    _entry(),
)

report_status = sa.Table(
    "report_status",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id), nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # draf | diperiksa | terverifikasi | ditolak
    sa.Column("reason", sa.Text),
    sa.Column("by", sa.Text, nullable=False),
    _entry(),
)
sa.Index("report_status_report", report_status.c.report_id, report_status.c.id)

report_location = sa.Table(
    "report_location",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id), nullable=False),
    sa.Column("areas", TEXTS, nullable=False),
    sa.Column("area_code", sa.Text, nullable=False),  # the smallest area holding all of `areas`
    _geometry("POINT"),
    sa.Column("precision", sa.Text, nullable=False),
    sa.Column("uncertainty_m", sa.Float, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("approximate", sa.Boolean, nullable=False),
    sa.Column("edition_id", sa.Integer, sa.ForeignKey(area_edition.c.id), nullable=False),
    _entry(),
)
sa.Index("report_location_report", report_location.c.report_id, report_location.c.id)

report_text = sa.Table(
    "report_text",
    metadata,
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id), primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
    _entry(),
)

personal_datum = sa.Table(
    "personal_datum",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("place", JSONB, nullable=False),  # {"span": [from, to]} or {"cell": "Sheet1!Q12"}
    sa.Column("content", sa.Text, nullable=False),
    _entry(),
)
sa.Index("personal_datum_report", personal_datum.c.report_id)

finding = sa.Table(
    "finding",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id), nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("severity", sa.Text, nullable=False),
    sa.Column("id_text", sa.Text, nullable=False),
    sa.Column("en_text", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    _entry(),
)
sa.Index("finding_report", finding.c.report_id)

figure = sa.Table(
    "figure",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=False), primary_key=True),
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id), nullable=False),
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
    _entry(),
    sa.CheckConstraint("value IS NULL OR value >= 0", name="figure_value_not_negative"),
    sa.CheckConstraint(
        "(value IS NULL) = (state IN ('pendataan', 'kosong'))", name="figure_blank_is_not_zero"
    ),
)
sa.Index("figure_report", figure.c.report_id)

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("num", sa.BigInteger, sa.Identity(always=False), nullable=False, unique=True),
    _entry(),
)

event_link = sa.Table(
    "event_link",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id), nullable=False),
    sa.Column("event_id", UUID, sa.ForeignKey(event.c.id), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    _entry(),
)
sa.Index("event_link_report", event_link.c.report_id, event_link.c.id)
sa.Index("event_link_event", event_link.c.event_id)

nil_report = sa.Table(
    "nil_report",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("areas", TEXTS, nullable=False),
    sa.Column("valid_at", TIME, nullable=False),
    _entry(),
)

layer_version = sa.Table(
    "layer_version",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("slug", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # vektor | raster
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("source_date", sa.Date),
    sa.Column("licence", sa.Text, nullable=False),
    sa.Column("access", sa.Text, nullable=False),  # publik | terbatas | rahasia
    sa.Column("table_name", sa.Text),
    sa.Column("file_sha256", sa.Text),
    sa.Column("geometry_type", sa.Text),
    sa.Column("feature_count", sa.BigInteger),
    sa.Column("attributes", JSONB, nullable=False),
    sa.Column("bbox", ARRAY(sa.Float), nullable=False),
    sa.Column("minzoom", sa.SmallInteger, nullable=False),
    sa.Column("maxzoom", sa.SmallInteger, nullable=False),
    sa.Column("style", JSONB, nullable=False),
    sa.Column("invented", sa.Boolean, nullable=False),
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id)),
    _entry(),
    sa.UniqueConstraint("slug", "version"),
)

source_rank = sa.Table(
    "source_rank",
    metadata,
    sa.Column("figure_group", sa.Text, primary_key=True),  # group of data/codes/figures.csv, or `*`
    sa.Column("source_kind", sa.Text, primary_key=True),
    sa.Column("rank", sa.SmallInteger, nullable=False),  # 1 is believed first
    _entry(),
)

figure_kind = sa.Table(
    "figure_kind",
    metadata,
    sa.Column("slug", sa.Text, primary_key=True),
    sa.Column("figure_group", sa.Text, nullable=False),
    _entry(),
)

hazard = sa.Table(
    "hazard",
    metadata,
    sa.Column("slug", sa.Text, primary_key=True),
    sa.Column("label_id", sa.Text, nullable=False),
    sa.Column("is_bencana", sa.Boolean, nullable=False),
    _entry(),
)

sheet = sa.Table(
    "sheet",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("product", sa.Text, nullable=False),
    sa.Column("paper", sa.Text, nullable=False),
    sa.Column("lang", sa.Text, nullable=False),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),  # last entry that changed its scope
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("valid_at", TIME, nullable=False),
    sa.Column("file_sha256", sa.Text, nullable=False),
    sa.Column("request", JSONB, nullable=False),
    _entry(),
)
sa.Index("sheet_number", sheet.c.number)

event_state = sa.Table(
    "event_state",
    metadata,
    sa.Column("event_id", UUID, nullable=False),
    sa.Column("num", sa.BigInteger, nullable=False),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("known_from", sa.BigInteger, nullable=False),
    sa.Column("known_to", sa.BigInteger),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("hazard", sa.Text, nullable=False),
    sa.Column("other_hazards", TEXTS, nullable=False),
    sa.Column("is_bencana", sa.Boolean, nullable=False),
    sa.Column("severity", sa.SmallInteger, nullable=False),
    sa.Column("occurred_from", TIME, nullable=False),
    sa.Column("occurred_to", TIME, nullable=False),
    sa.Column("occurred_precision", sa.Text, nullable=False),
    sa.Column("area_code", sa.Text, nullable=False),  # the smallest area holding all of `areas`
    sa.Column("areas", TEXTS, nullable=False),
    sa.Column("drawn_areas", TEXTS, nullable=False),  # drawn instead of a dot where the place is that coarse
    sa.Column("area_path", TEXTS, nullable=False),  # areas and all above them
    sa.Column("precision", sa.Text, nullable=False),
    sa.Column("uncertainty_m", sa.Float, nullable=False),
    sa.Column("approximate", sa.Boolean, nullable=False),
    sa.Column("verified", sa.Boolean, nullable=False),
    sa.Column("invented", sa.Boolean, nullable=False),
    sa.Column("reports", sa.Integer, nullable=False),
    sa.Column("sources", sa.Integer, nullable=False),
    sa.Column("valid_at", TIME, nullable=False),
    sa.Column("figures", JSONB, nullable=False),
    _geometry("POINT", "point", nullable=False),
    _web_mercator("point", "point_3857", "POINT"),
    sa.PrimaryKeyConstraint("event_id", "audience", "known_from"),
)
sa.Index("event_state_point_3857", event_state.c.point_3857, postgresql_using="gist")
sa.Index("event_state_occurred", event_state.c.occurred_from)
sa.Index("event_state_area_path", event_state.c.area_path, postgresql_using="gin")
sa.Index(
    "event_state_current",
    event_state.c.event_id,
    event_state.c.audience,
    postgresql_where=event_state.c.known_to.is_(None),
    unique=True,
)

published_figure = sa.Table(
    "published_figure",
    metadata,
    sa.Column("event_id", UUID, nullable=False),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("total", sa.Boolean, nullable=False),
    sa.Column("area_code", sa.Text, nullable=False),
    sa.Column("known_from", sa.BigInteger, nullable=False),
    sa.Column("known_to", sa.BigInteger),
    sa.Column("value", sa.Numeric),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("approx", sa.Boolean, nullable=False),
    sa.Column("low", sa.Numeric),
    sa.Column("high", sa.Numeric),
    sa.Column("counting", sa.Boolean, nullable=False),  # a later word says: still being counted
    sa.Column("report_id", UUID, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("valid_at", TIME, nullable=False),
    sa.Column("dissent", JSONB, nullable=False),
    # What this row adds to sums over areas: a total's share is what its parts do not explain.
    sa.Column("share", sa.Numeric),
    sa.PrimaryKeyConstraint("event_id", "audience", "kind", "total", "area_code", "known_from"),
)
sa.Index(
    "published_figure_current",
    published_figure.c.event_id,
    published_figure.c.audience,
    published_figure.c.kind,
    published_figure.c.total,
    published_figure.c.area_code,
    postgresql_where=published_figure.c.known_to.is_(None),
    unique=True,
)

api_token = sa.Table(
    "api_token",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("secret_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("auto_verify", sa.Boolean, nullable=False),
    sa.Column("agency", sa.Text),
    sa.Column("created_at", TIME, nullable=False),
    sa.Column("expires_at", TIME),
)

installation = sa.Table(
    "installation",
    metadata,
    sa.Column("singleton", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("secret", sa.LargeBinary, nullable=False),  # key of sheet codes, random per installation
    sa.CheckConstraint("singleton", name="installation_is_one_row"),
)

REGISTER = (
    "ledger_entry",
    "area_edition",
    "area",
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
    "event",
    "event_link",
    "nil_report",
    "layer_version",
    "sheet",
    "source_rank",
    "figure_kind",
    "hazard",
)
"""Append-only tables."""

DERIVED = ("area_gen", "event_state", "published_figure")
SERVICE = ("api_token", "installation")
