"""What routes ask for: the reader, the settled moment, and the filter that query parameters make."""

import hmac
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from fastapi import Depends, Query
from starlette.requests import Request

from api import sessions, tokens
from api.asked import parse_bbox, parse_hazards, parse_period
from api.clients import is_local
from api.parameters import refuse_unclear, unknown_parameters
from api.permissions import Permission, may
from api.sessions import Session
from gis import ledger
from gis.db import Database
from gis.errors import NotAllowed, Unavailable
from gis.files import Files
from gis.settings import Settings
from gis.viewer import PUBLIC, Role, Viewer
from layers.filter import MAX_LIMIT, Filter, check_area


def settings_of(request: Request) -> Settings:
    """The installation's settings."""
    settings: Settings = request.app.state.settings
    return settings


def database_of(request: Request) -> Database:
    """The database."""
    database: Database = request.app.state.database
    return database


def files_of(request: Request) -> Files:
    """The content-addressed files."""
    return Files(settings_of(request).files)


def session_of(request: Request) -> Session | None:
    """The login that the request's cookie holds, if there is one; NotAllowed where it may be forged."""
    secret = request.cookies.get(sessions.COOKIE)
    if not secret:
        return None
    if not hasattr(request.state, "session"):
        request.state.session = sessions.find(database_of(request), settings_of(request), secret)
    session: Session | None = request.state.session
    if session is not None:
        sessions.check_csrf(request, session)
    return session


def viewer_of(request: Request) -> Viewer:
    """The bearer of a token or of a login's cookie, else the public. A wrong token is refused."""
    if not hasattr(request.state, "viewer"):
        request.state.viewer = _viewer_of(request)
    viewer: Viewer = request.state.viewer
    return viewer


def _viewer_of(request: Request) -> Viewer:
    header = request.headers.get("authorization")
    if not header:
        session = session_of(request)
        return session.viewer if session else PUBLIC
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise NotAllowed(
            "token",
            "Header Authorization harus 'Bearer <token>'",
            "The Authorization header must be 'Bearer <token>'",
            where="Authorization",
        )
    return tokens.viewer_of(database_of(request), secret.strip())


def still_reads(request: Request) -> bool:
    """Whether who asked still is who they were: an answer that goes on for hours ends with login or token."""
    database, header = database_of(request), request.headers.get("authorization")
    try:
        if not header:
            session = session_of(request)
            return session is None or sessions.holds(database, settings_of(request), session)
        return tokens.viewer_of(database, header.partition(" ")[2].strip()) == viewer_of(request)
    except (NotAllowed, Unavailable):
        return False


@cache
def needs(*permissions: Permission) -> Callable[[Request], Viewer]:
    """A dependency giving the viewer, or NotAllowed where its role is granted none of `permissions`.

    Every route has one; a route that needs no viewer declares `open_to_all`.
    """

    def granted(request: Request) -> Viewer:
        viewer = viewer_of(request)
        if any(may(viewer, permission) for permission in permissions):
            return viewer
        if viewer.role is Role.PUBLIC:
            raise NotAllowed(
                "token",
                "Perlu masuk, atau token petugas (sigap user token)",
                "You must log in, or send an officer's token (sigap user token)",
                where="Authorization",
            )
        raise not_granted(viewer, permissions[0])

    granted.permissions = permissions  # type: ignore[attr-defined]
    return granted


def not_granted(viewer: Viewer, permission: Permission) -> NotAllowed:
    """The error for one who is known but may not."""
    return NotAllowed(
        "dilarang",
        "Peran {role} tidak berwenang untuk ini ({permission})",
        "Role {role} is not allowed to do this ({permission})",
        where="Authorization",
        role=viewer.role.value,
        permission=permission.value,
    )


def open_to_all() -> None:
    """Marks a route that does the same for everyone, without asking who it is."""


def metrics_reader(request: Request) -> None:
    """Lets this machine itself, the holder of SIGAP_METRICS_TOKEN, and administrators read the metrics."""
    token = settings_of(request).metrics_token
    told = request.headers.get("authorization", "").removeprefix("Bearer ")
    if is_local(request):
        return
    if token and hmac.compare_digest(told.encode(), token.get_secret_value().encode()):
        return
    needs(Permission.ADMINISTER)(request)


metrics_reader.permissions = (Permission.ADMINISTER,)  # type: ignore[attr-defined]
open_to_all.permissions = (Permission.READ_PUBLIC,)  # type: ignore[attr-defined]


def only_known(request: Request) -> None:
    """Refuse query parameters that the route does not know: a mistyped filter must not show everything."""
    refuse_unknown(request, ())


def refuse_unknown(request: Request, also: Iterable[str]) -> dict[str, str]:
    """The query parameters that are of `also`, not declared by the route; InvalidInput names any other."""
    refuse_unclear(request.query_params)
    route = request.scope["route"]
    declared = {field.alias for field in _query_fields(route.dependant)} | {"lang"}
    known = declared | set(also)
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        raise unknown_parameters(unknown[:5], known)
    return {name: value for name, value in request.query_params.items() if name not in declared}


def _query_fields(dependant: Any) -> Iterator[Any]:
    yield from dependant.query_params
    for inner in dependant.dependencies:
        yield from _query_fields(inner)


def moment_of(conn: sa.Connection, as_of: str | None, *, where: str = "as_of") -> ledger.Moment:
    """The settled moment that `as_of`, or the parameter `where`, names."""
    return ledger.resolve(conn, ledger.parse_as_of(as_of, where=where))


class EventQuery:
    """The query parameters that choose events, still without their moment."""

    def __init__(
        self,
        viewer: Annotated[Viewer, Depends(needs(Permission.READ_PUBLIC))],
        as_of: Annotated[str | None, Query(description="keadaan menurut catatan sampai saat itu")] = None,
        area: Annotated[str | None, Query(description="kode Kemendagri bertitik, mis. 19.03")] = None,
        hazard: Annotated[str | None, Query(description="slug jenis kejadian, dipisah koma")] = None,
        start: Annotated[
            str | None, Query(alias="from", description="sejak (tanggal WIB atau waktu)")
        ] = None,
        end: Annotated[str | None, Query(alias="to", description="sampai (tanggal WIB atau waktu)")] = None,
        bbox: Annotated[str | None, Query(description="barat,selatan,timur,utara")] = None,
        status: Annotated[
            Literal["terverifikasi", "menunggu"] | None, Query(description="sudah diverifikasi, atau belum")
        ] = None,
    ) -> None:
        self.viewer = viewer
        self.as_of = as_of
        self._area = check_area(area) if area else None
        self._hazards = parse_hazards(hazard)
        self._period = parse_period(start, end)
        self._bbox = parse_bbox(bbox)
        self._verified = None if status is None else status == "terverifikasi"

    def filter(self, conn: sa.Connection, *, limit: int = 100, cursor: str | None = None) -> Filter:
        """The filter, standing on the settled moment that `conn`'s snapshot holds."""
        return Filter(
            viewer=self.viewer,
            moment=moment_of(conn, self.as_of),
            bbox=self._bbox,
            period=self._period,
            area=self._area,
            hazards=self._hazards,
            verified=self._verified,
            limit=limit,
            cursor=cursor,
        )


Db = Annotated[Database, Depends(database_of)]
Conf = Annotated[Settings, Depends(settings_of)]
Store = Annotated[Files, Depends(files_of)]
Reader = Annotated[Viewer, Depends(needs(Permission.READ_PUBLIC))]
Officer = Annotated[Viewer, Depends(needs(Permission.READ_REPORTS))]
Admin = Annotated[Viewer, Depends(needs(Permission.ADMINISTER))]
Public = Depends(open_to_all)
Events = Annotated[EventQuery, Depends(EventQuery)]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="banyaknya per halaman")]
Cursor = Annotated[str | None, Query(description="dari tautan next")]
AsOf = Annotated[str | None, Query(description="keadaan menurut catatan sampai saat itu")]
