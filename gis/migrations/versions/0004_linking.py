"""Decisions on which report tells of which event."""

from gis.migrations import steps

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Bring an installation of 0003 here."""
    steps.run("0004_linking.sql")
    steps.append_only("report_trait", "link_candidate", "link_answer", "link_act")
