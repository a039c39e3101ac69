"""Numbers against what an area can hold and against each other: findings for a clerk, nothing dropped.

Residents are known officially for the regencies and the province. For a kecamatan or desa they are an
estimate by its share of the regency's villages; since villages differ, only several times the estimate is
told of, and as an estimate.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache

import shapely

from gis import codes
from gis.areas import AreaIndex, PlacedArea
from gis.geo import METRES_PER_DEGREE
from gis.report import Figure, Finding, Report, Severity
from ingest.per_index import per_index

HOUSEHOLD_SIZE = 3.5
"""Residents of a household where no setting says otherwise."""

ESTIMATE_MARGIN = {3: 2.5, 4: 5.0}
"""How many times the estimate of a kecamatan's or desa's residents may be exceeded before it is told of."""

HECTARES_PER_KM2 = 100.0
SIZE_MARGIN = {3: 2.0, 4: 3.0}
"""The same for the size of an area that only an indicative edition shows."""

PEOPLE_PER_HOUSEHOLD = (1.0, 10.0)
"""Affected or displaced people of a household, on average: outside of it one of both is wrong."""

BUILDING_HA = 5.0
LARGE_HA = 1_000.0
LEAST_LOSS_RP, MOST_LOSS_RP = 100_000.0, 5e12
DEEPEST_WATER_CM, SHALLOWEST_WATER_CM = 2_000.0, 4.0
WEAKEST_MAGNITUDE, STRONGEST_MAGNITUDE = 1.0, 9.5  # Valdivia 1960
DEEPEST_QUAKE_KM = 700.0
LONGEST_M = 100_000.0


def sizes(report: Report, index: AreaIndex, household_size: float) -> Iterator[Finding]:
    """People, households, houses and hectares against the area they are told of."""
    own = ""
    for figure in report.figures:
        if not figure.value:
            continue
        if figure.area:
            code = area_of(report, figure, index)
        else:
            code = own = own or area_of(report, figure, index)
        if figure.kind in _LAND:
            yield from _too_wide(figure, index, code)
        elif count := _counts(figure.kind, figure.unit):
            per_head = 1.0 if count == "jiwa" else household_size
            if figure.value * per_head > _surely_there(index, code):
                yield from _too_many(figure, index, code, count, per_head)


_LAND = frozenset({"luas_ha", "sawah_ha", "kebun_ha", "perkebunan_ha", "lahan_ha", "hutan_ha"})


@lru_cache(maxsize=1024)
def _counts(kind: str, written: str) -> str:
    """What a figure counts that an area's residents bound: `jiwa`, `KK`, `rumah`, or nothing."""
    if kind.startswith("rumah_"):
        return "rumah"
    known = codes.figures().get(kind)
    what = known.unit if known else written
    return what if what in ("jiwa", "KK") else ""


@per_index
def _surely_there(index: AreaIndex, code: str) -> float:
    """Up to so many people there is nothing to tell of: nearly all figures stay below."""
    residents, estimate = index.residents(code)[1], _estimated(index, code)
    return min(
        residents or math.inf, estimate * ESTIMATE_MARGIN[codes.level_of(code)] if estimate else math.inf
    )


def _too_many(figure: Figure, index: AreaIndex, code: str, count: str, per_head: float) -> Iterator[Finding]:
    assert figure.value is not None
    people = figure.value * per_head
    known, residents = index.residents(code)
    if residents and people > residents:
        official = _name(index, known)
        over, over_en = _bound(count, residents, per_head)
        yield _finding(
            "melebihi_penduduk" if count == "jiwa" else "melebihi_rumah_tangga",
            Severity.ERROR,
            f"{label(figure)} {figure.value:.0f} melebihi yang mungkin: {official} {over}",
            f"{label_en(figure)} {figure.value:.0f} cannot be: {official} has {over_en}",
            figure.kind,
        )
        return
    estimate = _estimated(index, code)
    if estimate and people > estimate * ESTIMATE_MARGIN[codes.level_of(code)]:
        yield _finding(
            "melebihi_taksiran_penduduk",
            Severity.WARNING,
            f"{label(figure)} {figure.value:.0f} jauh di atas taksiran penduduk {_name(index, code)} "
            f"(sekitar {_round(estimate)} jiwa; taksiran, bukan angka resmi)",
            f"{label_en(figure)} {figure.value:.0f} is far above the residents estimated of "
            f"{_name(index, code)} (about {_round(estimate)}; an estimate, not an official number)",
            figure.kind,
        )


def _bound(count: str, residents: int, per_head: float) -> tuple[str, str]:
    if count == "jiwa":
        return f"berpenduduk {residents}", f"{residents} residents"
    households = f"{residents / per_head:.0f}"
    return f"sekitar {households} rumah tangga", f"about {households} households"


def _estimated(index: AreaIndex, code: str) -> float:
    """Residents of a kecamatan or desa by its share of the regency's villages; 0 for anything wider."""
    if codes.level_of(code) < 3:
        return 0.0
    regency = ".".join(code.split(".")[:2])
    residents = index.areas[regency].population if regency in index.areas else None
    of_regency, own = _villages(regency), 1 if codes.level_of(code) == 4 else _villages(code)
    return (residents or 0) * own / of_regency if of_regency else 0.0


@cache
def _villages(code: str) -> int:
    return sum(area.level == 4 and area.code.startswith(f"{code}.") for area in codes.areas().values())


def _too_wide(figure: Figure, index: AreaIndex, code: str) -> Iterator[Finding]:
    assert figure.value is not None
    hectares, official = _hectares(index, code)
    margin = 1.0 if official else SIZE_MARGIN.get(codes.level_of(code), 1.0)
    if hectares and figure.value > hectares * margin:
        about, about_en = ("", "") if official else ("sekitar ", "about ")
        yield _finding(
            "melebihi_luas_wilayah" if official else "melebihi_taksiran_luas",
            Severity.ERROR if official else Severity.WARNING,
            f"luas {figure.value:g} ha melebihi luas {_name(index, code)} ({about}{hectares:.0f} ha)",
            f"{figure.value:g} ha exceeds the size of {_name(index, code)} ({about_en}{hectares:.0f} ha)",
            figure.kind,
        )


def _hectares(index: AreaIndex, code: str) -> tuple[float, bool]:
    """Size of the area in hectares, and whether it is measured; an indicative village is a mean circle."""
    area = index.areas.get(code)
    if area is None:
        return 0.0, False
    if area.area_km2:
        return area.area_km2 * HECTARES_PER_KM2, True
    return _drawn_km2(area) * HECTARES_PER_KM2, False


def _drawn_km2(area: PlacedArea) -> float:
    if area.geom is None:
        return math.pi * (area.radius_m / 1000) ** 2
    # A degree is nearly as wide as high this near to the equator, and the shape is an estimate anyway.
    return float(shapely.area(area.geom)) * (METRES_PER_DEGREE / 1000) ** 2


def contradictions(report: Report, received_at: datetime, index: AreaIndex) -> Iterator[Finding]:
    """Numbers of one report that contradict each other, or are in another unit than written."""
    value = {figure.kind: figure.value for figure in report.figures if not figure.area and figure.value}
    yield from _households(value)
    yield from _units(report, value)
    if loss := value.get("kerugian_rp"):
        yield from _loss(loss)


def _households(value: Mapping[str, float]) -> Iterator[Finding]:
    for what in ("terdampak", "mengungsi"):
        households, people = value.get(f"{what}_kk"), value.get(f"{what}_jiwa")
        if not households or not people:
            continue
        if households > people:
            yield _finding(
                "kk_melebihi_jiwa",
                Severity.ERROR,
                f"{what}: {households:g} KK lebih banyak daripada {people:g} jiwa",
                f"{what}: {households:g} households are more than {people:g} people",
                f"{what}_kk",
            )
        elif people / households > PEOPLE_PER_HOUSEHOLD[1]:
            yield _finding(
                "jiwa_per_kk_meragukan",
                Severity.WARNING,
                f"{what}: {people:g} jiwa dalam {households:g} KK ({people / households:.0f} jiwa tiap KK)",
                f"{what}: {people:g} people in {households:g} households ({people / households:.0f} each)",
                f"{what}_jiwa",
            )


def _units(report: Report, value: Mapping[str, float]) -> Iterator[Finding]:
    """Square metres written as hectares, metres as centimetres."""
    hectares = value.get("luas_ha", 0.0)
    most = BUILDING_HA if report.hazard == "kebakaran_rumah" else LARGE_HA
    if hectares >= most:
        square_metres = f"{hectares / 10_000:g} ha"
        yield _finding(
            "satuan_luas_meragukan",
            Severity.WARNING,
            f"luas {hectares:g} ha sangat besar untuk kejadian ini: m2? ({hectares:g} m2 = {square_metres})",
            f"{hectares:g} ha is very much for such an event: m2? ({hectares:g} m2 = {square_metres})",
            "luas_ha",
        )
    depth = value.get("tinggi_air_cm_maks") or value.get("tinggi_air_cm_min") or 0.0
    if 0 < depth < SHALLOWEST_WATER_CM:
        yield _finding(
            "satuan_tinggi_meragukan",
            Severity.WARNING,
            f"tinggi air {depth:g} cm sangat rendah: meter?",
            f"water of {depth:g} cm is very shallow: metres?",
            "tinggi_air_cm_maks",
        )


def _loss(rupiah: float) -> Iterator[Finding]:
    if rupiah < LEAST_LOSS_RP or rupiah > MOST_LOSS_RP:
        little = rupiah < LEAST_LOSS_RP
        yield _finding(
            "kerugian_meragukan",
            Severity.WARNING,
            f"kerugian Rp {rupiah:,.0f} sangat {'kecil: juta?' if little else 'besar: rupiah, bukan juta?'}",
            f"a loss of Rp {rupiah:,.0f} is very {'small: millions?' if little else 'large: not millions?'}",
            "kerugian_rp",
        )


def measures(report: Report, received_at: datetime, index: AreaIndex) -> Iterator[Finding]:
    """Measurements beyond nature, and a least that exceeds the most."""
    value = {figure.kind: figure.value for figure in report.figures if figure.value is not None}
    least, most = value.get("tinggi_air_cm_min", 0.0), value.get("tinggi_air_cm_maks", math.inf)
    if least > most:
        yield _measure("tinggi_air_cm_min", f"{least:g} cm > {most:g} cm")
    for kind, (low, high) in _RANGES.items():
        told = value.get(kind)
        if told is not None and told > high:
            yield _measure(kind, f"{told:g} > {high:g}")
        elif told is not None and told < low:
            yield _measure(kind, f"{told:g} < {low:g}")


_RANGES = {
    "magnitudo": (WEAKEST_MAGNITUDE, STRONGEST_MAGNITUDE),
    "kedalaman_km": (0.0, DEEPEST_QUAKE_KM),
    "tinggi_air_cm_min": (0.0, DEEPEST_WATER_CM),
    "tinggi_air_cm_maks": (0.0, DEEPEST_WATER_CM),
    "panjang_m": (0.0, LONGEST_M),
}


def _measure(kind: str, what: str) -> Finding:
    known = codes.figures()[kind]
    return _finding(
        "ukuran_meragukan",
        Severity.WARNING,
        f"{known.label_id} meragukan: {what}",
        f"{known.label_en} is doubtful: {what}",
        kind,
    )


def area_of(report: Report, figure: Figure, index: AreaIndex) -> str:
    """The one area that a figure speaks of, else the regency or province that holds them all."""
    areas = (figure.area,) if figure.area else (report.location.areas if report.location else ())
    known = index.finest(areas)
    if len(known) == 1:
        return known[0]
    regencies = {".".join(code.split(".")[:2]) for code in known}
    return regencies.pop() if len(regencies) == 1 else "19"


def unit(figure: Figure) -> str:
    """The unit of a figure's kind, else as the figure says."""
    kind = codes.figures().get(figure.kind)
    return kind.unit if kind else figure.unit


def label(figure: Figure) -> str:
    """What the figure is called in Bahasa Indonesia."""
    kind = codes.figures().get(figure.kind)
    return kind.label_id if kind else figure.kind


def label_en(figure: Figure) -> str:
    """What the figure is called in English."""
    kind = codes.figures().get(figure.kind)
    return kind.label_en if kind else figure.kind


def _name(index: AreaIndex, code: str) -> str:
    area = index.areas[code]
    return f"{area.kind.capitalize()} {area.name}"


def _round(residents: float) -> str:
    return f"{round(residents, -2):.0f}"


def _finding(code: str, severity: Severity, id_text: str, en_text: str, field: str) -> Finding:
    return Finding(code=code, severity=severity, id_text=id_text, en_text=en_text, field=field)
