"""The queue of jobs, and what became of each."""

from gis.migrations import steps

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Bring an installation of 0008 here."""
    steps.queue_schema()
    steps.run("0009_jobs.sql")
