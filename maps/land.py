"""Land and boundaries of a frame: one clean coverage, every boundary drawn once.

Village polygons of real sources overlap and gape by metres. They are cleaned to a coverage on paper, thinned
together to 0.05 mm, and every edge is then classed by the two areas it parts: the sea, another regency,
another district, another village.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from maps.projection import Array, View
from maps.spec import Ground
from maps.svg import MM

BEYOND_MM = 1.0
"""Everything is cut that far outside the frame and masked there, so that no cut edge shows as a line."""

THIN_MM = 0.05
GAP_MM, GAP_M = 0.2, 80.0
"""Holes between villages narrower than either are closed: on paper, or on the ground."""

SNAP_MM = 0.05
"""Vertices nearer than this become one: with it cleaning takes a fifth of the time."""

HOLE_MM2, HOLE_M2 = 1.0, 20_000.0
"""Holes in the land smaller than either are slivers of the source, which would print as blots."""

NAMED_MM2 = 60.0
"""A regency around is named where at least that much of it shows."""

_POLYGON = 3
_WKB_LINE = np.dtype([("order", "u1"), ("kind", "<u4"), ("points", "<u4"), ("xy", "<f8", (2, 2))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """Fills and lines in grid steps. `borders`: lines by the level that changes across them: 2, 3 or 4."""

    inside: Any
    around: Any
    coast: Any
    borders: dict[int, Any]
    scope_edge: Any
    neighbours: dict[str, tuple[float, float]]  # where the name of a regency around goes, by its code


@lru_cache(maxsize=16)
def draw_land(ground: tuple[Ground, ...], scope: str, view: View) -> Land:
    """The land in the frame, of polygons that should not overlap; `scope` is the code of the sheet's area.

    The last few are kept: a regency's sheet is printed again with every update.
    """
    owners, polygons = _coverage([each.code for each in ground], [each.geom for each in ground], view)
    if not owners:
        empty = shapely.GeometryCollection()
        return Land(inside=empty, around=empty, coast=empty, borders={}, scope_edge=empty, neighbours={})
    mine = np.array([_within(code, scope) for code in owners])
    edges, pairs = _shared_edges(polygons)
    inside, around = _fill(polygons[mine], view), _fill(polygons[~mine], view)
    return Land(
        inside=inside,
        around=around,
        coast=_coast(_fill(np.array([inside, around]), view), view),
        borders=_borders(edges, pairs, owners, mine),
        scope_edge=_merged(edges[mine[pairs[:, 0]] != mine[pairs[:, 1]]]),
        neighbours=_neighbours(owners, polygons, scope),
    )


def _within(code: str, scope: str) -> bool:
    return code == scope or code.startswith(f"{scope}.")


def _coverage(codes: Sequence[str], geometries: Sequence[Any], view: View) -> tuple[list[str], Array]:
    """The polygons of the frame in grid steps (owners and shapes), shared edges identical."""
    on_paper = shapely.transform(np.asarray(geometries, dtype=object), lambda c: _float_steps(c, view))
    margin = BEYOND_MM * MM
    frame = (-margin, -margin, view.width_mm * MM + margin, view.height_mm * MM + margin)
    near = shapely.intersects(on_paper, shapely.box(*frame))
    cut = shapely.clip_by_rect(on_paper[near], *frame)
    parts, index = shapely.get_parts(cut, return_index=True)
    solid = (shapely.get_type_id(parts) == _POLYGON) & (shapely.area(parts) > 0)
    owners = [code for code, kept in zip(codes, near, strict=True) if kept]
    whole = [shapely.multipolygons(parts[solid & (index == n)]) for n in range(len(owners))]
    kept = [n for n, geometry in enumerate(whole) if not geometry.is_empty]
    if not kept:
        return [], np.array([], dtype=object)
    clean = shapely.coverage_clean(
        np.array([whole[n] for n in kept]),
        gap_width=max(GAP_MM * MM, GAP_M * _steps_per_metre(view)),
        snapping_distance=SNAP_MM * MM,
    )
    thin = shapely.coverage_simplify(clean, THIN_MM * MM)
    return [owners[n] for n in kept], shapely.transform(thin, np.rint)


def _steps_per_metre(view: View) -> float:
    return 1000 / view.scale * MM


def _float_steps(lonlat: Array, view: View) -> Array:
    west, _, _, north = view.bounds
    per_metre = _steps_per_metre(view)
    return (view.projection.project(lonlat) - (west, north)) * (per_metre, -per_metre)


def _fill(polygons: Array, view: View) -> Any:
    """One shape of many, small holes closed."""
    polygons = polygons[~shapely.is_empty(polygons)]
    if not len(polygons):
        return shapely.MultiPolygon()
    parts = shapely.get_parts(shapely.coverage_union_all(polygons))
    least = max(HOLE_MM2 * MM**2, HOLE_M2 * _steps_per_metre(view) ** 2)
    return shapely.multipolygons([_without_slivers(part, least) for part in parts])


def _without_slivers(polygon: Any, least: float) -> Any:
    holes = [ring for ring in polygon.interiors if shapely.Polygon(ring).area >= least]
    return shapely.Polygon(polygon.exterior, holes) if len(holes) < len(polygon.interiors) else polygon


def _coast(land: Any, view: View) -> Any:
    """The outline of the land without the edges that only the cut made."""
    rings = shapely.get_rings(shapely.get_parts(land))
    starts, ends, _ = _segments(rings)
    margin = BEYOND_MM * MM
    far = np.array([view.width_mm * MM + margin, view.height_mm * MM + margin])
    on_cut = np.zeros(len(starts), dtype=bool)
    for axis in (0, 1):
        for side in (-margin, np.rint(far[axis])):
            on_cut |= (starts[:, axis] == side) & (ends[:, axis] == side)
    return _merged(np.stack((starts[~on_cut], ends[~on_cut]), axis=1))


def _segments(rings: Array) -> tuple[Array, Array, Array]:
    points, ring = shapely.get_coordinates(rings, return_index=True)
    points = np.rint(points).astype(np.int64)
    real = (ring[:-1] == ring[1:]) & (points[:-1] != points[1:]).any(axis=1)
    return points[:-1][real], points[1:][real], ring[:-1][real]


def _neighbours(owners: list[str], polygons: Array, scope: str) -> dict[str, tuple[float, float]]:
    """A point well inside the largest visible part of each regency but the sheet's own."""
    regencies = [".".join(code.split(".")[:2]) for code in owners]
    points = {}
    for regency in sorted(set(regencies)):
        if regency == ".".join(scope.split(".")[:2]) or scope.count(".") == 0:
            continue
        here = polygons[np.array([code == regency for code in regencies])]
        parts = shapely.get_parts(shapely.coverage_union_all(here))
        largest = max(parts, key=lambda part: part.area)
        if largest.area >= NAMED_MM2 * MM**2:
            point = shapely.point_on_surface(largest)
            points[regency] = (point.x, point.y)
    return points


def _shared_edges(polygons: Array) -> tuple[Array, Array]:
    """Edges that two polygons share: n × 2 × 2 points, and the numbers of both polygons, n × 2."""
    parts, polygon_of_part = shapely.get_parts(polygons, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    starts, ends, ring = _segments(rings)
    owner = polygon_of_part[part_of_ring[ring]]
    turned = (starts[:, 0] > ends[:, 0]) | ((starts[:, 0] == ends[:, 0]) & (starts[:, 1] > ends[:, 1]))
    low, high = np.where(turned[:, None], ends, starts), np.where(turned[:, None], starts, ends)
    order = np.lexsort((high[:, 1], high[:, 0], low[:, 1], low[:, 0]))
    edges, owner = np.stack((low, high), axis=1)[order], owner[order]
    twin = (edges[:-1] == edges[1:]).all(axis=(1, 2)) & (owner[:-1] != owner[1:])
    return edges[:-1][twin], np.column_stack((owner[:-1][twin], owner[1:][twin]))


def _borders(edges: Array, pairs: Array, owners: list[str], mine: Array) -> dict[int, Any]:
    """Lines by the level that changes across them; village lines only inside the sheet's area."""
    borders = {}
    first, second = pairs[:, 0], pairs[:, 1]
    for level in (2, 3, 4):
        above, here = _ancestors(owners, level - 1), _ancestors(owners, level)
        changes = (above[first] == above[second]) & (here[first] != here[second])
        if level == 4:
            changes &= mine[first] & mine[second]
        if changes.any():
            borders[level] = _merged(edges[changes])
    return borders


def _ancestors(codes: list[str], level: int) -> Array:
    """A number per code that says which area of that level it lies in."""
    return np.unique([".".join(code.split(".")[:level]) for code in codes], return_inverse=True)[1]


def _merged(edges: Array) -> Any:
    """Edges joined to long lines, always in the same order."""
    if not len(edges):
        return shapely.GeometryCollection()
    return shapely.normalize(shapely.line_merge(_lines(edges)))


def _lines(edges: Array) -> Any:
    """Edges, n × 2 × 2, as one MultiLineString, by way of WKB: ten times quicker than n objects."""
    records = np.empty(len(edges), _WKB_LINE)
    records["order"], records["kind"], records["points"], records["xy"] = 1, 2, 2, edges
    return shapely.from_wkb(struct.pack("<BII", 1, 5, len(edges)) + records.tobytes())
