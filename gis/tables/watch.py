"""What the officer's desk watches: the emergency status of areas, and reports beside earlier messages."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

from gis.tables.base import TEXTS, entry_column, metadata
from gis.tables.reports import receipt, report_location, report_status

emergency_status = sa.Table(
    "emergency_status",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    # The row that declared it; extensions, an early end and a withdrawal are rows of the same declaration.
    sa.Column("declaration_id", UUID, nullable=False),
    sa.Column("act", sa.Text, nullable=False),  # tetap | perpanjang | akhiri | batal
    sa.Column("level", sa.Text, nullable=False),  # of gis.watch.LEVELS
    sa.Column("hazard", sa.Text),  # NULL: whatever comes
    sa.Column("areas", TEXTS, nullable=False),
    sa.Column("decree", sa.Text, nullable=False),  # number of the SK of this act
    sa.Column("issued_by", sa.Text, nullable=False),
    sa.Column("issued_on", sa.Date),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date, nullable=False),  # the last day it holds, from this act on
    sa.Column("reason", sa.Text),
    sa.Column("by", sa.Text, nullable=False),
    entry_column(),
    sa.CheckConstraint("act IN ('tetap', 'perpanjang', 'akhiri', 'batal')", name="emergency_status_act"),
    sa.CheckConstraint("ends_on >= starts_on", name="emergency_status_period"),
)
sa.Index("emergency_status_declaration", emergency_status.c.declaration_id, emergency_status.c.entry)

comparison = sa.Table(
    "comparison",
    metadata,
    sa.Column("report_id", UUID, nullable=False),
    sa.Column("known_from", sa.BigInteger, nullable=False),
    sa.Column("known_to", sa.BigInteger),
    sa.Column("event_id", UUID, nullable=False),
    sa.Column("findings", JSONB, nullable=False),  # as `gis.report.Finding.as_dict` gives them
    sa.PrimaryKeyConstraint("report_id", "known_from"),
)
sa.Index("comparison_event", comparison.c.event_id, postgresql_where=comparison.c.known_to.is_(None))

# The stretches in which a report waits for somebody to decide, from the entry that began it to that which
# ended it. Kept by a trigger on `report_status`.
waiting = sa.Table(
    "waiting",
    metadata,
    sa.Column("report_id", UUID, nullable=False),
    sa.Column("from_entry", sa.BigInteger, nullable=False),
    sa.Column("to_entry", sa.BigInteger),
    sa.PrimaryKeyConstraint("report_id", "from_entry"),
)
sa.Index("waiting_still", waiting.c.report_id, postgresql_where=waiting.c.to_entry.is_(None), unique=True)
sa.Index("waiting_until", waiting.c.to_entry)

sa.Index(
    "report_location_area",
    report_location.c.area_code,
    postgresql_ops={"area_code": "text_pattern_ops"},
)
sa.Index("receipt_received_at", receipt.c.received_at)
sa.Index("report_status_status", report_status.c.status, report_status.c.report_id)

REGISTER: tuple[str, ...] = ("emergency_status",)
DERIVED: tuple[str, ...] = ("comparison", "waiting")
SERVICE: tuple[str, ...] = ()
