"""Logging in and out, who am I, and one's own password."""

from typing import Any

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse

from api import accounts, permissions, sessions
from api.bodies import Body
from api.clients import address_of
from api.deps import Conf, Db, Public, Reader, database_of, only_known, session_of
from api.sessions import Session
from gis import audit
from gis.audit import Action
from gis.errors import NotAllowed
from gis.viewer import Viewer

router = APIRouter(prefix="/api/session", tags=["masuk"], dependencies=[Depends(only_known)])


class Login(Body):
    """A name and its password."""

    name: str = Field(max_length=200)
    password: str = Field(max_length=1000)


class NewPassword(Body):
    """The password so far, and the one from now on."""

    password: str = Field(max_length=1000)
    new_password: str = Field(max_length=1000)


@router.post("", summary="Masuk", status_code=201, dependencies=[Public])
def login(request: Request, db: Db, conf: Conf, told: Login) -> JSONResponse:
    """Begin a session: the answer sets its cookie and tells `csrf`, which unsafe requests must carry in
    `X-SIGAP-CSRF`. Too many failures: 429 with Retry-After."""
    sessions.check_origin(request)
    address = address_of(request)
    account = accounts.check(db, told.name, told.password, address)
    secret, session = sessions.open_(db, conf, account)
    audit.note(db, session.viewer, Action.LOGIN, "sesi", address=address)
    answer = JSONResponse(_who(session.viewer, session), 201)
    sessions.set_cookie(request, answer, secret)
    return answer


@router.get("", summary="Siapa saya, dan apa yang boleh")
def who(request: Request, viewer: Reader) -> dict[str, Any]:
    """The role, area and permissions of the asker; `csrf` under a session's cookie."""
    by_token = "authorization" in request.headers
    return _who(viewer, None if by_token else session_of(request))


@router.delete("", summary="Keluar", dependencies=[Public])
def logout(request: Request, db: Db) -> JSONResponse:
    """End the session of the cookie; without one nothing changes."""
    answer = JSONResponse({"name": None})
    if session := session_of(request):
        sessions.end(db, session)
        audit.note(db, session.viewer, Action.LOGOUT, "sesi", address=address_of(request))
    sessions.drop_cookie(request, answer)
    return answer


@router.put("/password", summary="Ganti kata sandi sendiri", dependencies=[Public])
def change_password(request: Request, told: NewPassword) -> dict[str, Any]:
    """A new password for the account that is logged in; all its other sessions end."""
    session = session_of(request)
    if session is None:
        raise NotAllowed("masuk", "Perlu masuk", "You must log in", where="Cookie")
    db, name = database_of(request), session.viewer.name
    known = accounts.check(db, name, told.password, address_of(request))
    accounts.set_password(
        db, name, told.new_password, kept=session.secret_hash, was=known.password, by=session.viewer
    )
    return _who(session.viewer, session)


def _who(viewer: Viewer, session: Session | None) -> dict[str, Any]:
    return {
        "name": None if viewer.role is viewer.role.PUBLIC else viewer.name,
        "role": viewer.role,
        "area": viewer.area,
        "agency": viewer.agency,
        "sector": viewer.sector,
        "permissions": list(permissions.of(viewer)),
        "csrf": session and session.csrf,
    }
