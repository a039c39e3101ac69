"""A worker beside the server: a process of its own, so that its work does not slow the map."""

import asyncio
import contextlib
import os
import select
import signal
import socket
import time
from types import FrameType

from gis.db import Database
from gis.settings import Settings

_PATIENCE_S = 1.0  # from one look at the worker to the next
_REST_S = (1.0, 5.0, 30.0)  # before a worker that died is begun anew
_LONG_S = 600.0  # a worker that lived so long did not die of how it was begun
_LAST_S = 60.0  # a job that is loading may take so long to end; what is cut off then is rolled back


def start(settings: Settings, url: str, listening: socket.socket) -> tuple[int, int]:
    """Start a keeper process with its worker, begun anew if it dies: (its pid, the pipe's end to hold open).

    The worker does not keep `listening`, the server's socket. Must be called before the process has threads.
    When this process ends, however it ends, the pipe closes and the worker stops; `end` does it in order.
    """
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(read)
        return pid, write
    os.close(write)
    listening.close()
    try:
        _keep(settings, url, read)
    finally:
        os._exit(0)


def end(pid: int, held: int) -> None:
    """Stop the worker and wait for what it is doing."""
    os.close(held)
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)


def _keep(settings: Settings, url: str, parent: int) -> None:
    """Let there be a worker for as long as the parent lives."""
    asked: list[int] = []

    def told(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    deaths = 0
    while not asked and not _gone(parent, 0):
        begun = time.monotonic()
        child = _worker(settings, url, parent)
        while not _ended(child):
            if asked or _gone(parent, _PATIENCE_S):
                _stop(child)
                return
        deaths = 0 if time.monotonic() - begun > _LONG_S else deaths + 1
        _gone(parent, rest_s(deaths))


def rest_s(deaths: int) -> float:
    """How long to wait before a worker is begun anew; `deaths`: how many died soon, one after the other."""
    return _REST_S[min(max(deaths, 1), len(_REST_S)) - 1]


def _worker(settings: Settings, url: str, parent: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        from api.jobs import worker

        database = Database(url, settings, read_url=settings.read_database_url)
        asyncio.run(worker.work(settings, database, parent=parent))
        database.close()
    finally:
        os._exit(0)


def _gone(parent: int, seconds: float) -> bool:
    """Whether the parent is gone; waits for it at most so long."""
    try:
        return bool(select.select([parent], [], [], seconds)[0])
    except InterruptedError:
        return False


def _ended(child: int) -> bool:
    try:
        return os.waitpid(child, os.WNOHANG)[0] == child
    except ChildProcessError:
        return True


def _stop(child: int) -> None:
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGTERM)
        until = time.monotonic() + _LAST_S
        while time.monotonic() < until:
            if _ended(child):
                return
            time.sleep(0.05)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
