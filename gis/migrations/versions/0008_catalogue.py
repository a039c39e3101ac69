"""What the catalogue says of layers, and their statistics."""

from gis.migrations import steps

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Bring an installation of 0007 here."""
    steps.run("0008_catalogue.sql")
    steps.append_only("zonal_statistic")
