"""Whether a located report can be true: the impossible is rejected, the doubtful noted, nothing dropped.

Which is which, and why, is in docs/explanation/places.md.
"""

from datetime import date, datetime, timedelta

from gis import codes
from gis.areas import AreaIndex
from gis.report import Rejection, Report
from gis.zone import WIB
from ingest.doubts import DOUBTS
from ingest.plausible import HOUSEHOLD_SIZE, label, label_en, sizes, unit
from ingest.position import Standing, read_position

FUTURE = timedelta(days=1)
"""How far after its receipt a time may lie: clocks and zones differ, a day does not."""

OLDEST = date(1800, 1, 1)
"""BNPB's own table of disasters begins in 1815; what is older is a slip."""

SPREADSHEET_ZERO = (date(1899, 12, 30), date(1900, 1, 2))
"""What an empty or zero cell becomes when a spreadsheet takes it for a date."""

MOST = {"jiwa": 3e8, "KK": 1e8, "Rp": 1e16, "": 1e6}
MOST_OTHERWISE = 1e9
"""Numbers beyond any disaster of this country: a code or telephone number in the wrong column."""

ALWAYS_POSSIBLE = min(*MOST.values(), MOST_OTHERWISE)

Outcome = Report | Rejection


def check(
    report: Report, *, received_at: datetime, index: AreaIndex, household_size: float = HOUSEHOLD_SIZE
) -> Outcome:
    """The report with findings about what is doubtful, or a rejection when it cannot be true.

    `household_size`: residents of a household, by which houses are held against an area's residents.
    """
    if report.location:
        index = index.of_edition(report.location.edition)
    for reject in (_no_hazard, _impossible_date, _impossible_place, _impossible_figure):
        if rejection := reject(report, received_at):
            return rejection
    found = [finding for doubt in DOUBTS for finding in doubt(report, received_at, index)]
    found += sizes(report, index, household_size)
    return report.evolve(findings=(*report.findings, *found)) if found else report


def _no_hazard(report: Report, received_at: datetime) -> Rejection | None:
    if report.hazard in codes.hazards():
        return None
    known = report.hazard[:60]
    return _rejection(
        report,
        "jenis_tidak_dikenal",
        f"jenis kejadian '{known}' tidak dikenal" if known else "jenis kejadian tidak disebut",
        f"the hazard '{known}' is not known" if known else "no hazard is named",
        ("hazard", known),
    )


def _impossible_date(report: Report, received_at: datetime) -> Rejection | None:
    times = [("occurrence", report.occurrence.start if report.occurrence else None)]
    times += [("valid_at", report.valid_at)]
    times += [(figure.kind, figure.valid_at) for figure in report.figures if figure.valid_at]
    for column, time in times:
        if time and (time > received_at + FUTURE or _too_old(time)):
            written = time.isoformat(timespec="minutes")
            return _rejection(
                report,
                "tanggal_mustahil",
                f"tanggal {written} mustahil: laporan diterima {received_at.astimezone(WIB):%Y-%m-%d}",
                f"the date {written} is impossible: received {received_at.astimezone(WIB):%Y-%m-%d}",
                (column, written),
            )
    return None


def _too_old(time: datetime) -> bool:
    return time.date() < OLDEST or SPREADSHEET_ZERO[0] <= time.date() <= SPREADSHEET_ZERO[1]


def _impossible_place(report: Report, received_at: datetime) -> Rejection | None:
    standing = read_position(report.lonlat).standing
    lon, lat = report.lonlat or (0.0, 0.0)
    written = f"{lat:g}, {lon:g}"
    if standing is Standing.IMPOSSIBLE:
        return _rejection(
            report,
            "koordinat_mustahil",
            f"koordinat lintang {lat:g}, bujur {lon:g} mustahil",
            f"the coordinates latitude {lat:g}, longitude {lon:g} are impossible",
            ("lonlat", written),
        )
    if standing is Standing.OUTSIDE and not report.area_codes:
        return _rejection(
            report,
            "di_luar_provinsi",
            f"koordinat {written} di luar provinsi dan tidak ada wilayah yang disebut",
            f"the coordinates {written} are outside the province and no area is named",
            ("lonlat", written),
        )
    if report.location is None:
        return _rejection(
            report,
            "tempat_tidak_dikenal",
            "tempat kejadian tidak dikenal: sebutkan kabupaten, kecamatan, desa, atau koordinat",
            "the place is not known: name the kabupaten, kecamatan, desa, or give coordinates",
            ("areas", ""),
        )
    return None


def _impossible_figure(report: Report, received_at: datetime) -> Rejection | None:
    for figure in report.figures:
        if figure.value is None or 0 <= figure.value <= ALWAYS_POSSIBLE:
            continue
        if not 0 <= figure.value <= MOST.get(unit(figure), MOST_OTHERWISE):
            negative = figure.value < 0
            return _rejection(
                report,
                "angka_negatif" if negative else "angka_mustahil",
                f"{label(figure)} {figure.value:g} tidak mungkin",
                f"{label_en(figure)} {figure.value:g} is not possible",
                (figure.cell or figure.kind, figure.raw or f"{figure.value:g}"),
            )
    return None


def _rejection(report: Report, code: str, id_text: str, en_text: str, cell: tuple[str, str]) -> Rejection:
    return Rejection(
        ordinal=report.ordinal,
        place=report.place,
        code=code,
        id_text=id_text,
        en_text=en_text,
        column=cell[0],
        value=cell[1][:200],
    )
