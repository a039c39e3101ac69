"""Coordinates in cells of their own: decimal with point or comma, degrees and minutes, metres of a grid."""

import math
import re
from functools import cache

import pyproj

from ingest.amounts import read_number
from ingest.table import Value

NEGATIVE = re.compile(r"\b(ls|s|south|selatan|bb|w|west|barat)\b", re.IGNORECASE)
SIDE = re.compile(
    r"\b(ls|lu|bt|bb|[nsewu]|north|south|east|west|selatan|utara|timur|barat)\b\.?", re.IGNORECASE
)
DEGREES = re.compile(
    r"(?P<sign>-)?\s*(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*[°º˚d]\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['’′‘]\s*)?(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″“]|''|’’)\s*)?"
)
PLAIN = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)
MINUTES_PER_DEGREE, SECONDS_PER_DEGREE = 60, 3600


def read_degrees(value: Value) -> float | None:
    """Degrees, south and west negative; None where it cannot be told. Reads `106,4551` and `8.67E-2`."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if math.isfinite(value) else None
    if not isinstance(value, str):
        return None
    text = " ".join(value.replace("−", "-").replace("–", "-").split())
    number = _degrees(SIDE.sub("", text).strip(" .,"))
    return -abs(number) if number is not None and NEGATIVE.search(text) else number


def _degrees(text: str) -> float | None:
    if PLAIN.fullmatch(text):
        return float(text.replace(",", "."))
    match = DEGREES.fullmatch(text + " ") or DEGREES.fullmatch(text)
    if match is None:
        return None
    parts = [float((match[name] or "0").replace(",", ".")) for name in ("degrees", "minutes", "seconds")]
    if parts[1] >= MINUTES_PER_DEGREE or parts[2] >= MINUTES_PER_DEGREE:
        return None
    number = parts[0] + parts[1] / MINUTES_PER_DEGREE + parts[2] / SECONDS_PER_DEGREE
    return -number if match["sign"] else number


def read_metres(value: Value) -> float | None:
    """Metres of a projection; dots may group thousands ("9.667.245"). None where it cannot be told."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if math.isfinite(value) else None
    text = re.sub(r"(?i)\s*(m|mt|me|mn|mu)\.?$", "", str(value or "").strip())
    return read_number(text)


@cache
def to_wgs84(crs: str) -> pyproj.Transformer:
    """From that coordinate system, x before y, to lon, lat in EPSG:4326."""
    return pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)


@cache
def is_geographic(crs: str) -> bool:
    """Whether its coordinates are degrees."""
    return bool(pyproj.CRS.from_user_input(crs).is_geographic)


def utm_zone(text: str) -> str | None:
    """The EPSG code of a zone as people write it: "48S", "49 M", "Zona 48"; south unless N is written."""
    match = re.fullmatch(
        r"(?:utm|zona|zone|\s)*(\d{1,2})\s*([c-x]|ls|lu)?(?:\.0)?", text.strip(), re.IGNORECASE
    )
    if match is None or not 1 <= int(match[1]) <= 60:
        return None
    band = (match[2] or "S").upper()
    north = band in ("N", "LU") or (len(band) == 1 and "P" <= band <= "X" and band != "S")
    return f"EPSG:{326 if north else 327}{int(match[1]):02d}"


def project(x: float, y: float, crs: str) -> tuple[float, float] | None:
    """(lon, lat) of a point in that system; None where it has no such point."""
    lon, lat = to_wgs84(crs).transform(x, y)
    return (lon, lat) if math.isfinite(lon) and math.isfinite(lat) else None
