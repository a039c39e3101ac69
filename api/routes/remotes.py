"""Layers that are fetched from other servers: register one, fetch it now, see how it went."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse

from api.bodies import Body
from api.deps import Conf, Db, Officer, needs, only_known
from api.jobs import layers as fetching
from api.jobs import queue
from api.permissions import Permission, may
from api.routes.jobs import accepted
from api.routes.jsonable import jsonable
from gis import ledger, remote
from gis.remote import Fetch, RemoteLayer
from gis.viewer import Viewer

router = APIRouter(prefix="/api/layers", tags=["layer jarak jauh"], dependencies=[Depends(only_known)])
Sender = Annotated[Viewer, Depends(needs(Permission.SUBMIT_LAYER))]


class NewRemote(Body):
    """A remote layer to register. `meta` is what the catalogue is told: title, source, licence, access …"""

    kind: str = Field(max_length=20, description=", ".join(remote.KINDS))
    url: str = Field(max_length=2000)
    meta: dict[str, Any] = Field(max_length=30)
    schedule: str | None = Field(None, max_length=100, description="6h, 1d, atau cron dalam WIB")
    options: dict[str, str] = Field(default_factory=dict, max_length=10)
    enabled: bool = True


@router.post("/{slug}/remote", summary="Daftarkan layer dari server lain", status_code=202)
def register(
    request: Request, db: Db, conf: Conf, viewer: Sender, slug: str, told: NewRemote
) -> JSONResponse:
    """Register it (the newest counts) and queue its fetching; with `enabled` off it is fetched no more."""
    from ingest.remote import refreshing  # costs a second that other routes should not wait for

    layer = RemoteLayer(slug=slug, **told.model_dump())
    refreshing.check_new(layer, conf, vouched_only=not may(viewer, Permission.ADMINISTER))
    with ledger.entry(db, by=viewer.name, why=f"remote layer {slug}") as entry:
        remote.register(entry, layer)
        number = fetching.enqueue(entry.conn, layer, by=viewer.name) if layer.enabled else None
    if number is None:
        return JSONResponse({"remote": remote_json(layer)})
    with db.write() as conn:
        return accepted(request, queue.job(conn, number), remote=remote_json(layer))


@router.post("/{slug}/refresh", summary="Ambil layer dari servernya", status_code=202)
def refresh(request: Request, db: Db, viewer: Sender, slug: str, force: bool = False) -> JSONResponse:
    """Queue its fetching now. `force`: all of it, though the source says that nothing changed."""
    with db.write() as conn:
        number = fetching.enqueue(conn, remote.remote(conn, slug), by=viewer.name, force=force)
        return accepted(request, queue.job(conn, number))


@router.get("/{slug}/remote", summary="Layer dari server lain")
def show(db: Db, viewer: Officer, slug: str) -> dict[str, Any]:
    """Where it comes from, when it is fetched, and what came of the last ten times."""
    with db.write() as conn:
        layer = remote.remote(conn, slug)
        fetches = remote.fetches(conn, slug)
    return {"remote": remote_json(layer), "fetches": [fetch_json(each) for each in fetches]}


def remote_json(layer: RemoteLayer) -> dict[str, Any]:
    """A remote layer as it is told to officers."""
    told: dict[str, Any] = jsonable(asdict(layer))
    return told


def fetch_json(fetch: Fetch) -> dict[str, Any]:
    """What came of fetching once."""
    told: dict[str, Any] = jsonable(asdict(fetch))
    return {name: value for name, value in told.items() if name not in ("key", "signal")}
