"""Random registers against the rule in plain Python: what is published at every moment, and its sums."""

import json
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis import codes, corrections, derive, ledger
from gis.corrections import Correction
from gis.db import Database
from gis.report import Occurrence
from gis.viewer import PUBLIC
from layers.filter import Filter
from layers.summary import summary
from tests import figure_model as model
from tests.registers import OFFICER
from tests.worlds import BATCH, EVENTS, STEPS, World, expected, newest, stated, stored, told


@BATCH
@given(steps=STEPS)
def test_what_is_published_follows_the_rule_at_every_moment(
    database: Database, days: list[int], steps: list[Any]
) -> None:
    days.append(1)
    world = World(database, len(days))
    known: dict[int, Any] = {}
    for step in steps:
        world.take(step)
        if world.events:
            known[newest(database)] = tuple(
                (expected(world, public=public), told(world, public=public)) for public in (True, False)
            )
    for seq, readers in known.items():
        for public, (figures, events) in zip((True, False), readers, strict=True):
            assert stored(database, world, seq, public=public) == figures
            assert stated(database, world, seq, public=public) == events
    if known:
        _sums_agree(database, world)


@pytest.fixture
def days() -> list[int]:
    """One entry an example, so that each has its own days in the one database."""
    return []


def _sums_agree(database: Database, world: World) -> None:
    """Of this example's days: the sums are those of the shares, and each event is counted once."""
    period = (world.noon, world.noon + timedelta(hours=1))
    for viewer, public in ((PUBLIC, True), (OFFICER, False)):
        values: dict[str, int] = defaultdict(int)
        reported: dict[str, set[int]] = defaultdict(set)
        spoken = set()
        for event in range(EVENTS):
            for (kind, _, _), row in model.published(world.told, event, public=public).items():
                if row.share is not None or row.word.value is None:
                    spoken.add(kind)
                if row.share is not None:
                    values[kind] += row.share
                    reported[kind].add(event)
        with database.read(viewer) as conn:
            asked = Filter(viewer=viewer, moment=ledger.resolve(conn), period=period)
            figures = summary(conn, asked, 2)["total"]["figures"]
        assert {kind: (said["value"], said["reported"]) for kind, said in figures.items()} == {
            kind: (values.get(kind), len(reported[kind])) for kind in spoken
        }


@BATCH
@given(worlds=st.lists(STEPS, min_size=1, max_size=2))
def test_sums_kept_by_month_are_the_sums_of_the_events(
    database: Database, days: list[int], worlds: list[list[Any]]
) -> None:
    moments = []
    for steps in worlds:
        days.append(1)
        world = World(database, len(days))
        for step in steps:
            world.take(step)
        moments.append(newest(database))
    every = tuple(codes.hazards())  # a choice of hazards is answered from the events themselves
    for viewer in (PUBLIC, OFFICER):
        for seq in moments:
            for level in (1, 2, 3):
                with database.read(viewer) as conn:
                    moment = ledger.resolve(conn, seq)
                    kept = summary(conn, Filter(viewer=viewer, moment=moment), level)
                    summed = summary(conn, Filter(viewer=viewer, moment=moment, hazards=every), level)
                assert json.dumps(kept, default=str) == json.dumps(summed, default=str)
    assert derive.check(database)[1] == 0


def test_a_sum_kept_by_month_covers_whole_months_and_the_rest_comes_from_events(database: Database) -> None:
    # An event on each side of a month's end, one across it, and periods that begin and end anywhere.
    world = World(database, 0)
    for n, minutes in enumerate((-1, 0, 1)):
        world.day = n
        world.events = []
        world.take([("say", 0, "bnpb", "19.03", "terverifikasi", [("meninggal", "total", 1, 0, True)])])
        with ledger.entry(database, by="uji", why="uji") as entry:
            corrections.correct(
                entry,
                world.ids[-1],
                Correction(reason="uji", occurrence=_around_month_end(minutes)),
            )
    end = datetime.fromisoformat("2026-04-01T00:00:00+07:00")
    periods = (
        (None, None),
        (end - timedelta(days=31), end - timedelta(microseconds=1)),
        (end, None),
        (None, end),
        (end - timedelta(seconds=30), end + timedelta(days=40)),
    )
    for start, stop in periods:
        with database.read() as conn:
            asked = Filter(moment=ledger.resolve(conn), period=(start, stop))
            kept = summary(conn, asked, 2)["total"]
            raw = summary(conn, Filter(moment=asked.moment, period=asked.period, hazards=("banjir",)), 2)[
                "total"
            ]
        assert kept == raw
        assert kept["events"] > 0


def _around_month_end(minutes: int) -> Occurrence:
    end = datetime.fromisoformat("2026-04-01T00:00:00+07:00")
    start = end + timedelta(minutes=minutes)
    if minutes:
        return Occurrence.minute(start)
    return Occurrence(start=end - timedelta(seconds=30), end=end + timedelta(seconds=30), precision="menit")
