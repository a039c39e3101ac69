"""A short SVG writer: whole numbers on the 0.01 mm grid, nothing that Typst refuses in a tagged PDF."""

from html import escape
from typing import Any

import numpy as np
import shapely

from maps import fonts

Array = np.ndarray[Any, Any]

PT = 25.4 / 72 * 100
"""Grid steps in a point."""

MM = 100
"""Grid steps in a millimetre."""


def document(width: float, height: float, body: list[str], *, defs: str = "", text: str = "") -> str:
    """An SVG of that many grid steps; `text` is its accessible title."""
    title = f"<title>{escape(text)}</title>" if text else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width / MM:g}mm" height="{height / MM:g}mm" font-family="{fonts.FAMILY}">'
        f"{title}<defs>{defs}</defs>{''.join(body)}</svg>"
    )


def steps(coordinates: Array, *, closed: bool = False) -> str:
    """Path data of one line or ring: an absolute start, then relative steps without those of no length."""
    points = np.rint(coordinates).astype(np.int64)
    moves = np.diff(points[:-1] if closed else points, axis=0)
    moves = moves[moves.any(axis=1)]
    x, y = points[0].tolist()
    tail = "z" if closed else ""
    if not len(moves):
        return f"M{x} {y}h0{tail}"
    return f"M{x} {y}l{' '.join(map(str, moves.ravel().tolist()))}{tail}"


def shape(geometry: Any) -> str:
    """Path data of a polygon or several, holes included."""
    rings = shapely.get_rings(shapely.get_parts(geometry))
    return "".join(steps(shapely.get_coordinates(ring), closed=True) for ring in rings)


def lines(geometry: Any) -> str:
    """Path data of a line or several."""
    return "".join(steps(shapely.get_coordinates(line)) for line in shapely.get_parts(geometry))


def path(data: str, style: str) -> str:
    """A path element, nothing when there is nothing to draw."""
    return f'<path d="{data}" {style}/>' if data else ""


def rect(x: float, y: float, width: float, height: float, style: str) -> str:
    """A rectangle element."""
    return f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" {style}/>'


def stroke(colour: str, width_mm: float, *, dash_mm: tuple[float, ...] = (), cap: str = "round") -> str:
    """Attributes of an unfilled line."""
    dash = f' stroke-dasharray="{" ".join(f"{d * MM:g}" for d in dash_mm)}"' if dash_mm else ""
    return (
        f'fill="none" stroke="{colour}" stroke-width="{width_mm * MM:g}" '
        f'stroke-linejoin="round" stroke-linecap="{"butt" if dash_mm else cap}"{dash}'
    )


_WEIGHTS = {"Regular": "400", "Italic": "400", "SemiBold": "600", "Bold": "700"}


def text(
    x: float,
    y: float,
    words: str,
    *,
    size_pt: float,
    style: str = "Regular",
    colour: str = "#111",
    anchor: str = "middle",
    halo_mm: float = 0.0,
    turn: float = 0.0,
    spacing_em: float = 0.0,
    halo: str = "#fff",
) -> str:
    """One text on its baseline. The halo is its own stroke, painted first (else it is there twice)."""
    attributes = [f'x="{x:.0f}" y="{y:.0f}" font-size="{size_pt * PT:.1f}" fill="{colour}"']
    attributes.append(f'font-weight="{_WEIGHTS[style]}"')
    if style == "Italic":
        attributes.append('font-style="italic"')
    if anchor != "start":
        attributes.append(f'text-anchor="{anchor}"')
    if spacing_em:
        attributes.append(f'letter-spacing="{spacing_em * size_pt * PT:.1f}"')
    if halo_mm:
        attributes.append(
            f'stroke="{halo}" stroke-width="{2 * halo_mm * MM:g}" stroke-linejoin="round" '
            'paint-order="stroke"'
        )
    if turn:
        attributes.append(f'transform="rotate({turn:g} {x:.0f} {y:.0f})"')
    return f"<text {' '.join(attributes)}>{escape(words)}</text>"
