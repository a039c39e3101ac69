"""Merging and unmerging at random: where the same reports tell of the same events, every read is the same."""

import json
import random
import time
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from gis import derive
from gis.db import Database
from tests.registers import SADAI, event_of, figure, keep, told

WHY = {"reason": "uji"}
READS = (
    "/api/events?limit=50",
    "/api/events?area=19.03.06",
    "/api/summary?level=2",
    "/api/summary?level=3&area=19.03",
    "/ogc/collections/kejadian/items?f=json",
    "/tiles/kejadian/9/407/260.mvt",
    "/tiles/kejadian/12/3259/2081.mvt",
)
OF_AN_EVENT = ("/api/events/{id}", "/ogc/collections/kejadian/items/{id}?f=json")
# What names the place in the ledger, or the second of the answer; `ledger` tells what was published when.
NOT_COMPARED = {
    "as_of",
    "seq",
    "recorded_at",
    "known_from",
    "known_to",
    "next",
    "href",
    "timeStamp",
    "ledger",
}
NOT_COMPARED |= {"since", "until"}
TILES_HEAR_WITHIN_S = 10

Where = tuple[tuple[str, str], ...]
Reads = dict[str, tuple[int, bytes]]


@pytest.fixture
def events(database: Database) -> list[UUID]:
    """Five events: of one village twice, of two kecamatan, of several sources, one of them a draft."""
    parts = [figure("rumah_rusak_berat", 2, area=SADAI), figure("terdampak_jiwa", 40)]
    made = [
        keep(database, told(figure("rumah_rusak_berat", 3), figure("meninggal", 1))),
        keep(database, told(*parts, areas=(SADAI,)), agency="bpbd_babel"),
        keep(database, told(figure("rumah_terendam", 24), hazard="banjir"), agency="media"),
        keep(database, told(figure("luas_ha", 2.5), hazard="karhutla", areas=("19.03.03",)), agency="damkar"),
        keep(database, told(figure("meninggal", 0), areas=("19.04.01",)), agency="polri", verified=False),
    ]
    found = [event_of(each) for each in made]
    assert len(set(found)) == len(found)
    return found


def where(database: Database) -> Where:
    """Each report and the event it tells of."""
    newest = sa.text("SELECT DISTINCT ON (report_id) * FROM event_link ORDER BY report_id, id DESC")
    with database.write() as conn:
        return tuple((str(row.report_id), str(row.event_id)) for row in conn.execute(newest))


def read_all(client: TestClient, events: list[UUID], headers: dict[str, str]) -> Reads:
    """Status and body of every read."""
    paths = [*READS, *(path.format(id=event) for event in events for path in OF_AN_EVENT)]
    return {path: _read(client, path, headers) for path in paths}


def _read(client: TestClient, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    answer = client.get(path, headers=headers, follow_redirects=False)
    if "json" not in answer.headers.get("content-type", ""):
        return answer.status_code, answer.content + answer.headers.get("location", "").encode()
    return answer.status_code, json.dumps(_timeless(answer.json())).encode()


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(each) for name, each in value.items() if name not in NOT_COMPARED}
    return [_timeless(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(2))
def test_the_same_links_read_the_same(
    client: TestClient, database: Database, officer: dict[str, str], events: list[UUID], seed: int
) -> None:
    chance = random.Random(seed)
    viewers: tuple[dict[str, str], ...] = ({}, officer)
    known: dict[Where, list[Reads]] = {where(database): [read_all(client, events, who) for who in viewers]}
    start = where(database)
    met_again = 0

    def step(path: str, body: dict[str, str]) -> bool:
        nonlocal met_again
        done = client.post(path, json=body, headers=officer)
        assert done.status_code in (200, 409), done.text
        now = where(database)
        if now not in known:
            known[now] = [_settled(client, events, who) for who in viewers]
        else:
            met_again += 1
            _expect(client, events, viewers, known[now])
        return bool(done.status_code == 200)

    for _ in range(10):
        one, other = map(str, chance.sample(events, 2))
        if chance.random() < 0.6:
            step(f"/api/events/{one}/merge", {"into": other, **WHY})
        else:
            step(f"/api/events/{one}/unmerge", WHY)
    while sum(step(f"/api/events/{event}/unmerge", WHY) for event in chance.sample(events, len(events))):
        pass
    assert where(database) == start, "everything came apart again"
    assert met_again > 0
    assert derive.check(database)[1] == 0


def _settled(client: TestClient, events: list[UUID], headers: dict[str, str]) -> Reads:
    """The reads once two in a row are the same: tiles hear of a change just after its commit."""
    found = read_all(client, events, headers)
    end = time.monotonic() + TILES_HEAR_WITHIN_S
    while time.monotonic() < end:
        time.sleep(0.2)
        again = read_all(client, events, headers)
        if again == found:
            break
        found = again
    return found


def _expect(
    client: TestClient, events: list[UUID], viewers: tuple[dict[str, str], ...], expected: list[Reads]
) -> None:
    end = time.monotonic() + TILES_HEAR_WITHIN_S
    found = [read_all(client, events, who) for who in viewers]
    while found != expected and time.monotonic() < end:
        time.sleep(0.1)
        found = [read_all(client, events, who) for who in viewers]
    for was, now in zip(expected, found, strict=True):
        assert [path for path in was if was[path] != now[path]] == []
