"""Is a layer of areas a coverage: do they tile, without overlaps and without gaps?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely
import sqlalchemy as sa

GAP_KM2 = 5.0
"""A hole between areas up to this size is taken for a mistake, a larger one for a lake or a neighbour."""
SMALLEST_KM2 = 1e-6  # a square metre: less is rounding
MOST_AREAS = 100_000


@dataclass(frozen=True, slots=True)
class Fault:
    """An overlap or a gap: its size, and a point in it (lon, lat)."""

    kind: str  # `tumpang_tindih` | `celah`
    km2: float
    lonlat: tuple[float, float]


def faults(polygons: Sequence[shapely.Geometry]) -> list[Fault]:
    """Overlaps and gaps of valid polygons (EPSG:4326), largest first."""
    areas = np.asarray(polygons, dtype=object)
    if shapely.coverage_is_valid(areas):
        overlaps = []
    else:
        first, second = shapely.STRtree(areas).query(areas, predicate="intersects")
        pairs = first < second
        shared = shapely.intersection(areas[first[pairs]], areas[second[pairs]])
        overlaps = [_fault("tumpang_tindih", part) for part in _polygons(shared)]
    holes = [
        shapely.polygons(ring) for part in _polygons([shapely.union_all(areas)]) for ring in part.interiors
    ]
    gaps = [fault for fault in (_fault("celah", hole) for hole in holes) if fault.km2 <= GAP_KM2]
    found = [fault for fault in (*overlaps, *gaps) if fault.km2 >= SMALLEST_KM2]
    return sorted(found, key=lambda fault: -fault.km2)


def notes(conn: sa.Connection, table: str) -> list[str]:
    """The faults of a layer's table in words, with the place of the largest of each kind."""
    rows = conn.exec_driver_sql(
        f'SELECT ST_AsBinary(ST_Force2D(geom)) FROM layer_data."{table}" LIMIT {MOST_AREAS}'
    )
    found = faults(shapely.from_wkb([bytes(row[0]) for row in rows]))
    made = []
    for kind, words in (("tumpang_tindih", "tumpang tindih"), ("celah", "celah")):
        of_kind = [fault for fault in found if fault.kind == kind]
        if of_kind:
            lon, lat = of_kind[0].lonlat
            total = sum(fault.km2 for fault in of_kind)
            made.append(
                f"{len(of_kind)} {words} antarwilayah, {total:.4f} km²; yang terbesar di {lat:.5f}, {lon:.5f}"
            )
    return made or ["wilayah saling bersambung tanpa celah dan tumpang tindih"]


def _polygons(geometries: object) -> list[shapely.Polygon]:
    parts = shapely.get_parts(shapely.get_parts(geometries))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _fault(kind: str, shape: shapely.Polygon) -> Fault:
    area, _ = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(shape)
    point = shape.representative_point()
    return Fault(kind, abs(area) / 1e6, (point.x, point.y))
