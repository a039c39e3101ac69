"""The one table of colours, shapes and classes: for tiles, legends, the web map and paper.

A photocopy and a colour-blind eye tell hazards apart by shape and picture; colour only helps. Classes of a
ramp differ by at least 15 in CIE L*, so that they stay apart in grey (tests hold this); declared classes
that are closer are told apart by hatching.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

from gis import codes
from gis.zones import INDEX_THIRDS

LEAST_CONTRAST = 15.0
"""Difference in CIE L* below which two greys of a photocopy are taken for one."""

Shape = Literal["circle", "diamond", "hexagon", "pentagon", "square"]


@dataclass(frozen=True, slots=True)
class Family:
    """Hazards that share a shape. `hatch_degrees` is the direction of its area hatching."""

    slug: str
    label_id: str
    label_en: str
    shape: Shape
    hatch_degrees: int


FAMILIES = {
    family.slug: family
    for family in (
        Family("air", "Air", "Water", "circle", 45),
        Family("angin", "Cuaca", "Weather", "diamond", 0),
        Family("tanah", "Tanah", "Earth", "pentagon", 90),
        Family("api", "Api", "Fire", "hexagon", 135),
        Family("lain", "Insiden lain", "Other incidents", "square", 20),
    )
}


@dataclass(frozen=True, slots=True)
class HazardStyle:
    """How a hazard is drawn."""

    slug: str
    family: Family
    color: str
    label_id: str
    label_en: str


_DRAWN: dict[str, tuple[str, str]] = {
    "banjir": ("air", "#1f6fb5"),
    "banjir_bandang": ("air", "#0b4f8a"),
    "banjir_rob": ("air", "#157a80"),
    "gelombang_abrasi": ("air", "#157a80"),
    "tsunami": ("air", "#123c69"),
    "cuaca_ekstrem": ("angin", "#6a4c93"),
    "puting_beliung": ("angin", "#7b2d8b"),
    "kekeringan": ("angin", "#a5691b"),
    "sambaran_petir": ("angin", "#8a6d00"),
    "pohon_tumbang": ("angin", "#3f7d3a"),
    "karhutla": ("api", "#c8401e"),
    "kebakaran_rumah": ("api", "#a11d1d"),
    "tanah_longsor": ("tanah", "#7a4b25"),
    "gerakan_tanah": ("tanah", "#8a6646"),
    "gempabumi": ("tanah", "#4a3b2f"),
}
_OTHER = ("lain", "#454f5b")


def hazard_style(slug: str) -> HazardStyle:
    """Family, colour and labels of a hazard; KeyError for an unknown slug."""
    known = codes.hazards()[slug]
    family, color = _DRAWN.get(slug, _OTHER)
    return HazardStyle(slug, FAMILIES[family], color, known.label_id, known.label_en)


@dataclass(frozen=True, slots=True)
class SeverityClass:
    """A class of severity and the relative size of its sign."""

    level: int
    label_id: str
    label_en: str
    size: float


SEVERITIES = (
    SeverityClass(0, "Tanpa dampak tercatat", "No impact recorded", 0.8),
    SeverityClass(1, "Ringan", "Light", 1.0),
    SeverityClass(2, "Sedang", "Moderate", 1.3),
    SeverityClass(3, "Berat", "Severe", 1.6),
)
"""Rule (ours, by published figures): 3 from one dead or missing, 10 houses heavily damaged or 100 displaced;
2 from any badly injured, heavily damaged or burnt house, or displaced, or 100 affected, 25 houses flooded,
10 ha; 1 from any other number above 0."""


@dataclass(frozen=True, slots=True)
class RampClass:
    """One class of a raster: values from `low` up to below `high`; `hatched` where grey would not do."""

    low: float
    high: float
    color: str
    label_id: str
    label_en: str
    hatched: bool = False


HAZARD_INDEX = tuple(
    RampClass(low, high, *words)
    for (low, high), words in zip(
        INDEX_THIRDS,
        (("#d9f0c1", "Rendah", "Low"), ("#f2a93b", "Sedang", "Medium"), ("#b3261e", "Tinggi", "High")),
        strict=True,
    )
)
"""Hazard index 0 to 1 in thirds (domain facts 3.5); green, amber, red as BNPB's maps have them, with
lightness spread so that a photocopy still shows three classes."""

COUNT_SHADES = ("#fff3dc", "#eac27e", "#c28c46", "#96642a")
"""Few to many events in an area, where they are too many for a sign each; names on them have a halo."""

PLAIN = {"point": "#5b4a8a", "line": "#3c5a72", "polygon": "#5f7f6b"}
"""Colours of catalogue layers that declare none."""


def ramp(style: dict[str, Any]) -> tuple[RampClass, ...]:
    """The classes a raster's version declares (`classes`: low, high, color, label), or the hazard index."""
    declared = style.get("classes")
    if not declared:
        return HAZARD_INDEX
    return _told_apart([_declared(each) for each in declared])


def _declared(each: dict[str, Any]) -> RampClass:
    label = str(each["label"])
    return RampClass(
        float(each["low"]),
        float(each["high"]),
        str(each["color"]),
        label,
        str(each.get("label_en", label)),
    )


def _told_apart(classes: list[RampClass]) -> tuple[RampClass, ...]:
    """Hatch every class whose lightness is too near to that of one before it that is not hatched."""
    plain: list[float] = []
    made = []
    for each in classes:
        here = lightness(each.color)
        near = any(abs(here - other) < LEAST_CONTRAST for other in plain)
        if not near:
            plain.append(here)
        made.append(replace(each, hatched=near))
    return tuple(made)


def class_of(style: dict[str, Any], value: float) -> RampClass | None:
    """The class that a raster's value falls in; None outside of all, and of a continuous ramp."""
    if style.get("ramp"):
        return None
    return next((each for each in ramp(style) if each.low <= value < each.high), None)


def stops(style: dict[str, Any]) -> tuple[tuple[float, str], ...]:
    """The (value, colour) stops of a continuous ramp that a raster declares, ascending; empty for classes."""
    declared = [(float(each["value"]), str(each["color"])) for each in style.get("ramp") or ()]
    return tuple(sorted(declared))


def layer_color(style: dict[str, Any], geometry_type: str | None) -> str:
    """The colour a vector layer declares, or the plain one of its kind of geometry."""
    kind = (geometry_type or "").upper()
    plain = "point" if "POINT" in kind else "line" if "LINE" in kind else "polygon"
    return str(style.get("color") or PLAIN[plain])


def legend(
    kind: str, style: dict[str, Any], geometry_type: str | None, title: str, lang: str = "id"
) -> list[dict[str, Any]]:
    """Legend lines of a catalogue layer: `label`, `color`; for a raster also `value` and `hatched`."""
    if kind == "raster" and stops(style):
        return [{"label": f"{value:g}", "color": color, "value": value} for value, color in stops(style)]
    if kind == "raster":
        return [
            {
                "label": each.label_id if lang == "id" else each.label_en,
                "color": each.color,
                "value": [each.low, min(each.high, 1.0) if each.high < 1.001 else each.high],
                "hatched": each.hatched,
            }
            for each in ramp(style)
        ]
    return [{"label": title, "color": layer_color(style, geometry_type)}]


def lightness(color: str) -> float:
    """CIE L* (0 to 100) of `#rrggbb`, D65 (IEC 61966-2-1 and CIE 15)."""
    channels = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    root = luminance ** (1 / 3) if luminance > (6 / 29) ** 3 else luminance / (3 * (6 / 29) ** 2) + 4 / 29
    return 116 * root - 16
