"""Layers of other servers: which they are, and what came of fetching them."""

from gis.migrations import steps

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Bring an installation of 0010 here."""
    steps.run("0011_remote_layers.sql")
    steps.append_only("remote_layer", "remote_fetch")
