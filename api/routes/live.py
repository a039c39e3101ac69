"""Server-sent events: what changed, for open pages."""

import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import StreamingResponse

from api.deps import Reader
from api.live import EVERYTHING, Feed
from gis.viewer import Viewer

router = APIRouter(prefix="/api", tags=["kejadian"])


@router.get("/live", summary="Perubahan saat terjadi (server-sent events)")
async def live(request: Request, viewer: Reader) -> StreamingResponse:
    """`event: change` with `{"seq", "events": [ids] or null, "layers": [slugs]}`; null: read all again.

    Without a token only what the public can read is told: not even that a draft came in.
    """
    feed: Feed = request.app.state.feed
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(_lines(feed, viewer), headers=headers, media_type="text/event-stream")


async def _lines(feed: Feed, viewer: Viewer) -> AsyncIterator[str]:
    yield "retry: 3000\n\n"
    async for change in feed.changes():
        if change is None:
            yield ": masih tersambung\n\n"
        elif change.get("lost"):
            yield "event: lost\ndata: {}\n\n"
        elif told := _told(change, viewer):
            yield f"event: change\ndata: {json.dumps(told)}\n\n"


def _told(change: dict[str, Any], viewer: Viewer) -> dict[str, Any] | None:
    """What this reader may know of a change; None when that is nothing."""
    part = change.get(viewer.audience.value, EVERYTHING)
    if part["events"] == [] and part["layers"] == []:
        return None
    return {"seq": change["seq"], **part}
