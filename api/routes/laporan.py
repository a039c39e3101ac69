"""The official text of one event, ready to be sent on."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from api import laporan, links
from api.asked import parse_id
from api.deps import AsOf, Db, moment_of, needs, only_known
from api.permissions import Permission, may
from gis import audit
from gis.errors import NotFound
from gis.viewer import Viewer
from layers import events
from layers.filter import Filter

router = APIRouter(prefix="/api/events", tags=["ekspor"], dependencies=[Depends(only_known)])
Exporting = Annotated[Viewer, Depends(needs(Permission.EXPORT))]


@router.get("/{id}/laporan.txt", summary="Teks laporan resmi satu kejadian", response_class=PlainTextResponse)
def official_text(request: Request, db: Db, viewer: Exporting, id: str, as_of: AsOf = None) -> Response:
    """The event in the layout that goes out over WhatsApp; sent in again it reads as the same record.

    Its story is in it, without what is personal, for those who may have free texts (written down).
    """
    event = parse_id(id)
    words = may(viewer, Permission.EXPORT_LOSSLESS)
    if words:
        audit.note(db, viewer, audit.Action.EXPORT_LOSSLESS, f"laporan {event}")
    with db.read(viewer) as conn:
        asked = Filter(viewer=viewer, moment=moment_of(conn, as_of))
        try:
            text = laporan.text_of(conn, event, asked, words=words)
        except NotFound:
            into = events.successor(conn, event, asked)
            if into is None:
                raise
            where = links.to(request, f"/api/events/{into}/laporan.txt", dict(request.query_params))
            return RedirectResponse(where, 308)
    name = f'attachment; filename="laporan-{event}.txt"'
    return PlainTextResponse(text, headers={"Content-Disposition": name, "Cache-Control": "no-store"})
