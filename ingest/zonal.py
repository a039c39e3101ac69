"""Zonal statistics: what a raster says of each area, kept with the layer's version.

Every cell counts by the share of it that lies in the area (exactextract), in the raster's own grid and CRS.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import rasterio
import shapely
from exactextract import exact_extract

from gis.zones import class_bounds

MOST_CELLS = 25_000_000
"""A finer raster is summed up from the overview that has no more cells."""
_AT_ONCE = 1_000_000  # cells in memory
_VALUES = ("mean", "min", "max", "stdev")
_NO_CLASS = 255


@dataclass(frozen=True, slots=True)
class ZonalStatistic:
    """One area's figures: `mean`, `min`, `max`, `stdev` of the values, `share` of the area that has any, and
    `classes`: for each declared class its `low`, `high`, `share` of the valued part, and `km2`.
    """

    code: str
    figures: dict[str, Any]


def statistics(
    cog: Path, shapes: Mapping[str, shapely.Geometry], style: dict[str, Any]
) -> Iterator[ZonalStatistic]:
    """The statistics of every shape (by area code, EPSG:4326) that the raster covers at least in part."""
    bounds = class_bounds(style)
    with _no_finer(cog) as raster, TemporaryDirectory(prefix="sigap-zonal-") as folder:
        shown = gpd.GeoSeries(list(shapes.values()), crs="EPSG:4326").to_crs(raster.crs)
        frame = gpd.GeoDataFrame({"code": list(shapes)}, geometry=shown)
        worth = dict(zip(shapes, shapely.area(shown.values) / _cell(raster), strict=True))
        values = _extracted(raster, frame, ["count", *_VALUES])
        with rasterio.open(_classified(raster, Path(folder), bounds)) as classes:
            parts = _extracted(classes, frame, ["unique", "frac"])
        for code, said in values.items():
            if said["count"]:
                share = min(1.0, said["count"] / max(worth[code], 1e-9))
                yield ZonalStatistic(
                    code, _figures(said, share, _shares(parts[code], bounds), geodesic_km2(shapes[code]))
                )


@contextmanager
def _no_finer(cog: Path) -> Iterator[rasterio.DatasetReader]:
    """The raster itself, or its finest overview of at most MOST_CELLS cells."""
    with rasterio.open(cog) as full:
        cells, factors = full.width * full.height, [1, *full.overviews(1)]
    fine = [n for n, factor in enumerate(factors) if cells / factor**2 <= MOST_CELLS]
    level = fine[0] if fine else len(factors) - 1
    with rasterio.open(cog, **({"overview_level": level - 1} if level else {})) as raster:
        yield raster


def _classified(
    raster: rasterio.DatasetReader, folder: Path, bounds: tuple[tuple[float, float], ...]
) -> Path:
    """A raster of class numbers on the same grid, made block by block."""
    path = folder / "kelas.tif"
    profile = {
        "driver": "GTiff",
        "width": raster.width,
        "height": raster.height,
        "count": 1,
        "dtype": "uint8",
        "nodata": _NO_CLASS,
        "crs": raster.crs,
        "transform": raster.transform,
        "tiled": True,
        "compress": "DEFLATE",
    }
    with rasterio.open(path, "w", **profile) as classes:
        for _, window in classes.block_windows(1):
            found = np.ma.masked_invalid(raster.read(1, window=window, masked=True))
            numbers = np.full(found.shape, _NO_CLASS, dtype="uint8")
            for n, (low, high) in enumerate(bounds):
                numbers[np.ma.filled((found >= low) & (found < high), False)] = n
            classes.write(numbers, 1, window=window)
    return path


def _extracted(
    raster: rasterio.DatasetReader, frame: gpd.GeoDataFrame, wanted: list[str]
) -> dict[str, dict[str, Any]]:
    found = exact_extract(raster, frame, wanted, include_cols=["code"], max_cells_in_memory=_AT_ONCE)
    return {feature["properties"]["code"]: feature["properties"] for feature in found}


def _shares(part: dict[str, Any], bounds: tuple[tuple[float, float], ...]) -> list[dict[str, float]]:
    known = dict(zip(map(int, part["unique"]), map(float, part["frac"]), strict=True))
    return [
        {"low": low, "high": high, "share": round(known.get(n, 0.0), 4)}
        for n, (low, high) in enumerate(bounds)
    ]


def _figures(
    said: dict[str, Any], share: float, classes: list[dict[str, float]], km2: float
) -> dict[str, Any]:
    return {
        **{name: _plain(said[name]) for name in _VALUES},
        "share": round(share, 4),
        "classes": [{**each, "km2": round(each["share"] * share * km2, 3)} for each in classes],
    }


def _cell(raster: rasterio.DatasetReader) -> float:
    """The area of one cell in the raster's own plane."""
    grid = raster.transform
    return abs(grid.a * grid.e - grid.b * grid.d)


def geodesic_km2(geometry: shapely.Geometry) -> float:
    """The area of a polygon in EPSG:4326 on the WGS 84 ellipsoid, in km²."""
    area, _ = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(geometry)
    return abs(area) / 1e6


def _plain(number: float | None) -> float | None:
    return None if number is None or not np.isfinite(number) else round(float(number), 6)
