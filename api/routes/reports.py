"""Reports as officers work on them: the inbox, one report whole, verify and reject."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.requests import Request

from api import links
from api.deps import AsOf, Db, Limit, Officer, moment_of, only_known, parse_id
from api.routes.jsonable import jsonable
from gis import ledger, register
from gis.db import Database
from gis.errors import InvalidInput
from gis.viewer import Viewer

router = APIRouter(prefix="/api/reports", tags=["laporan"], dependencies=[Depends(only_known)])
STATUSES = (register.DRAFT, register.CHECKED, register.VERIFIED, register.REJECTED)


class Decision(BaseModel):
    """Why an officer decides so."""

    reason: str = Field("", max_length=1000, description="alasan, dicatat dalam buku")


@router.get("", summary="Kotak masuk laporan")
def reports(
    request: Request,
    db: Db,
    viewer: Officer,
    status: Annotated[str, Query(description="dipisah koma")] = "draf,diperiksa",
    limit: Limit = 100,
    after: str | None = None,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Reports by status, oldest first."""
    wanted = status.split(",")
    if not set(wanted) <= set(STATUSES):
        raise InvalidInput(
            "status",
            "Status '{status}' tidak dikenal: {known}",
            "Status '{status}' is not known: {known}",
            where="status",
            status=status[:60],
            known=", ".join(STATUSES),
        )
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        start = parse_id(after) if after else None
        found = register.drafts(conn, seq=moment.seq, limit=limit, after=start, statuses=wanted)
    following = links.again(request, after=found[-1]["id"], as_of=moment.seq) if len(found) == limit else None
    return {"as_of": moment.as_dict(), "reports": jsonable(found), "next": following}


@router.get("/{id}", summary="Satu laporan lengkap")
def report(db: Db, viewer: Officer, id: str, as_of: AsOf = None) -> dict[str, Any]:
    """One report: place, figures with their lineage, findings, texts."""
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        found = register.report(conn, parse_id(id), seq=moment.seq)
    return {"as_of": moment.as_dict(), **jsonable(found)}


@router.post("/{id}/verify", summary="Verifikasi laporan")
def verify(db: Db, viewer: Officer, id: str, decision: Decision | None = None) -> dict[str, Any]:
    """Publish a report: from this entry on the public sees it."""
    return decide(db, viewer, parse_id(id), register.VERIFIED, (decision or Decision()).reason)


@router.post("/{id}/reject", summary="Tolak laporan")
def reject(db: Db, viewer: Officer, id: str, decision: Decision) -> dict[str, Any]:
    """Take a report out of every reading from now on; what was read before stays readable."""
    if not decision.reason.strip():
        raise InvalidInput(
            "alasan",
            "Penolakan memerlukan alasan",
            "A rejection needs a reason",
            where="reason",
        )
    return decide(db, viewer, parse_id(id), register.REJECTED, decision.reason)


def decide(db: Database, viewer: Viewer, report_id: UUID, status: str, reason: str) -> dict[str, Any]:
    """Give a report a status in an entry of its own."""
    with ledger.entry(db, by=viewer.name, why=f"{status} {report_id}") as entry:
        event = register.set_status(entry, report_id, status, reason=reason or None)
    return {"report": str(report_id), "status": status, "event": str(event)}
