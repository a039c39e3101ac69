"""Which report tells of which event, as officers decide: candidates, merge, unmerge, move a report."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.requests import Request

from api import errors, linked, links, reasons, redacted
from api.asked import parse_hazards, parse_id, parse_period
from api.bodies import Body
from api.deps import AsOf, Db, Limit, moment_of, needs, only_known
from api.permissions import Permission
from api.reasons import Words
from api.routes.jsonable import jsonable
from gis import desk, ledger, linking
from gis.linking import Done
from gis.retrying import again
from gis.viewer import Viewer
from layers.filter import check_area

router = APIRouter(prefix="/api", tags=["tautan"], dependencies=[Depends(only_known)])
Reading = Annotated[Viewer, Depends(needs(Permission.READ_REPORTS))]
Linking = Annotated[Viewer, Depends(needs(Permission.LINK))]


class Why(Body):
    """Why an officer links so."""

    reason: Words = Field(min_length=1, max_length=1000, description="alasan, dicatat dalam buku")


class Merge(Why):
    """Into which event."""

    into: str = Field(max_length=60, description="id kejadian yang tinggal")


class Move(Why):
    """To which event."""

    event: str | None = Field(None, max_length=60, description="id kejadian; kosong: kejadian baru")


class Answer(Body):
    """Why an officer answers so."""

    reason: Words = Field("", max_length=1000, description="alasan, dicatat dalam buku")


@router.get("/candidates", summary="Laporan yang mungkin menceritakan kejadian lain")
def candidates(
    request: Request,
    db: Db,
    viewer: Reading,
    state: Annotated[
        Literal["terbuka", "dijawab", "otomatis"], Query(description="menunggu jawaban, atau sudah")
    ] = "terbuka",
    area: Annotated[str | None, Query(description="kode Kemendagri bertitik, mis. 19.03")] = None,
    hazard: Annotated[str | None, Query(description="slug jenis kejadian, dipisah koma")] = None,
    start: Annotated[str | None, Query(alias="from", description="terjadi sejak (tanggal WIB)")] = None,
    end: Annotated[str | None, Query(alias="to", description="terjadi sampai (tanggal WIB)")] = None,
    limit: Limit = 100,
    after: str | None = None,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Candidates with score and reasons, oldest first. A regency's officer sees those of its own."""
    areas = [code for code in (check_area(area) if area else None, viewer.area) if code]
    hazards = parse_hazards(hazard)
    period = parse_period(start, end)
    last = parse_id(after) if after else None
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        found = linking.candidates(
            conn,
            seq=moment.seq,
            limit=limit,
            after=last,
            state=state,
            areas=areas,
            hazards=hazards,
            period=period,
        )
    following = links.again(request, after=found[-1]["id"], as_of=moment.seq) if len(found) == limit else None
    return {
        "as_of": moment.as_dict(),
        "candidates": jsonable(redacted.reasons(found, viewer)),
        "next": following,
    }


@router.post("/candidates/{id}/accept", summary="Ya, laporan itu menceritakan kejadian itu")
def accept(
    request: Request, db: Db, viewer: Linking, id: str, answer: Answer | None = None
) -> dict[str, Any]:
    """Link the report to the event it is like."""
    return _answered(request, db, viewer, parse_id(id), True, answer)


@router.post("/candidates/{id}/decline", summary="Tidak, itu kejadian lain")
def decline(
    request: Request, db: Db, viewer: Linking, id: str, answer: Answer | None = None
) -> dict[str, Any]:
    """Leave the report where it is, and ask no more."""
    return _answered(request, db, viewer, parse_id(id), False, answer)


@router.post("/events/{id}/merge", summary="Gabungkan kejadian ke kejadian lain")
@again
def merge(request: Request, db: Db, viewer: Linking, id: str, asked: Merge) -> dict[str, Any]:
    """All reports of this event tell of the other from now on; its address leads there (308)."""
    event, into = parse_id(id), parse_id(asked.into)
    reason = reasons.unnamed(db, viewer, asked.reason, events=[event, into])
    with ledger.entry(db, by=viewer.name, why=f"gabung {event} ke {into}: {reason}") as entry:
        return _done(linking.merge(entry, event, into, reason=reason), request)


@router.post("/events/{id}/unmerge", summary="Lepaskan penggabungan")
@again
def unmerge(request: Request, db: Db, viewer: Linking, id: str, why: Why) -> dict[str, Any]:
    """Take back the newest merge of this event: both are again what they were."""
    event = parse_id(id)
    reason = reasons.unnamed(db, viewer, why.reason, events=[event])
    with ledger.entry(db, by=viewer.name, why=f"lepas {event}: {reason}") as entry:
        return _done(linking.unmerge(entry, event, reason=reason), request)


@router.post("/reports/{id}/link", summary="Tautkan satu laporan pada kejadian lain atau baru")
@again
def link(request: Request, db: Db, viewer: Linking, id: str, asked: Move) -> dict[str, Any]:
    """Move one report to another event, or without `event` to a new one of its own."""
    report, event = parse_id(id), parse_id(asked.event) if asked.event else None
    reason = reasons.unnamed(db, viewer, asked.reason, reports=[report], events=[event] if event else [])
    with ledger.entry(db, by=viewer.name, why=f"tautkan {report}: {reason}") as entry:
        return _done(linking.move(entry, report, event, reason=reason), request)


@router.get("/reports/{id}/links", summary="Tautan satu laporan dari waktu ke waktu")
def links_of(db: Db, viewer: Reading, id: str, as_of: AsOf = None) -> dict[str, Any]:
    """Every link the report had, with who, why, score and reasons."""
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        report = parse_id(id)
        if report not in desk.in_regency(conn, [report], viewer.area):
            raise desk.no_report(report)
        found = linking.of_report(conn, report, seq=moment.seq)
    return {"as_of": moment.as_dict(), "links": jsonable(redacted.reasons(found, viewer))}


@again
def _answered(
    request: Request, db: Db, viewer: Viewer, candidate: UUID, yes: bool, answer: Answer | None
) -> dict[str, Any]:
    said = linking.ACCEPT if yes else linking.DECLINE
    reason = reasons.unnamed(db, viewer, answer.reason if answer else "", candidate=candidate)
    with ledger.entry(db, by=viewer.name, why=f"{said} calon tautan {candidate}") as entry:
        return _done(linking.answer(entry, candidate, accept=yes, reason=reason), request)


def _done(done: Done, request: Request) -> dict[str, Any]:
    return {
        "act": done.act,
        "sentence": linked.sentence(done, errors.language(request)),
        "event": str(done.event),
        "other": str(done.other),
        "reports": [str(report) for report in done.reports],
    }
