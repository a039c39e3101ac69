"""The map of a sheet: projected, cut, thinned and written as SVG straight from coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from maps import furniture, signs, svg
from maps.labels import ASIDE_FIRST, CENTRE_FIRST, FAR_AROUND, ROUND_ABOUT, Label, Placer, Rect
from maps.land import BEYOND_MM, Land, draw_land
from maps.placing import Placed, keep_lines_clear, place_signs
from maps.spec import Place, SheetEvent, SheetSpec
from maps.svg import MM, PT
from maps.words import Words

SEA, LAND, AROUND = "#e8f1f7", "#fffefb", "#eeebe3"
COAST = "#4b7d9b"
RIBBON = "#f3c98b"
BORDERS: dict[int, tuple[str, float, tuple[float, ...]]] = {
    4: ("#9b9b9b", 0.11, ()),
    3: ("#4f4f4f", 0.26, (1.8, 0.8)),
    2: ("#1f1f1f", 0.42, (3.0, 0.8, 0.5, 0.8)),
}
"""Colour, width and dashes in mm of a boundary, by the level that changes across it."""

_SMALLEST_PT = 6.0
_PLATE = 0.4 * MM
"""What the plate of a count has beside its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The drawn map with its band, and what is in it: the legend shows that and nothing else."""

    svg: str
    signs: tuple[Placed, ...]
    areas: tuple[SheetEvent, ...]
    border_levels: tuple[int, ...]
    dotted: bool
    outside: int
    graticule_minutes: float
    grid_km: float


def draw_frame(spec: SheetSpec) -> Frame:
    """Draw the map of a sheet: its band of labels included, exactly `paper.outer` in size."""
    view, paper, words = spec.view, spec.paper, Words(spec.lang)
    width, height = view.width_mm * MM, view.height_mm * MM
    land = draw_land(spec.ground, spec.scope, view)
    placer = Placer(width, height)
    corner = _corner_notes(spec, words, placer)
    shades, counts = _counts(spec, placer)
    placed, outside = place_signs(spec.events, view, placer, symbol_mm=paper.symbol_mm)
    areas = tuple(event for event in spec.events if event.geom is not None)
    keep_lines_clear(placed, placer)
    leaders = [signs.leader(sign.home, sign.at) for sign in placed if sign.moved]
    over = _sign_parts(placed, spec, placer)
    wide = _names([place for place in spec.places if place.level < 4], spec, land, placer)
    over += _tags(areas, spec, placer)
    names = [*wide, *_names([place for place in spec.places if place.level == 4], spec, land, placer)]
    net = furniture.draw_graticule(view, words, apart_mm=52 * paper.label_pt / 7)
    grid_apart = 26 * paper.label_pt / 7
    ticks = furniture.grid_marks(view, words, apart_mm=grid_apart) if view.projection.zone else ()
    inside = [
        f'<rect x="0" y="0" width="{width:g}" height="{height:g}" fill="{SEA}"/>',
        *_land_parts(land, areas, spec, shades),
        svg.path(net.data, svg.stroke("#6b7f8c", 0.09)),
        *leaders,
        *names,
        *counts,
        *over,
        *corner,
    ]
    band = furniture.draw_band(
        view, net.marks, ticks, band_mm=paper.band_mm, size_pt=max(_SMALLEST_PT, paper.label_pt * 0.86)
    )
    return Frame(
        svg=_framed(spec, inside, band, areas, words),
        signs=tuple(placed),
        areas=areas,
        border_levels=tuple(sorted(land.borders)),
        dotted=any(place.dotted for place in spec.places),
        outside=outside,
        graticule_minutes=net.minutes,
        grid_km=furniture.grid_step_km(view, apart_mm=grid_apart) if ticks else 0.0,
    )


def _framed(
    spec: SheetSpec, inside: Sequence[str], band: Sequence[str], areas: Sequence[SheetEvent], words: Words
) -> str:
    view, paper = spec.view, spec.paper
    width, height, edge = view.width_mm * MM, view.height_mm * MM, paper.band_mm * MM
    outer = paper.outer
    defs = f'<clipPath id="frame"><rect width="{width:g}" height="{height:g}"/></clipPath>' + "".join(
        signs.hatch_defs(hazard) for hazard in sorted({event.hazard for event in areas})
    )
    body = [
        f'<g transform="translate({edge:g} {edge:g})"><g clip-path="url(#frame)">',
        *inside,
        "</g>",
        svg.rect(0, 0, width, height, svg.stroke(furniture.INK, 0.25)),
        *band,
        "</g>",
        svg.rect(20, 20, outer.width_mm * MM - 40, outer.height_mm * MM - 40, svg.stroke(furniture.INK, 0.4)),
    ]
    return svg.document(outer.width_mm * MM, outer.height_mm * MM, body, defs=defs)


def _land_parts(land: Land, areas: Sequence[SheetEvent], spec: SheetSpec, shades: Sequence[str]) -> list[str]:
    parts = [
        svg.path(svg.shape(land.around), f'fill="{AROUND}"'),
        svg.path(svg.shape(land.inside), f'fill="{LAND}"'),
        *shades,
        *_hatched(areas, spec),
        svg.path(svg.lines(land.scope_edge), svg.stroke(RIBBON, 1.5)),
        svg.path(svg.lines(land.coast), svg.stroke(COAST, 0.17)),
    ]
    for level, (colour, width_mm, dash_mm) in BORDERS.items():
        if level in land.borders:
            parts.append(
                svg.path(svg.lines(land.borders[level]), svg.stroke(colour, width_mm, dash_mm=dash_mm))
            )
    return parts


def _hatched(areas: Sequence[SheetEvent], spec: SheetSpec) -> list[str]:
    return [
        svg.path(svg.shape(_seen(event.geom, spec)), signs.hatch_fill(event.hazard))
        for event in sorted(areas, key=lambda e: -e.rank)
    ]


def _seen(geometry: Any, spec: SheetSpec) -> Any:
    """What of an area (EPSG:4326) the frame shows, in grid steps, thinned."""
    margin, view = BEYOND_MM * MM, spec.view
    window = (-margin, -margin, view.width_mm * MM + margin, view.height_mm * MM + margin)
    shape = shapely.transform(geometry, lambda c: view.place(c).astype(float))
    return shapely.clip_by_rect(shapely.make_valid(shapely.simplify(shape, 5)), *window)


def _counts(spec: SheetSpec, placer: Placer) -> tuple[list[str], list[str]]:
    """Shades of the areas by their number of events, and the numbers, which have the first choice of room."""
    shades, numbers = [], []
    for area in spec.counted.areas if spec.counted else ():
        shades.append(svg.path(svg.shape(_seen(area.geom, spec)), f'fill="{area.color}"'))
        x, y = spec.view.place(np.array([area.lonlat]))[0].tolist()
        label = Label(words=Words(spec.lang).number(area.events), size_pt=spec.paper.label_pt, style="Bold")
        box = placer.place(x, y, label, positions=CENTRE_FIRST, gap=_PLATE)
        if box:
            numbers += plate(label, box)
    return shades, numbers


def plate(label: Label, box: Rect) -> list[str]:
    """A count on a white plate, which parts it from the numbers of signs."""
    left, top, width, height = box.left - _PLATE, box.top, box.right - box.left + 2 * _PLATE, label.height
    return [
        svg.rect(left, top, width, height, f'rx="60" fill="#fff" stroke="{furniture.INK}" stroke-width="14"'),
        svg.text(*label.baseline(box), label.words, size_pt=label.size_pt, style="Bold"),
    ]


def _tags(areas: Sequence[SheetEvent], spec: SheetSpec, placer: Placer) -> list[str]:
    """A small flag with the event's number on each hatched area: it names the area, it marks no spot."""
    parts = []
    for event in sorted(areas, key=lambda e: e.rank):
        if event.lonlat is None:
            continue
        x, y = spec.view.place(np.array([event.lonlat]))[0].tolist()
        size_mm = spec.paper.symbol_mm * 0.9
        parts += _tag(event, x, y, size_mm, spec, placer)
    return parts


def _tag(event: SheetEvent, x: float, y: float, size_mm: float, spec: SheetSpec, placer: Placer) -> list[str]:
    side = size_mm * MM
    number = Label(words=str(event.rank), size_pt=spec.paper.label_pt * 0.92, style="Bold")
    listed = event.rank <= spec.listed
    width = side + (number.width + 0.9 * MM if listed else 0)
    for right, down in ((0, 0), *((1.3 * side * a, 1.3 * side * b) for a, b in CENTRE_FIRST[1:])):
        box = Rect.around(x + right, y + down, width, side)
        if placer.free(box):
            placer.take(box)
            return signs.flag(event, box, number if listed else None)
    return []


def _sign_parts(placed: Sequence[Placed], spec: SheetSpec, placer: Placer) -> list[str]:
    """Signs with the gravest on top, then their numbers."""
    drawn, numbers = [], []
    for sign in placed:
        drawn.append(signs.draw(sign.event, sign.at, sign.radius))
        numbers += _number(sign, spec, placer)
    return [*reversed(drawn), *numbers]


def _number(sign: Placed, spec: SheetSpec, placer: Placer) -> list[str]:
    """The event's number in the list, and `+n` where the sign stands for more events."""
    words = str(sign.event.rank) if sign.event.rank <= spec.listed else ""
    if sign.stacked:
        words = f"{words} +{len(sign.stacked)}".strip()
    if not words:
        return []
    label = Label(words=words, size_pt=spec.paper.label_pt * 0.95, style="Bold")
    box = placer.place(*sign.at, label, clear=sign.room * 1.08, positions=ASIDE_FIRST, gap=0)
    if box is None:  # rather over a neighbour's edge than a list without its place
        at, reach = sign.at, sign.radius
        box = Rect.around(at[0] + reach + label.width / 2, at[1] - reach, label.width, label.height)
    return [svg.text(*label.baseline(box), label.words, size_pt=label.size_pt, style="Bold", halo_mm=0.35)]


def _names(places: Sequence[Place], spec: SheetSpec, land: Land, placer: Placer) -> list[str]:
    parts = []
    for place in sorted(places, key=lambda p: (p.level, not p.inside, p.code)):
        if place.code == spec.scope or spec.scope.startswith(f"{place.code}."):
            continue
        if place.level == 2 and not place.inside and place.code not in land.neighbours:
            continue
        x, y = land.neighbours.get(place.code) or spec.view.place(np.array([place.lonlat]))[0].tolist()
        parts += _name(place, x, y, spec, placer)
    return parts


def _name(place: Place, x: float, y: float, spec: SheetSpec, placer: Placer) -> list[str]:
    label, colour = _lettering(place, spec.paper.label_pt, whole_province="." not in spec.scope)
    dot = place.dotted and place.inside
    around = {2: FAR_AROUND, 3: ROUND_ABOUT}.get(place.level, CENTRE_FIRST)
    clear, positions = (0.5 * MM, ASIDE_FIRST) if dot else (0.0, around)
    box = placer.place(x, y, label, clear=clear, positions=positions)
    parts = [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="35" fill="#555"/>'] if dot and placer.inside(x, y) else []
    if box is None:
        return parts
    baseline = label.baseline(box)
    text = svg.text(
        *baseline, label.words, size_pt=label.size_pt, style=label.style, colour=colour, halo_mm=0.3,
        spacing_em=label.spacing_em, halo=LAND if place.inside else AROUND,
    )  # fmt: skip
    return [*parts, text]


def _lettering(place: Place, base_pt: float, *, whole_province: bool) -> tuple[Label, str]:
    """Type of a name: wider areas larger and in capitals, what is outside the sheet's area lighter."""
    small = max(_SMALLEST_PT, base_pt * 0.86)
    if place.level == 2:
        style, colour = ("Bold", "#222") if place.inside else ("Italic", "#5a5a5a")
        return Label(words=place.name.upper(), size_pt=base_pt * 1.2, style=style, spacing_em=0.12), colour
    if place.level == 3 and place.inside and not whole_province:
        return Label(
            words=place.name.upper(), size_pt=base_pt * 1.02, style="SemiBold", spacing_em=0.06
        ), "#222"
    if place.level == 3 and not place.inside:
        return Label(words=place.name, size_pt=small, style="Italic"), "#777"
    return Label(words=place.name, size_pt=small), "#3a3a3a" if place.inside else "#777"


def _corner_notes(spec: SheetSpec, words: Words, placer: Placer) -> list[str]:
    """Marks that must survive a cut-out or a photograph of the map alone."""
    parts = []
    size_pt = spec.paper.label_pt * 1.25
    if spec.invented:
        parts += _boxed(words("invented"), 1.5 * MM, size_pt, "#b00020", placer)
    if spec.indicative:
        y = spec.view.height_mm * MM - 1.6 * MM
        label = Label(words=words("note_indicative"), size_pt=spec.paper.label_pt * 0.95, style="Italic")
        placer.take(Rect(1.2 * MM, y - label.height, 1.8 * MM + label.width, y + 0.5 * MM))
        note = svg.text(
            1.5 * MM,
            y,
            label.words,
            size_pt=label.size_pt,
            style="Italic",
            anchor="start",
            halo_mm=0.35,
            halo=SEA,
        )
        parts.append(note)
    return parts


def _boxed(text: str, inset: float, size_pt: float, colour: str, placer: Placer) -> list[str]:
    label = Label(words=text, size_pt=size_pt, style="Bold")
    pad = 0.45 * size_pt * PT
    box = Rect(inset, inset, inset + label.width + 2 * pad, inset + label.height + 1.6 * pad)
    placer.take(box)
    x, y = label.baseline(Rect(box.left, box.top + 0.8 * pad, box.right, box.bottom))
    plate = f'fill="#fff" stroke="{colour}" stroke-width="45"'
    return [
        svg.rect(*box[:2], box.right - box.left, box.bottom - box.top, plate),
        svg.text(x, y, text, size_pt=size_pt, style="Bold", colour=colour),
    ]
