"""The HTTP application, made from what it is given: `create_app(settings, database)`."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors
from api.live import Feed
from api.ogc import routes as ogc
from api.routes import events, health, live, pages, reference, reports, sheets, submissions, tiles
from gis.db import Database
from gis.settings import Settings

DESCRIPTION = """Server informasi kebencanaan Provinsi Kepulauan Bangka Belitung. Semua pembacaan menerima
`as_of`: keadaan menurut catatan sampai saat itu. Pembacaan publik tanpa token; menulis dan membaca laporan
memerlukan token petugas."""


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The application over `database`; nothing is shared between two of them in one process."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await app.state.feed.start()
        yield
        await app.state.feed.stop()

    app = FastAPI(
        title="SIGAP",
        summary="Sistem Informasi Geospasial Penanggulangan Bencana",
        description=DESCRIPTION,
        version="0.1.0",
        docs_url=None,  # FastAPI's page loads scripts from outside; ours is /docs
        redoc_url=None,
        root_path=settings.base_path.rstrip("/"),
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.database = database
    app.state.requests = Counter()
    app.state.feed = Feed(settings.listen_database_url or database.url, database)
    errors.install(app)
    app.router.routes.extend(tiles.ROUTES)
    for part in (health, events, reference, reports, submissions, live, tiles, sheets, ogc, pages):
        app.include_router(part.router)
    app.add_middleware(_Headers, counts=app.state.requests)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD"], expose_headers=["ETag", "Link"]
    )
    return app


CONTENT_POLICY = (
    b"default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    b"worker-src 'self' blob:; connect-src 'self'; font-src 'self' data:; object-src 'none'; "
    b"base-uri 'self'; frame-ancestors 'self'; form-action 'self'"
)


class _Headers:
    """Security headers on every answer, and a count of answers by part and status."""

    HEADERS = (
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"x-frame-options", b"SAMEORIGIN"),
        (
            b"content-security-policy",
            CONTENT_POLICY,
        ),
    )

    def __init__(self, app: ASGIApp, counts: Counter[tuple[str, int]]) -> None:
        self.app = app
        self.counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        group = scope["path"].strip("/").split("/")[0] or "peta"
        known = group if group in ("api", "ogc", "tiles", "s", "sheets", "health", "ready") else "peta"

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.counts[known, message["status"]] += 1
                present = {name for name, _ in message["headers"]}
                message["headers"] += [pair for pair in self.HEADERS if pair[0] not in present]
            await send(message)

        await self.app(scope, receive, sender)
