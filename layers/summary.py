"""Sums over areas and hazards, with how many events have reported a number.

Whole months of the province are read from sums kept by month (`summary_block`); all else, and what of the
period lies outside of them, from the events themselves. Both give the same numbers.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from gis import codes, queries, zone
from gis.errors import InvalidInput
from layers.events import in_reading_order
from layers.filter import Filter, event_conditions

_SQL = queries.load_text("layers.summary")
_WIDTHS = {1: 2, 2: 5, 3: 8, 4: 13}  # letters of a code: 19, 19.03, 19.03.06, 19.03.06.2003
_KEPT_DEPTHS = (1, 2, 3)  # of the sums by month
APPROX, DISPUTED, ASSUMED, COUNTING = 1, 2, 4, 8
"""Bits of a sum: some number in it is approximate, has a dissenting source, speaks of a moment that is only
assumed (its receipt), or is still being counted by a later word."""


@dataclass(slots=True)
class _Sum:
    """One line being added up."""

    events: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    reported: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    flags: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, row: Any) -> None:
        """Add a row: of a kind, or (kind None) of how many events."""
        if row.kind is None:
            self.events += row.events
        else:
            self.add_figure(row.kind, row.value, row.reported, row.flags)

    def add_figure(self, kind: str, value: Any, reported: int, flags: int) -> None:
        self.reported[kind] += reported
        self.flags[kind] |= flags
        if value is not None:
            self.values[kind] = self.values.get(kind, 0) + value

    def as_json(self) -> dict[str, Any]:
        figures = {kind: self._figure(kind) for kind in self.reported}
        return {"events": self.events, "figures": dict(in_reading_order(figures))}

    def _figure(self, kind: str) -> dict[str, Any]:
        value, flags = self.values.get(kind), self.flags[kind]
        known = codes.figures()[kind]
        return {
            "value": None if value is None else int(value) if value == int(value) else float(value),
            "reported": self.reported[kind],
            "of": self.events,
            "approx": bool(flags & APPROX),
            "disputed": bool(flags & DISPUTED),
            "valid_at_known": not flags & ASSUMED,
            "counting": bool(flags & COUNTING),
            "label": known.label_id,
            "unit": known.unit,
        }


@dataclass(frozen=True, slots=True)
class _Months:
    """The whole months [first, last] of a period; None: no end on that side. `none`: there is none."""

    first: date | None
    last: date | None

    @property
    def none(self) -> bool:
        return self.first is not None and self.last is not None and self.first > self.last


def summary(conn: sa.Connection, asked: Filter, level: int) -> dict[str, Any]:
    """Sums by area of `level` (2 kabupaten to 4 desa) and hazard, in the form of `/api/summary`.

    A figure known only for a wider area stands in that area's own line, marked `unsplit`
    ("belum terinci"); a null is never added as 0.
    """
    within = asked.area
    if not 1 <= level <= 4 or (within and level < codes.level_of(within)):
        raise InvalidInput(
            "level",
            "level {level} tidak dapat dipakai di sini: 1 provinsi, 2 kabupaten, 3 kecamatan, 4 desa, "
            "tidak lebih luas daripada wilayahnya",
            "level {level} cannot be used here: 1 province, 2 kabupaten, 3 kecamatan, 4 desa, "
            "not wider than the area",
            where="level",
            level=level,
        )
    rows = [row for row in _rows(conn, asked, level) if row.kind is None or asked.viewer.reads(row.kind)]
    lines, whole = [row for row in rows if not row.whole], [row for row in rows if row.whole]
    by_line = _folded(lines, lambda row: (row.code, row.hazard))
    hazards = _folded(whole, lambda row: row.hazard)
    edition = conn.execute(
        sa.text(_SQL["editions"]), {"seq": asked.moment.seq, "day": asked.moment.day}
    ).one_or_none()
    return {
        "as_of": asked.moment.as_dict(),
        "area": _area(within or "19", codes.level_of(within or "19")),
        "level": level,
        "rows": [
            {"area": _area(code, level), **_hazard(hazard), **line.as_json()}
            for (code, hazard), line in sorted(by_line.items())
        ],
        "areas": [
            {"area": _area(code, level), **line.as_json()}
            for code, line in sorted(_folded(lines, lambda row: row.code).items())
        ],
        "hazards": [
            {**_hazard(hazard), "events": line.events}
            for hazard, line in sorted(hazards.items(), key=lambda pair: (-pair[1].events, pair[0]))
        ],
        "total": _folded(whole, lambda _: None)[None].as_json(),
        "ledgers": _ledgers(whole),
        "valid_at": max((row.valid_at for row in whole if row.valid_at), default=None),
        "indicative": bool(edition and edition.indicative),
        "edition": edition.title if edition else None,
    }


def _ledgers(whole: list[Any]) -> dict[str, Any]:
    """The two ledgers apart: disasters (the ones that go to BNPB), and the calls of other services."""
    by = _folded(whole, lambda row: row.is_bencana)
    return {"bencana": by[True].as_json(), "lainnya": by[False].as_json()}


def _folded(rows: Iterable[Any], key: Callable[[Any], Any]) -> defaultdict[Any, _Sum]:
    found: defaultdict[Any, _Sum] = defaultdict(_Sum)
    for row in rows:
        found[key(row)].add(row)
    return found


def _rows(conn: sa.Connection, asked: Filter, level: int) -> list[Any]:
    """Counts (kind None) and figures of every line, and of the whole."""
    conditions, values = event_conditions(asked)
    values |= {"within": asked.area, "width": _WIDTHS[level], "depth": level}
    months = _months_kept(conn, asked, level)
    if months is None:
        return list(conn.execute(_statement("events", conditions), values))
    values |= {"first": months.first, "last": months.last}
    kept: list[Any] = list(conn.execute(sa.text(_SQL["blocks"]), values))
    if level == 1:  # the province is both a line and the whole
        kept += [_Line(row) for row in kept]
    return [*kept, *_outside(conn, months, asked, conditions, values)]


class _Line:
    """A row of the whole, read as a line."""

    whole = False

    def __init__(self, row: Any) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


def _outside(
    conn: sa.Connection, months: _Months, asked: Filter, conditions: str, values: dict[str, Any]
) -> Iterator[Any]:
    """The events in no whole month: those over a month's end, and the period's first and last days."""
    over = f"{conditions}\n  AND s.block_month IS NULL"
    yield from conn.execute(_statement("events", over), values)
    # The span of the month says the same again, for the index that serves past moments too.
    span = "s.block_month = :month AND s.occurred_from >= :begins AND s.occurred_from < :ends"
    within = f"{conditions}\n  AND {span}"
    for month in _cut_months(months, asked.period):
        named = {"month": month, "begins": _midnight(month), "ends": _midnight(_next(month))}
        yield from conn.execute(_statement("events", within), values | named)


def _cut_months(months: _Months, period: tuple[datetime | None, datetime | None]) -> Iterator[date]:
    """The months of which the period holds a part; none where it begins and ends with a month."""
    start, end = period
    if start is not None and months.first is not None and start < _midnight(months.first):
        yield (months.first - timedelta(days=1)).replace(day=1)
    if end is not None and months.last is not None and end >= _midnight(_next(months.last)):
        yield _next(months.last)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), zone.WIB)


def _months_kept(conn: sa.Connection, asked: Filter, level: int) -> _Months | None:
    """The whole months to be read from the sums kept; None where those cannot answer."""
    chosen = asked.bbox or asked.hazards or asked.where or asked.area not in (None, "19")
    narrowed = chosen or asked.viewer.bound or asked.verified is not None
    # In the calendar's last year there may be no month after one to count with.
    edge = any(moment is not None and moment.year >= 9999 for moment in asked.period)
    if narrowed or edge or level not in _KEPT_DEPTHS:
        return None
    months = _whole_months(*asked.period)
    since = conn.execute(sa.text(_SQL["blocks_since"]), {"depth": level}).scalar_one()
    return None if months.none or asked.moment.seq < since else months


def _whole_months(start: datetime | None, end: datetime | None) -> _Months:
    """The WIB months that lie in [start, end] whole."""
    first = last = None
    if start is not None:
        day = zone.day_start(start)
        first = day.date().replace(day=1)
        if start > day or day.day > 1:
            first = _next(first)
    if end is not None:
        after = (end + timedelta(microseconds=1)).astimezone(zone.WIB)
        last = (after.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    return _Months(first, last)


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _hazard(slug: str) -> dict[str, str]:
    return {"hazard": slug, "hazard_label": codes.hazards()[slug].label_id}


def _area(code: str, level: int) -> dict[str, Any]:
    known = codes.areas().get(code)
    return {
        "code": code,
        "name": known.full_name if known else code,
        "level": codes.level_of(code),
        "unsplit": codes.level_of(code) < level,
    }


def _statement(name: str, conditions: str) -> sa.TextClause:
    return sa.text(_SQL[name].replace("/* conditions */", conditions))
