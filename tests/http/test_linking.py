"""Linking as officers do it: candidates, merge and unmerge, one report moved; and what readers see of it."""

import json
import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from gis.db import Database
from tests.http.conftest import Post
from tests.http.words import REPORT
from tests.registers import SADAI, event_of, figure, keep, told

WHY = {"reason": "kejadian yang sama"}
NOWHERE = "01890000-0000-7000-8000-000000000000"
SEQUENCES = frozenset(
    {"as_of", "seq", "recorded_at", "since", "until", "known_from", "known_to", "next", "href"}
)


@pytest.fixture
def pair(database: Database) -> tuple[str, str]:
    """Two verified events in two kecamatan."""
    one = event_of(keep(database, told(figure("rumah_rusak_berat", 3), figure("meninggal", 1))))
    parts = [figure("rumah_rusak_berat", 2, area=SADAI), figure("terdampak_jiwa", 40)]
    other = event_of(keep(database, told(*parts, areas=(SADAI,)), agency="bpbd_babel"))
    return str(one), str(other)


READS = (
    "/api/events?limit=50",
    "/api/events?area=19.03.06",
    "/api/events/{one}",
    "/api/events/{other}",
    "/api/summary?level=2",
    "/api/summary?level=3&area=19.03",
    "/ogc/collections/kejadian/items?f=json",
    "/ogc/collections/kejadian/items/{one}?f=json",
    "/tiles/kejadian/9/407/260.mvt",
    "/tiles/kejadian/12/3259/2081.mvt",
)


def read_all(client: TestClient, pair: tuple[str, str], headers: dict[str, str]) -> dict[str, bytes]:
    """Every read, with what names the ledger's place taken out."""
    found = {}
    for path in READS:
        answer = client.get(path.format(one=pair[0], other=pair[1]), headers=headers)
        assert answer.status_code in (200, 204), (path, answer.text)
        is_json = "json" in answer.headers.get("content-type", "")
        found[path] = json.dumps(_timeless(answer.json())).encode() if is_json else answer.content
    for event in pair:
        states = client.get(f"/api/events/{event}/history", headers=headers).json()["states"]
        found[event] = json.dumps(_timeless(states[-1])).encode()
    return found


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        # `ledger` tells what was published when: that the two were one for a while stays known. OGC's
        # `timeStamp` is the second of the answer.
        left_out = SEQUENCES | {"ledger", "timeStamp"}
        return {name: _timeless(each) for name, each in value.items() if name not in left_out}
    return [_timeless(each) for each in value] if isinstance(value, list) else value


def newest(client: TestClient) -> int:
    return int(client.get("/api/events").json()["as_of"]["seq"])


def test_unmerging_gives_back_every_read_byte_for_byte(
    client: TestClient, officer: dict[str, str], pair: tuple[str, str]
) -> None:
    one, other = pair
    viewers: tuple[dict[str, str], ...] = ({}, officer)
    before = [read_all(client, pair, headers) for headers in viewers]
    seq = newest(client)
    histories = [client.get(f"/api/events/{event}/history?as_of={seq}").content for event in pair]

    merged = client.post(f"/api/events/{other}/merge", json={"into": one, **WHY}, headers=officer)
    assert merged.status_code == 200
    assert merged.json()["event"] == one
    assert client.get("/api/events").json()["matched"] == 1
    whole = client.get(f"/api/events/{one}").json()
    assert (whole["reports"], whole["sources"]) == (2, 2)

    assert client.post(f"/api/events/{other}/unmerge", json=WHY, headers=officer).json()["event"] == other
    after = [read_all(client, pair, headers) for headers in viewers]
    end = time.monotonic() + 10  # tiles hear of a change just after its commit
    while after != before and time.monotonic() < end:
        after = [read_all(client, pair, headers) for headers in viewers]
    differing = [
        path for was, now in zip(before, after, strict=True) for path in was if was[path] != now[path]
    ]
    assert differing == []
    for event, known in zip(pair, histories, strict=True):
        assert client.get(f"/api/events/{event}/history?as_of={seq}").content == known


def test_a_merged_event_leads_to_the_one_it_lives_on_in(
    client: TestClient, officer: dict[str, str], pair: tuple[str, str]
) -> None:
    one, other = pair
    before = newest(client)
    client.post(f"/api/events/{other}/merge", json={"into": one, **WHY}, headers=officer)
    between = newest(client)
    gone = client.get(f"/api/events/{other}?lang=en")
    assert gone.status_code == 308
    assert gone.headers["location"].endswith(f"/api/events/{one}?lang=en")
    assert client.get(f"/api/events/{other}", follow_redirects=True).json()["id"] == one
    assert client.get(f"/api/events/{other}?as_of={before}").json()["id"] == other

    client.post(f"/api/events/{other}/unmerge", json=WHY, headers=officer)
    assert client.get(f"/api/events/{other}").json()["id"] == other
    assert client.get(f"/api/events/{other}?as_of={between}").status_code == 308
    assert client.get(f"/api/events/{NOWHERE}").status_code == 404


def test_that_drafts_were_merged_is_not_the_public_s_to_know(
    client: TestClient, database: Database, officer: dict[str, str]
) -> None:
    one = event_of(keep(database, told(figure("meninggal", 1))))
    draft = event_of(keep(database, told(areas=(SADAI,)), verified=False))
    client.post(f"/api/events/{draft}/merge", json={"into": str(one), **WHY}, headers=officer)
    assert client.get(f"/api/events/{draft}", headers=officer).status_code == 308
    assert client.get(f"/api/events/{draft}").status_code == 404


def test_one_report_moves_to_a_new_event_and_back(
    client: TestClient, officer: dict[str, str], post: Post
) -> None:
    first = post().json()["items"][0]
    second = post(REPORT.replace("MD : 1 orang", "MD : 2 orang"), headers=officer).json()["items"][0]
    assert first["event"] == second["event"], "the same event told twice"
    split = client.post(f"/api/reports/{second['report']}/link", json=WHY, headers=officer).json()
    assert split["event"] != first["event"]
    assert client.get(f"/api/events/{first['event']}", headers=officer).json()["reports"] == 1

    back = {"event": first["event"], **WHY}
    assert client.post(f"/api/reports/{second['report']}/link", json=back, headers=officer).status_code == 200
    assert client.get(f"/api/events/{split['event']}", headers=officer).status_code == 308
    links = client.get(f"/api/reports/{second['report']}/links", headers=officer).json()["links"]
    assert [link["reason"] for link in links] == ["skor", "pindah", "pindah"]
    assert links[0]["score"] >= 0.9
    assert {"code", "points", "id", "en"} == set(links[0]["reasons"][0])


def candidates(client: TestClient, headers: dict[str, str], query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/candidates{query}", headers=headers).json()["candidates"]
    return found


@pytest.fixture
def asked(client: TestClient, officer: dict[str, str], post: Post) -> dict[str, Any]:
    """A candidate: the same told again by the same sender, of the day before."""
    post()
    post(REPORT.replace("Selasa, 10/03/2026 Pkl.", "09/03/2026 Pkl."))
    (found,) = candidates(client, officer)
    return found


def test_a_candidate_says_why_and_accepting_links_it(
    client: TestClient, officer: dict[str, str], asked: dict[str, Any]
) -> None:
    assert 0.5 <= asked["score"] < 1
    assert asked["report_event"] != asked["event"]
    assert "harinya" in " ".join(reason["id"] for reason in asked["reasons"])
    assert client.get("/api/events").json()["matched"] == 2
    before = newest(client)

    done = client.post(f"/api/candidates/{asked['id']}/accept", headers=officer)
    assert done.json()["event"] == asked["event"]
    assert client.get("/api/events").json()["matched"] == 1
    assert candidates(client, officer) == []
    (answered,) = candidates(client, officer, "?state=dijawab")
    assert answered["answer"] == "terima"
    assert len(candidates(client, officer, f"?as_of={before}")) == 1
    assert client.post(f"/api/candidates/{asked['id']}/decline", headers=officer).status_code == 409

    client.post(f"/api/events/{asked['report_event']}/unmerge", json=WHY, headers=officer)
    assert client.get("/api/events").json()["matched"] == 2


def test_declining_leaves_it_and_asks_no_more(
    client: TestClient, officer: dict[str, str], asked: dict[str, Any]
) -> None:
    assert client.post(f"/api/candidates/{asked['id']}/decline", json={}, headers=officer).status_code == 200
    assert candidates(client, officer) == []
    assert client.get("/api/events").json()["matched"] == 2


def test_candidates_by_area_and_page(
    client: TestClient, officer: dict[str, str], asked: dict[str, Any]
) -> None:
    assert candidates(client, officer, "?area=19.03") == [asked]
    assert candidates(client, officer, "?area=19.01") == []
    page = client.get("/api/candidates?limit=1", headers=officer).json()
    assert candidates(client, officer, "?" + page["next"].partition("?")[2]) == []


def test_what_cannot_be_merged_is_said(
    client: TestClient, officer: dict[str, str], pair: tuple[str, str]
) -> None:
    one, other = pair

    def merge(event: str, into: str, **more: str) -> int:
        body = {"into": into, **WHY, **more}
        return client.post(f"/api/events/{event}/merge", json=body, headers=officer).status_code

    assert merge(one, one) == 409
    assert merge(one, NOWHERE) == 404
    assert merge(NOWHERE, one) == 404
    assert merge(one, other, reason=" ") == 400
    assert client.post(f"/api/events/{one}/unmerge", json=WHY, headers=officer).status_code == 409
    assert merge(one, other) == 200
    assert merge(one, other) == 409
    assert client.post(f"/api/events/{one}/merge", json={"into": other, **WHY}).status_code == 401


def test_each_act_says_what_it_did(
    client: TestClient, officer: dict[str, str], pair: tuple[str, str]
) -> None:
    one, other = pair
    merged = client.post(f"/api/events/{other}/merge", json={"into": one, **WHY}, headers=officer).json()
    assert (merged["act"], merged["event"], merged["other"]) == ("gabung", one, other)
    assert (
        merged["sentence"]
        == f"Digabung: 1 laporan kini di kejadian {one}; kejadian {other} berlanjut di sana"
    )
    english = {**officer, "Accept-Language": "en"}
    parted = client.post(f"/api/events/{other}/unmerge", json=WHY, headers=english).json()
    assert (parted["act"], parted["event"], parted["other"]) == ("lepas", other, one)
    assert parted["sentence"] == f"Parted: 1 report back at event {other}; event {one} is as it was before"
    (report,) = parted["reports"]
    moved = client.post(f"/api/reports/{report}/link", json={"event": one, **WHY}, headers=officer).json()
    assert (moved["act"], moved["event"], moved["other"]) == ("pindah", one, other)
