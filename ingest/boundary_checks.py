"""Doubts about a set of boundaries: codes, sizes, overlaps, gaps, children outside their parents."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely

from gis import codes
from gis.report import Finding, Severity
from ingest import polygons
from ingest.boundaries import Boundaries
from ingest.notes import Notes

LEVEL_NAMES = {1: "provinsi", 2: "kabupaten/kota", 3: "kecamatan", 4: "desa/kelurahan"}
LEVEL_NAMES_EN = {1: "province", 2: "regencies", 3: "kecamatan", 4: "villages"}

SIZE_DOUBTFUL = 0.01
SIZE_WRONG = 0.05
"""Share by which an area may differ from its official km2 (official line work: under 0.3 %)."""

TOUCH_M2 = 1.0  # neighbours drawn apart always share some square centimetres
OVERLAP_WRONG = 0.05  # of the smaller area
OUTSIDE_WRONG = 0.10  # of the child
GAP_LARGE_KM2 = 0.02  # slivers between villages of the official line work are under 0.013 km2


def check_boundaries(boundaries: Boundaries) -> list[Finding]:
    """Findings about complete boundaries, worst first; what reading found comes with them.

    ERROR: should not become an edition. WARNING: look at it. INFO: good to know.
    """
    notes = Notes(list(boundaries.findings))
    metric = _in_metres(boundaries)
    for level in range(1, 5):
        shapes = {code: geom for code, geom in metric.items() if codes.level_of(code) == level}
        _check_codes(level, shapes, notes)
        _check_overlaps(level, shapes, notes)
        _check_gaps(level, shapes, notes)
    _check_sizes(boundaries, notes)
    _check_parents(metric, notes)
    order = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    return sorted(notes.found, key=lambda finding: order.index(finding.severity))


def _in_metres(boundaries: Boundaries) -> dict[str, Any]:
    """The polygons in metres, prepared."""
    geoms = polygons.to_metres(np.array(list(boundaries.shapes.values()), dtype=object))
    shapely.prepare(geoms)
    return dict(zip(boundaries.shapes, geoms, strict=True))


def _check_codes(level: int, shapes: Mapping[str, Any], notes: Notes) -> None:
    expected = [code for code, area in codes.areas().items() if area.level == level]
    missing = [f"{code} {codes.areas()[code].name}" for code in expected if code not in shapes]
    if not shapes:
        notes.add(
            "tingkat_kosong",
            Severity.WARNING,
            f"tidak ada poligon {LEVEL_NAMES[level]}",
            f"no polygons of {LEVEL_NAMES_EN[level]}",
        )
    elif missing:
        notes.add(
            "wilayah_hilang",
            Severity.ERROR if level < 4 else Severity.WARNING,
            f"{LEVEL_NAMES[level]} tanpa poligon (menjadi titik)",
            f"{LEVEL_NAMES_EN[level]} without polygon (shown as points)",
            missing,
        )


def _check_overlaps(level: int, shapes: Mapping[str, Any], notes: Notes) -> None:
    found = sorted(_overlaps(shapes), reverse=True)
    if not found:
        return
    total_km2 = sum(m2 for m2, _, _ in found) / 1e6
    wrong = any(m2 > OVERLAP_WRONG * min(shapes[a].area, shapes[b].area) for m2, a, b in found)
    notes.add(
        "tumpang_tindih",
        Severity.ERROR if wrong else Severity.INFO,
        f"pasang {LEVEL_NAMES[level]} bertumpang tindih (seluruhnya {total_km2:.2f} km2; m2 terbesar)",
        f"pairs of {LEVEL_NAMES_EN[level]} overlap ({total_km2:.2f} km2 in all; largest m2)",
        [f"{a}/{b} {m2:.0f}" for m2, a, b in found],
    )


def _overlaps(shapes: Mapping[str, Any]) -> Iterator[tuple[float, str, str]]:
    names, geoms = list(shapes), np.array(list(shapes.values()), dtype=object)
    first, second = shapely.STRtree(geoms).query(geoms, predicate="intersects")
    pairs = first < second
    first, second = first[pairs], second[pairs]
    sizes = shapely.area(shapely.intersection(geoms[first], geoms[second]))
    for i in np.flatnonzero(sizes > TOUCH_M2):
        yield float(sizes[i]), names[first[i]], names[second[i]]


def _check_gaps(level: int, shapes: Mapping[str, Any], notes: Notes) -> None:
    """Holes between areas of one level: slivers of the drawing, a lake, or an area that is missing."""
    if level == 1 or not shapes:
        return
    whole = shapely.get_parts(shapely.union_all(np.array(list(shapes.values()), dtype=object)))
    holes = [ring for part in whole for ring in part.interiors]
    sizes = sorted((float(shapely.area(shapely.Polygon(ring))) / 1e6 for ring in holes), reverse=True)
    if not sizes:
        return
    large = [f"{km2:.3f} km2" for km2 in sizes if km2 > GAP_LARGE_KM2]
    notes.add(
        "celah",
        Severity.WARNING if large else Severity.INFO,
        f"celah antara {LEVEL_NAMES[level]} (seluruhnya {sum(sizes):.2f} km2, terbesar {sizes[0]:.3f} km2)",
        f"gaps between {LEVEL_NAMES_EN[level]} ({sum(sizes):.2f} km2 in all, largest {sizes[0]:.3f} km2)",
        large or [f"{km2:.3f} km2" for km2 in sizes],
    )


def _check_sizes(boundaries: Boundaries, notes: Notes) -> None:
    """Areas on the ellipsoid against the official figures of province and kabupaten."""
    measured = {code: polygons.area_km2(geom) for code, geom in boundaries.shapes.items() if len(code) <= 5}
    official = {code: codes.areas()[code].area_km2 or 0.0 for code in measured}
    off = {code: km2 / official[code] - 1 for code, km2 in measured.items() if official[code]}
    doubtful = [code for code, share in off.items() if abs(share) > SIZE_DOUBTFUL]
    if doubtful:
        notes.add(
            "luas_berbeda",
            Severity.ERROR if any(abs(off[code]) > SIZE_WRONG for code in doubtful) else Severity.WARNING,
            "wilayah berbeda luas dari angka resmi",
            "areas differ from their official size",
            [f"{code} {measured[code]:.0f}/{official[code]:.0f} km2 ({off[code]:+.1%})" for code in doubtful],
        )


def _check_parents(metric: Mapping[str, Any], notes: Notes) -> None:
    """Areas that lie partly outside the one above them."""
    outside = {code: share for code, share in _shares_outside(metric) if share > SIZE_DOUBTFUL}
    if outside:
        worst = sorted(outside, key=lambda code: -outside[code])
        notes.add(
            "di_luar_induk",
            Severity.ERROR if outside[worst[0]] > OUTSIDE_WRONG else Severity.WARNING,
            "wilayah sebagian di luar induknya",
            "areas lie partly outside the one above them",
            [f"{code} ({outside[code]:.0%})" for code in worst],
        )


def _shares_outside(metric: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for code, geom in metric.items():
        parent = metric.get(codes.areas()[code].parent)
        if parent is not None and not shapely.covers(parent, geom):
            yield code, float(1 - shapely.area(shapely.intersection(parent, geom)) / shapely.area(geom))
