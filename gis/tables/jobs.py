"""What became of the jobs of the queue, whose own tables are in schema `jobs`."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gis.tables.base import TIME, metadata

job_outcome = sa.Table(
    "job_outcome",
    metadata,
    sa.Column("job_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("progress", JSONB),
    sa.Column("result", JSONB),
    sa.Column("error", JSONB),  # code, id, en, where
    sa.Column("changed_at", TIME, server_default=sa.func.now(), nullable=False),
)

REGISTER: tuple[str, ...] = ()
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = ("job_outcome",)
