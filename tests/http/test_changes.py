"""Corrections, an event's ledger and changes in sentences, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from gis import ledger, register
from gis.db import Database
from tests.registers import NOON, SADAI, event_of, figure, keep, told

Headers = dict[str, str]


def seq(database: Database) -> int:
    with database.read() as conn:
        return ledger.resolve(conn).seq


def changed(
    client: TestClient, asked: dict[str, Any], headers: Headers | None = None
) -> list[dict[str, Any]]:
    answer = client.get("/api/changes", params=asked, headers=headers or {})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["events"])


def sentences(events: list[dict[str, Any]]) -> list[str]:
    return [change["sentence"] for event in events for change in event["changes"]]


def correct(client: TestClient, headers: Headers, report: Any, **body: Any) -> Any:
    return client.post(
        f"/api/reports/{report}/correct", json={"reason": "salah baca", **body}, headers=headers
    )


def test_a_correction_reads_as_a_sentence(client: TestClient, database: Database, officer: Headers) -> None:
    loaded = keep(database, told(figure("rumah_rusak_berat", 5), valid_at=NOON))
    (report,) = loaded.events
    before = seq(database)
    page = client.get(f"/api/events/{event_of(loaded)}", headers=officer).json()
    word = page["ledger"][0]["words"][0]
    answer = correct(client, officer, report, figures=[{"id": word["id"], "value": 3}])
    assert answer.status_code == 200, answer.text
    (event,) = changed(client, {"from": before})
    (change,) = event["changes"]
    assert change["sentence"].startswith(
        "Rumah rusak berat 5 → 3, menurut BPBD Bangka Selatan, koreksi pukul "
    )
    assert (change["type"], change["kind"], change["corrected"]) == ("turun", "rumah_rusak_berat", True)
    assert (change["before"]["value"], change["after"]["value"]) == (5, 3)
    (english,) = sentences(changed(client, {"from": before, "lang": "en"}))
    assert english.startswith("Houses heavily damaged 5 → 3, according to BPBD Bangka Selatan, corrected at ")
    assert changed(client, {"from": before, "to": before}) == []


def test_new_events_and_figures_that_move(client: TestClient, database: Database) -> None:
    empty = seq(database)
    keep(database, told(figure("terdampak_jiwa", None), figure("meninggal", 1), valid_at=NOON))
    first = seq(database)
    news = sentences(changed(client, {"from": empty}))
    assert news[0] == "Kejadian baru: Puting beliung di Kelurahan Toboali, 10 Maret 2026 pukul 12.00"
    assert any(line.startswith("Meninggal 1 jiwa, menurut BPBD Bangka Selatan, keadaan ") for line in news)
    update = told(
        figure("terdampak_jiwa", 40),
        figure("meninggal", 2),
        valid_at=NOON + timedelta(hours=2),
        is_update=True,
    )
    keep(database, update)
    types = {c["kind"]: c["type"] for e in changed(client, {"from": first}) for c in e["changes"]}
    assert types == {"terdampak_jiwa": "terhitung", "meninggal": "naik"}
    told_now = sentences(changed(client, {"from": first}))
    assert any(line.startswith("Terdampak: dalam pendataan → 40 jiwa, menurut") for line in told_now)


def test_the_public_hears_of_no_draft(client: TestClient, database: Database, officer: Headers) -> None:
    start = seq(database)
    loaded = keep(database, told(figure("meninggal", 1)), verified=False)
    assert changed(client, {"from": start}) == []
    assert len(changed(client, {"from": start}, officer)) == 1
    draft = seq(database)
    (report,) = loaded.events
    with ledger.entry(database, by="pusdalops", why="x") as entry:
        register.set_status(entry, report, register.VERIFIED)
    assert sentences(changed(client, {"from": draft}, officer)) == ["Terverifikasi"]
    assert [e["changes"][0]["type"] for e in changed(client, {"from": draft})] == ["baru"]
    verified = seq(database)
    with ledger.entry(database, by="pusdalops", why="x") as entry:
        register.set_status(entry, report, register.REJECTED, reason="ganda")
    assert sentences(changed(client, {"from": verified})) == ["Kejadian ditarik dari daftar"]


def test_changes_are_of_an_area_and_paged(client: TestClient, database: Database) -> None:
    start = seq(database)
    keep(database, told(), told(areas=(SADAI,)), told(areas=("19.01",)))
    assert len(changed(client, {"from": start, "area": "19.03"})) == 2
    pages, address = [], f"/api/changes?from={start}&limit=2"
    while address:
        page = client.get(address).json()
        pages.append(len(page["events"]))
        address = page["next"]
    assert pages == [2, 1]


def test_moments_are_times_dates_and_entries(client: TestClient, database: Database) -> None:
    keep(database, told())
    assert len(changed(client, {})) == 1  # the last day
    assert len(changed(client, {"from": "2025-06-01"})) == 1
    assert changed(client, {"from": "2025-06-01", "to": "2025-07-01"}) == []
    assert client.get("/api/changes", params={"from": seq(database), "to": 1}).status_code == 400
    assert client.get("/api/changes", params={"from": "kemarin"}).status_code == 400


def test_an_event_shows_its_ledger_and_where_numbers_come_from(
    client: TestClient, database: Database, officer: Headers
) -> None:
    event = event_of(keep(database, told(figure("meninggal", 3, cell="Data!Q12"), valid_at=NOON)))
    later = NOON + timedelta(hours=1)
    keep(
        database,
        told(figure("meninggal", 2, span=(4, 9)), valid_at=later, is_update=True),
        agency="dinkes_babel",
    )
    page = client.get(f"/api/events/{event}", headers=officer).json()
    (row,) = page["ledger"]
    assert [(v["value"], v["source"]["slug"]) for v in row["published"]] == [
        (3, "bpbd_bangka_selatan"),
        (2, "dinkes_babel"),
    ]
    assert row["published"][0]["until"] == row["published"][1]["recorded_at"]
    first, second = row["words"]
    assert (first["sheet"], first["row"], first["column"], first["span"]) == ("Data", 12, "Q", None)
    assert (second["value"], second["span"], second["by"]) == (2, [4, 9], "uji")
    assert page["published"][0]["lineage"]["span"] == [4, 9]

    public = client.get(f"/api/events/{event}").json()
    assert "words" not in public["ledger"][0]
    assert "lineage" not in public["published"][0]
    assert "uji.txt" not in client.get(f"/api/events/{event}").text


def test_a_moment_that_was_only_assumed_is_told(client: TestClient, database: Database) -> None:
    event = event_of(keep(database, told(figure("meninggal", 1))))
    page = client.get(f"/api/events/{event}").json()
    assert not page["valid_at_known"]
    assert not page["published"][0]["valid_at_known"]
    assert not page["figures"]["meninggal"]["valid_at_known"]
    total = client.get("/api/summary").json()["total"]["figures"]["meninggal"]
    assert (total["valid_at_known"], total["value"]) == (False, 1)


@pytest.mark.parametrize(
    "body",
    [{"unta": 1}, {"occurred": "kapan-kapan"}, {"hazard": "hujan_katak"}, {"figures": [{"value": "x"}]}],
)
def test_a_correction_that_cannot_be_read_is_refused(
    client: TestClient, database: Database, officer: Headers, body: dict[str, Any]
) -> None:
    (report,) = keep(database, told()).events
    assert correct(client, officer, report, **body).status_code in (400, 422)


def test_the_public_corrects_nothing(client: TestClient, database: Database) -> None:
    (report,) = keep(database, told()).events
    assert correct(client, {}, report, hazard="banjir").status_code == 401
