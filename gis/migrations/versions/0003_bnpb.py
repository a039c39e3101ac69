"""BNPB's sheet kept row by row, and its sign-off chain."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Bring an installation of 0002 here."""
