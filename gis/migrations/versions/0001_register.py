"""The register, its derived tables and who may touch them."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    """Build everything in an empty database."""
    connection = op.get_bind()
    for name in ("0001_tables.sql", "0001_access.sql"):
        # Through the driver itself: the text holds % and : that are no parameters.
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute((SQL / name).read_text(encoding="utf-8"))
    connection.execute(
        sa.text("INSERT INTO sigap.installation (secret) VALUES (sha256(uuid_send(gen_random_uuid())))")
    )
