"""Keeping the queue in order: what a killed worker left is taken up again, what is old is dropped."""

import logging
from collections.abc import Callable

import sqlalchemy as sa

from api.jobs import queue
from gis import queries
from gis.db import Database

log = logging.getLogger("sigap.jobs")
_SQL = queries.load("api.jobs")
KEPT_DAYS = 30
MOST_ATTEMPTS = 8
"""A job that takes its worker down with it is not begun for ever."""

Duty = Callable[[sa.Connection], None]
"""What else is done at each round, in the same transaction: such as queueing what is due."""


def round_of(database: Database, *, silent_s: float, duties: tuple[Duty, ...] = ()) -> int:
    """One round; returns how many jobs were taken up again. Only one process does it at a time."""
    with database.write() as conn:
        if not conn.execute(_SQL["alone"]).scalar_one():
            return 0
        taken = take_up_stalled(conn, silent_s=silent_s)
        conn.execute(_SQL["drop_old"], {"days": KEPT_DAYS})
        conn.execute(_SQL["drop_outcomes"])
        for duty in duties:
            duty(conn)
    return taken


def take_up_stalled(conn: sa.Connection, *, silent_s: float) -> int:
    """Queue again what workers unheard of for `silent_s` seconds were doing; returns how many jobs."""
    taken = 0
    for number, attempts in conn.execute(_SQL["stalled"], {"seconds": silent_s}).all():
        if attempts < MOST_ATTEMPTS:
            conn.execute(_SQL["take_up"], {"id": number})
            log.warning("job %s was left by its worker and is queued again", number)
            conn.execute(_SQL["announce"], {"id": number})
            taken += 1
            continue
        conn.execute(_SQL["give_up"], {"id": number})
        queue.note(conn, number, error=_GIVEN_UP)
    conn.execute(_SQL["drop_workers"], {"seconds": silent_s})
    return taken


_GIVEN_UP = {
    "code": "pekerjaan_terputus",
    "id": f"Pekerjaan terputus {MOST_ATTEMPTS + 1} kali bersama pekerjanya dan tidak dimulai lagi",
    "en": f"The job broke off {MOST_ATTEMPTS + 1} times together with its worker and is not begun again",
    "where": None,
}
