"""What the catalogue says of layers, and their statistics."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Bring an installation of 0007 here."""
