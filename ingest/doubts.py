"""What is doubtful about a report that can still be true: findings for a clerk, one small rule each."""

import math
from collections.abc import Callable, Iterator
from datetime import datetime

from gis import codes
from gis.areas import AreaIndex
from gis.report import Figure, Finding, Report, Severity
from ingest.locate import finest

HOUSES_PER_RESIDENT = 0.5
"""More houses or households than half the residents is not possible in numbers worth checking."""

HECTARES_PER_KM2 = 100.0
DEEPEST_WATER_CM = 2_000.0
STRONGEST_MAGNITUDE = 9.5  # Valdivia 1960


def _times(report: Report, received_at: datetime, index: AreaIndex) -> Iterator[Finding]:
    """No date, times that lie a little in the future, a state told before it happened."""
    if not report.occurrence:
        yield _finding(
            "tanpa_tanggal",
            Severity.WARNING,
            "tanggal kejadian tidak disebut; dipakai hari keadaan atau hari laporan diterima",
            "no date of the incident is given; the day of its figures or of its receipt is used",
            "occurrence",
        )
    if report.occurrence and report.occurrence.start > received_at:
        yield _finding(
            "tanggal_setelah_diterima",
            Severity.WARNING,
            "waktu kejadian sesudah laporan diterima",
            "the time of the incident is after the report came in",
            "occurrence",
        )
    if report.occurrence and report.valid_at and report.valid_at < report.occurrence.start:
        yield _finding(
            "keadaan_sebelum_kejadian",
            Severity.WARNING,
            "keadaan per sebelum waktu kejadian",
            "the figures speak of a time before the incident",
            "valid_at",
        )


def _too_many(report: Report, received_at: datetime, index: AreaIndex) -> Iterator[Finding]:
    """People, households and houses against the residents of the area, where they are known."""
    for figure in report.figures:
        limit = _RESIDENT_SHARE.get(_kind_of_count(figure))
        if limit is None or not figure.value:
            continue
        area, residents = _residents(report, figure, index)
        if residents and figure.value > residents * limit:
            yield _finding(
                "melebihi_penduduk",
                Severity.ERROR,
                f"{label(figure)} {figure.value:.0f} melebihi yang mungkin: penduduk {area} {residents}",
                f"{label_en(figure)} {figure.value:.0f} cannot be: {area} has {residents} residents",
                figure.kind,
            )


_RESIDENT_SHARE = {"jiwa": 1.0, "KK": HOUSES_PER_RESIDENT, "rumah": HOUSES_PER_RESIDENT}


def _kind_of_count(figure: Figure) -> str:
    return "rumah" if figure.kind.startswith("rumah_") else unit(figure)


def _residents(report: Report, figure: Figure, index: AreaIndex) -> tuple[str, int]:
    """The smallest area holding the figure's area whose residents are known."""
    code = _area_of(report, figure, index)
    for area in (code, *codes.ancestors(code)):
        if area in index.areas and (residents := index.areas[area].population):
            return f"{index.areas[area].kind.capitalize()} {index.areas[area].name}", residents
    return "", 0


def _area_of(report: Report, figure: Figure, index: AreaIndex) -> str:
    areas = (figure.area,) if figure.area else (report.location.areas if report.location else ())
    known = finest(areas, index)
    return known[0] if len(known) == 1 else ".".join(known[0].split(".")[:2]) if known else "19"


def _too_wide(report: Report, received_at: datetime, index: AreaIndex) -> Iterator[Finding]:
    """Hectares against the size of the area."""
    for figure in report.figures:
        if figure.kind != "luas_ha" or not figure.value:
            continue
        code = _area_of(report, figure, index)
        km2 = next(
            (
                k
                for a in (code, *codes.ancestors(code))
                if a in index.areas and (k := index.areas[a].area_km2)
            ),
            0.0,
        )
        if km2 and figure.value > km2 * HECTARES_PER_KM2:
            yield _finding(
                "melebihi_luas_wilayah",
                Severity.ERROR,
                f"luas {figure.value:g} ha melebihi luas wilayahnya ({km2 * HECTARES_PER_KM2:.0f} ha)",
                f"{figure.value:g} ha exceeds the size of the area ({km2 * HECTARES_PER_KM2:.0f} ha)",
                figure.kind,
            )


def _parts(report: Report, received_at: datetime, index: AreaIndex) -> Iterator[Finding]:
    """Parts that make more than their total, or leave some of it open."""
    for position, total in enumerate(report.figures):
        parts = [figure.value for figure in report.figures if figure.part_of == position]
        if not parts or total.value is None:
            continue
        told = math.fsum(value for value in parts if value is not None)
        if told > total.value:
            yield _sum_finding("rincian_melebihi_jumlah", Severity.WARNING, total, told)
        elif told < total.value and None not in parts:
            yield _sum_finding("belum_terinci", Severity.INFO, total, told)


def _sum_finding(code: str, severity: Severity, total: Figure, told: float) -> Finding:
    return _finding(
        code,
        severity,
        f"{label(total)}: rincian {told:g}, jumlah {total.value:g}",
        f"{label_en(total)}: parts {told:g}, total {total.value:g}",
        total.kind,
    )


def _measures(report: Report, received_at: datetime, index: AreaIndex) -> Iterator[Finding]:
    """Measurements beyond nature, and a least that exceeds the most."""
    value = {figure.kind: figure.value for figure in report.figures if figure.value is not None}
    least, most = value.get("tinggi_air_cm_min", 0.0), value.get("tinggi_air_cm_maks", math.inf)
    if least > most:
        yield _measure("tinggi_air_cm_min", f"{least:g} cm > {most:g} cm")
    for kind, limit in _LIMITS.items():
        if value.get(kind, 0.0) > limit:
            yield _measure(kind, f"{value[kind]:g} > {limit:g}")


_LIMITS = {
    "magnitudo": STRONGEST_MAGNITUDE,
    "kedalaman_km": 700.0,
    "tinggi_air_cm_min": DEEPEST_WATER_CM,
    "tinggi_air_cm_maks": DEEPEST_WATER_CM,
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


DOUBTS: tuple[Callable[[Report, datetime, AreaIndex], Iterator[Finding]], ...] = (
    _times,
    _too_many,
    _too_wide,
    _parts,
    _measures,
)


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


def _finding(code: str, severity: Severity, id_text: str, en_text: str, field: str) -> Finding:
    return Finding(code=code, severity=severity, id_text=id_text, en_text=en_text, field=field)
