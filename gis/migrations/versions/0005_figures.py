"""Corrections of reports, what the publish rule needs, and sums by month."""

from gis.migrations import steps

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Bring an installation of 0004 here."""
    steps.run("0005_figures.sql")
    steps.append_only("report_correction", "figure_correction", "event_correction", "publish_rule")
