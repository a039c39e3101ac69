"""The queue as the rest of SIGAP sees it: put a job in, look at it, stop it, try it again.

Its tables and functions are procrastinate's, in schema `jobs`. A job is put in within the caller's own
transaction, so that it exists exactly when what it is about does.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gis import queries
from gis.errors import Conflict, InvalidInput, NotFound

_SQL = queries.load("api.jobs")
_NOTE = _SQL["note"].bindparams(
    *(sa.bindparam(name, type_=JSONB(none_as_null=True)) for name in ("progress", "result", "error"))
)
_ENQUEUE = _SQL["enqueue"].bindparams(sa.bindparam("args", type_=JSONB))
STATUSES = {
    "antre": "todo",
    "berjalan": "doing",
    "selesai": "succeeded",
    "gagal": "failed",
    "dibatalkan": "cancelled",
    "dihentikan": "aborted",
}
"""Our words for a job's state, and the library's."""
_WORDS = {theirs: ours for ours, theirs in STATUSES.items()}
ENDED = ("selesai", "gagal", "dibatalkan", "dihentikan")
MOST = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job and how far it is. `status`: one of STATUSES; `error`: code, id, en, where."""

    id: int
    task: str
    status: str
    args: dict[str, Any]
    attempts: int
    cancelling: bool
    not_before: datetime | None
    queued_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    lock: str | None = None
    progress: dict[str, Any] | None = None
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = field(default=None)

    @property
    def subject(self) -> str:
        """What it is about: a layer's name or a file's."""
        return str(self.args.get("slug") or self.args.get("filename") or "")


def enqueue(
    conn: sa.Connection,
    task: str,
    args: dict[str, Any],
    *,
    lock: str | None = None,
    once: str | None = None,
    priority: int = 0,
    at: datetime | None = None,
) -> int:
    """Queue a job, from the moment `conn`'s transaction commits; returns its id.

    Jobs of one `lock` run one after the other. Where a job of the name `once` is waiting already, that one's
    id is given and none is added. `at`: not before then.
    """
    if once is not None:
        conn.execute(sa.text("SELECT pg_advisory_xact_lock(23, hashtext(:once))"), {"once": once})
        waiting = conn.execute(_SQL["waiting"], {"once": once}).scalar_one_or_none()
        if waiting is not None:
            return int(waiting)
    values = {"task": task, "args": args, "lock": lock, "once": once, "priority": priority, "at": at}
    return int(conn.execute(_ENQUEUE, values).scalar_one())


def is_ready(conn: sa.Connection) -> bool:
    """Whether a job waits that may begin now."""
    return bool(conn.execute(_SQL["is_ready"]).scalar_one())


def is_about(conn: sa.Connection, task: str, slug: str) -> bool:
    """Whether a job of that task about that layer waits or runs."""
    return bool(conn.execute(_SQL["is_about"], {"task": task, "slug": slug}).scalar_one())


def last_about(conn: sa.Connection, task: str, slug: str) -> datetime | None:
    """When a job of that task about that layer was last begun, or taken out; None: never, or long ago."""
    found: datetime | None = conn.execute(_SQL["last_about"], {"task": task, "slug": slug}).scalar_one()
    return found


def listed(
    conn: sa.Connection,
    *,
    status: str | None = None,
    task: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[Job]:
    """Jobs, newest first; InvalidInput for an unknown status."""
    if status is not None and status not in STATUSES:
        raise InvalidInput(
            "status_pekerjaan",
            "Status pekerjaan '{status}' tidak dikenal: {known}",
            "Job status '{status}' is not known: {known}",
            where="status",
            status=status[:40],
            known=", ".join(STATUSES),
        )
    values = {"id": None, "task": task, "before": before, "limit": limit}
    rows = conn.execute(_SQL["list"], values | {"status": STATUSES[status] if status else None})
    return [_job(row) for row in rows.mappings()]


def job(conn: sa.Connection, number: int) -> Job:
    """One job; NotFound where there is none of that number, or no more."""
    values = {"id": min(number, MOST), "status": None, "task": None, "before": None, "limit": 1}
    row = conn.execute(_SQL["list"], values).mappings().one_or_none()
    if row is None:
        raise _no_job(number)
    return _job(row)


def cancel(conn: sa.Connection, number: int) -> Job:
    """Take a waiting job out; a running one is asked to stop. Conflict where it has ended."""
    before = job(conn, number)
    if conn.execute(_SQL["cancel"], {"id": number}).scalar_one() is None:
        raise Conflict(
            "pekerjaan_selesai",
            "Pekerjaan {id} sudah berakhir ({status})",
            "Job {id} has ended already ({status})",
            where="id",
            id=number,
            status=before.status,
        )
    return job(conn, number)


def again(conn: sa.Connection, number: int) -> Job:
    """Queue a job that failed or was stopped anew; Conflict where it is waiting, running or done."""
    before = job(conn, number)
    if conn.execute(_SQL["again"], {"id": number}).scalar_one_or_none() is None:
        raise Conflict(
            "pekerjaan_tidak_gagal",
            "Pekerjaan {id} berstatus {status}; hanya yang gagal atau dibatalkan dapat diulang",
            "Job {id} is {status}; only one that failed or was stopped can be tried again",
            where="id",
            id=number,
            status=before.status,
        )
    conn.execute(_SQL["announce"], {"id": number})
    return job(conn, number)


def note(
    conn: sa.Connection,
    number: int,
    *,
    progress: dict[str, Any] | None = None,
    result: dict[str, Any] | None = None,
    error: dict[str, Any] | None = None,
) -> None:
    """Write down how far a job is, or what came of it."""
    conn.execute(_NOTE, {"id": number, "progress": progress, "result": result, "error": error})


def workers(conn: sa.Connection, *, silent_s: float) -> int:
    """How many workers were heard of within the last `silent_s` seconds."""
    return int(conn.execute(_SQL["workers"], {"seconds": silent_s}).scalar_one())


def counts(conn: sa.Connection) -> dict[str, int]:
    """How many jobs there are of each status."""
    found = {str(status): int(count) for status, count in conn.execute(_SQL["by_status"])}
    return {ours: found.get(theirs, 0) for ours, theirs in STATUSES.items()}


def _job(row: Any) -> Job:
    return Job(**{**row, "status": _WORDS.get(row["status"], row["status"])})


def _no_job(number: int) -> NotFound:
    return NotFound(
        "pekerjaan", "Pekerjaan {id} tidak ada", "There is no job {id}", where="id", id=str(number)[:20]
    )
