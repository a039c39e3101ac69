"""Rows of tables as they came, and the sign-off chain of BNPB's sheet."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from gis.tables.base import TEXTS, entry_column, metadata, promised_entry_column, reference
from gis.tables.reports import submission

sheet_head = sa.Table(
    "sheet_head",
    metadata,
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id), primary_key=True),
    sa.Column("sheet", sa.Text, primary_key=True),
    sa.Column("names", TEXTS, nullable=False),  # the header as written, in its order
    entry_column(),
)

sheet_row = sa.Table(
    "sheet_row",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    reference("submission_id", "submission", nullable=False),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("sheet", sa.Text, nullable=False),
    sa.Column("row_number", sa.Integer, nullable=False),
    sa.Column("recipe", sa.Text, nullable=False),  # `bnpb`, or the recipe's name
    sa.Column("scope", sa.Text, nullable=False),  # recipe and agency: rows of one scope are compared
    sa.Column("identity", sa.Text, nullable=False),  # what stays when a row is corrected
    sa.Column("fingerprint", sa.Text, nullable=False),  # of all its cells
    reference("report_id", "report"),
    reference("replaces", "report"),  # the report of the row as it was before
    sa.Column("day", sa.Date),  # when it happened, as far as the row's cells say
    sa.Column("cells", sa.LargeBinary),  # of BNPB's sheet only; sealed
    promised_entry_column(),
    sa.UniqueConstraint("submission_id", "ordinal"),
)
sa.Index("sheet_row_identity", sheet_row.c.scope, sheet_row.c.identity, sheet_row.c.id)
sa.Index("sheet_row_report", sheet_row.c.report_id)
sa.Index("sheet_row_replaces", sheet_row.c.replaces, postgresql_where=sheet_row.c.replaces.is_not(None))

sign_off = sa.Table(
    "sign_off",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    reference("report_id", "report", nullable=False),
    sa.Column("level", sa.Text, nullable=False),  # kabupaten | provinsi | nasional
    sa.Column("act", sa.Text, nullable=False),  # sah | batal
    sa.Column("origin", sa.Text, nullable=False),  # sigap | lembar
    sa.Column("value", sa.Text),  # the flag's cell, where it came with a sheet
    sa.Column("reason", sa.Text),
    sa.Column("by", sa.Text, nullable=False),
    promised_entry_column(),
    sa.CheckConstraint("level IN ('kabupaten', 'provinsi', 'nasional')", name="sign_off_level"),
    sa.CheckConstraint("act IN ('sah', 'batal')", name="sign_off_act"),
    sa.CheckConstraint("origin IN ('sigap', 'lembar')", name="sign_off_origin"),
)
sa.Index("sign_off_report", sign_off.c.report_id, sign_off.c.level, sign_off.c.id)

REGISTER: tuple[str, ...] = ("sheet_head", "sheet_row", "sign_off")
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ()
