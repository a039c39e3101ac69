"""`sigap check` beside writers: it compares one moment with itself, and leaves nothing behind."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from gis import derive, ledger, register
from gis.db import Database
from tests.registers import TOBOALI, event_of, figure, keep, told

CHECKS = 6


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
