"""MapLibre styles of the built-in layers, for QGIS, MapLibre and others that read style JSON."""

from typing import Any

from gis import codes
from gis.errors import NotFound
from layers.layer import INDICATIVE_NOTE
from layers.styles import SEVERITIES, hazard_style

STYLES = ("sigap",)
SOURCES = ("kabupaten", "kecamatan", "desa", "kejadian")
_BASE_RADIUS_PX = 5


def style(name: str, sources: dict[str, str], *, indicative: bool) -> dict[str, Any]:
    """The MapLibre style (version 8) `name`; `sources` are the TileJSON addresses of SOURCES."""
    if name not in STYLES:
        raise NotFound(
            "gaya",
            "Gaya '{name}' tidak ada; yang ada: {known}",
            "There is no style '{name}'; there are: {known}",
            where="style",
            name=name[:40],
            known=", ".join(STYLES),
        )
    return {
        "version": 8,
        "name": "SIGAP",
        "metadata": {"sigap:catatan": INDICATIVE_NOTE if indicative else ""},
        "center": [106.9, -2.5],
        "zoom": 7,
        "sources": {slug: {"type": "vector", "url": url} for slug, url in sources.items()},
        "layers": [
            {"id": "laut", "type": "background", "paint": {"background-color": "#dbe8ee"}},
            *_areas(),
            *_events(),
        ],
    }


def _areas() -> list[dict[str, Any]]:
    line = {"line-color": "#7d8a86"}
    return [
        _layer("daratan", "fill", "kabupaten", "kabupaten", {"fill-color": "#f5f3ec"}),
        _layer("batas-kecamatan", "line", "kecamatan", "kecamatan", {**line, "line-width": 0.6}, minzoom=8),
        _layer("batas-kabupaten", "line", "kabupaten", "kabupaten", {**line, "line-width": 1.4}),
    ]


def _events() -> list[dict[str, Any]]:
    color: list[Any] = ["match", ["get", "hazard"]]
    for slug in codes.hazards():
        color += [slug, hazard_style(slug).color]
    color.append("#454f5b")
    radius: list[Any] = ["match", ["get", "severity"]]
    for each in SEVERITIES[1:]:
        radius += [each.level, _BASE_RADIUS_PX * each.size]
    radius.append(_BASE_RADIUS_PX * SEVERITIES[0].size)
    return [
        _layer(
            "kejadian-wilayah",
            "fill",
            "kejadian",
            "kejadian_wilayah",
            {"fill-color": color, "fill-opacity": 0.18, "fill-outline-color": color},
        ),
        _layer(
            "kejadian-titik",
            "circle",
            "kejadian",
            "kejadian",
            {
                "circle-color": color,
                "circle-radius": radius,
                "circle-stroke-color": "#ffffff",
                "circle-stroke-width": 1.5,
            },
        ),
        # Where events are too many for points they come as counts by cell: the area of a disc is the count.
        _layer(
            "kejadian-kisi",
            "circle",
            "kejadian",
            "kejadian_kisi",
            {
                "circle-color": ["case", [">", ["get", "berat"], 0], "#8c2d19", "#454f5b"],
                "circle-opacity": 0.75,
                "circle-radius": ["min", 14, ["+", 2, ["^", ["get", "jumlah"], 0.4]]],
            },
        ),
    ]


def _layer(
    name: str, kind: str, source: str, source_layer: str, paint: dict[str, Any], **more: Any
) -> dict[str, Any]:
    return {"id": name, "type": kind, "source": source, "source-layer": source_layer, "paint": paint, **more}
