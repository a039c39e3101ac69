"""Which report tells of which event, as officers decide it: move a report, merge events, take a merge back.

All of it is new link rows: no report and no number is touched, and what was linked before stays known. An
act (`link_act`) says who did it and why. Every verb takes the ledger's lock, so that two officers cannot undo
each other unseen.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import queries, register
from gis.copying import copy_rows
from gis.errors import Conflict, InvalidInput, NotFound
from gis.ledger import Entry

_SQL = queries.load("gis.linking")
MERGE, UNMERGE, MOVE = "gabung", "lepas", "pindah"
ACCEPT, DECLINE = "terima", "tolak"
OPEN, SETTLED, LINKED = "terbuka", "dijawab", "otomatis"
STATES = (OPEN, SETTLED, LINKED)
_MOST_STEPS = 50  # of a chain of merges


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act came to: the event that now holds the reports, and the reports that were linked anew.

    `other`: the event that held them before; of a declined candidate the one that it was asked about.
    """

    act: str
    event: UUID
    other: UUID
    reports: tuple[UUID, ...]


def merge(entry: Entry, event: UUID, into: UUID, *, reason: str) -> Done:
    """Make all reports of `event` tell of `into`; `event` then lives on there.

    NotFound: there is no such event. Conflict: they are one already, or `event` has no report.
    """
    _needs_reason(reason)
    entry.lock()
    into = _living(entry, into)
    if event == into:
        raise _already_there(event)
    reports = _members(entry, event)
    if not reports:
        raise _empty(entry, event)
    _act(entry, MERGE, event, into, reason=reason, emptied=True)
    _link(entry, reports, into, MERGE)
    entry.touch([event, into])
    return Done(act=MERGE, event=into, other=event, reports=tuple(reports))


def unmerge(entry: Entry, event: UUID, *, reason: str) -> Done:
    """Take back the newest merge of `event` into another, or of another into `event`.

    The reports that it moved, and that nobody moved one by one since, tell of their own event again.
    NotFound: there is no such event. Conflict: it was not merged, or nothing is left to take back.
    """
    _needs_reason(reason)
    entry.lock()
    _known(entry, event)
    act = entry.conn.execute(_SQL["merge_to_undo"], {"event": event}).one_or_none()
    if act is None:
        raise Conflict(
            "tidak_digabung",
            "Kejadian {id} tidak pernah digabung, atau penggabungannya sudah dilepas",
            "Event {id} was never merged, or its merge was taken back",
            where="id",
            id=str(event),
        )
    now = _living(entry, act.into_id)
    reports = list(entry.conn.execute(_SQL["moved_by_merge"], {**act._mapping, "now": now}).scalars())
    if not reports:
        raise Conflict(
            "sudah_dipindah",
            "Semua laporan kejadian {id} sudah dipindah satu per satu",
            "All reports of event {id} were moved one by one since",
            where="id",
            id=str(act.event_id),
        )
    _act(entry, UNMERGE, act.event_id, act.into_id, reason=reason, emptied=False, undoes=act.id)
    _link(entry, reports, act.event_id, UNMERGE)
    entry.touch([act.event_id, now])
    return Done(act=UNMERGE, event=act.event_id, other=now, reports=tuple(reports))


def move(entry: Entry, report: UUID, into: UUID | None, *, reason: str) -> Done:
    """Make one report tell of another event, or of a new one of its own (`into` None).

    NotFound: there is no such report or event. Conflict: it tells of that event already.
    """
    _needs_reason(reason)
    entry.lock()
    event = _event_of(entry, report)
    target = _living(entry, into) if into else _new_event(entry)
    if target == event:
        raise _already_there(event)
    emptied = _members(entry, event) == [report]
    _act(entry, MOVE, event, target, reason=reason, emptied=emptied, report=report)
    _link(entry, [report], target, MOVE)
    entry.touch([event, target])
    return Done(act=MOVE, event=target, other=event, reports=(report,))


def answer(entry: Entry, candidate: UUID, *, accept: bool, reason: str = "") -> Done:
    """Say whether a report is of the event it was found to be like; accepting links it there.

    A report whose event was made for it brings that event along, with all that joined it since; so the answer
    can be taken back by `unmerge`. Any other report moves alone.
    NotFound: there is no such candidate. Conflict: it was answered.
    """
    entry.lock()
    row = entry.conn.execute(_SQL["candidate"], {"id": candidate}).one_or_none()
    if row is None:
        raise NotFound(
            "calon_tautan",
            "Calon tautan {id} tidak ada",
            "There is no link candidate {id}",
            where="id",
            id=str(candidate),
        )
    if row.answer is not None or row.decision != "tanya":
        raise Conflict(
            "sudah_dijawab",
            "Calon tautan {id} sudah dijawab",
            "Link candidate {id} was answered already",
            where="id",
            id=str(candidate),
        )
    said = ACCEPT if accept else DECLINE
    copy_rows(entry.conn, "link_answer", ANSWER, [(candidate, said, reason, entry.by, entry.id)])
    if not accept or row.own_event == row.like_event:
        return Done(act=said, event=row.own_event, other=row.like_event, reports=())
    why = reason or f"calon tautan {candidate}"
    if row.made_for_it:
        done = merge(entry, row.own_event, row.like_event, reason=why)
    else:
        done = move(entry, row.report_id, row.like_event, reason=why)
    return replace(done, act=said)


ANSWER = ("candidate_id", "answer", "reason", "by", "entry")


def candidates(
    conn: sa.Connection,
    *,
    seq: int,
    limit: int,
    after: UUID | None = None,
    state: str = OPEN,
    areas: Collection[str] = (),
    hazards: Collection[str] = (),
    period: tuple[datetime | None, datetime | None] = (None, None),
) -> list[dict[str, Any]]:
    """Candidates as known at ledger `seq`, oldest first, after that id; `areas`: in all of these.

    `hazards`: reports of one of these; `period`: of what happened within it, ends included.

    `state`: `terbuka` waits for an answer, `dijawab` was answered or settled by a merge, `otomatis` was
    linked without a question.
    """
    asked = {"seq": seq, "limit": limit, "after": after or UUID(int=0), "state": state}
    asked |= {"areas": list(areas), "hazards": list(hazards)}
    asked |= dict(zip(("from", "to"), period, strict=True))
    return [dict(row) for row in conn.execute(_SQL["candidates"], asked).mappings()]


def of_report(conn: sa.Connection, report: UUID, *, seq: int) -> list[dict[str, Any]]:
    """What a report was found to be like, and which links it had, as known at ledger `seq`."""
    asked = {"report": report, "seq": seq}
    return [dict(row) for row in conn.execute(_SQL["links_of_report"], asked).mappings()]


def survivor(conn: sa.Connection, event: UUID, *, seq: int) -> UUID | None:
    """The event that a merged one lives on in at ledger `seq`; None where it was not merged."""
    at, steps = event, 0
    while steps < _MOST_STEPS:
        row = conn.execute(_SQL["lives_on_in"], {"event": at, "seq": seq}).one_or_none()
        if row is None or row.act == UNMERGE or row.into_id == event:
            break
        at, steps = row.into_id, steps + 1
    return at if at != event else None


def events_of_candidate(conn: sa.Connection, candidate: UUID) -> list[UUID]:
    """The events that its two reports tell of now; none where there is no such candidate."""
    row = conn.execute(_SQL["candidate"], {"id": candidate}).one_or_none()
    return [row.own_event, row.like_event] if row else []


def ever_told(conn: sa.Connection, events: Collection[UUID]) -> list[UUID]:
    """Reports that told at any time of one of these events, or of one that it was merged into."""
    return list(conn.execute(_SQL["ever_told"], {"events": list(events)}).scalars())


def _living(entry: Entry, event: UUID) -> UUID:
    """The event itself, or the one it was merged into."""
    _known(entry, event)
    if _members(entry, event):
        return event
    return survivor(entry.conn, event, seq=2**62) or event


def _known(entry: Entry, event: UUID) -> None:
    if not entry.conn.execute(_SQL["event_exists"], {"event": event}).scalar_one():
        raise NotFound(
            "kejadian",
            "Kejadian {id} tidak ada",
            "There is no event {id}",
            where="id",
            id=str(event),
        )


def _members(entry: Entry, event: UUID) -> list[UUID]:
    return list(entry.conn.execute(_SQL["members"], {"event": event}).scalars())


def _event_of(entry: Entry, report: UUID) -> UUID:
    event = entry.conn.execute(_SQL["event_of"], {"report": report}).scalar_one_or_none()
    if event is None:
        raise NotFound(
            "laporan", "Laporan {id} tidak ada", "There is no report {id}", where="id", id=str(report)
        )
    return UUID(str(event))


def _new_event(entry: Entry) -> UUID:
    event = register.new_id()
    entry.conn.execute(_SQL["add_event"], {"id": event, "entry": entry.id})
    return event


def _link(entry: Entry, reports: Iterable[UUID], event: UUID, reason: str) -> None:
    rows = ((report, event, reason, entry.id) for report in reports)
    copy_rows(entry.conn, "event_link", ("report_id", "event_id", "reason", "entry"), rows)


def _act(
    entry: Entry,
    act: str,
    event: UUID,
    into: UUID,
    *,
    reason: str,
    emptied: bool,
    report: UUID | None = None,
    undoes: int | None = None,
) -> None:
    row = {"act": act, "event": event, "into": into, "report": report, "emptied": emptied, "undoes": undoes}
    entry.conn.execute(_SQL["add_act"], {**row, "reason": reason, "by": entry.by, "entry": entry.id})


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(
            "alasan",
            "Menautkan laporan memerlukan alasan",
            "Linking reports needs a reason",
            where="reason",
        )


def _already_there(event: UUID) -> Conflict:
    return Conflict(
        "sudah_bertaut",
        "Sudah bertaut pada kejadian {id}",
        "It is linked to event {id} already",
        where="id",
        id=str(event),
    )


def _empty(entry: Entry, event: UUID) -> Conflict | NotFound:
    _known(entry, event)
    return Conflict(
        "sudah_digabung",
        "Kejadian {id} tidak mempunyai laporan lagi: sudah digabung ke kejadian lain",
        "Event {id} has no report any more: it was merged into another",
        where="id",
        id=str(event),
    )
