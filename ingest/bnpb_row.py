"""One row of BNPB's sheet as a report."""

import re
from collections.abc import Iterator
from dataclasses import replace

from gis.bnpb import ALWAYS, DAMAGED, DERIVED, FACTORS, FIGURES, TEXTS
from gis.report import Figure, Finding, Occurrence, Report, Severity, State
from ingest import bnpb_dates, bnpb_place, cells, hazards, places
from ingest.bnpb_sheet import BnpbSheet
from ingest.cells import BadCell
from ingest.coordinates import read_degrees
from ingest.table import Row, Value

DEFAULTS = (None, 0, "0")
KIB = re.compile(r"\d{4}\s*\d{3}\s*(\d{4})\s*(\d{2})\s*(\d{2})\s*\d")


def report_of(sheet: BnpbSheet, row: Row, ordinal: int, agency: str) -> Report:
    """The row's report. BadCell: a cell without which, or with which, it cannot be one."""
    regency, place_findings = _regency(sheet, row)
    found, agree = _hazards(sheet, row)
    occurrence = bnpb_dates.occurrence(sheet, row)
    lonlat, point_findings = _lonlat(sheet, row)
    texts = {name: text for name in TEXTS if (text := sheet.words(row, name))}
    located = places.resolve(
        regency, "\n".join(texts[name] for name in ("lokasi", "desa", "desa_terdampak") if name in texts)
    )
    kib, kib_findings = _kib(sheet, row)
    return Report(
        ordinal=ordinal,
        hazard=found[0],
        other_hazards=found[1:],
        occurrence=occurrence,
        valid_at=bnpb_dates.valid_at(sheet, row, occurrence),
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
            *kib_findings,
            *_sums(sheet, row),
            *_doubts(sheet, row, occurrence, agree),
        ),
        place=row.place,
    )


def _regency(sheet: BnpbSheet, row: Row) -> tuple[str, tuple[Finding, ...]]:
    names = ("id_prov", "provinsi", "id_kab", "kabkot")
    regency = bnpb_place.regency_of(*(sheet.words(row, name) for name in names), sheet.facts.codes)
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
    if sheet.facts.stands_for_area((lon, lat)):
        return None, (
            _note(
                "koordinat_pusat_wilayah",
                f"koordinat {lat:g}, {lon:g} (lat, lon) mewakili kabupaten/kota, bukan tempat kejadian",
                f"coordinates {lat:g}, {lon:g} (lat, lon) stand for the regency, not for the spot",
                "longitude",
            ),
        )
    return (lon, lat), ()


def _kib(sheet: BnpbSheet, row: Row) -> tuple[str | None, tuple[Finding, ...]]:
    """The row's KIB, repaired where its own fields settle what was meant."""
    written = sheet.words(row, "kib")
    meant = sheet.repaired_kib(row)
    if meant is None:
        return written or None, ()
    return meant, (
        replace(
            _note(
                "kib_diperbaiki",
                f"KIB '{written[:40]}' dibaca {meant}, sesuai isian baris",
                f"KIB '{written[:40]}' was read as {meant}, as the row's fields say",
                "kib",
            ),
            severity=Severity.INFO,
        ),
    )


def _figures(sheet: BnpbSheet, row: Row) -> tuple[Figure, ...]:
    """The figures filled in, and those of `ALWAYS` as `kosong` where not. A total gives way to its parts."""
    figures = []
    values, width = row.values, len(row.values)
    for position, name in sheet.figures:
        value = values[position] if position < width else None
        if value is None or value == "0" or value == 0:  # nine of ten cells of a row
            if name in ALWAYS:
                figures.append(cells.blank(FIGURES[name], "" if value is None else "0"))
            continue
        figure = cells.figure(FIGURES[name], row, position, zero=State.BLANK, factor=FACTORS.get(name, 1))
        if figure.state is not State.BLANK or name in ALWAYS:
            figures.append(figure)
    told = {figure.kind for figure in figures if figure.value}
    totals = {total for total, parts in _KINDS_OF if not told.isdisjoint(parts)} if told else told
    return tuple(figure for figure in figures if figure.kind not in totals)


_KINDS_OF = [(FIGURES[total], frozenset(FIGURES[part] for part in parts)) for total, parts in DAMAGED.items()]


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
    day = happened.start
    if (
        kib
        and happened.precision in ("hari", "menit", "jam")
        and kib.groups() != (f"{day.year:04}", f"{day.month:02}", f"{day.day:02}")
    ):
        yield _note(
            "kib_bertentangan",
            f"tanggal dalam KIB bukan {happened.start:%d/%m/%Y}",
            f"the date in the KIB is not {happened.start:%d/%m/%Y}",
            "kib",
        )


def _note(code: str, id_text: str, en_text: str, field: str) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, id_text=id_text, en_text=en_text, field=field)
