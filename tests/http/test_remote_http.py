"""Remote layers over HTTP and on the command line: registered, fetched by the worker, by schedule too."""

import json
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from api import tokens
from api.cli import app
from api.jobs import keeping, layers, queue, worker
from gis.db import Database
from gis.settings import Settings
from gis.viewer import Role
from tests import portal as portals
from tests import remotes, servers
from tests.portal import Portal

Run = Callable[..., Result]


@pytest.fixture
def settings(settings: Settings, portal: Portal) -> Settings:
    """The installation may ask the portal."""
    return remotes.allowed(settings, portal)


@pytest.fixture
def run(environment: Settings, database: Database, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SIGAP_REMOTE_HOSTS", json.dumps(environment.remote_hosts))
    monkeypatch.setenv("SIGAP_REMOTE_DELAY_MS", "1")
    return lambda *arguments: CliRunner().invoke(app, arguments)


def body(portal: Portal, **more: object) -> dict[str, object]:
    return {"kind": "ogc", "url": portal.address + remotes.PATHS["ogc"], "meta": remotes.META, **more}


def do_all(settings: Settings, database: Database) -> None:
    import asyncio

    asyncio.run(worker.work(settings, database, wait=False))


def test_registered_fetched_and_shown(
    client: TestClient, database: Database, settings: Settings, portal: Portal, officer: dict[str, str]
) -> None:
    made = client.post("/api/layers/posko/remote", json=body(portal, schedule="6h"), headers=officer)
    assert made.status_code == 202
    job = made.headers["location"].removeprefix("http://testserver")
    assert client.get(job, headers=officer).json()["status"] == "antre"
    do_all(settings, database)
    done = client.get(job, headers=officer).json()
    assert (done["status"], done["subject"], done["result"]["outcome"]) == ("selesai", "posko", "baru")
    assert done["progress"] == {"pages": 3, "features": 25, "expected": 25}
    assert client.get("/ogc/collections/posko/items?limit=1").json()["numberMatched"] == 25
    told = client.get("/api/layers/posko/remote", headers=officer).json()
    assert told["remote"]["schedule"] == "6h"
    assert told["remote"]["by"] == "petugas-uji"
    assert [each["outcome"] for each in told["fetches"]] == ["baru"]
    again = client.post("/api/layers/posko/refresh?force=true", headers=officer)
    assert again.status_code == 202
    do_all(settings, database)
    assert remotes.newest(database).version == 2


def test_who_may_register_what(
    client: TestClient, database: Database, portal: Portal, officer: dict[str, str]
) -> None:
    assert client.post("/api/layers/posko/remote", json=body(portal)).status_code == 401
    leader = {"Authorization": f"Bearer {tokens.create(database, name='pimpinan', role=Role.LEADERSHIP)}"}
    assert client.post("/api/layers/posko/remote", json=body(portal), headers=leader).status_code == 403
    admin = {"Authorization": f"Bearer {tokens.create(database, name='admin', role=Role.ADMIN)}"}
    with portals.running() as other:
        # A server that the operator does not name: for administrators only, and never one inside the network.
        elsewhere = body(other)
        refused = client.post("/api/layers/posko/remote", json=elsewhere, headers=officer)
        assert (refused.status_code, refused.json()["code"]) == (400, "server_tidak_diizinkan")
        inside = client.post("/api/layers/posko/remote", json=elsewhere, headers=admin)
        assert (inside.status_code, inside.json()["code"]) == (400, "alamat_dilarang")
        assert other.asked == []
    wrongs: tuple[dict[str, object], ...] = (
        {"schedule": "kadang"},
        {"kind": "x"},
        {"meta": {}},
        {"meta": {"title": ["x"], "source": "y"}},
        {"url": "http://[::1"},
        {"options": {"bbox": "x"}},
    )
    for wrong in wrongs:
        answer = client.post("/api/layers/posko/remote", json=body(portal, **wrong), headers=officer)
        assert answer.status_code == 400, wrong
    assert client.get("/api/layers/tak_ada/remote", headers=officer).status_code == 404
    assert client.post("/api/layers/tak_ada/refresh", headers=officer).status_code == 404


def test_a_server_that_is_gone_can_be_taken_out(client: TestClient, database: Database) -> None:
    admin = {"Authorization": f"Bearer {tokens.create(database, name='admin', role=Role.ADMIN)}"}
    told = {"kind": "ogc", "url": "http://tidak-ada.invalid/ogc/collections/a", "meta": remotes.META}
    assert client.post("/api/layers/posko/remote", json=told, headers=admin).status_code == 503
    gone = client.post("/api/layers/posko/remote", json={**told, "enabled": False}, headers=admin)
    assert gone.json()["remote"]["enabled"] is False


def test_what_is_due_is_queued_once(database: Database, settings: Settings, portal: Portal) -> None:
    remotes.register(database, portal, "ogc", schedule="5m")
    remotes.register(database, portal, "ogc", slug="diam")

    def queued() -> int:
        keeping.round_of(database, silent_s=30, duties=worker.known_duties())
        with database.write() as conn:
            words = "SELECT count(*) FROM jobs.procrastinate_jobs WHERE args ->> 'slug' = 'posko'"
            return int(conn.exec_driver_sql(words).scalar_one())

    assert queued() == 0  # it was registered just now
    with database.write() as conn:
        conn.exec_driver_sql(
            "INSERT INTO remote_fetch (slug, outcome, started_at, key, figures) "
            "VALUES ('posko', 'gagal', now() - interval '6 minutes', '', '{}')"
        )
    assert queued() == 1
    assert queued() == 1
    do_all(settings, database)
    assert remotes.newest(database).feature_count == 25
    assert queued() == 1  # fetched just now


def test_a_job_taken_out_is_not_queued_again_at_once(
    database: Database, settings: Settings, portal: Portal
) -> None:
    remotes.register(database, portal, "ogc", schedule="5m")
    with database.write() as conn:
        conn.exec_driver_sql(
            "INSERT INTO remote_fetch (slug, outcome, started_at, key, figures) "
            "VALUES ('posko', 'sama', now() - interval '6 minutes', '', '{}')"
        )

    def waiting() -> list[int]:
        keeping.round_of(database, silent_s=30, duties=worker.known_duties())
        with database.write() as conn:
            return [job.id for job in queue.listed(conn, status="antre")]

    (number,) = waiting()
    with database.write() as conn:
        queue.cancel(conn, number)
    assert waiting() == []


def test_an_unforeseen_error_is_not_met_again_at_once(
    database: Database, settings: Settings, portal: Portal
) -> None:
    layer = remotes.register(database, portal, "ogc", schedule="5m")
    with database.write() as conn:
        conn.exec_driver_sql(
            "INSERT INTO remote_fetch (slug, outcome, started_at, key, figures) "
            "VALUES ('posko', 'sama', now() - interval '6 minutes', '', '{}')"
        )
        number = layers.enqueue(conn, layer, by="uji")
    settings.var.mkdir(parents=True, exist_ok=True)
    (settings.var / "jarak-jauh").write_text("no folder")  # nothing can be kept there
    do_all(settings, database)
    with database.write() as conn:
        assert queue.job(conn, number).status == "gagal"
    keeping.round_of(database, silent_s=30, duties=worker.known_duties())
    with database.write() as conn:
        assert queue.listed(conn, status="antre") == []


def test_one_server_is_asked_by_one_job_at_a_time(
    database: Database, settings: Settings, portal: Portal
) -> None:
    import threading

    busy, most = [0], [0]
    guard = threading.Lock()

    def watch(_path: str, _query: dict[str, str], _n: int) -> None:
        import time

        with guard:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        time.sleep(0.05)
        with guard:
            busy[0] -= 1

    portal.fault = watch
    for slug in ("satu", "dua", "tiga"):
        layer = remotes.register(database, portal, "ogc", slug=slug)
        with database.write() as conn:
            layers.enqueue(conn, layer, by="uji")
    do_all(settings.model_copy(update={"worker_jobs": 3}), database)
    assert {remotes.newest(database, slug).feature_count for slug in ("satu", "dua", "tiga")} == {25}
    assert most[0] == 1


def test_on_the_command_line(run: Run, database: Database, settings: Settings, portal: Portal) -> None:
    told = ("layers", "add-remote", "posko", portal.address + remotes.PATHS["arcgis"], "--kind", "arcgis",
            "--title", "Posko", "--source", "Uji")  # fmt: skip
    done = run(*told, "--now", "--schedule", "0 2 * * *")
    assert done.exit_code == 0, done.output
    assert "versi 1" in done.stdout
    assert "tidak berubah" in run("layers", "refresh", "posko").stdout
    assert "versi 2" in run("layers", "refresh", "posko", "--force").stdout
    assert "pekerjaan" in run("layers", "refresh", "posko", "--queue").stdout
    (listed,) = json.loads(run("layers", "remotes", "--json").stdout)
    assert (listed["slug"], listed["schedule"], listed["last"]["outcome"]) == ("posko", "0 2 * * *", "baru")
    assert "0 2" in run("layers", "remotes").stdout
    assert run("layers", "drop-remote", "posko").exit_code == 0
    assert run("layers", "refresh", "posko").exit_code == 1
    assert remotes.newest(database).feature_count == 25  # what it brought stays
    inside = ("layers", "add-remote", "lain", "http://127.0.0.1:1/x", "--kind", "ogc")
    assert run(*inside, "--title", "Posko", "--source", "Uji").exit_code == 1


def test_sigap_fetches_from_sigap(database: Database, settings: Settings, portal: Portal) -> None:
    remotes.register(database, portal, "ogc")
    remotes.refresh(database, settings)
    with servers.running(settings) as address:
        both = settings.model_copy(
            update={"remote_hosts": (address.removeprefix("http://"),), "remote_page": 10}
        )
        url = f"{address}/ogc/collections/posko"
        remotes.register(database, portal, "ogc", slug="salinan", url=url)
        done = remotes.refresh(database, both, "salinan")
        assert (done.figures["features"], done.figures["pages"]) == (25, 3)
        assert remotes.refresh(database, both, "salinan").outcome == "sama"
    ours, theirs = (sorted((row["nama"], row["lon"], row["lat"]) for row in remotes.rows(database, slug))
                    for slug in ("posko", "salinan"))  # fmt: skip
    assert ours == theirs
