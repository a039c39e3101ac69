"""Lists are narrowed by hazard, day and status, each by the same words; what is no choice is refused."""

import pytest
from starlette.testclient import TestClient

from api import tokens
from gis.db import Database
from gis.viewer import Role
from tests.http.conftest import Post
from tests.http.test_desk import FLOOD
from tests.http.words import REPORT

Headers = dict[str, str]


@pytest.fixture(autouse=True)
def told(post: Post, officer: Headers) -> None:
    """A verified whirlwind, and a flood that waits."""
    post(REPORT)
    post(FLOOD, headers=officer)


def events(client: TestClient, headers: Headers, **query: str) -> set[str]:
    answer = client.get("/api/events", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    return {event["hazard"] for event in answer.json()["events"]}


def test_events_by_status(client: TestClient, officer: Headers) -> None:
    assert events(client, officer, status="terverifikasi") == {"puting_beliung"}
    assert events(client, officer, status="menunggu") == {"banjir"}
    assert events(client, {}, status="menunggu") == set()
    assert client.get("/api/events?status=hilang").status_code == 400
    for status, count in (("terverifikasi", 1), ("menunggu", 1), ("", 2)):
        query = {"status": status} if status else {}
        total = client.get("/api/summary", params=query, headers=officer).json()["total"]
        assert total["events"] == count, status


def test_changes_by_hazard(client: TestClient, officer: Headers) -> None:
    def told_of(hazard: str) -> set[str]:
        found = client.get("/api/changes", params={"hazard": hazard}, headers=officer).json()["events"]
        return {each["event"]["hazard"] for each in found}

    assert told_of("banjir") == {"banjir"}
    assert told_of("banjir,puting_beliung") == {"banjir", "puting_beliung"}
    assert told_of("gempabumi") == set()
    assert client.get("/api/changes?hazard=badai").status_code == 400


def test_submissions_by_day_and_kind(client: TestClient, officer: Headers) -> None:
    def found(**query: str) -> int:
        answer = client.get("/api/submissions", params=query, headers=officer)
        return len(answer.json()["submissions"])

    assert found() == 2
    assert found(**{"from": "2026-01-01"}) == 2
    assert found(to="2026-01-01") == 0
    (kind,) = {row["kind"] for row in client.get("/api/submissions", headers=officer).json()["submissions"]}
    assert (found(kind=kind), found(kind="raster")) == (2, 0)


def test_candidates_by_hazard_and_day(client: TestClient, officer: Headers, post: Post) -> None:
    post(REPORT.replace("MD : 1 orang", "MD : 2 orang"), headers=officer)  # linked by itself
    day = client.get("/api/events").json()["events"][0]["occurred"]["start"][:10]

    def found(**query: str) -> int:
        answer = client.get("/api/candidates", params=query | {"state": "otomatis"}, headers=officer)
        assert answer.status_code == 200, answer.text
        return len(answer.json()["candidates"])

    assert found(hazard="puting_beliung", **{"from": day, "to": day}) == 1
    assert found(hazard="banjir") == 0
    assert found(to="2026-01-01") == 0
    assert client.get("/api/candidates?from=kemarin", headers=officer).status_code == 400


def test_the_audit_log_by_time(client: TestClient, database: Database) -> None:
    admin = {"Authorization": f"Bearer {tokens.create(database, name='kepala', role=Role.ADMIN)}"}
    assert client.get("/api/audit", params={"to": "2024-12-31"}, headers=admin).json()["lines"] == []
    assert client.get("/api/audit", params={"from": "2026-01-01"}, headers=admin).json()["lines"]
    assert client.get("/api/audit", params={"action": "baca"}, headers=admin).status_code == 400
