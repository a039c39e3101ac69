"""Random histories: events told, merged, corrected and read apart; what is kept of them for reading."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gis import codes, db, derive, ledger
from gis.db import Database
from gis.postgis import Cluster
from gis.settings import Settings
from gis.viewer import PUBLIC
from layers.filter import Filter
from layers.summary import summary
from tests import older as earlier
from tests.registers import OFFICER
from tests.worlds import AREAS, EVENTS, STEPS, PlacedWorld, expected, newest, stated, stored, told

FEW = hypothesis_settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TWICE = hypothesis_settings(FEW, max_examples=2)
Known = dict[tuple[int, int], tuple[Any, Any]]
"""By world and entry: what the public and officers must read."""


@pytest.fixture
def days() -> list[int]:
    """One entry a world, so that each has its own days in the one database."""
    return []


def live(database: Database, worlds: list[PlacedWorld], steps: list[list[Any]], known: Known) -> None:
    """Let each world go on by its steps."""
    for world, acts in zip(worlds, steps, strict=True):
        world.database = database
        for step in acts:
            world.take(step)
            key = (world.day, newest(database))
            known[key] = _read_of(world, public=True), _read_of(world, public=False)


def _read_of(world: PlacedWorld, *, public: bool) -> tuple[Any, Any]:
    return expected(world, public=public), told(world, public=public)


def hold(database: Database, worlds: list[PlacedWorld], known: Known) -> None:
    """All that was read at any moment reads so still, and all that is kept is what it must come to."""
    by_day = {world.day: world for world in worlds}
    for (day, seq), (public, officer) in known.items():
        for reader, is_public in ((public, True), (officer, False)):
            assert stored(database, by_day[day], seq, public=is_public) == reader[0]
            assert stated(database, by_day[day], seq, public=is_public) == reader[1]
    assert derive.check(database)[1] == 0


def same_sums(database: Database) -> None:
    """Sums kept by month are those of the events, at every moment."""
    every = tuple(codes.hazards())
    for viewer in (PUBLIC, OFFICER):
        with database.read(viewer) as conn:
            for seq in range(1, newest(database) + 1):
                moment = ledger.resolve(conn, seq)
                kept = summary(conn, Filter(viewer=viewer, moment=moment), 3)
                assert kept == summary(conn, Filter(viewer=viewer, moment=moment, hazards=every), 3)


@FEW
@given(steps=st.lists(STEPS, min_size=2, max_size=3))
def test_all_that_is_kept_is_what_the_register_comes_to(
    database: Database, days: list[int], steps: list[list[Any]]
) -> None:
    worlds, known = [], Known()
    for acts in steps:
        days.append(1)
        worlds.append(PlacedWorld(database, len(days)))
        live(database, worlds[-1:], [acts], known)
        assert derive.check(database)[1] == 0
    hold(database, worlds, known)


@TWICE
@given(before=st.lists(STEPS, min_size=2, max_size=2), after=st.lists(STEPS, min_size=4, max_size=4))
def test_an_installation_that_had_rows_for_each_reader_goes_on(
    database: Database,
    settings: Settings,
    cluster: Cluster,
    older: Callable[[str], Settings],
    days: list[int],
    before: list[list[Any]],
    after: list[list[Any]],
) -> None:
    """Filled before 0022, which shares rows: events of then and later ones, moments before and after."""
    known: Known = {}
    worlds = [PlacedWorld(database, len(days) + n) for n in (1, 2, 3, 4)]
    days += [1] * len(worlds)
    drafts: list[Any] = [("say", event, "media", AREAS[0], "draf", []) for event in range(EVENTS)]
    live(database, worlds[:2], [[drafts, *acts] for acts in before], known)
    old = older("0021")
    earlier.copy(cluster, settings, "0021")
    db.migrate(old.owner_database_url or "")
    moved = Database(old.database_url or "", old)
    hold(moved, worlds, known)
    live(moved, worlds, after, known)
    hold(moved, worlds, known)
    same_sums(moved)
    moved.close()
