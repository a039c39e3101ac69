"""Logins of people: a cookie that scripts cannot read, and a second token that other sites cannot know.

The cookie holds a random secret, of which the database keeps the hash. A request that changes something
under a cookie must also carry `X-SIGAP-CSRF`, which follows from the secret and is told by
`GET /api/session` only, and must come from our own pages.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import Response

from api import accounts, links
from api.tokens import viewer_from
from gis import queries
from gis.db import Database
from gis.errors import NotAllowed
from gis.settings import Settings
from gis.viewer import Viewer

_SQL = queries.load("api.people")
COOKIE = "sigap_sesi"
CSRF_HEADER = "X-SIGAP-CSRF"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Session:
    """A login that holds: whose it is, and the token that its unsafe requests must carry."""

    account: UUID
    viewer: Viewer
    secret_hash: bytes
    csrf: str


def open_(database: Database, settings: Settings, account: sa.Row[Any]) -> tuple[str, Session]:
    """Begin a session of an account as `accounts.check` gave it: its secret, for the cookie, and the session.

    NotAllowed where its password was changed since, or it was closed.
    """
    secret = secrets.token_urlsafe(32)
    values = {"hash": _hash(secret), "account": account.id, "password": account.password}
    with database.write() as conn:
        conn.execute(_SQL["forget_sessions"], _limits(settings))
        if not conn.execute(_SQL["open_session"], values).rowcount:
            raise accounts.wrong_password()
    return secret, Session(account.id, viewer_from(account), _hash(secret), _csrf(secret))


def find(database: Database, settings: Settings, secret: str) -> Session | None:
    """The session of a cookie; None when it has ended."""
    digest = _hash(secret)
    with database.write() as conn:
        row = conn.execute(_SQL["session"], {"hash": digest, **_limits(settings)}).one_or_none()
        if row is not None and row.stale:
            conn.execute(_SQL["see_session"], {"hash": digest})
    return Session(row.id, viewer_from(row), digest, _csrf(secret)) if row is not None else None


def holds(database: Database, settings: Settings, session: Session) -> bool:
    """Whether the session has not ended, and is its owner's in the same office; it is not seen by that."""
    with database.write() as conn:
        row = conn.execute(_SQL["session"], {"hash": session.secret_hash, **_limits(settings)}).one_or_none()
    return row is not None and viewer_from(row) == session.viewer


def end(database: Database, session: Session) -> None:
    """End a session."""
    with database.write() as conn:
        conn.execute(_SQL["end_session"], {"hash": session.secret_hash})


def check_origin(request: Request) -> None:
    """NotAllowed when a browser says that the request was made by a page of somebody else's."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    own = urlsplit(links.base(request))
    foreign = origin is not None and origin.casefold() != f"{own.scheme}://{own.netloc}".casefold()
    if foreign or (origin is None and site not in (None, "same-origin", "none")):
        raise _refused("Origin")


def check_csrf(request: Request, session: Session) -> None:
    """NotAllowed unless an unsafe request comes from our pages and carries the session's token."""
    if request.method in SAFE_METHODS:
        return
    check_origin(request)
    told = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(told.encode(), session.csrf.encode()):
        raise _refused(CSRF_HEADER)


def set_cookie(request: Request, response: Response, secret: str) -> None:
    """Hand the secret to the browser: for us only, never to scripts, and over TLS only where we have it."""
    settings: Settings = request.app.state.settings
    response.set_cookie(COOKIE, secret, max_age=settings.session_hours * 3600, **_attributes(request))


def drop_cookie(request: Request, response: Response) -> None:
    """Take the cookie back."""
    response.delete_cookie(COOKIE, **_attributes(request))


def _attributes(request: Request) -> dict[str, Any]:
    base = urlsplit(links.base(request))
    return {"path": base.path or "/", "secure": base.scheme == "https", "httponly": True, "samesite": "lax"}


def _limits(settings: Settings) -> dict[str, int]:
    return {"idle_minutes": settings.session_idle_minutes, "hours": settings.session_hours}


def _csrf(secret: str) -> str:
    return hashlib.sha256(b"sigap csrf\0" + secret.encode()).hexdigest()


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _refused(where: str) -> NotAllowed:
    return NotAllowed(
        "csrf",
        "Permintaan ini tidak berasal dari halaman SIGAP sendiri",
        "This request does not come from SIGAP's own pages",
        where=where,
    )
