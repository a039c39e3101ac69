"""Code lists that SQL needs, copied from `data/codes`."""

import sqlalchemy as sa

from gis.tables.base import entry_column, metadata

source_rank = sa.Table(
    "source_rank",
    metadata,
    sa.Column("figure_group", sa.Text, primary_key=True),  # group of data/codes/figures.csv, or `*`
    sa.Column("source_kind", sa.Text, primary_key=True),
    sa.Column("rank", sa.SmallInteger, nullable=False),  # 1 is believed first
    entry_column(),
)

figure_kind = sa.Table(
    "figure_kind",
    metadata,
    sa.Column("slug", sa.Text, primary_key=True),
    sa.Column("figure_group", sa.Text, nullable=False),
    entry_column(),
)

hazard = sa.Table(
    "hazard",
    metadata,
    sa.Column("slug", sa.Text, primary_key=True),
    sa.Column("label_id", sa.Text, nullable=False),
    sa.Column("is_bencana", sa.Boolean, nullable=False),
    entry_column(),
)

REGISTER: tuple[str, ...] = (
    "source_rank",
    "figure_kind",
    "hazard",
)
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ()
