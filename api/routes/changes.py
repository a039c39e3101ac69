"""What changed between two moments, in sentences."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request

from api import errors, links
from api.asked import parse_hazards
from api.deps import Cursor, Db, Limit, moment_of, needs, only_known
from api.permissions import Permission
from api.present import now_of
from gis import ledger
from gis.viewer import Viewer
from layers.changes import Asked, changes
from layers.filter import check_area

router = APIRouter(prefix="/api/changes", tags=["kejadian"], dependencies=[Depends(only_known)])
Reader = Annotated[Viewer, Depends(needs(Permission.READ_PUBLIC))]
A_DAY = timedelta(days=1)
"""How far back changes are told where nobody says since when."""


@router.get("", summary="Perubahan antara dua saat")
def list_changes(
    request: Request,
    db: Db,
    viewer: Reader,
    start: Annotated[
        str | None,
        Query(alias="from", description="waktu, tanggal atau nomor entri; bawaan 24 jam sebelum to"),
    ] = None,
    end: Annotated[
        str | None, Query(alias="to", description="waktu, tanggal atau nomor entri; bawaan sekarang")
    ] = None,
    area: Annotated[str | None, Query(description="kode Kemendagri bertitik, mis. 19.03")] = None,
    hazard: Annotated[str | None, Query(description="slug jenis kejadian, dipisah koma")] = None,
    lang: Annotated[Literal["id", "en"] | None, Query(description="bahasa kalimatnya")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, Any]:
    """Changes by event: new, verified, merged or withdrawn, figures up and down, each as a sentence."""
    where = check_area(area) if area else None
    hazards = parse_hazards(hazard)
    with db.read(viewer) as conn:
        to = moment_of(conn, end, where="to")
        since = (
            moment_of(conn, start, where="from") if start else ledger.resolve(conn, now_of(to, end) - A_DAY)
        )
        asked = Asked(
            start=since,
            end=to,
            viewer=viewer,
            area=where,
            hazards=hazards,
            lang=lang or errors.language(request),
            limit=limit,
            cursor=cursor,
        )
        found = changes(conn, asked)
    following = found.pop("cursor")
    again = {"from": since.seq, "to": to.seq, "cursor": following}
    return {**found, "next": links.again(request, **again) if following else None}
