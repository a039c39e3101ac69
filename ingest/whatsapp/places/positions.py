"""The positions that lines state, those under their own label first, and what is odd about them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, islice

from gis.report import Span
from ingest.points import Point, find_points
from ingest.whatsapp.layout.lines import FAR, PLACE_FIELDS, Line

MAY_BE_EAST = re.compile(r"9(?<!\d9)[4-9](?!\d)|1(?<!\d1)[0-4]\d(?!\d)")
METRES = re.compile(r"\d\d{5}")
"""A longitude of this country, or metres of a grid: without one no position stands there."""

UNLABELLED = (MAY_BE_EAST, METRES)
FIELDS = PLACE_FIELDS - {"koordinat"}
MOST_POINTS = 50
NUMBER = re.compile(r"\d")
TWO_NUMBERS = re.compile(r"\d[\d.,°' ]*\D{1,12}\d")
INDONESIA = (94.0, -12.0, 142.0, 7.0)
PROVINCE = (104.8, -4.2, 109.2, -1.0)
"""West, south, east, north."""

Doubt = tuple[Span, str]


def read_points(folded: str, lines: Sequence[Line], areas: Sequence[str]) -> tuple[list[Point], list[Doubt]]:
    """The positions, and doubts.

    Impossible ones, ones outside the country, a latitude that lost its minus.
    """
    spans = _joined(lines)
    by_span = [(span, _between(folded, span, labelled=True)) for span in spans]
    doubts = [
        (span, "koordinat yang tidak mungkin atau tidak terbaca")
        for span, found in by_span
        if not found and TWO_NUMBERS.search(folded, *span)
    ]
    bare = any(pattern.search(folded) for pattern in UNLABELLED)
    others = (
        p
        for line in lines
        if bare and line.field in FIELDS
        for p in _between(folded, _span(line), labelled=False)
    )
    found = islice(chain((p for _, points in by_span for p in points), others), MOST_POINTS)
    points = [_southward(point, doubts) if areas else point for point in found]
    doubts += [(p.span, "koordinat di luar Indonesia") for p in points if not _within(p.lonlat, INDONESIA)]
    return points, doubts


def _southward(point: Point, doubts: list[Doubt]) -> Point:
    """A latitude north of the equator where the mirrored one lies in the province: its minus was lost."""
    lon, lat = point.lonlat
    if lat <= 0 or not _within((lon, -lat), PROVINCE):
        return point
    doubts.append((point.span, "lintang tanpa tanda selatan, dibaca selatan"))
    return replace(point, lonlat=(lon, -lat))


def _within(lonlat: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    return box[0] <= lonlat[0] <= box[2] and box[1] <= lonlat[1] <= box[3]


def _span(line: Line) -> Span:
    return line.begin, line.end


def _joined(lines: Sequence[Line]) -> list[Span]:
    """The lines about positions; adjoining ones are one: latitude and longitude may stand on two."""
    spans: list[Span] = []
    for line in lines:
        if line.field == "koordinat":
            start, end = _span(line)
            near = bool(spans) and start - spans[-1][1] < FAR
            spans[-1:] = [(spans[-1][0], end)] if near else [*spans[-1:], (start, end)]
    return spans


def _between(folded: str, span: Span, *, labelled: bool) -> list[Point]:
    start, end = span
    needed = (NUMBER,) if labelled else UNLABELLED
    if not any(pattern.search(folded, start, end) for pattern in needed):
        return []
    found = find_points(folded[start:end], labelled=labelled)
    return [Point(p.lonlat, p.method, (p.span[0] + start, p.span[1] + start)) for p in found]
