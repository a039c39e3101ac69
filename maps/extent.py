"""What part of the earth a sheet shows: its projection, scale and middle, and the areas that fall into it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from gis import codes
from gis.areas import AreaIndex, PlacedArea
from maps import projection
from maps.paper import Box
from maps.projection import Array, Projection, View
from maps.spec import Ground, Place

FAR_SHARE = 0.0015
"""Islets that together hold no more of the area than this may be left out, if that gives a larger scale."""

SMALLEST_M = 4_000.0
"""A sheet shows at least that much each way: a village without a polygon, or one event's spot."""

EVENT_M, EVENT_AT_SEA_M = 24_000.0, 90_000.0
"""What an event's own sheet shows each way: its neighbourhood, and at sea the land around."""

VILLAGE_SCALE = 500_000
"""The province's sheet draws village lines from this scale on."""

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Extent:
    """A view, and how many km² of the sheet's own area lie outside it."""

    view: View
    far_km2: float


def projection_of(code: str, index: AreaIndex) -> Projection:
    """The UTM zone of the area's regency; the province has a projection of its own."""
    regency = ".".join(code.split(".")[:2])
    if codes.level_of(code) == 1:
        return projection.province()
    return projection.utm(*index.point(regency))


def extent_of(
    code: str, points: Sequence[tuple[float, float]], index: AreaIndex, frame: Box, scale: int | None
) -> Extent:
    """The view of an area and of event points (lon, lat) that belong to it."""
    plane = projection_of(code, index)
    parts = _parts(code, index, plane)
    spots = plane.project(np.array(points, dtype=float).reshape(-1, 2)) if points else np.empty((0, 2))
    view = _best(plane, parts, spots, frame)
    if scale:
        view = replace(view, scale=scale)
    outside = ~shapely.intersects(parts, shapely.box(*view.bounds))
    return Extent(view, float(shapely.area(parts[outside]).sum()) / 1e6)


def around(code: str, point: tuple[float, float], index: AreaIndex, frame: Box, scale: int | None) -> Extent:
    """The view around one event's spot; `code` is the area it lies in, the province's at sea."""
    plane = projection_of(code, index)
    span = EVENT_M if "." in code else EVENT_AT_SEA_M
    view = projection.fit(plane, _grown(_bounds(plane.project(np.array([point]))), span), frame)
    return Extent(replace(view, scale=scale) if scale else view, 0.0)


def _parts(code: str, index: AreaIndex, plane: Projection) -> Array:
    """The area's polygons in metres; a disc where none is known."""
    geometry = index.geometry(code)
    if geometry is None:
        centre = plane.project(np.array([index.point(code)]))[0]
        return np.array([shapely.Point(centre).buffer(max(SMALLEST_M, index.radius_m(code)))])
    return shapely.get_parts(plane.shapes(geometry))


def _best(plane: Projection, parts: Array, spots: Array, frame: Box) -> View:
    """The whole area, or without far islets where that allows a larger scale."""
    areas = shapely.area(parts)
    order = np.argsort(-areas, kind="stable")
    sum_of = np.cumsum(areas[order])
    main = order[: int(np.searchsorted(sum_of, sum_of[-1] * (1 - FAR_SHARE))) + 1]
    views = [
        projection.fit(plane, _grown(_joined(_total(parts[chosen]), spots), SMALLEST_M), frame)
        for chosen in (order, main)
    ]
    return min(views, key=lambda view: view.scale)


def _total(parts: Array) -> Bounds:
    west, south, east, north = shapely.total_bounds(parts).tolist()
    return west, south, east, north


def _bounds(spots: Array) -> Bounds:
    (west, south), (east, north) = spots.min(axis=0).tolist(), spots.max(axis=0).tolist()
    return west, south, east, north


def _joined(bounds: Bounds, spots: Array) -> Bounds:
    if not len(spots):
        return bounds
    west, south, east, north = _bounds(spots)
    return min(west, bounds[0]), min(south, bounds[1]), max(east, bounds[2]), max(north, bounds[3])


def _grown(bounds: Bounds, least_m: float) -> Bounds:
    """The bounds, at least that long each way."""
    west, south, east, north = bounds
    wide, high = max(0.0, least_m - (east - west)) / 2, max(0.0, least_m - (north - south)) / 2
    return west - wide, south - high, east + wide, north + high


def within(code: str, scope: str) -> bool:
    """Whether an area is the scope or lies in it."""
    return code == scope or code.startswith(f"{scope}.")


def ground_level(scope: str, index: AreaIndex, view: View) -> int:
    """The level of the polygons to draw: villages where there are any and the scale can bear them."""
    wide = codes.level_of(scope) == 1 and view.scale > VILLAGE_SCALE
    return min(3 if wide else 4, index.finest_level)


@lru_cache(maxsize=32)
def ground(scope: str, level: int, index: AreaIndex, view: View) -> tuple[Ground, ...]:
    """The polygons near the frame: of that level in the sheet's area, districts around it."""
    window = _window(view)
    shaped = [
        area
        for area in index.areas.values()
        if area.geom is not None and area.level == (level if within(area.code, scope) else min(level, 3))
    ]
    boxes = shapely.bounds(np.array([area.geom for area in shaped], dtype=object))
    near = (
        (boxes[:, 0] < window[2])
        & (boxes[:, 2] > window[0])
        & (boxes[:, 1] < window[3])
        & (boxes[:, 3] > window[1])
    )
    return tuple(Ground(code=a.code, geom=a.geom) for a, seen in zip(shaped, near, strict=True) if seen)


def _window(view: View) -> Bounds:
    corners = view.corners()
    (west, south), (east, north) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return west - 0.02, south - 0.02, east + 0.02, north + 0.02


def places(scope: str, level: int, index: AreaIndex, view: View) -> tuple[Place, ...]:
    """Names in the frame: regencies and districts around, villages inside the sheet's area only."""
    return tuple(_places(scope, level, index, view))


def _places(scope: str, level: int, index: AreaIndex, view: View) -> Iterator[Place]:
    west, south, east, north = _window(view)
    villages = codes.level_of(scope) > 1 or level == 4
    for area in index.areas.values():
        lon, lat = area.point
        inside = within(area.code, scope)
        seen = area.level == 2 or (west < lon < east and south < lat < north)
        if not seen or area.level == 1 or (area.level == 4 and not (inside and villages)):
            continue
        if area.level == 4 and not index.has_place(area.code):
            continue  # its point is only the district's middle
        yield Place(
            code=area.code,
            level=area.level,
            name=area.name,
            lonlat=area.point,
            inside=inside,
            dotted=area.level == 4 and area.geom is None,
        )


@lru_cache(maxsize=4)
def locator(index: AreaIndex) -> tuple[Ground, ...]:
    """The regencies, coarse enough for a picture of a few centimetres."""
    regencies: list[PlacedArea] = [area for area in index.areas.values() if area.level == 2]
    shaped = [area for area in regencies if area.geom is not None]
    thin: Any = shapely.simplify(
        np.array([area.geom for area in shaped], dtype=object), 0.004, preserve_topology=False
    )
    return tuple(Ground(code=area.code, geom=geom) for area, geom in zip(shaped, thin, strict=True))
