"""Official boundary files as polygons by code: each area whole, valid and the right way up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gis import codes
from gis.errors import InvalidInput
from gis.geo import PROVINCE_BOX
from gis.report import Finding, Severity
from ingest import polygons
from ingest.boundary_files import Feature, read_layers
from ingest.notes import Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundaries:
    """Polygons by Kemendagri code, each valid, in EPSG:4326; and what reading them came upon."""

    shapes: Mapping[str, shapely.MultiPolygon]
    source: str
    findings: tuple[Finding, ...] = ()

    def level(self, level: int) -> dict[str, shapely.MultiPolygon]:
        """The polygons of one level."""
        return {code: geom for code, geom in self.shapes.items() if codes.level_of(code) == level}


def read_boundaries(path: Path, *, layer: str | None = None) -> Boundaries:
    """Read official polygons: per level the layer that has most of its areas, in any coordinate system.

    Features of one area are merged, invalid ones repaired, swapped axes and lost signs put right; each of
    these is a finding. InvalidInput when the file cannot be read or nothing in it is of the province.
    """
    notes = Notes()
    chosen = _upright(dict(_choose(read_layers(path, notes, layer=layer), notes)), notes)
    if not chosen:
        raise InvalidInput(
            "tanpa_wilayah",
            "tidak ada poligon wilayah provinsi 19 di {name}: "
            "perlu kolom kode (KDEPUM, KDCPUM, KDPKAB, kode) atau nama (WADMKK, WADMKC, WADMKD)",
            "no polygon of an area of province 19 in {name}: "
            "a column of codes (KDEPUM, KDCPUM, KDPKAB, kode) or names (WADMKK, WADMKC, WADMKD) is needed",
            where=path.name,
            name=path.name,
        )
    shapes = _whole(chosen, notes)
    return Boundaries(shapes=dict(sorted(shapes.items())), source=path.name, findings=tuple(notes.found))


def _choose(layers: Mapping[str, list[Feature]], notes: Notes) -> Iterator[tuple[str, list[Any]]]:
    """Polygons by code: per level those of the layer with most areas, then with most vertices."""
    for level in range(1, 5):
        by_layer = {name: _by_code(features, level) for name, features in layers.items()}
        ranked = sorted(
            (n for n in by_layer if by_layer[n]), key=lambda n: (-len(by_layer[n]), -_size(by_layer[n]))
        )
        if len(ranked) > 1:
            notes.add(
                "lapis_dipilih",
                Severity.INFO,
                f"tingkat {level} dibaca dari lapis '{ranked[0]}', bukan dari {', '.join(ranked[1:])}",
                f"level {level} is read from layer '{ranked[0]}', not from {', '.join(ranked[1:])}",
            )
        yield from by_layer[ranked[0]].items() if ranked else ()


def _by_code(features: Sequence[Feature], level: int) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for feature in features:
        if (code := feature.reading.code) and codes.level_of(code) == level:
            found.setdefault(code, []).append(feature.geom)
    return found


def _size(by_code: Mapping[str, list[Any]]) -> int:
    return sum(int(shapely.get_num_coordinates(geoms).sum()) for geoms in by_code.values())


Turn = Callable[[np.ndarray[Any, Any]], np.ndarray[Any, Any]]

_TURNS: tuple[tuple[str, str, Turn], ...] = (
    ("bujur dan lintang tertukar", "longitude and latitude were swapped", lambda points: points[:, ::-1]),
    ("tanda minus lintang hilang", "the latitudes' minus sign was lost", lambda points: points * (1, -1)),
    (
        "bujur dan lintang tertukar dan tanda minus hilang",
        "longitude and latitude were swapped and the minus sign lost",
        lambda points: points[:, ::-1] * (1, -1),
    ),
)


def _upright(chosen: dict[str, list[Any]], notes: Notes) -> dict[str, list[Any]]:
    """The polygons, turned so that most lie in the province; those that stay outside are left out."""
    best, inside = chosen, _inside(chosen)
    for id_text, en_text, turn in _TURNS if len(inside) < len(chosen) else ():
        turned = {code: list(shapely.transform(np.array(geoms), turn)) for code, geoms in chosen.items()}
        if len(found := _inside(turned)) > len(inside):
            best, inside = turned, found
            told = (id_text, en_text)
    if best is not chosen:
        notes.add("sumbu_diperbaiki", Severity.WARNING, f"{told[0]}; diperbaiki", f"{told[1]}; put right")
    if outside := sorted(set(best) - inside):
        notes.add(
            "di_luar_provinsi",
            Severity.ERROR,
            "wilayah di luar kotak provinsi; tidak diambil",
            "areas outside the province's box; not taken",
            outside,
        )
    return {code: geoms for code, geoms in best.items() if code in inside}


def _inside(by_code: Mapping[str, Sequence[Any]]) -> set[str]:
    box = shapely.box(*PROVINCE_BOX)
    return {code for code, geoms in by_code.items() if shapely.within(shapely.box(*_bounds(geoms)), box)}


def _bounds(geoms: Sequence[Any]) -> tuple[float, ...]:
    return tuple(shapely.total_bounds(np.array(geoms, dtype=object)))


def _whole(chosen: Mapping[str, Sequence[Any]], notes: Notes) -> dict[str, shapely.MultiPolygon]:
    """One valid MultiPolygon an area."""
    broken = {
        code: shapely.is_valid_reason(geom)
        for code, geoms in chosen.items()
        for geom in geoms
        if not shapely.is_valid(geom)
    }
    if several := [f"{code} ({len(geoms)})" for code, geoms in chosen.items() if len(geoms) > 1]:
        notes.add(
            "bagian_digabung",
            Severity.INFO,
            "wilayah terdiri atas beberapa fitur; digabung",
            "areas in several features; merged",
            several,
        )
    if broken:
        notes.add(
            "geometri_diperbaiki",
            Severity.WARNING,
            "geometri tidak sah; diperbaiki",
            "invalid geometries; repaired",
            [f"{code} ({reason})" for code, reason in broken.items()],
        )
    whole = {code: _one([polygons.repaired(geom) for geom in geoms]) for code, geoms in chosen.items()}
    return {code: geom for code, geom in whole.items() if not geom.is_empty}


def _one(geoms: Sequence[shapely.MultiPolygon]) -> shapely.MultiPolygon:
    return geoms[0] if len(geoms) == 1 else polygons.merged(geoms)
