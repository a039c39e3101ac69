"""What the jobs do. Each is a function of what the worker has at hand and of the job's arguments."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job

from api.jobs import queue
from gis.db import Database
from gis.errors import SigapError, TooMany, Unavailable
from gis.settings import Settings

log = logging.getLogger("sigap.jobs")
FIRST_WAIT_S, LONGEST_WAIT_S = 30.0, 2 * 3600.0
LONGEST_ASKED_S = 24 * 3600.0  # the other side may ask for more patience than that, and does not get it
MOST_TRIES = 6


@dataclass(frozen=True, slots=True)
class Bench:
    """What a job has at hand: the database, and how to say how far it is and ask whether to stop."""

    database: Database
    settings: Settings
    job: int
    stopping: Callable[[], bool]

    def progress(self, **figures: Any) -> None:
        """Say how far the job is."""
        with self.database.write() as conn:
            queue.note(conn, self.job, progress=figures)


Task = Callable[..., dict[str, Any]]
"""`task(bench, **args)` gives what came of it, plain JSON."""


class Interrupted(Exception):
    """The job was asked to stop; what it has done so far is kept or rolled back."""


class Patience(BaseRetryStrategy):
    """Tries again what may come right by itself, later each time; asks nothing twice of what is wrong."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None: never."""
        if isinstance(exception, JobAborted):  # the worker is stopping: another goes on at once
            return RetryDecision(retry_in={"seconds": 0})
        if not may_come_right(exception) or job.attempts + 1 >= MOST_TRIES:
            return None
        # Behind the others of its lock, which would else wait as long as it does.
        wait = round(wait_s(exception, job.attempts))
        return RetryDecision(retry_in={"seconds": wait}, priority=job.priority - 1)


def may_come_right(error: BaseException) -> bool:
    """Whether the same may succeed later: something was away or busy, nothing was wrong."""
    return isinstance(error, Unavailable | TooMany | sa.exc.OperationalError | ConnectionError | TimeoutError)


def wait_s(error: BaseException, attempts: int) -> float:
    """Seconds to the next try: what the other side asked for, else four times as long each time."""
    growing = min(FIRST_WAIT_S * 4**attempts, LONGEST_WAIT_S)
    growing *= random.uniform(0.9, 1.1)  # jobs that failed together do not come back together
    asked = error.params.get("seconds") if isinstance(error, SigapError) else None
    return max(growing, min(float(asked or 0), LONGEST_ASKED_S))


def run(
    task: Task, context: JobContext, database: Database, settings: Settings, args: dict[str, Any]
) -> None:
    """Run one job and write down what came of it."""
    number = context.job.id
    assert number is not None
    bench = Bench(database, settings, number, context.should_abort)
    try:
        result = task(bench, **args)
    except Interrupted as stopped:
        raise JobAborted from stopped
    except SigapError as error:
        _keep(database, number, error=error.as_dict())
        raise
    except Exception as error:
        log.exception("job %s broke", number)
        _keep(database, number, error=_unforeseen(type(error).__name__))
        raise
    _keep(database, number, result=result)


def _unforeseen(name: str) -> dict[str, Any]:
    # Its words may quote what was read; the log has them.
    said = {
        "id": f"Kesalahan tak terduga ({name}); lihat log",
        "en": f"Unforeseen error ({name}); see the log",
    }
    return {"code": "tak_terduga", **said, "where": None}


def _keep(database: Database, number: int, **outcome: Any) -> None:
    with database.write() as conn:
        queue.note(conn, number, **outcome)
