"""Features that GEOS cannot read: arcs are made straight, rings closed, the rest refused with a reason."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from ingest import wkb
from ingest.curves import TOLERANCE_M, Straightener

_SMALL_BYTES = 20_000  # 2,222 geometries, one within the other
REPAIRED, STRAIGHTENED, REFUSED = "diperbaiki", "diluruskan", "ditolak"


@dataclass(frozen=True, slots=True)
class Read:
    """A feature's geometry, None where it was refused; what was done to it, if anything, and why."""

    geometry: Any
    outcome: str = ""
    why: str = ""


def read(held: bytes | None, straightener: Straightener) -> Read:
    """The geometry that a feature's WKB tells of."""
    try:
        geometry = shapely.from_wkb(held)
    except (shapely.errors.GEOSException, NotImplementedError):
        geometry = None
    if held is None or (geometry is not None and not may_hide_arcs(geometry)):
        return Read(geometry)
    try:
        return _mended(held, straightener)
    except (ValueError, shapely.errors.GEOSException) as error:
        return Read(None, REFUSED, str(error).splitlines()[0][:160])


def without_deep(held: Any) -> dict[int, str]:
    """Why features that nest too deep are refused, by place: GEOS would follow them till its stack is full.

    What is small cannot nest that deep, and is not looked at. They are no longer among `held`.
    """
    refused = {}
    for n in [n for n, each in enumerate(held) if each is not None and len(each) > _SMALL_BYTES]:
        try:
            wkb.read(held[n])
        except ValueError as error:
            refused[n], held[n] = str(error), None
    return refused


def hollow(geometries: Any) -> Any:
    """The places of those with a ring that has no points, which is valid for GEOS and nothing for PostGIS."""
    polygons, of = shapely.get_parts(geometries, return_index=True)
    holed = np.flatnonzero(shapely.get_num_interior_rings(polygons))
    rings, of_holed = shapely.get_rings(polygons[holed], return_index=True)
    empty = shapely.is_empty(polygons) & (shapely.get_dimensions(polygons) == 2)
    found = np.unique([*of[empty], *of[holed[of_holed[shapely.is_empty(rings)]]]]).astype(int)
    return found[~shapely.is_empty(geometries[found])]


def filled(held: bytes) -> Any:
    """The same geometry without such rings."""
    return shapely.from_wkb(wkb.write(wkb.without_empty(wkb.read(held))))


def may_hide_arcs(geometries: Any) -> Any:
    """Which of them are collections: GEOS takes arcs into one, and then can do nothing with it."""
    return shapely.get_type_id(geometries) == shapely.GeometryType.GEOMETRYCOLLECTION


def _mended(held: bytes, straightener: Straightener) -> Read:
    shape, opened = wkb.closed(straightener.straight(wkb.read(held)))
    geometry = shapely.from_wkb(wkb.write(shape))
    why = [f"Ring not closed[{x:.10g} {y:.10g}]" for x, y in opened[:3]]
    if straightener.arcs:
        why.append(f"{straightener.arcs} arcs made straight within {TOLERANCE_M} m")
    return Read(geometry, REPAIRED if opened else STRAIGHTENED if straightener.arcs else "", "; ".join(why))
