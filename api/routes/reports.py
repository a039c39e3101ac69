"""Reports as officers work on them: the inbox, one report whole, mark checked, verify and reject."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.requests import Request

from api import links, originals, reasons, redacted
from api.asked import parse_hazards, parse_id, parse_period
from api.bodies import Body
from api.deps import AsOf, Db, Limit, Store, moment_of, needs, only_known
from api.permissions import Permission, may
from api.present import now_of
from api.reasons import Words
from api.routes.jsonable import jsonable
from gis import audit, codes, comparison, desk, ledger, register
from gis.audit import Action
from gis.db import Database
from gis.errors import InvalidInput
from gis.retrying import again
from gis.viewer import Viewer
from layers.filter import check_area

router = APIRouter(prefix="/api", tags=["laporan"], dependencies=[Depends(only_known)])
Reading = Annotated[Viewer, Depends(needs(Permission.READ_REPORTS))]
Checking = Annotated[Viewer, Depends(needs(Permission.CORRECT))]
Verifying = Annotated[Viewer, Depends(needs(Permission.VERIFY))]
MOST_AT_ONCE = 1_000
NO_FIGURES = frozenset(("waktu", "tanggal", "lonlat", "areas", "kabkot", "kib", "hazard"))
"""Fields of findings that speak of no figure."""


class Decision(Body):
    """Why an officer decides so."""

    reason: Words = Field("", max_length=1000, description="alasan, dicatat dalam buku")


class Decisions(Decision):
    """One decision on many reports."""

    reports: list[str] = Field(min_length=1, max_length=MOST_AT_ONCE, description="id laporan")


class InboxQuery:
    """The query parameters that choose reports."""

    def __init__(
        self,
        viewer: Reading,
        status: Annotated[str, Query(description="dipisah koma")] = "draf,diperiksa",
        area: Annotated[str | None, Query(description="kode Kemendagri bertitik, mis. 19.03")] = None,
        hazard: Annotated[str | None, Query(description="slug jenis kejadian, dipisah koma")] = None,
        start: Annotated[str | None, Query(alias="from", description="terjadi sejak")] = None,
        end: Annotated[str | None, Query(alias="to", description="terjadi sampai")] = None,
        source: Annotated[str | None, Query(description="slug instansi", max_length=60)] = None,
        older_than: Annotated[
            str | None, Query(pattern=r"^\d{1,4}[jh]$", description="lebih lama dari, mis. 6j atau 2h")
        ] = None,
        has_findings: Annotated[bool | None, Query(description="ada galat atau peringatan")] = None,
    ) -> None:
        self.viewer = viewer
        self._age = _age(older_than) if older_than else None
        self._asked = desk.Inbox(
            statuses=desk.statuses_named(status),
            area=check_area(area) if area else None,
            within=viewer.area,
            hazards=parse_hazards(hazard),
            period=parse_period(start, end),
            source=source,
            has_findings=has_findings,
        )

    def at(self, now: datetime) -> desk.Inbox:
        """What is asked for, its age counted from `now`."""
        older_than = now - self._age if self._age else None
        return desk.Inbox(
            **{name: getattr(self._asked, name) for name in desk.Inbox.__slots__} | {"older_than": older_than}
        )


Asked = Annotated[InboxQuery, Depends(InboxQuery)]


@router.get("/reports", summary="Kotak masuk laporan")
def reports(
    request: Request, db: Db, query: Asked, limit: Limit = 100, after: str | None = None, as_of: AsOf = None
) -> dict[str, Any]:
    """Reports that fit, oldest first, each with its place, status and how many findings it has."""
    start = parse_id(after) if after else None
    with db.read(query.viewer) as conn:
        moment = moment_of(conn, as_of)
        now = now_of(moment, as_of)
        found = desk.reports(conn, query.at(now), seq=moment.seq, limit=limit, after=start)
    following = links.again(request, after=found[-1]["id"], as_of=moment.seq) if len(found) == limit else None
    return {
        "as_of": moment.as_dict(),
        "reports": [_listed(row, query.viewer) | _age_of(row["recorded_at"], now) for row in found],
        "next": following,
    }


def _listed(row: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    told: dict[str, Any] = jsonable(row)
    hidden = not may(viewer, Permission.READ_PERSONAL)
    return told | {"source": redacted.source(row["source"])} if hidden else told


def _age_of(recorded_at: datetime, now: datetime) -> dict[str, float]:
    return {"age_hours": round(max(0.0, (now - recorded_at).total_seconds()) / 3600, 1)}


@router.get("/inbox", summary="Banyaknya laporan yang menunggu")
def inbox(db: Db, query: Asked, as_of: AsOf = None) -> dict[str, Any]:
    """How many reports wait, by regency and by age."""
    with db.read(query.viewer) as conn:
        moment = moment_of(conn, as_of)
        now = now_of(moment, as_of)
        rows = desk.counts(conn, query.at(now), seq=moment.seq, now=now)
    regencies = [_waiting(code, [row for row in rows if row["regency"] == code]) for code in _codes(rows)]
    return {"as_of": moment.as_dict(), "ages": list(desk.AGES), "regencies": jsonable(regencies)}


def _codes(rows: list[dict[str, Any]]) -> list[str]:
    return sorted({row["regency"] for row in rows})


def _waiting(code: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """One regency's line; what speaks of the whole province stands under `19`."""
    known = codes.areas().get(code)
    by_status: dict[str, int] = {}
    for row in rows:
        by_status[row["status"]] = by_status.get(row["status"], 0) + row["n"]
    return {
        "code": code,
        "name": known.full_name if known else code,
        "reports": sum(row["n"] for row in rows),
        "by_status": by_status,
        "by_age": {age: sum(row["n"] for row in rows if row["age"] == age) for age in desk.AGES},
        "oldest": min(row["oldest"] for row in rows),
    }


@router.get("/reports/{id}", summary="Satu laporan lengkap")
def report(db: Db, store: Store, viewer: Reading, id: str, as_of: AsOf = None) -> dict[str, Any]:
    """One report: place, figures with where they stand, findings, decisions, and its words."""
    key = parse_id(id)
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        found = desk.report_for(conn, key, seq=moment.seq, within=viewer.area)
        beside = comparison.of_reports(conn, [key], moment.seq).get(key, [])
        found |= desk.file(conn, key, seq=moment.seq)
        found["findings"] = [*found["findings"], *beside]
        if may(viewer, Permission.READ_PERSONAL):
            found["original"] = originals.text_of(conn, store, found)
        else:
            found |= {"texts": {}, "personal": [], "original": None}
        found |= _narrowed(found, viewer)
        found = redacted.report(found, viewer)
    if may(viewer, Permission.READ_PERSONAL):
        audit.note(db, viewer, Action.READ_PERSONAL, f"laporan {key}")  # before the answer goes out
    return {"as_of": moment.as_dict(), **jsonable(found)}


def _narrowed(found: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """The figures, and findings on figures, that the viewer reads."""
    return {
        "figures": [figure for figure in found["figures"] if viewer.reads(figure["kind"])],
        "findings": [
            finding
            for finding in found["findings"]
            if viewer.kinds is None or not _speaks_of_others(str(finding["field"]), viewer)
        ],
    }


def _speaks_of_others(field: str, viewer: Viewer) -> bool:
    return field not in NO_FIGURES and not viewer.reads(field)


@router.post("/reports/verify", summary="Verifikasi banyak laporan sekaligus")
def verify_many(db: Db, viewer: Verifying, decisions: Decisions) -> dict[str, Any]:
    """Publish many reports in one entry: all of them, or none when one is not there."""
    return _decide_many(db, viewer, decisions, register.VERIFIED)


@router.post("/reports/reject", summary="Tolak banyak laporan sekaligus")
def reject_many(db: Db, viewer: Verifying, decisions: Decisions) -> dict[str, Any]:
    """Take many reports out of every reading in one entry."""
    _need_reason(decisions)
    return _decide_many(db, viewer, decisions, register.REJECTED)


@router.post("/reports/{id}/check", summary="Tandai laporan sudah diperiksa")
def check(db: Db, viewer: Checking, id: str, decision: Decision | None = None) -> dict[str, Any]:
    """Say that somebody looked through a draft; it still waits for verification."""
    return _decide(db, viewer, parse_id(id), register.CHECKED, (decision or Decision()).reason)


@router.post("/reports/{id}/verify", summary="Verifikasi laporan")
def verify(db: Db, viewer: Verifying, id: str, decision: Decision | None = None) -> dict[str, Any]:
    """Publish a report: from this entry on the public sees it."""
    return _decide(db, viewer, parse_id(id), register.VERIFIED, (decision or Decision()).reason)


@router.post("/reports/{id}/reject", summary="Tolak laporan")
def reject(db: Db, viewer: Verifying, id: str, decision: Decision) -> dict[str, Any]:
    """Take a report out of every reading from now on; what was read before stays readable."""
    _need_reason(decision)
    return _decide(db, viewer, parse_id(id), register.REJECTED, decision.reason)


def _need_reason(decision: Decision) -> None:
    if not decision.reason.strip():
        raise InvalidInput(
            "alasan",
            "Penolakan memerlukan alasan",
            "A rejection needs a reason",
            where="reason",
        )


@again
def _decide(db: Database, viewer: Viewer, key: UUID, status: str, reason: str) -> dict[str, Any]:
    """Give a report a status in an entry of its own; Conflict when it has that status already."""
    reason = reasons.unnamed(db, viewer, reason, reports=[key])
    with ledger.entry(db, by=viewer.name, why=f"{status} {key}") as entry:
        if key not in desk.in_regency(entry.conn, [key], viewer.area):
            raise desk.no_report(key)
        event = register.set_status(entry, key, status, reason=reason or None)
    return {"report": str(key), "status": status, "event": str(event)}


@again
def _decide_many(db: Database, viewer: Viewer, decisions: Decisions, status: str) -> dict[str, Any]:
    keys = [parse_id(text) for text in decisions.reports]
    reason = reasons.unnamed(db, viewer, decisions.reason, reports=keys)
    with ledger.entry(db, by=viewer.name, why=f"{status} {len(keys)} laporan") as entry:
        changed, before = desk.decide(entry, keys, status, reason=reason or None, within=viewer.area)
    return {
        "status": status,
        "reports": [str(key) for key in changed],
        "already": [str(key) for key in before],
    }


def _age(text: str) -> timedelta:
    """An age as `6j` (jam: hours) or `2h` (hari: days)."""
    count = int(text[:-1])
    return timedelta(hours=count) if text.endswith("j") else timedelta(days=count)
