"""Tables for other offices: BNPB's sheet and the form of Juklak 7/2023, as workbooks."""

from datetime import date
from tempfile import SpooledTemporaryFile
from typing import Annotated, Literal

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query
from starlette.responses import JSONResponse, Response

from api.deps import AsOf, Db, moment_of, needs, only_known
from api.permissions import Permission, may
from gis import audit, xlsx
from gis.errors import InvalidInput, NotAllowed
from gis.viewer import Viewer
from ingest import redaction
from layers import exports
from layers.exports import bnpb, juklak
from layers.exports.wanted import Wanted, Written
from layers.filter import check_area

router = APIRouter(prefix="/api/exports", tags=["ekspor"], dependencies=[Depends(only_known)])
Exporting = Annotated[Viewer, Depends(needs(Permission.EXPORT))]
Form = Literal["auto", "91", "94", "juklak"]
IN_MEMORY_BYTES = 8_000_000


class Asked:
    """The query parameters of an export."""

    def __init__(
        self,
        viewer: Exporting,
        start: Annotated[date | None, Query(alias="from", description="hari pertama (WIB)")] = None,
        end: Annotated[date | None, Query(alias="to", description="hari terakhir (WIB)")] = None,
        area: Annotated[str | None, Query(description="kode Kemendagri bertitik, mis. 19.03")] = None,
        form: Annotated[Form, Query(description="91, 94, atau juklak")] = "auto",
        as_of: AsOf = None,
    ) -> None:
        if start and end and start > end:
            raise InvalidInput("waktu", "from harus sebelum to", "from must be before to", where="from")
        self.viewer = viewer
        self.period = (start, end)
        self.area = own_area(viewer, check_area(area) if area else None)
        self.form = form
        self.as_of = as_of
        self.lossless = may(viewer, Permission.EXPORT_LOSSLESS)

    def wanted(self, conn: sa.Connection) -> Wanted:
        """What is to be exported, on the settled moment that `conn`'s snapshot holds."""
        return Wanted(
            moment=moment_of(conn, self.as_of),
            period=self.period,
            area=self.area,
            lossless=self.lossless,
            kinds=self.viewer.kinds,
            mask=redaction.masked,
        )


def own_area(viewer: Viewer, area: str | None) -> str | None:
    """The area asked for, or the viewer's own regency; NotAllowed outside of that."""
    if viewer.area is None:
        return area
    if area is None:
        return viewer.area
    if not f"{area}.".startswith(f"{viewer.area}."):
        raise NotAllowed(
            "dilarang",
            "Hanya wilayah sendiri yang dapat diekspor: {own}",
            "Only your own area can be exported: {own}",
            where="area",
            own=viewer.area,
        )
    return area


@router.get("/bnpb.xlsx", summary="Lembar BNPB atau formulir Juklak", response_class=Response)
def workbook(db: Db, asked: Annotated[Asked, Depends()]) -> Response:
    """The workbook: rows, and a second sheet listing each cell that is not as it came.

    With free texts for those who may have them (written down); for all others they are left out and what is
    personal is hidden.
    """
    _note(db, asked)
    with SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as file:
        with db.read(asked.viewer) as conn:
            _write(conn, asked, file)
        file.seek(0)
        content = file.read()
    name = f"sigap-{'juklak' if asked.form == 'juklak' else 'bnpb'}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=xlsx.MEDIA_TYPE, headers=headers)


@router.get("/bnpb/repairs", summary="Sel yang berbeda dari asalnya")
def repairs(db: Db, asked: Annotated[Asked, Depends()]) -> JSONResponse:
    """The same list as JSON: kind, row, column, before, after, why."""
    _note(db, asked)
    with SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as file, db.read(asked.viewer) as conn:
        written, moment = _write(conn, asked, file), moment_of(conn, asked.as_of)
    body = {
        "as_of": moment.as_dict(),
        "rows": written.rows,
        "from_sheets": written.from_sheets,
        "redacted": written.redacted,
        "changes": [change.as_dict() for change in written.changes],
    }
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def _note(db: Db, asked: Asked) -> None:
    if asked.lossless:
        audit.note(
            db,
            asked.viewer,
            audit.Action.EXPORT_LOSSLESS,
            exports.subject(asked.form, asked.period, asked.area),
        )


def _write(conn: sa.Connection, asked: Asked, file: SpooledTemporaryFile[bytes]) -> Written:
    wanted = asked.wanted(conn)
    if asked.form == "juklak":
        return juklak.write(conn, wanted, file)
    form = None if asked.form == "auto" else asked.form
    return bnpb.write(conn, wanted, file, form=form)
