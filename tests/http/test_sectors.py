"""An agency's officer reads its own sector's figures, wherever it reads any."""

import io

import openpyxl
import pytest
from starlette.testclient import TestClient

from api import tokens
from gis import codes
from gis.db import Database
from gis.errors import InvalidInput
from gis.viewer import Role
from tests.bnpb_rows import ROW, content_of
from tests.http.conftest import Post
from tests.http.words import REPORT
from tests.registers import NOON, event_of, figure, keep, told

HOUSES, DEAD = "rumah_rusak_berat", "meninggal"


@pytest.fixture
def health(database: Database) -> dict[str, str]:
    """Headers of an officer of the health sector."""
    secret = tokens.create(database, name="dinkes-uji", role=Role.SECTOR, sector="kesehatan")
    return {"Authorization": f"Bearer {secret}"}


def draft(database: Database) -> tuple[str, str]:
    """An event with a draft of houses and dead, and its report."""
    loaded = keep(database, told(figure(HOUSES, 5), figure(DEAD, 2), valid_at=NOON), verified=False)
    ((_, report),) = loaded.reports
    return str(event_of(loaded)), str(report)


def test_every_kind_is_some_sector_s() -> None:
    assert {kind for sector in codes.sectors().values() for kind in sector.kinds} == set(codes.figures())


def test_events_reports_sums_and_changes_are_narrowed(
    client: TestClient, database: Database, health: dict[str, str]
) -> None:
    event, report = draft(database)
    one = client.get(f"/api/events/{event}", headers=health).json()
    assert list(one["figures"]) == [DEAD]
    assert {figure["kind"] for figure in (*one["published"], *one["ledger"])} == {DEAD}
    (listed,) = client.get("/api/events", headers=health).json()["events"]
    assert list(listed["figures"]) == [DEAD]
    (state,) = client.get(f"/api/events/{event}/history", headers=health).json()["states"]
    assert list(state["figures"]) == [DEAD]
    sums = client.get("/api/summary", headers=health).json()
    assert list(sums["total"]["figures"]) == [DEAD]
    assert all(list(row["figures"]) == [DEAD] for row in (*sums["rows"], *sums["areas"]))
    whole = client.get(f"/api/reports/{report}", headers=health).json()
    assert [said["kind"] for said in whole["figures"]] == [DEAD]
    text = client.get(f"/api/events/{event}/laporan.txt", headers=health).text
    assert "Meninggal : 2 jiwa" in text
    assert "rumah" not in text.lower()
    before = client.get("/api/events", headers=health).json()["as_of"]["seq"]
    keep(database, told(figure(HOUSES, 7), figure(DEAD, 3), valid_at=NOON.replace(hour=14)), verified=False)
    found = client.get(f"/api/changes?from={before}", headers=health).json()["events"]
    kinds = [change.get("kind") or change.get("figure") for each in found for change in each["changes"]]
    assert "umah rusak" not in str(found), kinds
    assert "eninggal 2 → 3" in str(found)


def test_maps_and_conditions_show_what_the_public_sees(
    client: TestClient, database: Database, health: dict[str, str]
) -> None:
    draft(database)
    items = "/ogc/collections/kejadian/items"
    assert client.get(items, headers=health).json()["numberReturned"] == 0
    where = {"filter": f"{HOUSES} > 1"}
    assert client.get(items, params=where, headers=health).json()["numberReturned"] == 0
    keep(database, told(figure(HOUSES, 7), areas=("19.06.01",)))
    assert client.get(items, headers=health).json()["numberReturned"] == 1


def test_reasons_of_links_tell_no_other_sector_s_figures(
    client: TestClient, database: Database, health: dict[str, str], post: Post, officer: dict[str, str]
) -> None:
    post()
    (item,) = post(REPORT.replace("17.20", "19.20")).json()["items"]
    paths = f"/api/reports/{item['report']}/links", "/api/candidates?state=otomatis"
    for path in paths:
        assert "ringan 21" in client.get(path, headers=officer).text, path
        narrowed = client.get(path, headers=health)
        assert narrowed.status_code == 200
        assert "angka_sama" in narrowed.text
        assert "umah" not in narrowed.text, path


def test_links_of_another_regency_s_report_are_not_there(
    client: TestClient, database: Database, post: Post
) -> None:
    (item,) = post().json()["items"]
    for area, status in (("19.03", 200), ("19.06", 404)):
        secret = tokens.create(database, name=f"petugas-{area}", role=Role.REGENCY, area=area)
        headers = {"Authorization": f"Bearer {secret}"}
        assert client.get(f"/api/reports/{item['report']}/links", headers=headers).status_code == status


def test_severity_is_that_of_the_sector_s_figures(
    client: TestClient, database: Database, officer: dict[str, str]
) -> None:
    event, _ = draft(database)
    said = {}
    for sector in ("kesehatan", "perumahan", "pendidikan"):
        secret = tokens.create(database, name=f"{sector}-uji", role=Role.SECTOR, sector=sector)
        headers = {"Authorization": f"Bearer {secret}"}
        one = client.get(f"/api/events/{event}", headers=headers).json()
        (listed,) = client.get("/api/events", headers=headers).json()["events"]
        (state,) = client.get(f"/api/events/{event}/history", headers=headers).json()["states"]
        said[sector] = {one["severity"], listed["severity"], state["severity"]}
    assert said == {"kesehatan": {3}, "perumahan": {2}, "pendidikan": {0}}
    assert client.get(f"/api/events/{event}", headers=officer).json()["severity"] == 3


def test_reasons_of_officers_are_not_for_a_sector(
    client: TestClient, database: Database, health: dict[str, str], officer: dict[str, str], post: Post
) -> None:
    row = {**ROW, "rumah_rusak_berat": 4, "meninggal": 1, "lokasi": "Kec. Toboali"}
    (item,) = post(file=("data.xlsx", content_of(row)), headers=officer).json()["items"]
    report, event = item["report"], item["event"]
    whole = client.get(f"/api/reports/{report}", headers=officer).json()
    numbers = {figure["kind"]: figure["id"] for figure in whole["figures"]}
    for body in (
        {"hazard": "banjir", "reason": "angin, rumah tujuh"},
        {"figures": [{"id": numbers[HOUSES], "value": 7}], "reason": "rumah tujuh, hitung ulang"},
        {"figures": [{"id": numbers[DEAD], "value": 2}], "reason": "kata puskesmas dua"},
    ):
        assert client.post(f"/api/reports/{report}/correct", json=body, headers=officer).status_code == 200
    assert client.post(
        f"/api/reports/{report}/check", json={"reason": "rumah tujuh"}, headers=officer
    ).is_success
    for path in (f"/api/reports/{report}", f"/api/reports/{report}/signatures", f"/api/events/{event}"):
        assert "tujuh" not in client.get(path, headers=health).text, path
    assert "tujuh" in client.get(f"/api/reports/{report}", headers=officer).text
    assert "puskesmas" in client.get(f"/api/reports/{report}", headers=health).text
    assert "puskesmas" in client.get(f"/api/events/{event}", headers=health).text
    answer = client.get("/api/exports/bnpb.xlsx", headers=health)
    listed = list(
        openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[1].iter_rows(values_only=True)
    )
    assert "tujuh" not in str(listed)
    columns = [line[2] for line in listed]
    assert "rumah_rusak_berat" not in columns
    assert "meninggal" in columns
    assert "puskesmas" in str(listed)
    assert "kejadian" in columns  # corrected, without the reason


def test_exports_are_narrowed(
    client: TestClient, database: Database, health: dict[str, str], post: Post
) -> None:
    row = {**ROW, "rumah_rusak_berat": 4, "rumah_rusak": 4, "meninggal": 1, "md_hlg": 1}
    assert post(file=("data.xlsx", content_of(row))).status_code < 300
    for form, houses in (("91", "rumah_rusak_berat"), ("juklak", "rumah_rusak_berat")):
        answer = client.get(f"/api/exports/bnpb.xlsx?form={form}", headers=health)
        head, line = (
            openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True)
        )
        cells = dict(zip(map(str, head), line, strict=True))
        assert cells[houses] is None
        assert cells.get("rumah_rusak") is None
        assert cells.get("meninggal", cells.get("meninggal_jiwa")) == 1


def test_an_opd_without_a_sector_reads_no_figures_and_none_is_made(
    client: TestClient, database: Database
) -> None:
    with pytest.raises(InvalidInput):
        tokens.create(database, name="tanpa", role=Role.SECTOR)
    with pytest.raises(InvalidInput):
        tokens.create(database, name="lain", role=Role.SECTOR, sector="cuaca")
    with pytest.raises(InvalidInput):
        tokens.create(database, name="pusdalops", role=Role.OPERATIONS, sector="kesehatan")
