"""Silence over HTTP: for officers only, as JSON and as a table."""

from datetime import datetime, timedelta

from starlette.testclient import TestClient

from gis.zone import WIB
from tests.http.conftest import Post

QUIET = """LAPORAN HARIAN PUSDALOPS BPBD KABUPATEN BELITUNG
Situasi wilayah Kabupaten Belitung aman terkendali, tidak ada kejadian bencana.
"""


def test_the_day_that_closes_tomorrow_hears_what_came_in_now(
    client: TestClient, post: Post, officer: dict[str, str]
) -> None:
    assert post(QUIET).json()["nil"] == 1
    assert post().json()["loaded"] == 1
    now = datetime.now(WIB)
    day = (now + timedelta(days=now.hour >= 7)).date()
    found = client.get(f"/api/silence?at={day}&cutoff=07.00", headers=officer).json()
    undashed = client.get(f"/api/silence?at={day:%Y%m%d}&cutoff=07.00", headers=officer).json()
    assert undashed["closes"] == found["closes"]
    states = {row["code"]: row["state"] for row in found["regencies"]}
    assert (states["19.02"], states["19.03"], states["19.05"]) == ("nihil", "melapor", "belum_lapor")
    assert found["counts"] == {"melapor": 1, "nihil": 1, "pendataan": 0, "belum_lapor": 5}
    one = client.get(f"/api/silence?at={day}&area=19.03.01", headers=officer).json()
    assert [row["code"] for row in one["regencies"]] == ["19.03"]
    table = client.get(f"/api/silence/history?from={day}&to={day}&format=csv", headers=officer).text
    head, row = table.splitlines()
    assert head.split(",")[:3] == ["tanggal", "Kabupaten Bangka", "Kabupaten Belitung"]
    assert row.split(",")[:4] == [day.isoformat(), "belum_lapor", "nihil", "melapor"]


def test_only_officers_and_only_hours_that_are_some(client: TestClient, officer: dict[str, str]) -> None:
    assert client.get("/api/silence").status_code == 401
    assert client.get("/api/silence?cutoff=25:00", headers=officer).status_code == 400
    assert (
        client.get("/api/silence/history?from=2026-01-01&to=2027-01-01", headers=officer).status_code == 400
    )
