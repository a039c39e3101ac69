"""Server-sent events: what changed, for open pages."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from api.deps import Reader, database_of, still_reads
from api.live import EVERYTHING, Feed
from gis import ledger
from gis.db import Database
from gis.viewer import PUBLIC, Audience, Viewer
from layers.filter import Filter, audience_of

router = APIRouter(prefix="/api", tags=["kejadian"])


@router.get("/live", summary="Perubahan saat terjadi (server-sent events)")
async def live(request: Request, viewer: Reader) -> StreamingResponse:
    """`event: change` with `{"seq", "events": [ids] or null, "layers": [slugs]}`; null: read all again.

    Without a token only what the public can read is told: not even that a draft came in. It ends with the
    login or token under which it was opened.
    """
    feed: Feed = request.app.state.feed
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    lines = _lines(feed, request, viewer)
    return StreamingResponse(lines, headers=headers, media_type="text/event-stream")


async def _lines(feed: Feed, request: Request, viewer: Viewer) -> AsyncIterator[str]:
    database = database_of(request)
    yield "retry: 3000\n\n"
    async for change in feed.changes():
        if change is None:
            yield ": masih tersambung\n\n"
        elif change.get("lost"):
            yield "event: lost\ndata: {}\n\n"
        elif viewer is not PUBLIC and not await run_in_threadpool(still_reads, request):
            return  # the page asks again, as whom it is now
        elif told := await run_in_threadpool(_told, database, change, viewer):
            yield f"event: change\ndata: {json.dumps(told)}\n\n"


def _told(database: Database, change: dict[str, Any], viewer: Viewer) -> dict[str, Any] | None:
    """What this reader may know of a change; None when that is nothing."""
    part = change.get(viewer.audience.value, EVERYTHING)
    if viewer.bound and part["events"]:
        # Of other regencies it hears what the public hears: not even that a draft came in.
        own = _own(database, part["events"], viewer)
        public = change[Audience.PUBLIC]["events"]
        part = {**part, "events": None if public is None else sorted({*own, *public})}
    if part["events"] == [] and part["layers"] == []:
        return None
    return {"seq": change["seq"], **part}


def _own(database: Database, events: list[str], viewer: Viewer) -> set[str]:
    """Those of the events that lie in the viewer's regency."""
    with database.read(viewer) as conn:
        asked = Filter(viewer=viewer, moment=ledger.resolve(conn))
        return {each for each in events if audience_of(conn, UUID(each), asked) == Audience.OFFICER}
