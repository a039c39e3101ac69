"""Jobs of the queue, for officers: how far they are, what came of them; stop one, or try it again."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import JSONResponse

from api import links
from api.deps import Db, Limit, Officer, needs, only_known
from api.jobs import queue
from api.jobs.queue import Job
from api.permissions import Permission
from api.routes.jsonable import jsonable
from gis.errors import NotFound
from gis.viewer import Viewer

router = APIRouter(prefix="/api/jobs", tags=["pekerjaan"], dependencies=[Depends(only_known)])
Sender = Annotated[Viewer, Depends(needs(Permission.SUBMIT_LAYER))]


@router.get("", summary="Daftar pekerjaan")
def jobs(
    request: Request,
    db: Db,
    viewer: Officer,
    status: Annotated[str | None, Query(description=", ".join(queue.STATUSES))] = None,
    task: Annotated[str | None, Query(max_length=100, description="jenis pekerjaan")] = None,
    before: Annotated[int | None, Query(ge=1, le=queue.MOST, description="dari tautan next")] = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """Newest first, with the number of each status."""
    with db.write() as conn:
        found = queue.listed(conn, status=status, task=task, before=before, limit=limit)
        counts = queue.counts(conn)
    body: dict[str, Any] = {"jobs": [shown(each) for each in found], "counts": counts}
    if len(found) == limit:
        query = {"status": status, "task": task, "before": found[-1].id, "limit": limit}
        body["next"] = links.to(request, "/api/jobs", query)
    return body


@router.get("/{number}", summary="Satu pekerjaan")
def job(db: Db, viewer: Officer, number: str) -> dict[str, Any]:
    """How far it is (`progress`), what came of it (`result`) or what went wrong (`error`)."""
    with db.write() as conn:
        return shown(queue.job(conn, _number(number)))


@router.post("/{number}/cancel", summary="Batalkan pekerjaan")
def cancel(db: Db, viewer: Sender, number: str) -> dict[str, Any]:
    """A waiting one is taken out; a running one is asked to stop."""
    with db.write() as conn:
        return shown(queue.cancel(conn, _number(number)))


@router.post("/{number}/retry", summary="Ulangi pekerjaan")
def retry(db: Db, viewer: Sender, number: str) -> dict[str, Any]:
    """Queue one anew that failed or was stopped."""
    with db.write() as conn:
        return shown(queue.again(conn, _number(number)))


def accepted(request: Request, job: Job, **more: Any) -> JSONResponse:
    """The answer to a request whose work is in the queue: 202, with the address that tells how it goes."""
    body = {"job": shown(job), **more}
    return JSONResponse(body, 202, {"Location": links.to(request, f"/api/jobs/{job.id}")})


def shown(job: Job) -> dict[str, Any]:
    """A job as it is told. What it was called with is told by `subject` alone."""
    kept = asdict(job)
    for name in ("args", "lock"):
        kept.pop(name)
    told: dict[str, Any] = jsonable(kept | {"subject": job.subject})
    return told


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise NotFound(
            "pekerjaan", "Pekerjaan {id} tidak ada", "There is no job {id}", where="id", id=text[:20]
        )
    return int(text)
