"""The emergency status of areas: everybody reads it, those who may set it record what a decree says."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse

from api import links
from api.asked import parse_hazards, parse_id, parse_moment
from api.bodies import Body
from api.deps import AsOf, Db, Limit, Reader, moment_of, needs, only_known
from api.permissions import Permission
from api.present import today_of
from api.reasons import Words
from api.routes.jsonable import jsonable
from gis import ledger, watch, zone
from gis.db import Database
from gis.errors import InvalidInput
from gis.ledger import Moment
from gis.retrying import again
from gis.viewer import Viewer
from layers import status as reading
from layers.filter import check_area

router = APIRouter(prefix="/api/status", tags=["status darurat"], dependencies=[Depends(only_known)])
Setter = Annotated[Viewer, Depends(needs(Permission.SET_STATUS))]
Officer = Annotated[Viewer, Depends(needs(Permission.READ_REPORTS))]


class NewStatus(Body):
    """What a decree declares."""

    level: str = Field(
        max_length=60, description="siaga_darurat, tanggap_darurat, transisi_darurat_pemulihan"
    )
    areas: list[str] = Field(min_length=1, max_length=500, description="kode Kemendagri bertitik")
    decree: str = Field(max_length=200, description="nomor SK")
    issued_by: str = Field(max_length=200, description="yang menetapkan, mis. Bupati Bangka Selatan")
    starts_on: date
    ends_on: date
    hazard: str | None = Field(None, max_length=60, description="slug jenis kejadian; kosong: semua")
    issued_on: date | None = None


class Extension(Body):
    """A later decree that lets a status last longer."""

    decree: str = Field(max_length=200, description="nomor SK perpanjangan")
    ends_on: date
    issued_on: date | None = None


class Ending(Body):
    """The last day of a status that ends early."""

    ends_on: date
    reason: Words = Field(max_length=1000)
    decree: str | None = Field(None, max_length=200)


class Withdrawal(Body):
    """Why a status was recorded by mistake."""

    reason: Words = Field(max_length=1000)


@router.get("", summary="Status darurat")
def statuses(
    request: Request,
    db: Db,
    viewer: Reader,
    area: Annotated[str | None, Query(description="kode Kemendagri bertitik, mis. 19.03")] = None,
    hazard: Annotated[str | None, Query(description="slug jenis kejadian, dipisah koma")] = None,
    state: Annotated[
        str | None, Query(description="akan, berlaku, berakhir, dibatalkan; dipisah koma")
    ] = None,
    at: Annotated[str | None, Query(description="hari yang ditanyakan; bawaan hari ini (WIB)")] = None,
    limit: Limit = 100,
    after: Annotated[int, Query(ge=0, le=100_000, description="banyaknya yang dilewati")] = 0,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Every declared status with its acts and days left, and an advice where two regencies stand at once."""
    states = _states(state)
    hazards = parse_hazards(hazard)
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        day = _day(at, moment, as_of)
        everywhere = reading.statuses(conn, moment, day)
        found = reading.statuses(
            conn, moment, day, area=check_area(area) if area else None, hazards=hazards, states=states
        )
    page = found[after : after + limit]
    more = len(found) > after + limit
    return {
        "as_of": moment.as_dict(),
        "at": day.isoformat(),
        "statuses": jsonable(page),
        "advice": reading.advice(everywhere),
        "next": links.again(request, after=after + limit, as_of=moment.seq) if more else None,
    }


@router.post("", summary="Catat penetapan status", status_code=201)
@again
def declare(request: Request, db: Db, viewer: Setter, new: NewStatus) -> JSONResponse:
    """Record the status that a decree declares. Nothing sets one by itself, no text either."""
    declared = watch.Declaration(**new.model_dump() | {"areas": tuple(new.areas)})
    with ledger.entry(db, by=viewer.name, why=f"status {new.level} {new.decree}"[:200]) as entry:
        key = watch.declare(entry, declared)
    place = links.to(request, f"/api/status/{key}")
    return JSONResponse(_one(db, viewer, key), 201, {"Location": place})


@router.get("/proposals", summary="Usul status dari teks laporan")
def proposals(
    request: Request,
    db: Db,
    viewer: Officer,
    limit: Limit = 100,
    before: Annotated[int, Query(ge=1, le=2**62, description="sebelum `number` itu")] = 2**62,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Reports whose words speak of an emergency decree, newest first. They propose; an officer records."""
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        found = reading.proposals(conn, moment, area=viewer.area, limit=limit + 1, before=before)
    page, more = found[:limit], len(found) > limit
    following = links.again(request, before=page[-1]["number"], as_of=moment.seq) if more else None
    return {"as_of": moment.as_dict(), "proposals": jsonable(page), "next": following}


@router.get("/{id}", summary="Satu status darurat")
def one(db: Db, viewer: Reader, id: str, as_of: AsOf = None) -> dict[str, Any]:
    """One declaration with all its acts."""
    return _one(db, viewer, parse_id(id), as_of)


@router.post("/{id}/extend", summary="Perpanjang status")
@again
def extend(db: Db, viewer: Setter, id: str, body: Extension) -> dict[str, Any]:
    """Record the decree that lets a status last longer."""
    key = parse_id(id)
    with ledger.entry(db, by=viewer.name, why=f"perpanjang status {key}") as entry:
        watch.extend(entry, key, **body.model_dump())
    return _one(db, viewer, key)


@router.post("/{id}/end", summary="Akhiri status lebih awal")
@again
def end(db: Db, viewer: Setter, id: str, body: Ending) -> dict[str, Any]:
    """Record that a status ends early; `ends_on` is its last day."""
    key = parse_id(id)
    with ledger.entry(db, by=viewer.name, why=f"akhiri status {key}") as entry:
        watch.end(entry, key, **body.model_dump())
    return _one(db, viewer, key)


@router.post("/{id}/withdraw", summary="Batalkan status yang salah catat")
@again
def withdraw(db: Db, viewer: Setter, id: str, body: Withdrawal) -> dict[str, Any]:
    """Take back what was recorded by mistake; the past still shows it."""
    key = parse_id(id)
    with ledger.entry(db, by=viewer.name, why=f"batalkan status {key}") as entry:
        watch.withdraw(entry, key, reason=body.reason)
    return _one(db, viewer, key)


def _one(db: Database, viewer: Viewer, key: UUID, as_of: str | None = None) -> dict[str, Any]:
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        found = reading.one(conn, moment, _day(None, moment, as_of), key)
    return {"as_of": moment.as_dict(), **jsonable(found)}


def _day(at: str | None, moment: Moment, as_of: str | None) -> date:
    """The WIB day asked about: `at`, else the day of `as_of`, else today."""
    if at:
        return parse_moment(at).astimezone(zone.WIB).date()
    return today_of(moment, as_of)


def _states(text: str | None) -> tuple[str, ...]:
    wanted = tuple(part for part in (text or "").split(",") if part)
    for state in wanted:
        if state not in reading.STATES:
            raise InvalidInput(
                "state",
                "state '{state}' tidak dikenal: {known}",
                "state '{state}' is not known: {known}",
                where="state",
                state=state[:40],
                known=", ".join(reading.STATES),
            )
    return wanted
