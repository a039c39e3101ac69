"""What every test may ask for: an embedded PostGIS of the run's own, and a fresh database of it.

One cluster serves the whole run, also when pytest-xdist splits it over processes. A template database holds
the migrations, code lists and indicative areas; each test that asks for `database` gets a copy.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from gis import code_lists, db, ledger, postgis, roles
from gis.db import Database
from gis.postgis import Cluster
from gis.settings import Settings
from ingest import areas, editions, indicative
from tests import portal as portals
from tests.portal import Portal

ROOT = Path(__file__).parent.parent
TEMPLATE = "sigap_contoh"
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
"""When the template's code lists and areas were recorded: before anything a test records."""

_numbers = count(1)


@pytest.fixture(scope="session", autouse=True)
def _own_environment() -> Iterator[None]:
    """No setting of the person at this machine reaches a test."""
    patch = pytest.MonkeyPatch()
    for name in [name for name in os.environ if name.startswith("SIGAP_")]:
        if name not in ("SIGAP_PG_BIN", "SIGAP_SHARED_DATA"):
            patch.delenv(name)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The run's embedded cluster: its template database is ready."""
    pg_bin = os.environ.get("SIGAP_PG_BIN")
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # the same for all workers
    with postgis.running(folder / "var", pg_bin=Path(pg_bin) if pg_bin else None) as running:
        with _alone(folder / "template.lock"):
            _make_template(running)
        yield running
    if not running.pid():
        shutil.rmtree(running.home, ignore_errors=True)


@pytest.fixture
def settings(cluster: Cluster, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an installation of the test's own: a fresh database and an empty `var`."""
    name = f"uji_{os.getpid()}_{next(_numbers)}"
    with _superuser(cluster) as conn:
        # Copying files is twice as quick as the default, which writes every page to the log.
        words = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
        conn.execute(words.format(*map(sql.Identifier, (name, roles.OWNER, TEMPLATE))))
    yield Settings(
        database_url=cluster.url(roles.APP, database=name),
        owner_database_url=cluster.url(roles.OWNER, database=name),
        var=tmp_path / "var",
        master_key=secrets.token_hex(32),
        pool_size=4,
    )
    with _superuser(cluster) as conn:
        conn.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """A fresh database: migrated, with code lists and indicative areas, and no report."""
    assert settings.database_url
    fresh = Database(settings.database_url, settings)
    yield fresh
    fresh.close()


@pytest.fixture
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Commands run here find the test's installation in their environment, as `Settings()` reads it."""
    monkeypatch.setenv("SIGAP_DATABASE_URL", settings.database_url or "")
    monkeypatch.setenv("SIGAP_VAR", str(settings.var))
    assert settings.master_key
    monkeypatch.setenv("SIGAP_MASTER_KEY", settings.master_key.get_secret_value())
    return settings


@pytest.fixture
def portal() -> Iterator[Portal]:
    """Another's geoportal on the loopback."""
    with portals.running() as running:
        yield running


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of reference data beside the clone; tests that need it are skipped where it is not."""
    folder = Path(os.environ.get("SIGAP_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no reference data in {folder}; SIGAP_SHARED_DATA says where they are")
    return folder


@pytest.fixture
def moment_of() -> Callable[[Database], ledger.Moment]:
    """A function giving the newest settled moment of a database."""

    def moment(database: Database) -> ledger.Moment:
        with database.read() as conn:
            return ledger.resolve(conn)

    return moment


def _make_template(cluster: Cluster) -> None:
    with _superuser(cluster) as conn:
        if conn.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate", [TEMPLATE]
        ).fetchone():
            return
        # A test's database need not survive a power cut.
        conn.execute("ALTER SYSTEM SET fsync = off")
        conn.execute("SELECT pg_reload_conf()")
        conn.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(TEMPLATE)))
        roles.make_database(conn, TEMPLATE)
        with _superuser(cluster, TEMPLATE) as inside:
            roles.make_extensions(inside)
        _fill(cluster)
        conn.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(TEMPLATE)))


def _fill(cluster: Cluster) -> None:
    db.migrate(cluster.url(roles.OWNER, database=TEMPLATE))
    database = Database(cluster.url(roles.APP, database=TEMPLATE), Settings())
    with ledger.entry(database, by="uji", why="code lists and areas", recorded_at=LONG_AGO) as entry:
        code_lists.load(entry)
        editions.load_edition(
            entry,
            indicative.build(),
            slug=areas.INDICATIVE_SLUG,
            title="Batas indikatif, bukan batas resmi",
            decree=areas.DECREE,
            valid_from=areas.DECREE_DATE,
            indicative=True,
        )
    database.close()


def _superuser(cluster: Cluster, database: str = "postgres") -> psycopg.Connection:
    return psycopg.connect(cluster.url(postgis.SUPERUSER, database=database), autocommit=True)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
