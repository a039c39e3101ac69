"""Layers may keep measures (M)."""

from gis.migrations import steps

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Bring an installation of 0013 here."""
    steps.run("0014_measures.sql")
