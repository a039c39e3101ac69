"""An officer bound to a regency: its drafts, and of all else what the public reads; each event once."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from api import tokens
from gis.db import Database
from tests import mvt
from tests.http.conftest import Post
from tests.http.words import REPORT

BANGKA_SELATAN = REPORT
BANGKA_TENGAH = (
    REPORT.replace("Bangka Selatan", "Bangka Tengah")
    .replace("BANGKA SELATAN", "BANGKA TENGAH")
    .replace("Kel. Toboali, Kec. Toboali", "Kel. Koba, Kec. Koba")
    .replace("-3.0127, 106.4551", "-2.4930, 106.4140")
    .replace("RB 3 unit", "RB 8 unit")
)
OWN, OTHER = "19.03", "19.04"


def bearer(database: Database, area: str) -> dict[str, str]:
    """Headers of a token bound to a regency."""
    secret = tokens.create(database, name=f"petugas {area}", role="petugas_kabupaten", area=area)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def bound(database: Database) -> dict[str, str]:
    return bearer(database, OWN)


@pytest.fixture
def places(post: Post, officer: dict[str, str]) -> dict[str, dict[str, Any]]:
    """In each of two regencies a verified event, of which a draft says more; and one that is only a draft."""
    found = {}
    for name, text in (("own", BANGKA_SELATAN), ("other", BANGKA_TENGAH)):
        (verified,) = post(text).json()["items"]
        update = text.replace("LAPORAN KEJADIAN", "UPDATE LAPORAN KEJADIAN").replace("RR 21", "RR 29")
        (more,) = post(update, headers=officer).json()["items"]
        assert more["event"] == verified["event"]
        fresh = text.replace("10/03/2026", "09/03/2026").replace("Puting Beliung", "Banjir")
        (draft,) = post(fresh, headers=officer).json()["items"]
        found[name] = {"event": verified["event"], "draft": draft["event"], "report": draft["report"]}
    return found


def test_each_event_appears_once_as_its_place_allows(
    client: TestClient, places: dict[str, Any], bound: dict[str, str], officer: dict[str, str]
) -> None:
    listed = client.get("/api/events", headers=bound).json()
    shown = {each["id"]: each for each in listed["events"]}
    own, other = places["own"], places["other"]
    assert len(listed["events"]) == listed["matched"] == len(shown)
    assert set(shown) == {own["event"], own["draft"], other["event"]}
    assert shown[own["event"]]["figures"]["rumah_rusak_ringan"]["value"] == 29
    assert shown[other["event"]]["figures"]["rumah_rusak_ringan"]["value"] == 21
    assert client.get("/api/events", headers=officer).json()["matched"] == 4
    assert client.get("/api/events").json()["matched"] == 2


def test_one_event_and_its_history(client: TestClient, places: dict[str, Any], bound: dict[str, str]) -> None:
    own, other = places["own"], places["other"]
    assert client.get(f"/api/events/{own['draft']}", headers=bound).status_code == 200
    assert client.get(f"/api/events/{other['draft']}", headers=bound).status_code == 404
    assert client.get(f"/api/events/{other['draft']}/history", headers=bound).status_code == 404
    assert len(client.get(f"/api/events/{own['event']}", headers=bound).json()["reports_behind"]) == 2
    seen, public = (
        client.get(f"/api/events/{other['event']}", headers=headers).json() for headers in (bound, {})
    )
    assert seen == public


def test_sums_add_what_is_listed(client: TestClient, places: dict[str, Any], bound: dict[str, str]) -> None:
    answer = client.get("/api/summary", headers=bound).json()
    by_area = {row["area"]["code"]: row["figures"]["rumah_rusak_ringan"]["value"] for row in answer["areas"]}
    assert by_area == {OWN: 29 + 21, OTHER: 21}
    assert answer["total"]["events"] == 3


def test_tiles_and_features(
    client: TestClient, places: dict[str, Any], bound: dict[str, str], officer: dict[str, str]
) -> None:
    for query in ("", "?as_of=1000000"):
        tile = client.get(f"/tiles/kejadian/6/50/32.mvt{query}", headers=bound)
        ids = [feature.properties["event_id"] for feature in mvt.decode(tile.content)["kejadian"]]
        assert sorted(ids) == sorted(
            {places["own"]["event"], places["own"]["draft"], places["other"]["event"]}
        )
    tags = {
        client.get("/tiles/kejadian/6/50/32.mvt", headers=each).headers["etag"]
        for each in (bound, officer, {})
    }
    assert len(tags) == 3
    items = client.get("/ogc/collections/kejadian/items", headers=bound).json()
    assert (items["numberMatched"], len(items["features"])) == (3, 3)
    other = places["other"]["draft"]
    assert client.get(f"/ogc/collections/kejadian/items/{other}", headers=bound).status_code == 404


def test_reports_of_other_regencies_are_not_there(
    client: TestClient, places: dict[str, Any], bound: dict[str, str], database: Database
) -> None:
    shown = client.get("/api/reports?status=draf,terverifikasi", headers=bound).json()["reports"]
    assert len(shown) == 3
    other = places["other"]["report"]
    for method, path in (("GET", ""), ("POST", "/check")):
        assert client.request(method, f"/api/reports/{other}{path}", headers=bound).status_code == 404
    theirs = bearer(database, OTHER)
    assert client.get(f"/api/reports/{other}", headers=theirs).status_code == 200
    assert client.post(f"/api/reports/{other}/check", headers=theirs).status_code == 200


def test_sheets_with_drafts_are_for_the_own_regency(
    client: TestClient, places: dict[str, Any], bound: dict[str, str], officer: dict[str, str]
) -> None:
    def order(headers: dict[str, str], **scope: str) -> Any:
        return client.post("/sheets", json={**scope, "paper": "A4", "drafts": True}, headers=headers)

    assert order(bound, area="19").status_code == 403
    assert order(bound, area=OTHER).status_code == 403
    assert order(bound, event=places["other"]["event"]).status_code == 403
    assert order(bound, area=OWN).status_code == 201
    theirs = order(officer, area=OTHER).json()["number"]
    assert client.get(f"/sheets/{theirs}.pdf", headers=officer).status_code == 200
    assert client.get(f"/sheets/{theirs}.pdf", headers=bound).status_code == 404
    listed = client.get("/sheets", headers=bound).json()["sheets"]
    assert [sheet["scope"] for sheet in listed] == [f"area:{OWN}"]
