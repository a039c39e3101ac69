"""The embedded cluster: it starts, it stops, and it comes back after anything was killed."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from gis import errors, postgis, postgres, roles

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from gis import postgis
with postgis.running(Path(sys.argv[1]), exclusive=True) as cluster:
    print(cluster.pid(), cluster.data, flush=True)
    time.sleep(float(sys.argv[2]))
"""
ASK = """
import sys
from pathlib import Path
import psycopg
from gis import postgis
for _ in range(3):
    with postgis.running(Path(sys.argv[1])) as cluster, psycopg.connect(cluster.url()) as conn:
        conn.execute("SELECT postgis_lib_version()")
"""


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A folder with a cluster that each test finds stopped and leaves stopped."""
    folder = Path(tempfile.mkdtemp(prefix="sigap-uji-"))
    with postgis.running(folder):
        pass
    yield folder
    shutil.rmtree(postgis.cluster_of(folder).home)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def holder(var: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Another process running `sigap up`'s cluster; with the server's pid."""
    command = [sys.executable, "-c", HOLD, str(var), "60"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        yield process, int(process.stdout.readline().split()[0])
        process.kill()


def value(cluster: postgis.Cluster, statement: str, role: str = roles.OWNER) -> object:
    with psycopg.connect(cluster.url(role)) as conn:
        row = conn.execute(statement).fetchone()
    return row[0] if row else None


def wait_until_gone(cluster: postgis.Cluster) -> None:
    deadline = time.monotonic() + 20
    while cluster.pid():
        assert time.monotonic() < deadline, "the server is still there"
        time.sleep(0.02)


def test_has_roles_database_and_extensions(var: Path) -> None:
    with postgis.running(var) as cluster:
        installed = value(cluster, "SELECT array_agg(extname::text) FROM pg_extension")
        assert isinstance(installed, list)
        assert set(installed) >= {"postgis", "btree_gist", "pg_trgm"}
        assert value(cluster, "SELECT count(*) FROM pg_roles WHERE rolname ~ '^sigap_' AND rolsuper") == 0
        assert value(cluster, "SELECT pg_has_role('sigap_publik', 'MEMBER')", roles.APP) is True
        assert value(cluster, "SELECT current_user::text", roles.PUBLIC) == "sigap_publik"
        owner = "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = 'sigap'"
        assert value(cluster, owner) == roles.OWNER
        assert value(cluster, "SHOW server_encoding") == "UTF8"
    assert cluster.pid() is None


def test_listens_on_a_private_socket_only(var: Path) -> None:
    with postgis.running(var) as cluster:
        assert value(cluster, "SHOW listen_addresses") == ""
        assert cluster.socket.stat().st_mode & 0o777 == 0o700
        assert value(cluster, "SHOW fsync") == "on"


def test_data_outlive_a_stop(var: Path) -> None:
    with postgis.running(var) as cluster, psycopg.connect(cluster.url(roles.OWNER)) as conn:
        conn.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    with postgis.running(var) as cluster:
        assert value(cluster, "SELECT n FROM kept") == 7


def test_second_up_names_the_first(var: Path) -> None:
    with holder(var) as (process, server):
        with pytest.raises(errors.Conflict) as refused, postgis.running(var, exclusive=True):
            pytest.fail("a second `sigap up` must not start")
    assert str(process.pid) in refused.value.text("id")
    assert str(process.pid) in refused.value.text("en")
    with postgis.running(var) as cluster:
        assert cluster.pid() == server, "the killed holder's server is adopted"


def test_other_commands_use_the_running_server_and_leave_it(var: Path) -> None:
    with holder(var) as (_, server):
        with postgis.running(var) as cluster:
            assert cluster.pid() == server
        assert cluster.pid() == server
    with postgis.running(var):
        pass
    assert cluster.pid() is None


def test_killed_parent_leaves_a_server_that_is_adopted(var: Path) -> None:
    with holder(var) as (process, server):
        process.kill()
        process.wait()
        with postgis.running(var, exclusive=True) as cluster:
            assert cluster.pid() == server
            assert value(cluster, "SELECT 1") == 1
    assert cluster.pid() is None


def test_killed_server_recovers_what_was_committed(var: Path) -> None:
    with postgis.running(var) as cluster:
        server = cluster.pid()
        assert server
        conn = psycopg.connect(cluster.url(roles.OWNER))
        conn.execute("CREATE TABLE crash (n int)")
        conn.execute("INSERT INTO crash SELECT generate_series(1, 1000)")
        conn.commit()
        conn.execute("INSERT INTO crash SELECT generate_series(1, 1000)")
        os.kill(server, signal.SIGKILL)
        wait_until_gone(cluster)
        with postgis.running(var) as again:
            assert again.pid() != server
            assert value(again, "SELECT count(*) FROM crash") == 1000
        conn.close()


def test_stale_pid_file_of_a_stranger_is_cleared(var: Path) -> None:
    """After a restart of the machine the number in the file may belong to some other process."""
    cluster = postgis.cluster_of(var)
    uid, gid = postgres.owner()
    as_owner = {"user": uid, "group": gid} if os.geteuid() == 0 else {}
    with subprocess.Popen(["sleep", "60"], cwd="/", **as_owner) as stranger:  # type: ignore[call-overload]
        stale = f"{stranger.pid}\n{cluster.data}\n1\n5432\n{cluster.socket}\n\n        1         1\nready\n"
        (cluster.data / "postmaster.pid").write_text(stale)
        (cluster.socket / ".s.PGSQL.5432.lock").write_text(stale)
        with postgis.running(var) as running:
            assert value(running, "SELECT 1") == 1
        assert stranger.poll() is None, "the stranger was left alone"
        stranger.kill()


def test_unfinished_making_is_begun_anew(tmp_path: Path) -> None:
    home = postgis.cluster_of(tmp_path).home
    (home / "data.new" / "base").mkdir(parents=True)
    with postgis.running(tmp_path) as cluster:
        assert value(cluster, "SELECT 1") == 1
    shutil.rmtree(home)


def test_commands_at_the_same_time_do_not_stop_the_server_under_each_other(var: Path) -> None:
    command = [sys.executable, "-c", ASK, str(var)]
    processes = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    words = [process.communicate()[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, "\n".join(words)
    assert postgis.cluster_of(var).pid() is None


def test_missing_programs_say_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(errors.Unavailable) as missing, postgis.running(tmp_path, pg_bin=tmp_path):
        pytest.fail("there is no server in an empty folder")
    assert "apt-get install postgresql-" in missing.value.text("id")
    assert "postgis" in missing.value.text("en")


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests already run as an ordinary user")
def test_works_as_an_ordinary_user() -> None:
    folder = Path(tempfile.mkdtemp(prefix="sigap-uji-"))
    shutil.chown(folder, "nobody", "nogroup")
    child = os.fork()
    if child == 0:
        os._exit(_ask_as_nobody(folder))
    try:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, (folder / "why").read_text()
        assert (folder / "postgres" / "data" / "PG_VERSION").exists()
        assert not (folder / "postgres" / "data" / "postmaster.pid").exists()
    finally:
        shutil.rmtree(folder)


def _ask_as_nobody(folder: Path) -> int:
    """In a forked child, which has all modules loaded: the user may not be allowed into the clone."""
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    try:
        with postgis.running(folder) as cluster:
            return 0 if value(cluster, "SELECT postgis_lib_version()") else 1
    except BaseException:
        (folder / "why").write_text(traceback.format_exc())
        return 1
