"""What routes ask for: the reader, the settled moment, and the filter that query parameters make."""

import hmac
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from functools import cache
from typing import Annotated, Any, Literal
from uuid import UUID

import sqlalchemy as sa
from fastapi import Depends, Query
from starlette.requests import Request

from api import sessions, tokens
from api.clients import is_local
from api.parameters import refuse_unclear, unknown_parameters
from api.permissions import Permission, may
from api.sessions import Session
from gis import ledger, zone
from gis.db import Database
from gis.errors import InvalidInput, NotAllowed, NotFound
from gis.files import Files
from gis.geo import BBox
from gis.settings import Settings
from gis.viewer import PUBLIC, Role, Viewer
from layers.filter import MAX_LIMIT, Filter, check_area, check_hazards


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


def parse_bbox(text: str | None) -> BBox | None:
    """`bbox` as west,south,east,north."""
    return BBox.parse(text) if text else None


def parse_moment(text: str) -> datetime:
    """A time as people write it: ISO with offset, or a date, which is that WIB day's start."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(
            "waktu",
            "Waktu '{value}' tidak dapat dibaca: tulis 2026-01-31 atau 2026-01-31T07:00:00+07:00",
            "Time '{value}' cannot be read: write 2026-01-31 or 2026-01-31T07:00:00+07:00",
            where="datetime",
            value=text[:60],
        ) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone.WIB)
    if not zone.is_plausible(moment):
        raise InvalidInput(
            "waktu",
            "Waktu '{value}' di luar jangkauan kalender",
            "Time '{value}' is outside of the calendar",
            where="datetime",
            value=text[:60],
        )
    return moment


def parse_end(text: str) -> datetime:
    """The same, but a bare date means the end of that WIB day."""
    moment = parse_moment(text)
    return datetime.combine(moment, time.max, zone.WIB) if _is_bare_date(text) else moment


def _is_bare_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def parse_period(start: str | None, end: str | None) -> tuple[datetime | None, datetime | None]:
    """`from` and `to`, each a WIB date or a time, or not said; a date as `to` is included whole."""
    period = parse_moment(start) if start else None, parse_end(end) if end else None
    if period[0] and period[1] and period[0] > period[1]:
        raise InvalidInput(
            "waktu",
            "Rentang dari '{start}' sampai '{end}' tidak berlaku: awal harus sebelum akhir",
            "The period from '{start}' to '{end}' is not valid: its start must be before its end",
            where="from",
            start=str(start)[:40],
            end=str(end)[:40],
        )
    return period


def parse_hazards(text: str | None) -> tuple[str, ...]:
    """`hazard`: slugs with commas between; InvalidInput names the first unknown one."""
    return check_hazards(tuple(part for part in (text or "").split(",") if part))


def parse_interval(text: str | None) -> tuple[datetime | None, datetime | None]:
    """An OGC `datetime`: an instant, or start/end with `..` or nothing for an open end."""
    if not text:
        return None, None
    start, slash, end = text.partition("/")
    if not slash:
        return parse_moment(text), parse_end(text)
    open_end = ("", "..")
    period = (
        None if start in open_end else parse_moment(start),
        None if end in open_end else parse_end(end),
    )
    if (start in open_end and end in open_end) or (period[0] and period[1] and period[0] > period[1]):
        raise InvalidInput(
            "waktu",
            "Rentang waktu '{value}' tidak berlaku: awal harus sebelum akhir",
            "Interval '{value}' is not valid: its start must be before its end",
            where="datetime",
            value=text[:80],
        )
    return period


def moment_of(conn: sa.Connection, as_of: str | None) -> ledger.Moment:
    """The settled moment that `as_of` names."""
    return ledger.resolve(conn, ledger.parse_as_of(as_of))


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


def parse_id(text: str) -> UUID:
    """A public id; NotFound for what can be none."""
    try:
        if not text.isascii():  # UUID() takes any digit of Unicode
            raise ValueError(text)
        return UUID(text)
    except ValueError as error:
        raise NotFound(
            "id", "Id '{id}' tidak ada", "There is no id '{id}'", where="id", id=text[:60]
        ) from error


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
