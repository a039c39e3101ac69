"""Keys of single reports, so that one of many can be erased."""

from gis.migrations import steps

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Bring an installation of 0012 here."""
    steps.run("0013_part_keys.sql")
