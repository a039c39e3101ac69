"""Corrections of reports, and what the publish rule needs."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Bring an installation of 0004 here."""
