"""What has changed, as it happens: one LISTEN connection a process, told on to every open page.

The connection goes to the primary, never through a pooler. While it is lost, listeners are told so (event
`lost`) and told to read everything again once it is back (event `change` with `events: null`).
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import psycopg

from gis.db import Database

log = logging.getLogger("sigap.live")
CHANNEL = "sigap_changes"
QUEUE = 100  # changes a slow page may lag behind before it is told to read everything again
EVERYTHING: dict[str, Any] = {"events": None, "layers": []}
"""Told when it is not known what changed: read all again."""
HEARTBEAT_S = 15.0
RETRY_S = 1.0


class Feed:
    """Fan-out of the ledger's announcements to the open event streams of this process."""

    def __init__(self, url: str, database: Database) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://")
        self._database = database
        self._queues: set[asyncio.Queue[dict[str, Any] | None]] = set()
        self._task: asyncio.Task[None] | None = None
        self.connected = False

    async def start(self) -> None:
        """Begin to listen."""
        self._task = asyncio.create_task(self._run(), name="sigap-live")

    async def stop(self) -> None:
        """End all streams and the connection."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        for queue in self._queues:
            _put(queue, None)

    async def changes(self) -> AsyncIterator[dict[str, Any] | None]:
        """Announcements as they come; None as a heartbeat. Ends when the server stops."""
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(QUEUE)
        self._queues.add(queue)
        try:
            while True:
                try:
                    change = await asyncio.wait_for(queue.get(), HEARTBEAT_S)
                except TimeoutError:
                    yield None
                    continue
                if change is None:
                    return
                yield change
        finally:
            self._queues.discard(queue)

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                log.warning("live announcements lost, trying again: %s", error)
            if self.connected:
                self.connected = False
                self._tell({"lost": True})
            await asyncio.sleep(RETRY_S)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, keepalives_idle=10, keepalives_interval=5, keepalives_count=3
        ) as conn:
            await conn.execute(f"LISTEN {CHANNEL}")
            if not self.connected and self._queues:
                self._tell({"seq": None})
            self.connected = True
            async for notice in conn.notifies():
                self._tell(json.loads(notice.payload))

    def _tell(self, change: dict[str, Any]) -> None:
        for queue in self._queues:
            _put(queue, change)


def _put(queue: asyncio.Queue[dict[str, Any] | None], change: dict[str, Any] | None) -> None:
    if queue.full():
        # Too slow: what it missed is dropped, and it is told to read everything again.
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait({"seq": None})
    if not queue.full():
        queue.put_nowait(change)
