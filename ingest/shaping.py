"""Geometries on their way into a layer: to WGS 84, of one kind, valid, with a list of what was repaired."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyproj
import shapely

from gis.errors import InvalidInput, TooLarge
from gis.geo import MERCATOR_LATITUDE
from ingest.layer_box import Survey
from ingest.vector_files import unreadable

MAX_VERTICES = 5_000_000  # of one feature
_LISTED = 200  # repairs named one by one
_WGS84 = pyproj.CRS("OGC:CRS84")


@dataclass(frozen=True, slots=True)
class Shaped:
    """Geometries in EPSG:4326, the numbers of their rows, and the file's own WKB where it says the same."""

    geometries: Any
    rows: Any
    wkb: pa.Array | None


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
    heightless: int = 0
    seen: int = 0
    survey: Survey = field(init=False)  # where they lie
    _transform: pyproj.Transformer | None = None

    def __post_init__(self) -> None:
        self.survey = Survey(self.filename)
        if not self.crs.equals(_WGS84, ignore_axis_order=True):
            self._transform = pyproj.Transformer.from_crs(self.crs, _WGS84, always_xy=True)

    def shaped(self, wkb: pa.Array) -> Shaped:
        """WKB of a file's features, brought into shape: empty ones and those beyond the map left out."""
        read = self._read(wkb)
        self._check_size(read)
        flat = self._flat(read)
        geometries = self._placed(flat)
        repaired = self.repaired
        present = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
        self.empty += int((~present).sum())
        geometries = self._mended(geometries, present)
        boxes = np.abs(shapely.bounds(geometries))
        beyond = present & ((boxes[:, 1] > MERCATOR_LATITUDE) | (boxes[:, 3] > MERCATOR_LATITUDE))
        self.beyond += int(beyond.sum())
        rows = np.flatnonzero(present & ~beyond)
        self.seen += len(geometries)
        self.survey.add(geometries[present], self.seen)
        same = flat is read and self._transform is None and self.repaired == repaired
        return Shaped(geometries[rows], rows, wkb.take(pa.array(rows)) if same else None)

    def notes(self) -> list[str]:
        """What was done, in words for the catalogue."""
        counted = (
            (self.repaired, "geometri diperbaiki"),
            (self.empty, "fitur tanpa geometri dilewati"),
            (self.heightless, "fitur dengan ketinggian yang tidak diketahui: ditulis 0"),
            (self.beyond, "fitur di luar jangkauan peta (lintang di atas 85°) dilewati"),
        )
        return [f"{count} {words}" for count, words in counted if count]

    def _read(self, wkb: pa.Array) -> Any:
        try:
            return shapely.from_wkb(np.array(wkb.to_pylist(), dtype=object))
        except shapely.errors.GEOSException as error:
            raise unreadable(self.filename, error) from error
        except NotImplementedError as error:
            raise unreadable(self.filename, "garis lengkung / curved lines") from error

    def _flat(self, geometries: Any) -> Any:
        """With heights or without, as chosen; the same array where there is nothing to do."""
        if self.keep_z:
            return self._with_heights(shapely.force_3d(geometries))
        deep = shapely.has_z(geometries).any() or shapely.has_m(geometries).any()
        return shapely.force_2d(geometries) if deep else geometries

    def _with_heights(self, geometries: Any) -> Any:
        """Unknown heights (NaN) become 0, which GeoJSON can say, and are told of."""
        flat, of = shapely.get_coordinates(geometries, include_z=True, return_index=True)
        unknown = np.isnan(flat[:, 2])
        if not unknown.any():
            return geometries
        self.heightless += len(np.unique(of[unknown]))
        flat[unknown, 2] = 0
        return shapely.set_coordinates(geometries, flat)

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
