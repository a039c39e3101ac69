"""References of the large register tables looked at once a statement."""

from gis.migrations import steps

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Bring an installation of 0014 here."""
    steps.run("0015_references.sql")
    steps.append_only("promised_entry")
