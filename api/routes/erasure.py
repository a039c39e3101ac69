"""Erasing personal data, for the administrator."""

from typing import Any

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse

from api import erasures, links
from api.asked import parse_id
from api.bodies import Body
from api.deps import Admin, AsOf, Db, Limit, Store, moment_of, only_known
from api.routes.jsonable import jsonable
from gis import erasing

router = APIRouter(prefix="/api/erasures", tags=["penghapusan"], dependencies=[Depends(only_known)])


class Erasure(Body):
    """What to erase (a submission with all its reports, or one report) and why."""

    submission: str | None = Field(None, max_length=40)
    report: str | None = Field(None, max_length=40)
    reason: str = Field(max_length=1000)


@router.post("", summary="Hapus data pribadi sebuah kiriman atau laporan", status_code=201)
def erase(db: Db, store: Store, viewer: Admin, told: Erasure) -> JSONResponse:
    """Destroy the key of a submission or of one report: texts and personal data are gone at every moment.

    The original goes either way; other reports of the submission keep their texts. Hash, reason and who
    remain. 409 when it was erased before.
    """
    done = erasures.erase(
        db,
        store,
        submission=parse_id(told.submission) if told.submission else None,
        report=parse_id(told.report) if told.report else None,
        reason=told.reason,
        by=viewer,
    )
    body = {
        "submission": str(done.submission),
        "sha256": done.sha256,
        "reports": done.reports,
        "kept": done.kept,
        "only_hidden": done.unsealed,
    }
    return JSONResponse(body, 201)


@router.get("", summary="Penghapusan yang pernah dilakukan")
def erasures_made(
    request: Request, db: Db, viewer: Admin, limit: Limit = 100, before: str | None = None, as_of: AsOf = None
) -> dict[str, Any]:
    """Erasures, the newest first."""
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        after = parse_id(before) if before else None
        found = erasing.listed(conn, seq=moment.seq, limit=limit, before=after)
    following = (
        links.again(request, before=found[-1]["id"], as_of=moment.seq) if len(found) == limit else None
    )
    return {"as_of": moment.as_dict(), "erasures": jsonable(found), "next": following}
