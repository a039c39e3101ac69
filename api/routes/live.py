"""Server-sent events: what changed, for open pages."""

import json
from collections.abc import AsyncIterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import StreamingResponse

from api.live import Feed

router = APIRouter(prefix="/api", tags=["kejadian"])


@router.get("/live", summary="Perubahan saat terjadi (server-sent events)")
async def live(request: Request) -> StreamingResponse:
    """`event: change` with `{"seq", "events": [ids] or null, "layers": [slugs]}`; null: read all again.

    Only ids of events are told, which the reader then asks for in his own right.
    """
    feed: Feed = request.app.state.feed
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(_lines(feed), headers=headers, media_type="text/event-stream")


async def _lines(feed: Feed) -> AsyncIterator[str]:
    yield "retry: 3000\n\n"
    async for change in feed.changes():
        if change is None:
            yield ": masih tersambung\n\n"
        elif change.get("lost"):
            yield "event: lost\ndata: {}\n\n"
        else:
            yield f"event: change\ndata: {json.dumps(change)}\n\n"
