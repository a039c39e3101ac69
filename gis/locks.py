"""Locks between processes, held by open files: the kernel lets go of them when a process dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock alone while the block runs, waiting for it as long as it takes."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def held_or_holder(path: Path) -> Iterator[str | None]:
    """Hold the lock while the block runs and give None; where another has it, give that one's pid at once."""
    with path.open("a+") as file:
        if not held_alone(file):
            file.seek(0)
            yield file.read().strip() or "?"
            return
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield None


def share(file: IO[str]) -> None:
    """Hold the file's lock together with others, until `let_go` or the file is closed."""
    fcntl.flock(file, fcntl.LOCK_SH)


def let_go(file: IO[str]) -> None:
    """Hold the file's lock no longer."""
    fcntl.flock(file, fcntl.LOCK_UN)


def held_alone(file: IO[str]) -> bool:
    """Take the file's lock alone if nobody holds it; whether that was so."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
