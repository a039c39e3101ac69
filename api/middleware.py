"""What every answer has in common: base path, security headers, HEAD, packing, a count for /metrics."""

from collections import Counter

from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.sessions import COOKIE
from gis.errors import TooLarge

# Tiles pack themselves, since their ETag says how they are packed.
NEVER_PACKED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/vnd.mapbox-vector-tile", "application/pdf")

CONTENT_POLICY = (
    b"default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    b"worker-src 'self' blob:; connect-src 'self'; font-src 'self' data:; object-src 'none'; "
    b"base-uri 'self'; frame-ancestors 'self'; form-action 'self'"
)
SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"content-security-policy", CONTENT_POLICY),
)
MOST_BODY = 4 << 20
_PERSONAL = ("api", "ogc", "tiles", "sheets", "s")
GROUPS = ("api", "ogc", "tiles", "s", "sheets", "health", "ready")


class Headers:
    """Security headers on every answer, and a count of answers by part and status."""

    def __init__(self, app: ASGIApp, counts: Counter[tuple[str, int]]) -> None:
        self.app = app
        self.counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        group = path.strip("/").split("/")[0]
        known = group if group in GROUPS else "peta"
        personal = group in _PERSONAL and _is_known(scope)

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.counts[known, message["status"]] += 1
                present = {name for name, _ in message["headers"]}
                message["headers"] += [pair for pair in SECURITY_HEADERS if pair[0] not in present]
                if personal:
                    message["headers"] = _not_shared(message["headers"])
            await send(message)

        await self.app(scope, receive, sender)


def _is_known(scope: Scope) -> bool:
    """Whether the request carries a token, or a login's cookie."""
    sent = dict(scope["headers"])
    return b"authorization" in sent or COOKIE.encode() in sent.get(b"cookie", b"")


def _not_shared(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """What one who logged in may read is not kept by caches on the way; where nothing is said, by none."""
    kept = [pair for pair in headers if pair[0] not in (b"cache-control", b"vary")]
    said, vary = (dict(headers).get(name, b"") for name in (b"cache-control", b"vary"))
    rule = b"private, " + said if said and b"no-store" not in said else b"no-store"
    return [*kept, (b"cache-control", rule), (b"vary", vary or b"Authorization, Cookie")]


class Bounded:
    """Bodies that are held in memory end at MOST_BODY; a submission goes to disk, within bounds of its own.

    A body is read before it is asked who sends it: one without an end would fill the memory.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].endswith("/api/submissions"):
            await self.app(scope, receive, send)
            return
        read = 0

        async def receiver() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BODY:
                raise TooLarge(
                    "terlalu_besar",
                    "Isi permintaan melebihi {most} MB",
                    "The body is larger than {most} MB",
                    where="body",
                    most=MOST_BODY >> 20,
                )
            return message

        await self.app(scope, receiver, send)


class Head:
    """HEAD answers what GET would, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # An event stream has no end that a HEAD could wait for.
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"].endswith("/api/live"):
            await self.app(scope, receive, send)
            return

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.body":
                if message.get("more_body"):
                    return
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, sender)


class BasePath:
    """Names the path prefix under which a proxy shows us, whether it passes the prefix on or takes it off."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self.app = app
        self.path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "root_path": self.path}
        await self.app(scope, receive, send)
