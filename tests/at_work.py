"""A worker process of a test's own, with jobs that take as long as the test wants.

`python -m tests.at_work` does the jobs of WORK over the database that the environment names.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from api.jobs import queue, worker
from api.jobs.queue import Job
from api.jobs.tasks import Bench, Interrupted
from gis.db import Database
from gis.errors import InvalidInput, Unavailable
from gis.settings import Settings

ROOT = Path(__file__).parent.parent
PATIENCE_S = 30.0


def held(bench: Bench, folder: str) -> dict[str, Any]:
    """Say that it began, then wait until the test lets it go on, or it is asked to stop."""
    place = Path(folder)
    begun = place / f"begun-{os.getpid()}-{time.monotonic_ns()}"
    begun.touch()
    while not (place / "go").exists():
        if bench.stopping():
            raise Interrupted
        time.sleep(0.02)
    return {"begun": len(list(place.glob("begun-*")))}


def fails(bench: Bench, why: str) -> dict[str, Any]:
    """Fail in the way asked for."""
    if why == "away":
        raise Unavailable("sumber", "Sumber tidak menjawab", "The source does not answer", seconds=7200)
    if why == "wrong":
        raise InvalidInput("sumber", "Sumber salah", "The source is wrong")
    raise ZeroDivisionError("rahasia")


WORK = {"held": held, "fails": fails}


def do_all(settings: Settings, database: Database) -> None:
    """Do what is in the queue, in this process."""
    asyncio.run(worker.work(settings, database, wait=False, known=WORK))


@contextmanager
def process(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process; killed at the end if it still lives."""
    assert settings.database_url
    known = {
        "SIGAP_DATABASE_URL": settings.database_url,
        "SIGAP_VAR": str(settings.var),
        "SIGAP_WORKER_SILENT_S": str(settings.worker_silent_s),
    }
    running = subprocess.Popen([sys.executable, "-m", "tests.at_work"], cwd=ROOT, env={**os.environ, **known})
    try:
        yield running
    finally:
        running.kill()
        running.wait(PATIENCE_S)


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so; fails after PATIENCE_S."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def job(database: Database, number: int) -> Job:
    """A job as it stands."""
    with database.write() as conn:
        return queue.job(conn, number)


if __name__ == "__main__":
    own = Settings()
    assert own.database_url
    asyncio.run(worker.work(own, Database(own.database_url, own), known=WORK))
