"""The officers' desk: the inbox, one report with all that was decided on it, and deciding on many at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import codes, queries, register, sheetrows
from gis.errors import InvalidInput, NotFound
from gis.ledger import Entry
from gis.register import CHECKED, DRAFT, REJECTED, VERIFIED

_SQL = queries.load("gis.desk")
_TEXT = queries.load_text("gis.desk")

STATUSES = (DRAFT, CHECKED, VERIFIED, REJECTED)
MORE, MOST_AT_ONCE = 4, 20_000
"""Of how many reports it is looked up at once what they were: so many times the last ones, and at most."""
AGES = ("1_jam", "6_jam", "1_hari", "7_hari", "lebih")
"""Bands of the inbox: came in within the hour, six hours, a day, seven days, or longer ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Which reports are asked for. `older_than`: recorded before that time. `area`: in it, at any level."""

    statuses: Sequence[str] = (DRAFT, CHECKED)
    area: str | None = None
    within: str | None = None  # the reader's own regency
    hazards: Sequence[str] = ()
    period: tuple[datetime | None, datetime | None] = (None, None)
    source: str | None = None
    older_than: datetime | None = None
    has_findings: bool | None = None

    @property
    def waiting(self) -> bool:
        """Whether only reports are asked for that nobody has decided on."""
        return set(self.statuses) <= {DRAFT, CHECKED}


def statuses_named(text: str) -> tuple[str, ...]:
    """Statuses as written, with commas between; InvalidInput for none, and for what is none."""
    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    if not wanted or not set(wanted) <= set(STATUSES):
        raise InvalidInput(
            "status",
            "Status '{status}' tidak dikenal: {known}",
            "Status '{status}' is not known: {known}",
            where="status",
            status=text[:60],
            known=", ".join(STATUSES),
        )
    return wanted


def reports(
    conn: sa.Connection, asked: Inbox, *, seq: int, limit: int, after: UUID | None = None
) -> list[dict[str, Any]]:
    """Reports that fit as known at ledger `seq`, oldest first, after report id `after`."""
    candidates = _statement("waiting_candidates" if asked.waiting else "candidates", _of_report(asked))
    fitting = _statement("reports", _then(asked))
    values = {**_values(asked), "seq": seq}
    found: list[dict[str, Any]] = []
    last, chunk = after or UUID(int=0), limit * (MORE if any(_then(asked)) else 1)
    while len(found) < limit:
        ids = conn.execute(candidates, {**values, "after": last, "limit": chunk}).scalars().all()
        if ids:
            wanted = {**values, "ids": ids, "limit": limit - len(found)}
            found += _dicts(conn.execute(fitting, wanted))
        if len(ids) < chunk:
            break
        last, chunk = ids[-1], min(chunk * MORE, MOST_AT_ONCE)
    return found


def counts(conn: sa.Connection, asked: Inbox, *, seq: int, now: datetime) -> list[dict[str, Any]]:
    """How many reports fit, by `regency`, `age` (of AGES) and `status`, with the `oldest` of each."""
    statement = _statement("counts", [*_of_report(asked), *_then(replace(asked, has_findings=None))])
    among = _TEXT["waiting_reports" if asked.waiting else "all_reports"]
    statement = sa.text(statement.text.replace("/* reports */", among))
    return _dicts(conn.execute(statement, {**_values(asked), "seq": seq, "now": now}))


def _of_report(asked: Inbox) -> Iterator[str]:
    """Conditions on a report `r` alone, or on rows of it that were written at any time."""
    if not asked.waiting and not set(STATUSES) <= set(asked.statuses):
        yield "r.id IN (SELECT report_id FROM report_status WHERE status = ANY(CAST(:statuses AS text[])))"
    for words in _of_words(asked):  # which may have been corrected
        corrected = f"SELECT w.report_id FROM report_correction AS w WHERE {words}"
        yield f"({words.replace('w.', 'r.')} OR r.id IN ({corrected}))"
    if asked.older_than:
        yield "r.entry IN (SELECT entry FROM ledger_entry WHERE recorded_at < :older_than)"
    if not asked.waiting:  # which are few
        for name in ("area", "within"):
            if getattr(asked, name):
                yield (
                    "r.id IN (SELECT report_id FROM report_location "
                    f"WHERE area_code = ANY(:{name}_path) OR area_code LIKE :{name} || '.%')"
                )


def _of_words(asked: Inbox) -> Iterator[str]:
    """Conditions on a report's own words `w`."""
    if asked.hazards:
        yield "(w.hazard = ANY(:hazards) OR w.other_hazards && CAST(:hazards AS text[]))"
    start, end = asked.period
    if start:
        yield "w.occurred_to > :period_start"
    if end:
        yield "w.occurred_from <= :period_end"
    if asked.source:
        yield "w.source = :source"


def _then(asked: Inbox) -> Iterator[str]:
    """Conditions on what a report was at the moment."""
    yield from _of_words(asked)
    for name in ("area", "within"):
        if getattr(asked, name):
            yield f"EXISTS (SELECT FROM unnest(p.areas) AS a WHERE a = :{name} OR a LIKE :{name} || '.%')"
    if asked.has_findings is not None:
        found = f"EXISTS (SELECT FROM ({queries.shared('findings_then')}) AS f WHERE severity <> 'info')"
        yield found if asked.has_findings else f"NOT {found}"


def _values(asked: Inbox) -> dict[str, Any]:
    start, end = asked.period
    values: dict[str, Any] = {
        "statuses": list(asked.statuses),
        "hazards": list(asked.hazards),
        "period_start": start,
        "period_end": end,
        "source": asked.source,
        "older_than": asked.older_than,
    }
    for name, code in (("area", asked.area), ("within", asked.within)):
        if code:
            # A report in two areas has the smallest that holds both as its area: one above either.
            values |= {name: code, f"{name}_path": [code, *codes.ancestors(code)]}
    return values


def file(conn: sa.Connection, report: UUID, *, seq: int) -> dict[str, Any]:
    """What was decided on a report up to ledger `seq`: its statuses and places, and where it came from."""
    key = {"report_id": report, "seq": seq}
    submitted = conn.execute(_SQL["submitted"], {"report_id": report}).mappings().one()
    return {
        "statuses": _dicts(conn.execute(_SQL["statuses"], key)),
        "locations": _dicts(conn.execute(_SQL["locations"], key)),
        "personal": [
            {"kind": row.kind, **row.place} for row in conn.execute(_SQL["personal"], {"report_id": report})
        ],
        "submission": dict(submitted),
    }


def decide(
    entry: Entry,
    reports: Iterable[UUID],
    status: str,
    *,
    reason: str | None = None,
    within: str | None = None,
) -> tuple[list[UUID], list[UUID]]:
    """Give reports a status and touch their events; returns those changed, and those that had it already.

    `within`: the regency that the decider is bound to. NotFound names the first report that there is not, or
    not there; then nothing is decided.
    """
    entry.lock()  # two officers deciding at once are taken one after the other
    wanted = list(dict.fromkeys(reports))
    rows = {row.id: row for row in entry.conn.execute(_SQL["standing_of"], {"reports": wanted})}
    own = in_regency(entry.conn, wanted, within)
    if missing := next((key for key in wanted if key not in own or key not in rows), None):
        raise no_report(missing)
    changed = [key for key in wanted if rows[key].status != status]
    values = {"status": status, "reason": reason, "by": entry.by, "entry": entry.id, "reports": changed}
    if changed:
        entry.conn.execute(_SQL["decide"], values)
        entry.touch(rows[key].event_id for key in changed if rows[key].event_id)
    if status == VERIFIED:
        sheetrows.replace_earlier(entry, changed, verified_too=True)
    return changed, [key for key in wanted if key not in changed]


def in_regency(conn: sa.Connection, reports: Sequence[UUID], within: str | None) -> set[UUID]:
    """Those of the reports that a reader bound to the regency `within` may see; all of them for None."""
    rows = conn.execute(_SQL["places_of"], {"reports": list(reports)}).all()
    return {row.id for row in rows if within is None or speaks_of(row.areas, within)}


def report_for(conn: sa.Connection, report: UUID, *, seq: int, within: str | None) -> dict[str, Any]:
    """One report whole; NotFound also where it is not of the regency `within` that its reader is bound to."""
    found = register.report(conn, report, seq=seq)
    if within and not speaks_of(found["areas"], within):
        raise no_report(report)
    return found


def speaks_of(areas: Iterable[str], regency: str) -> bool:
    """Whether one of the areas lies in the regency."""
    return any(f"{area}.".startswith(f"{regency}.") for area in areas)


def verify_waiting(entry: Entry, submission: UUID, *, within: str | None = None) -> list[UUID]:
    """Verify what of a submission nobody has decided on yet; returns the reports."""
    waiting = entry.conn.execute(_SQL["waiting_of_submission"], {"submission": submission}).scalars().all()
    own = in_regency(entry.conn, waiting, within)
    changed, _ = decide(entry, [key for key in waiting if key in own], VERIFIED)
    return changed


def no_report(report: UUID) -> NotFound:
    """There is no such report, or not for this reader."""
    return NotFound(
        "laporan", "Laporan {id} tidak ada", "There is no report {id}", where="id", id=str(report)
    )


def _statement(name: str, conditions: Iterable[str]) -> sa.TextClause:
    both = "".join(f"\n  AND {condition}" for condition in conditions)
    return sa.text(_TEXT[name].replace("/* conditions */", both))


def _dicts(result: sa.CursorResult[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in result.mappings()]
