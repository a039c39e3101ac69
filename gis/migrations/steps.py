"""What migrations are made of: named SQL files, and the guard of append-only tables."""

from pathlib import Path

from alembic import op

SQL = Path(__file__).parent / "sql"

_GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sigap.{0}
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.refuse_change();
GRANT SELECT, INSERT ON sigap.{0} TO sigap_app;
"""


def run(name: str) -> None:
    """Run a file of `gis/migrations/sql` whole."""
    _execute((SQL / name).read_text(encoding="utf-8"))


def append_only(*tables: str) -> None:
    """Let these new tables only grow, for every role."""
    for table in tables:
        _execute(_GUARD.format(table))
    _execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA sigap TO sigap_app")


def _execute(text: str) -> None:
    # Through the driver itself: the text holds % and : that are no parameters.
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(text)
