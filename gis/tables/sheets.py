"""Printed sheets."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gis.tables.base import TIME, entry_column, metadata

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
    entry_column(),
)
sa.Index("sheet_number", sheet.c.number)

REGISTER: tuple[str, ...] = ("sheet",)
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ()
