"""Where a report happened by its coordinates, checked against the areas it names."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from gis import codes, islands
from gis.areas import AreaIndex
from gis.report import Finding, Location, Precision, Report, Severity
from ingest.locate_doubts import doubt, named_as, outside
from ingest.locate_name import VICINITY_M, Placed, of_area
from ingest.position import EXACT_M, Lonlat, decimals_of, uncertainty_m

CENTRE_M = 50.0
"""A point this near to an area's computed centre was filled in by software."""

OUTSIDE_M = {True: 3_000.0, False: 500.0}
"""How far outside the areas it names a point may lie, in an indicative edition (whose borders are off by
kilometres) and in an official one."""

OFF_SHORE_M = 50_000.0
"""How far from the area named an incident at sea may be."""

SPOT_M = 500.0
"""Up to this uncertainty a point is a spot; up to `VICINITY_M` it is a hamlet's surroundings."""

Found = tuple[tuple[str, ...], tuple[Finding, ...]]


def at_point(point: Lonlat, named: tuple[str, ...], report: Report, index: AreaIndex) -> Placed:
    """The location by coordinates; None where the areas named tell more than the point does."""
    if centre := _centre(point, named, index):
        code = "pusat_desa" if codes.level_of(centre) == 4 else "pusat_wilayah"
        unsure = doubt(code, Severity.WARNING, point, named_as(centre, index))
        return (None if named else of_area((centre,), "koordinat", index)), (unsure,)
    error_m = uncertainty_m(point)
    if error_m > VICINITY_M:
        unsure = doubt("koordinat_kasar", Severity.WARNING, point, f"{error_m / 1000:.0f} km")
        around = tuple(index.locate(*point, 2)[:1])
        return (None if named or not around else of_area(around, "koordinat", index)), (unsure,)
    location = Location(
        areas=named,
        lonlat=point,
        precision=Precision.SPOT if error_m <= SPOT_M else Precision.HAMLET,
        uncertainty_m=error_m,
        method=report.coordinate_method,
    )
    return (
        _on_land(location, point, index) if index.on_land(*point) else _at_sea(location, point, report, index)
    )


def _centre(point: Lonlat, named: tuple[str, ...], index: AreaIndex) -> str | None:
    """The area whose computed or published centre (as rounded as the point) stands in for a spot."""
    if centre := index.centre_at(*point, CENTRE_M, decimals=decimals_of(point)):
        return centre
    village = _village_centred_at(point)
    # A village's centre in another village's report is a slip of its own: see `_far_from_all`.
    inside = not named or any(f"{village}.".startswith(f"{code}.") for code in named)
    return village if village in index.areas and inside else None


def _village_centred_at(point: Lonlat) -> str | None:
    """The village whose published centre (to 0.01 degree) is just that; seats of areas are villages."""
    return _village_centres().get((round(point[0], 7), round(point[1], 7)))


@cache
def _village_centres() -> dict[Lonlat, str]:
    found: dict[Lonlat, list[str]] = {}
    for area in codes.areas().values():
        if area.level == 4 and area.centre:
            found.setdefault(area.centre, []).append(area.code)
    return {centre: villages[0] for centre, villages in found.items() if len(villages) == 1}


def _on_land(location: Location, point: Lonlat, index: AreaIndex) -> Placed:
    """A point on land, checked against the areas named and given those it lies in."""
    named = location.areas
    if named and _far_from_all(named, point, index):
        return None, (outside(named, point, index),)
    here, doubts = _areas_at(point, named, index)
    refined = tuple(_finer(code, here) for code in named) or here[:1]
    # Only areas that nobody named but the indicative polygons are an approximation.
    guessed = index.indicative and refined != named
    return replace(location, areas=index.finest(refined), approximate=guessed), doubts


def _far_from_all(named: Sequence[str], point: Lonlat, index: AreaIndex) -> bool:
    """Whether the point is not in or near an area named, nor on an island of its regency."""
    if min(index.distance_m(code, *point) for code in named) <= OUTSIDE_M[index.indicative]:
        return False
    island = islands.island_at(*point)
    return island is None or not any(f"{code}.".startswith(f"{island.regency}.") for code in named)


def _areas_at(point: Lonlat, named: Sequence[str], index: AreaIndex) -> Found:
    """The finest area at the point, one or none; overlaps and slivers are settled and noted."""
    level = index.finest_level
    hits = index.locate(*point, level)
    if len(hits) == 1:
        return (hits[0],), ()
    if not hits:
        return _areas_near(point, index)
    best = next((hit for hit in hits for code in named if f"{hit}.".startswith(f"{code}.")), hits[0])
    both = ", ".join(named_as(hit, index) for hit in hits)
    return (best,), (doubt("dua_wilayah", Severity.INFO, point, both),)


def _areas_near(point: Lonlat, index: AreaIndex) -> Found:
    """The area of a point in a sliver or on the shore, or the regency of an island without polygon."""
    island = islands.island_at(*point)
    near = index.nearest(*point, index.finest_level) or (island.regency if island else None)
    return (
        ((near,), (doubt("di_tepi_wilayah", Severity.INFO, point, named_as(near, index)),))
        if near
        else ((), ())
    )


def _finer(code: str, here: Sequence[str]) -> str:
    return next((area for area in here if area.startswith(f"{code}.")), code)


def _at_sea(location: Location, point: Lonlat, report: Report, index: AreaIndex) -> Placed:
    """A point at sea: right for incidents at sea, doubtful for all others."""
    named = location.areas
    sea = replace(location, precision=Precision.SEA, uncertainty_m=max(location.uncertainty_m, EXACT_M))
    far = bool(named) and min(index.distance_m(code, *point) for code in named) > OFF_SHORE_M
    doubts = (outside(named, point, index),) if far else ()
    if report.hazard in codes.hazards() and codes.hazards()[report.hazard].at_sea:
        return sea, doubts
    unsure = doubt("titik_di_laut", Severity.WARNING, point, "")
    return (None if named else sea), (*doubts, unsure)
