"""Printed sheets: order one, fetch it, check a printed one by its code."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api import conditional, html, links
from api import sheets as issuing
from api.bodies import Body
from api.deps import AsOf, Conf, Db, Limit, Reader, Store, moment_of, needs, not_granted, only_known
from api.errors import language
from api.permissions import Permission
from api.routes.jsonable import jsonable
from gis import ledger, sheets, zone
from gis.viewer import PUBLIC, Viewer
from maps.order import SheetOrder

Orderer = Annotated[Viewer, Depends(needs(Permission.ORDER_SHEET))]
router = APIRouter(tags=["lembar"], dependencies=[Depends(only_known)])


class Order(Body):
    """What to print: an area or an event."""

    area: str | None = Field(None, description="kode Kemendagri bertitik", max_length=20)
    event: str | None = Field(None, description="id kejadian", max_length=40)
    paper: Literal["A4", "A3", "A2", "A1", "A0"] = "A3"
    scale: int | None = Field(None, ge=1_000, le=10_000_000, description="1:n; kosong: yang pas")
    lang: Literal["id", "en"] = "id"
    as_of: str | None = Field(None, max_length=40)
    at: str | None = Field(None, max_length=40)
    drafts: bool = Field(False, description="lembar internal dengan laporan yang belum diverifikasi")


@router.post("/sheets", summary="Pesan lembar situasi", status_code=201)
def order_sheet(
    request: Request, db: Db, conf: Conf, store: Store, viewer: Orderer, order: Order
) -> JSONResponse:
    """Draw a situation sheet now. The same order in an unchanged scope gives the same sheet and bytes."""
    wanted = SheetOrder.of(**order.model_dump(exclude={"drafts"}))
    if order.drafts:
        with db.read(viewer) as conn:
            if not issuing.is_within(conn, wanted.scope, viewer):
                raise not_granted(viewer, Permission.ORDER_SHEET)
    row, _ = issuing.issue(db, store, conf, wanted, viewer if order.drafts else PUBLIC)
    address = links.to(request, f"/sheets/{row['number']}.pdf")
    body = {**jsonable(row), "pdf": address, "check": links.to(request, f"/s/{row['code']}")}
    return JSONResponse(body, 201, {"Location": address})


@router.get("/sheets", summary="Lembar yang pernah diterbitkan")
def list_sheets(
    request: Request,
    db: Db,
    viewer: Reader,
    limit: Limit = 100,
    before: Annotated[int | None, Query(ge=1, lt=2**63, description="dari tautan next")] = None,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Sheets issued, newest first; codes are not listed, since a code is proof of holding the sheet."""
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        issued = sheets.issued(conn, seq=moment.seq, limit=limit, before=before)
        found = jsonable([row for row in issued if issuing.may_read(conn, row, viewer)])
    for row in found:
        row.pop("code")
        row.pop("seq")
        row["pdf"] = links.to(request, f"/sheets/{row['number']}.pdf")
    # Named by the entry, since the last sheet of the page may not be for this reader.
    last = issued[-1]["seq"] if len(issued) == limit else None
    following = links.again(request, before=last, as_of=moment.seq) if last else None
    return {"as_of": moment.as_dict(), "sheets": found, "next": following}


@router.get("/sheets/{number}.pdf", summary="Lembar sebagai PDF")
def sheet_pdf(request: Request, db: Db, store: Store, viewer: Reader, number: str) -> Response:
    """The PDF of an issued sheet, the bytes as they were issued."""
    with db.read(viewer) as conn:
        row = sheets.by_number(conn, number)
        if not issuing.may_read(conn, row, viewer):
            raise sheets.no_sheet(number)
    headers = {
        "Content-Disposition": f'inline; filename="{row["number"].lower()}.pdf"',
        "ETag": f'"{row["file_sha256"]}"',
        "Cache-Control": "no-cache",
    }
    if conditional.unchanged(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(store.read(row["file_sha256"]), headers=headers, media_type="application/pdf")


@router.get("/s/{code}", summary="Periksa lembar dari kode QR-nya")
def check(request: Request, db: Db, viewer: Reader, code: Annotated[str, "kode pada lembar"]) -> Response:
    """Whether the sheet with this code still holds, and which one replaced it."""
    with db.write() as conn:  # the code itself proves that the asker holds the sheet
        row = sheets.by_code(conn, code.lower())
        over = sheets.superseded_by(conn, row, ledger.resolve(conn))
    state = {"status": "digantikan" if over else "berlaku", "sheet": jsonable(row), "superseded": over}
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse(jsonable(state))
    return html.page(request, row["title"], _verdict(request, row, over), lang=language(request))


def _verdict(request: Request, row: dict[str, Any], over: dict[str, Any] | None) -> str:
    from html import escape

    indonesian = language(request) == "id"
    if over is None:
        head = "Berlaku" if indonesian else "Current"
        text = (
            "Angka dalam lingkup lembar ini belum berubah sejak diterbitkan."
            if indonesian
            else "No figure in the scope of this sheet has changed since it was issued."
        )
        verdict = f'<div class="ok"><b>{head}</b>{text}</div>'
    else:
        head = "Sudah digantikan" if indonesian else "Superseded"
        text = (
            "Angka dalam lingkupnya sudah berubah, atau lembar yang lebih baru sudah terbit."
            if indonesian
            else "Figures in its scope have changed, or a newer sheet was issued."
        )
        newer = over["newer"]
        more = f"<br>{escape(newer['number'])}" if newer and row["audience"] == "publik" else ""
        verdict = f'<div class="old"><b>{head}</b>{text}{more}</div>'
    names = (
        ("Nomor", "Versi", "Keadaan per", "Diterbitkan", "Kertas", "SHA-256 berkas")
        if indonesian
        else ("Number", "Version", "Situation at", "Issued", "Paper", "SHA-256 of the file")
    )
    values = (
        row["number"],
        f"v{row['version']}",
        _clock(row["valid_at"]),
        _clock(row["issued_at"]),
        row["paper"],
        row["file_sha256"],
    )
    return verdict + html.table(list(zip(names, values, strict=True)))


def _clock(moment: Any) -> str:
    return f"{moment.astimezone(zone.WIB):%d-%m-%Y %H.%M} WIB"
