"""Decisions on which report tells of which event."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Bring an installation of 0003 here."""
