"""The way in: files and texts, and what became of them. Officers' tokens only."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse

from api import links, redacted
from api.deps import (
    AsOf,
    Db,
    Limit,
    Officer,
    Store,
    moment_of,
    needs,
    not_granted,
    only_known,
    parse_id,
    parse_period,
    settings_of,
)
from api.permissions import Permission, may
from api.routes.jsonable import jsonable
from gis import audit, codes, register
from gis.audit import Action
from gis.catalogue import METADATA_FIELDS, LayerMeta
from gis.errors import InvalidInput, TooLarge
from gis.report import Rejection
from gis.viewer import Viewer
from ingest import run
from ingest.returned import is_of, no_submission

Sender = Annotated[Viewer, Depends(needs(Permission.SUBMIT, Permission.SUBMIT_LAYER))]
router = APIRouter(prefix="/api/submissions", tags=["kiriman"], dependencies=[Depends(only_known)])

MAX_TEXT_BYTES = 1_000_000
_FORM_FIELDS = ("recipe", "agency", "channel")
_LAYER_FIELDS = (
    "slug", "title", "source", "source_date", "licence", "access", "description", "crs", "encoding",
    "file_layer", "mode"
)  # fmt: skip
_LAYER_FLAGS = ("keep_z", "coverage")
_LAYER_FORM = (*_LAYER_FIELDS, *_LAYER_FLAGS, *METADATA_FIELDS)


@dataclass(slots=True)
class _Upload:
    """What was sent: a file on disk, its name and type, and the form's other fields."""

    path: Path
    filename: str
    media_type: str
    fields: dict[str, str] = field(default_factory=dict)


@router.post("", summary="Kirim laporan atau berkas", status_code=201)
async def submit(request: Request, db: Db, store: Store, viewer: Sender) -> JSONResponse:
    """Take a text (body `text/plain`) or a file (raw body with `X-Filename`, or a multipart form).

    Form fields: `file`, and as needed `recipe`, `agency`, `channel`; for a spatial layer `slug`, `title`,
    `source`, `source_date`, `licence`, `access`, `description`, `crs`, `encoding`, `file_layer`, `mode`,
    `keep_z`, `coverage` and the words of Satu Data. The answer tells what became of every row. The same bytes
    again only add a receipt (200).
    """
    async with _received(request) as upload:
        outcome = await asyncio.to_thread(_ingest, db, store, viewer, upload)
    body = outcome_json(outcome)
    if outcome.duplicate and not may(viewer, Permission.READ_PERSONAL):
        _hide_cells(body["items"])  # of what somebody else sent
    location = links.to(request, f"/api/submissions/{outcome.submission}")
    return JSONResponse(body, 200 if outcome.duplicate else 201, {"Location": location})


def _ingest(db: Db, store: Store, viewer: Viewer, upload: _Upload) -> run.Outcome:
    layer = _layer_meta(upload.fields)
    wanted = Permission.SUBMIT_LAYER if layer else Permission.SUBMIT
    if not may(viewer, wanted):
        raise not_granted(viewer, wanted)
    agency = upload.fields.get("agency") or None
    if agency and not codes.agency_named(agency):
        raise InvalidInput(
            "agency",
            "Instansi '{agency}' tidak dikenal",
            "Agency '{agency}' is not known",
            where="agency",
            agency=agency[:60],
        )
    # A text is small and wanted as bytes; a large file stays on disk.
    small = upload.path.stat().st_size <= MAX_TEXT_BYTES * 8
    delivery = run.Delivery(
        content=upload.path.read_bytes() if small else upload.path,
        filename=upload.filename,
        media_type=upload.media_type or None,
        channel=upload.fields.get("channel") or "api",
        viewer=viewer,
        recipe=upload.fields.get("recipe") or None,
        agency=agency,
        layer=layer,
    )
    return run.ingest(db, store, delivery)


def _layer_meta(fields: dict[str, str]) -> LayerMeta | None:
    if not any(fields.get(name) for name in ("slug", "title")):
        return None
    values: dict[str, Any] = {name: fields[name] for name in _LAYER_FIELDS if fields.get(name)}
    if "source_date" in values:
        try:
            values["source_date"] = date.fromisoformat(values["source_date"])
        except ValueError as error:
            raise InvalidInput(
                "source_date",
                "source_date '{value}' bukan tanggal: tulis 2026-01-31",
                "source_date '{value}' is no date: write 2026-01-31",
                where="source_date",
                value=values["source_date"][:40],
            ) from error
    flags = {name: fields.get(name, "").lower() in ("1", "true", "ya") for name in _LAYER_FLAGS}
    words = {name: fields[name] for name in METADATA_FIELDS if fields.get(name)}
    return LayerMeta(**{"slug": "", "title": "", "source": "", **values, **flags, "satu_data": words})


@asynccontextmanager
async def _received(request: Request) -> AsyncIterator[_Upload]:
    """The body on disk, never more of it than is allowed; gone again afterwards."""
    limit = settings_of(request).max_upload_mb << 20
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type == "text/plain":
        limit = MAX_TEXT_BYTES
    if int(request.headers.get("content-length") or 0) > limit + 10_000:
        raise _too_large(limit)
    with NamedTemporaryFile(prefix="sigap-") as file:
        upload = _Upload(Path(file.name), "laporan.txt", media_type)
        if media_type == "multipart/form-data":
            await _read_form(request, file, upload, limit)
        else:
            await _read_body(request, file, limit)
            default = "laporan.txt" if media_type in ("", "text/plain") else "kiriman"
            upload.filename = _plain_name(request.headers.get("x-filename")) or default
        file.flush()
        yield upload


async def _read_body(request: Request, file: Any, limit: int) -> None:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
        file.write(chunk)


async def _read_form(request: Request, file: Any, upload: _Upload, limit: int) -> None:
    found = False
    async with request.form(max_files=1, max_fields=40, max_part_size=100_000) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                found = True
                upload.filename = _plain_name(value.filename) or "kiriman"
                upload.media_type = value.content_type or ""
                while chunk := await value.read(1 << 20):
                    file.write(chunk)
                    if file.tell() > limit:
                        raise _too_large(limit)
            else:
                upload.fields[name] = value
    unknown = sorted(set(upload.fields) - {*_FORM_FIELDS, *_LAYER_FORM})
    if not found or unknown:
        raise InvalidInput(
            "formulir",
            "Formulir memerlukan satu berkas 'file'; isian lain yang diterima: {known}",
            "The form needs one file 'file'; other fields accepted: {known}",
            where=unknown[0][:60] if unknown else "file",
            known=", ".join((*_FORM_FIELDS, *_LAYER_FORM)),
        )


def _plain_name(name: str | None) -> str:
    """The last part of a file name, without control characters."""
    plain = PurePath((name or "").replace("\\", "/")).name
    return "".join(char for char in plain if char.isprintable())[:120]


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        "terlalu_besar",
        "Kiriman melebihi {mb} MB",
        "The submission is larger than {mb} MB",
        where="body",
        mb=limit / 1_000_000 if limit == MAX_TEXT_BYTES else limit >> 20,
    )


def outcome_json(outcome: run.Outcome) -> dict[str, Any]:
    """What became of a submission, in the form of `POST /api/submissions`."""
    items: list[dict[str, Any]] = [
        {
            "ordinal": report.ordinal,
            "place": report.place,
            "status": "dimuat",
            "report": str(key),
            "event": event and str(event),
            "hazard": report.hazard,
            "findings": [finding.as_dict() for finding in report.findings],
        }
        for report, key, event in outcome.reports
    ]
    items += [rejection_json(rejection) for rejection in outcome.rejections]
    items += jsonable(outcome.kept)
    return {
        "submission": outcome.submission and str(outcome.submission),
        "receipt": outcome.receipt and str(outcome.receipt),
        "kind": outcome.kind,
        "duplicate": outcome.duplicate,
        "loaded": outcome.loaded,
        "rejected": outcome.rejected,
        "nil": outcome.nil,
        "same": outcome.same,
        "updated": outcome.updated,
        "messages": outcome.messages,
        "chatter": outcome.chatter,
        "verified": outcome.verified,
        "items": sorted(items, key=lambda item: item["ordinal"]),
        "layers": [
            {"slug": layer.slug, "version": layer.version, "features": layer.feature_count}
            for layer in outcome.layers
        ],
    }


def rejection_json(rejection: Rejection) -> dict[str, Any]:
    """A row that was not taken, and why."""
    return {
        "ordinal": rejection.ordinal,
        "place": rejection.place,
        "status": "ditolak",
        "code": rejection.code,
        "reason_id": rejection.id_text,
        "reason_en": rejection.en_text,
        "column": rejection.column,
        "value": rejection.value,
    }


@router.get("", summary="Daftar kiriman")
def submissions(
    request: Request,
    db: Db,
    viewer: Officer,
    start: Annotated[
        str | None, Query(alias="from", description="masuk sejak (tanggal WIB atau waktu)")
    ] = None,
    end: Annotated[str | None, Query(alias="to", description="masuk sampai (tanggal WIB atau waktu)")] = None,
    kind: Annotated[str | None, Query(max_length=40, description="jenis berkas, mis. teks, bnpb")] = None,
    limit: Limit = 100,
    before: str | None = None,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Submissions, newest first."""
    period = parse_period(start, end)
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        after = parse_id(before) if before else None
        found = register.submissions(
            conn, seq=moment.seq, limit=limit, before=after, period=period, kind=kind
        )
        seen = [row for row in found if not viewer.bound or is_of(conn, row["id"], viewer)]
    following = (
        links.again(request, before=found[-1]["id"], as_of=moment.seq) if len(found) == limit else None
    )
    told = [redacted.submission(row, viewer) for row in seen]
    return {"as_of": moment.as_dict(), "submissions": jsonable(told), "next": following}


@router.get("/{id}", summary="Satu kiriman: tanda terima dan nasib tiap baris")
def submission(
    request: Request,
    db: Db,
    viewer: Officer,
    id: str,
    limit: Limit = 1000,
    after: Annotated[int, Query(ge=-1, le=2**31 - 1)] = -1,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """One submission with its receipts, counts and items; refused cells for those who may read them."""
    key = parse_id(id)
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        if viewer.bound and not is_of(conn, key, viewer):
            raise no_submission(key)
        found = redacted.submission(
            register.submission(conn, key, seq=moment.seq, limit=limit, after=after), viewer
        )
    items = found["items"]
    if not may(viewer, Permission.READ_PERSONAL):
        _hide_cells([*items, *found["rejections"]])
    elif found["rejections"]:
        audit.note(db, viewer, Action.READ_PERSONAL, f"kiriman {key}")  # before the answer goes out
    following = (
        links.again(request, after=items[-1]["ordinal"], as_of=moment.seq) if len(items) == limit else None
    )
    return {"as_of": moment.as_dict(), **jsonable(found), "next": following}


def _hide_cells(rows: list[dict[str, Any]]) -> None:
    """A refused cell may hold anything, a name too, and its reason repeats it; code and column stay."""
    told = {"value", "reason_id", "reason_en", "id_text", "en_text"}
    for row in rows:
        row |= dict.fromkeys(told & set(row))
