"""What reading a message gives: reports with where each value stands in the text, and the JSON form of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gis import codes
from gis.report import Figure, Nil, Report, Span
from gis.zone import WIB
from ingest.whatsapp.places.mention import Mention


@dataclass(frozen=True, slots=True)
class Reading:
    """One report and where its values stand: spans count code points of the original text."""

    report: Report
    occurred_at: datetime | None  # to the minute, in the zone it was written in
    mentions: tuple[Mention, ...] = ()
    personal: tuple[Span, ...] = ()
    unread: tuple[Span, ...] = ()
    doubts: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """The incidents that a message tells of, and the areas it calls quiet."""

    readings: tuple[Reading, ...] = ()
    nil: tuple[Nil, ...] = ()
    unread: tuple[Span, ...] = ()

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports alone, in the order of the text."""
        return tuple(reading.report for reading in self.readings)


def to_json(parsed: Parsed) -> dict[str, Any]:
    """The form that `sigap parse` prints (docs/reference/laporan-whatsapp.md)."""
    result: dict[str, Any] = {"reports": [_report(reading) for reading in parsed.readings]}
    result["nihil"] = [
        {"agency": nil.agency, "areas": list(nil.areas), "valid_at": _moment(nil.valid_at)}
        for nil in parsed.nil
    ]
    if parsed.unread:
        result["unread"] = [list(span) for span in parsed.unread]
    return result


def _report(reading: Reading) -> dict[str, Any]:
    report = reading.report
    return {
        "hazard": report.hazard,
        "hazards": list(report.other_hazards),
        "occurred_at": _occurred(reading),
        "valid_at": _moment(report.valid_at),
        "areas": _areas(reading.mentions),
        "lonlat": list(report.lonlat) if report.lonlat else None,
        "figures": _figures(report.figures),
        "agency": report.agency,
        "is_update": report.is_update,
        "confidence": round(report.confidence, 2),
        "personal": [list(span) for span in reading.personal],
        "unread": [list(span) for span in reading.unread],
        "doubts": [{"span": list(span), "why": why} for span, why in reading.doubts],
    }


def _occurred(reading: Reading) -> str | None:
    if reading.occurred_at:
        return reading.occurred_at.isoformat()
    occurrence = reading.report.occurrence
    return occurrence.start.astimezone(WIB).date().isoformat() if occurrence else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _areas(mentions: tuple[Mention, ...]) -> list[dict[str, Any]]:
    """The event's places, each once; those that the code lists do not hold with their own words."""
    areas: dict[tuple[str | None, str, int], dict[str, Any]] = {}
    for mention in mentions:
        if mention.role != "place" or not (mention.code or mention.level):
            continue
        if mention.code is None:
            name = " ".join(mention.name.split())
            key = (None, codes.name_key(name), mention.level)
            areas.setdefault(key, _area(None, name, mention.level, mention.span))
            continue
        areas[mention.code, "", 0] = areas.get((mention.code, "", 0)) or _known_area(
            mention.code, mention.span
        )
    named = [area for area in areas.values() if area["kode"]]
    for (
        area
    ) in named:  # the areas above, standing where the finer one stands; the province goes without saying
        for code in codes.ancestors(area["kode"])[:-1]:
            areas.setdefault((code, "", 0), _known_area(code, tuple(area["span"])))
    return sorted(areas.values(), key=lambda area: area["level"])


def _known_area(code: str, span: Span) -> dict[str, Any]:
    return _area(code, codes.areas()[code].name, codes.level_of(code), span)


def _area(code: str | None, name: str, level: int, span: Span) -> dict[str, Any]:
    return {"kode": code, "name": name, "level": level, "span": list(span)}


def _figures(figures: tuple[Figure, ...]) -> dict[str, dict[str, Any]]:
    """Figures by kind: the whole, or the sum of its parts marked `derived`, with the parts by area."""
    result: dict[str, dict[str, Any]] = {}
    for kind in dict.fromkeys(figure.kind for figure in figures):
        parts = [figure for figure in figures if figure.kind == kind and figure.area]
        whole = next((figure for figure in figures if figure.kind == kind and not figure.area), None)
        result[kind] = (_figure(whole) if whole else _derived(parts)) | (
            {"by_area": [_part(part) for part in parts]} if parts else {}
        )
    return result


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": _number(figure.value),
        "state": figure.state.value,
        "unit": figure.unit,
        "span": list(figure.span or (0, 0)),
        **({"approx": True} if figure.approx else {}),
        **({"confidence": figure.confidence} if figure.confidence < 1 else {}),
    }


EXTREMES: dict[str, Callable[[list[float]], float]] = {"_min": min, "_maks": max}
"""Of depths told by place, the whole is the least or the most."""


def _derived(parts: list[Figure]) -> dict[str, Any]:
    areas = {part.area for part in parts}
    tops = [part for part in parts if not areas & set(codes.ancestors(part.area or ""))]
    told = [part.value for part in tops if part.value is not None]
    spans = [part.span for part in parts if part.span]
    first = _figure(parts[0])
    whole = next((fold for end, fold in EXTREMES.items() if parts[0].kind.endswith(end)), sum)
    first |= {"value": _number(whole(told)) if told else None, "derived": True}
    return first | {"span": [min(s[0] for s in spans), max(s[1] for s in spans)] if spans else [0, 0]}


def _part(part: Figure) -> dict[str, Any]:
    name = codes.areas()[part.area].name if part.area else ""
    several = {"areas": list(part.areas)} if part.areas else {}
    return {"kode": part.area, "name": name, **several, **_figure(part)}


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value
