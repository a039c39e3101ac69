"""One row of BNPB's sheet as a report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from gis.bnpb import ALWAYS, COLUMNS_94, DAMAGED, DERIVED, FACTORS, FIGURES, MOMENTS, TEXTS
from gis.report import Figure, Finding, Occurrence, Report, Severity, State
from gis.zone import WIB
from ingest import bnpb_place, cells, hazards, moments, places
from ingest.cells import BadCell
from ingest.coordinates import read_degrees
from ingest.table import Row, Table, Value

DEFAULTS = (None, 0, "0")
KIB = re.compile(r"\d{4}\s*\d{3}\s*(\d{4})\s*(\d{2})\s*(\d{2})\s*\d")


@dataclass(frozen=True)
class BnpbSheet:
    """A table with its columns looked up once."""

    table: Table

    @cached_property
    def at(self) -> dict[str, int]:
        """Positions by BNPB's column name."""
        positions = ((name, self.table.position(name)) for name in COLUMNS_94)
        return {name: position for name, position in positions if position is not None}

    @cached_property
    def figures(self) -> tuple[tuple[int, str], ...]:
        """(position, column) of the figures, in our reading order."""
        return tuple((self.at[name], name) for name in FIGURES if name in self.at)

    def value(self, row: Row, name: str) -> Value:
        position = self.at.get(name)
        return row.values[position] if position is not None and position < len(row.values) else None

    def words(self, row: Row, name: str) -> str:
        return cells.words(self.value(row, name))


def report_of(sheet: BnpbSheet, row: Row, ordinal: int, agency: str) -> Report:
    """The row's report. BadCell: a cell without which, or with which, it cannot be one."""
    regency, place_findings = _regency(sheet, row)
    found, agree = _hazards(sheet, row)
    occurrence = _occurrence(sheet, row)
    lonlat, point_findings = _lonlat(sheet, row)
    texts = {name: text for name in TEXTS if (text := sheet.words(row, name))}
    located = places.resolve(
        regency, "\n".join(texts[name] for name in ("lokasi", "desa", "desa_terdampak") if name in texts)
    )
    kib = sheet.words(row, "kib") or None
    return Report(
        ordinal=ordinal,
        hazard=found[0],
        other_hazards=found[1:],
        occurrence=occurrence,
        valid_at=_valid_at(sheet, row, occurrence),
        agency=agency,
        kib=kib,
        area_codes=located.areas,
        lonlat=lonlat,
        figures=_figures(sheet, row),
        texts=texts,
        personal=cells.personal(texts, lambda name: row.address(sheet.at[name])),
        findings=(
            *place_findings,
            *located.findings,
            *point_findings,
            *_sums(sheet, row),
            *_doubts(sheet, row, occurrence, agree),
        ),
        place=row.place,
    )


def _regency(sheet: BnpbSheet, row: Row) -> tuple[str, tuple[Finding, ...]]:
    names = ("id_prov", "provinsi", "id_kab", "kabkot")
    regency = bnpb_place.regency_of(*(sheet.words(row, name) for name in names))
    if regency.area is None:
        raise BadCell(sheet.at.get(regency.column), regency.code, regency.id_text, regency.en_text)
    return regency.area.code, regency.findings


def _hazards(sheet: BnpbSheet, row: Row) -> tuple[tuple[str, ...], bool]:
    code, spoken = sheet.words(row, "id_jenis_bencana"), sheet.words(row, "kejadian")
    found, agree = hazards.by_bnpb(code, spoken or sheet.words(row, "nama_kejadian"))
    if not found:
        raise BadCell(
            sheet.at.get("kejadian", sheet.at.get("id_jenis_bencana")),
            "jenis_bencana_tak_dikenal",
            f"Jenis bencana '{(spoken or code)[:60]}' tidak dikenal. Tulis misalnya BANJIR atau kode 101",
            f"The hazard '{(spoken or code)[:60]}' is not known. Write BANJIR, say, or the code 101",
        )
    return found, agree


def _occurrence(sheet: BnpbSheet, row: Row) -> Occurrence:
    """From tahun, bulan, tanggal (or only the first of them), or a whole date in tgl or tanggal."""
    whole = next(
        (p for name in ("tgl", "tanggal") if (p := sheet.at.get(name)) is not None and _is_whole(row.at(p))),
        None,
    )
    if whole is not None:
        found = cells.day(row, whole)
    else:
        year, month, number = (_part(sheet, row, name) for name in ("tahun", "bulan", "tanggal"))
        if year is None:
            raise _no_date(sheet)
        if number is None or month is None:
            return _coarse(year, month, sheet)
        found = _calendar_day(year, month, number, sheet)
    position = sheet.at.get("jam")
    return moments.occurrence(found, None if position is None else cells.clock(row, position), WIB)


def _is_whole(value: Value) -> bool:
    """Whether a cell holds a whole date, not just the day of the month."""
    return isinstance(value, datetime) or len(cells.words(value)) > 2


def _part(sheet: BnpbSheet, row: Row, name: str) -> int | None:
    """Year, month (name or number) or day; None where empty or 0."""
    text = sheet.words(row, name)
    if not text or not text.strip("0.-"):
        return None
    number = moments.month_number(text) if name == "bulan" else _whole(text)
    if number is None:
        raise _impossible(sheet.at[name], text)
    return number


def _whole(text: str) -> int | None:
    return int(float(text)) if re.fullmatch(r"\d{1,4}(\.0+)?", text) else None


def _calendar_day(year: int, month: int, number: int, sheet: BnpbSheet) -> date:
    try:
        return moments.possible(date(year, month, number))
    except ValueError as error:
        raise _impossible(sheet.at["tanggal"], f"{number}/{month}/{year}") from error


def _coarse(year: int, month: int | None, sheet: BnpbSheet) -> Occurrence:
    first = _calendar_day(year, month or 1, 1, sheet)
    months = first.month if month else 12
    end = date(year + months // 12, months % 12 + 1, 1)
    start, end_at = (datetime.combine(day, time(), WIB) for day in (first, end))
    return Occurrence(start=start, end=end_at, precision="bulan" if month else "tahun")


def _impossible(position: int, written: str) -> BadCell:
    return BadCell(
        position,
        "tanggal_mustahil",
        f"tanggal '{written[:40]}' tidak ada",
        f"there is no date '{written[:40]}'",
    )


def _no_date(sheet: BnpbSheet) -> BadCell:
    return BadCell(
        sheet.at.get("tahun", sheet.at.get("tanggal")),
        "tanggal_kosong",
        "Tanggal kejadian tidak diisi: isi tahun, bulan, dan tanggal",
        "The date of the incident is missing: fill in tahun, bulan and tanggal",
    )


def _valid_at(sheet: BnpbSheet, row: Row, happened: Occurrence) -> datetime | None:
    """The day the row was last brought up to date, never before the incident; None where no cell says it."""
    for name in MOMENTS:
        value = sheet.value(row, name)
        if value is not None and (found := _day_or_none(value)):
            return max(datetime.combine(found, time(), WIB), happened.start)
    return None


def _day_or_none(value: Value) -> date | None:
    """A day for the book-keeping columns, which no row is refused for."""
    try:
        return moments.read_day(value)
    except ValueError:
        return None


def _lonlat(sheet: BnpbSheet, row: Row) -> tuple[tuple[float, float] | None, tuple[Finding, ...]]:
    """The stated point. Zeros are the form's default; the province's centre is no place of an incident."""
    lon, lat, centre_lon, centre_lat = (
        cells.coordinate(row, sheet.at[name], read_degrees) if name in sheet.at else None
        for name in ("longitude", "latitude", "lng_prov", "lat_prov")
    )
    if not lon and not lat:
        return None, ()
    if lon is None or lat is None:
        return None, (
            _note(
                "koordinat_separuh",
                "hanya bujur atau lintang yang diisi",
                "only one of longitude and latitude is given",
                "longitude",
            ),
        )
    if (lon, lat) == (centre_lon, centre_lat):
        return None, (
            _note(
                "koordinat_pusat_provinsi",
                "koordinat adalah titik tengah provinsi, bukan tempat kejadian",
                "the coordinates are the province's centre, not the place",
                "longitude",
            ),
        )
    return (lon, lat), ()


def _figures(sheet: BnpbSheet, row: Row) -> tuple[Figure, ...]:
    """The figures filled in, and those of `ALWAYS` as `kosong` where not. A total gives way to its parts."""
    figures = []
    for position, name in sheet.figures:
        value = row.values[position] if position < len(row.values) else None
        if value in DEFAULTS:
            if name in ALWAYS:
                figures.append(cells.blank(FIGURES[name], "" if value is None else "0"))
            continue
        figure = cells.figure(FIGURES[name], row, position, zero=State.BLANK, factor=FACTORS.get(name, 1))
        if figure.state is not State.BLANK or name in ALWAYS:
            figures.append(figure)
    told = {figure.kind for figure in figures if figure.value}
    totals = {FIGURES[total] for total, parts in DAMAGED.items() if told & {FIGURES[part] for part in parts}}
    return tuple(figure for figure in figures if figure.kind not in totals)


def _sums(sheet: BnpbSheet, row: Row) -> Iterator[Finding]:
    """Where a sum that the sheet itself holds is not the sum of its parts."""
    for total, parts in (*DAMAGED.items(), *DERIVED.items()):
        said = _count(sheet.value(row, total))
        if not said:
            continue
        added = sum(_count(sheet.value(row, part)) for part in parts)
        if added and said != added:
            yield _note(
                "jumlah_tidak_cocok",
                f"{total} = {said:g}, jumlah bagiannya {added:g}; yang dipakai bagiannya",
                f"{total} = {said:g}, its parts add up to {added:g}; the parts are used",
                total,
            )


def _count(value: Value) -> float:
    """A plain number, 0 for all else: what cannot be read has been told already."""
    if value in DEFAULTS or isinstance(value, bool):
        return 0.0
    if isinstance(value, (int, float)):
        return float(value)
    return float(value) if isinstance(value, str) and value.strip().isdecimal() else 0.0


def _doubts(sheet: BnpbSheet, row: Row, happened: Occurrence, agree: bool) -> Iterator[Finding]:
    code, spoken = sheet.words(row, "id_jenis_bencana")[:20], sheet.words(row, "kejadian")[:60]
    if not agree:
        yield _note(
            "jenis_bertentangan",
            f"kode jenis {code} dan kejadian '{spoken}' tidak sama; yang dipakai kejadian",
            f"hazard code {code} and kejadian '{spoken}' differ; the words are used",
            "kejadian",
        )
    kib = KIB.fullmatch(sheet.words(row, "kib"))
    if (
        kib
        and happened.precision in ("hari", "menit", "jam")
        and f"{happened.start:%Y%m%d}" != "".join(kib.groups())
    ):
        yield _note(
            "kib_bertentangan",
            f"tanggal dalam KIB bukan {happened.start:%d/%m/%Y}",
            f"the date in the KIB is not {happened.start:%d/%m/%Y}",
            "kib",
        )


def _note(code: str, id_text: str, en_text: str, field: str) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, id_text=id_text, en_text=en_text, field=field)
