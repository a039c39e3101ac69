"""Doing a transaction again that lost against another one, so that nobody has to send twice.

Writers wait for each other under the ledger's lock and are not expected to block each other. Should
PostgreSQL nevertheless break a circle of waiting, the loser has written nothing and starts anew.
"""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from gis.errors import Collided

P = ParamSpec("P")
R = TypeVar("R")
TIMES = 6
FIRST_PAUSE_S = 0.05


def again(work: Callable[P, R]) -> Callable[P, R]:
    """`work`, begun anew up to five times where its transaction lost. It must be one transaction.

    Raises Collided where it loses every time.
    """

    @wraps(work)
    def begun_anew(*args: P.args, **kwargs: P.kwargs) -> R:
        pause_s = FIRST_PAUSE_S
        for _ in range(TIMES - 1):
            try:
                return work(*args, **kwargs)
            except Collided:
                time.sleep(pause_s * random.uniform(0.5, 1.5))  # two losers must not meet again
                pause_s *= 2
        return work(*args, **kwargs)

    return begun_anew
