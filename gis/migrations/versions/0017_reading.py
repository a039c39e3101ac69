"""What officers read all day, found without reading the whole register."""

from gis.migrations import steps

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Bring an installation of 0016 here."""
    steps.run("0017_reading.sql")
