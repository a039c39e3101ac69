"""The official text over HTTP: who gets it, what is in it, and that it reads back to the event."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from api import tokens
from gis.db import Database
from gis.report import Figure, Occurrence, State
from gis.viewer import Role
from ingest import whatsapp
from tests.http.conftest import Post
from tests.http.test_exports import bearer
from tests.registers import NOON, SADAI, TOBOALI, event_of, figure, keep, told

TEXT = """*BPBD KAB. BANGKA SELATAN*
UPDATE : Selasa, 14 Oktober 2025 Pkl. 17.30 WIB
Jenis Kejadian : Angin Puting Beliung
Waktu Kejadian : Selasa, 14/10/2025 Pkl. 14.20 WIB
Lokasi : Dusun Nyaris Nyata, Kel. Toboali, Kec. Toboali
Koordinat : -3.0127, 106.4551
Kronologis : Hujan deras disertai angin kencang, a/n Fulan Contoh 0812-0000-1234 melapor
Korban : MD nihil, LR 2 org
Terdampak : ± 31 KK, jiwa masih dalam pendataan
Rumah RB 5 unit
Sumber : BPBD Kab. Bangka Selatan
"""


def sent(client: TestClient, post: Post) -> str:
    post(TEXT)
    return str(client.get("/api/events").json()["events"][0]["id"])


def text_of(client: TestClient, event: str, headers: dict[str, str], query: str = "") -> str:
    answer = client.get(f"/api/events/{event}/laporan.txt{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    assert "no-store" in answer.headers["cache-control"]
    return answer.text


def told_by(text: str) -> dict[str, Any]:
    (report,) = whatsapp.to_json(whatsapp.parse(text))["reports"]
    return report


def test_it_reads_back_to_the_event(client: TestClient, database: Database, post: Post) -> None:
    event = sent(client, post)
    text = text_of(client, event, bearer(database, Role.ANALYST))
    report, before = told_by(text), told_by(TEXT)
    for name in ("hazard", "occurred_at", "valid_at", "lonlat", "agency"):
        assert report[name] == before[name]
    assert [area["kode"] for area in report["areas"]] == [area["kode"] for area in before["areas"]]
    for kind, said in before["figures"].items():
        again = report["figures"][kind]
        assert {n: again.get(n) for n in ("value", "state", "approx")} == {
            n: said.get(n) for n in ("value", "state", "approx")
        }
    assert "dalam pendataan" in text
    assert "- Meninggal : nihil" in text


def test_nobody_gets_personal_data_and_only_pusdalops_the_story(
    client: TestClient, database: Database, post: Post
) -> None:
    event = sent(client, post)
    for role in (Role.ANALYST, Role.OPERATIONS):
        text = text_of(client, event, bearer(database, role))
        assert "Fulan" not in text
        assert "0812" not in text
        assert ("angin kencang" in text) == (role is Role.OPERATIONS)
        assert ("Dusun Nyaris Nyata" in text) == (role is Role.OPERATIONS)
    assert client.get(f"/api/events/{event}/laporan.txt").status_code == 401
    noted = client.get("/api/audit", headers=bearer(database, Role.ADMIN)).json()
    assert f"laporan {event}" in str(noted)


def test_outside_of_ones_own_regency_a_draft_tells_no_story(
    client: TestClient, database: Database, post: Post, officer: dict[str, str]
) -> None:
    event = sent(client, post)
    post(TEXT.replace("17.30", "18.30").replace("Hujan deras", "Pohon tumbang"), headers=officer)
    for area, told_there in (("19.03", True), ("19.06", False)):
        secret = tokens.create(database, name=f"pusdalops-{area}", role=Role.OPERATIONS, area=area)
        text = text_of(client, event, {"Authorization": f"Bearer {secret}"})
        assert ("Pohon tumbang" in text) == told_there
        assert ("angin kencang" in text) == told_there
        assert ("Dusun Nyaris Nyata" in text) == told_there


def test_a_past_moment_reads_as_it_did(client: TestClient, database: Database, post: Post) -> None:
    event = sent(client, post)
    headers = bearer(database, Role.ANALYST)
    before = client.get(f"/api/events/{event}", headers=headers).json()["as_of"]["seq"]
    post(TEXT.replace("17.30", "19.00").replace("RB 5", "RB 7"))
    assert "Rumah rusak berat : 7 unit" in text_of(client, event, headers)
    old = text_of(client, event, headers, f"?as_of={before}")
    assert "Rumah rusak berat : 5 unit" in old
    assert "Data per : Selasa, 14 Oktober 2025 Pkl. 17.30 WIB" in old


@pytest.mark.parametrize("areas", [(TOBOALI, SADAI), ("19.03", "19.04"), (TOBOALI, "19.04.01")])
def test_totals_and_parts_stay_apart(client: TestClient, database: Database, areas: tuple[str, str]) -> None:
    one, other = areas
    parts = (
        figure("rumah_rusak_berat", 3.0, area=one),
        figure("rumah_rusak_berat", 0.0, area=other),
        Figure(kind="rumah_rusak_ringan", value=None, state=State.BLANK),
        figure("luas_ha", 2.5, approx=True),
        figure("meninggal", None),
    )
    when = Occurrence.minute(NOON)
    event = event_of(keep(database, told(*parts, areas=areas, valid_at=NOON, occurrence=when)))
    text = text_of(client, str(event), bearer(database, Role.ANALYST))
    (report,) = whatsapp.parse(text).reports
    said = {(f.kind, f.area): (f.value, f.state.value, f.approx) for f in report.figures}
    assert said["rumah_rusak_berat", one] == (3, "angka", False)
    assert said["rumah_rusak_berat", other] == (0, "nihil", False)
    assert said["rumah_rusak_ringan", None] == (None, "kosong", False)
    assert said["luas_ha", None] == (2.5, "angka", True)
    assert said["meninggal", None] == (None, "pendataan", False)
    assert set(report.area_codes) == set(areas)


def test_no_event_is_an_error(client: TestClient, database: Database) -> None:
    headers = bearer(database, Role.ANALYST)
    for key, code in (("0199aaaa-0000-7000-8000-000000000000", 404), ("x", 404)):
        assert client.get(f"/api/events/{key}/laporan.txt", headers=headers).status_code in (code, 400, 422)


def test_sent_in_again_it_tells_of_the_same_event(client: TestClient, database: Database, post: Post) -> None:
    event = sent(client, post)
    before = client.get(f"/api/events/{event}").json()
    answer = post(text_of(client, event, bearer(database, Role.ANALYST))).json()
    (item,) = answer["items"]
    assert item["event"] == event
    assert [each["id"] for each in client.get("/api/events").json()["events"]] == [event]
    after = client.get(f"/api/events/{event}").json()
    values = [{kind: said["value"] for kind, said in each["figures"].items()} for each in (before, after)]
    assert values[0] == values[1]
    assert after["lonlat"] == pytest.approx(before["lonlat"], abs=1e-5)


def test_a_report_without_a_time_is_not_given_one(client: TestClient, database: Database, post: Post) -> None:
    lines = [line for line in TEXT.splitlines() if not line.startswith(("Waktu", "UPDATE"))]
    post("\n".join(lines))
    (event,) = client.get("/api/events").json()["events"]
    assert event["occurred"]["precision"] == "diterima"
    text = text_of(client, event["id"], bearer(database, Role.ANALYST))
    assert "*Waktu Kejadian* : belum diketahui" in text
    assert told_by(text)["occurred_at"] is None
    assert told_by(text)["valid_at"] is None
