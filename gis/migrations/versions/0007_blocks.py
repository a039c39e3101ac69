"""Versions of tile blocks."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Bring an installation of 0006 here."""
