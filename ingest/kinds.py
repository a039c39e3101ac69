"""Kinds of geometry: what a file declares, what its features are, and the one type that holds them all."""

from typing import Any

import numpy as np
import shapely

_FAMILY_OF = {
    0: "Point",
    1: "LineString",
    2: "LineString",
    3: "Polygon",
    4: "Point",
    5: "LineString",
    6: "Polygon",
}
_KINDS = ("Point", "LineString", "Polygon")
_SINGLE = (0, 1, 2, 3)
_STRAIGHT = {
    "CircularString": "LineString",
    "CompoundCurve": "LineString",
    "Curve": "LineString",
    "CurvePolygon": "Polygon",
    "Surface": "Polygon",
    "PolyhedralSurface": "Polygon",
    "TIN": "Polygon",
    "Triangle": "Polygon",
}


def family(geometry_type: str) -> str | None:
    """`Point`, `LineString` or `Polygon` of a declared type such as `3D Multi Polygon`; None where mixed."""
    plain = geometry_type.replace("3D ", "").replace("Measured ", "").replace(" ", "")
    plain = plain.removesuffix("M").removesuffix("Z").removeprefix("Multi").replace("2.5D", "")
    plain = _STRAIGHT.get(plain, plain)
    return plain if plain in _KINDS else None


def promoted(kinds: set[str], multi: bool) -> str:
    """One PostGIS type that holds all kinds: single promoted to multi (points only if there are multi)."""
    if len(kinds) != 1 or "GeometryCollection" in kinds:
        return "GEOMETRY"
    (kind,) = kinds
    return "POINT" if kind == "Point" and not multi else f"MULTI{kind.upper()}"


def family_of(postgis_type: str) -> str | None:
    """The family of a PostGIS type such as MULTIPOLYGON; None of GEOMETRY."""
    return {kind.upper(): kind for kind in _KINDS}.get(postgis_type.removeprefix("MULTI"))


def any_multi(geometries: Any) -> bool:
    """Whether any of them has parts."""
    return not np.isin(shapely.get_type_id(geometries), _SINGLE).all()


def families(geometries: Any) -> set[str]:
    """The families of these geometries; `GeometryCollection` stands for itself."""
    return {
        _FAMILY_OF.get(int(kind), "GeometryCollection") for kind in np.unique(shapely.get_type_id(geometries))
    }
