"""Silence, and the emergency status of areas."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Bring an installation of 0005 here."""
