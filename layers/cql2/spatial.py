"""Places in filters: GeoJSON and boxes in EPSG:4326, and the relations between geometries."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from gis.errors import InvalidInput
from gis.geo import BBox, mercator_box

RELATIONS = {
    "s_contains": "ST_Contains",
    "s_crosses": "ST_Crosses",
    "s_disjoint": "ST_Disjoint",
    "s_equals": "ST_Equals",
    "s_intersects": "ST_Intersects",
    "s_overlaps": "ST_Overlaps",
    "s_touches": "ST_Touches",
    "s_within": "ST_Within",
}


def relation(op: str, one: str, other: str) -> str:
    """One of the eight spatial relations as SQL; both geometries are in EPSG:4326."""
    return f"{RELATIONS[op]}({one}, {other})"


@dataclass(frozen=True, slots=True)
class Place:
    """A geometry in SQL (EPSG:4326): a property, with its `indexed` twin, or a literal, with its box."""

    sql: str
    indexed: str = ""
    box: BBox | None = None


def near(op: str, one: Place, other: Place, bind: Callable[[Any, str], str]) -> str:
    """A condition by index that holds wherever the relation does; empty where there is none."""
    for column, literal in ((one, other), (other, one)):
        if op != "s_disjoint" and column.indexed and literal.box:
            corners = ", ".join(bind(at, "double precision") for at in mercator_box(literal.box))
            return f"{column.indexed} && ST_MakeEnvelope({corners}, 3857)"
    return ""


def ewkb(geometry: shapely.Geometry) -> bytes:
    """A literal as EWKB."""
    return bytes(shapely.to_wkb(shapely.set_srid(geometry, 4326), include_srid=True))


def literal(node: Any) -> shapely.Geometry:
    """A GeoJSON geometry or a `bbox` of a filter (EPSG:4326, two dimensions, valid)."""
    try:
        made = _box(node["bbox"]) if isinstance(node, dict) and "bbox" in node else shape(node)
        made = shapely.force_2d(made)
        if not shapely.is_valid(made):
            made = shapely.make_valid(made)
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise _unreadable(node) from error
    if made.is_empty or not _on_earth(made):
        raise _unreadable(node)
    return made


def _box(corners: list[float]) -> shapely.Geometry:
    west, south, east, north = corners if len(corners) == 4 else (*corners[:2], *corners[3:5])
    if west <= east:
        return shapely.box(west, south, east, north)
    return shapely.union(shapely.box(west, south, 180, north), shapely.box(-180, south, east, north))


def _on_earth(made: shapely.Geometry) -> bool:
    west, south, east, north = made.bounds
    return (
        all(map(math.isfinite, made.bounds)) and west >= -180 and east <= 180 and south >= -90 and north <= 90
    )


def _unreadable(node: Any) -> InvalidInput:
    return InvalidInput(
        "filter",
        "Geometri '{what}' dalam filter tidak dapat dipakai: bujur -180 sampai 180, lintang -90 sampai 90",
        "Geometry '{what}' in the filter cannot be used: longitude -180 to 180, latitude -90 to 90",
        where="filter",
        what=str(node)[:80],
    )
