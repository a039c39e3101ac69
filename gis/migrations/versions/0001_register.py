"""The register, its derived tables and who may touch them."""

import sqlalchemy as sa
from alembic import op

from gis.migrations import steps

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Build everything in an empty database."""
    steps.run("0001_tables.sql")
    steps.run("0001_access.sql")
    op.get_bind().execute(
        sa.text("INSERT INTO sigap.installation (secret) VALUES (sha256(uuid_send(gen_random_uuid())))")
    )
