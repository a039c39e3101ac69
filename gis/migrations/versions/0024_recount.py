"""The middle of the events of each cell of the map, counted once more."""

from gis.migrations import steps

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Bring an installation of 0023 here."""
    steps.run("0024_recount.sql")
