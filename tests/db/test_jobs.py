"""The queue: jobs are done once, tried again when that can help, and survive their worker."""

import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from api.jobs import queue, tasks
from gis import roles
from gis.db import Database
from gis.errors import Conflict, NotFound, Unavailable
from gis.migrations.steps import queue_scripts
from gis.postgis import Cluster
from gis.settings import Settings
from tests import at_work


def queued(database: Database, task: str, **args: Any) -> int:
    with database.write() as conn:
        return queue.enqueue(conn, task, args)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "held"
    made.mkdir()
    return made


@pytest.fixture
def quick(settings: Settings) -> Settings:
    """A killed worker is missed after a second and a half."""
    return settings.model_copy(update={"worker_silent_s": 1.5})


def test_a_job_exists_when_its_transaction_does(database: Database, settings: Settings, folder: Path) -> None:
    (folder / "go").touch()
    with database.write() as conn:
        lost = queue.enqueue(conn, "held", {"folder": str(folder)})
        conn.rollback()
    kept = queued(database, "held", folder=str(folder))
    at_work.do_all(settings, database)
    done = at_work.job(database, kept)
    assert (done.status, done.result) == ("selesai", {"begun": 1})
    assert done.queued_at
    assert done.started_at
    assert done.ended_at
    assert done.queued_at <= done.started_at <= done.ended_at
    with pytest.raises(NotFound):
        at_work.job(database, lost)


def test_one_of_a_name_waits_at_a_time(database: Database) -> None:
    with database.write() as conn:
        first = queue.enqueue(conn, "held", {"n": 1}, once="layer:posko")
        assert queue.enqueue(conn, "held", {"n": 2}, once="layer:posko") == first
        assert queue.enqueue(conn, "held", {"n": 2}, once="layer:lain") != first
    with database.write() as conn:
        queue.cancel(conn, first)
        assert queue.enqueue(conn, "held", {"n": 3}, once="layer:posko") != first


def test_what_may_come_right_is_tried_later(database: Database, settings: Settings) -> None:
    away, wrong, broken = (queued(database, "fails", why=why) for why in ("away", "wrong", "broken"))
    at_work.do_all(settings, database)
    waiting = at_work.job(database, away)
    assert (waiting.status, waiting.attempts) == ("antre", 1)
    assert waiting.not_before
    assert waiting.not_before > datetime.now(UTC) + timedelta(seconds=7000)  # as the source asked
    assert waiting.error
    assert waiting.error["id"] == "Sumber tidak menjawab"
    failed = at_work.job(database, wrong)
    assert (failed.status, failed.attempts) == ("gagal", 1)
    unforeseen = at_work.job(database, broken)
    assert unforeseen.status == "gagal"
    assert unforeseen.error
    assert "rahasia" not in str(unforeseen.error)


def test_one_that_waits_to_be_tried_again_holds_up_no_other(
    database: Database, settings: Settings, folder: Path
) -> None:
    (folder / "go").touch()
    with database.write() as conn:
        away = queue.enqueue(conn, "fails", {"why": "away"}, lock="host:a")
        other = queue.enqueue(conn, "held", {"folder": str(folder)}, lock="host:a")
    at_work.do_all(settings, database)
    assert at_work.job(database, away).status == "antre"
    assert at_work.job(database, other).status == "selesai"


def test_a_worker_that_empties_the_queue_leaves_what_stands_behind_a_job_for_later(
    database: Database, settings: Settings, folder: Path
) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    with database.write() as conn:
        queue.enqueue(conn, "held", {"folder": str(folder)}, lock="host:a", at=later)
        behind = queue.enqueue(conn, "held", {"folder": str(folder)}, lock="host:a")
    with database.write() as conn:
        assert not queue.is_ready(conn)
    at_work.do_all(settings, database)
    assert at_work.job(database, behind).status == "antre"


def test_nobody_is_given_more_patience_than_a_day() -> None:
    asks = Unavailable("sumber", "Sibuk", "Busy", seconds=999_999_999)
    assert tasks.wait_s(asks, 0) == tasks.LONGEST_ASKED_S


def test_a_job_of_an_unknown_task_fails_and_the_rest_goes_on(
    database: Database, settings: Settings, folder: Path
) -> None:
    (folder / "go").touch()
    strange, known = queued(database, "tak_ada"), queued(database, "held", folder=str(folder))
    at_work.do_all(settings, database)
    assert at_work.job(database, strange).status == "gagal"
    assert at_work.job(database, known).status == "selesai"


def test_failed_and_cancelled_jobs_can_be_tried_again(
    database: Database, settings: Settings, folder: Path
) -> None:
    (folder / "go").touch()
    number = queued(database, "held", folder=str(folder))
    with database.write() as conn:
        with pytest.raises(Conflict):
            queue.again(conn, number)
    with database.write() as conn:
        assert queue.cancel(conn, number).status == "dibatalkan"
    at_work.do_all(settings, database)
    assert at_work.job(database, number).status == "dibatalkan"
    with database.write() as conn:
        assert queue.again(conn, number).status == "antre"
    at_work.do_all(settings, database)
    assert at_work.job(database, number).status == "selesai"
    with pytest.raises(Conflict), database.write() as conn:
        queue.cancel(conn, number)


def test_a_killed_workers_job_is_taken_up_by_another(
    database: Database, quick: Settings, folder: Path
) -> None:
    number = queued(database, "held", folder=str(folder))
    with at_work.process(quick) as first:
        at_work.until(lambda: any(folder.glob("begun-*")))
        first.kill()
        first.wait()
    assert at_work.job(database, number).status == "berjalan"
    (folder / "go").touch()
    with at_work.process(quick):
        at_work.until(lambda: at_work.job(database, number).status == "selesai")
    assert at_work.job(database, number).result == {"begun": 2}


def test_a_worker_that_lives_keeps_its_job(database: Database, quick: Settings, folder: Path) -> None:
    number = queued(database, "held", folder=str(folder))
    with at_work.process(quick), at_work.process(quick):
        at_work.until(lambda: any(folder.glob("begun-*")))
        with database.write() as conn:
            before = conn.exec_driver_sql(
                "SELECT max(last_heartbeat) FROM jobs.procrastinate_workers"
            ).scalar_one()

        def beaten() -> bool:  # for longer than a silent worker is given
            with database.write() as conn:
                words = "SELECT min(last_heartbeat) - %s > interval '3 s' FROM jobs.procrastinate_workers"
                return bool(conn.exec_driver_sql(words, (before,)).scalar_one())

        at_work.until(beaten)
        (folder / "go").touch()
        at_work.until(lambda: at_work.job(database, number).status == "selesai")
    assert at_work.job(database, number).result == {"begun": 1}


def test_a_stopped_worker_hands_its_job_back(database: Database, quick: Settings, folder: Path) -> None:
    number = queued(database, "held", folder=str(folder))
    with at_work.process(quick) as first:
        at_work.until(lambda: any(folder.glob("begun-*")))
        first.send_signal(signal.SIGTERM)
        assert first.wait(at_work.PATIENCE_S) == 0
    assert at_work.job(database, number).status == "antre"
    (folder / "go").touch()
    at_work.do_all(quick, database)
    assert at_work.job(database, number).status == "selesai"


def test_a_running_job_stops_when_asked(database: Database, quick: Settings, folder: Path) -> None:
    number = queued(database, "held", folder=str(folder))
    with at_work.process(quick):
        at_work.until(lambda: any(folder.glob("begun-*")))
        with database.write() as conn:
            assert queue.cancel(conn, number).cancelling
        at_work.until(lambda: at_work.job(database, number).status == "dihentikan")


def test_a_worker_outlives_its_connections(
    database: Database, quick: Settings, cluster: Cluster, folder: Path
) -> None:
    with at_work.process(quick):
        first = queued(database, "held", folder=str(folder))
        at_work.until(lambda: any(folder.glob("begun-*")))
        with database.write() as conn:
            conn.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = 'sigap worker'"
            )
        (folder / "go").touch()
        second = queued(database, "held", folder=str(folder))
        at_work.until(
            lambda: all(at_work.job(database, number).status == "selesai" for number in (first, second))
        )


def test_the_public_role_sees_nothing_of_the_queue(settings: Settings, cluster: Cluster) -> None:
    with psycopg.connect(
        str(settings.database_url).replace(roles.APP, roles.PUBLIC), autocommit=True
    ) as conn:
        for statement in (
            "SELECT * FROM jobs.procrastinate_jobs",
            "SELECT jobs.procrastinate_cancel_job_v1(1, true, false)",
            "SELECT * FROM sigap.job_outcome",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(statement)


def test_a_renewed_library_brings_only_what_is_newer() -> None:
    assert [script.name for script in queue_scripts(None)] == ["schema.sql"]
    names = [script.name for script in queue_scripts((3, 3, 0))]
    assert names
    assert names == sorted(names)
    assert all(name >= "03.04" for name in names)
    assert queue_scripts((99, 0, 0)) == []
