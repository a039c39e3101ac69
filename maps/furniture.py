"""What surrounds the map: graticule, grid ticks, scale bar, north arrow, locator."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from maps import labels, projection, svg
from maps.projection import Array, View
from maps.spec import Ground
from maps.svg import MM
from maps.words import Words

_MINUTES = (0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120)
_GRID_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
_BAR_KM = (0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20, 25, 50, 100)
_LINE_POINTS = 24
_WHOLE_SHARE = 0.9  # of the locator: a sheet that shows more needs no frame in it

GRID_BLUE = "#1d5f9e"
INK = "#1a1a1a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A labelled crossing of the frame: `edge` t, b, l or r; `at` grid steps along it."""

    edge: str
    at: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graticule:
    """Lines of the net of degrees as SVG path data, their labels, and the step in minutes."""

    data: str
    marks: tuple[Mark, ...]
    minutes: float


def degrees(value: float, positive: str, negative: str) -> str:
    """`106°30′ BT`: whole minutes, or halves as seconds."""
    seconds = round(abs(value) * 3600)
    text = f"{seconds // 3600}°{seconds // 60 % 60:02d}′"
    if seconds % 60:
        text += f"{seconds % 60:02d}″"
    return f"{text} {positive if value >= 0 else negative}"


def draw_graticule(view: View, words: Words, *, apart_mm: float) -> Graticule:
    """Meridians and parallels at a round step at least `apart_mm` apart."""
    corners = view.corners()
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    need = apart_mm * (east - west) / view.width_mm * 60
    step = next((m for m in _MINUTES if m >= need), _MINUTES[-1]) / 60
    east_west, north_south = (("E", "W"), ("N", "S")) if words.lang == "en" else (("BT", "BB"), ("LU", "LS"))
    data, marks = [], []
    for lon in _multiples(west, east, step):
        line = view.place(_samples(lon, lon, south, north))
        data.append(svg.steps(line))
        marks += _marks(line, view, "tb", degrees(lon, *east_west))
    for lat in _multiples(south, north, step):
        line = view.place(_samples(west, east, lat, lat))
        data.append(svg.steps(line))
        marks += _marks(line, view, "lr", degrees(lat, *north_south))
    return Graticule(data="".join(data), marks=tuple(marks), minutes=step * 60)


def _multiples(low: float, high: float, step: float) -> Iterator[float]:
    for n in range(math.ceil(low / step), math.floor(high / step) + 1):
        yield n * step


def _samples(x0: float, x1: float, y0: float, y1: float) -> Array:
    margin_x, margin_y = (x1 - x0) * 0.02, (y1 - y0) * 0.02
    return np.column_stack(
        (
            np.linspace(x0 - margin_x, x1 + margin_x, _LINE_POINTS),
            np.linspace(y0 - margin_y, y1 + margin_y, _LINE_POINTS),
        )
    )


def _marks(line: Array, view: View, edges: str, words: str) -> list[Mark]:
    """Where the line crosses two opposite edges of the frame."""
    along, across = (0, 1) if edges == "tb" else (1, 0)
    far = (view.height_mm if edges == "tb" else view.width_mm) * MM
    length = (view.width_mm if edges == "tb" else view.height_mm) * MM
    order = np.argsort(line[:, across])
    marks = []
    for edge, side in zip(edges, (0.0, far), strict=True):
        at = float(np.interp(side, line[order, across], line[order, along]))
        if 0 <= at <= length:
            marks.append(Mark(edge=edge, at=at, words=words))
    return marks


def grid_step_km(view: View, *, apart_mm: float) -> float:
    """The round distance of grid ticks at least `apart_mm` apart."""
    return next((km for km in _GRID_KM if km * 1e6 / view.scale >= apart_mm), _GRID_KM[-1])


def grid_marks(view: View, words: Words, *, apart_mm: float) -> tuple[Mark, ...]:
    """Ticks of the projected grid on all four edges, labelled in km."""
    west, south, east, north = view.bounds
    step = grid_step_km(view, apart_mm=apart_mm) * 1000
    marks = []
    for x in _multiples(west, east, step):
        at = (x - west) * 1000 / view.scale * MM
        marks += [Mark(edge=edge, at=at, words=words.number(x / 1000)) for edge in "tb"]
    for y in _multiples(south, north, step):
        at = (north - y) * 1000 / view.scale * MM
        marks += [Mark(edge=edge, at=at, words=words.number(y / 1000)) for edge in "lr"]
    return tuple(marks)


def draw_band(
    view: View, degrees_marks: Sequence[Mark], grid: Sequence[Mark], *, band_mm: float, size_pt: float
) -> list[str]:
    """The strip around the map: ticks and labels, degrees before kilometres where they meet."""
    taken: dict[str, list[tuple[float, float]]] = {}
    body = []
    for marks, colour, style in ((degrees_marks, INK, "SemiBold"), (grid, GRID_BLUE, "Regular")):
        for mark in marks:
            label = labels.Label(words=mark.words, size_pt=size_pt, style=style)
            tick = 1.6 if colour == GRID_BLUE else 0.0
            body += _draw_mark(mark, view, label, colour=colour, tick_mm=tick, band_mm=band_mm, taken=taken)
    return body


def _draw_mark(
    mark: Mark,
    view: View,
    label: labels.Label,
    *,
    colour: str,
    tick_mm: float,
    band_mm: float,
    taken: dict[str, list[tuple[float, float]]],
) -> list[str]:
    width, height, band = view.width_mm * MM, view.height_mm * MM, band_mm * MM
    length = width if mark.edge in "tb" else height
    tick = tick_mm * MM
    inwards = {
        "t": f"M{mark.at:.0f} 0v{tick:.0f}",
        "b": f"M{mark.at:.0f} {height:.0f}v{-tick:.0f}",
        "l": f"M0 {mark.at:.0f}h{tick:.0f}",
        "r": f"M{width:.0f} {mark.at:.0f}h{-tick:.0f}",
    }[mark.edge]
    body = [svg.path(inwards, svg.stroke(colour, 0.18))] if tick else []
    half = label.width / 2 + 0.6 * MM
    spans = taken.setdefault(mark.edge, [])
    low, high = mark.at - half, mark.at + half
    if low < 0 or high > length or any(low < b and a < high for a, b in spans):
        return body
    spans.append((low, high))
    middle = 0.36 * label.size_pt * svg.PT  # half the height of a digit, to centre it in the band
    x, y, turn = {
        "t": (mark.at, -band / 2 + middle, 0.0),
        "b": (mark.at, height + band / 2 + middle, 0.0),
        "l": (-band / 2 + middle, mark.at, -90.0),
        "r": (width + band / 2 + middle, mark.at, -90.0),
    }[mark.edge]
    return [
        *body,
        svg.text(x, y, label.words, size_pt=label.size_pt, style=label.style, colour=colour, turn=turn),
    ]


def scale_bar(scale: int, words: Words, *, longest_mm: float, size_pt: float) -> str:
    """An SVG of a bar in four parts of a round length, true on the grid."""
    part_km = max((km for km in _BAR_KM if 4 * km * 1e6 / scale <= longest_mm), default=_BAR_KM[0])
    part = part_km * 1e6 / scale * MM
    metres = part_km < 0.5
    unit, factor = ("m", 1000) if metres else ("km", 1)
    height, left = 1.5 * MM, 0.7 * size_pt * svg.PT
    top = 1.25 * size_pt * svg.PT
    body = []
    for n in range(4):
        fill = INK if n % 2 == 0 else "#fff"
        body.append(
            f'<rect x="{left + n * part:.0f}" y="{top:.0f}" width="{part:.0f}" height="{height:g}" '
            f'fill="{fill}" stroke="{INK}" stroke-width="15"/>'
        )
    for n in range(5):
        number = words.number(n * part_km * factor)
        suffix = f" {unit}" if n == 4 else ""
        anchor = "start" if n == 4 else "middle"
        shift = -fonts_half(number, size_pt) if n == 4 else 0
        body.append(
            svg.text(left + n * part + shift, top - 60, number + suffix, size_pt=size_pt, anchor=anchor)
        )
    width = (
        left
        + 4 * part
        + labels.Label(words=f"{words.number(4 * part_km * factor)} {unit}", size_pt=size_pt).width
    )
    return svg.document(round(width), round(top + height + 20), body)


def fonts_half(text: str, size_pt: float) -> float:
    """Half the width of a text in grid steps."""
    return labels.Label(words=text, size_pt=size_pt).width / 2


def north_arrow(words: Words) -> str:
    """An SVG of an arrow to grid north, half of it filled so that it prints in grey."""
    body = [
        svg.text(350, 250, words("north"), size_pt=9, style="Bold"),
        svg.path(
            "M350 300L620 1050L350 880z",
            f'fill="{INK}" stroke="{INK}" stroke-width="18" stroke-linejoin="round"',
        ),
        svg.path(
            "M350 300L80 1050L350 880z",
            f'fill="#fff" stroke="{INK}" stroke-width="18" stroke-linejoin="round"',
        ),
    ]
    return svg.document(700, 1080, body)


def locator(regencies: Sequence[Ground], scope: str, view: View, *, width_mm: float, height_mm: float) -> str:
    """An SVG of the province with the sheet's regency filled and the sheet's frame in red."""
    tm = projection.province()
    shapes = tm.shapes(np.array([area.geom for area in regencies], dtype=object))
    fit = _locator_view(tm, shapes, width_mm, height_mm)
    thin = shapely.simplify(shapely.transform(shapes, lambda m: fit.to_paper(m).astype(float)), 8)
    body = [f'<rect width="{width_mm * MM:g}" height="{height_mm * MM:g}" fill="#e9f1f6"/>']
    west, _, east, _ = view.bounds
    whole = (east - west) > _WHOLE_SHARE * (fit.bounds[2] - fit.bounds[0])
    for area, geom in zip(regencies, thin, strict=True):
        mine = scope == area.code or scope.startswith(f"{area.code}.") or (whole and "." not in scope)
        fill = "#8a8f94" if mine else "#fffefa"
        body.append(
            svg.path(svg.shape(geom), f'fill="{fill}" stroke="#555" stroke-width="9" stroke-linejoin="round"')
        )
    if not whole:
        frame = fit.place(np.vstack((view.corners(), view.corners()[:1])))
        body.append(svg.path(svg.steps(frame), svg.stroke("#c1121f", 0.4)))
    body.append(svg.rect(0, 0, width_mm * MM, height_mm * MM, svg.stroke(INK, 0.36)))
    return svg.document(width_mm * MM, height_mm * MM, body)


def _locator_view(tm: projection.Projection, shapes: Array, width_mm: float, height_mm: float) -> View:
    west, south, east, north = shapely.total_bounds(shapes)
    scale = max((east - west) / width_mm, (north - south) / height_mm) * 1000 / 0.9
    return View(
        projection=tm,
        scale=math.ceil(scale),
        centre=((west + east) / 2, (south + north) / 2),
        width_mm=width_mm,
        height_mm=height_mm,
    )
