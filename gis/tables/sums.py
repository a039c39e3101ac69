"""Sums of events within one WIB month, by area and hazard: cells, what each holds, and what it held when."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from gis.tables.base import TIME, metadata

# Kinds of figures as small numbers, in the order that they were first summed.
summary_kind = sa.Table(
    "summary_kind",
    metadata,
    sa.Column("id", sa.SmallInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False, unique=True),
)

# One row a month, area (the first `depth` parts of its code: province, regency, kecamatan) and hazard. None
# is ever taken away: a cell with nothing in it has a version that says so.
summary_cell = sa.Table(
    "summary_cell",
    metadata,
    sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("depth", sa.SmallInteger, nullable=False),
    sa.Column("month", sa.Date, nullable=False),
    sa.Column("area_code", sa.Text, nullable=False),
    sa.Column("hazard", sa.Text, nullable=False),
    sa.Column("is_bencana", sa.Boolean, nullable=False),
)
sa.Index(
    "summary_cell_named",
    summary_cell.c.audience,
    summary_cell.c.depth,
    summary_cell.c.month,
    summary_cell.c.area_code,
    summary_cell.c.hazard,
    summary_cell.c.is_bencana,
    unique=True,
    postgresql_include=["id"],
)

# What a cell holds now, with all that the next change needs. `figures` is {kind: [sum of shares, events with
# a number, events that speak of it, and of those: approximate, disputed, with an assumed moment, still
# counting]}: all of it can be added to and taken from.
summary_now = sa.Table(
    "summary_now",
    metadata,
    sa.Column("cell", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("valid_at", TIME),
    sa.Column("figures", JSONB, nullable=False),
    postgresql_with={"fillfactor": 70},
)

# What a cell held from that entry until its next row: for each of `kinds` its sum, how many events gave a
# number, and in `flags` whether any of them was approximate (1), disputed (2), assumed (4), counting (8).
summary_block = sa.Table(
    "summary_block",
    metadata,
    sa.Column("cell", sa.Integer, nullable=False),
    sa.Column("known_from", sa.BigInteger, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("valid_at", TIME),
    sa.Column("kinds", ARRAY(sa.SmallInteger), nullable=False),
    sa.Column("sums", ARRAY(sa.Numeric), nullable=False),
    sa.Column("reported", ARRAY(sa.Integer), nullable=False),
    sa.Column("flags", ARRAY(sa.SmallInteger), nullable=False),
    sa.PrimaryKeyConstraint("cell", "known_from"),
)

# From which entry on the cells of a depth are complete. Written when an installation is migrated, not later.
summary_since = sa.Table(
    "summary_since",
    metadata,
    sa.Column("depth", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
)

REGISTER: tuple[str, ...] = ()
DERIVED: tuple[str, ...] = ("summary_kind", "summary_cell", "summary_now", "summary_block")
SERVICE: tuple[str, ...] = ("summary_since",)
