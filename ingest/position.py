"""Stated coordinates: believed, put right where the slip is plain, or impossible. Pure."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from gis.geo import METRES_PER_DEGREE, PROVINCE_BOX, BBox
from gis.report import Finding, Severity

INDONESIA_BOX = BBox(94.9, -11.2, 141.1, 6.3)

EXACT_M = 50.0
"""Uncertainty of coordinates from a phone, and the least that any point gets."""

Lonlat = tuple[float, float]

_TURNS: tuple[tuple[str, str, str, Callable[[float, float], Lonlat]], ...] = (
    (
        "lintang_bujur_tertukar",
        "bujur dan lintang tertukar",
        "longitude and latitude were swapped",
        lambda lon, lat: (lat, lon),
    ),
    (
        "tanda_lintang_hilang",
        "tanda minus lintang hilang",
        "the latitude's minus sign was lost",
        lambda lon, lat: (lon, -lat),
    ),
    (
        "tertukar_dan_tanda_hilang",
        "bujur dan lintang tertukar dan tanda minus hilang",
        "longitude and latitude were swapped and the minus sign lost",
        lambda lon, lat: (lat, -lon),
    ),
    (
        "tanda_minus_salah",
        "tanda minus ada pada bujur",
        "the minus sign is before the longitude",
        lambda lon, lat: (abs(lon), -abs(lat)),
    ),
    (
        "tertukar_dan_tanda_salah",
        "bujur dan lintang tertukar, tanda minus ada pada bujur",
        "longitude and latitude were swapped, the minus sign is before the longitude",
        lambda lon, lat: (abs(lat), -abs(lon)),
    ),
)
"""Slips of the pen that put a place of the province elsewhere, the plainest first."""


class Standing(StrEnum):
    """What can be said of coordinates before looking at a map."""

    MISSING = "kosong"
    INSIDE = "di dalam"  # the province's box of land and sea, after putting right
    OUTSIDE = "di luar"  # elsewhere in Indonesia
    IMPOSSIBLE = "mustahil"


@dataclass(frozen=True, slots=True)
class Position:
    """Coordinates as understood: `lonlat` when INSIDE; `finding` says what was put right or left out."""

    standing: Standing
    lonlat: Lonlat | None = None
    finding: Finding | None = None


@lru_cache(maxsize=64)  # a report's point is asked for by placing and by checking
def read_position(lonlat: Lonlat | None) -> Position:
    """What stated (lon, lat) mean; plain slips (swapped, sign lost) are put right with a finding."""
    if lonlat is None:
        return Position(Standing.MISSING)
    lon, lat = lonlat
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return Position(Standing.IMPOSSIBLE)
    if PROVINCE_BOX.contains(lon, lat):
        return Position(Standing.INSIDE, lonlat)
    if (lon, lat) == (0.0, 0.0):
        return Position(Standing.MISSING, None, _ignored("koordinat_nol", lonlat, Severity.INFO))
    for code, id_text, en_text, turn in _TURNS:
        if PROVINCE_BOX.contains(*(meant := turn(lon, lat))):
            return Position(Standing.INSIDE, meant, _put_right(code, id_text, en_text, lonlat, meant))
    if INDONESIA_BOX.contains(lon, lat):
        return Position(
            Standing.OUTSIDE, None, _ignored("koordinat_di_luar_provinsi", lonlat, Severity.ERROR)
        )
    return Position(Standing.IMPOSSIBLE)


def _put_right(code: str, id_text: str, en_text: str, stated: Lonlat, meant: Lonlat) -> Finding:
    was, now = f"lon {stated[0]:g}, lat {stated[1]:g}", f"lon {meant[0]:g}, lat {meant[1]:g}"
    return Finding(
        code=code,
        severity=Severity.WARNING,
        id_text=f"{id_text}: tertulis {was}; dibaca {now}",
        en_text=f"{en_text}: written {was}; read as {now}",
        field="lonlat",
    )


def _ignored(code: str, lonlat: Lonlat, severity: Severity) -> Finding:
    written = f"lon {lonlat[0]:g}, lat {lonlat[1]:g}"
    return Finding(
        code=code,
        severity=severity,
        id_text=f"koordinat {written} di luar provinsi; tidak dipakai",
        en_text=f"coordinates {written} are outside the province; not used",
        field="lonlat",
    )


def uncertainty_m(lonlat: Lonlat) -> float:
    """How far off the coordinates may be by their rounding: half a unit of the last decimal, diagonally."""
    decimals = decimals_of(lonlat)
    if decimals > 3:
        return EXACT_M
    return max(EXACT_M, math.sqrt(0.5) * 10.0**-decimals * METRES_PER_DEGREE)


@lru_cache(maxsize=64)
def decimals_of(lonlat: Lonlat) -> int:
    """How many decimals of a degree the coordinates are given to, up to 7.

    A number may end in zeros by chance, so the one with more counts; three apart, the coarse one was rounded.
    """
    fewer, more = sorted(_decimals(number) for number in lonlat)
    return fewer if more - fewer >= 3 else more


def _decimals(number: float) -> int:
    billionths = number * 1e9  # rounding to whole numbers is ten times as quick as to decimals
    return next((n for n, unit in _UNITS if abs(billionths - round(billionths / unit) * unit) < 1), 7)


_UNITS = tuple((n, 10 ** (9 - n)) for n in range(7))
