"""One derived row for all readers of an event that they read alike."""

from gis.migrations import steps

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Bring an installation of 0020 here."""
    steps.run("0021_shared_rows.sql")
