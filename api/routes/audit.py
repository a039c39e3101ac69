"""The audit log, for the administrator."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request

from api import links
from api.asked import parse_period
from api.deps import Admin, Db, Limit, only_known
from api.routes.jsonable import jsonable
from gis import audit
from layers.filter import unreadable_cursor

router = APIRouter(prefix="/api/audit", tags=["audit"], dependencies=[Depends(only_known)])


@router.get("", summary="Catatan audit, terbaru dahulu")
def lines(
    request: Request,
    db: Db,
    viewer: Admin,
    by: Annotated[str | None, Query(max_length=200, description="nama pelaku")] = None,
    action: Annotated[str | None, Query(max_length=40, description="mis. baca_pribadi, tulis")] = None,
    start: Annotated[str | None, Query(alias="from", description="sejak (tanggal WIB atau waktu)")] = None,
    end: Annotated[str | None, Query(alias="to", description="sampai (tanggal WIB atau waktu)")] = None,
    limit: Limit = 100,
    cursor: Annotated[str | None, Query(max_length=100, description="dari tautan next")] = None,
) -> dict[str, Any]:
    """Who wrote what, who read what is personal, logins, failed logins and erasures."""
    audit.check_action(action)
    before = _cursor(cursor) if cursor else None
    period = parse_period(start, end)
    with db.read(viewer) as conn:
        found = audit.read(conn, limit=limit, before=before, by=by, action=action, period=period)
    following = None
    if len(found) == limit:
        following = links.again(request, cursor=f"{found[-1]['at'].isoformat()}~{found[-1]['key']}")
    for line in found:
        line.pop("key")
    return {"lines": jsonable(found), "next": following}


def _cursor(text: str) -> tuple[datetime, str]:
    at, _, key = text.partition("~")
    try:
        return datetime.fromisoformat(at), key
    except ValueError as error:
        raise unreadable_cursor() from error
