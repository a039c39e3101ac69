"""What a sheet is about, read from the database: an area with its events, or one event with its figures."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import codes, queries
from gis.areas import AreaIndex
from gis.editions import load_index
from layers import events, summary
from layers.filter import Filter, audience_of
from maps import extent, impact
from maps.extent import Extent
from maps.paper import Paper
from maps.spec import Table
from maps.words import Words

Event = dict[str, Any]
"""An event in the form of `/api/events`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How it is to be shown. `scale` None: the one that fits; `at`: up to which moment events count."""

    paper: Paper
    words: Words
    scale: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What was read. `scope`: the code of the area whose map is drawn; `name`: the same in running text."""

    scope: str
    title: str
    subtitle: str
    name: str
    events: list[Event]
    summary: dict[str, Any]
    table: Table
    sources: list[str]
    index: AreaIndex
    extent: Extent


def read_area(conn: sa.Connection, code: str, asked: Filter, layout: Layout) -> Scene:
    """The events in an area and their sums by the areas below it."""
    index, words, area = load_index(conn, asked.moment), layout.words, codes.areas()[code]
    here = replace(asked, area=code, period=(None, layout.at))
    found = events.all_events(conn, here)
    below = min(area.level + 1, 4)
    sums = summary.summary(conn, here, below)
    children = [child for child in codes.areas().values() if child.parent == code] or [area]
    points = [_lonlat(event) for event in found if not event["drawn_areas"]]
    return Scene(
        scope=code,
        title=words("title"),
        subtitle=area.full_name.upper(),
        name=area.full_name,
        events=found,
        summary=sums,
        table=impact.impact_table(sums, children, layout.paper, words(f"impact_{below}"), words),
        sources=_sources(conn, found, asked, words),
        index=index,
        extent=extent.extent_of(code, points, index, layout.paper.frame, layout.scale),
    )


def read_event(conn: sa.Connection, event_id: UUID, asked: Filter, layout: Layout) -> Scene:
    """One event, its published figures and who said them; NotFound when the viewer has no such event."""
    index, words = load_index(conn, asked.moment), layout.words
    event = events.event(conn, event_id, asked)
    scope, hazard = _home(event), codes.hazards()[event["hazard"]]
    return Scene(
        scope=scope,
        title=words("title_event", hazard=words.pair((hazard.label_id, hazard.label_en)).upper()),
        subtitle=_event_place(event, scope, words).upper(),
        name=codes.areas()[scope].full_name,
        events=[event],
        summary={
            "hazards": [{"hazard": event["hazard"], "events": 1}],
            "total": {"events": 1, "figures": event["figures"]},
            "areas": [],
        },
        table=impact.event_table(event, words("impact_event"), words),
        sources=_sources(conn, [event], asked, words),
        index=index,
        extent=_event_extent(event, scope, index, layout),
    )


def _event_extent(event: Event, scope: str, index: AreaIndex, layout: Layout) -> Extent:
    frame = layout.paper.frame
    if event["drawn_areas"]:
        return extent.extent_of(scope, [], index, frame, layout.scale)
    return extent.around(scope, _lonlat(event), index, frame, layout.scale)


def _event_place(event: Event, scope: str, words: Words) -> str:
    """`Kecamatan Toboali · Kabupaten Bangka Selatan`; at sea the waters of the province."""
    names = [codes.areas()[code].full_name for code in (scope, *codes.ancestors(scope)[:1])]
    if not event["areas"]:
        names[0] = words("waters_of", area=names[0])
    return " · ".join(names)


def _home(event: Event) -> str:
    """The district (else the regency) that holds all of the event; the province for what spans more."""
    named = [area["code"] for area in event["areas"]] or ["19"]
    first = named[0].split(".")[:3]
    while len(first) > 1 and not all(extent.within(code, ".".join(first)) for code in named):
        first.pop()
    return ".".join(first)


def _sources(conn: sa.Connection, found: list[Event], asked: Filter, words: Words) -> list[str]:
    by_audience: dict[str, list[UUID]] = {}
    for event in found:
        key = UUID(event["id"])
        by_audience.setdefault(audience_of(conn, key, asked), []).append(key)
    spoken: dict[str, tuple[bool, datetime]] = {}
    for audience, keys in by_audience.items():
        values = {"events": keys, "audience": audience, "seq": asked.moment.seq}
        for row in conn.execute(queries.load("maps.sheets")["sources"], values):
            said = (True, row.stated) if row.stated else (False, row.received)
            spoken[row.source] = max(said, spoken.get(row.source, said))
    return [f"{events.source_json(slug)['name']} ({_when(*said, words)})" for slug, said in spoken.items()]


def _when(stated: bool, at: datetime, words: Words) -> str:
    """The newest moment that a source spoke of; of its receipt, where it never said one."""
    return words.moment(at) if stated else words("received", moment=words.moment(at))


def _lonlat(event: Event) -> tuple[float, float]:
    lon, lat = event["lonlat"]
    return lon, lat
