"""Who may log in, their sessions, what they did; and the keys of what is personal."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from gis.tables.base import TIME, entry_column, metadata
from gis.tables.reports import report, submission

submission_key = sa.Table(
    "submission_key",
    metadata,
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id), primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),  # sealed with the master key
    sa.Column("master", sa.Text, nullable=False),  # fingerprint of that master key
    sa.Column("made_at", TIME, nullable=False, server_default=sa.func.now()),
)

erasure = sa.Table(
    "erasure",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("submission_id", UUID, sa.ForeignKey(submission.c.id), nullable=False),
    sa.Column("report_id", UUID, sa.ForeignKey(report.c.id)),  # the one that was asked for
    sa.Column("sha256", sa.Text, nullable=False),  # of the original that is gone
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    entry_column(),
)
sa.Index("erasure_submission", erasure.c.submission_id, unique=True)

REGISTER: tuple[str, ...] = ("erasure",)
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ("submission_key",)
