"""What is sent over HTTP: received onto disk within its bounds, and taken in as whoever sent it may."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.deps import not_granted, settings_of
from api.permissions import Permission, may
from gis import codes
from gis.catalogue import METADATA_FIELDS, LayerMeta, source_day
from gis.db import Database
from gis.errors import InvalidInput, TooLarge
from gis.files import Files
from gis.viewer import Viewer
from ingest import run

MAX_TEXT_BYTES = 1_000_000
REPORT_FORM = ("recipe", "agency", "channel")
_LAYER_FIELDS = (
    "slug", "title", "source", "source_date", "licence", "access", "description", "crs", "encoding",
    "file_layer", "mode"
)  # fmt: skip
_LAYER_FLAGS = ("keep_z", "keep_m", "coverage")
LAYER_FORM = (*_LAYER_FIELDS, *_LAYER_FLAGS, *METADATA_FIELDS)


@dataclass(slots=True)
class Upload:
    """What was sent: a file on disk, its name and type, and the form's other fields."""

    path: Path
    filename: str
    media_type: str
    fields: dict[str, str] = field(default_factory=dict)


def ingest(db: Database, store: Files, viewer: Viewer, upload: Upload) -> run.Outcome:
    """Take an upload in; NotAllowed where its sender may not send what it is."""
    layer = layer_meta(upload.fields)
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


def layer_meta(fields: dict[str, str]) -> LayerMeta | None:
    """What the form's fields say of a layer; None where they speak of none."""
    if not any(fields.get(name) for name in ("slug", "title")):
        return None
    values: dict[str, Any] = {name: fields[name] for name in _LAYER_FIELDS if fields.get(name)}
    if "source_date" in values:
        values["source_date"] = source_day(values["source_date"])
    flags = {name: fields.get(name, "").lower() in ("1", "true", "ya") for name in _LAYER_FLAGS}
    words = {name: fields[name] for name in METADATA_FIELDS if fields.get(name)}
    return LayerMeta(**{"slug": "", "title": "", "source": "", **values, **flags, "satu_data": words})


@asynccontextmanager
async def received(request: Request) -> AsyncIterator[Upload]:
    """The body on disk, never more of it than is allowed; gone again afterwards."""
    limit = settings_of(request).max_upload_mb << 20
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type == "text/plain":
        limit = MAX_TEXT_BYTES
    if int(request.headers.get("content-length") or 0) > limit + 10_000:
        raise _too_large(limit)
    with NamedTemporaryFile(prefix="sigap-") as file:
        upload = Upload(Path(file.name), "laporan.txt", media_type)
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


async def _read_form(request: Request, file: Any, upload: Upload, limit: int) -> None:
    found = False
    async with _form(request) as form:
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
                _check_field(name, value, upload.fields)
                upload.fields[name] = value
    unknown = sorted(set(upload.fields) - {*REPORT_FORM, *LAYER_FORM})
    if not found or unknown:
        raise InvalidInput(
            "formulir",
            "Formulir memerlukan satu berkas 'file'; isian lain yang diterima: {known}",
            "The form needs one file 'file'; other fields accepted: {known}",
            where=unknown[0][:60] if unknown else "file",
            known=", ".join((*REPORT_FORM, *LAYER_FORM)),
        )


def _check_field(name: str, value: str, known: dict[str, str]) -> None:
    """InvalidInput for a field that says two things, or holds what no stored text can hold."""
    if known.get(name, value) == value and "\0" not in value:
        return
    raise InvalidInput(
        "isian",
        "Isian '{name}' tidak dapat dipakai: sebutkan sekali, tanpa karakter NUL",
        "Field '{name}' cannot be used: give it once, without the character NUL",
        where=name[:60],
        name=name[:60],
    )


@asynccontextmanager
async def _form(request: Request) -> AsyncIterator[FormData]:
    """The form's fields; InvalidInput for what is no form, or has more in it than we take."""
    try:
        form = await request.form(max_files=1, max_fields=40, max_part_size=100_000)
    except (HTTPException, UnicodeError) as error:  # the latter: a charset that decodes nothing
        raise InvalidInput(
            "formulir",
            "Formulir tidak dapat dibaca; kirim multipart/form-data dengan satu berkas 'file' ({why})",
            "The form cannot be read; send multipart/form-data with one file 'file' ({why})",
            where="file",
            why=str(getattr(error, "detail", error))[:120],
        ) from error
    try:
        yield form
    finally:
        await form.close()


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
