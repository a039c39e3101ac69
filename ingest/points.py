"""Coordinates in running text: decimal degrees, degrees-minutes-seconds, links to maps. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from gis.report import Span
from ingest.clean import Unreadable, unreadable
from ingest.coordinates import project
from ingest.folding import fold

LINK = re.compile(
    r"(?:https?://|maps\.|goo\.gl)[^\s<>]{0,200}?"
    r"(?:@|[?&](?:q|query|ll|daddr|destination|center)=(?:loc:)?|/(?:search|place|dir)/(?:[^\s<>@]{0,120}@)?|!3d)"
    r"(?P<lat>[-+]?\d{1,3}\.\d+)(?:,|%2c|!4d)(?:%20|\+|\s)?(?P<lon>[-+]?\d{1,3}\.\d+)[^\s<>]*"
)
NUMBER = r"\d{1,3}\s?[.,]\s?\d{1,15}"
SIDE = r"(?:\b|(?<=['\"\d°]))(?:ls|lu|bt|bb|[sneutw]|lintang (?:selatan|utara)|bujur timur)\b"
# In the next three, @ stands for the number of the angle in its pair.
LEAD = (
    r"(?:\b(?P<lead@>lat(?:itude)?|lon(?:g(?:itude)?)?|lng|lintang(?:\s?(?:selatan|utara))?|"
    r"bujur(?:\s?timur)?|[xy])(?![a-z])[\s.:=(]{0,4}"
    r"|\b(?P<letter@>ls|lu|bt|bb|[nsetuw])(?![a-z])[\s.:=(]{0,4})?"
)
BEHIND = rf"(?(letter@)|(?P<side@>{SIDE})?(?:\s?\((?:ls|lu|bt)\))?)"
"""The side behind an angle, where it does not stand before it."""

DECIMAL = rf"(?P<sign@>[-+]\s?)?(?P<num@>{NUMBER})\s?(?:°|derajat\b)?\s?{BEHIND}"
SEXAGESIMAL = (
    r"(?P<sign@>-\s?)?(?P<deg@>\d{1,3})\s?(?:°|'|derajat|deg|d\b|o(?=\s?\d))\s?"
    r"(?P<min@>\d{1,2}(?:[.,]\d{1,8})?)\s?(?:'|menit)\s?"
    r"(?:(?P<sec@>\d{1,2}(?:[.,]\d{1,8})?)\s?(?:''|\"|'|detik)?\s?)?" + BEHIND
)
SPACED = (  # degrees, minutes and seconds between spaces or dashes, always with their side
    r"(?P<sign@>-\s?)?(?P<deg@>\d{1,3})[ -]{1,2}(?P<min@>[0-5]?\d(?:[.,]\d{1,8})?)"
    r"(?:[ -]{1,2}(?P<sec@>[0-5]?\d(?:[.,]\d{1,8})?))?"
    rf"\s?'?\"?\s?(?(letter@)|(?P<side@>{SIDE}))"
)
DOTTED = (  # 02.51.30 LS
    r"(?P<sign@>-\s?)?(?P<deg@>\d{1,3})\.(?P<min@>[0-5]\d)\.(?P<sec@>[0-5]\d(?:[.,]\d{1,8})?)"
    rf"\s?(?(letter@)|(?P<side@>{SIDE}))"
)
GRID = re.compile(
    r"\b(?:utm|zona|zone)?\s?(?P<zone>4[6-9]|5[0-4])\s?(?P<band>[ms])\b[\s:;,]{0,4}"
    r"(?:(?:x|e|mt|me)\b[\s.:=]{0,3})?(?P<x>\d{6}(?:[.,]\d{1,3})?)\s?(?:me|mt|m)?[\s,;/]{1,4}"
    r"(?:(?:y|n|s|mu|mn)\b[\s.:=]{0,3})?(?P<y>\d{7}(?:[.,]\d{1,3})?)(?!\d)"
)
"""Metres of UTM, south, with their zone: "48M 612345 9667245"."""

BETWEEN = r"(?:[\s,;/|&)(•]|-(?=\s)|dan\s){1,6}"


def _pair(angle: str) -> re.Pattern[str]:
    one, two = ((LEAD + angle).replace("@", n) for n in "12")
    return re.compile(rf"(?<![\d.,]){one}{BETWEEN}{two}(?!\d)")


PAIRS = (_pair(SEXAGESIMAL), _pair(SPACED), _pair(DOTTED), _pair(DECIMAL))
SOUTH_WEST = {"s", "ls", "bb", "w"}
EAST_WEST = {"e", "t", "bt", "bb", "w", "x", "lon", "long", "longitude", "lng"}
MOST_LATITUDE, MOST_LONGITUDE = 90, 180
MOST_POINTS = 50
LIKELY_LATITUDE, LIKELY_LONGITUDE = 12, (94, 142)


@dataclass(frozen=True, slots=True)
class Point:
    """(lon, lat) as stated, how it was stated (`koordinat` or `tautan`) and where in the text."""

    lonlat: tuple[float, float]
    method: str
    span: Span


TWO_NUMBERS = re.compile(r"\d[^\d]+\d")


def read_lonlat(text: str) -> Point | Unreadable:
    """The first position that the text states."""
    return next(find_points(fold(text), labelled=True), None) or unreadable("koordinat", text)


def find_points(folded: str, *, labelled: bool = False) -> Iterator[Point]:
    """Positions in folded text, links first. Without a label bare numbers must be likely ones."""
    if not TWO_NUMBERS.search(folded):
        return
    taken: list[Span] = []
    for match in islice(LINK.finditer(folded), MOST_POINTS):
        taken.append(match.span())
        if point := _ordered(float(match["lat"]), float(match["lon"])):
            yield Point(point, "tautan", match.span())
    for match in islice(GRID.finditer(folded), MOST_POINTS):
        taken.append(match.span())
        if point := project(_number(match["x"]), _number(match["y"]), f"EPSG:327{match['zone']}"):
            yield Point(point, "koordinat", match.span())
    for pattern in PAIRS:
        for match in pattern.finditer(folded):
            if len(taken) == MOST_POINTS:
                return
            if not any(start < match.end() and match.start() < end for start, end in taken) and (
                point := _of_pair(match, labelled)
            ):
                taken.append(match.span())
                yield Point(point, "koordinat", match.span())


def _of_pair(match: re.Match[str], labelled: bool) -> tuple[float, float] | None:
    one, two = _degrees(match, 1), _degrees(match, 2)
    if one is None or two is None or not (labelled or _axis(match, 1) or _likely(one, two)):
        return None
    first, second = _axis(match, 1), _axis(match, 2)
    if _is_coarse(match) and not (first and second):
        return None
    if first == "x" or second == "y":
        return _ordered(two, one)
    return _ordered(one, two)


def _likely(one: float, two: float) -> bool:
    """Whether two bare numbers may be a position in or around Indonesia."""
    low, high = sorted((abs(one), abs(two)))
    return low < LIKELY_LATITUDE and LIKELY_LONGITUDE[0] < high < LIKELY_LONGITUDE[1]


def _is_coarse(match: re.Match[str]) -> bool:
    """Whether a number has one decimal only: a position where both sides are told ("7.2 LS 106.8 BT")."""
    numbers = (match.groupdict().get(f"num{n}") for n in "12")
    return any(number and len(re.split("[.,]", number)[1].strip()) < 2 for number in numbers)


def _axis(match: re.Match[str], n: int) -> str:
    """Whether that angle says that it goes east (`x`) or north (`y`)."""
    for word in (match[f"letter{n}"], match[f"side{n}"], match[f"lead{n}"]):
        if word:
            return "x" if word in EAST_WEST or word.startswith("bujur") else "y"
    return ""


def _degrees(match: re.Match[str], n: int) -> float | None:
    parts = match.groupdict()
    if f"deg{n}" in parts:
        minutes, seconds = (_number(parts[f"{name}{n}"] or "0") for name in ("min", "sec"))
        if minutes >= 60 or seconds >= 60:
            return None
        value = float(parts[f"deg{n}"]) + minutes / 60 + seconds / 3600
    else:
        value = _number(parts[f"num{n}"])
    words = {parts[f"letter{n}"], parts[f"side{n}"], parts[f"lead{n}"]}
    south = bool(words & SOUTH_WEST) or any(word and word.endswith("selatan") for word in words)
    return -value if "-" in (parts[f"sign{n}"] or "") or south else value


def _number(text: str) -> float:
    return float(re.sub(r"\s", "", text).replace(",", "."))


def _ordered(lat: float, lon: float) -> tuple[float, float] | None:
    """(lon, lat); the larger is the longitude where the order given cannot be."""
    if abs(lat) > MOST_LATITUDE and abs(lon) <= MOST_LATITUDE:
        lat, lon = lon, lat
    return (lon, lat) if abs(lon) <= MOST_LONGITUDE and abs(lat) <= MOST_LONGITUDE else None
