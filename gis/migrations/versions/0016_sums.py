"""Sums by month in narrow rows, and of kecamatan too."""

from gis.migrations import steps

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Bring an installation of 0015 here."""
    steps.run("0016_sums.sql")
