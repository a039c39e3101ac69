"""The emergency status of areas: recorded from decrees, extended, ended, and read at any day and moment."""

from typing import Any

import sqlalchemy as sa
from starlette.testclient import TestClient

from gis.db import Database
from tests.http.conftest import Post
from tests.http.words import REPORT

NEW = {
    "level": "tanggap_darurat",
    "areas": ["19.03"],
    "decree": "188.45/101/BPBD/2026",
    "issued_by": "Bupati Bangka Selatan",
    "starts_on": "2026-03-10",
    "ends_on": "2026-03-23",
    "hazard": "banjir",
}
Headers = dict[str, str]


def declare(client: TestClient, officer: Headers, **changes: Any) -> dict[str, Any]:
    answer = client.post("/api/status", json=NEW | changes, headers=officer)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def listed(client: TestClient, query: str = "at=2026-03-12") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/status?{query}").json()["statuses"]
    return found


def test_the_public_reads_a_status_with_its_days_left(client: TestClient, officer: Headers) -> None:
    declare(client, officer)
    (found,) = listed(client)
    assert (found["state"], found["days"], found["day"], found["days_left"]) == ("berlaku", 14, 3, 11)
    assert found["areas"] == [{"code": "19.03", "name": "Kabupaten Bangka Selatan"}]
    assert [listed(client, f"at=2026-03-{day}")[0]["state"] for day in ("09", "10", "23", "24")] == [
        "akan", "berlaku", "berlaku", "berakhir"
    ]  # fmt: skip


def test_an_extension_and_an_early_end_leave_the_past_as_it_was(client: TestClient, officer: Headers) -> None:
    first = declare(client, officer)
    path = f"/api/status/{first['id']}"
    longer = {"decree": "188.45/102/BPBD/2026", "ends_on": "2026-04-06"}
    assert client.post(f"{path}/extend", json=longer, headers=officer).json()["ends_on"] == "2026-04-06"
    over = {"ends_on": "2026-03-30", "reason": "air surut"}
    ended = client.post(f"{path}/end", json=over, headers=officer).json()
    assert (ended["ends_on"], ended["extended"]) == ("2026-03-30", 1)
    assert [act["act"] for act in ended["acts"]] == ["tetap", "perpanjang", "akhiri"]
    assert "air surut" not in client.get(path).text
    then = client.get(path, params={"as_of": first["as_of"]["seq"]}).json()
    assert (then["ends_on"], len(then["acts"])) == ("2026-03-23", 1)
    assert client.post(f"{path}/extend", json=longer, headers=officer).status_code == 409


def test_reasons_name_nobody(client: TestClient, officer: Headers, database: Database) -> None:
    path = f"/api/status/{declare(client, officer)['id']}"
    over = {"ends_on": "2026-03-20", "reason": "air surut, kata Bpk Umpama Belaka"}
    assert client.post(f"{path}/end", json=over, headers=officer).is_success
    with database.write() as conn:
        kept = str(conn.execute(sa.text("SELECT reason FROM emergency_status")).all())
    assert "air surut" in kept
    assert "Umpama" not in kept


def test_what_was_recorded_by_mistake_is_taken_back(client: TestClient, officer: Headers) -> None:
    first = declare(client, officer)
    again = client.post("/api/status", json=NEW, headers=officer)
    assert again.status_code == 409
    reason = {"reason": "salah kabupaten"}
    client.post(f"/api/status/{first['id']}/withdraw", json=reason, headers=officer)
    assert listed(client)[0]["state"] == "dibatalkan"
    assert listed(client, "state=berlaku&at=2026-03-12") == []
    declare(client, officer)  # the same decree may be recorded again


def test_two_regencies_at_once_give_an_advice_that_stops_nothing(
    client: TestClient, officer: Headers
) -> None:
    declare(client, officer)
    assert client.get("/api/status?at=2026-03-12").json()["advice"] is None
    declare(client, officer, areas=["19.04.01"], decree="188.45/7/2026", hazard=None)
    advice = client.get("/api/status?at=2026-03-12").json()["advice"]
    assert advice["regencies"] == ["19.03", "19.04"]
    assert advice["hazards"] == ["banjir"]
    assert advice["binding"] is False
    assert "perlu dicek" in advice["source"]
    assert client.get("/api/status?at=2026-03-24").json()["advice"] is None


def test_filters_and_pages(client: TestClient, officer: Headers) -> None:
    declare(client, officer)
    declare(client, officer, areas=["19.04"], decree="B", hazard="karhutla")
    assert len(listed(client)) == 2
    assert [each["decree"] for each in listed(client, "area=19.04.01")] == ["B"]
    assert [each["decree"] for each in listed(client, "hazard=banjir")] == [NEW["decree"]]
    page = client.get("/api/status?limit=1").json()
    rest = client.get(page["next"]).json()
    assert len(page["statuses"]) == len(rest["statuses"]) == 1
    assert rest["next"] is None


def test_slips_of_the_pen_are_refused(client: TestClient, officer: Headers) -> None:
    for slip in (
        {"level": "darurat"},
        {"areas": ["1903"]},
        {"ends_on": "2026-03-09"},
        {"ends_on": "2036-03-09"},
        {"decree": " "},
        {"hazard": "naga"},
    ):
        answer = client.post("/api/status", json=NEW | slip, headers=officer)
        assert (answer.status_code, answer.json()["code"]) == (400, "status_darurat"), slip
    assert client.post("/api/status", json=NEW).status_code == 401
    shorter = {"decree": "C", "ends_on": "2026-03-20"}
    path = f"/api/status/{declare(client, officer)['id']}"
    assert client.post(f"{path}/extend", json=shorter, headers=officer).status_code == 400


def test_proposals_are_paged(client: TestClient, officer: Headers, post: Post) -> None:
    told = REPORT.replace(
        "LAPORAN KEJADIAN", "LAPORAN KEJADIAN\nStatus tanggap darurat, SK Bupati Nomor 188.45/9."
    )
    reports = [
        post(told.replace("10/03/2026", f"{day}/03/2026"), headers=officer).json()["items"][0]["report"]
        for day in ("07", "08", "09")
    ]
    read, following = [], "/api/status/proposals?limit=1"
    while following:
        page = client.get(following, headers=officer).json()
        read += [each["report"] for each in page["proposals"]]
        following = page["next"]
    assert read == reports[::-1]
