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
    every = client.get("/sheets", headers=officer).json()["sheets"]
    for headers, whole in ((bound, listed), (officer, every)):
        paged: list[Any] = []
        following = "/sheets?limit=1"
        while following:  # a page may be empty for one who reads less, and leads on all the same
            page = client.get(following, headers=headers).json()
            paged += page["sheets"]
            following = page["next"]
        assert paged == whole
    assert len(every) == 2


def test_submissions_of_others_are_not_there(
    client: TestClient, places: dict[str, Any], bound: dict[str, str], officer: dict[str, str], post: Post
) -> None:
    every = client.get("/api/submissions", headers=officer).json()["submissions"]
    own = client.get("/api/submissions", headers=bound).json()["submissions"]
    assert (len(every), len(own)) == (6, 3)
    for each in every:
        answer = client.get(f"/api/submissions/{each['id']}", headers=bound)
        assert answer.status_code == (200 if each["id"] in {one["id"] for one in own} else 404)
    # What it sent itself it may look at, wherever the place.
    sent = post("rapat koordinasi di kantor", headers=bound).json()["submission"]
    assert client.get(f"/api/submissions/{sent}", headers=bound).status_code == 200


def test_refused_cells_and_texts_are_for_those_who_may_read_them(
    client: TestClient, database: Database, post: Post, officer: dict[str, str], places: dict[str, Any]
) -> None:
    secret = "Contohwan Karangsari rapat di kantor"
    sent = post(secret, headers=officer).json()["submission"]
    analyst = {"Authorization": f"Bearer {tokens.create(database, name='analis-uji', role='analis')}"}
    report = places["own"]["report"]
    for headers, told in ((officer, True), (analyst, False)):
        assert ("Contohwan" in client.get(f"/api/submissions/{sent}", headers=headers).text) is told
        assert ("Sukmawangi" in client.get(f"/api/reports/{report}", headers=headers).text) is told
    admin = {"Authorization": f"Bearer {tokens.create(database, name='kepala-uji', role='admin')}"}
    noted = client.get("/api/audit?action=baca_pribadi", headers=admin).json()["lines"]
    assert {(line["by"], line["subject"]) for line in noted} == {
        ("petugas-uji", f"kiriman {sent}"), ("petugas-uji", f"laporan {report}")
    }  # fmt: skip


def test_an_erased_text_reads_so_over_http_at_every_moment(
    client: TestClient, database: Database, officer: dict[str, str], places: dict[str, Any]
) -> None:
    report = places["own"]["report"]
    before = client.get(f"/api/reports/{report}", headers=officer).json()
    assert "Sukmawangi" in str(before)
    admin = {"Authorization": f"Bearer {tokens.create(database, name='kepala-uji', role='admin')}"}
    done = client.post("/api/erasures", json={"report": report, "reason": "diminta keluarga"}, headers=admin)
    assert done.status_code == 201
    for query in ("", f"?as_of={before['as_of']['seq']}"):
        answer = client.get(f"/api/reports/{report}{query}", headers=officer)
        assert "Sukmawangi" not in answer.text
        assert "0812-7199-4455" not in answer.text
        assert "no-store" in answer.headers["cache-control"]
        assert set(answer.json()["texts"].values()) == {"dihapus"}
        assert answer.json()["figures"] == before["figures"]
    (line,) = client.get("/api/erasures", headers=admin).json()["erasures"]
    assert (line["sha256"], line["reason"], line["by"]) == (
        done.json()["sha256"],
        "diminta keluarga",
        "kepala-uji",
    )
    again = client.post("/api/erasures", json={"report": report, "reason": "lagi"}, headers=admin)
    assert again.status_code == 409
