"""Where values sealed with a submission's own key live on when one report of it is erased."""

from gis.migrations import steps

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Bring an installation of 0022 here."""
    steps.run("0023_resealed.sql")
