"""Versions of tile blocks, counts of events by cell, copies of layers for drawing."""

from gis.migrations import steps

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Bring an installation of 0006 here."""
    steps.run("0007_blocks.sql")
    steps.append_only("block_version")
