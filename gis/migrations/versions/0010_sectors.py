"""The sector that an agency's officer reads figures of."""

from gis.migrations import steps

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Bring an installation of 0009 here."""
    steps.run("0010_sectors.sql")
