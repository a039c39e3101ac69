"""One spatial index for a layer's table."""

from gis.migrations import steps

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Bring an installation of 0011 here."""
    steps.run("0012_layer_index.sql")
