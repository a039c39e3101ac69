"""Legends of layers as one list of lines, and as a small SVG to put beside a map."""

from html import escape
from typing import Any

from gis import codes
from layers import styles
from layers.layer import Layer

_ROW, _KEY, _PAD, _WIDTH = 22, 16, 6, 320  # pixels
_FONT = "sans-serif"


def lines(layer: Layer, lang: str = "id") -> list[dict[str, Any]]:
    """`label` and `color` of each line; hazards also `shape`, a raster's classes `value` and `hatched`."""
    if layer.kind == "kejadian":
        return [_hazard(slug, lang) for slug in codes.hazards()]
    if layer.kind == "wilayah":
        return [{"label": layer.title, "color": styles.PLAIN["line"], "shape": "line"}]
    assert layer.version is not None
    version = layer.version
    return styles.legend(version.kind, version.style, version.geometry_type, version.title, lang)


def _hazard(slug: str, lang: str) -> dict[str, Any]:
    drawn = styles.hazard_style(slug)
    label = drawn.label_id if lang == "id" else drawn.label_en
    return {"label": label, "color": drawn.color, "shape": drawn.family.shape}


def svg(title: str, found: list[dict[str, Any]]) -> str:
    """The lines as an SVG of its own: a title, then a key and its words a row."""
    height = _PAD * 2 + _ROW * (len(found) + 1)
    body = [f'<text x="{_PAD}" y="{_PAD + 14}" font-weight="bold">{escape(title)}</text>']
    for n, line in enumerate(found, start=1):
        y = _PAD + n * _ROW
        body.append(_key(line, _PAD, y + 3))
        body.append(f'<text x="{_PAD * 2 + _KEY + 4}" y="{y + 15}">{escape(str(line["label"]))}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" font-family="{_FONT}" font-size="13" role="img">'
        f"<title>{escape(title)}</title>{_HATCH}"
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(body)}</svg>'
    )


_HATCH = (
    '<defs><pattern id="arsir" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)">'
    '<rect width="2" height="5" fill="#000000" fill-opacity="0.5"/></pattern></defs>'
)
# Corners on a circle of radius 1, first one upward.
_POLYGONS = {
    "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
    "pentagon": ((0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31)),
    "hexagon": ((0.5, -0.87), (1, 0), (0.5, 0.87), (-0.5, 0.87), (-1, 0), (-0.5, -0.87)),
}


def _key(line: dict[str, Any], x: float, y: float) -> str:
    color, shape, half = escape(str(line["color"])), line.get("shape"), _KEY / 2
    if shape == "circle":
        return f'<circle cx="{x + half}" cy="{y + half}" r="{half}" fill="{color}"/>'
    if shape == "line":
        return f'<path d="M{x} {y + half}h{_KEY}" stroke="{color}" stroke-width="2"/>'
    if shape in _POLYGONS:
        turned = ((x + half + half * dx, y + half + half * dy) for dx, dy in _POLYGONS[shape])
        corners = " ".join(f"{right:g},{down:g}" for right, down in turned)
        return f'<polygon points="{corners}" fill="{color}"/>'
    square = f'<rect x="{x}" y="{y}" width="{_KEY}" height="{_KEY}" stroke="#444444" stroke-width="0.7" fill='
    hatch = f'{square}"url(#arsir)"/>' if line.get("hatched") else ""
    return f'{square}"{color}"/>{hatch}'
