"""The way of a tile over HTTP: from memory without touching routing or the database, else made and kept.

`TilePath` is the outermost part of the application. It answers the public from what is in memory and current;
all else goes on to the route, whose endpoint is `TileServer`.
"""

import asyncio
import contextlib
import hashlib
from collections import Counter, OrderedDict
from collections.abc import Coroutine
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api import conditional, tilequery, tilereaders
from api.deps import needs
from api.live import Feed
from api.middleware import SECURITY_HEADERS
from api.permissions import Permission
from api.tilefigures import Figures
from api.tilefill import Ask, Filler, Flights
from gis import zone
from gis.db import Database
from gis.settings import Settings
from gis.viewer import PUBLIC
from layers.blocks import depends_on
from layers.cache import Cache, Kept
from layers.layer import BUILT_IN

Headers = list[tuple[bytes, bytes]]
_reader = needs(Permission.READ_PUBLIC)
_MOST_PATHS = 20_000
_PACK_APART = 32_000  # bytes from which packing goes to a thread
_COMMON: Headers = [
    (b"vary", b"Accept-Encoding, Authorization, Cookie"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Sigap-Tile, Sigap-Truncated"),
    *SECURITY_HEADERS,
]


class Answers:
    """The answers of one kept tile, written out anew when its version moves on."""

    __slots__ = ("day", "etag", "headers", "kept", "key", "slug", "tag", "version", "z")

    def __init__(self, ask: Ask, kept: Kept, tag: str) -> None:
        self.key, self.kept, self.tag, self.day = ask.key, kept, tag, ask.day
        self.slug, self.z = ",".join(ask.slugs), ask.place.z
        self.version = -1
        self.etag: tuple[bytes, bytes] = (b"", b"")  # plain and packed
        self.headers: tuple[Headers, Headers] = ([], [])

    def write(self) -> None:
        """Write the headers for the kept tile's version."""
        self.version = self.kept.version
        self.etag = (_etag(self.version, self.tag, False), _etag(self.version, self.tag, True))
        common = [(b"cache-control", b"no-cache"), *_COMMON]
        if self.kept.ways:
            common.append((b"sigap-tile", self.kept.ways.encode()))
        if self.kept.is_cut:
            common.append((b"sigap-truncated", b"true"))
        self.headers = ([(b"etag", self.etag[0]), *common], [(b"etag", self.etag[1]), *common])


class TileServer:
    """The tiles of one process: memory, work under way, counters; as an ASGI application, their endpoint."""

    permissions = (Permission.READ_PUBLIC,)

    def __init__(self, settings: Settings, database: Database, feed: Feed) -> None:
        self.feed = feed
        self.cache = Cache(settings.tile_cache_mb * 1_000_000)
        self.figures = Figures()
        self.filler = Filler(settings, database, feed, self.figures.statement)
        self.paths: OrderedDict[tuple[str, bytes], Answers] = OrderedDict()
        self._flights = Flights()
        self._readers = tilereaders.Readers()
        self._packing: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Open the pools."""
        await self.filler.start()

    async def stop(self) -> None:
        """Close them."""
        for task in self._packing:
            task.cancel()
        await self.filler.stop()

    def current(self, path: tuple[str, bytes]) -> Answers | None:
        """What is in memory for a path, if it is still true."""
        answers = self.paths.get(path)
        if answers is None or not self.feed.is_trusted:
            return None
        past = answers.day is not None and answers.day != zone.today()
        if past or self.cache.get(answers.key) is not answers.kept or not self.is_current(answers.kept):
            self.cache.drop(answers.key)
            del self.paths[path]
            return None
        if answers.version != answers.kept.version:
            answers.write()
        return answers

    def is_current(self, kept: Kept) -> bool:
        """Whether no change newer than the tile is known to have touched it."""
        versions = self.feed.versions
        if kept.epoch != versions.epoch:
            version = versions.of(kept.depends, kept.reader, kept.place)
            if version > kept.made:
                return False
            kept.version, kept.epoch = version, versions.epoch
        return True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        known = tilereaders.credentials(request)
        seen = self._readers.get(known) if known else PUBLIC
        if seen and await self._answered_unchanged(request, tilequery.ask_of(request, seen), send):
            return
        viewer = await run_in_threadpool(_reader, request) if known else PUBLIC
        ask = tilequery.ask_of(request, viewer)
        if known:
            self._readers.keep(known, viewer)
            if await self._answered_unchanged(request, ask, send):
                return
        tag, packed = self._tag(ask), conditional.takes_gzip(request)
        kept, fit = await self._from_memory_or_made(ask, receive)
        answers = Answers(ask, kept, tag)
        if fit and viewer is PUBLIC and not known:
            self._remember((scope["path"], scope["query_string"]), answers)
        answers.write()
        if packed and kept.plain and fit:
            await self._packed(ask, kept)
        await self.respond(answers, send, packed=packed, fit=fit)

    async def respond(self, answers: Answers, send: Send, *, packed: bool, fit: bool = True) -> None:
        """Send a tile; one that may be out of date already carries no ETag."""
        kept = answers.kept
        headers = answers.headers[packed] if fit else answers.headers[packed][1:]
        if kept.is_empty:
            await _send(send, 204, headers)
            return
        # Looked at once: a thread may be packing it, and the header must say what the body is.
        held = kept.packed if packed and not kept.is_picture else None
        body = kept.body(packed=False) if held is None else held
        more = [(b"content-type", kept.media_type.encode()), (b"content-length", b"%d" % len(body))]
        if held is not None:
            more.append((b"content-encoding", b"gzip"))
        self.figures.add("bytes", answers.slug, answers.z, len(body))
        await _send(send, 200, more + headers, body)

    async def _answered_unchanged(self, request: Request, ask: Ask, send: Send) -> bool:
        """Say 304 where the client holds the tile's version: its ETag can be known without the tile."""
        held = request.headers.get("if-none-match")
        if not held or not self.feed.is_trusted:
            return False
        version = self.feed.versions.of(_depends(ask), ask.reader, ask.place)
        etag = _etag(version, self._tag(ask), conditional.takes_gzip(request))
        if etag not in held.encode("latin-1") and not (held.strip() == "*" and self._kept(ask) is not None):
            return False
        self.figures.add("unchanged", ",".join(ask.slugs), ask.place.z)
        await _send(send, 304, [(b"etag", etag), (b"cache-control", b"no-cache"), *_COMMON])
        return True

    def _kept(self, ask: Ask) -> Kept | None:
        kept = self.cache.get(ask.key)
        return kept if kept is not None and self.feed.is_trusted and self.is_current(kept) else None

    async def _from_memory_or_made(self, ask: Ask, receive: Receive) -> tuple[Kept, bool]:
        slug, z = ",".join(ask.slugs), ask.place.z
        if (kept := self._kept(ask)) is not None:
            self.figures.add("hits", slug, z)
            return kept, True
        self.figures.add("misses", slug, z)
        if not self.feed.is_trusted:
            # Nobody joins work begun before: a change in between would not be known of.
            return await _unless_gone(self._make(ask), receive)
        version = self.feed.versions.of(_depends(ask), ask.reader, ask.place)
        return await _unless_gone(self._flights.join((ask.key, version), lambda: self._make(ask)), receive)

    async def _make(self, ask: Ask) -> tuple[Kept, bool]:
        kept, fit = await self.filler.make(ask)
        fit = fit and self.is_current(kept)
        if fit and self.cache.most_bytes:
            task = asyncio.create_task(self._packed(ask, kept))
            self._packing.add(task)
            task.add_done_callback(self._packing.discard)
        return kept, fit

    async def _packed(self, ask: Ask, kept: Kept) -> None:
        """Pack a tile and keep it; whoever comes second finds it packed."""
        if kept.plain:
            if len(kept.plain) > _PACK_APART:
                await run_in_threadpool(kept.pack)
            else:
                kept.pack()
        if self.cache.get(ask.key) is not kept:
            self.cache.put(ask.key, kept)

    def _remember(self, path: tuple[str, bytes], answers: Answers) -> None:
        self.paths[path] = answers
        while len(self.paths) > _MOST_PATHS:
            self.paths.popitem(last=False)

    def _tag(self, ask: Ask) -> str:
        # The installation's secret: a tag that could be guessed would tell of layers that are hidden.
        return hashlib.sha256(self.feed.secret + repr(ask.key).encode()).hexdigest()[:16]


class TilePath:
    """Answers the public's tiles from memory, before anything else of the application runs."""

    def __init__(self, app: ASGIApp, tiles: TileServer, counts: Counter[tuple[str, int]]) -> None:
        self.app = app
        self.tiles = tiles
        self.counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and "/tiles/" in scope["path"] and scope["method"] in ("GET", "HEAD"):
            answers = self.tiles.current((scope["path"], scope["query_string"]))
            if answers is not None and await self._answered(answers, scope, send):
                return
        await self.app(scope, receive, send)

    async def _answered(self, answers: Answers, scope: Scope, send: Send) -> bool:
        match = accepted = b""
        for name, value in scope["headers"]:
            if name == b"if-none-match":
                match = value
            elif name == b"accept-encoding":
                accepted = value
            elif name in (b"authorization", b"cookie"):
                return False
        packed = accepted == b"gzip" or (bool(accepted) and conditional.gzip_in(accepted.decode("latin-1")))
        figures, slug, z = self.tiles.figures, answers.slug, answers.z
        if match and (answers.etag[packed] in match or match.strip() == b"*"):
            figures.add("unchanged", slug, z)
            self.counts["tiles", 304] += 1
            await _send(send, 304, answers.headers[packed])
            return True
        figures.add("hits", slug, z)
        self.counts["tiles", 204 if answers.kept.is_empty else 200] += 1
        await self.tiles.respond(
            answers, _without_body(send) if scope["method"] == "HEAD" else send, packed=packed
        )
        return True


def _without_body(send: Send) -> Send:
    async def sender(message: Any) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return sender


async def _send(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    # A list of its own: what wraps `send` adds to it.
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


async def _unless_gone(work: Coroutine[Any, Any, Any], receive: Receive) -> Any:
    """The outcome of `work`, which is cancelled when the client goes away."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
        return await task
    finally:
        gone.cancel()
        if not task.done():
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await gone


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _etag(version: int, tag: str, packed: bool) -> bytes:
    return f'"{version:x}-{tag}{"-gz" if packed else ""}"'.encode()


def _depends(ask: Ask) -> tuple[str, ...]:
    """The layers in block versions that a tile depends on, without looking them up."""
    if ask.form != "mvt":
        return ask.slugs
    names: dict[str, None] = {}
    for slug in ask.slugs:
        kind = BUILT_IN[slug].kind if slug in BUILT_IN else "vektor"
        names |= dict.fromkeys(depends_on(slug, kind))
    return tuple(names)
