"""Events, the reports that tell of them, and what is derived from both."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

from gis.tables.base import (
    TEXTS,
    TIME,
    geometry,
    metadata,
    promised_entry_column,
    reference,
    web_mercator,
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("num", sa.BigInteger, sa.Identity(always=False), nullable=False, unique=True),
    promised_entry_column(),
)

event_link = sa.Table(
    "event_link",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    reference("report_id", "report", nullable=False),
    reference("event_id", "event", nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    promised_entry_column(),
)
sa.Index("event_link_report", event_link.c.report_id, event_link.c.id)
sa.Index("event_link_event", event_link.c.event_id)

event_state = sa.Table(
    "event_state",
    metadata,
    sa.Column("event_id", UUID, nullable=False),
    sa.Column("num", sa.BigInteger, nullable=False),
    # `petugas` or `publik`; `semua`: one row for both, of an event that they read alike
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
    geometry("POINT", "point", nullable=False),
    web_mercator("point", "point_3857", "POINT"),
    sa.Column("valid_at_known", sa.Boolean, nullable=False),  # whether `valid_at` was said, not assumed
    # The WIB month that holds all of the occurrence; null where it reaches over a month's end.
    sa.Column(
        "block_month",
        sa.Date,
        sa.Computed(
            "CASE WHEN occurred_to > occurred_from AND occurred_to <= (date_trunc('month', occurred_from "
            "AT TIME ZONE 'Asia/Jakarta') + '1 mon'::interval) AT TIME ZONE 'Asia/Jakarta' "
            "THEN date_trunc('month', occurred_from AT TIME ZONE 'Asia/Jakarta')::date END",
            persisted=True,
        ),
    ),
    sa.PrimaryKeyConstraint("event_id", "audience", "known_from"),
)
sa.Index("event_state_point_3857", event_state.c.point_3857, postgresql_using="gist")
sa.Index("event_state_area_path", event_state.c.area_path, postgresql_using="gin")
sa.Index(
    "event_state_current",
    event_state.c.event_id,
    event_state.c.audience,
    postgresql_where=event_state.c.known_to.is_(None),
    unique=True,
)

sa.Index(
    "event_state_block",
    event_state.c.block_month,
    event_state.c.hazard,
    event_state.c.audience,
    postgresql_where=event_state.c.known_to.is_(None),
)
sa.Index(
    "event_state_no_block",
    event_state.c.occurred_from,
    postgresql_where=event_state.c.block_month.is_(None),
)
sa.Index("event_state_known_from", event_state.c.known_from)
sa.Index(
    "event_state_known_to",
    event_state.c.known_to,
    postgresql_where=event_state.c.known_to.is_not(None),
)
sa.Index(
    "event_state_listed",
    event_state.c.occurred_from,
    event_state.c.num,
    postgresql_include=[
        "audience",
        "event_id",
        "occurred_to",
        "known_from",
        "known_to",
        "hazard",
        "other_hazards",
        "verified",
    ],
)
sa.Index(
    "event_state_drawn",
    event_state.c.drawn_areas,
    postgresql_using="gin",
    postgresql_where=event_state.c.drawn_areas != sa.text("'{}'"),
)

published_figure = sa.Table(
    "published_figure",
    metadata,
    sa.Column("event_id", UUID, nullable=False),
    sa.Column("audience", sa.Text, nullable=False),  # as that of the event's states
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
    sa.Column("valid_at_known", sa.Boolean, nullable=False),  # false: `valid_at` is only when it came in
    sa.Column("corrected", sa.Boolean, nullable=False),  # by an officer, with a reason
    sa.Column(
        "figure_id", sa.BigInteger
    ),  # the register's row that says so; null: derived before it was kept
    sa.PrimaryKeyConstraint("event_id", "audience", "kind", "total", "area_code", "known_from"),
)
sa.Index("published_figure_known_from", published_figure.c.known_from)
sa.Index(
    "published_figure_known_to",
    published_figure.c.known_to,
    postgresql_where=published_figure.c.known_to.is_not(None),
)

# Which entries changed how an event reads, whether its state or a figure.
event_change = sa.Table(
    "event_change",
    metadata,
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("num", sa.BigInteger, nullable=False),
    sa.Column("event_id", UUID, nullable=False),
    sa.PrimaryKeyConstraint("audience", "seq", "num"),
)

REGISTER: tuple[str, ...] = (
    "event",
    "event_link",
)
DERIVED: tuple[str, ...] = (
    "event_state",
    "published_figure",
    "event_change",
)
SERVICE: tuple[str, ...] = ()
