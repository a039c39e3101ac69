"""Jobs over HTTP and on the command line, and the worker beside the server."""

import asyncio
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from api import tokens
from api.cli import app
from api.jobs import queue, worker
from gis.db import Database
from gis.settings import Settings
from gis.viewer import Role
from tests import at_work, servers
from tests.http.files import LAYER, gpkg
from tests.http.words import REPORT

Run = Callable[..., Result]


@pytest.fixture
def run(environment: Settings) -> Run:
    return lambda *arguments: CliRunner().invoke(app, arguments)


def failed(database: Database, settings: Settings) -> int:
    with database.write() as conn:
        number = queue.enqueue(conn, "fails", {"why": "wrong"})
    at_work.do_all(settings, database)
    return number


def test_officers_see_jobs_and_what_came_of_them(
    client: TestClient, database: Database, settings: Settings, officer: dict[str, str]
) -> None:
    number = failed(database, settings)
    assert client.get("/api/jobs").status_code == 401
    listed = client.get("/api/jobs", headers=officer).json()
    assert [each["id"] for each in listed["jobs"]] == [number]
    assert listed["counts"]["gagal"] == 1
    one = client.get(f"/api/jobs/{number}", headers=officer).json()
    assert one["error"] == {
        "code": "sumber",
        "id": "Sumber salah",
        "en": "The source is wrong",
        "where": None,
    }
    assert "args" not in one
    again = client.post(f"/api/jobs/{number}/retry", headers=officer)
    assert again.json()["status"] == "antre"
    assert client.post(f"/api/jobs/{number}/retry", headers=officer).status_code == 409
    assert client.post(f"/api/jobs/{number}/cancel", headers=officer).json()["status"] == "dibatalkan"
    assert client.get("/api/jobs?status=dibatalkan&limit=1", headers=officer).json()["next"]
    for strange in ("0", "999", "x", "9" * 30, "١"):
        assert client.get(f"/api/jobs/{strange}", headers=officer).status_code == 404
    assert client.get("/api/jobs?status=x", headers=officer).status_code == 400


def test_who_may_not_send_may_not_stop(client: TestClient, database: Database, settings: Settings) -> None:
    number = failed(database, settings)
    secret = tokens.create(database, name="pimpinan-uji", role=Role.LEADERSHIP)
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get(f"/api/jobs/{number}", headers=headers).status_code == 200
    assert client.post(f"/api/jobs/{number}/retry", headers=headers).status_code == 403


def test_jobs_on_the_command_line(run: Run, database: Database, settings: Settings) -> None:
    number = failed(database, settings)
    assert "gagal" in run("jobs").stdout
    assert run("jobs", "--status", "selesai").exit_code == 0
    assert json.loads(run("jobs", "show", str(number)).stdout)["error"]["id"] == "Sumber salah"
    assert "antre" in run("jobs", "retry", str(number)).stdout
    assert "dibatalkan" in run("jobs", "cancel", str(number)).stdout


def test_a_worker_lives_and_dies_with_the_server(settings: Settings, database: Database) -> None:
    quick = settings.model_copy(update={"worker": True, "worker_silent_s": 1.5})
    quick.model_fields_set.update({"worker", "worker_silent_s"})

    def heard() -> int:
        with database.write() as conn:
            return queue.workers(conn, silent_s=1.5)

    with servers.running(quick) as address:
        at_work.until(lambda: heard() == 1)
        assert httpx.get(f"{address}/ready").json()["workers"] == 1
        with database.write() as conn:
            pid = conn.exec_driver_sql(
                "SELECT id FROM jobs.procrastinate_workers ORDER BY id DESC LIMIT 1"
            ).scalar_one()
        for each in workers_of(address):
            os.kill(each, signal.SIGKILL)

        def anew() -> bool:
            with database.write() as conn:
                words = "SELECT max(id) FROM jobs.procrastinate_workers"
                return int(conn.exec_driver_sql(words).scalar_one() or 0) > int(pid)

        at_work.until(anew)
    at_work.until(lambda: heard() == 0)


def workers_of(address: str) -> list[int]:
    """Processes of the worker of the server at this address: the children of its keeper."""
    port = address.rpartition(":")[2]
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if port.encode() in words:
            found[int(place.name)] = parent
    return [pid for pid, parent in found.items() if found.get(parent) in found]


def do_all(settings: Settings, database: Database) -> None:
    asyncio.run(worker.work(settings, database, wait=False))


def test_a_layer_is_sent_without_waiting(
    client: TestClient, database: Database, settings: Settings, officer: dict[str, str], tmp_path: Path
) -> None:
    headers = officer | {"Prefer": "respond-async"}
    sent = client.post(
        "/api/submissions", files={"file": ("posko.gpkg", gpkg(tmp_path))}, data=LAYER, headers=headers
    )
    assert (sent.status_code, sent.headers["preference-applied"]) == (202, "respond-async")
    assert client.get("/tiles/posko").status_code == 404
    do_all(settings, database)
    job = client.get(sent.headers["location"].removeprefix("http://testserver"), headers=officer).json()
    assert (job["status"], job["subject"]) == ("selesai", "posko")
    assert job["result"]["layers"] == [
        {"slug": "posko", "version": 1, "features": 2, "notes": [], "repairs": []}
    ]
    told = client.get(f"/api/submissions/{job['result']['submission']}", headers=officer).json()
    assert told["receipts"][0]["received_by"] == "petugas-uji"
    # A text is answered at once all the same: its sender must see what became of it.
    assert client.post("/api/submissions", content=REPORT.encode(), headers=headers).status_code == 201


def test_a_layer_that_cannot_be_one_leaves_nothing(
    client: TestClient, database: Database, settings: Settings, officer: dict[str, str]
) -> None:
    headers = officer | {"Prefer": "respond-async"}
    file = ("posko.geojson", b'{"type": "FeatureCollection", "features": []}')
    sent = client.post("/api/submissions", files={"file": file}, data=LAYER, headers=headers)
    do_all(settings, database)
    job = client.get(sent.headers["location"].removeprefix("http://testserver"), headers=officer).json()
    assert job["status"] == "gagal"
    assert job["error"]["id"]
    assert [each for each in settings.files.rglob("*") if each.is_file()] == []


def test_only_who_may_send_layers_queues_one(client: TestClient, database: Database, tmp_path: Path) -> None:
    secret = tokens.create(database, name="kabupaten", role=Role.REGENCY, area="19.03")
    headers = {"Authorization": f"Bearer {secret}", "Prefer": "respond-async"}
    file = ("posko.gpkg", gpkg(tmp_path))
    assert (
        client.post("/api/submissions", files={"file": file}, data=LAYER, headers=headers).status_code == 403
    )
