"""Editions of the administrative areas, and the index that finds places in one of them.

An *edition* is one set of boundaries with the decree it follows. Until official polygons are imported
the edition is *indicative*: it stops at kecamatan, its villages are points, and what is placed only by
it is an approximation.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
import shapely
import sqlalchemy as sa

from gis import queries
from gis.errors import Unavailable
from gis.geo import METRES_PER_DEGREE, PROVINCE_BOX
from gis.islands import island_at
from gis.ledger import Moment

_SQL = queries.load("gis.areas")

COAST_TOLERANCE_M = 200.0
"""How far outside official polygons a point may lie and still belong to the nearest: slivers, jetties."""

INDICATIVE_TOLERANCE_M = 1_000.0
"""The same for indicative polygons: 99 % of the real coast is within 917 m of the free shoreline."""

_KEPT_INDEXES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One set of boundaries. `valid_to` None: still in force."""

    slug: str
    title: str
    decree: str
    valid_from: date
    valid_to: date | None = None
    indicative: bool
    source: str
    id: int = 0  # 0: not stored


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedArea:
    """An area of an edition: `geom` (EPSG:4326, MultiPolygon) is None where no polygon is known.

    `point` (lon, lat) stands for the area: well inside its largest part, or a village's centre.
    `radius_m` is the circle around it that holds 95 % of its land.
    """

    code: str
    bps_code: str
    level: int
    kind: str
    name: str
    parent: str
    aliases: tuple[str, ...]
    geom: shapely.MultiPolygon | None
    point: tuple[float, float]
    radius_m: float
    area_km2: float | None
    population: int | None


@dataclass(frozen=True, slots=True)
class _Level:
    """The polygons of one level, part by part (so that boxes are tight), prepared, in a tree."""

    codes: tuple[str, ...]
    parts: np.ndarray[Any, Any]
    tree: shapely.STRtree


class AreaIndex:
    """One edition in memory: which areas a point lies in, and where an area is.

    Immutable after building and safe to share between threads.
    """

    def __init__(self, edition: Edition, areas: Iterable[PlacedArea]) -> None:
        self.record = edition
        self.areas: Mapping[str, PlacedArea] = {area.code: area for area in areas}
        self._levels = {level: _level(self.areas.values(), level) for level in range(1, 5)}
        self.finest_level = max((n for n, level in self._levels.items() if level.codes), default=0)
        self._villages = [area for area in self.areas.values() if area.level == 4]
        self._village_tree = shapely.STRtree(shapely.points([area.point for area in self._villages] or None))
        self._centres = _centres(self.areas.values())
        self._centre_lonlats = np.array([point.coords[0] for _, point in self._centres]).reshape(-1, 2).T
        # A report's point is asked for several times over, by one check after the other.
        self._hits = lru_cache(maxsize=64)(self._areas_at)

    @property
    def edition(self) -> str:
        """Slug of the edition."""
        return self.record.slug

    @property
    def indicative(self) -> bool:
        """Whether these are not official boundaries."""
        return self.record.indicative

    @property
    def tolerance_m(self) -> float:
        """How far outside a polygon a point may lie and still belong to it."""
        return INDICATIVE_TOLERANCE_M if self.indicative else COAST_TOLERANCE_M

    def geometry(self, code: str) -> shapely.MultiPolygon | None:
        """The polygon (EPSG:4326), None where the edition has none; KeyError for an unknown code."""
        return self.areas[code].geom

    def point(self, code: str) -> tuple[float, float]:
        """The (lon, lat) that stands for the area."""
        return self.areas[code].point

    def radius_m(self, code: str) -> float:
        """Radius around `point(code)` that holds 95 % of the area's land."""
        return self.areas[code].radius_m

    def has_place(self, code: str) -> bool:
        """Whether the area's own place is known; else its point is only the middle of the area above."""
        area = self.areas[code]
        above = self.areas.get(area.parent)
        return area.geom is not None or above is None or area.point != above.point

    def locate(self, lon: float, lat: float, level: int) -> list[str]:
        """Sorted codes of the areas of `level` at the point: none at sea or in a gap, two in an overlap.

        A level without polygons (villages of an indicative edition) finds nothing: see `nearest_village`.
        """
        return list(self._hits(lon, lat, level))

    def _areas_at(self, lon: float, lat: float, level: int) -> tuple[str, ...]:
        found = self._levels[level]
        hits = found.tree.query(shapely.Point(lon, lat))
        inside = {found.codes[i] for i in hits if shapely.intersects_xy(found.parts[i], lon, lat)}
        return tuple(sorted(inside))

    def nearest(self, lon: float, lat: float, level: int, within_m: float | None = None) -> str | None:
        """The area of `level` nearest to the point and not farther than `within_m` (else `tolerance_m`)."""
        found = self._levels[level]
        reach = (self.tolerance_m if within_m is None else within_m) / METRES_PER_DEGREE
        hits = found.tree.query_nearest(shapely.Point(lon, lat), max_distance=reach)
        return min((found.codes[i] for i in hits), default=None)

    def nearest_village(self, lon: float, lat: float) -> str | None:
        """The village whose point is nearest: an approximation, never a statement of where it lies."""
        if not self._villages:
            return None
        return self._villages[int(self._village_tree.nearest(shapely.Point(lon, lat)))].code

    def covers(self, code: str, lon: float, lat: float) -> bool:
        """Whether the point lies in the area's polygon."""
        geom = self.areas[code].geom
        return geom is not None and bool(shapely.intersects_xy(geom, lon, lat))

    def distance_m(self, code: str, lon: float, lat: float) -> float:
        """Distance from the point to the area, 0 inside; one without polygon may fill the area above it."""
        area = self.areas[code]
        if area.geom is None and area.parent in self.areas:
            return self.distance_m(area.parent, lon, lat)
        if area.geom is None or shapely.intersects_xy(area.geom, lon, lat):
            return 0.0
        return float(shapely.distance(area.geom, shapely.Point(lon, lat))) * METRES_PER_DEGREE

    def centre_at(self, lon: float, lat: float, within_m: float) -> str | None:
        """The kabupaten (else kecamatan) whose computed centre is that point: a place holder, not a spot."""
        lons, lats = self._centre_lonlats
        hits = np.flatnonzero(np.hypot(lons - lon, lats - lat) <= within_m / METRES_PER_DEGREE)
        return min((self._centres[i][0] for i in hits), key=lambda code: (len(code), code), default=None)

    def on_land(self, lon: float, lat: float) -> bool:
        """Whether the point is on land: in (or within the tolerance of) a kabupaten, or on an island."""
        if not PROVINCE_BOX.contains(lon, lat):
            return False
        return bool(
            self.locate(lon, lat, max(2, self.finest_level))  # asked for next, and so no work twice
            or self.locate(lon, lat, 2)
            or self.nearest(lon, lat, 2)
            or island_at(lon, lat)  # the gazetteer knows islands that no polygon shows
        )


def _level(areas: Iterable[PlacedArea], level: int) -> _Level:
    shaped = [area for area in areas if area.level == level and area.geom is not None]
    for area in shaped:
        shapely.prepare(area.geom)
    parts, owner = shapely.get_parts([area.geom for area in shaped], return_index=True)
    shapely.prepare(parts)
    return _Level(tuple(shaped[i].code for i in owner), parts, shapely.STRtree(parts))


def _centres(areas: Iterable[PlacedArea]) -> list[tuple[str, shapely.Point]]:
    """The points that software puts out as "the place" of a kabupaten or kecamatan."""
    shaped = [area for area in areas if area.level in (2, 3) and area.geom is not None]
    return [
        (area.code, point)
        for area in shaped
        for point in (
            shapely.centroid(area.geom),
            shapely.point_on_surface(area.geom),
            shapely.centroid(shapely.envelope(area.geom)),
            shapely.Point(area.point),
        )
    ]


_kept: OrderedDict[tuple[object, ...], AreaIndex] = OrderedDict()
_lock = Lock()


def load_index(conn: sa.Connection, moment: Moment) -> AreaIndex:
    """The index of the edition current at `moment`, kept in memory; Unavailable while there is none."""
    sql = _SQL
    row = conn.execute(sql["edition"], {"seq": moment.seq}).mappings().one_or_none()
    if row is None:
        raise Unavailable(
            "tanpa_wilayah",
            "belum ada edisi batas wilayah: jalankan `sigap migrate`",
            "there is no edition of the areas yet: run `sigap migrate`",
        )
    record = dict(row)
    # Databases of one server share edition numbers; the recording time tells them apart.
    key = (str(conn.engine.url), record["id"], record.pop("recorded_at"))
    with _lock:
        if key not in _kept:
            rows = conn.execute(sql["areas"], {"edition_id": record["id"]}).mappings()
            _kept[key] = AreaIndex(Edition(**record), [_placed(row) for row in rows])
            while len(_kept) > _KEPT_INDEXES:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def _placed(row: sa.RowMapping) -> PlacedArea:
    values = dict(row)
    wkb, lon, lat = values.pop("wkb"), values.pop("lon"), values.pop("lat")
    return PlacedArea(
        **values | {"aliases": tuple(values["aliases"]), "parent": values["parent"] or ""},
        geom=shapely.from_wkb(bytes(wkb)) if wkb is not None else None,
        point=(lon, lat),
    )


def has_edition(conn: sa.Connection) -> bool:
    """Whether any area edition has been written yet."""
    return bool(conn.execute(_SQL["has_edition"]).scalar_one())
