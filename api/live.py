"""What has changed, as it happens: one LISTEN connection a process, told on to every open page and tile.

The connection goes to the primary, never through a pooler. While it is lost, listeners are told so (event
`lost`) and told to read everything again once it is back (event `change` with `events: null`).

What is known of tile versions is believed for LEASE_S after the server last answered: a connection that was
cut in silence, and notifications that a pooler swallowed, are noticed by that.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator
from typing import Any

import psycopg

from gis.db import Database
from layers import blocks
from layers.blocks import Block, Versions

log = logging.getLogger("sigap.live")
CHANNEL = "sigap_changes"
BLOCKS = "sigap_blocks"
QUEUE = 100  # changes a slow page may lag behind before it is told to read everything again
EVERYTHING: dict[str, Any] = {"events": None, "layers": []}
"""Told when it is not known what changed: read all again."""
HEARTBEAT_S = 15.0  # of open pages
RETRY_S = (0.0, 0.05, 0.2, 0.5, 1.0)  # waits before each new connection; the last one again and again
PULSE_S = 0.4  # from one question to the listening connection to the next
LEASE_S = 1.5  # how long an answer to it is proof that nothing was missed
_PULSE = f"/* pulse */ {blocks.NEWEST}"
_READ = """SELECT layer, class, z, x, y, max(seq) FROM block_version WHERE seq > %s
           GROUP BY layer, class, z, x, y ORDER BY 6"""


class Feed:
    """Fan-out of the ledger's announcements to this process: its open event streams and its tiles."""

    def __init__(self, url: str, database: Database) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://")
        self._database = database
        self._queues: set[asyncio.Queue[dict[str, Any] | None]] = set()
        self._task: asyncio.Task[None] | None = None
        self._believed_until = 0.0
        self._gap_after: int | None = None  # changes after this number were announced without their list
        self._news = asyncio.Event()
        self.connected = False
        self.layers_changed = asyncio.Event()  # a layer of the catalogue as a whole
        self.versions = Versions()
        self.secret = b""  # of the installation: what ETags are mixed with

    @property
    def is_trusted(self) -> bool:
        """Whether what is known of tile versions is all there is to know."""
        return self._gap_after is None and time.monotonic() < self._believed_until

    async def start(self) -> None:
        """Begin to listen. Events belong to the loop that first waits for them, so each start has its own."""
        self._news, self.layers_changed = asyncio.Event(), asyncio.Event()
        self._task = asyncio.create_task(self._run(), name="sigap-live")

    async def stop(self) -> None:
        """End all streams and the connection."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self.end_streams()

    def end_streams(self) -> None:
        """End all open event streams; their pages ask again, of whoever serves then."""
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

    async def reached(self, number: int, patience_s: float = 0.25) -> bool:
        """Wait until changes up to that number are known, and trusted; False where that takes too long."""
        end = time.monotonic() + patience_s
        while self.versions.known < number or not self.is_trusted:
            left = end - time.monotonic()
            if left <= 0:
                return False
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), left)
        return True

    async def _run(self) -> None:
        tries = 0
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("live announcements lost, trying again: %s", error)
            tries = 0 if self.connected else tries + 1
            self._believed_until = 0.0
            if self.connected:
                self.connected = False
                self._tell({"lost": True})
            await asyncio.sleep(RETRY_S[min(tries, len(RETRY_S) - 1)])

    async def _listen(self) -> None:
        conn = await psycopg.AsyncConnection.connect(
            self._url,
            autocommit=True,
            connect_timeout=3,
            prepare_threshold=None,
            options="-c search_path=sigap,public",
            application_name="sigap-live",
        )
        try:
            await _answered(conn, f"LISTEN {CHANNEL}; LISTEN {BLOCKS}")
            ((self.secret,),) = await _answered(conn, "SELECT secret FROM installation")
            asked_at = time.monotonic()
            await self._catch_up(conn)
            self._believe(asked_at)
            if not self.connected and self._queues:
                self._tell({"seq": None})
            self.connected = True
            while True:
                await self._hear(conn)
                asked_at = time.monotonic()
                ((newest,),) = await _answered(conn, _PULSE)
                if newest > self.versions.known:
                    await self._hear(conn, 0)  # told of just now; a pooler would have swallowed it
                if newest > self.versions.known or self._gap_after is not None:
                    await self._catch_up(conn)
                self._believe(asked_at)
        finally:
            # Not `close`: a connection that was cut in silence would be waited for.
            conn.pgconn.finish()

    async def _hear(self, conn: psycopg.AsyncConnection, patience_s: float = PULSE_S) -> None:
        async for notice in conn.notifies(timeout=patience_s):
            if notice.channel == CHANNEL:
                self._tell(json.loads(notice.payload))
            elif (listed := blocks.told(notice.payload)) is not None:
                self._note(listed)
            else:
                # Kept until read, whatever listed changes come in between.
                self._gap_after = self.versions.known if self._gap_after is None else self._gap_after
                return

    async def _catch_up(self, conn: psycopg.AsyncConnection) -> None:
        after = self.versions.known if self._gap_after is None else self._gap_after
        rows = await _answered(conn, _READ, (after,))
        self._gap_after = None
        self._note([Block(*row) for row in rows])

    def _note(self, listed: list[Block]) -> None:
        self.versions.note(listed)
        self._news.set()
        if any(block.z == 0 and block.layer not in (blocks.AREAS, blocks.EVENTS) for block in listed):
            self.layers_changed.set()

    def _believe(self, since: float) -> None:
        self._believed_until = since + LEASE_S
        self._news.set()

    def _tell(self, change: dict[str, Any]) -> None:
        for queue in self._queues:
            _put(queue, change)


async def _answered(conn: psycopg.AsyncConnection, statement: str, values: Any = None) -> list[Any]:
    """The rows of a statement; TimeoutError where the server does not answer within LEASE_S."""

    async def asking() -> list[Any]:
        cursor = await conn.execute(statement, values)
        return await cursor.fetchall() if cursor.description else []

    task = asyncio.create_task(asking())
    done, _ = await asyncio.wait({task}, timeout=LEASE_S)
    if not done:
        # Cancelling alone would ask a silent server to cancel, and wait for that.
        conn.pgconn.finish()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, psycopg.Error):
            await task
        raise TimeoutError("the listening connection does not answer")
    return task.result()


def _put(queue: asyncio.Queue[dict[str, Any] | None], change: dict[str, Any] | None) -> None:
    if queue.full():
        # Too slow: what it missed is dropped, and it is told to read everything again.
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait({"seq": None})
    if not queue.full():
        queue.put_nowait(change)
