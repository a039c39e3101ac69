"""The ledger: every register row names the entry that wrote it."""

import sqlalchemy as sa

from gis.tables.base import TIME, metadata

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

# Entries that rows of large tables name before the ledger has them, kept by the trigger `refers` of those
# tables: one key put off until the commit instead of one for each row.
promised_entry = sa.Table(
    "promised_entry",
    metadata,
    sa.Column(
        "entry",
        sa.BigInteger,
        sa.ForeignKey(ledger_entry.c.entry, deferrable=True, initially="DEFERRED"),
        primary_key=True,
        autoincrement=False,
    ),
)

REGISTER: tuple[str, ...] = ("ledger_entry",)
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ("promised_entry",)
