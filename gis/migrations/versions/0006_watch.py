"""The emergency status of areas, reports beside earlier messages, and indexes of the officer's desk."""

from gis.migrations import steps

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Bring an installation of 0005 here."""
    steps.run("0006_watch.sql")
    steps.append_only("emergency_status")
