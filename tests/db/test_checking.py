"""`sigap check` beside writers: it compares one moment with itself, and leaves nothing behind."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
import sqlalchemy as sa

from gis import derive, ledger, register
from gis.db import Database
from tests.registers import TOBOALI, event_of, figure, keep, told

CHECKS = 6
TAMPERED = (
    "UPDATE event_grid SET n = n + 1 WHERE level = 11",
    "DELETE FROM event_tile WHERE z = 10",
    "INSERT INTO event_tile (audience, z, x, y, n) VALUES ('publik', 3, 1, 1, 1)",
    "UPDATE waiting SET to_entry = from_entry + 1 WHERE to_entry IS NULL",
    "DELETE FROM waiting",
    "DELETE FROM event_change WHERE audience = 'petugas'",
    "INSERT INTO event_change SELECT 'publik', 1, num, id FROM event",
    "UPDATE published_figure SET value = value + 1",
    "UPDATE event_state SET reports = 9",
    "UPDATE summary_now SET events = 9",
    "DELETE FROM comparison",
)
"""What a fault in a trigger, or a hand in the database, may leave behind."""


@pytest.mark.parametrize("statement", TAMPERED)
def test_a_check_finds_whatever_is_not_as_the_register_has_it(database: Database, statement: str) -> None:
    keep(database, told(figure("meninggal", 3)))
    keep(database, told(figure("meninggal", 1), is_update=True), verified=False)
    assert derive.check(database) == (1, 0)
    with database.write() as conn:
        assert conn.execute(sa.text(statement)).rowcount
    events, differing = derive.check(database)
    assert events == 1
    assert differing > 0


def test_a_check_is_not_led_astray_by_who_writes_meanwhile(database: Database) -> None:
    for n in range(12):
        keep(database, told(figure("meninggal", n), areas=(TOBOALI, f"19.03.0{1 + n % 5}")))
    done = Event()

    def write() -> int:
        written = 0
        while not done.is_set():
            written += 1
            loaded = keep(database, told(figure("meninggal", written), is_update=True), verified=False)
            with ledger.entry(database, by="uji", why="uji") as entry:
                register.set_status(entry, next(iter(loaded.events)), register.VERIFIED)
            assert event_of(loaded)
        return written

    with ThreadPoolExecutor(2) as pool:
        writers = [pool.submit(write) for _ in range(2)]
        try:
            found = [derive.check(database)[1] for _ in range(CHECKS)]
        finally:
            done.set()
        assert all(writer.result() > 0 for writer in writers)
    assert found == [0] * CHECKS
    assert derive.check(database)[1] == 0
