"""Events as readers see them: lists, one event with its figures and who said so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import codes, linking, queries
from gis.errors import NotFound
from gis.viewer import Viewer
from layers import lineage, severity
from layers.filter import Filter, apart, audience_of, decode_cursor, encode_cursor, event_conditions
from layers.plain import area_json, number, source_json

__all__ = [
    "EventPage",
    "all_events",
    "as_json",
    "event",
    "history",
    "in_reading_order",
    "list_events",
    "source_json",
    "successor",
]

_SQL = queries.load_text("layers.events")
COUNT_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class EventPage:
    """One page: plain JSON events, the cursor of the next page, how many match in all."""

    events: list[dict[str, Any]]
    next_cursor: str | None
    matched: int


def list_events(conn: sa.Connection, asked: Filter) -> EventPage:
    """Events that fit the filter, newest first."""
    conditions, values = event_conditions(asked)
    matched = sum(conn.execute(_statement("count", each), values).scalar_one() for each in apart(conditions))
    if asked.cursor:
        moment, num = decode_cursor(asked.cursor)
        conditions += "\n  AND (s.occurred_from, s.num) < (:after_time, :after_num)"
        values |= {"after_time": moment, "after_num": num}
    rows = conn.execute(_statement("list", conditions), {**values, "limit": asked.limit + 1}).mappings().all()
    page = rows[: asked.limit]
    more = len(rows) > asked.limit and page
    cursor = encode_cursor(page[-1]["occurred_from"], page[-1]["num"]) if more else None
    return EventPage([as_json(row, asked.viewer) for row in page], cursor, matched)


def event(conn: sa.Connection, event_id: UUID, asked: Filter) -> dict[str, Any]:
    """One event with every published figure, its source, range and dissent; NotFound for others.

    Officers also get the reports behind it.
    """
    key = {"event": event_id, "audience": audience_of(conn, event_id, asked), "seq": asked.moment.seq}
    row = conn.execute(sa.text(_SQL["one"]), key).mappings().one_or_none()
    if row is None:
        raise _no_event(event_id)
    published = conn.execute(sa.text(_SQL["published"]), key).mappings()
    reads = asked.viewer.reads
    ledger = lineage.ledger(conn, key, public=key["audience"] == "publik")
    found = as_json(row, asked.viewer) | {
        "published": [_published(figure) for figure in _ordered(published) if reads(figure["kind"])],
        "ledger": [figure for figure in ledger if reads(figure["kind"])],
    }
    if key["audience"] != "publik":
        lineage.add_lineage(conn, key, found)
        found["reports_behind"] = [
            _report(report) for report in conn.execute(sa.text(_SQL["reports"]), key).mappings()
        ]
    return found


def is_known(conn: sa.Connection, event_id: UUID, asked: Filter) -> bool:
    """Whether this viewer can read the event at the moment."""
    key = {"event": event_id, "audience": asked.viewer.audience.value, "seq": asked.moment.seq}
    return conn.execute(sa.text(_SQL["one"]), key).one_or_none() is not None


def successor(conn: sa.Connection, event_id: UUID, asked: Filter) -> UUID | None:
    """The event that a merged one lives on in at the moment, where this viewer can read it."""
    into = linking.survivor(conn, event_id, seq=asked.moment.seq)
    return into if into is not None and is_known(conn, into, asked) else None


def history(conn: sa.Connection, event_id: UUID, asked: Filter) -> list[dict[str, Any]]:
    """Every state of an event up to the moment, oldest first; NotFound when there was none yet."""
    key = {"event": event_id, "audience": audience_of(conn, event_id, asked), "seq": asked.moment.seq}
    rows = conn.execute(sa.text(_SQL["history"]), key).mappings().all()
    if not rows:
        raise _no_event(event_id)
    return [
        {
            **row,
            "recorded_at": row["recorded_at"].isoformat(),
            "valid_at": row["valid_at"].isoformat(),
            **_read_by(asked.viewer, row),
        }
        for row in rows
    ]


def _read_by(viewer: Viewer, row: Any) -> dict[str, Any]:
    """The figures of an `event_state` row that the viewer reads, and how grave it is by these."""
    figures = {kind: said for kind, said in row["figures"].items() if viewer.reads(kind)}
    return {
        "figures": figures,
        "severity": row["severity"] if viewer.kinds is None else severity.of(figures),
    }


def _no_event(event_id: UUID) -> NotFound:
    return NotFound(
        "kejadian",
        "Kejadian {id} tidak ada pada saat itu",
        "There is no event {id} at that moment",
        where="id",
        id=str(event_id),
    )


def all_events(conn: sa.Connection, asked: Filter) -> list[dict[str, Any]]:
    """All events that fit, for maps on paper and in files, page by page."""
    found: list[dict[str, Any]] = []
    page = list_events(conn, replace(asked, limit=COUNT_LIMIT))
    while True:
        found += page.events
        if not page.next_cursor:
            return found
        page = list_events(conn, replace(asked, limit=COUNT_LIMIT, cursor=page.next_cursor))


def as_json(row: Any, viewer: Viewer) -> dict[str, Any]:
    """An `event_state` row in the form of `/api/events`, with the figures that the viewer reads."""
    read = _read_by(viewer, row)
    return {
        "id": str(row["event_id"]),
        "num": row["num"],
        "name": row["name"],
        "hazard": row["hazard"],
        "hazard_label": codes.hazards()[row["hazard"]].label_id,
        "other_hazards": row["other_hazards"],
        "is_bencana": row["is_bencana"],
        "severity": read["severity"],
        "occurred": {
            "start": row["occurred_from"].isoformat(),
            "end": row["occurred_to"].isoformat(),
            "precision": row["occurred_precision"],
        },
        "areas": [area_json(code) for code in row["areas"]],
        "drawn_areas": row["drawn_areas"],
        "lonlat": [round(row["lon"], 6), round(row["lat"], 6)],
        "precision": row["precision"],
        "uncertainty_m": round(row["uncertainty_m"]),
        "approximate": row["approximate"],
        "verified": row["verified"],
        "invented": row["invented"],
        "reports": row["reports"],
        "sources": row["sources"],
        "valid_at": row["valid_at"].isoformat(),
        "valid_at_known": row["valid_at_known"],
        "figures": {kind: labelled(kind, said) for kind, said in in_reading_order(read["figures"])},
    }


def _ordered(published: Iterable[Any]) -> list[Any]:
    """Figures by the order of the code list, each total before its parts."""
    order = {kind: n for n, kind in enumerate(codes.figures())}
    return sorted(
        published, key=lambda row: (order.get(row["kind"], len(order)), not row["total"], row["area_code"])
    )


def in_reading_order(figures: dict[str, Any]) -> list[tuple[str, Any]]:
    """Figures by the order of the code list: people first."""
    order = {kind: n for n, kind in enumerate(codes.figures())}
    return sorted(figures.items(), key=lambda pair: order.get(pair[0], len(order)))


def labelled(kind: str, said: dict[str, Any]) -> dict[str, Any]:
    """A figure with its label and unit; `value` is there even when null."""
    known = codes.figures()[kind]
    numbers: dict[str, Any] = {name: number(said[name]) for name in ("low", "high") if name in said}
    return {
        **said,
        "value": number(said.get("value")),
        "valid_at_known": said.get("valid_at_known", True),
        **numbers,
        "unit": known.unit,
        "label": known.label_id,
    }


def _published(row: Any) -> dict[str, Any]:
    known = codes.figures()[row["kind"]]
    return {
        "kind": row["kind"],
        "label": known.label_id,
        "unit": row["unit"],
        "total": row["total"],
        "area": area_json(row["area_code"]),
        "value": number(row["value"]),
        "state": row["state"],
        "approx": row["approx"],
        "counting": row["counting"],
        "low": number(row["low"]),
        "high": number(row["high"]),
        "source": source_json(row["source"]),
        "valid_at": row["valid_at"].isoformat(),
        "valid_at_known": row["valid_at_known"],
        "corrected": row["corrected"],
        "dissent": [
            {**word, "source": source_json(word["source"]), "value": number(word["value"])}
            for word in row["dissent"]
        ],
    }


def _report(row: Any) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "source": source_json(row["source"]),
        "valid_at": row["valid_at"].isoformat(),
        "valid_at_known": row["valid_at_known"],
        "recorded_at": row["recorded_at"].isoformat(),
        "status": row["status"],
        "is_update": row["is_update"],
    }


def _statement(name: str, conditions: str) -> sa.TextClause:
    return sa.text(_SQL[name].replace("/* conditions */", conditions))
