"""Indexes by which linking finds corrected reports."""

from gis.migrations import steps

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Bring an installation of 0018 here."""
    steps.run("0019_corrected_links.sql")
