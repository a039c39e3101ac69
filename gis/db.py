"""The database: one engine a role, and driver errors turned into ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg.errors
import sqlalchemy as sa
from sqlalchemy import exc

from gis.errors import Collided, InvalidInput, Unavailable
from gis.settings import Settings
from gis.viewer import PUBLIC, Viewer

LOST = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)
PUBLIC_ROLE = "sigap_publik"
# Both schemas hold relations of the same names, so one statement serves every viewer: the tables, and
# the views of what is public.
SEARCH_APP = "-c search_path=sigap,public"
SEARCH_PUBLIC = "-c search_path=publik,public"


class Database:
    """Connections to SIGAP's PostgreSQL, by what they are for.

    `url` is the application role's address. Reads of a public viewer run as `sigap_publik`, which is
    granted views only, so that a forgotten condition in a query cannot show what is not public.
    """

    def __init__(self, url: str, settings: Settings | None = None, *, read_url: str | None = None) -> None:
        self.url = _with_driver(url)
        self.read_url = _with_driver(read_url) if read_url else self.url
        self.settings = settings or Settings()

    @cached_property
    def _writer(self) -> sa.Engine:
        return self._engine(self.url, SEARCH_APP)

    @cached_property
    def _reader(self) -> sa.Engine:
        return self._engine(self.read_url, f"{SEARCH_APP} {self._read_options}")

    @cached_property
    def _public(self) -> sa.Engine:
        return self._engine(self.read_url, f"{SEARCH_PUBLIC} {self._read_options} -c role={PUBLIC_ROLE}")

    @property
    def _read_options(self) -> str:
        # Tiles are already parallel across connections; parallel workers only add disorder and cost there.
        timeout = self.settings.statement_timeout_ms
        return (
            f"-c statement_timeout={timeout} -c default_transaction_read_only=on "
            "-c max_parallel_workers_per_gather=0"
        )

    def _engine(self, url: str, options: str) -> sa.Engine:
        prepare = {} if self.settings.prepared_statements else {"prepare_threshold": None}
        return sa.create_engine(
            url,
            pool_size=self.settings.pool_size,
            max_overflow=0,
            pool_pre_ping=False,
            pool_recycle=1800,
            execution_options={"sigap_settings": self.settings},  # where gis.vault finds its keys
            connect_args={"options": f"-c timezone=UTC -c jit=off {options}".strip(), **prepare},
        )

    @contextmanager
    def read(self, viewer: Viewer = PUBLIC) -> Iterator[sa.Connection]:
        """A read-only connection whose every statement sees one snapshot, in the viewer's own role."""
        engine = self._public if viewer.is_public else self._reader
        with translated(), engine.connect().execution_options(isolation_level="REPEATABLE READ") as conn:
            yield conn

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A connection in one transaction of the application role: committed at the end, or rolled back."""
        with translated(), self._writer.begin() as conn:
            yield conn

    @contextmanager
    def trial(self) -> Iterator[sa.Connection]:
        """A connection that may write, whose every statement sees one snapshot; nothing of it is kept."""
        options = {"isolation_level": "REPEATABLE READ"}
        with translated(), self._writer.connect().execution_options(**options) as conn:
            try:
                yield conn
            finally:
                conn.rollback()

    def is_migrated(self) -> bool:
        """Whether the database has reached the migration that this program expects."""
        with self.write() as conn:
            return revision(conn) == newest_revision()

    def close(self) -> None:
        """Give all pooled connections back."""
        for name in ("_writer", "_reader", "_public"):
            if engine := self.__dict__.get(name):
                engine.dispose()


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into SIGAP's: lost against another, unreachable, too slow, or not storable."""
    try:
        yield
    except LOST as error:  # of a COPY, which SQLAlchemy does not see
        raise _collided(error) from error
    except exc.OperationalError as error:
        if isinstance(error.orig, LOST):
            raise _collided(error.orig) from error
        if "statement timeout" in str(error.orig):
            raise Unavailable(
                "terlalu_lama",
                "Permintaan ini terlalu berat; persempit wilayah atau waktunya",
                "This request is too heavy; narrow its area or time",
            ) from error
        raise Unavailable(
            "basis_data",
            "Basis data tidak dapat dihubungi: {why}",
            "The database cannot be reached: {why}",
            why=_first_line(error.orig),
        ) from error
    except exc.DataError as error:
        raise InvalidInput(
            "nilai",
            "Nilai tidak dapat disimpan: {why}",
            "A value cannot be stored: {why}",
            why=_first_line(error.orig),
        ) from error
    except exc.TimeoutError as error:
        raise Unavailable(
            "sibuk", "Server sedang sibuk; coba lagi sebentar", "The server is busy; try again shortly"
        ) from error


def _collided(error: BaseException | None) -> Collided:
    return Collided(
        "bentrok",
        "Server sedang menulis hal yang sama; coba lagi sebentar ({why})",
        "The server is writing the same things; try again shortly ({why})",
        why=_first_line(error),
    )


def newest_revision() -> str:
    """The migration that this program expects: files are named by their revision, in order."""
    versions = Path(__file__).parent / "migrations" / "versions"
    return max(path.stem.partition("_")[0] for path in versions.glob("[0-9]*.py"))


def revision(conn: sa.Connection) -> str | None:
    """The migration that the database has reached; None before the first."""
    if conn.execute(sa.text("SELECT to_regclass('sigap.alembic_version')")).scalar_one() is None:
        return None
    return conn.execute(sa.text("SELECT version_num FROM sigap.alembic_version")).scalar_one_or_none()


def migrate(owner_url: str, *, to: str = "head") -> None:
    """Bring the schema to the newest migration (or only as far as `to`), as the owner role."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "gis:migrations")
    config.attributes["url"] = _with_driver(owner_url)
    command.upgrade(config, to)


def raw(conn: sa.Connection) -> Any:
    """The psycopg connection under a SQLAlchemy one, for COPY."""
    return conn.connection.driver_connection


def _with_driver(url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return f"postgresql+psycopg://{url.removeprefix(prefix)}"
    return url


def _first_line(error: BaseException | None) -> str:
    return (str(error).splitlines() or ["?"])[0]
