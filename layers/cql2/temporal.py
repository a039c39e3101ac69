"""Times in filters: instants, days and intervals, and the relations between them.

Intervals are closed, as OGC's are. A date is that whole day in WIB.
"""

from datetime import date, datetime, time
from typing import Any, NamedTuple

from gis import zone
from gis.errors import InvalidInput

RELATIONS = {
    "t_after": "{a.start} > {b.end}",
    "t_before": "{a.end} < {b.start}",
    "t_contains": "{a.start} < {b.start} AND {a.end} > {b.end}",
    "t_disjoint": "({a.end} < {b.start} OR {a.start} > {b.end})",
    "t_during": "{a.start} > {b.start} AND {a.end} < {b.end}",
    "t_equals": "{a.start} = {b.start} AND {a.end} = {b.end}",
    "t_finishedby": "{a.start} < {b.start} AND {a.end} = {b.end}",
    "t_finishes": "{a.start} > {b.start} AND {a.end} = {b.end}",
    "t_intersects": "{a.start} <= {b.end} AND {a.end} >= {b.start}",
    "t_meets": "{a.end} = {b.start}",
    "t_metby": "{a.start} = {b.end}",
    "t_overlappedby": "{a.start} > {b.start} AND {a.start} < {b.end} AND {a.end} > {b.end}",
    "t_overlaps": "{a.start} < {b.start} AND {a.end} > {b.start} AND {a.end} < {b.end}",
    "t_startedby": "{a.start} = {b.start} AND {a.end} > {b.end}",
    "t_starts": "{a.start} = {b.start} AND {a.end} < {b.end}",
}
_COMPARISONS = {
    "=": "{a.start} >= {b.start} AND {a.end} <= {b.end}",
    "<>": "({a.end} < {b.start} OR {a.start} > {b.end})",
    "<": "{a.end} < {b.start}",
    "<=": "{a.end} <= {b.end}",
    ">": "{a.start} > {b.end}",
    ">=": "{a.start} >= {b.start}",
}


class Period(NamedTuple):
    """A closed interval as two expressions of SQL; an instant has both alike."""

    start: str
    end: str


def relation(op: str, one: Period, other: Period) -> str:
    """One of CQL2's fifteen temporal relations as SQL."""
    return f"({RELATIONS[op].format(a=one, b=other)})"


def comparison(op: str, one: Period, other: Period) -> str:
    """`=`, `<` … between times: equal to a date means on that day."""
    return f"({_COMPARISONS[op].format(a=one, b=other)})"


def literal(node: Any) -> tuple[datetime, datetime]:
    """The first and last moment of a date, a timestamp, or a time written as plain text."""
    text = node.get("date") or node.get("timestamp") if isinstance(node, dict) else node
    if not isinstance(text, str):
        raise _unreadable(node)
    try:
        if zone.is_day(text):
            day = date.fromisoformat(text)
            moments = (
                datetime.combine(day, time.min, zone.WIB),
                datetime.combine(day, time.max, zone.WIB),
            )
        else:
            moment = datetime.fromisoformat(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=zone.WIB)
            moments = (moment, moment)
    except ValueError as error:
        raise _unreadable(text) from error
    if not all(map(zone.is_plausible, moments)):
        raise _unreadable(text)
    return moments


def _unreadable(what: Any) -> InvalidInput:
    return InvalidInput(
        "filter",
        "Waktu '{what}' dalam filter tidak dapat dibaca: tulis DATE('2026-01-31') atau "
        "TIMESTAMP('2026-01-31T00:00:00Z')",
        "Time '{what}' in the filter cannot be read: write DATE('2026-01-31') or "
        "TIMESTAMP('2026-01-31T00:00:00Z')",
        where="filter",
        what=str(what)[:60],
    )
