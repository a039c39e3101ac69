"""What is doubtful about where a report happened, in words."""

from collections.abc import Sequence

from gis import codes, register
from gis.areas import AreaIndex
from gis.report import Finding, Severity
from ingest.position import Lonlat

DOUBTS = {
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


def doubt(code: str, severity: Severity, point: Lonlat | None, what: str) -> Finding:
    written = f"{point[1]:g}, {point[0]:g} (lat, lon)" if point else ""
    id_text, en_text = (text.format(point=written, what=what) for text in DOUBTS[code])
    return Finding(
        code=code,
        severity=severity,
        id_text=id_text,
        en_text=en_text,
        field="lonlat" if point else "areas",
    )


def named_as(code: str, index: AreaIndex) -> str:
    area = index.areas[code]
    return f"{area.kind.capitalize()} {area.name}"


def outside(named: Sequence[str], point: Lonlat, index: AreaIndex) -> Finding:
    away_km = min(index.distance_m(code, *point) for code in named) / 1000
    places = ", ".join(named_as(code, index) for code in named[:3])
    return doubt("posisi_di_luar_wilayah", Severity.WARNING, point, f"{places}; {away_km:.1f} km")


def vague(named: Sequence[str], index: AreaIndex) -> tuple[Finding, ...]:
    """Whether names leave the place open: the whole province, or namesakes in two places."""
    if register.common_area(named) != "19":
        return ()
    keys = {codes.name_key(index.areas[code].name) for code in named}
    if len(named) > 1 and len(keys) == 1:
        where = ", ".join(named_as(index.areas[code].parent, index) for code in named)
        return (doubt("nama_ganda", Severity.ERROR, None, f"{index.areas[named[0]].name} ({where})"),)
    return (
        doubt("tempat_sangat_luas", Severity.INFO, None, ", ".join(named_as(code, index) for code in named)),
    )
