"""What migrations are made of: named SQL files, the guard of append-only tables, the schema of jobs."""

import importlib.metadata
import importlib.util
from pathlib import Path

from alembic import op

SQL = Path(__file__).parent / "sql"

_GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sigap.{0}
    FOR EACH STATEMENT EXECUTE FUNCTION sigap.refuse_change();
GRANT SELECT, INSERT ON sigap.{0} TO sigap_app;
"""


def run(name: str) -> None:
    """Run a file of `gis/migrations/sql` whole, and check what it wrote.

    Rows whose references are still to be checked would keep a later step from altering their table.
    """
    _execute((SQL / name).read_text(encoding="utf-8"))
    _execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def append_only(*tables: str) -> None:
    """Let these new tables only grow, for every role."""
    for table in tables:
        _execute(_GUARD.format(table))
    _execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA sigap TO sigap_app")


def queue_schema() -> None:
    """Bring schema `jobs` to what the installed procrastinate expects; safe to run again after it is renewed.

    Its SQL is the library's own. The functions are given their search path, so that a job can be queued
    within any transaction of the server; the public role gets nothing.
    """
    known = _queue_version()
    installed = importlib.metadata.version("procrastinate")
    before = _value("SELECT current_setting('search_path')")
    _execute("CREATE SCHEMA IF NOT EXISTS jobs; SET search_path = jobs")
    for script in queue_scripts(known):
        _execute(script.read_text(encoding="utf-8"))
    _execute(_QUEUE_ACCESS)
    _execute(f"COMMENT ON SCHEMA jobs IS 'procrastinate {installed}'")
    _execute(f"SET search_path = {before}")


def queue_scripts(known: tuple[int, ...] | None) -> list[Path]:
    """The library's SQL files that a database of version `known` still needs; None: it has nothing yet."""
    found = importlib.util.find_spec("procrastinate")
    assert found is not None
    assert found.submodule_search_locations is not None
    folder = Path(found.submodule_search_locations[0]) / "sql"
    if known is None:
        return [folder / "schema.sql"]
    scripts = sorted((folder / "migrations").glob("[0-9]*.sql"))
    return [script for script in scripts if _numbers(script.name.partition("_")[0]) > known]


def _queue_version() -> tuple[int, ...] | None:
    said = _value("SELECT obj_description(to_regnamespace('jobs'), 'pg_namespace')")
    return _numbers(said.removeprefix("procrastinate ")) if said else None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3])


_QUEUE_ACCESS = """
DO $$
DECLARE
    each regprocedure;
BEGIN
    FOR each IN SELECT oid FROM pg_proc WHERE pronamespace = 'jobs'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = jobs, pg_temp', each);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', each);
    END LOOP;
END
$$;
GRANT USAGE ON SCHEMA jobs TO sigap_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO sigap_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO sigap_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA jobs TO sigap_app;
"""


def _value(query: str) -> str | None:
    return op.get_bind().exec_driver_sql(query).scalar_one()


def _execute(text: str) -> None:
    # Through the driver itself: the text holds % and : that are no parameters.
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(text)
