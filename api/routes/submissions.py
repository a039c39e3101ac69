"""The way in: files and texts, and what became of them. Officers' tokens only."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import JSONResponse

from api import links, redacted, uploads
from api.asked import parse_id, parse_period
from api.deps import AsOf, Db, Limit, Officer, Store, moment_of, needs, only_known
from api.jobs import taking_in
from api.permissions import Permission, may
from api.routes.jobs import accepted
from api.routes.jsonable import jsonable
from gis import audit, register
from gis.audit import Action
from gis.report import Rejection
from gis.viewer import Viewer
from ingest import run
from ingest.returned import is_of, no_submission

Sender = Annotated[Viewer, Depends(needs(Permission.SUBMIT, Permission.SUBMIT_LAYER))]
router = APIRouter(prefix="/api/submissions", tags=["kiriman"], dependencies=[Depends(only_known)])


@router.post("", summary="Kirim laporan atau berkas", status_code=201)
async def submit(request: Request, db: Db, store: Store, viewer: Sender) -> JSONResponse:
    """Take a text (body `text/plain`) or a file (raw body with `X-Filename`, or a multipart form).

    Form fields: `file`, and as needed `recipe`, `agency`, `channel`; for a spatial layer `slug`, `title`,
    `source`, `source_date`, `licence`, `access`, `description`, `crs`, `encoding`, `file_layer`, `mode`,
    `keep_z`, `keep_m`, `coverage` and the words of Satu Data. The answer tells what became of every row. The
    same bytes again only add a receipt (200). With `Prefer: respond-async` a layer goes to the queue (202).
    """
    async with uploads.received(request) as upload:
        if "respond-async" in request.headers.get("prefer", "") and uploads.layer_meta(upload.fields):
            job = await asyncio.to_thread(taking_in.enqueue, db, store, viewer, upload)
            answer = accepted(request, job)
            answer.headers["Preference-Applied"] = "respond-async"
            return answer
        outcome = await asyncio.to_thread(uploads.ingest, db, store, viewer, upload)
    body = outcome_json(outcome)
    if outcome.duplicate and not may(viewer, Permission.READ_PERSONAL):
        _hide_cells(body["items"])  # of what somebody else sent
    location = links.to(request, f"/api/submissions/{outcome.submission}")
    return JSONResponse(body, 200 if outcome.duplicate else 201, {"Location": location})


def outcome_json(outcome: run.Outcome) -> dict[str, Any]:
    """What became of a submission, in the form of `POST /api/submissions`."""
    items: list[dict[str, Any]] = [
        {
            "ordinal": report.ordinal,
            "place": report.place,
            "status": "dimuat",
            "report": str(key),
            "event": event and str(event),
            "hazard": report.hazard,
            "findings": [finding.as_dict() for finding in report.findings],
        }
        for report, key, event in outcome.reports
    ]
    items += [rejection_json(rejection) for rejection in outcome.rejections]
    items += jsonable(outcome.kept)
    return {
        "submission": outcome.submission and str(outcome.submission),
        "receipt": outcome.receipt and str(outcome.receipt),
        "kind": outcome.kind,
        "duplicate": outcome.duplicate,
        "loaded": outcome.loaded,
        "rejected": outcome.rejected,
        "nil": outcome.nil,
        "same": outcome.same,
        "updated": outcome.updated,
        "messages": outcome.messages,
        "chatter": outcome.chatter,
        "verified": outcome.verified,
        "items": sorted(items, key=lambda item: item["ordinal"]),
        "layers": [layer.as_taken_in() for layer in outcome.layers],
    }


def rejection_json(rejection: Rejection) -> dict[str, Any]:
    """A row that was not taken, and why."""
    return {
        "ordinal": rejection.ordinal,
        "place": rejection.place,
        "status": "ditolak",
        "code": rejection.code,
        "reason_id": rejection.id_text,
        "reason_en": rejection.en_text,
        "column": rejection.column,
        "value": rejection.value,
    }


@router.get("", summary="Daftar kiriman")
def submissions(
    request: Request,
    db: Db,
    viewer: Officer,
    start: Annotated[
        str | None, Query(alias="from", description="masuk sejak (tanggal WIB atau waktu)")
    ] = None,
    end: Annotated[str | None, Query(alias="to", description="masuk sampai (tanggal WIB atau waktu)")] = None,
    kind: Annotated[str | None, Query(max_length=40, description="jenis berkas, mis. teks, bnpb")] = None,
    limit: Limit = 100,
    before: str | None = None,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Submissions, newest first."""
    period = parse_period(start, end)
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        after = parse_id(before) if before else None
        found = register.submissions(
            conn, seq=moment.seq, limit=limit, before=after, period=period, kind=kind
        )
        seen = [row for row in found if not viewer.bound or is_of(conn, row["id"], viewer)]
    following = (
        links.again(request, before=found[-1]["id"], as_of=moment.seq) if len(found) == limit else None
    )
    told = [redacted.submission(row, viewer) for row in seen]
    return {"as_of": moment.as_dict(), "submissions": jsonable(told), "next": following}


@router.get("/{id}", summary="Satu kiriman: tanda terima dan nasib tiap baris")
def submission(
    request: Request,
    db: Db,
    viewer: Officer,
    id: str,
    limit: Limit = 1000,
    after: Annotated[int, Query(ge=-1, le=2**31 - 1)] = -1,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """One submission with its receipts, counts and items; refused cells for those who may read them."""
    key = parse_id(id)
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        if viewer.bound and not is_of(conn, key, viewer):
            raise no_submission(key)
        found = redacted.submission(
            register.submission(conn, key, seq=moment.seq, limit=limit, after=after), viewer
        )
    items = found["items"]
    if not may(viewer, Permission.READ_PERSONAL):
        _hide_cells([*items, *found["rejections"]])
    elif found["rejections"]:
        audit.note(db, viewer, Action.READ_PERSONAL, f"kiriman {key}")  # before the answer goes out
    following = (
        links.again(request, after=items[-1]["ordinal"], as_of=moment.seq) if len(items) == limit else None
    )
    return {"as_of": moment.as_dict(), **jsonable(found), "next": following}


def _hide_cells(rows: list[dict[str, Any]]) -> None:
    """A refused cell may hold anything, a name too, and its reason repeats it; code and column stay."""
    told = {"value", "reason_id", "reason_en", "id_text", "en_text"}
    for row in rows:
        row |= dict.fromkeys(told & set(row))
