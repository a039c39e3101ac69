"""The sign-off chain of a report: regency, province, nation."""

from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Depends
from pydantic import Field

from api import redacted
from api.asked import parse_id
from api.bodies import Body
from api.deps import AsOf, Db, Officer, moment_of, needs, only_known
from api.permissions import GRANTED, Permission, may
from api.reasons import Words
from api.routes.jsonable import jsonable
from gis import desk, ledger, signing
from gis.errors import NotAllowed
from gis.retrying import again
from gis.signing import Level
from gis.viewer import Viewer

router = APIRouter(prefix="/api/reports", tags=["pengesahan"], dependencies=[Depends(only_known)])
Signing = Annotated[Viewer, Depends(needs(Permission.SIGN_REGENCY, Permission.SIGN_PROVINCE))]
ASKED = {
    Level.REGENCY: Permission.SIGN_REGENCY,
    Level.PROVINCE: Permission.SIGN_PROVINCE,
    Level.NATION: Permission.SIGN_PROVINCE,
}
"""What each level needs. The nation's is recorded by the province, from BNPB's own word."""


class SignOff(Body):
    """Which level is signed."""

    level: str = Field(description="kabupaten, provinsi, atau nasional")
    reason: Words = Field("", max_length=1000, description="keterangan; untuk nasional: dasar dari BNPB")


class Withdrawal(Body):
    """Which level is withdrawn, and why."""

    level: str = Field(description="kabupaten, provinsi, atau nasional")
    reason: Words = Field(max_length=1000, description="alasan pencabutan")


@router.get("/{id}/signatures", summary="Rantai pengesahan satu laporan")
def signatures(db: Db, viewer: Officer, id: str, as_of: AsOf = None) -> dict[str, Any]:
    """The chain as it stands, and every act on it."""
    key = parse_id(id)
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        _seen(conn, viewer, key, moment.seq)
        return {"as_of": moment.as_dict(), **redacted.signatures(_chain(conn, key, moment.seq), viewer)}


@router.post("/{id}/sign", summary="Sahkan laporan pada satu tingkat")
@again
def sign(db: Db, viewer: Signing, id: str, body: SignOff) -> dict[str, Any]:
    """Sign a level; the one below it must be signed."""
    key, level = parse_id(id), signing.level_named(body.level)
    _allowed(viewer, level)
    with ledger.entry(db, by=viewer.name, why=f"sahkan {level.value} {key}") as entry:
        _seen(entry.conn, viewer, key, ledger.resolve(entry.conn).seq)
        signing.sign(entry, key, level, reason=body.reason)
    return _now(db, viewer, key)


@router.post("/{id}/sign/withdraw", summary="Cabut pengesahan satu tingkat")
@again
def withdraw(db: Db, viewer: Signing, id: str, body: Withdrawal) -> dict[str, Any]:
    """Withdraw a level; none above it may be signed."""
    key, level = parse_id(id), signing.level_named(body.level)
    _allowed(viewer, level)
    with ledger.entry(db, by=viewer.name, why=f"cabut {level.value} {key}") as entry:
        _seen(entry.conn, viewer, key, ledger.resolve(entry.conn).seq)
        signing.withdraw(entry, key, level, reason=body.reason)
    return _now(db, viewer, key)


def _now(db: Db, viewer: Viewer, report: UUID) -> dict[str, Any]:
    with db.read(viewer) as conn:
        return _chain(conn, report, ledger.resolve(conn).seq)


def _chain(conn: sa.Connection, report: UUID, seq: int) -> dict[str, Any]:
    standing = signing.chain(conn, report, seq=seq)
    levels = [standing[level].as_dict() for level in signing.ORDER if level in standing]
    return jsonable({"report": str(report), "chain": levels, "acts": signing.history(conn, report, seq=seq)})


def _seen(conn: sa.Connection, viewer: Viewer, report: UUID, seq: int) -> None:
    """NotFound for a report that there is not, or not in this viewer's regency."""
    desk.report_for(conn, report, seq=seq, within=viewer.area)


def _allowed(viewer: Viewer, level: Level) -> None:
    if not may(viewer, ASKED[level]):
        raise NotAllowed(
            "dilarang",
            "Peran {role} tidak berwenang mengesahkan tingkat {level}; yang berwenang: {roles}",
            "Role {role} may not sign at level {level}; who may: {roles}",
            where="level",
            roles=", ".join(sorted(GRANTED[ASKED[level]])),
            role=viewer.role.value,
            level=level.value,
        )
