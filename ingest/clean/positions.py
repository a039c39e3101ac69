"""Coordinates as people write them: decimal with point or comma, degrees-minutes-seconds, maps links.

What is put right (swapped, sign lost) is said in `notes`; nothing is mended in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gis.geo import PROVINCE_BOX
from ingest.clean.failure import Failure, unreadable
from ingest.clean.folding import fold

LINK = re.compile(
    r"(?:@|[?&](?:q|ll|sll|query|daddr|destination|center)=(?:loc:)?|geo:|/place/|/search/|/dir/|!3d)"
    r"(-?\d{1,3}\.\d+)(?:,\s?|%2c|!4d|,\+)\+?(-?\d{1,3}\.\d+)"
)
SOUTH, NORTH, EAST, WEST = "south", "north", "east", "west"
SIDES = {"ls": SOUTH, "s": SOUTH, "lu": NORTH, "u": NORTH, "n": NORTH, "bt": EAST, "e": EAST, "t": EAST} | {
    "bb": WEST,
    "w": WEST,
    "selatan": SOUTH,
    "utara": NORTH,
    "timur": EAST,
    "barat": WEST,
}
AXES = {"lat": "lat", "latitude": "lat", "lintang": "lat", "y": "lat", "long": "lon", "lon": "lon"} | {
    "lng": "lon",
    "longitude": "lon",
    "bujur": "lon",
    "x": "lon",
}
_NUMBER = r"\d{1,3}(?:[.,]\d{1,12})?"
_SIDE = r"ls|lu|bt|bb|[nsetuw]"
COMPONENT = re.compile(
    r"(?:\b(?P<axis>latitude|lat|longitude|long|lon|lng|lintang|bujur|[xy])\b\s?(?:selatan|utara|timur|barat)?[\s.:=]{0,3})?"
    rf"(?:\b(?P<pre>{_SIDE})(?=[\s.:=°-]{{0,3}}\d)[\s.:=]{{0,3}})?"
    rf"(?P<sign>-\s?)?(?<![\d.,])(?P<deg>{_NUMBER})(?!\d)"
    rf"(?:\s?[°'d]\s?(?:(?P<min>\d{{1,2}}(?:[.,]\d{{1,8}})?)(?!\d)\s?(?:['`]\s?(?:(?P<sec>\d{{1,2}}(?:[.,]\d{{1,8}})?)(?!\d)"
    rf"\s?(?:\"|''|')?)?)?)?"
    rf"|(?<=\d)\s(?P<bmin>\d{{1,2}}(?:[.,]\d{{1,8}})?)\s(?P<bsec>\d{{1,2}}(?:[.,]\d{{1,8}})?)(?=\s?(?:{_SIDE})\b))?"
    rf"(?(pre)|\s?(?:(?P<post>{_SIDE}|selatan|utara|timur|barat)\b)?)"
)
GAP = re.compile(r"[\s,;:|/&•()-]*(?:dan\s+)?")
WIDEST_GAP = 12
GEOGRAPHIC = re.compile(r"°|\d[.,]\d{3}|\b(?:ls|bt|lintang|bujur|lat)\b")


@dataclass(frozen=True, slots=True)
class Position:
    """Coordinates as understood: `lonlat` in degrees; `stated` as written, latitude and longitude in that order.

    `notes` are slugs of what was put right: `bujur_dahulu`, `tanda_lintang_hilang`, `lintang_bujur_tertukar`.
    """

    lonlat: tuple[float, float]
    span: tuple[int, int]
    by_link: bool = False
    notes: tuple[str, ...] = ()
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the two numbers: its degrees as written, and which axis it says it is."""

    degrees: float
    axis: str | None  # "lat", "lon"
    side: str | None
    negative: bool
    span: tuple[int, int]
    decimals: int


def find_positions(folded: str, *, labelled: bool = False) -> Iterator[Position | Failure]:
    """The coordinates in a folded text. `labelled`: the text stands after "Koordinat", so plain pairs count too."""
    taken = 0
    for match in LINK.finditer(folded):
        taken = match.end()
        yield _settle(
            _Part(float(match[1]), None, None, match[1].startswith("-"), match.span(), _decimals(match[1])),
            _Part(float(match[2]), None, None, match[2].startswith("-"), match.span(), _decimals(match[2])),
            by_link=True,
        )
    if labelled or GEOGRAPHIC.search(folded):
        yield from _pairs(folded, taken, labelled)


def read_lonlat(text: str) -> Position | Failure:
    """The one position that a cell or a label's value states."""
    found = next(find_positions(fold(text), labelled=True), None)
    return found or unreadable("koordinat", "coordinates", text)


def _pairs(folded: str, start: int, labelled: bool) -> Iterator[Position | Failure]:
    before: _Part | None = None
    for match in COMPONENT.finditer(folded, start):
        part = _part(match, labelled)
        if part is None:
            continue
        gap = folded[before.span[1] : part.span[0]] if before else ""
        if before and len(gap) <= WIDEST_GAP and GAP.fullmatch(gap) and before.axis != (part.axis or ""):
            yield _settle(before, part)
            before = None
        else:
            before = part


def _part(match: re.Match[str], labelled: bool) -> _Part | None:
    decimals = _decimals(match["deg"])
    side = SIDES.get(match["post"] or match["pre"] or "")
    minutes, seconds = match["min"] or match["bmin"], match["sec"] or match["bsec"]
    if not (minutes or decimals >= (2 if labelled or side or match["axis"] else 4)):
        return None
    parts = [float((part or "0").replace(",", ".")) for part in (match["deg"], minutes, seconds)]
    if parts[1] >= 60 or parts[2] >= 60 or parts[0] > 180:
        return None
    axis = AXES.get(match["axis"] or "") or {SOUTH: "lat", NORTH: "lat", EAST: "lon", WEST: "lon"}.get(side or "")
    start = min(match.start(name) for name in ("axis", "pre", "sign", "deg") if match[name])
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    return _Part(degrees, axis, side, bool(match["sign"]), (start, match.end()), decimals if not minutes else 5)


def _decimals(written: str) -> int:
    return len(written.replace(",", ".").partition(".")[2])


def _settle(first: _Part, second: _Part, *, by_link: bool = False) -> Position | Failure:
    """Which is latitude, and its sign; what had to be decided is noted."""
    notes: list[str] = []
    swapped = first.axis == "lon" or second.axis == "lat"
    lat, lon = (second, first) if swapped else (first, second)
    if not (lat.axis or lon.axis) and abs(lat.degrees) > 90:
        lat, lon = lon, lat
        notes.append("bujur_dahulu")
    y = -abs(lat.degrees) if lat.negative or lat.side == SOUTH else abs(lat.degrees)
    # "0.73 LS - 121.92 BT": before an eastern longitude the dash only parts the two.
    x = -abs(lon.degrees) if lon.side == WEST or (lon.negative and lon.side is None) else abs(lon.degrees)
    span = (min(first.span[0], second.span[0]), max(first.span[1], second.span[1]))
    if not PROVINCE_BOX.contains(x, y):
        x, y = _put_right(x, y, lat.side, notes)
    if abs(y) > 90:
        return Failure(
            "koordinat_mustahil",
            f"lintang {y:g}, bujur {x:g} mustahil",
            f"latitude {y:g}, longitude {x:g} are impossible",
        )
    return Position((round(x, 7), round(y, 7)), span, by_link, tuple(notes), min(first.decimals, second.decimals))


def _put_right(x: float, y: float, side: str | None, notes: list[str]) -> tuple[float, float]:
    """A slip that puts a place of the province elsewhere, mended and noted; others stay as they are."""
    if side is None and PROVINCE_BOX.contains(x, -y):
        notes.append("tanda_lintang_hilang")
        return x, -y
    if PROVINCE_BOX.contains(y, x) or PROVINCE_BOX.contains(abs(y), -abs(x)):
        notes.append("lintang_bujur_tertukar")
        return abs(y), -abs(x)
    if PROVINCE_BOX.contains(abs(x), -abs(y)) and x < 0:
        notes.append("tanda_minus_salah")
        return abs(x), -abs(y)
    return x, y
