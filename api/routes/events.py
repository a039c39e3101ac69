"""Events and their sums, as verified (or, for officers, as sent)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse

from api import links, redacted
from api.asked import parse_id
from api.deps import AsOf, Cursor, Db, Events, Limit, Reader, moment_of, only_known
from gis.errors import NotFound
from layers import events as reading
from layers.filter import Filter
from layers.summary import summary

router = APIRouter(prefix="/api", tags=["kejadian"], dependencies=[Depends(only_known)])


@router.get("/events", summary="Daftar kejadian, terbaru dahulu")
def list_events(
    request: Request, db: Db, query: Events, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, Any]:
    """Events that fit, newest first, with their totals. `next` leads to the page after."""
    with db.read(query.viewer) as conn:
        asked = query.filter(conn, limit=limit, cursor=cursor)
        page = reading.list_events(conn, asked)
    following = (
        links.again(request, cursor=page.next_cursor, as_of=asked.moment.seq) if page.next_cursor else None
    )
    return {
        "as_of": asked.moment.as_dict(),
        "events": page.events,
        "next": following,
        "matched": page.matched,
    }


@router.get("/events/{id}", summary="Satu kejadian dengan angka dan sumbernya")
def one_event(request: Request, db: Db, viewer: Reader, id: str, as_of: AsOf = None) -> Any:
    """One event: every published figure with its source, range over sources and dissent.

    One that was merged answers 308 to the event it lives on in, as known at the moment.
    """
    event = parse_id(id)
    with db.read(viewer) as conn:
        asked = Filter(viewer=viewer, moment=moment_of(conn, as_of))
        try:
            found = redacted.event(reading.event(conn, event, asked), viewer)
            return {"as_of": asked.moment.as_dict(), **found}
        except NotFound:
            into = reading.successor(conn, event, asked)
            if into is None:
                raise
    return RedirectResponse(links.to(request, f"/api/events/{into}", dict(request.query_params)), 308)


@router.get("/events/{id}/history", summary="Riwayat satu kejadian")
def event_history(db: Db, viewer: Reader, id: str, as_of: AsOf = None) -> dict[str, Any]:
    """Every state of the event up to the moment, oldest first."""
    with db.read(viewer) as conn:
        asked = Filter(viewer=viewer, moment=moment_of(conn, as_of))
        states = reading.history(conn, parse_id(id), asked)
    return {"as_of": asked.moment.as_dict(), "states": states}


@router.get("/summary", summary="Rekap menurut wilayah dan jenis")
def sums(
    db: Db,
    query: Events,
    level: Annotated[int, Query(ge=1, le=4, description="2 kabupaten, 3 kecamatan, 4 desa")] = 2,
) -> dict[str, Any]:
    """Sums by area and hazard; each figure says how many of the events reported a number."""
    with db.read(query.viewer) as conn:
        return summary(conn, query.filter(conn), level)
