"""Reading a large table in a process of its own, while this one writes what was read before.

A sheet's rows cost as much to read and check as to write. The two share nothing but the items that come out,
so a copy of this process (fork) reads and sends them through a pipe, and the second core is used.
"""

import gc
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from queue import Empty, Queue
from struct import Struct
from threading import Thread
from typing import BinaryIO, TypeVar

from gis.errors import SigapError, Unavailable

Item = TypeVar("Item")
Message = list[Item] | SigapError | None  # some items, what went wrong, or that this was all

BATCH = 500
AHEAD = 12
"""So many batches (some 10 MB) the reader may be ahead of the writer."""

SELDOM = 100
"""So many times as seldom are cycles looked for: rows hold none, and each look goes through all there are."""

_LENGTH = Struct("<Q")


def apart(items: Callable[[], Iterable[Item]]) -> Iterator[Item]:
    """What `items()` yields, computed in a copy of this process; its SigapError is raised here.

    Not for a process whose other threads may hold a lock that `items` needs: the copy would wait for ever.
    Unavailable when the copy dies before it has said that this was all.
    """
    incoming, outgoing = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_copy(items, incoming, outgoing)
    os.close(outgoing)
    messages: Queue[Message[Item]] = Queue(AHEAD)
    reader = Thread(target=_receive, args=(os.fdopen(incoming, "rb"), messages), daemon=True)
    reader.start()
    try:
        with _seldom_collected():
            while (message := messages.get()) is not None:
                if isinstance(message, SigapError):
                    raise message
                yield from message
    finally:  # also when the caller wants no more
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        while reader.is_alive():
            with suppress(Empty):
                messages.get(timeout=0.05)
        os.waitpid(child, 0)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(before[0] * SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _be_the_copy(items: Callable[[], Iterable[Item]], incoming: int, outgoing: int) -> None:
    """Send all items and end. Nothing of the parent's runs here: no cleaning up, no handlers."""
    try:
        os.close(incoming)
        # What the parent holds is neither looked through nor copied by the collector.
        gc.freeze()
        with _seldom_collected(), os.fdopen(outgoing, "wb") as pipe:
            _send_all(items, pipe)
    except Exception:
        traceback.print_exc(file=sys.__stderr__)  # not to one that a thread of the parent may have locked
    finally:
        os._exit(0)  # the parent knows by the last message whether all went well


def _send_all(items: Callable[[], Iterable[Item]], pipe: BinaryIO) -> None:
    with suppress(BrokenPipeError, KeyboardInterrupt):  # nobody wants it any more
        try:
            stream = iter(items())
            while batch := list(islice(stream, BATCH)):
                _send(batch, pipe)
        except SigapError as error:
            _send(error, pipe)
        else:
            _send(None, pipe)


def _send(message: Message[Item], pipe: BinaryIO) -> None:
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def _receive(pipe: BinaryIO, messages: "Queue[Message[Item]]") -> None:
    with pipe:
        while True:
            head = pipe.read(_LENGTH.size)
            content = pipe.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
            try:
                message: Message[Item] = pickle.loads(content)
            except (EOFError, pickle.UnpicklingError):
                message = _ended_early()
            messages.put(message)
            if not isinstance(message, list):
                return


def _ended_early() -> Unavailable:
    return Unavailable(
        "pembaca_berhenti",
        "Pembacaan berkas terhenti sebelum selesai; tidak ada yang disimpan. Kirim ulang berkasnya",
        "Reading the file ended before it was done; nothing was kept. Send the file again",
    )
