"""Events counted by area, for the sheet of a week with more events than the map has room for signs.

Where signs would hide the land they stand on, the gravest events keep theirs and every event is counted where
it happened, in its kecamatan (on a kecamatan's own sheet: its village), as a shade and a number.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import shapely

from gis import codes
from gis.areas import AreaIndex
from layers.styles import COUNT_SHADES
from maps import placing
from maps.paper import Paper
from maps.projection import View
from maps.spec import Counted, CountedArea, CountShade, SheetEvent
from maps.svg import MM

CROWDED = 0.35
"""Share of the sheet's land that signs may take up before events are counted instead."""

LEFT_FOR_SIGNS = 0.12
"""Share of the land for the signs of the gravest, where the others are counted."""

_STEPS = (1, 2, 5)
_MM2_PER_M2 = 1e6


def told_apart(
    events: Sequence[SheetEvent], scope: str, index: AreaIndex, view: View, paper: Paper
) -> tuple[tuple[SheetEvent, ...], Counted | None]:
    """The events to draw as signs, and the count of all by area; None where all signs have room.

    `events` come the gravest first; one at sea keeps its sign, since no area counts it.
    """
    land = _land_mm2(scope, index, view)
    level = 3 if codes.level_of(scope) <= 2 else 4
    if level > index.finest_level or sum(_room_mm2(event, paper) for event in events) <= CROWDED * land:
        return tuple(events), None
    drawn, left = [], LEFT_FOR_SIGNS * land
    for event in events:
        if event.areas and event.geom is None:
            left -= _room_mm2(event, paper)
        if not event.areas or (event.geom is None and left > 0):
            drawn.append(event)
    return tuple(drawn), _counted(events, level, index)


def _land_mm2(scope: str, index: AreaIndex, view: View) -> float:
    geometry = index.geometry(scope)
    if geometry is None:
        return 0.0
    square_metres = float(shapely.area(view.projection.shapes(geometry)))
    return square_metres * _MM2_PER_M2 / view.scale**2


def _room_mm2(event: SheetEvent, paper: Paper) -> float:
    """What a sign takes up; an area's hatch lies under the others and takes a flag's room only."""
    grown = placing.RING if event.approximate and event.geom is None else 1.0
    return (2 * grown * placing.radius_of(event.severity, paper.symbol_mm) / MM) ** 2


def _counted(events: Sequence[SheetEvent], level: int, index: AreaIndex) -> Counted:
    told = [_area_of(event, level) for event in events if event.areas]
    counts = Counter(code for code in told if code in index.areas and index.geometry(code) is not None)
    classes = shades(counts.values())
    areas = tuple(
        CountedArea(
            geom=index.geometry(code),
            lonlat=index.point(code),
            events=number,
            color=next(shade.color for shade in reversed(classes) if number >= shade.low),
        )
        for code, number in sorted(counts.items())
    )
    coarse = len(told) - counts.total()
    return Counted(level=level, events=len(events), coarse=coarse, areas=areas, shades=classes)


def _area_of(event: SheetEvent, level: int) -> str:
    """The area of that level where it happened: the first that is told; empty where it is known less well."""
    near = (code.split(".")[:level] for code in event.areas if codes.level_of(code) >= level)
    return ".".join(next(near, []))


def shades(counts: Iterable[int]) -> tuple[CountShade, ...]:
    """At most four classes with round limits (1, 2, 5, 10, 20, …), the last one open."""
    most = max(counts, default=1)
    steps = list(_round_numbers(most))[-len(COUNT_SHADES) :]
    lows = [1, *steps[1:]]
    highs = [*(high - 1 for _, high in pairwise(lows)), None]
    return tuple(
        CountShade(low=low, high=high, color=color)
        for low, high, color in zip(lows, highs, COUNT_SHADES, strict=False)
    )


def _round_numbers(most: int) -> Iterator[int]:
    power = 1
    while True:
        for step in _STEPS:
            if step * power > most:
                return
            yield step * power
        power *= 10
