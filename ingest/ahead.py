"""Doing the next piece of work while the one before is being used."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Generator[T, None, None]) -> Iterator[T]:
    """The same items, each made in a thread of its own while its forerunner is used.

    What making one raises is raised here. The generator is run and closed in that one thread.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as worker:
        try:
            following = worker.submit(_next, items)
            while made := following.result():
                following = worker.submit(_next, items)
                yield made[0]
        finally:
            worker.submit(items.close).result()


def _next(items: Iterator[T]) -> tuple[T] | None:
    for item in items:
        return (item,)
    return None
