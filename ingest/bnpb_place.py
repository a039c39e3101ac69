"""Which regency a row of BNPB's sheet means: its code is believed only where the name beside it agrees.

BPS 1903 is Bangka Barat and 1905 Bangka Selatan; Kemendagri's 19.03 and 19.05 are the other way round, and
BNPB's tables use both systems: which one a file uses is decided for all of it (`ingest.code_system`).
"""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from gis import codes
from gis.codes import Area, name_key
from gis.report import Finding, Severity
from ingest import area_codes, code_system, places
from ingest.code_system import UNDECIDED, Verdict

SIMILAR = 84
PROVINCE = "19"


@dataclass(frozen=True, slots=True)
class Regency:
    """The regency of a row, or what is wrong with its place: a rejection's code and reasons."""

    area: Area | None
    findings: tuple[Finding, ...] = ()
    column: str = ""
    code: str = ""
    id_text: str = ""
    en_text: str = ""


@lru_cache(maxsize=4096)
def regency_of(
    province_code: str, province: str, code: str, name: str, verdict: Verdict = UNDECIDED
) -> Regency:
    """The regency that `id_prov`, `provinsi`, `id_kab` and `kabkot` agree on, in the file's code system."""
    named = places.regency_named(name) if name else None
    ours = places.is_province(province) if province else province_code in ("", PROVINCE)
    if not ours:
        return (
            _doubtful(code, name, province or province_code)
            if named
            else _outside(name, province or province_code)
        )
    system = area_codes.System.KEMENDAGRI if "." in code else verdict.system
    reading = area_codes.read_code(code, system, name)
    if named:
        agrees = not code or (reading.code or "")[:5] == named.code
        return Regency(named) if agrees else _doubtful(code, name, province)
    return _unnamed(code, name, province, reading)


def _unnamed(code: str, name: str, province: str, reading: area_codes.Reading) -> Regency:
    """Where the name is none of ours or missing: a code that means the same in both systems may settle it."""
    area = codes.areas().get((reading.code or "")[:5])
    if area and area.level == 2 and not name:
        return Regency(area)
    if area and area.level == 2 and _similar(name, area):
        return Regency(area, (_spelling(name, area),))
    if not code and not name:
        return Regency(
            None,
            column="kabkot",
            code="wilayah_kosong",
            id_text="Kabupaten/kota tidak diisi. Isi kabkot dengan nama, atau id_kab dengan kode",
            en_text="No regency is given. Fill in kabkot with its name, or id_kab with its code",
        )
    if not province and reading.why == "asing" and not code.startswith(PROVINCE):
        return _outside(name, code)
    return _doubtful(code, name, province)


def _similar(name: str, area: Area) -> bool:
    return fuzz.ratio(name_key(places.REGENCY_KIND.sub("", name)), name_key(area.name)) >= SIMILAR


def _spelling(name: str, area: Area) -> Finding:
    return Finding(
        code="nama_wilayah_diperkirakan",
        severity=Severity.INFO,
        id_text=f"'{name[:60]}' dibaca sebagai {area.full_name} sesuai kodenya",
        en_text=f"'{name[:60]}' was read as {area.full_name}, as its code says",
        field="kabkot",
    )


def _outside(name: str, province: str) -> Regency:
    return Regency(
        None,
        column="provinsi",
        code="di_luar_wilayah",
        id_text=f"{name[:60]} ({province[:60]}) di luar Provinsi Kepulauan Bangka Belitung (kode 19)",
        en_text=f"{name[:60]} ({province[:60]}) is outside the province Kepulauan Bangka Belitung (code 19)",
    )


def _doubtful(code: str, name: str, province: str) -> Regency:
    """Quarantine: both readings of the code are shown beside the name, and a person decides."""
    bps, kemendagri = code_system.readings(code)
    by_bps, by_kemendagri = (f"{area.name} ({area.code})" if area else "-" for area in (bps, kemendagri))
    written = name[:60] or "-"
    return Regency(
        None,
        column="id_kab",
        code="kode_wilayah_meragukan",
        id_text=f"Kode {code or '-'} menurut BPS: {by_bps}, menurut Kemendagri: {by_kemendagri}; kabkot: "
        f"{written}, provinsi: {province[:60] or '-'}. Samakan kode dan nama, atau kosongkan kodenya",
        en_text=f"Code {code or '-'} is {by_bps} to BPS and {by_kemendagri} to Kemendagri; kabkot: "
        f"{written}, provinsi: {province[:60] or '-'}. Make code and name agree, or leave the code empty",
    )
