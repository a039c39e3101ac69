"""Exports, the sign-off chain and the returned file over HTTP: who gets what."""

import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from api import tokens
from gis.db import Database
from gis.viewer import Role
from tests.bnpb_rows import ROW, content_of
from tests.http.conftest import Post
from tests.http.words import REPORT

Headers = dict[str, str]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SECRET = "Hubungi a/n Fulan Contoh 0800-0000-0011"


def bearer(database: Database, role: Role, area: str | None = None) -> Headers:
    sector = "perumahan" if role is Role.SECTOR else None
    secret = tokens.create(database, name=f"{role}-uji", role=role, area=area, sector=sector)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def sent(post: Post) -> str:
    """The report of one row of BNPB's sheet."""
    content = content_of({**ROW, "sumber": SECRET, "nama_kejadian": SECRET, "rumah_rusak_ringan": 2})
    answer = post(file=("data.xlsx", content)).json()
    report: str = answer["items"][0]["report"]
    return report


def cells(content: bytes) -> dict[str, object]:
    head, row = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return dict(zip(map(str, head), row, strict=True))


def test_pusdalops_gets_all_and_it_is_written_down(client: TestClient, database: Database, sent: str) -> None:
    answer = client.get("/api/exports/bnpb.xlsx", headers=bearer(database, Role.OPERATIONS))
    assert answer.headers["content-type"] == XLSX
    assert "no-store" in answer.headers["cache-control"]
    assert cells(answer.content)["sumber"] == SECRET
    with database.write() as conn:
        noted = conn.execute(sa.text("SELECT by, action, subject FROM audit")).all()
    assert ("pusdalops-uji", "ekspor_utuh", "bnpb auto ../.. semua") in [tuple(row) for row in noted]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.LEADERSHIP, Role.ADMIN, Role.SECTOR])
def test_all_others_get_it_redacted(client: TestClient, database: Database, sent: str, role: Role) -> None:
    headers = bearer(database, role)
    row = cells(client.get("/api/exports/bnpb.xlsx", headers=headers).content)
    assert row["sumber"] is None
    assert "Fulan" not in str(row)
    assert "0800" not in str(row)
    assert row["kabkot"] == "BANGKA SELATAN"
    juklak = cells(client.get("/api/exports/bnpb.xlsx?form=juklak", headers=headers).content)
    assert juklak["rumah_rusak_ringan"] == 2
    assert "Fulan" not in str(juklak)


def test_a_past_moment_has_the_words_of_then(client: TestClient, database: Database, post: Post) -> None:
    headers = bearer(database, Role.OPERATIONS)
    (item,) = post(REPORT).json()["items"]
    seq = client.get("/api/events").json()["as_of"]["seq"]
    before = client.get("/api/exports/bnpb.xlsx", headers=headers).content
    body = {"reason": "salah ketik", "kib": "1903102202603101", "agency": "bpbd_bangka"}
    assert (
        client.post(f"/api/reports/{item['report']}/correct", headers=headers, json=body).status_code == 200
    )
    now = cells(client.get("/api/exports/bnpb.xlsx", headers=headers).content)
    then = cells(client.get(f"/api/exports/bnpb.xlsx?as_of={seq}", headers=headers).content)
    assert then == cells(before)
    assert {name for name in now if now[name] != then[name]} >= {"kib", "sumber"}


def test_a_regency_gets_its_own_rows(client: TestClient, database: Database, sent: str) -> None:
    own, other = (bearer(database, Role.REGENCY, area) for area in ("19.03", "19.04"))
    assert cells(client.get("/api/exports/bnpb.xlsx", headers=own).content)["kabkot"] == "BANGKA SELATAN"
    assert client.get("/api/exports/bnpb/repairs", headers=other).json()["rows"] == 0
    assert client.get("/api/exports/bnpb.xlsx?area=19.04", headers=own).status_code == 403


def test_the_public_gets_nothing(client: TestClient, sent: str) -> None:
    for path in ("/api/exports/bnpb.xlsx", "/api/exports/bnpb/repairs", f"/api/reports/{sent}/signatures"):
        assert client.get(path).status_code == 401


@pytest.mark.parametrize(
    "query", ["form=95", "from=2020-13-01", "from=2021-01-01&to=2020-01-01", "area=1903", "x=1"]
)
def test_a_wrong_question_is_refused(client: TestClient, database: Database, query: str) -> None:
    answer = client.get(f"/api/exports/bnpb.xlsx?{query}", headers=bearer(database, Role.ANALYST))
    assert answer.status_code in (400, 422)


def test_the_list_of_repairs(client: TestClient, database: Database, post: Post) -> None:
    kib = {"kib": "1905 105 2020 02 7 1", "bulan": "2", "tanggal": "7"}
    post(file=("data.xlsx", content_of({**ROW, **kib})))
    answer = client.get("/api/exports/bnpb/repairs", headers=bearer(database, Role.OPERATIONS)).json()
    (change,) = answer["changes"]
    assert (change["column"], change["after"]) == ("kib", "1905 105 2020 02 07 1")


def test_regency_then_province_sign_and_the_export_shows_it(
    client: TestClient, database: Database, sent: str
) -> None:
    regency, ops = bearer(database, Role.REGENCY, "19.03"), bearer(database, Role.OPERATIONS)
    path = f"/api/reports/{sent}/sign"
    assert client.post(path, json={"level": "provinsi"}, headers=ops).status_code == 409
    assert client.post(path, json={"level": "kabupaten"}, headers=ops).status_code == 403
    assert client.post(path, json={"level": "desa"}, headers=ops).status_code in (400, 422)
    answer = client.post(path, json={"level": "kabupaten"}, headers=regency)
    assert answer.status_code == 200
    assert client.post(path, json={"level": "provinsi"}, headers=ops).status_code == 200
    row = cells(client.get("/api/exports/bnpb.xlsx", headers=ops).content)
    assert (row["flag_kab"], row["flag_prop"], row["flag_nas"]) == ("1", "1", None)
    undo = {"level": "provinsi", "reason": "angka berubah"}
    assert client.post(f"{path}/withdraw", json=undo, headers=ops).status_code == 200
    chain = client.get(f"/api/reports/{sent}/signatures", headers=regency).json()
    assert [(act["level"], act["signed"], act["by"]) for act in chain["chain"]] == [
        ("kabupaten", True, "petugas_kabupaten-uji"),
        ("provinsi", False, "pusdalops-uji"),
    ]
    assert len(chain["acts"]) == 3


def test_a_regency_signs_only_its_own(client: TestClient, database: Database, sent: str) -> None:
    other = bearer(database, Role.REGENCY, "19.04")
    answer = client.post(f"/api/reports/{sent}/sign", json={"level": "kabupaten"}, headers=other)
    assert answer.status_code == 404


def test_the_file_goes_back(client: TestClient, database: Database, post: Post) -> None:
    answer = post(file=("data bnpb ü.xlsx", content_of({**ROW, "meninggal": "beberapa"}))).json()
    path = f"/api/submissions/{answer['submission']}/returned"
    back = client.get(path, headers=bearer(database, Role.OPERATIONS))
    assert back.headers["content-type"] == XLSX
    assert "data%20bnpb%20%C3%BC-periksa.xlsx" in back.headers["content-disposition"]
    assert "Ringkasan SIGAP" in openpyxl.load_workbook(io.BytesIO(back.content)).sheetnames
    assert client.get(path, headers=bearer(database, Role.ANALYST)).status_code == 403
    assert client.get(path, headers=bearer(database, Role.REGENCY, "19.04")).status_code == 404
    with database.write() as conn:
        actions = conn.execute(sa.text("SELECT action FROM audit")).scalars().all()
    assert "baca_asli" in actions


def test_what_is_sent_again_is_counted(post: Post) -> None:
    first, second = ({**ROW, "kib": f"1905 105 2020 02 07 {n}"} for n in (1, 2))
    post(file=("a.xlsx", content_of(first)))
    answer = post(file=("b.xlsx", content_of(first, second))).json()
    assert (answer["loaded"], answer["same"], answer["updated"]) == (1, 1, 0)


def test_hostile_workbooks_come_back_harmless(client: TestClient, database: Database, post: Post) -> None:
    formula = {
        "keterangan": '=HYPERLINK("x";"y")',
        "nama_kejadian": "+1+cmd|' /C calc'!A0",
        "meninggal": "=1+1",
    }
    answer = post(file=("a.xlsx", content_of({**ROW, **formula}))).json()
    path = f"/api/submissions/{answer['submission']}/returned"
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(path, headers=bearer(database, Role.OPERATIONS)).content)
    )
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_the_page_on_signing_says_whose_token_signs(
    client: TestClient, database: Database, sent: str
) -> None:
    """Its curls, in the order of the page, each with the token that it names, go through."""
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "export-bnpb.md").read_text("utf-8")
    holders = {
        "KABUPATEN": bearer(database, Role.REGENCY, "19.03"),
        "PUSDALOPS": bearer(database, Role.OPERATIONS),
    }
    curls = re.findall(r"Bearer \$(\w+)\".*?-d '(.+?)' https://[^/]+(/api/\S+)", page, re.S)
    assert [holder for holder, *_ in curls] == ["KABUPATEN", "PUSDALOPS", "PUSDALOPS", "PUSDALOPS"]
    for holder, body, path in curls:
        where = path.replace("$ID", sent)
        answer = client.post(where, json=json.loads(body), headers=holders[holder])
        assert answer.status_code == 200, answer.text


def test_who_may_not_sign_is_told_who_may(client: TestClient, database: Database, sent: str) -> None:
    pusdalops = bearer(database, Role.OPERATIONS)
    refused = client.post(f"/api/reports/{sent}/sign", json={"level": "kabupaten"}, headers=pusdalops)
    assert refused.status_code == 403
    assert refused.json()["detail"].endswith("yang berwenang: petugas_kabupaten")
    short = client.get(f"/api/reports/{sent[-12:]}/signatures", headers=pusdalops)
    assert "id ditulis utuh" in short.json()["detail"]
