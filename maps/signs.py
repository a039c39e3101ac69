"""Signs of hazards on paper: a shape for the family, a colour and a picture for the hazard.

Shape and picture carry the meaning in a black-and-white copy; colour only helps. Colours and families are
those of `layers.styles`; the drawings of `signs.json` are the web map's too, in a box of 24 × 24.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from layers import styles
from maps import svg
from maps.labels import Label, Rect
from maps.spec import SheetEvent
from maps.svg import MM

INK = "#1a1a1a"
_ROUND = 'stroke-linecap="round" stroke-linejoin="round"'
_PICTURE_SCALE = 0.054  # of a radius of 1, per unit of the 24-unit box


class Picture(NamedTuple):
    """Path data of what is stroked and of what is filled."""

    strokes: str
    fills: str


@cache
def _drawings() -> tuple[dict[str, str], dict[str, Picture]]:
    drawn = json.loads((Path(__file__).parent / "signs.json").read_text(encoding="utf-8"))
    return drawn["shapes"], {slug: Picture(**each) for slug, each in drawn["pictures"].items()}


def outline(hazard: str) -> str:
    """Path data of the family's shape around 0, 0 for a radius of 1."""
    return _drawings()[0][styles.hazard_style(hazard).family.shape]


def color(hazard: str) -> str:
    """The hazard's colour."""
    return styles.hazard_style(hazard).color


def _picture(hazard: str, ink: str, scale: float) -> str:
    """The hazard's picture in one colour around 0, 0; `scale` in grid steps per unit of its box."""
    picture = _drawings()[1][hazard]
    return (
        f'<g transform="scale({scale:.4g}) translate(-12 -12)">'
        + svg.path(picture.strokes, f'fill="none" stroke="{ink}" stroke-width="2.4" {_ROUND}')
        + svg.path(picture.fills, f'fill="{ink}"')
        + "</g>"
    )


def draw(event: SheetEvent, at: tuple[float, float], radius: float) -> str:
    """The sign of an event around a point: hollow while not verified, ringed where approximate."""
    return sign(event.hazard, *at, radius, hollow=not event.verified, ringed=event.approximate)


def sign(
    hazard: str, x: float, y: float, radius: float, *, hollow: bool = False, ringed: bool = False
) -> str:
    """A hazard's sign of that radius in grid steps."""
    shade = color(hazard)
    ink, ground, edge = (shade, "#fff", shade) if hollow else ("#fff", shade, INK)
    step = 1 / radius
    shape = f'<path d="{outline(hazard)}" stroke-linejoin="round"'
    ring = (
        f'<circle r="1.42" fill="none" stroke="{INK}" stroke-width="{18 * step:.3f}" '
        f'stroke-dasharray="{60 * step:.3f} {45 * step:.3f}"/>'
    )
    return (
        f'<g transform="translate({x:.0f} {y:.0f}) scale({radius:.1f})">{ring if ringed else ""}'
        f'{shape} fill="#fff" stroke="#fff" stroke-width="{70 * step:.3f}"/>'
        f'{shape} fill="{ground}" stroke="{edge}" stroke-width="{18 * step:.3f}"/>'
        f"{_picture(hazard, ink, _PICTURE_SCALE)}</g>"
    )


def leader(home: tuple[float, float], at: tuple[float, float]) -> str:
    """A thin line from the true place, marked by a dot, to the sign that stands aside."""
    (x, y), (to_x, to_y) = home, at
    return (
        f'<path d="M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}" {svg.stroke(INK, 0.15)}/>'
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="32" fill="{INK}" stroke="#fff" stroke-width="12"/>'
    )


def hatch_defs(hazard: str) -> str:
    """The hazard's hatch as an SVG pattern: lines only, so that names under it stay readable in grey."""
    family = styles.hazard_style(hazard).family
    return (
        f'<pattern id="hatch-{hazard}" width="260" height="260" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({family.hatch_degrees})">'
        f'<path d="M0 130H260" stroke="{color(hazard)}" stroke-width="21"/></pattern>'
    )


def hatch_fill(hazard: str) -> str:
    """Attributes of an area known no better than itself."""
    return f'fill="url(#hatch-{hazard})" stroke="{color(hazard)}" stroke-width="40" stroke-linejoin="round"'


def flag(event: SheetEvent, box: Rect, number: Label | None) -> list[str]:
    """A white flag with the hazard's picture and the event's number, for a hatched area."""
    side, shade = box.bottom - box.top, color(event.hazard)
    middle = (box.top + box.bottom) / 2
    plate = f'rx="40" fill="#fff" stroke="{shade}" stroke-width="28"'
    drawn = _picture(event.hazard, shade, 0.03 * side)
    parts = [
        svg.rect(box.left, box.top, box.right - box.left, side, plate),
        f'<g transform="translate({box.left + side / 2:.0f} {middle:.0f})">{drawn}</g>',
    ]
    if number:
        x = (box.left + side + box.right - 0.3 * MM) / 2
        y = middle + 0.36 * number.size_pt * svg.PT
        parts.append(svg.text(x, y, number.words, size_pt=number.size_pt, style="Bold"))
    return parts
