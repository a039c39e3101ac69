"""A sheet's spec out of what was read: every word on it, every shape of its map."""

from datetime import datetime

import shapely

from gis import codes
from gis.areas import AreaIndex
from gis.editions import in_both
from gis.settings import Settings
from gis.sheets import Identity
from maps import extent, impact, tally
from maps.scene import Event, Layout, Scene
from maps.spec import Counted, SheetEvent, SheetSpec
from maps.words import Words


def compose(
    scene: Scene, layout: Layout, identity: Identity, *, code: str, settings: Settings, recorded: datetime
) -> SheetSpec:
    """The spec of a sheet. `recorded`: when the last entry that changed its scope was made."""
    words, view = layout.words, scene.extent.view
    moment = words.moment(layout.at or newest(scene.events, recorded))
    level = extent.ground_level(scene.scope, scene.index, view)
    drawn, counted = tally.told_apart(_ranked(scene, words), scene.scope, scene.index, view, layout.paper)
    return SheetSpec(
        lang=words.lang,
        paper=layout.paper,
        view=view,
        scope=scene.scope,
        scope_name=scene.name,
        title=scene.title,
        subtitle=scene.subtitle,
        moment=words("state_at", moment=moment)
        if layout.at and scene.events
        else state(scene.events, recorded, words),
        period=_period(scene.events, words),
        office=settings.office,
        contact=settings.contact,
        ground=extent.ground(scene.scope, level, scene.index, view),
        places=extent.places(scene.scope, level, scene.index, view),
        locator=extent.locator(scene.index),
        events=drawn,
        counted=counted,
        table=scene.table,
        sentences=impact.headlines(scene.summary, scene.events, moment, scene.name, words),
        sources=_source_lines(scene, recorded, words),
        notes=(*_notes(scene, layout), *_count_notes(counted, words)),
        number=identity.number,
        version=str(identity.version),
        code=code,
        address=f"{settings.public_url.rstrip('/')}/s/{code}" if settings.public_url else None,
        made_at=recorded,
        indicative=scene.index.indicative,
        invented=any(event["invented"] for event in scene.events),
        internal=any(not event["verified"] for event in scene.events),
    )


def newest(found: list[Event], default: datetime) -> datetime:
    """The newest moment that the events' figures speak of, or that one of them befell.

    The newest receipt, where no figure says of which moment it speaks; `default` where there is no event.
    """
    stated = [moment for event in found for moment in _stated(event)]
    if not stated:
        return max((_time(event["valid_at"]) for event in found), default=default)
    begun = [_time(event["occurred"]["start"]) for event in found]
    return max(*stated, *(moment for moment in begun if moment <= default))


def state(found: list[Event], recorded: datetime, words: Words) -> str:
    """Of which moment the events tell, or when they were received where none of them says."""
    moment = words.moment(newest(found, recorded))
    if not found:
        return words("state_none", moment=moment)
    return words("state_at" if any(map(_stated, found)) else "state_received", moment=moment)


def _stated(event: Event) -> list[datetime]:
    """The moments of which the event's figures are known to speak."""
    told = [event, *event.get("published", ())]
    return [_time(said["valid_at"]) for said in told if said["valid_at_known"]]


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _ranked(scene: Scene, words: Words) -> tuple[SheetEvent, ...]:
    """The events as signs or hatched areas, the gravest and newest first."""
    newest = sorted(scene.events, key=lambda e: (e["occurred"]["start"], e["num"]), reverse=True)
    ranked = sorted(newest, key=impact.gravity, reverse=True)
    return tuple(_sheet_event(rank, event, scene.index, words) for rank, event in enumerate(ranked, 1))


def _sheet_event(rank: int, event: Event, index: AreaIndex, words: Words) -> SheetEvent:
    shapes = [index.geometry(code) for code in event["drawn_areas"] if code in index.areas]
    known = [shape for shape in shapes if shape is not None]
    hazard = codes.hazards()[event["hazard"]]
    label = words.pair((hazard.label_id, hazard.label_en))
    return SheetEvent(
        rank=rank,
        hazard=event["hazard"],
        severity=event["severity"],
        lonlat=_lonlat(event),
        geom=shapely.union_all(known) if known else None,
        approximate=event["approximate"] or event["precision"] in ("desa", "kecamatan", "kabupaten", "laut"),
        verified=event["verified"],
        when=words.date(datetime.fromisoformat(event["occurred"]["start"])),
        where=f"{label}, {where(event, words)}",
        impact=impact.event_impact(event, words),
        areas=tuple(area["code"] for area in event["areas"]),
    )


def where(event: Event, words: Words) -> str:
    """`Gadung, Toboali`; `Gadung (+2), Toboali` for more areas."""
    if not event["areas"]:
        return words("at_sea")
    first = codes.areas()[event["areas"][0]["code"]]
    more = len(event["areas"]) - 1
    above = codes.areas().get(first.parent)
    name = f"{first.name} (+{more})" if more else first.name
    return f"{name}, {above.name}" if above and above.level > 1 else name


def _lonlat(event: Event) -> tuple[float, float]:
    lon, lat = event["lonlat"]
    return lon, lat


def _period(found: list[Event], words: Words) -> str:
    if not found:
        return ""
    starts = sorted(datetime.fromisoformat(event["occurred"]["start"]) for event in found)
    first, last = words.date(starts[0]), words.date(starts[-1])
    return words("period_day", day=first) if first == last else words("period", start=first, end=last)


def _source_lines(scene: Scene, recorded: datetime, words: Words) -> tuple[str, ...]:
    edition = scene.index.record
    boundary = ", ".join(words.pair(in_both(part)) for part in (edition.title, edition.source) if part)
    reports = [words("sources_reports", list="; ".join(scene.sources))] if scene.sources else []
    return (
        *reports,
        words("sources_boundary", boundary=boundary, decree=edition.decree),
        words("sources_recorded", moment=words.moment(recorded)),
    )


def _notes(scene: Scene, layout: Layout) -> tuple[str, ...]:
    words, at = layout.words, layout.at
    notes = [
        words("note_indicative" if scene.index.indicative else "note_boundary"),
        words("note_provisional"),
    ]
    newer = sum(at is not None and datetime.fromisoformat(event["valid_at"]) > at for event in scene.events)
    if newer:
        notes.append(words("note_newer", n=words.number(newer)))
    if scene.extent.far_km2 >= 0.05:
        notes.append(words("note_islets", km2=words.number(round(scene.extent.far_km2, 2))))
    return tuple(notes)


def _count_notes(counted: Counted | None, words: Words) -> list[str]:
    if counted is None:
        return []
    coarse = [words("note_coarse", n=words.number(counted.coarse))] if counted.coarse else []
    return [words(f"note_counted_{counted.level}", n=words.number(counted.events)), *coarse]
