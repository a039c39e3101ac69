"""Polygons of areas, in EPSG:4326: repair, dissolve, measure, find the point that stands for them. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyproj
import shapely

from gis.geo import METRES_PER_DEGREE

Shapes = Mapping[str, shapely.MultiPolygon]
"""Polygons by area code, EPSG:4326, lon lat."""

GAP_WIDTH_DEG = 0.0005
"""Gaps between neighbours narrower than this (55 m) are drawing errors and are closed in derived levels."""

_GEOD = pyproj.Geod(ellps="WGS84")
_METRIC_CRS = "+proj=tmerc +lon_0=107 +lat_0=0 +k=1 +datum=WGS84 +units=m"
"""One transverse Mercator for the province, which lies across two UTM zones: within 0.06 % true to scale."""
_TO_METRES = pyproj.Transformer.from_crs(4326, _METRIC_CRS, always_xy=True)
_TO_WEB = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)


def to_metres(geometry: Any, *, inverse: bool = False) -> Any:
    """Geometries (one or an array) in metres of the province's own projection, or back to degrees."""
    return _projected(geometry, _TO_METRES, inverse=inverse)


def to_web_mercator(geometry: Any) -> Any:
    """Geometries in EPSG:3857."""
    return _projected(geometry, _TO_WEB)


def _projected(geometry: Any, transformer: pyproj.Transformer, *, inverse: bool = False) -> Any:
    direction = "INVERSE" if inverse else "FORWARD"

    def move(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1], direction=direction))

    return shapely.transform(geometry, move)


def as_multipolygon(geometry: Any) -> shapely.MultiPolygon:
    """The polygons of any geometry, flat (2D), as one MultiPolygon; empty when it has none."""
    parts = shapely.get_parts(shapely.force_2d(geometry))
    while len(parts) and (nested := shapely.get_type_id(parts) > 3).any():
        parts = np.concatenate([parts[~nested], shapely.get_parts(parts[nested])])
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon" and not part.is_empty])


def repaired(geometry: Any) -> shapely.MultiPolygon:
    """A valid MultiPolygon: rings that cross or nest are resolved, lines and points dropped."""
    if not shapely.is_valid(geometry):
        geometry = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    return as_multipolygon(geometry)


def merged(geometries: Sequence[Any]) -> shapely.MultiPolygon:
    """Several features of one area as one."""
    return repaired(shapely.union_all(np.array(geometries, dtype=object)))


def dissolved(children: Shapes, parent_of: Mapping[str, str]) -> dict[str, shapely.MultiPolygon]:
    """The parents' polygons: their children's, with overlaps shared out and slivers between them closed."""
    if not children:
        return {}
    clean = shapely.coverage_clean(np.array(list(children.values())), gap_width=GAP_WIDTH_DEG)
    families: dict[str, list[Any]] = {}
    for code, geom in zip(children, clean, strict=True):
        families.setdefault(parent_of[code], []).append(geom)
    return {code: as_multipolygon(shapely.coverage_union_all(geoms)) for code, geoms in families.items()}


def area_km2(geometry: Any) -> float:
    """Area on the WGS 84 ellipsoid."""
    return abs(float(_GEOD.geometry_area_perimeter(shapely.orient_polygons(geometry))[0])) / 1e6


def label_point(geometry: shapely.MultiPolygon) -> tuple[float, float]:
    """The point of the largest part farthest from its edge, for a label or to stand for the area."""
    parts = shapely.get_parts(geometry)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    centre = shapely.get_point(shapely.maximum_inscribed_circle(largest), 0)
    return float(centre.x), float(centre.y)


def radius_m(geometry: shapely.MultiPolygon, point: tuple[float, float]) -> float:
    """Radius of the circle around `point` that holds whole parts making up at least 95 % of the area."""
    parts = shapely.get_parts(geometry)
    reach = np.array([_farthest_deg(part, point) for part in parts])
    order = np.argsort(reach)
    held = np.cumsum(shapely.area(parts)[order])
    enough = int(np.searchsorted(held, 0.95 * held[-1]))
    return float(reach[order][enough]) * METRES_PER_DEGREE


def _farthest_deg(part: Any, point: tuple[float, float]) -> float:
    return float(np.hypot(*(shapely.get_coordinates(part) - point).T).max())


def simplified(
    geometries: Iterable[Any], tolerances_m: Sequence[float]
) -> Iterator[list[shapely.MultiPolygon]]:
    """Per tolerance, copies in EPSG:3857 for small scales, neighbours still sharing their borders.

    A tolerance is about the side of the smallest detail kept (Visvalingam). Islands smaller than that go,
    but an area never vanishes. Tolerance 0 gives the polygons as they are.
    """
    web = to_web_mercator(np.array(list(geometries), dtype=object))
    clean = shapely.coverage_clean(web, gap_width=GAP_WIDTH_DEG * METRES_PER_DEGREE)
    for tolerance_m in tolerances_m:
        simple = shapely.coverage_simplify(clean, tolerance_m) if tolerance_m else web
        yield [_visible(geom, tolerance_m**2) for geom in simple]


def _visible(geometry: Any, smallest_m2: float) -> shapely.MultiPolygon:
    parts = shapely.get_parts(geometry)
    sizes = shapely.area(parts)
    keep = (sizes >= smallest_m2) | (sizes == sizes.max())
    return as_multipolygon(shapely.MultiPolygon(list(parts[keep])))
