"""The classes of severity are the same in SQL, which derives events, and in Python, which narrows them."""

import random

import sqlalchemy as sa

from gis import codes
from gis.db import Database
from layers import severity
from tests.registers import NOON, figure, keep, told

KINDS = (
    *("meninggal", "hilang", "luka_berat", "luka_ringan", "rumah_rusak_berat", "rumah_rusak_ringan"),
    *("rumah_terbakar", "rumah_terendam", "mengungsi_jiwa", "mengungsi_kk", "terdampak_jiwa", "luas_ha"),
)
NUMBERS = (0, 1, 9, 10, 24, 25, 99, 100)


def test_both_say_the_same(database: Database) -> None:
    chance = random.Random(7)
    villages = [code for code, area in codes.areas().items() if area.level == 4]
    reports = [
        told(*figures, areas=(village,), valid_at=NOON)
        for village in villages[:120]
        for figures in [
            [figure(kind, chance.choice(NUMBERS)) for kind in chance.sample(KINDS, chance.randint(0, 3))]
        ]
    ]
    keep(database, *reports)
    with database.write() as conn:
        states = conn.execute(sa.text("SELECT severity, figures FROM event_state")).all()
    assert len(states) > 100
    assert {row.severity for row in states} == {0, 1, 2, 3}
    for row in states:
        assert severity.of(row.figures) == row.severity, row.figures
