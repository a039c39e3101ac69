"""Jobs that take in what was sent, where its sender does not want to wait: large layers."""

from dataclasses import asdict
from typing import Any

from api import uploads
from api.deps import not_granted
from api.jobs import queue
from api.jobs.queue import Job
from api.jobs.tasks import Bench
from api.permissions import Permission, may
from api.uploads import Upload
from gis import register
from gis.db import Database
from gis.errors import InvalidInput
from gis.files import Files
from gis.viewer import Audience, Role, Viewer

TAKE_IN = "muat_layer"


def enqueue(database: Database, files: Files, viewer: Viewer, upload: Upload) -> Job:
    """Keep a layer's file and queue it; NotAllowed where the sender may not send layers."""
    if not may(viewer, Permission.SUBMIT_LAYER):
        raise not_granted(viewer, Permission.SUBMIT_LAYER)
    slug = upload.fields.get("slug") or "?"  # a file's name may name people; jobs are told by the layer's
    args = {
        "slug": slug,
        "sha256": files.put(upload.path),
        "filename": upload.filename,
        "media_type": upload.media_type,
        "fields": upload.fields,
        "viewer": asdict(viewer) | {"scope": sorted(viewer.scope) if viewer.scope is not None else None},
    }
    with database.write() as conn:
        return queue.job(conn, queue.enqueue(conn, TAKE_IN, args, lock=f"layer:{slug}"))


def take_in(
    bench: Bench,
    slug: str,
    sha256: str,
    filename: str,
    media_type: str,
    fields: dict[str, str],
    viewer: dict[str, Any],
) -> dict[str, Any]:
    """Take in a layer that was sent before, as the one who sent it."""
    files = Files(bench.settings.files)
    upload = Upload(files.path(sha256), filename, media_type, fields)
    try:
        outcome = uploads.ingest(bench.database, files, _viewer(viewer), upload)
    except InvalidInput:
        _forget(bench.database, files, sha256)
        raise
    told = [layer.as_taken_in() for layer in outcome.layers]
    return {"submission": str(outcome.submission), "duplicate": outcome.duplicate, "layers": told}


def _viewer(told: dict[str, Any]) -> Viewer:
    scope = told["scope"]
    kinds = {"audience": Audience(told["audience"]), "role": Role(told["role"])}
    return Viewer(**told | kinds | {"scope": None if scope is None else frozenset(scope)})


def _forget(database: Database, files: Files, sha256: str) -> None:
    """Remove a file that became nothing, unless it came in at another time."""
    with database.write() as conn:
        known = register.submission_by_hash(conn, sha256)
    if known is None:
        files.delete_original(sha256)
