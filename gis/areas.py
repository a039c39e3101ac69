"""Administrative areas of one edition, and the index that finds places in it.

An *edition* is one set of boundaries with the decree it follows. Until official polygons are imported
the edition is *indicative*: it stops at kecamatan, its villages are points, and what is placed only by
it is an approximation.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from gis import codes
from gis.geo import METRES_PER_DEGREE, PROVINCE_BOX
from gis.islands import island_at

COAST_TOLERANCE_M = 200.0
"""How far outside official polygons a point may lie and still belong to the nearest: slivers, jetties."""

INDICATIVE_TOLERANCE_M = 1_000.0
"""The same for indicative polygons: 99 % of the real coast is within 917 m of the free shoreline."""

CELL, _SLACK = 0.01, 1e-9
"""Degrees of the cells by which points are found, and how much they overlap."""


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
    seq: int = 0  # of the ledger entry that recorded it
    recorded_at: datetime | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain form, for lists of editions."""
        names = (
            "slug",
            "title",
            "decree",
            "valid_from",
            "valid_to",
            "indicative",
            "source",
            "seq",
            "recorded_at",
        )
        return {name: getattr(self, name) for name in names}


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
        self._centre_lonlats = [(point.x, point.y) for _, point in self._centres]
        self._centre_lons = [lon for lon, _ in self._centre_lonlats]
        # A report's point is asked for several times over, by one check after the other.
        self._hits = lru_cache(maxsize=64)(self._areas_at)
        # Most cells lie in one area: a sheet's thousands of points then need no geometry at all.
        self._cells = lru_cache(maxsize=20_000)(self._areas_near)
        # Asked for each figure of a report, and reports share their places. Kept here, they go with it.
        self._finest = lru_cache(maxsize=2048)(self._finest_of)
        self._residents = lru_cache(maxsize=2048)(self._residents_of)

    def on(self, day: date) -> "AreaIndex":
        """The index of the edition that was valid on `day`: this one, where no other is known."""
        return self

    def of_edition(self, edition: int) -> "AreaIndex":
        """The index of the edition of that id; this one, where it is not known."""
        return self

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

    def finest(self, area_codes: Iterable[str]) -> tuple[str, ...]:
        """The known areas among `area_codes` that hold no other of them, in the order named."""
        return self._finest(tuple(area_codes))

    def _finest_of(self, area_codes: tuple[str, ...]) -> tuple[str, ...]:
        known = [code for code in dict.fromkeys(area_codes) if code in self.areas]
        above = {ancestor for code in known for ancestor in codes.ancestors(code)}
        return tuple(code for code in known if code not in above)

    def residents(self, code: str) -> tuple[str, int]:
        """The smallest area from `code` up whose residents are known, and how many; ("", 0) for none."""
        return self._residents(code)

    def _residents_of(self, code: str) -> tuple[str, int]:
        for area in (code, *codes.ancestors(code)):
            if area in self.areas and (residents := self.areas[area].population):
                return area, residents
        return "", 0

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
        sure, near = self._cells(math.floor(lon / CELL), math.floor(lat / CELL), level)
        if sure is not None:
            return sure
        found = self._levels[level]
        inside = near[shapely.intersects_xy(found.parts[near], lon, lat)]
        return tuple(sorted({found.codes[i] for i in inside}))

    def _areas_near(self, column: int, line: int, level: int) -> tuple[tuple[str, ...] | None, Any]:
        """The answer for all points of a cell, or None and the numbers of the parts that it may lie in."""
        found = self._levels[level]
        west, south = column * CELL - _SLACK, line * CELL - _SLACK
        box = shapely.box(west, south, west + CELL + 2 * _SLACK, south + CELL + 2 * _SLACK)
        near = found.tree.query(box, predicate="intersects")
        if not len(near):
            return (), near
        whole = len(near) == 1 and bool(shapely.covers(found.parts[near[0]], box))
        return ((found.codes[near[0]],) if whole else None), near

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
        if area.geom is None or code in self._hits(lon, lat, area.level):
            return 0.0
        return float(shapely.distance(area.geom, shapely.Point(lon, lat))) * METRES_PER_DEGREE

    def centre_at(self, lon: float, lat: float, within_m: float, *, decimals: int = 7) -> str | None:
        """The kabupaten (else kecamatan) whose computed centre is that point: a place holder, not a spot.

        Also where the centre, rounded to as many `decimals` (2 or 3) as the point has, is the point.
        """
        reach = within_m / METRES_PER_DEGREE
        # The centres are sorted by longitude: next to none is near enough to be looked at.
        first, last = (
            bisect_left(self._centre_lons, lon - reach),
            bisect_right(self._centre_lons, lon + reach),
        )
        near = {i for i in range(first, last) if math.dist(self._centre_lonlats[i], (lon, lat)) <= reach}
        if 2 <= decimals <= 3:
            rounded = np.abs(np.round(self._centre_lonlats, decimals) - (lon, lat)) < 1e-9
            near |= set(np.flatnonzero(rounded.all(axis=1)).tolist())
        return min((self._centres[i][0] for i in near), key=lambda code: (len(code), code), default=None)

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
    """The points that software puts out as "the place" of a kabupaten or kecamatan, west first."""
    shaped = [area for area in areas if area.level in (2, 3) and area.geom is not None]
    points = [
        (area.code, point)
        for area in shaped
        for point in (
            shapely.centroid(area.geom),
            shapely.point_on_surface(area.geom),
            shapely.centroid(shapely.envelope(area.geom)),
            shapely.Point(area.point),
        )
    ]
    return sorted(points, key=lambda centre: centre[1].x)
