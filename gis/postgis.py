"""The embedded PostGIS cluster: a private PostgreSQL that SIGAP makes, starts and stops itself.

It listens on a socket in a folder that only its owner may enter, never on the network. Three locks,
held by open files and so let go by the kernel when a process dies, keep the processes apart:

- `gate`: held while the server is being started or stopped;
- `users`: shared by every process that uses the server; who leaves last stops it;
- `up`: held by the one `sigap up` of this folder.
"""

import hashlib
import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from gis import errors, locks, postgres, roles

DATABASE = "sigap"
SUPERUSER = "postgres"
PORT = 5432  # names the socket file only
START_TIMEOUT_S = 90  # crash recovery after a long ingest takes a while
STOP_TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server: its folder, its socket folder, and where each role connects."""

    home: Path
    socket: Path

    @property
    def data(self) -> Path:
        """The server's data folder."""
        return self.home / "data"

    @property
    def name(self) -> str:
        """The name its processes carry in the process list, different for every folder."""
        return f"sigap-{self.home.name if os.geteuid() == 0 else _digest(self.home)}"

    def url(self, role: str = roles.APP, *, database: str = DATABASE) -> str:
        """The address of `database` for one role: sigap_owner, sigap_app, sigap_publik or postgres."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='')}&port={PORT}"

    def pid(self) -> int | None:
        """Process id of the server, None when it is not running."""
        pid = _first_number(self.data / "postmaster.pid")
        return pid if pid and str(self.data) in _command_line(pid) else None


def cluster_of(var: Path) -> Cluster:
    """The cluster that belongs to a `var` folder, running or not.

    Its data are in `var/postgres`. For root the server runs as the system user `postgres`, who may not be
    able to enter `var`: then they are in /var/lib/sigap/<digest of var's path>.
    """
    var = var.resolve()
    if os.geteuid() == 0:
        home = Path("/var/lib/sigap") / _digest(var)
        return Cluster(home, home / "socket")
    # Not in `var`: the path of a socket has room for 107 bytes.
    socket = Path(f"/tmp/sigap-{os.geteuid()}-{_digest(var)}")
    return Cluster(var / "postgres", socket)


@contextmanager
def running(var: Path, *, exclusive: bool = False, pg_bin: Path | None = None) -> Iterator[Cluster]:
    """The cluster of `var`, made when it is not there, running while the block runs.

    A server that is already running is used. It is stopped by whoever leaves last. `exclusive` is for
    `sigap up`: a second one raises Conflict. Raises Unavailable when PostGIS is missing or does not start.
    """
    cluster = cluster_of(var)
    postgres.owner()
    _make_folders(cluster)
    up = _lock_up(cluster, var) if exclusive else nullcontext()
    with up, (cluster.home / "users.lock").open("a") as users:
        try:
            with _gate(cluster):
                _start(cluster, _programs_for(cluster, pg_bin))
                locks.share(users)
                _prepare(cluster)
            yield cluster
        finally:
            with _gate(cluster):
                locks.let_go(users)
                if locks.held_alone(users):
                    _stop(cluster)


# --- folders and locks -------------------------------------------------------------------------------


def _make_folders(cluster: Cluster) -> None:
    uid, gid = postgres.owner()
    cluster.home.mkdir(mode=0o755, parents=True, exist_ok=True)
    cluster.socket.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(cluster.home, uid, gid)
        os.chown(cluster.socket, uid, gid)
    found = cluster.socket.lstat()
    # The folder of an ordinary user is in /tmp, where someone else may have made one of that name.
    if found.st_uid != uid or cluster.socket.is_symlink() or found.st_mode & 0o077:
        raise errors.Unavailable(
            "folder_soket",
            "Folder soket {folder} bukan milik kita atau terbuka bagi orang lain",
            "The socket folder {folder} is not ours or is open to others",
            folder=cluster.socket,
        )


@contextmanager
def _gate(cluster: Cluster) -> Iterator[None]:
    with locks.held(cluster.home / "gate.lock"):
        yield


@contextmanager
def _lock_up(cluster: Cluster, var: Path) -> Iterator[None]:
    """Be the one `sigap up` of this folder while the block runs."""
    with locks.held_or_holder(cluster.home / "up.lock") as holder:
        if holder:
            raise errors.Conflict(
                "sudah_berjalan",
                "`sigap up` sudah berjalan pada folder {var} (pid {pid})",
                "`sigap up` already runs on the folder {var} (pid {pid})",
                var=var.resolve(),
                pid=holder,
            )
        yield


# --- making and starting -----------------------------------------------------------------------------


def _programs_for(cluster: Cluster, pg_bin: Path | None) -> postgres.Programs:
    """The programs that fit the data folder; a new one is made by the newest there are."""
    if major := _first_number(cluster.data / "PG_VERSION"):
        return postgres.find(pg_bin, major=major)
    programs = postgres.find(pg_bin)
    unfinished = cluster.home / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    made = programs.run(
        "initdb",
        "-D",
        str(unfinished),
        "-U",
        SUPERUSER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-instructions",
    )
    if made.returncode:
        raise _failed("initdb", made.stderr)
    unfinished.rename(cluster.data)  # only a finished folder carries the name
    return programs


def _start(cluster: Cluster, programs: postgres.Programs) -> None:
    """Start the server if it is not running; whatever a killed one left behind is cleared away first."""
    if _accepts(cluster):
        return
    if cluster.pid():
        _wait_until_ready(cluster)
        return
    _quit_leftovers(cluster)
    # With the gate held and none of our processes alive these name a dead server, or a stranger who
    # has its number now; PostgreSQL itself cannot tell and would refuse to start.
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    for stale in cluster.socket.glob(".s.PGSQL.*"):
        stale.unlink()
    _write_configuration(cluster)
    log = cluster.home / "start.log"
    log.unlink(missing_ok=True)
    options = ("-D", str(cluster.data), "-l", str(log), "-t", str(START_TIMEOUT_S))
    started = programs.run("pg_ctl", "start", "-s", "-w", *options, timeout_s=START_TIMEOUT_S + 10)
    if started.returncode:
        raise _failed("pg_ctl start", started.stderr + _text(log))


def _accepts(cluster: Cluster) -> bool:
    if not (cluster.socket / f".s.PGSQL.{PORT}").exists():
        return False
    try:
        psycopg.connect(cluster.url(SUPERUSER, database="template1"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _wait_until_ready(cluster: Cluster) -> None:
    """Wait for a server that someone else has started: it may be recovering from a crash."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while not _accepts(cluster):
        if not cluster.pid() or time.monotonic() > deadline:
            raise _failed("postgres", "tidak menerima sambungan / accepts no connection")
        time.sleep(0.05)


def _stop(cluster: Cluster) -> None:
    """Stop the server in good order; one that does not stop in a minute is stopped as by a crash."""
    if not (pid := cluster.pid()):
        return
    deadline = time.monotonic() + STOP_TIMEOUT_S
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
        while cluster.pid() == pid:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGQUIT)
            time.sleep(0.02)


def _quit_leftovers(cluster: Cluster) -> None:
    """End server processes whose parent was killed: they hold the memory a new server must own alone."""
    deadline = time.monotonic() + 20
    while leftovers := _leftovers(cluster):
        for pid in leftovers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)
        if time.monotonic() > deadline:
            raise _failed("postgres", f"pid {leftovers}")
        time.sleep(0.05)


def _leftovers(cluster: Cluster) -> list[int]:
    title = f"postgres: {cluster.name}:"
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _command_line(pid).startswith(title)]


def _prepare(cluster: Cluster) -> None:
    """Roles, database and extensions; quick and without effect when all is there."""
    with psycopg.connect(cluster.url(SUPERUSER, database="template1"), autocommit=True) as conn:
        roles.make_roles(conn)
        roles.make_database(conn, DATABASE)
    with psycopg.connect(cluster.url(SUPERUSER), autocommit=True) as conn:
        roles.make_extensions(conn)


# --- configuration and small change --------------------------------------------------------------------


def _write_configuration(cluster: Cluster) -> None:
    """Our own configuration, written anew at each start so that a new SIGAP brings its own."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    template = (Path(__file__).parent / "postgresql.conf").read_text(encoding="utf-8")
    filled = template.format(
        socket=str(cluster.socket).replace("'", "''"),
        port=PORT,
        name=cluster.name,
        shared_mb=max(64, min(memory_mb // 8, 1024)),
        cache_mb=max(128, memory_mb // 2),
    )
    (cluster.data / "postgresql.conf").write_text(filled, encoding="utf-8")
    (cluster.data / "pg_hba.conf").write_text("local all all trust\n", encoding="utf-8")


def _failed(program: str, words: str) -> errors.Unavailable:
    return errors.Unavailable(
        "basis_data_gagal",
        "Basis data bawaan tidak dapat dijalankan ({program}): {words}",
        "The embedded database cannot be started ({program}): {words}",
        program=program,
        words=" | ".join(words.strip().splitlines()[-6:]),
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _first_number(path: Path) -> int | None:
    match = re.match(r"\d+", _text(path))
    return int(match.group()) if match else None


def _command_line(pid: int) -> str:
    """A process's command line; empty when it is gone, or dead and not yet buried."""
    return _text(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")
