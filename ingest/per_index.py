"""What is found out of an edition's areas again and again: kept as long as their index is."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from gis.areas import AreaIndex

Key = TypeVar("Key")
Found = TypeVar("Found")
MOST_KEPT = 4_096  # of one index: there are some 450 areas, and a report may name several


def per_index(function: Callable[[AreaIndex, Key], Found]) -> Callable[[AreaIndex, Key], Found]:
    """The function, asked once for each index and key."""
    known: WeakKeyDictionary[AreaIndex, dict[Key, Found]] = WeakKeyDictionary()

    @wraps(function)
    def asked(index: AreaIndex, key: Key) -> Found:
        of_index = known.get(index)
        if of_index is None:
            of_index = known[index] = {}
        if key not in of_index:
            if len(of_index) >= MOST_KEPT:
                of_index.clear()
            of_index[key] = function(index, key)
        return of_index[key]

    return asked
