"""Keeps the copies of layers for low zooms fresh: one task a process; a lock lets one of them do the work."""

import asyncio
import contextlib
import logging

from starlette.concurrency import run_in_threadpool

from api.live import Feed
from gis.db import Database
from gis.errors import SigapError
from layers import generalise

log = logging.getLogger("sigap.generalise")
_AGAIN_S = 60.0  # after a failure, or where nothing was heard


class CopyKeeper:
    """Makes what is missing when the process starts and whenever a layer changes."""

    def __init__(self, database: Database, feed: Feed) -> None:
        self._database = database
        self._feed = feed
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="sigap-copies")

    async def stop(self) -> None:
        """End; copies that are being made are finished first."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            self._feed.layers_changed.clear()
            try:
                await asyncio.shield(run_in_threadpool(generalise.make_pending, self._database))
            except SigapError as error:
                log.warning("copies of layers not made: %s", error.text("en"))
            except Exception:
                # A layer that cannot be generalised is drawn from its features; the server goes on.
                log.exception("copies of layers not made")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._feed.layers_changed.wait(), _AGAIN_S)
