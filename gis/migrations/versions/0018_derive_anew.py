"""Whether derived rows are to be made anew."""

from gis.migrations import steps

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Bring an installation of 0017 here."""
    steps.run("0018_derive_anew.sql")
