"""Accounts, sessions, keys and the audit log."""

from gis.migrations import steps

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring an installation of 0001 here."""
    steps.run("0002_people.sql")
    steps.run("0002_layer_tables.sql")
    steps.append_only("erasure", "audit")
