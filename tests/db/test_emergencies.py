"""Emergency statuses: what holds is what settled last, whichever entry began first."""

from datetime import date

import pytest

from gis import ledger, queries, watch
from gis.db import Database
from gis.errors import Conflict
from gis.watch import Declaration

FLOOD = Declaration(
    level="tanggap_darurat",
    areas=("19.03",),
    decree="188.45/12/2026",
    issued_by="Bupati Bangka Selatan",
    starts_on=date(2026, 3, 10),
    ends_on=date(2026, 3, 23),
    hazard="banjir",
)


def test_an_act_that_began_first_and_settled_last_is_the_newest(database: Database) -> None:
    with ledger.entry(database, by="uji", why="uji") as entry:
        status = watch.declare(entry, FLOOD)
    with ledger.entry(database, by="uji", why="uji") as slow:
        with ledger.entry(database, by="uji", why="uji") as quick:
            watch.extend(quick, status, decree="188.45/20/2026", ends_on=date(2026, 4, 6))
        assert slow.id < quick.id
        watch.end(slow, status, ends_on=date(2026, 3, 30), decree=None, reason="air surut")

    with pytest.raises(Conflict), ledger.entry(database, by="uji", why="uji") as entry:
        watch.extend(entry, status, decree="188.45/21/2026", ends_on=date(2026, 4, 20))
    with database.read() as conn:
        words = queries.load("layers.exports")["emergencies"]
        (row,) = conn.execute(words, {"seq": ledger.resolve(conn).seq}).all()
    assert (row.act, row.ends_on) == ("akhiri", date(2026, 3, 30))


def test_two_acts_of_one_entry_stand_in_their_order(database: Database) -> None:
    with ledger.entry(database, by="uji", why="uji") as entry:
        status = watch.declare(entry, FLOOD)
        watch.extend(entry, status, decree="188.45/20/2026", ends_on=date(2026, 4, 6))
        watch.end(entry, status, ends_on=date(2026, 4, 1), decree=None, reason="air surut")
        with pytest.raises(Conflict):
            watch.withdraw(entry, status, reason="salah catat")
