"""Sums over areas and hazards, with how many events have reported a number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from gis import codes, queries
from gis.errors import InvalidInput
from layers.events import in_reading_order
from layers.filter import Filter, event_conditions

_SQL = queries.load_text("layers.summary")


@dataclass(slots=True)
class _Sum:
    """One line being added up."""

    events: int = 0
    values: dict[str, float] = field(default_factory=dict)
    reported: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    approx: set[str] = field(default_factory=set)

    def add(self, row: Any) -> None:
        kind = row.kind
        self.reported[kind] += row.reported
        if row.value is not None:
            self.values[kind] = self.values.get(kind, 0) + float(row.value)
        if row.approx:
            self.approx.add(kind)

    def as_json(self) -> dict[str, Any]:
        figures = {kind: self._figure(kind) for kind in self.reported}
        return {"events": self.events, "figures": dict(in_reading_order(figures))}

    def _figure(self, kind: str) -> dict[str, Any]:
        value = self.values.get(kind)
        known = codes.figures()[kind]
        return {
            "value": int(value) if value is not None and value == int(value) else value,
            "reported": self.reported[kind],
            "of": self.events,
            "approx": kind in self.approx,
            "label": known.label_id,
            "unit": known.unit,
        }


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
    conditions, values = event_conditions(asked)
    values |= {"depth": level, "within": within}
    by_line: dict[tuple[str, str], _Sum] = defaultdict(_Sum)
    for row in conn.execute(_statement("counts", conditions), values):
        by_line[row.code, row.hazard].events += row.events
    for row in conn.execute(_statement("figures", conditions), values):
        by_line[row.code, row.hazard].add(row)
    lines = [
        {
            "area": _area(code, level),
            "hazard": hazard,
            "hazard_label": codes.hazards()[hazard].label_id,
            **line.as_json(),
        }
        for (code, hazard), line in sorted(by_line.items())
    ]
    hazards = conn.execute(_statement("totals", conditions), values).all()
    edition = conn.execute(sa.text(_SQL["editions"]), values).one_or_none()
    return {
        "as_of": asked.moment.as_dict(),
        "area": _area(within or "19", codes.level_of(within or "19")),
        "level": level,
        "rows": lines,
        "areas": _folded(by_line, level),
        "hazards": [
            {"hazard": row.hazard, "hazard_label": codes.hazards()[row.hazard].label_id, "events": row.events}
            for row in sorted(hazards, key=lambda row: (-row.events, row.hazard))
        ],
        "total": _total(by_line, sum(row.events for row in hazards)),
        "valid_at": max((row.valid_at for row in hazards), default=None),
        "indicative": bool(edition and edition.indicative),
        "edition": edition.title if edition else None,
    }


def _folded(by_line: dict[tuple[str, str], _Sum], level: int) -> list[dict[str, Any]]:
    by_area: dict[str, list[_Sum]] = defaultdict(list)
    for (code, _), line in by_line.items():
        by_area[code].append(line)
    return [{"area": _area(code, level), **_sum(lines).as_json()} for code, lines in sorted(by_area.items())]


def _total(by_line: dict[tuple[str, str], _Sum], events: int) -> dict[str, Any]:
    # An event in two areas stands in both lines but is one event; its shares are disjoint already.
    total = _sum(by_line.values())
    total.events = events
    return total.as_json()


def _sum(lines: Iterable[_Sum]) -> _Sum:
    total = _Sum()
    for line in lines:
        total.events += line.events
        total.approx |= line.approx
        for kind, n in line.reported.items():
            total.reported[kind] += n
        for kind, value in line.values.items():
            total.values[kind] = total.values.get(kind, 0) + value
    return total


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
