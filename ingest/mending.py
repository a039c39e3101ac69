"""Features that GEOS cannot read: arcs are made straight, rings closed, the rest refused with a reason."""

from dataclasses import dataclass
from typing import Any

import shapely

from ingest import wkb
from ingest.curves import TOLERANCE_M, Straightener

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
