"""Geometries on their way into a layer: to WGS 84, of one kind, valid, with a list of what was repaired."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyproj
import shapely

from gis.errors import TooLarge
from gis.geo import MERCATOR_LATITUDE
from ingest import curves, mending
from ingest.layer_box import Survey
from ingest.measures import Measures
from ingest.mending import REFUSED, REPAIRED
from ingest.repairs import BEYOND, EMPTY, HEIGHTLESS, UNMEASURED, Repairs

MAX_VERTICES = 5_000_000  # of one feature
_MOST_LONGITUDE = 360  # once round: what is farther cannot be brought to EPSG:3857
_WGS84 = pyproj.CRS("OGC:CRS84")


@dataclass(frozen=True, slots=True)
class Shaped:
    """Geometries in EPSG:4326, the numbers of their rows, and the file's own WKB where it says the same.

    `measures`: of the points of each geometry, NaN where unknown; None where they are not kept.
    """

    geometries: Any
    rows: Any
    wkb: pa.Array | None
    measures: list[Any] | None


@dataclass(slots=True)
class Shaper:
    """Brings a file's geometries into shape, batch by batch, and tells what it did.

    `keep_z`: heights are kept, `keep_m`: measures; what is not kept is dropped.
    """

    filename: str
    crs: pyproj.CRS
    keep_z: bool = False
    keep_m: bool = False
    repairs: Repairs = field(default_factory=Repairs)
    seen: int = 0
    survey: Survey = field(init=False)  # where they lie
    _transform: pyproj.Transformer | None = None

    def __post_init__(self) -> None:
        self.survey = Survey(self.filename)
        if not self.crs.equals(_WGS84, ignore_axis_order=True):
            self._transform = pyproj.Transformer.from_crs(self.crs, _WGS84, always_xy=True)

    def shaped(self, wkb: pa.Array) -> Shaped:
        """WKB of a file's features, brought into shape: empty ones and those beyond the map left out."""
        changed = self.repairs.changed
        read = self._read(np.array(wkb.to_pylist(), dtype=object))
        self._check_size(read)
        flat = self._flat(read)
        geometries = self._placed(flat)
        measures = Measures.of(read, geometries) if self.keep_m else None
        present = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
        geometries = self._mended(geometries, present)
        boxes = np.abs(shapely.bounds(geometries))
        beyond = present & (boxes > (_MOST_LONGITUDE, MERCATOR_LATITUDE) * 2).any(axis=1)
        self.repairs.counts[BEYOND] += int(beyond.sum())
        rows = np.flatnonzero(present & ~beyond)
        self.seen += len(geometries)
        self.survey.add(geometries[present], self.seen)
        same = flat is read and self._transform is None and self.repairs.changed == changed
        return Shaped(
            geometries[rows],
            rows,
            wkb.take(pa.array(rows)) if same else None,
            self._measured(measures, geometries, rows) if measures else None,
        )

    def verdict(self) -> tuple[float, float, float, float]:
        """The bounds in degrees; InvalidInput where nothing is left, or in the wrong place."""
        self.repairs.check_some_left(self.filename, self.survey.seen)
        return self.survey.verdict()

    def notes(self) -> list[str]:
        """What was found and done, in words for the catalogue."""
        return [*self.survey.notes, *self.repairs.notes()]

    def _read(self, wkb: Any) -> Any:
        """Geometries, None where there is none or where it was refused."""
        lost = sum(held is None for held in wkb)
        for n, why in mending.without_deep(wkb).items():
            self.repairs.add(self.seen + n + 1, REFUSED, why)
        try:
            read = shapely.from_wkb(wkb)
            strange = bool(mending.may_hide_arcs(read).any())
        except (shapely.errors.GEOSException, NotImplementedError):
            strange = True
        if strange:
            read = self._read_each(wkb)
        for n in mending.hollow(read):
            read[n] = mending.filled(wkb[n])
            self.repairs.add(self.seen + int(n) + 1, REPAIRED, "Ring without points")
        self.repairs.counts[EMPTY] += lost + int(shapely.is_empty(read).sum())
        return read

    def _read_each(self, wkb: Any) -> Any:
        straightener = curves.Straightener(curves.tolerance_in(self.crs))
        geometries = np.empty(len(wkb), object)
        for n, held in enumerate(wkb):
            found = mending.read(held, straightener)
            if straightener.points > curves.MOST_AT_ONCE:
                raise self._too_many(straightener.points, curves.MOST_AT_ONCE)
            geometries[n] = found.geometry
            if found.outcome:
                self.repairs.add(self.seen + n + 1, found.outcome, found.why)
        return geometries

    def _flat(self, geometries: Any) -> Any:
        """With heights or without, as chosen, and without measures; the same array where nothing is to do."""
        if self.keep_z:
            return self._with_heights(geometries)
        deep = shapely.has_z(geometries).any() or shapely.has_m(geometries).any()
        return shapely.force_2d(geometries) if deep else geometries

    def _with_heights(self, geometries: Any) -> Any:
        """Unknown heights become 0, which GeoJSON can say, and are told of."""
        flat, of = shapely.get_coordinates(geometries, include_z=True, return_index=True)
        unknown = np.isnan(flat[:, 2])
        self.repairs.counts[HEIGHTLESS] += len(np.unique(of[unknown]))
        flat[unknown, 2] = 0
        return shapely.set_coordinates(shapely.force_3d(shapely.force_2d(geometries)), flat)

    def _check_size(self, geometries: Any) -> None:
        most = int(shapely.get_num_coordinates(geometries).max(initial=0))
        if most > MAX_VERTICES:
            raise self._too_many(most, MAX_VERTICES)

    def _too_many(self, count: int, most: int) -> TooLarge:
        return TooLarge(
            "terlalu_banyak_titik",
            "{file}: satu fitur, atau garis lengkung fiturnya, memerlukan {n} titik; paling banyak {most}",
            "{file}: one feature, or the arcs of some of them, takes {n} vertices; at most {most}",
            where=self.filename,
            file=self.filename,
            n=count,
            most=most,
        )

    def _placed(self, geometries: Any) -> Any:
        if self._transform is None:
            return geometries
        flat = shapely.get_coordinates(geometries, include_z=self.keep_z)
        flat[:, 0], flat[:, 1] = self._transform.transform(flat[:, 0], flat[:, 1])
        return shapely.set_coordinates(geometries.copy(), flat)

    def _mended(self, geometries: Any, present: Any) -> Any:
        """The valid and the repaired; what cannot be is no longer `present`."""
        broken = np.flatnonzero(present & ~shapely.is_valid(geometries))
        nowhere = _without_place(geometries[broken], include_z=self.keep_z)
        for n, lost in zip(broken, nowhere, strict=True):
            self.repairs.add(
                self.seen + int(n) + 1, REFUSED if lost else REPAIRED, shapely.is_valid_reason(geometries[n])
            )
            geometries[n] = None if lost else _mended(geometries[n])
            if geometries[n] is None or geometries[n].is_empty:
                present[n] = False
                self.repairs.counts[EMPTY] += not lost
        return geometries

    def _measured(self, measures: Measures, geometries: Any, rows: Any) -> list[Any]:
        found = [measures.along(n, geometries[n]) for n in rows]
        self.repairs.counts[UNMEASURED] += sum(bool(np.isnan(each).any()) for each in found)
        return found


def _without_place(geometries: Any, *, include_z: bool) -> Any:
    """Which have an ordinate that is no number, as where a projection does not reach: never valid ones."""
    flat, of = shapely.get_coordinates(geometries, include_z=include_z, return_index=True)
    return np.isin(np.arange(len(geometries)), of[~np.isfinite(flat).all(axis=1)])


def _mended(geometry: Any) -> Any:
    """A valid geometry of the same kind: rings untangled, stray lines and points of the repair dropped."""
    valid = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    dimension = shapely.get_dimensions(geometry)
    parts = shapely.get_parts(valid)
    kept = [part for part in shapely.get_parts(parts) if shapely.get_dimensions(part) == dimension]
    return shapely.multipolygons(kept) if dimension == 2 and kept else valid
