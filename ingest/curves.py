"""Curved geometries, with straight pieces in place of their arcs, which neither GEOS nor tiles know."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pyproj

from gis.geo import METRES_PER_DEGREE
from ingest import wkb
from ingest.wkb import Shape

TOLERANCE_M = 0.1
"""How far a piece may lie from its arc."""
MOST_POINTS = 1_000_000  # that the arcs of one feature may need
MOST_AT_ONCE = 8_000_000  # of a batch: few bytes may tell of arcs without end
_WIDEST = math.pi / 8  # an arc smaller than the tolerance is still round
_STRAIGHT = 1e-12  # twice the triangle of an arc's points, as a share of their distances' product
_KINDS = {
    wkb.ARCS: wkb.LINE,
    wkb.COMPOUND: wkb.LINE,
    wkb.CURVED_POLYGON: wkb.POLYGON,
    wkb.TRIANGLE: wkb.POLYGON,
    wkb.MULTICURVE: wkb.MULTILINE,
    wkb.MULTISURFACE: wkb.MULTIPOLYGON,
    wkb.SURFACE: wkb.MULTIPOLYGON,
    wkb.TIN: wkb.MULTIPOLYGON,
}


def tolerance_in(crs: pyproj.CRS) -> float:
    """The tolerance in the units of a coordinate system."""
    if crs.is_geographic or not crs.axis_info:
        return TOLERANCE_M / METRES_PER_DEGREE
    return TOLERANCE_M / (crs.axis_info[0].unit_conversion_factor or 1)


class Straightener:
    """Makes features straight. `arcs` of the last one, `points` of all that were made for arcs.

    ValueError where one would take too many points.
    """

    def __init__(self, tolerance: float) -> None:
        self.tolerance = tolerance
        self.arcs = 0
        self.points = 0
        self._before = 0

    def straight(self, shape: Shape) -> Shape:
        """The same geometry without arcs, of a kind that PostGIS' and GEOS' functions know."""
        self.arcs, self._before = 0, self.points
        with np.errstate(all="ignore"):  # what is not finite is seen when the whole is checked
            return self._straight(shape)

    def _straight(self, shape: Shape) -> Shape:
        kind = _KINDS.get(shape.kind, shape.kind)
        if shape.kind in (wkb.ARCS, wkb.COMPOUND):
            return Shape(kind, shape.z, shape.m, points=self._line(shape))
        if shape.kind == wkb.CURVED_POLYGON:
            return Shape(kind, shape.z, shape.m, rings=[self._line(part) for part in shape.parts])
        return replace(shape, kind=kind, parts=[self._straight(part) for part in shape.parts])

    def _line(self, shape: Shape) -> Any:
        """The points of a line, a string of arcs, or both in turn."""
        if shape.kind == wkb.COMPOUND:
            lines = [self._line(part) for part in shape.parts]
            return np.vstack([line if n == 0 else line[1:] for n, line in enumerate(lines)])
        if shape.kind != wkb.ARCS:
            return shape.points
        points = shape.points
        if len(points) % 2 == 0 and len(points):
            raise ValueError("a string of arcs has an odd number of points")
        pieces = [self._arc(*points[n : n + 3]) for n in range(0, len(points) - 2, 2)]
        return np.vstack([points[:1], *(piece[1:] for piece in pieces)])  # an arc begins where one ends

    def _arc(self, start: Any, middle: Any, end: Any) -> Any:
        self.arcs += 1
        if tuple(start[:2]) > tuple(end[:2]):  # neighbours that go round it either way get the same points
            return self._points_of(end, middle, start)[::-1]
        return self._points_of(start, middle, end)

    def _points_of(self, start: Any, middle: Any, end: Any) -> Any:
        found = _circle(start[:2], middle[:2], end[:2])
        if found is None:
            return np.vstack([start, middle, end])
        centre, at_middle, sweep = found
        radius = float(np.hypot(*(start[:2] - centre)))
        step = _WIDEST
        if self.tolerance < radius:
            step = min(step, 2 * math.acos(1 - self.tolerance / radius))
        pieces = max(1, math.ceil(abs(sweep) / max(step, 1e-9)))
        if self.points + pieces - self._before > MOST_POINTS:
            raise ValueError(f"its arcs need more than {MOST_POINTS} points")
        self.points += pieces
        turned = np.linspace(0, sweep, pieces + 1)
        angle = math.atan2(*(start[:2] - centre)[::-1]) + turned
        flat = centre + radius * np.column_stack([np.cos(angle), np.sin(angle)])
        others = [
            np.interp(np.abs(turned), [0, abs(at_middle), abs(sweep)], [start[n], middle[n], end[n]])
            for n in range(2, len(start))
        ]
        made = np.column_stack([flat, *others])
        made[0], made[-1] = start, end  # exactly
        return made


def _circle(start: Any, middle: Any, end: Any) -> tuple[Any, float, float] | None:
    """The centre of the circle through three points, the angles to the second and the third; None: no circle.

    Where the last is the first, the second lies opposite and the circle is whole.
    """
    one, two = middle - start, end - start
    if not two.any():
        return (start + one / 2, math.pi, 2 * math.pi) if one.any() else None
    across = 2 * (one[0] * two[1] - one[1] * two[0])
    if not abs(across) > _STRAIGHT * float(np.hypot(*one) * np.hypot(*two)):
        return None
    long, far = float(one @ one), float(two @ two)
    offset = np.array([two[1] * long - one[1] * far, one[0] * far - two[0] * long]) / across
    centre = start + offset
    first = math.atan2(-offset[1], -offset[0])
    turn = math.copysign(2 * math.pi, across)
    angles = [
        math.fmod(math.atan2(*(point - centre)[::-1]) - first + 2 * turn, turn) for point in (middle, end)
    ]
    return centre, angles[0], angles[1]
