"""The file goes back: the sender's own workbook with each fault at its cell."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.asked import parse_id
from api.deps import AsOf, Db, Store, moment_of, needs, only_known
from api.permissions import Permission
from gis import audit, xlsx
from gis.viewer import Viewer
from ingest import returned

router = APIRouter(prefix="/api/submissions", tags=["kiriman"], dependencies=[Depends(only_known)])
Reading = Annotated[Viewer, Depends(needs(Permission.READ_PERSONAL))]


@router.get("/{id}/returned", summary="Buku kerja pengirim dengan sel yang ditandai", response_class=Response)
def workbook(db: Db, store: Store, viewer: Reading, id: str, as_of: AsOf = None) -> Response:
    """A table's own workbook: refused and doubtful cells coloured and commented, with a summary sheet.

    It holds what the sender wrote, so reading it is written down.
    """
    key = parse_id(id)
    audit.note(db, viewer, audit.Action.READ_ORIGINAL, f"kiriman {key}")
    with db.read(viewer) as conn:
        name, content = returned.returned(conn, store, key, seq=moment_of(conn, as_of).seq, reader=viewer)
    headers = {
        "Content-Disposition": f"attachment; filename=\"kiriman.xlsx\"; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=xlsx.MEDIA_TYPE, headers=headers)
