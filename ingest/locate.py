"""Where a report happened: its coordinates if they hold, else the areas or the island it names.

The rules and their reasons are in docs/explanation/places.md. Nothing is guessed: what cannot be told
apart is placed in the smallest area that holds all of it, with a finding.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from gis import codes, islands, register, zone
from gis.areas import AreaIndex
from gis.geo import METRES_PER_DEGREE, PROVINCE_BOX
from gis.report import Finding, Location, Precision, Report, Severity
from ingest.bearings import find_bearing
from ingest.position import EXACT_M, Lonlat, decimals_of, read_position, uncertainty_m

CENTRE_M = 50.0
"""A point this near to an area's computed centre was filled in by software."""

OUTSIDE_M = {True: 3_000.0, False: 500.0}
"""How far outside the areas it names a point may lie, in an indicative edition (whose borders are off by
kilometres) and in an official one."""

OFF_SHORE_M = 50_000.0
"""How far from the area named an incident at sea may be."""

SPOT_M = 500.0
"""Up to this uncertainty a point is a spot; up to `VICINITY_M` it is a hamlet's surroundings."""

VICINITY_M = 1_000.0

_PRECISION = {4: Precision.VILLAGE, 3: Precision.DISTRICT, 2: Precision.REGENCY, 1: Precision.REGENCY}

Placed = tuple[Location | None, tuple[Finding, ...]]
Found = tuple[tuple[str, ...], tuple[Finding, ...]]


def locate(report: Report, index: AreaIndex, *, sender: str | None = None) -> Report:
    """The report with its `location` and what is doubtful about it; `location` stays None when nowhere.

    `index` gives the edition of the areas that was valid on the day of the incident. `sender`: the agency
    that the report came from, where the report itself names none.
    """
    if report.occurrence:
        index = index.on(report.occurrence.start.astimezone(zone.WIB).date())
    position = read_position(report.lonlat)
    named = finest(report.area_codes, index)
    found: list[Finding] = [position.finding] if position.finding else []
    location = None
    if position.lonlat:
        location, doubts = _at_point(position.lonlat, named, report, index)
        found.extend(doubts)
    if location is None:
        location, doubts = _by_name(named, report, index, sender)
        found.extend(doubts)
    if location:
        location = replace(location, edition=index.record.id)
    return report.evolve(location=location, findings=(*report.findings, *found))


def in_areas(named: tuple[str, ...], index: AreaIndex) -> Location:
    """Somewhere in the areas named (at least one, all known to `index`)."""
    return replace(_of_area(named, "nama", index), edition=index.record.id)


def finest(area_codes: Sequence[str], index: AreaIndex) -> tuple[str, ...]:
    """The known areas among `area_codes` that hold no other of them, in the order named."""
    return _finest(tuple(area_codes), index)


@lru_cache(maxsize=2048)  # asked for each figure of a report, and reports share their places
def _finest(area_codes: tuple[str, ...], index: AreaIndex) -> tuple[str, ...]:
    known = [code for code in dict.fromkeys(area_codes) if code in index.areas]
    above = {ancestor for code in known for ancestor in codes.ancestors(code)}
    return tuple(code for code in known if code not in above)


def _at_point(point: Lonlat, named: tuple[str, ...], report: Report, index: AreaIndex) -> Placed:
    """The location by coordinates; None where the areas named tell more than the point does."""
    if centre := _centre(point, named, index):
        code = "pusat_desa" if codes.level_of(centre) == 4 else "pusat_wilayah"
        doubt = _doubt(code, Severity.WARNING, point, _name(centre, index))
        return (None if named else _of_area((centre,), "koordinat", index)), (doubt,)
    error_m = uncertainty_m(point)
    if error_m > VICINITY_M:
        doubt = _doubt("koordinat_kasar", Severity.WARNING, point, f"{error_m / 1000:.0f} km")
        around = tuple(index.locate(*point, 2)[:1])
        return (None if named or not around else _of_area(around, "koordinat", index)), (doubt,)
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
        return None, (_outside(named, point, index),)
    here, doubts = _areas_at(point, named, index)
    refined = tuple(_finer(code, here) for code in named) or here[:1]
    # Only areas that nobody named but the indicative polygons are an approximation.
    guessed = index.indicative and refined != named
    return replace(location, areas=finest(refined, index), approximate=guessed), doubts


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
    both = ", ".join(_name(hit, index) for hit in hits)
    return (best,), (_doubt("dua_wilayah", Severity.INFO, point, both),)


def _areas_near(point: Lonlat, index: AreaIndex) -> Found:
    """The area of a point in a sliver or on the shore, or the regency of an island without polygon."""
    island = islands.island_at(*point)
    near = index.nearest(*point, index.finest_level) or (island.regency if island else None)
    return (
        ((near,), (_doubt("di_tepi_wilayah", Severity.INFO, point, _name(near, index)),))
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
    doubts = (_outside(named, point, index),) if far else ()
    if report.hazard in codes.hazards() and codes.hazards()[report.hazard].at_sea:
        return sea, doubts
    doubt = _doubt("titik_di_laut", Severity.WARNING, point, "")
    return (None if named else sea), (*doubts, doubt)


def _by_name(named: tuple[str, ...], report: Report, index: AreaIndex, sender: str | None) -> Placed:
    """The location by a bearing at sea, the areas or the island named, else by the sender's area."""
    if offing := _offing(named, report, index):
        return offing, ()
    if island := _island(named, report):
        return _of_island(island, named), ()
    if named:
        return _of_area(named, "nama", index), _vague(named, index)
    for name in (report.agency, sender):
        agency = codes.agency_named(name) if name else None
        if agency and codes.level_of(agency.area or "19") > 1:
            doubt = _doubt("tempat_dari_pengirim", Severity.WARNING, None, _name(agency.area, index))
            return _of_area((agency.area,), "nama", index), (doubt,)
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


def _of_area(named: tuple[str, ...], method: str, index: AreaIndex) -> Location:
    """Somewhere in the areas named: the point of the middlemost, the precision of the area holding all."""
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


def _vague(named: Sequence[str], index: AreaIndex) -> tuple[Finding, ...]:
    """Whether names leave the place open: the whole province, or namesakes in two places."""
    if register.common_area(named) != "19":
        return ()
    keys = {codes.name_key(index.areas[code].name) for code in named}
    if len(named) > 1 and len(keys) == 1:
        where = ", ".join(_name(index.areas[code].parent, index) for code in named)
        return (_doubt("nama_ganda", Severity.ERROR, None, f"{index.areas[named[0]].name} ({where})"),)
    return (
        _doubt("tempat_sangat_luas", Severity.INFO, None, ", ".join(_name(code, index) for code in named)),
    )


def _outside(named: Sequence[str], point: Lonlat, index: AreaIndex) -> Finding:
    away_km = min(index.distance_m(code, *point) for code in named) / 1000
    places = ", ".join(_name(code, index) for code in named[:3])
    return _doubt("posisi_di_luar_wilayah", Severity.WARNING, point, f"{places}; {away_km:.1f} km")


def _name(code: str, index: AreaIndex) -> str:
    area = index.areas[code]
    return f"{area.kind.capitalize()} {area.name}"


_DOUBTS = {
    "pusat_wilayah": (
        "koordinat {point} adalah titik pusat {what}, bukan tempat kejadian",
        "coordinates {point} are the centre of {what}, not the spot",
    ),
    "pusat_desa": (
        "koordinat {point} sama dengan titik pusat {what} dalam daftar, bukan titik kejadian",
        "coordinates {point} are the listed centre of {what}, not the spot",
    ),
    "koordinat_kasar": (
        "koordinat {point} dibulatkan (sampai {what}), bukan titik kejadian",
        "coordinates {point} are rounded (up to {what}), not a spot",
    ),
    "di_tepi_wilayah": (
        "koordinat {point} di luar semua poligon; wilayah terdekat: {what}",
        "coordinates {point} lie in no polygon; the nearest area: {what}",
    ),
    "dua_wilayah": (
        "koordinat {point} ada di dua wilayah: {what}",
        "coordinates {point} lie in two areas: {what}",
    ),
    "titik_di_laut": (
        "koordinat {point} di laut, padahal kejadian ini di darat",
        "coordinates {point} are at sea, but this kind of incident is on land",
    ),
    "posisi_di_luar_wilayah": (
        "koordinat {point} di luar wilayah yang disebut ({what})",
        "coordinates {point} are outside the area named ({what})",
    ),
    "tempat_dari_pengirim": (
        "tempat tidak disebut; dipakai wilayah pengirim: {what}",
        "no place is named; the sender's area is used: {what}",
    ),
    "nama_ganda": (
        "nama ini ada di beberapa tempat: {what}; sebutkan kecamatannya",
        "this name is borne by several places: {what}; name the kecamatan",
    ),
    "tempat_sangat_luas": ("tempat disebut sangat luas: {what}", "the place named is very wide: {what}"),
}


def _doubt(code: str, severity: Severity, point: Lonlat | None, what: str) -> Finding:
    written = f"{point[1]:g}, {point[0]:g} (lat, lon)" if point else ""
    id_text, en_text = (text.format(point=written, what=what) for text in _DOUBTS[code])
    return Finding(
        code=code,
        severity=severity,
        id_text=id_text,
        en_text=en_text,
        field="lonlat" if point else "areas",
    )
