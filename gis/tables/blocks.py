"""Versions of tile blocks: what changed where; and what low zooms are drawn from."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from gis.tables.base import TIME, metadata
from gis.tables.events import event_state

# Written by triggers only, in the order of `seq` (they take the ledger's lock). A block is a tile that holds
# what changed; z = 0 is the whole layer. `class` is whose view changed, empty for everyone's.
block_version = sa.Table(
    "block_version",
    metadata,
    sa.Column("seq", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("layer", sa.Text, nullable=False),
    sa.Column("class", sa.Text, nullable=False),
    sa.Column("z", sa.SmallInteger, nullable=False),
    sa.Column("x", sa.Integer, nullable=False),
    sa.Column("y", sa.Integer, nullable=False),
    sa.Column("made_at", TIME, server_default=sa.func.now(), nullable=False),
)

# Current events by cell, kept by triggers. `dx`, `dy` are sums of 128ths of the cell.
event_grid = sa.Table(
    "event_grid",
    metadata,
    sa.Column("audience", sa.Text, primary_key=True),
    sa.Column("level", sa.SmallInteger, primary_key=True),
    sa.Column("x", sa.Integer, primary_key=True),
    sa.Column("y", sa.Integer, primary_key=True),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("grave", sa.BigInteger, nullable=False),
    sa.Column("dx", sa.BigInteger, nullable=False),
    sa.Column("dy", sa.BigInteger, nullable=False),
)

# Current events by tile at zooms where they may be too many for signs; the zoom from which on they are not.
event_tile = sa.Table(
    "event_tile",
    metadata,
    sa.Column("audience", sa.Text, primary_key=True),
    sa.Column("z", sa.SmallInteger, primary_key=True),
    sa.Column("x", sa.Integer, primary_key=True),
    sa.Column("y", sa.Integer, primary_key=True),
    sa.Column("n", sa.BigInteger, nullable=False),
)
event_signs = sa.Table(
    "event_signs",
    metadata,
    sa.Column("audience", sa.Text, primary_key=True),
    sa.Column("from_zoom", sa.SmallInteger, nullable=False),
)

# Copies of a vector layer's version that low zooms are drawn from: tables `g_…` and `k_…` in schema
# layer_copies, which is the server's own to fill and drop.
layer_copy = sa.Table(
    "layer_copy",
    metadata,
    sa.Column("slug", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("how", sa.Text, nullable=False),  # titik | cakupan | sendiri
    sa.Column("raw_from", sa.SmallInteger, nullable=False),  # zoom from which the features themselves serve
    sa.Column("bands", ARRAY(sa.SmallInteger), nullable=False),
    sa.Column("grid", sa.Boolean, nullable=False),
    sa.Column("labels", sa.Boolean, nullable=False),
    sa.Column("time_column", sa.Text),
    sa.Column("notes", JSONB, nullable=False),
    sa.Column("made_at", TIME, server_default=sa.func.now(), nullable=False),
)

sa.Index(
    "event_state_point_time",
    event_state.c.point_3857,
    sa.text("tstzrange(occurred_from, occurred_to, '[]')"),
    postgresql_using="gist",
    postgresql_where=event_state.c.known_to.is_(None),
)

REGISTER: tuple[str, ...] = ()
DERIVED: tuple[str, ...] = ("event_grid", "event_tile", "event_signs", "layer_copy")
SERVICE: tuple[str, ...] = ("block_version",)
