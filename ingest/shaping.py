"""Geometries on their way into a layer: to WGS 84, of one kind, valid, with a list of what was repaired."""

import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyproj
import shapely

from gis.errors import InvalidInput, TooLarge
from ingest.layer_box import Survey
from ingest.vector_files import unreadable

MAX_VERTICES = 5_000_000  # of one feature
MERCATOR_LATITUDE = 85.06  # beyond it Web Mercator has no place
_LISTED = 200  # repairs named one by one
_WGS84 = pyproj.CRS("OGC:CRS84")


@dataclass(slots=True)
class Shaper:
    """Brings a file's geometries into shape, batch by batch, and counts what it did.

    `keep_z`: heights are kept; a third ordinate is else dropped. Measures (M) are always dropped.
    """

    filename: str
    crs: pyproj.CRS
    keep_z: bool = False
    repairs: list[dict[str, Any]] = field(default_factory=list)
    repaired: int = 0
    empty: int = 0
    beyond: int = 0
    seen: int = 0
    survey: Survey = field(init=False)  # where they lie
    _transform: pyproj.Transformer | None = None

    def __post_init__(self) -> None:
        self.survey = Survey(self.filename)
        if not self.crs.equals(_WGS84, ignore_axis_order=True):
            self._transform = pyproj.Transformer.from_crs(self.crs, _WGS84, always_xy=True)

    def shaped(self, wkb: Any) -> tuple[Any, Any]:
        """(geometries in EPSG:4326, which rows they are of): empty ones and those beyond the map left out."""
        geometries = self._read(wkb)
        self._check_size(geometries)
        geometries = self._placed(geometries)
        present = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
        self.empty += int((~present).sum())
        geometries = self._mended(geometries, present)
        boxes = np.abs(shapely.bounds(geometries))
        beyond = present & ((boxes[:, 1] > MERCATOR_LATITUDE) | (boxes[:, 3] > MERCATOR_LATITUDE))
        self.beyond += int(beyond.sum())
        rows = np.flatnonzero(present & ~beyond)
        self.seen += len(geometries)
        self.survey.add(geometries[present], self.seen)
        return geometries[rows], rows

    def notes(self) -> list[str]:
        """What was done, in words for the catalogue."""
        counted = (
            (self.repaired, "geometri diperbaiki"),
            (self.empty, "fitur tanpa geometri dilewati"),
            (self.beyond, "fitur di luar jangkauan peta (lintang di atas 85°) dilewati"),
        )
        return [f"{count} {words}" for count, words in counted if count]

    def _read(self, wkb: Any) -> Any:
        try:
            geometries = shapely.from_wkb(wkb)
        except shapely.errors.GEOSException as error:
            raise unreadable(self.filename, error) from error
        return shapely.force_3d(geometries) if self.keep_z else shapely.force_2d(geometries)

    def _check_size(self, geometries: Any) -> None:
        most = int(shapely.get_num_coordinates(geometries).max(initial=0))
        if most > MAX_VERTICES:
            raise TooLarge(
                "terlalu_banyak_titik",
                "{file}: satu fitur memiliki {n} titik; paling banyak {most}",
                "{file}: one feature has {n} vertices; at most {most}",
                where=self.filename,
                file=self.filename,
                n=most,
                most=MAX_VERTICES,
            )

    def _placed(self, geometries: Any) -> Any:
        if self._transform is None:
            return geometries
        flat = shapely.get_coordinates(geometries, include_z=self.keep_z)
        flat[:, 0], flat[:, 1] = self._transform.transform(flat[:, 0], flat[:, 1])
        return shapely.set_coordinates(geometries.copy(), flat)

    def _check_finite(self, geometries: Any) -> None:
        if not np.isfinite(shapely.get_coordinates(geometries, include_z=self.keep_z)).all():
            raise InvalidInput(
                "koordinat_mustahil",
                "{file}: ada koordinat yang bukan bilangan atau tidak dapat diubah ke WGS 84",
                "{file}: some coordinates are no numbers or cannot be brought to WGS 84",
                where=self.filename,
                file=self.filename,
            )

    def _mended(self, geometries: Any, present: Any) -> Any:
        broken = np.flatnonzero(present & ~shapely.is_valid(geometries))
        self._check_finite(geometries[broken])  # what is not finite is never valid
        for n in broken:
            if len(self.repairs) < _LISTED:
                self.repairs.append(
                    {"feature": self.seen + int(n) + 1, "why": shapely.is_valid_reason(geometries[n])}
                )
            geometries[n] = _mended(geometries[n])
            if geometries[n] is None or geometries[n].is_empty:
                present[n] = False
                self.empty += 1
        self.repaired += len(broken)
        return geometries


def _mended(geometry: Any) -> Any:
    """A valid geometry of the same kind: rings untangled, stray lines and points of the repair dropped."""
    valid = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    dimension = shapely.get_dimensions(geometry)
    parts = shapely.get_parts(valid)
    kept = [part for part in shapely.get_parts(parts) if shapely.get_dimensions(part) == dimension]
    return shapely.multipolygons(kept) if dimension == 2 and kept else valid


def family(geometry_type: str) -> str | None:
    """`Point`, `LineString` or `Polygon` of a declared type such as `3D Multi Polygon`; None where mixed."""
    plain = geometry_type.replace("3D ", "").replace("Measured ", "").replace(" ", "")
    plain = plain.removesuffix("Z").removesuffix("M").removeprefix("Multi").replace("2.5D", "")
    return plain if plain in ("Point", "LineString", "Polygon") else None


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


def ewkb(geometries: Any, *, multi: bool) -> list[bytes]:
    """EWKB in EPSG:4326; with `multi` single geometries become multi of one.

    Written into the bytes, since making a second geometry of each costs as much as all the rest.
    """
    plain = shapely.to_wkb(geometries, flavor="extended", byte_order=1)
    single = np.isin(shapely.get_type_id(geometries), _SINGLE)
    if not multi:
        single[:] = False
    return [
        _multi_of_one(body) if alone else _with_srid(body)
        for body, alone in zip(plain, single.tolist(), strict=True)
    ]


_SRID_FLAG, _SRID, _ONE = 0x20, struct.pack("<I", 4326), struct.pack("<I", 1)
_TO_MULTI = 3  # in WKB's numbering: from Point, LineString, Polygon to their multi


def _with_srid(body: bytes) -> bytes:
    # byte order, type with its flags (the last byte of four), then the SRID
    return body[:4] + bytes((body[4] | _SRID_FLAG,)) + _SRID + body[5:]


def _multi_of_one(body: bytes) -> bytes:
    head = bytes((body[0], body[1] + _TO_MULTI, body[2], body[3], body[4] | _SRID_FLAG))
    return head + _SRID + _ONE + body
