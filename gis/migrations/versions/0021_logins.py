"""Logins of an account are found without reading the log of a month."""

from gis.migrations import steps

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Bring an installation of 0020 here."""
    steps.run("0021_logins.sql")
