"""One derived row for all readers of an event that they read alike."""

from gis.migrations import steps

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Bring an installation of 0021 here."""
    steps.run("0022_shared_rows.sql")
