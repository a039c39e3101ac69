"""From degrees to millimetres on paper: which projection a sheet takes, and its exact scale.

The scale is that of the grid: 1 mm on paper is `scale` mm of projected coordinates, so that the printed grid
is true. The scale factor at the centre of the frame (0.9996 to 1.0013 in this province) is printed beside it.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyproj
import shapely

from gis import geo
from maps.paper import Box

Array = np.ndarray[Any, Any]

GRID_MM = 0.01
"""Everything on the map is drawn on this grid: a tenth of what a printer can resolve."""

SCALES = (
    2_500, 5_000, 7_500, 10_000, 12_500, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000, 60_000, 75_000,
    100_000, 125_000, 150_000, 200_000, 250_000, 300_000, 350_000, 400_000, 450_000, 500_000, 600_000,
    750_000, 1_000_000, 1_250_000, 1_500_000, 1_600_000, 1_750_000, 2_000_000, 2_500_000, 3_000_000,
    4_000_000, 5_000_000,
)  # fmt: skip
"""The round numbers a sheet chooses from."""

PROVINCE_TM = (
    "+proj=tmerc +lat_0=0 +lon_0=107 +k=0.9997 +x_0=500000 +y_0=10000000 +datum=WGS84 +units=m +no_defs"
)
"""Keeps lengths within ± 0.03 % from 105.1° to 108.9° E: the province lies across two UTM zones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A plane coordinate system. `epsg` and `zone` are empty for the province's own."""

    definition: str
    epsg: int | None = None
    zone: str = ""  # "48S"

    def project(self, lonlat: Array) -> Array:
        """Metres east and north, n × 2, of degrees lon and lat, n × 2."""
        east, north = _transformer(self.definition).transform(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack((east, north))

    def unproject(self, metres: Array) -> Array:
        """Degrees lon and lat, n × 2, of metres east and north."""
        lon, lat = _transformer(self.definition).transform(metres[:, 0], metres[:, 1], direction="INVERSE")
        return np.column_stack((lon, lat))

    def shapes(self, geometries: Any) -> Any:
        """Geometries in metres, of geometries in degrees."""
        return shapely.transform(geometries, self.project)

    def scale_factor(self, lon: float, lat: float) -> float:
        """Length on the grid per length on the ground at a point."""
        return float(pyproj.Proj(self.definition).get_factors(lon, lat).meridional_scale)

    @property
    def wkt(self) -> str:
        """The well-known text in the form that PDF readers know (ESRI)."""
        return pyproj.CRS(self.definition).to_wkt("WKT1_ESRI")


def utm(lon: float, lat: float) -> Projection:
    """The WGS 84 UTM zone of a point."""
    epsg = geo.utm_epsg(lon, lat)
    return Projection(
        definition=f"EPSG:{epsg}", epsg=epsg, zone=f"{epsg % 100}{'S' if epsg > 32700 else 'N'}"
    )


def province() -> Projection:
    """The transverse Mercator of the whole province."""
    return Projection(definition=PROVINCE_TM)


@cache
def _transformer(definition: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(4326, definition, always_xy=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A window onto the plane: `centre` in metres lies in the middle of a frame of that many mm."""

    projection: Projection
    scale: int
    centre: tuple[float, float]
    width_mm: float
    height_mm: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres."""
        half_width, half_height = (mm * self.scale / 2000 for mm in (self.width_mm, self.height_mm))
        x, y = self.centre
        return x - half_width, y - half_height, x + half_width, y + half_height

    def to_paper(self, metres: Array) -> Array:
        """Steps of GRID_MM from the frame's upper left corner, y downwards, n × 2 whole numbers."""
        west, _, _, north = self.bounds
        steps_per_metre = 1000 / self.scale / GRID_MM
        return np.rint((metres - (west, north)) * (steps_per_metre, -steps_per_metre)).astype(np.int64)

    def place(self, lonlat: Array) -> Array:
        """The same for degrees."""
        return self.to_paper(self.projection.project(lonlat))

    def corners(self) -> Array:
        """Degrees lon and lat of the corners, 4 × 2: lower left, upper left, upper right, lower right."""
        west, south, east, north = self.bounds
        return self.projection.unproject(
            np.array([(west, south), (west, north), (east, north), (east, south)])
        )


def fit(
    projection: Projection, bounds: tuple[float, float, float, float], frame: Box, *, fill: float = 0.96
) -> View:
    """The view with the largest round scale at which `bounds` (metres) take at most `fill` of the frame."""
    west, south, east, north = bounds
    need = max((east - west) / frame.width_mm, (north - south) / frame.height_mm) * 1000 / fill
    scale = next((s for s in SCALES if s >= need), SCALES[-1])
    return View(
        projection=projection,
        scale=scale,
        centre=((west + east) / 2, (south + north) / 2),
        width_mm=frame.width_mm,
        height_mm=frame.height_mm,
    )
