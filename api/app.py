"""The HTTP application, made from what it is given: `create_app(settings, database)`."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from api import description, errors, middleware
from api.copykeeper import CopyKeeper
from api.live import Feed
from api.ogc import routes as ogc
from api.ogc import tilesets
from api.permissions import Permission
from api.routes import (
    accounts,
    audit,
    basemap,
    catalog,
    changes,
    corrections,
    erasure,
    events,
    exports,
    health,
    jobs,
    laporan,
    layers,
    linking,
    live,
    pages,
    reference,
    remotes,
    reports,
    returned,
    session,
    sheets,
    signing,
    silence,
    status,
    submissions,
    tiles,
)
from api.tilepath import TilePath, TileServer
from gis.db import Database
from gis.settings import Settings

DESCRIPTION = """Server informasi kebencanaan Provinsi Kepulauan Bangka Belitung. Semua pembacaan menerima
`as_of`: keadaan menurut catatan sampai saat itu. Pembacaan publik tanpa masuk; menulis dan membaca laporan
memerlukan akun petugas (kuki sesi dengan X-SIGAP-CSRF) atau token."""


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The application over `database`; nothing is shared between two of them in one process."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await app.state.feed.start()
        await app.state.tiles.start()
        keeper = CopyKeeper(database, app.state.feed)
        await keeper.start()
        yield
        await keeper.stop()
        await app.state.tiles.stop()
        await app.state.feed.stop()

    app = _Sigap(
        title="SIGAP",
        summary="Sistem Informasi Geospasial Penanggulangan Bencana",
        description=DESCRIPTION,
        version="0.1.0",
        docs_url=None,  # FastAPI's page loads scripts from outside; ours is /docs
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.database = database
    app.state.requests = Counter()
    app.state.feed = Feed(settings.listen_database_url or database.url, database)
    app.state.tiles = TileServer(settings, database, app.state.feed)
    errors.install(app)
    _declare_description(app)
    app.router.routes.append(tiles.route(app.state.tiles))
    app.router.routes.append(tilesets.route(app.state.tiles))
    app.include_router(ogc.items_router)
    for part in (
        health,
        events,
        reference,
        layers,
        remotes,
        catalog,
        basemap,
        reports,
        corrections,
        linking,
        changes,
        signing,
        submissions,
        returned,
        exports,
        laporan,
        silence,
        status,
        session,
        accounts,
        audit,
        erasure,
        live,
        jobs,
        tiles,
        sheets,
        ogc,
        tilesets,
        pages,
    ):
        app.include_router(part.router)
    app.include_router(pages.files)
    app.add_middleware(
        GZipMiddleware, minimum_size=1000, compresslevel=4, exclude_content_types=middleware.NEVER_PACKED
    )
    app.add_middleware(middleware.Bounded)
    app.add_middleware(middleware.Head)
    app.add_middleware(middleware.Headers, counts=app.state.requests)
    app.add_middleware(middleware.BasePath, path=settings.base_path.rstrip("/"))
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        expose_headers=["ETag", "Link", "Sigap-Tile", "Sigap-Truncated"],
    )
    app.add_middleware(TilePath, tiles=app.state.tiles, counts=app.state.requests)
    return app


def _declare_description(app: FastAPI) -> None:
    """FastAPI makes /openapi.json by itself: say that it, too, is everyone's."""
    for route in app.routes:
        if isinstance(route, Route) and route.path == app.openapi_url:
            route.endpoint.permissions = (Permission.READ_PUBLIC,)  # type: ignore[attr-defined]


def _public(routes: Iterable[Any]) -> set[tuple[str, str]]:
    """The methods and paths that ask for no permission beyond what everyone has."""
    found: set[tuple[str, str]] = set()
    for route in routes:
        if hasattr(route, "original_router"):  # FastAPI's own way of including one
            found |= _public(route.original_router.routes)
        elif isinstance(route, APIRoute) and not _asks_more(route.dependant):
            found |= {(method.lower(), route.path) for method in route.methods or ()}
    return found | {("get", path) for path in (*tiles.DESCRIBED, *tilesets.DESCRIBED)}


def _asks_more(dependant: Any) -> bool:
    asked = getattr(dependant.call, "permissions", (Permission.READ_PUBLIC,))
    return Permission.READ_PUBLIC not in asked or any(_asks_more(each) for each in dependant.dependencies)


class _Sigap(FastAPI):
    """FastAPI, whose description also holds the plain routes."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document at /openapi.json."""
        if not self.openapi_schema:
            self.openapi_schema = super().openapi()
            self.openapi_schema["paths"] |= deepcopy(tiles.DESCRIBED | tilesets.DESCRIBED)
            description.finish(self.openapi_schema, _public(self.routes))
        return self.openapi_schema
