"""The officers' desk: the inbox, one report with its words and findings, and deciding."""

from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from api import tokens
from gis import desk, ledger, register
from gis.db import Database
from gis.errors import NotFound
from gis.viewer import Role
from tests.http.conftest import Post
from tests.http.words import REPORT
from tests.registers import OFFICER, event_of, figure, keep, told

Headers = dict[str, str]
FLOOD = """LAPORAN KEJADIAN
Jenis Kejadian : Banjir
Waktu Kejadian : Senin, 09/03/2026 Pkl. 04.10 WIB
Lokasi : Kel. Dul, Kec. Pangkalan Baru, Kab. Bangka Tengah
Rumah terendam : 24 unit
Sumber : BPBD Kab. Bangka Tengah
"""


@pytest.fixture
def waiting(post: Post, officer: Headers) -> list[str]:
    """Two drafts: a whirlwind in Toboali and a flood in Pangkalan Baru."""
    return [post(text, headers=officer).json()["items"][0]["report"] for text in (REPORT, FLOOD)]


def listed(client: TestClient, officer: Headers, query: str = "") -> list[str]:
    answer = client.get(f"/api/reports?{query}", headers=officer)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["reports"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [0, 1]),
        ("area=19.03", [0]),
        ("area=19.04.02", [1]),
        ("hazard=banjir", [1]),
        ("from=2026-03-10", [0]),
        ("to=2026-03-09", [1]),
        ("source=bpbd_bangka_tengah", [1]),
        ("older_than=6j", []),
        ("status=terverifikasi", []),
        ("limit=1", [0]),
    ],
)
def test_the_inbox_filters(
    client: TestClient, officer: Headers, waiting: list[str], query: str, expected: list[int]
) -> None:
    assert listed(client, officer, query) == [waiting[n] for n in expected]


def test_the_inbox_counts_by_regency_and_age(
    client: TestClient, officer: Headers, waiting: list[str]
) -> None:
    found = client.get("/api/inbox", headers=officer).json()["regencies"]
    assert {(row["code"], row["reports"], row["by_age"]["1_jam"]) for row in found} == {
        ("19.03", 1, 1),
        ("19.04", 1, 1),
    }
    assert found[0]["by_status"] == {"draf": 1}


def test_one_report_shows_its_words_and_where_each_number_stands(
    client: TestClient, officer: Headers, waiting: list[str]
) -> None:
    found = client.get(f"/api/reports/{waiting[0]}", headers=officer).json()
    text = found["original"]["text"]
    assert text == REPORT
    for each in found["figures"]:
        start, end = each["lineage"]["span"]
        assert text[start:end].strip(), each
    names = {"".join(text[slice(*place["span"])]) for place in found["personal"]}
    assert any("Sukmawangi" in name for name in names)
    assert [row["status"] for row in found["statuses"]] == ["draf"]
    assert found["locations"][0]["edition"] == "indikatif"
    assert found["uncertainty_m"] > 0


def test_a_draft_is_checked_verified_and_its_decisions_kept(
    client: TestClient, officer: Headers, waiting: list[str]
) -> None:
    path = f"/api/reports/{waiting[0]}"
    checked = client.post(f"{path}/check", json={"reason": "sudah ditelepon"}, headers=officer)
    assert checked.json()["status"] == "diperiksa"
    assert listed(client, officer, "status=diperiksa") == waiting[:1]
    many = {"reports": waiting}
    answer = client.post("/api/reports/verify", json=many, headers=officer).json()
    assert answer == {"status": "terverifikasi", "reports": waiting, "already": []}
    again = client.post("/api/reports/verify", json=many, headers=officer).json()
    assert again["already"] == waiting
    history = client.get(path, headers=officer).json()["statuses"]
    assert [(row["status"], row["reason"]) for row in history] == [
        ("draf", None),
        ("diperiksa", "sudah ditelepon"),
        ("terverifikasi", None),
    ]
    assert client.get("/api/events").json()["matched"] == 2


def test_many_are_decided_together_or_not_at_all(
    client: TestClient, officer: Headers, waiting: list[str]
) -> None:
    body = {"reports": [waiting[0], str(register.new_id())], "reason": "ganda"}
    assert client.post("/api/reports/reject", json=body, headers=officer).status_code == 404
    assert listed(client, officer) == waiting
    assert client.post("/api/reports/reject", json={"reports": waiting}, headers=officer).status_code == 400
    body["reports"] = waiting
    client.post("/api/reports/reject", json=body, headers=officer)
    assert listed(client, officer) == []


def test_a_jump_beside_an_earlier_message_is_shown(
    client: TestClient, officer: Headers, post: Post, waiting: list[str]
) -> None:
    update = FLOOD.replace("LAPORAN KEJADIAN", "UPDATE LAPORAN KEJADIAN").replace("24 unit", "240 unit")
    key = post(update, headers=officer).json()["items"][0]["report"]
    found = client.get(f"/api/reports/{key}", headers=officer).json()
    assert "melonjak_sepuluh_kali" in {finding["code"] for finding in found["findings"]}
    assert key in listed(client, officer, "has_findings=true")
    assert key not in listed(client, officer, "has_findings=false")


def test_a_trusted_sender_verifies_by_sending_again(
    client: TestClient, trusted: Headers, officer: Headers, post: Post
) -> None:
    first = post(FLOOD, headers=officer).json()
    assert post(FLOOD, headers=officer).json()["verified"] == 0
    again = post(FLOOD, headers=trusted).json()
    assert (again["duplicate"], again["verified"]) == (True, 1)
    assert [item["report"] for item in again["items"]] == [first["items"][0]["report"]]
    assert post(FLOOD, headers=trusted).json()["verified"] == 0
    assert client.get("/api/events").json()["matched"] == 1


def test_an_officer_of_a_regency_sees_and_decides_its_own(database: Database) -> None:
    own, other = told(figure("meninggal", 1)), told(areas=("19.04.01",))
    (_, mine), (_, theirs) = keep(database, own, other, verified=False).reports
    with database.read(OFFICER) as conn:
        seq = ledger.resolve(conn).seq
        rows = desk.reports(conn, desk.Inbox(within="19.03"), seq=seq, limit=9)
        assert [row["id"] for row in rows] == [mine]
    with pytest.raises(NotFound), ledger.entry(database, by="uji", why="uji") as entry:
        desk.decide(entry, [mine, theirs], register.VERIFIED, within="19.03")
    with ledger.entry(database, by="uji", why="uji") as entry:
        assert desk.decide(entry, [mine], register.VERIFIED, within="19.03") == ([mine], [])


def test_the_inbox_filters_by_words_as_corrected(
    client: TestClient, officer: Headers, waiting: list[str]
) -> None:
    storm, flood = waiting
    before = client.get("/api/reports", headers=officer).json()["as_of"]["seq"]
    change = {"hazard": "banjir_rob", "occurred": "2026-03-08", "agency": "basarnas", "is_update": True}
    told = {**change, "place": {"areas": ["19.04.01"]}, "reason": "salah baca"}
    assert client.post(f"/api/reports/{storm}/correct", json=told, headers=officer).is_success
    for query, then, now in (
        ("hazard=puting_beliung", [storm], []),
        ("hazard=banjir_rob", [], [storm]),
        ("hazard=banjir_rob,banjir", [flood], [storm, flood]),
        ("from=2026-03-10", [storm], []),
        ("to=2026-03-08", [], [storm]),
        ("from=2026-03-08&to=2026-03-08&hazard=banjir_rob&source=basarnas&area=19.04", [], [storm]),
        ("source=bpbd_bangka_selatan", [storm], []),
        ("source=basarnas", [], [storm]),
        ("area=19.03", [storm], []),
        ("area=19.04", [flood], [storm, flood]),
    ):
        for more, expected in (("", now), (f"&as_of={before}", then)):
            assert listed(client, officer, query + more) == expected, query + more
            rows = client.get(f"/api/inbox?{query}{more}", headers=officer).json()["regencies"]
            assert sum(row["reports"] for row in rows) == len(expected), query + more
        decided = f"{query}&status=draf,diperiksa,terverifikasi"
        assert listed(client, officer, decided) == now, decided
    row, _ = client.get("/api/reports", headers=officer).json()["reports"]
    assert (row["hazard"], row["source"], row["is_update"]) == ("banjir_rob", "basarnas", True)
    assert (row["occurred_from"], row["occurred_precision"]) == ("2026-03-07T17:00:00+00:00", "hari")
    undashed = {"occurred": "20260309", "reason": "salah baca"}
    assert client.post(f"/api/reports/{storm}/correct", json=undashed, headers=officer).is_success
    row, _ = client.get("/api/reports", headers=officer).json()["reports"]
    assert (row["occurred_from"], row["occurred_precision"]) == ("2026-03-08T17:00:00+00:00", "hari")


def test_a_report_is_of_the_regency_that_it_was_corrected_to(
    client: TestClient, database: Database, officer: Headers, waiting: list[str]
) -> None:
    south, middle = (bearer(database, "petugas_kabupaten", area) for area in ("19.03", "19.04"))
    before = client.get("/api/reports", headers=officer).json()["as_of"]["seq"]
    storm, flood = waiting
    moved = {"place": {"areas": ["19.04.01"]}, "reason": "salah kabupaten"}
    assert client.post(f"/api/reports/{storm}/correct", json=moved, headers=officer).is_success

    assert (listed(client, south), listed(client, middle)) == ([], waiting)
    for headers, status in ((south, 404), (middle, 200)):
        assert client.get(f"/api/reports/{storm}", headers=headers).status_code == status
        assert client.post(f"/api/reports/{storm}/check", headers=headers).status_code == status
        rows = client.get("/api/inbox", headers=headers).json()["regencies"]
        assert sum(row["reports"] for row in rows) == (2 if status == 200 else 0)
    # As of then it was of the other: what was read then is read again.
    then = f"as_of={before}"
    assert (listed(client, south, then), listed(client, middle, then)) == ([storm], [flood])


def test_what_cannot_be_read_leaves_no_file(client: TestClient, officer: Headers, settings: Any) -> None:
    headers = {**officer, "Content-Type": "application/octet-stream", "X-Filename": "foto.jpg"}
    answer = client.post("/api/submissions", content=b"\xff\xd8\xff\xe0JFIF" * 9, headers=headers)
    assert answer.status_code == 400
    assert [path for path in settings.files.rglob("*") if path.is_file()] == []


def bearer(database: Database, role: str, area: str | None = None) -> Headers:
    return {"Authorization": f"Bearer {tokens.create(database, name=f'{role}-uji', role=role, area=area)}"}


def test_a_regencys_officer_sees_and_checks_its_own_and_verifies_none(
    client: TestClient, database: Database, waiting: list[str]
) -> None:
    own = bearer(database, "petugas_kabupaten", "19.03")
    assert listed(client, own) == waiting[:1]
    assert [row["code"] for row in client.get("/api/inbox", headers=own).json()["regencies"]] == ["19.03"]
    mine, theirs = (f"/api/reports/{key}" for key in waiting)
    assert client.get(theirs, headers=own).status_code == 404
    assert client.post(f"{theirs}/check", headers=own).status_code == 404
    assert client.post(f"{mine}/check", headers=own).status_code == 200
    assert client.post(f"{mine}/verify", headers=own).status_code == 403


def test_reading_a_report_with_its_words_is_written_down(
    client: TestClient, database: Database, officer: Headers, waiting: list[str]
) -> None:
    path = f"/api/reports/{waiting[0]}"
    analyst = client.get(path, headers=bearer(database, "analis")).json()
    assert (analyst["texts"], analyst["original"], analyst["personal"]) == ({}, None, [])
    assert "Sukmawangi" not in str(analyst)
    client.get(path, headers=officer)
    lines = client.get("/api/audit?action=baca_pribadi", headers=bearer(database, "admin")).json()["lines"]
    assert [(line["by"], line["subject"]) for line in lines] == [("petugas-uji", f"laporan {waiting[0]}")]


def test_words_of_before_are_hidden_from_those_who_may_not_read_them(
    client: TestClient, database: Database
) -> None:
    secret = "a/n Fulan Contoh 0812-0000-1234"
    said = figure("rumah_rusak_berat", 3, raw=f"RB 3 {secret}")
    loaded = keep(database, told(said))
    ((_, report),) = loaded.reports
    event = event_of(loaded)
    with ledger.entry(database, by="uji", why="seperti dahulu") as entry:
        entry.conn.execute(
            sa.text(
                "INSERT INTO finding (report_id, code, severity, id_text, en_text, field, entry) "
                "VALUES (:report, 'lama', 'info', :text, :text, 'teks', :entry)"
            ),
            {"report": report, "text": secret, "entry": entry.id},
        )
        old = entry.conn.execute(
            sa.text("SELECT id, nextval('figure_id_seq') AS new FROM figure WHERE report_id = :r"),
            {"r": report},
        ).one()
        entry.conn.execute(
            sa.text(
                "INSERT INTO figure (id, report_id, kind, area_code, areas, total, value, state, unit, raw,"
                " valid_at, valid_at_known, approx, lineage, entry) SELECT :new, report_id, kind, area_code,"
                " areas, false, value, state, unit, :raw, valid_at, valid_at_known, approx, lineage, :entry"
                " FROM figure WHERE id = :old"
            ),
            {"new": old.new, "old": old.id, "raw": secret, "entry": entry.id},
        )
    for path in (f"/api/reports/{report}", f"/api/events/{event}"):
        answer = client.get(path, headers=bearer(database, "analis"))
        assert answer.status_code == 200
        assert "Fulan" not in answer.text, path
    assert "Fulan" in client.get(f"/api/events/{event}", headers=bearer(database, "pusdalops")).text


def test_corrections_out_of_all_reason_are_refused(
    client: TestClient, post: Post, officer: dict[str, str]
) -> None:
    (item,) = post().json()["items"]
    (other,) = post(REPORT.replace("Toboali", "Payung")).json()["items"]
    before = client.get(f"/api/reports/{item['report']}", headers=officer).json()
    foreign = client.get(f"/api/reports/{other['report']}", headers=officer).json()["figures"][0]["id"]
    dead = {"kind": "meninggal", "value": 1}
    for change, where, status in (
        ({"occurred": "9999-12-31"}, "occurred", 400),
        ({"occurred": "9999-12-31T23:59:00+07:00"}, "occurred", 400),
        ({"occurred": "0001-01-01"}, "occurred", 400),
        ({"occurred": "2026-03-10/9999-12-31"}, "occurred", 400),
        ({"place": {}}, "place", 400),
        ({"place": {"uncertainty_m": 50}}, "place", 400),
        ({"figures": [{**dead, "value": 1.5}]}, "figures.value", 400),
        ({"figures": [{**dead, "span": [5, 1]}]}, "figures.span", 400),
        ({"figures": [{**dead, "span": [-1, 4]}]}, "figures.span", 400),
        ({"figures": [{**dead, "span": [0, 10**12]}]}, "figures.0.span.1", 400),
        ({"figures": [{**dead, "part_of": foreign}]}, "figures.part_of", 409),
        ({"figures": [{**dead, "valid_at": "9999-12-31T00:00:00Z"}]}, "figures.0.valid_at", 400),
        ({"figures": [{**dead, "valid_at": "0001-01-01T00:00:00"}]}, "figures.0.valid_at", 400),
    ):
        answer = client.post(
            f"/api/reports/{item['report']}/correct", json={"reason": "uji", **change}, headers=officer
        )
        assert (answer.status_code, answer.json()["where"]) == (status, where), change
    after = client.get(f"/api/reports/{item['report']}", headers=officer).json()
    assert {**after, "as_of": None} == {**before, "as_of": None}


def test_a_moment_without_offset_is_wib(client: TestClient, post: Post, officer: dict[str, str]) -> None:
    (item,) = post().json()["items"]
    figure = {"kind": "luka_berat", "value": 2, "valid_at": "2026-03-10T15:00:00"}
    path = f"/api/reports/{item['report']}"
    answer = client.post(f"{path}/correct", json={"reason": "uji", "figures": [figure]}, headers=officer)
    assert answer.status_code == 200
    (made,) = [f for f in client.get(path, headers=officer).json()["figures"] if f["kind"] == "luka_berat"]
    assert made["valid_at"] == "2026-03-10T08:00:00+00:00"


def test_who_may_not_verify_cannot_take_a_verified_report_back(
    client: TestClient, post: Post, database: Database, officer: dict[str, str]
) -> None:
    secret = tokens.create(database, name="kab-uji", role=Role.REGENCY, area="19.03")
    regency = {"Authorization": f"Bearer {secret}"}
    (item,) = post().json()["items"]
    path = f"/api/reports/{item['report']}"
    for decided in ("terverifikasi", "ditolak"):
        answer = client.post(f"{path}/check", json={}, headers=regency)
        assert (answer.status_code, decided in answer.json()["detail"]) == (409, True)
        assert client.get(path, headers=officer).json()["status"] == decided
        client.post(f"{path}/reject", json={"reason": "salah kirim"}, headers=officer)
    assert client.get("/api/events").json()["matched"] == 0
