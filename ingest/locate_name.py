"""Where a report happened by what it names: areas, an island, a bearing at sea, else who sent it."""

import math
from collections.abc import Sequence

from gis import codes, islands, register
from gis.areas import AreaIndex
from gis.geo import METRES_PER_DEGREE, PROVINCE_BOX
from gis.report import Finding, Location, Precision, Report, Severity
from ingest.bearings import find_bearing
from ingest.locate_doubts import doubt, named_as, vague
from ingest.per_index import per_index
from ingest.position import Lonlat

VICINITY_M = 1_000.0
"""Up to this uncertainty a point is a hamlet's surroundings."""

_PRECISION = {4: Precision.VILLAGE, 3: Precision.DISTRICT, 2: Precision.REGENCY, 1: Precision.REGENCY}

Placed = tuple[Location | None, tuple[Finding, ...]]


def by_name(named: tuple[str, ...], report: Report, index: AreaIndex, sender: str | None) -> Placed:
    """The location by a bearing at sea, the areas or the island named, else by the sender's area."""
    if offing := _offing(named, report, index):
        return offing, ()
    if island := _island(named, report):
        return _of_island(island, named), ()
    if named:
        return of_area(named, "nama", index), vague(named, index)
    for name in (report.agency, sender):
        agency = codes.agency_named(name) if name else None
        if agency and codes.level_of(agency.area or "19") > 1:
            unsure = doubt("tempat_dari_pengirim", Severity.WARNING, None, named_as(agency.area, index))
            return of_area((agency.area,), "nama", index), (unsure,)
    return None, ()


def _offing(named: tuple[str, ...], report: Report, index: AreaIndex) -> Location | None:
    """Where an incident at sea is said to be by distance and direction ("10 mil laut barat daya Pulau …")."""
    hazard = codes.hazards().get(report.hazard)
    bearing = find_bearing(report.texts) if hazard and hazard.at_sea else None
    if bearing is None:
        return None
    island = _island_of(bearing.of, named)
    if island is None and not named:
        return None
    start = island.lonlat if island else _middle(named, index)[0]
    reach_m = islands.radius_m(island) if island else _middle(named, index)[1]
    point = bearing.from_(start)
    if not PROVINCE_BOX.contains(*point):
        return None
    return Location(
        areas=named,
        lonlat=point,
        precision=Precision.SEA,
        uncertainty_m=max(VICINITY_M, bearing.uncertainty_m + reach_m),
        method="arah",
    )


def _island(named: Sequence[str], report: Report) -> codes.Island | None:
    """The one gazetteer island that the place's words name, when no village is named."""
    words = report.texts.get("lokasi", "")
    if not words or any(codes.level_of(code) == 4 for code in named):
        return None
    return _island_of(words, named)


def _island_of(words: str, named: Sequence[str]) -> codes.Island | None:
    """The one island that the words name, in the regencies named if there are any."""
    regencies = {".".join(code.split(".")[:2]) for code in named if codes.level_of(code) > 1}
    found = islands.islands_named(words, sorted(regencies))
    return found[0] if len(found) == 1 else None


def _of_island(island: codes.Island, named: tuple[str, ...]) -> Location:
    radius_m = islands.radius_m(island)
    sizes = ((1_000.0, Precision.HAMLET), (5_000.0, Precision.VILLAGE))
    return Location(
        areas=named or (island.regency,),
        lonlat=island.lonlat,
        precision=next((precision for limit, precision in sizes if radius_m <= limit), Precision.DISTRICT),
        uncertainty_m=radius_m,
        method="pulau",
    )


def of_area(named: tuple[str, ...], method: str, index: AreaIndex) -> Location:
    """Somewhere in the areas named: the point of the middlemost, the precision of the area holding all."""
    return _of_area(index, (named, method))


@per_index
def _of_area(index: AreaIndex, told: tuple[tuple[str, ...], str]) -> Location:
    named, method = told
    common = register.common_area(named)
    level = codes.level_of(common) if index.has_place(common) else codes.level_of(common) - 1
    point, reach_m = _middle(named, index)
    return Location(
        areas=named,
        lonlat=point,
        precision=_PRECISION[level],
        uncertainty_m=reach_m,
        method=method,
        # A village's point is its own centre; everything above was drawn by the edition.
        approximate=index.indicative and level < 4,
        edition=index.record.id,
    )


def _middle(named: Sequence[str], index: AreaIndex) -> tuple[Lonlat, float]:
    """The point of the area in the middle of those named, and the circle around it that holds them."""
    if len(named) == 1:
        return index.point(named[0]), index.radius_m(named[0])

    def reach_m(code: str) -> float:
        return max(
            math.dist(index.point(code), index.point(other)) * METRES_PER_DEGREE + index.radius_m(other)
            for other in named
        )

    reaches = {code: reach_m(code) for code in named[:40]}  # a report of a whole regency's villages
    best = min(reaches, key=lambda code: (reaches[code], code))
    return index.point(best), reaches[best]
