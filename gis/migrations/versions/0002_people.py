"""Accounts, sessions, keys and the audit log."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring an installation of 0001 here."""
