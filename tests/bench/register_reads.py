"""What officers read all day, as statements on a filled register: inbox, silence, changes, lists, pages."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from gis import desk, ledger
from gis.geo import BBox
from gis.ledger import Moment
from gis.viewer import PUBLIC, officer
from layers import changes, events, silence
from layers.filter import Filter
from layers.silence import Period

Read = Callable[[sa.Connection], object]
OFFICER = officer("bench")


def reads(conn: sa.Connection) -> list[tuple[str, Read]]:
    """(what it is, the reading) for the register behind `conn`, as of its newest entry."""
    moment = ledger.resolve(conn)
    assert moment.recorded_at
    now = moment.recorded_at
    cutoff = silence.parse_cutoff("07:00")
    past = ledger.resolve(conn, moment.seq // 2)
    many = conn.execute(sa.text("SELECT event_id FROM event_link GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"))
    large, report = (
        many.scalar_one(),
        conn.execute(sa.text("SELECT max(id::text)::uuid FROM report")).scalar_one(),
    )
    waiting = desk.Inbox()
    regency = desk.Inbox(area="19.03", within="19.03")
    doubtful = desk.Inbox(has_findings=True)
    verified = desk.Inbox(statuses=desk.STATUSES)
    return [
        ("event page of 100 reports", partial(events.event, event_id=large, asked=_asked(moment))),
        ("its history", partial(events.history, event_id=large, asked=_asked(moment))),
        ("report page", partial(_report, report=report, seq=moment.seq)),
        ("inbox: counts", partial(desk.counts, asked=waiting, seq=moment.seq, now=now)),
        ("inbox: counts, in the past", partial(desk.counts, asked=waiting, seq=past.seq, now=now)),
        ("inbox: first page", partial(desk.reports, asked=waiting, seq=moment.seq, limit=100)),
        ("inbox: one regency", partial(desk.reports, asked=regency, seq=moment.seq, limit=100)),
        ("inbox: with findings", partial(desk.reports, asked=doubtful, seq=moment.seq, limit=100)),
        ("reports of any status", partial(desk.reports, asked=verified, seq=moment.seq, limit=100)),
        ("silence", partial(_silence, moment=moment, period=Period.closed_by(now, cutoff))),
        ("silence of 30 days", partial(_silent_days, moment=moment)),
        ("changes of a day", partial(_changes, start=now - timedelta(days=1), end=moment)),
        ("changes of 30 days", partial(_changes, start=now - timedelta(days=30), end=moment)),
        ("events: first page", partial(_events, asked=_asked(moment))),
        ("events: of the public", partial(_events, asked=Filter(viewer=PUBLIC, moment=moment))),
        ("events: in the past", partial(_events, asked=_asked(past))),
        ("events: one kecamatan", partial(_events, asked=_asked(moment, area="19.03.01"))),
        ("events: one hazard", partial(_events, asked=_asked(moment, hazards=("banjir",)))),
        ("events: in a box", partial(_events, asked=_asked(moment, bbox=BBox(106.4, -3.05, 106.5, -2.95)))),
    ]


def _asked(moment: Moment, **more: object) -> Filter:
    return Filter(viewer=OFFICER, moment=moment, **more)  # type: ignore[arg-type]


def _events(conn: sa.Connection, asked: Filter) -> object:
    return events.list_events(conn, asked)


def _report(conn: sa.Connection, report: object, seq: int) -> None:
    desk.report_for(conn, report, seq=seq, within=None)  # type: ignore[arg-type]
    desk.file(conn, report, seq=seq)  # type: ignore[arg-type]


def _silence(conn: sa.Connection, moment: Moment, period: Period) -> None:
    assert moment.recorded_at
    silence.silence(conn, moment, period, moment.recorded_at)


def _silent_days(conn: sa.Connection, moment: Moment) -> None:
    assert moment.recorded_at
    last = moment.recorded_at.date()
    cutoff = silence.parse_cutoff("07:00")
    silence.history(conn, moment, last - timedelta(days=29), last, cutoff, moment.recorded_at)


def _changes(conn: sa.Connection, start: object, end: Moment) -> None:
    begin = ledger.resolve(conn, start)  # type: ignore[arg-type]
    changes.changes(conn, changes.Asked(start=begin, end=end, viewer=OFFICER))
