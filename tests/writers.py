"""Writers as processes of their own, which begin each job together: what eight offices do at once."""

import multiprocessing as mp
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any
from uuid import UUID

from gis import desk, ledger, linking
from gis.db import Database
from gis.errors import Conflict, SigapError
from gis.files import Files
from gis.ledger import Entry
from gis.retrying import again
from gis.settings import Settings
from gis.viewer import officer
from ingest import run

PATIENCE_S = 240


@dataclass(frozen=True, slots=True)
class Send:
    """A file to take in."""

    filename: str
    content: bytes
    agency: str | None = None
    received: datetime | None = None  # None: now


@dataclass(frozen=True, slots=True)
class Act:
    """What an officer decides: `verify` a report, `merge` an event into another, `unmerge`, `accept`."""

    verb: str
    key: UUID
    into: UUID | None = None


@dataclass(frozen=True, slots=True)
class Did:
    """What became of one job. `error`: the code of a refusal; `crash`: of what nobody should see."""

    writer: int
    job: Send | Act
    reports: tuple[UUID, ...] = ()
    events: tuple[UUID, ...] = ()
    same: int = 0
    error: str = ""
    crash: str = ""


def at_once(settings: Settings, rounds: Sequence[Sequence[Send | Act]]) -> list[Did]:
    """Let writer n do the nth job of every round; each round begins when all writers are there.

    All rounds have as many jobs as there are writers.
    """
    context = mp.get_context("forkserver")  # fresh processes, which import once for all
    context.set_forkserver_preload([__name__])
    writers = len(rounds[0])
    begin, done = context.Barrier(writers), context.Queue()
    assert settings.master_key
    assert settings.database_url
    known = {
        "database_url": settings.database_url,
        "var": str(settings.var),
        "master_key": settings.master_key.get_secret_value(),
    }
    started = [_start(context, (known, n, [jobs[n] for jobs in rounds], begin, done)) for n in range(writers)]
    found: list[Did] = [done.get(timeout=PATIENCE_S) for _ in range(writers * len(rounds))]
    for process in started:
        process.join(PATIENCE_S)
    return found


def _start(context: ForkServerContext, given: tuple[Any, ...]) -> ForkServerProcess:
    process = context.Process(target=_write, args=given, daemon=True)
    process.start()
    return process


def _write(known: dict[str, Any], number: int, jobs: list[Send | Act], begin: Any, done: Any) -> None:
    settings = Settings(**known)
    database = Database(known["database_url"], settings)
    files = Files(Path(settings.var) / "files")
    for job in jobs:
        begin.wait(PATIENCE_S)
        try:
            if isinstance(job, Send):
                done.put(_send(database, files, number, job))
            else:
                done.put(_act(database, number, job))
        except Conflict as error:
            done.put(Did(number, job, error=error.code))
        except (SigapError, Exception) as error:
            done.put(Did(number, job, crash=f"{type(error).__name__}: {error}"))
    database.close()


def _send(database: Database, files: Files, number: int, job: Send) -> Did:
    sent = run.Delivery(
        content=job.content,
        filename=job.filename,
        channel="wa",
        viewer=officer(f"penulis {number}"),
        agency=job.agency,
        received_at=job.received,
    )
    outcome = run.ingest(database, files, sent)
    reports = tuple(key for _, key, _ in outcome.reports)
    events = tuple(event for _, _, event in outcome.reports if event)
    return Did(number, job, reports, events, same=outcome.same)


@again
def _act(database: Database, number: int, job: Act) -> Did:
    with ledger.entry(database, by=f"petugas {number}", why=job.verb) as entry:
        return Did(number, job, events=_decide(entry, job))


def _decide(entry: Entry, job: Act) -> tuple[UUID, ...]:
    if job.verb == "verify":
        desk.decide(entry, [job.key], "terverifikasi", reason=None)
        return ()
    if job.verb == "merge":
        assert job.into
        return (linking.merge(entry, job.key, job.into, reason="uji").event,)
    if job.verb == "unmerge":
        return (linking.unmerge(entry, job.key, reason="uji").event,)
    assert job.verb == "accept", job.verb
    return (linking.answer(entry, job.key, accept=True).event,)
