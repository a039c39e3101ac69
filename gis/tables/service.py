"""What is neither history nor derived: programs' tokens and the installation's secret."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from gis.tables.base import TEXTS, TIME, metadata

api_token = sa.Table(
    "api_token",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("secret_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("auto_verify", sa.Boolean, nullable=False),
    sa.Column("agency", sa.Text),
    sa.Column("created_at", TIME, nullable=False),
    sa.Column("expires_at", TIME),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("area", sa.Text),
    sa.Column("scope", TEXTS),  # permissions, a part of its role's; null: all of them
    sa.Column("made_by", sa.Text),
    sa.Column("revoked_at", TIME),
    sa.Column("sector", sa.Text),  # whose figures an opd reads
    sa.CheckConstraint("role <> 'petugas_kabupaten' OR area IS NOT NULL", name="api_token_regency"),
)

installation = sa.Table(
    "installation",
    metadata,
    sa.Column("singleton", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("secret", sa.LargeBinary, nullable=False),  # key of sheet codes, random per installation
    # Derived rows are of an earlier release: they are made anew by whoever opens the database next.
    sa.Column("derive_anew", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.CheckConstraint("singleton", name="installation_is_one_row"),
)

REGISTER: tuple[str, ...] = ()
DERIVED: tuple[str, ...] = ()
SERVICE: tuple[str, ...] = (
    "api_token",
    "installation",
)
