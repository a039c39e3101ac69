"""The desk's lists as of any moment: what waited then, where and with findings; what an entry changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from gis import desk
from gis.db import Database
from tests.registers import OFFICER
from tests.worlds import BATCH, LINK, PICK, SAY, World, newest

DECIDE = st.tuples(st.just("decide"), PICK, st.sampled_from(desk.STATUSES))
STEP = st.lists(st.one_of(SAY, SAY, DECIDE, DECIDE, LINK), min_size=1, max_size=6)
STEPS = st.lists(STEP, min_size=3, max_size=8)
INBOXES = (
    desk.Inbox(),
    desk.Inbox(statuses=("draf",)),
    desk.Inbox(statuses=("terverifikasi",)),
    desk.Inbox(statuses=("ditolak", "draf")),
    desk.Inbox(statuses=desk.STATUSES),
    desk.Inbox(area="19.03", within="19.03"),
    desk.Inbox(statuses=desk.STATUSES, area="19.03.01"),
    desk.Inbox(statuses=("terverifikasi", "ditolak"), within="19.04"),
    desk.Inbox(statuses=desk.STATUSES, source="basarnas", hazards=("banjir",)),
    desk.Inbox(statuses=desk.STATUSES, hazards=("karhutla",)),
    desk.Inbox(statuses=desk.STATUSES, has_findings=True),
    desk.Inbox(has_findings=False),
)


@dataclass(frozen=True)
class Stood:
    """A report as it was after an entry."""

    id: UUID
    status: str
    area: str
    source: str
    event: UUID


@pytest.fixture
def days() -> list[int]:
    """One entry an example, so that each has its own days in the one database."""
    return []


def _stood(world: World) -> list[Stood]:
    return [
        Stood(key, told.status, told.area, told.source, world.events[told.event])
        for key, told in zip(world.ids, world.told, strict=True)
    ]


def _fit(asked: desk.Inbox, stood: list[Stood], doubted: set[UUID]) -> Iterator[Stood]:
    for report in stood:
        inside = all(
            f"{report.area}.".startswith(f"{code}.")
            for code in (asked.area, asked.within)
            if code is not None
        )
        if (
            report.status in asked.statuses
            and inside
            and asked.source in (None, report.source)
            and (not asked.hazards or "banjir" in asked.hazards)
            and asked.has_findings in (None, report.id in doubted)
        ):
            yield report


@BATCH
@given(steps=STEPS, limit=st.integers(1, 5))
def test_the_desk_lists_what_was_so_at_every_moment(
    database: Database, days: list[int], steps: list[Any], limit: int
) -> None:
    days.append(1)
    world = World(database, len(days))
    moments: dict[int, list[Stood]] = {}
    for step in steps:
        world.take(step)
        moments[newest(database)] = _stood(world)
    for seq, stood in moments.items():
        with database.read(OFFICER) as conn:
            doubted = set(conn.execute(sa.text(DOUBTED), {"seq": seq}).scalars())
            for asked in INBOXES:
                rows = list(_all(conn, asked, seq, limit))
                own = [(row["id"], row["status"], row["event_id"]) for row in rows if row["id"] in world.ids]
                expected = sorted(_fit(asked, stood, doubted), key=lambda report: report.id)
                assert own == [(report.id, report.status, report.event) for report in expected]
                if asked.has_findings is None:
                    assert _counted(conn, asked, seq) == _by_regency(rows)


DOUBTED = (
    "SELECT report_id FROM comparison WHERE known_from <= :seq AND (known_to IS NULL OR known_to > :seq)"
)


def _all(conn: sa.Connection, asked: desk.Inbox, seq: int, limit: int) -> Iterator[dict[str, Any]]:
    """Page by page."""
    last = None
    while page := desk.reports(conn, asked, seq=seq, limit=limit, after=last):
        yield from page
        last = page[-1]["id"]


def _counted(conn: sa.Connection, asked: desk.Inbox, seq: int) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for row in desk.counts(conn, asked, seq=seq, now=datetime.now(UTC)):
        found[row["regency"], row["status"]] += row["n"]
    return found


def _by_regency(rows: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    return Counter((".".join(row["area_code"].split(".")[:2]), row["status"]) for row in rows)


@BATCH
@given(steps=STEPS)
def test_an_entry_names_the_events_that_read_otherwise_by_it(
    database: Database, days: list[int], steps: list[Any]
) -> None:
    days.append(1)
    world = World(database, len(days))
    for step in steps:
        world.take(step)
    with database.read(OFFICER) as conn:
        told, derived = (conn.execute(sa.text(query)).all() for query in (CHANGES, CHANGED))
    assert told
    assert set(told) == set(derived)


CHANGES = "SELECT audience, seq, event_id FROM event_change"
CHANGED = " UNION ".join(
    f"SELECT unnest(readers_of(audience)), {moment}, event_id FROM {table} WHERE {moment} IS NOT NULL"
    for table in ("event_state", "published_figure")
    for moment in ("known_from", "known_to")
)
