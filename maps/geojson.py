"""Events and areas as GeoJSON features for the stand-alone HTML map, with the signs they are drawn by."""

import json
from datetime import datetime
from typing import Any

import shapely

from gis import codes
from gis.areas import AreaIndex
from layers import styles
from maps import impact, signs
from maps.compose import where
from maps.words import Words

Event = dict[str, Any]

COARSE_DEGREES = 0.0006
"""Shapes are thinned to some 60 m: the file is for looking, not for measuring."""

_PLACES = 4  # decimals of a coordinate: 11 m
_RADIUS = 220.0  # of a sign's drawing


def event_feature(event: Event, index: AreaIndex, words: Words) -> dict[str, Any]:
    shapes = [index.geometry(code) for code in event["drawn_areas"] if code in index.areas]
    known = [shape for shape in shapes if shape is not None]
    geometry = thin(shapely.union_all(known)) if known else shapely.Point(event["lonlat"])
    hazard = codes.hazards()[event["hazard"]]
    lines = [where(event, words), words.date(datetime.fromisoformat(event["occurred"]["start"]))]
    state = "state_by" if event["valid_at_known"] else "state_by_received"
    lines.append(words(state, moment=words.moment_of(event["valid_at"]), n=event["sources"]))
    if known:
        lines.append(words("coarse_html"))
    elif is_approximate(event):
        lines.append(words("approximate"))
    if not event["verified"]:
        lines.append(words("draft"))
    if event["invented"]:
        lines.append(words("invented"))
    properties = {
        "title": words.pair((hazard.label_id, hazard.label_en)),
        "lines": lines,
        "figures": [_figure(kind, figure, words) for kind, figure in event["figures"].items()],
        "severity": event["severity"],
        "sign": sign_key(event),
        "color": styles.hazard_style(event["hazard"]).color,
    }
    return feature(geometry, properties)


def _figure(kind: str, figure: dict[str, Any], words: Words) -> tuple[str, str]:
    known = codes.figures()[kind]
    label = words.pair((known.label_id, known.label_en))
    if figure["value"] is None:
        counting = figure["state"] == "pendataan"
        return label, words("being_counted") if counting else impact.NOT_KNOWN
    about = "± " if figure.get("approx") else ""
    return label, about + codes.with_unit(words.number(figure["value"]), known.unit)


def is_approximate(event: Event) -> bool:
    return bool(event["approximate"] or event["precision"] in ("desa", "laut"))


def sign_key(event: Event) -> str:
    marks = ("-hollow" if not event["verified"] else "") + ("-ringed" if is_approximate(event) else "")
    return event["hazard"] + marks


def sign_svg(key: str) -> str:
    hazard, *marks = key.split("-")
    drawn = signs.sign(hazard, 0, 0, _RADIUS, hollow="hollow" in marks, ringed="ringed" in marks)
    box = 1.3 * _RADIUS
    return f'<svg viewBox="{-box:g} {-box:g} {2 * box:g} {2 * box:g}" aria-hidden="true">{drawn}</svg>'


def thin(geometry: Any) -> Any:
    return shapely.set_precision(shapely.simplify(geometry, COARSE_DEGREES), 10**-_PLACES)


def feature(geometry: Any, properties: dict[str, Any]) -> dict[str, Any]:
    shape = json.loads(shapely.to_geojson(geometry))
    return {"type": "Feature", "geometry": _rounded(shape), "properties": properties}


def _rounded(shape: dict[str, Any]) -> dict[str, Any]:
    def cut(value: Any) -> Any:
        return [cut(each) for each in value] if isinstance(value, list) else round(value, _PLACES)

    return shape | {"coordinates": cut(shape["coordinates"])}


def collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def form_keys(found: list[Event], words: Words) -> list[dict[str, str]]:
    """Legend lines for rings, hollow signs and areas, where there are any."""
    line = 'stroke="#1a1a1a" stroke-width="12"'
    dashed = f'{line} stroke-dasharray="36 26"'
    disc = f'<circle r="60" fill="{{fill}}" {line}/>'
    ring = f'<circle r="95" fill="none" {dashed}/>'
    patch = f'<rect x="-90" y="-60" width="180" height="120" fill="#888" fill-opacity=".25" {dashed}/>'
    forms = [
        (
            any(is_approximate(e) and not e["drawn_areas"] for e in found),
            disc.format(fill="#8a8f94") + ring,
            "approximate",
        ),
        (any(not e["verified"] for e in found), disc.format(fill="#fff"), "draft"),
        (any(e["drawn_areas"] for e in found), patch, "coarse_html"),
    ]
    return [
        {"svg": f'<svg viewBox="-110 -110 220 220" aria-hidden="true">{drawn}</svg>', "label": words(key)}
        for there, drawn, key in forms
        if there
    ]
