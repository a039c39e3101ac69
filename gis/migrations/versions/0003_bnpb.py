"""BNPB's sheet kept row by row, and its sign-off chain."""

from gis.migrations import steps

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Bring an installation of 0002 here."""
    steps.run("0003_bnpb.sql")
    steps.append_only("sheet_head", "sheet_row", "sign_off")
