"""One answer for a whole zoom to whether events are drawn as signs or counted."""

from gis.migrations import steps

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Bring an installation of 0019 here."""
    steps.run("0020_steady_signs.sql")
