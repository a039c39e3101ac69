"""The legend: only what the frame shows, drawn as it is drawn there."""

from collections.abc import Iterator
from dataclasses import dataclass

from gis import codes
from layers import styles
from maps import frame, placing, signs, svg
from maps.frame import Frame
from maps.labels import Label, Rect
from maps.paper import Paper
from maps.spec import CountShade, SheetSpec
from maps.svg import MM
from maps.words import Words

_BOX = 1.16  # side of a key's picture, by the paper's `symbol_mm`
_BORDER_WORDS = {2: "line_regency", 3: "line_district", 4: "line_village"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One line of the legend: a small SVG and what it means."""

    svg: str
    words: str
    wide: bool = False  # takes the legend's whole width


def key_mm(paper: Paper) -> float:
    """Width of the column of pictures."""
    return paper.symbol_mm * _BOX * 1.25


def keys(spec: SheetSpec, drawn: Frame) -> list[Key]:
    """Hazards, then severity, then what a sign's form says, then lines."""
    words = Words(spec.lang)
    box_mm = spec.paper.symbol_mm * _BOX
    return [
        *_hazards(spec, drawn, words, box_mm),
        *_forms(drawn, words, box_mm),
        *_shades(spec, words, box_mm),
        *_severities(spec, drawn, words),
        *_lines(spec, drawn, words, box_mm),
    ]


def _hazards(spec: SheetSpec, drawn: Frame, words: Words, box_mm: float) -> Iterator[Key]:
    as_signs = {e.hazard for sign in drawn.signs for e in (sign.event, *sign.stacked)}
    as_areas = {event.hazard for event in drawn.areas}
    for slug in (slug for slug in codes.hazards() if slug in as_signs | as_areas):
        known = codes.hazards()[slug]
        name = words.pair((known.label_id, known.label_en))
        middle = box_mm * MM / 2
        if slug in as_signs:
            yield Key(
                svg=square(box_mm, [signs.sign(slug, middle, middle, spec.paper.symbol_mm * MM / 2)]),
                words=name,
            )
        elif slug in as_areas:  # else the flag on the hatch has the sign's picture
            yield Key(svg=_patch(slug, box_mm), words=words("by_area", hazard=name))


def _forms(drawn: Frame, words: Words, box_mm: float) -> Iterator[Key]:
    """What a ring, a hollow sign, a leader line or a `+n` says, where there is one."""
    middle, radius = box_mm * MM / 2, 0.33 * box_mm * MM
    events = [e for sign in drawn.signs for e in (sign.event, *sign.stacked)]
    if any(event.approximate for event in events):
        yield Key(svg=square(box_mm, [_plain(middle, radius, ringed=True)]), words=words("approximate"))
    if any(not event.verified for event in (*events, *drawn.areas)):
        yield Key(svg=square(box_mm, [_plain(middle, radius, hollow=True)]), words=words("draft"))
    if any(sign.moved for sign in drawn.signs):
        line = signs.leader((0.2 * middle, 1.75 * middle), (1.25 * middle, 0.75 * middle))
        shape = _plain(1.25 * middle, 0.75 * radius, y=0.75 * middle)
        yield Key(svg=square(box_mm, [line, shape]), words=words("moved"))
    if drawn.areas:
        hatch = "".join(
            f"M{x} {0.85 * 2 * middle:.0f}l{1.4 * middle:.0f} {-1.4 * middle:.0f}" for x in (0, 120, 240)
        )
        yield Key(svg=square(box_mm, [svg.path(hatch, svg.stroke("#666", 0.25))]), words=words("coarse"))
    if any(sign.stacked for sign in drawn.signs):
        number = svg.text(middle, 1.3 * middle, "+2", size_pt=7, style="Bold")
        yield Key(svg=square(box_mm, [number]), words=words("stack"))


def _shades(spec: SheetSpec, words: Words, box_mm: float) -> Iterator[Key]:
    """The classes of counts, and what the numbers on them say."""
    if spec.counted is None:
        return
    side = box_mm * MM
    for shade in spec.counted.shades:
        patch = svg.rect(40, 0.15 * side, side - 80, 0.7 * side, f'fill="{shade.color}" stroke="#4f4f4f"')
        yield Key(svg=square(box_mm, [patch]), words=_limits(shade, words))
    label = Label(words="12", size_pt=7, style="Bold")
    number = frame.plate(label, Rect.around(side / 2, side / 2, label.width, label.height))
    yield Key(svg=square(box_mm, number), words=words(f"counted_{spec.counted.level}"))


def _limits(shade: CountShade, words: Words) -> str:
    if shade.high is None:
        return words("or_more", n=words.number(shade.low))
    if shade.high == shade.low:
        return words.events(shade.low)
    return f"{words.number(shade.low)}–{words.events(shade.high)}"


def _plain(x: float, radius: float, *, y: float = 0.0, ringed: bool = False, hollow: bool = False) -> str:
    """A sign without a picture: a grey disc."""
    fill = "#fff" if hollow else "#8a8f94"
    at = f'cx="{x:.0f}" cy="{y or x:.0f}"'
    ring = (
        f'<circle {at} r="{1.42 * radius:.0f}" {svg.stroke(signs.INK, 0.18, dash_mm=(0.6, 0.45))}/>'
        if ringed
        else ""
    )
    return f'{ring}<circle {at} r="{radius:.0f}" fill="{fill}" stroke="{signs.INK}" stroke-width="20"/>'


def _severities(spec: SheetSpec, drawn: Frame, words: Words) -> Iterator[Key]:
    """One line: the sizes in use, from light to severe."""
    used = sorted({e.severity for sign in drawn.signs for e in (sign.event, *sign.stacked)})
    if not used:
        return
    widest = 2 * placing.radius_of(used[-1], spec.paper.symbol_mm)
    x, parts = 0.0, []
    for severity in used:
        radius = placing.radius_of(severity, spec.paper.symbol_mm)
        parts.append(
            f'<circle cx="{x + radius + 15:.0f}" cy="{widest / 2 + 15:.0f}" r="{radius:.0f}" fill="#8a8f94" '
            f'stroke="{signs.INK}" stroke-width="20"/>'
        )
        x += 2 * radius + 60
    classes = (styles.SEVERITIES[severity] for severity in used)
    names = ", ".join(words.pair((each.label_id, each.label_en)).lower() for each in classes)
    yield Key(
        svg=svg.document(round(x), round(widest + 30), parts),
        words=f"{words('severity')}: {names}",
        wide=True,
    )


def _lines(spec: SheetSpec, drawn: Frame, words: Words, box_mm: float) -> Iterator[Key]:
    mark = f" {words('line_indicative')}" if spec.indicative else ""
    width, height = key_mm(spec.paper) * MM, 0.7 * box_mm * MM
    for level in drawn.border_levels:
        colour, width_mm, dash_mm = frame.BORDERS[level]
        line = f'<path d="M0 {height / 2:.0f}H{width:.0f}" {svg.stroke(colour, width_mm, dash_mm=dash_mm)}/>'
        yield Key(svg=svg.document(width, height, [line]), words=words(_BORDER_WORDS[level]) + mark)
    coast = f'<path d="M0 {height / 2:.0f}H{width:.0f}" {svg.stroke(frame.COAST, 0.2)}/>'
    yield Key(svg=svg.document(width, height, [coast]), words=words("line_province"))
    if drawn.dotted:
        dot = f'<circle cx="{width / 2:.0f}" cy="{height / 2:.0f}" r="35" fill="#555"/>'
        yield Key(svg=svg.document(width, height, [dot]), words=words("village_point"))


def square(side_mm: float, parts: list[str]) -> str:
    """An SVG of a square with that side."""
    return svg.document(side_mm * MM, side_mm * MM, parts)


def _patch(hazard: str, box_mm: float) -> str:
    side = box_mm * MM
    patch = svg.rect(40, 0.15 * side, side - 80, 0.7 * side, signs.hatch_fill(hazard))
    return svg.document(side, side, [patch], defs=signs.hatch_defs(hazard))
