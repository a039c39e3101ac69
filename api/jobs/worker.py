"""The worker: takes jobs from the queue and does them, until it is asked to stop.

A job runs in a thread. At the end jobs get GRACE_S to finish, are then asked to break off (what they keep on
disk is gone on from) and go back into the queue. A worker that is killed stops giving signs of life, and
another takes up what it was doing.
"""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import AsyncIterator, Mapping
from typing import Any

import psycopg
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException

from api.jobs import keeping, layers, queue, taking_in, tasks
from api.jobs.keeping import Duty
from gis.db import Database
from gis.errors import SigapError
from gis.settings import Settings

log = logging.getLogger("sigap.jobs")
for _chatty in ("blueprints", "periodic"):  # they tell of what is not used here
    logging.getLogger(f"procrastinate.{_chatty}").setLevel(logging.WARNING)
QUEUE = "sigap"
GRACE_S = 5.0
POLL_S = 5.0  # where a notification was missed
RETRY_S = (0.5, 1.0, 2.0, 5.0)  # waits before a new start after the database went away


def known_tasks() -> dict[str, tasks.Task]:
    """All that a worker can do, by name."""
    return {layers.REFRESH: layers.refresh, taking_in.TAKE_IN: taking_in.take_in}


def known_duties() -> tuple[Duty, ...]:
    """What is done at every round of keeping."""
    return (layers.queue_due,)


async def work(
    settings: Settings,
    database: Database,
    *,
    jobs: int | None = None,
    wait: bool = True,
    known: Mapping[str, tasks.Task] | None = None,
    parent: int | None = None,
) -> None:
    """Work until SIGTERM or SIGINT; with `wait` off until the queue is empty.

    `jobs` is how many run at once. `parent`: a pipe's end to read, whose closing means that the process which
    started this one is gone.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    if parent is not None:
        loop.add_reader(parent, _orphaned, loop, parent, stop)
    every = settings.worker_silent_s / 3
    doing = known_tasks() if known is None else known
    tries = 0
    while not stop.is_set():
        try:
            async with _app(settings, database, doing) as app:
                tries = 0
                await _until(stop, app, settings, database, jobs or settings.worker_jobs, every, wait)
        except (ConnectorException, psycopg.Error, SigapError) as error:
            log.warning("the worker lost its database: %s", type(error).__name__)
        if not wait:
            if not await asyncio.to_thread(_is_work_left, database):
                return
            continue
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), RETRY_S[min(tries, len(RETRY_S) - 1)])
        tries += 1


def _is_work_left(database: Database) -> bool:
    """Whether jobs wait that could not begin while others of their lock ran."""
    with database.write() as conn:
        return queue.is_ready(conn)


def _orphaned(loop: asyncio.AbstractEventLoop, parent: int, stop: asyncio.Event) -> None:
    stop.set()
    loop.remove_reader(parent)


async def _until(
    stop: asyncio.Event, app: App, settings: Settings, database: Database, jobs: int, every: float, wait: bool
) -> None:
    """Work over one opened connection, until asked to stop or until the connection is lost."""
    await asyncio.to_thread(_keep, settings, database)
    worker = asyncio.create_task(
        app.run_worker_async(
            queues=[QUEUE],
            name=f"sigap-{os.getpid()}",
            concurrency=jobs,
            wait=wait,
            fetch_job_polling_interval=POLL_S,
            shutdown_graceful_timeout=GRACE_S,
            install_signal_handlers=False,
            update_heartbeat_interval=every,
            stalled_worker_timeout=settings.worker_silent_s,
        )
    )
    keeper = asyncio.create_task(_keeping(settings, database, every))
    asked = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({worker, asked}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in (asked, keeper, worker):
            each.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await worker


async def _keeping(settings: Settings, database: Database, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        await asyncio.to_thread(_keep, settings, database)


def _keep(settings: Settings, database: Database) -> None:
    try:
        keeping.round_of(database, silent_s=settings.worker_silent_s, duties=known_duties())
    except SigapError as error:
        log.warning("the queue was not kept in order: %s", error.text("en"))


@contextlib.asynccontextmanager
async def _app(settings: Settings, database: Database, known: Mapping[str, tasks.Task]) -> AsyncIterator[App]:
    # LISTEN needs the primary without a pooler, like the server's own.
    url = (settings.listen_database_url or database.url).replace("postgresql+psycopg://", "postgresql://")
    connector = PsycopgConnector(
        conninfo=url,
        min_size=1,
        max_size=3,
        kwargs={
            "options": "-c search_path=jobs,public -c timezone=UTC",
            "application_name": "sigap worker",
            **({} if settings.prepared_statements else {"prepare_threshold": None}),
        },
    )
    app = App(connector=connector)
    for name, task in known.items():
        _declare(app, name, task, database, settings)
    async with app.open_async():
        yield app


def _declare(app: App, name: str, task: tasks.Task, database: Database, settings: Settings) -> None:
    @app.task(name=name, queue=QUEUE, pass_context=True, retry=tasks.Patience())
    def run(context: JobContext, /, **args: Any) -> None:
        tasks.run(task, context, database, settings, args)
