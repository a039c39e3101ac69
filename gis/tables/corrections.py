"""Corrections of what a report says, and what the publish rule needs.

A correction of a figure is a new row of `figure`; `figure_correction` says which row it stands for. One of
a report's own words (hazard, time, source …) is a row that holds them all as they are from then on.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from gis.tables.base import TEXTS, TIME, entry_column, metadata
from gis.tables.events import event
from gis.tables.reports import figure, report

report_correction = sa.Table(
    "report_correction",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("source_kind", sa.Text, nullable=False),
    sa.Column("hazard", sa.Text, nullable=False),
    sa.Column("other_hazards", TEXTS, nullable=False),
    sa.Column("occurred_from", TIME, nullable=False),
    sa.Column("occurred_to", TIME, nullable=False),
    sa.Column("occurred_precision", sa.Text, nullable=False),
    sa.Column("kib", sa.Text),
    sa.Column("kib_key", sa.Text),
    sa.Column("is_update", sa.Boolean, nullable=False),
    sa.Column("changed", TEXTS, nullable=False),  # names of what this correction changed; `place` among them
    sa.Column("reason", sa.Text, nullable=False),
    entry_column(),
)
sa.Index("report_correction_report", report_correction.c.report_id, report_correction.c.id)
sa.Index(
    "report_correction_occurred",
    report_correction.c.occurred_from,
    postgresql_where=sa.text("'occurred' = ANY (changed)"),
)

figure_correction = sa.Table(
    "figure_correction",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id), nullable=False),
    # Of one row there is one correction: a second one corrects the row that took its place.
    sa.Column("figure_id", sa.BigInteger, sa.ForeignKey(figure.c.id), nullable=False, unique=True),
    sa.Column("replaced_by", sa.BigInteger, sa.ForeignKey(figure.c.id)),  # null: withdrawn
    sa.Column("reason", sa.Text, nullable=False),
    entry_column(),
)
sa.Index("figure_correction_report", figure_correction.c.report_id)

event_correction = sa.Table(
    "event_correction",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("event_id", UUID, sa.ForeignKey(event.c.id), nullable=False),
    sa.Column("is_bencana", sa.Boolean),  # null: as its hazard has it
    sa.Column("reason", sa.Text, nullable=False),
    entry_column(),
)
sa.Index("event_correction_event", event_correction.c.event_id, event_correction.c.id)

publish_rule = sa.Table(
    "publish_rule",
    metadata,
    sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
    sa.Column("silence_hours", sa.Integer, nullable=False),  # after so long a silent source loses its rank
    entry_column(),
)

REGISTER: tuple[str, ...] = (
    "report_correction",
    "figure_correction",
    "event_correction",
    "publish_rule",
)
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ()
