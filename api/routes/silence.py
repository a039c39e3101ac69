"""Silence: which regency has reported by the cut-off, which called itself quiet, which was not heard."""

import csv
import io
from datetime import datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import JSONResponse, Response

from api.asked import parse_moment
from api.deps import AsOf, Conf, Db, moment_of, needs, only_known
from api.permissions import Permission
from api.present import now_of
from api.routes.jsonable import jsonable
from gis import codes, zone
from gis.viewer import Viewer
from layers import silence as reading
from layers.filter import check_area

router = APIRouter(prefix="/api/silence", tags=["pantauan"], dependencies=[Depends(only_known)])
Officer = Annotated[Viewer, Depends(needs(Permission.READ_REPORTS))]
Area = Annotated[str | None, Query(description="kode Kemendagri bertitik, mis. 19.03")]
Cutoff = Annotated[str | None, Query(description="jam tutup WIB, mis. 07:00; bawaan SIGAP_CUTOFF")]


@router.get("", summary="Siapa yang belum lapor")
def silence(
    db: Db,
    conf: Conf,
    viewer: Officer,
    at: Annotated[str | None, Query(description="hari tutupnya, atau waktu; bawaan sekarang")] = None,
    cutoff: Cutoff = None,
    area: Area = None,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """The reporting day closed last (or, for a date, the one that closes that day), regency by regency."""
    closing = reading.parse_cutoff(cutoff or conf.cutoff)
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        now = now_of(moment, as_of)
        period, until = asked_period(at, closing, now)
        found = reading.silence(conn, moment, period, until, area=_own(viewer, area))
    return {"as_of": moment.as_dict(), "cutoff": f"{closing:%H:%M}", **jsonable(found)}


@router.get("/history", summary="Riwayat pelaporan per hari")
def history(
    db: Db,
    conf: Conf,
    viewer: Officer,
    start: Annotated[str | None, Query(alias="from", description="hari tutup pertama")] = None,
    end: Annotated[str | None, Query(alias="to", description="hari tutup terakhir; bawaan hari ini")] = None,
    cutoff: Cutoff = None,
    area: Area = None,
    format: Annotated[str, Query(pattern="^(json|csv)$", description="json atau csv")] = "json",
    as_of: AsOf = None,
) -> Response:
    """A matrix of days and regencies; 30 days when not said otherwise."""
    closing = reading.parse_cutoff(cutoff or conf.cutoff)
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        now = now_of(moment, as_of)
        last = parse_moment(end).astimezone(zone.WIB).date() if end else now.astimezone(zone.WIB).date()
        first = parse_moment(start).astimezone(zone.WIB).date() if start else last - timedelta(days=29)
        days = reading.history(conn, moment, first, last, closing, now, area=_own(viewer, area))
    if format == "csv":
        return Response(matrix_csv(days), media_type="text/csv; charset=utf-8")
    body = {"as_of": moment.as_dict(), "cutoff": f"{closing:%H:%M}", "days": jsonable(days)}
    return JSONResponse(body)


def asked_period(at: str | None, cutoff: time, now: datetime) -> tuple[reading.Period, datetime]:
    """The period that `at` means, and until when words are heard."""
    if at and zone.is_day(at):  # a bare date: the period that closes on it
        return reading.Period.closing_on(parse_moment(at).astimezone(zone.WIB).date(), cutoff), now
    until = min(parse_moment(at), now) if at else now
    return reading.Period.closed_by(until, cutoff), until


def matrix_csv(days: list[dict[str, Any]]) -> str:
    """Days down, regencies across, each cell the answer."""
    out = io.StringIO()
    regencies = list(days[0]["states"]) if days else []
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["tanggal", *(codes.areas()[code].full_name for code in regencies)])
    for day in days:
        table.writerow([day["day"].isoformat(), *(day["states"][code] for code in regencies)])
    return out.getvalue()


def _own(viewer: Viewer, area: str | None) -> str | None:
    return viewer.area or (check_area(area) if area else None)
