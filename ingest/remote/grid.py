"""The part of an image service's grid that is wanted, cut into tiles, and a coarse picture of it."""

import math
from dataclasses import dataclass

import pyproj
from rasterio.windows import Window

from gis.errors import TooLarge
from gis.geo import PROVINCE_BOX, BBox
from ingest.remote import troubles

MAX_PIXELS = 400_000_000
COARSE = 512  # pixels of the coarse picture, in its longer direction


@dataclass(frozen=True, slots=True)
class Grid:
    """The part of the service's grid that is wanted: upper left corner, cell and size in pixels."""

    west: float
    north: float
    cell_x: float
    cell_y: float
    width: int
    height: int
    side: int

    @property
    def across(self) -> int:
        """Tiles in a row."""
        return math.ceil(self.width / self.side)

    @property
    def tiles(self) -> int:
        """Tiles in all."""
        return self.across * math.ceil(self.height / self.side)

    @property
    def coarse(self) -> tuple[int, int]:
        """Columns and rows of a small picture of all of it."""
        most = min(COARSE, self.side)
        shrunk = min(1.0, most / max(self.width, self.height))
        return max(1, round(self.width * shrunk)), max(1, round(self.height * shrunk))

    @property
    def whole(self) -> Window:
        """All of it."""
        return Window(0, 0, self.width, self.height)

    def window(self, number: int) -> Window:
        """Where a tile lies, in pixels."""
        row, column = divmod(number, self.across)
        x, y = column * self.side, row * self.side
        return Window(x, y, min(self.side, self.width - x), min(self.side, self.height - y))

    def box(self, window: Window) -> tuple[float, float, float, float]:
        """A window in the service's own system: west, south, east, north."""
        west = self.west + window.col_off * self.cell_x
        north = self.north - window.row_off * self.cell_y
        return west, north - window.height * self.cell_y, west + window.width * self.cell_x, north


def cut(
    crs: pyproj.CRS,
    sides: tuple[float, ...],
    cells: tuple[float, float],
    side: int,
    *,
    box: BBox | None,
    host: str,
) -> Grid:
    """The wanted box (degrees; None: the province's) on the grid of a service, outward to whole pixels.

    `sides`: west, south, east, north of all the service has; `side`: pixels of a tile. InvalidInput where
    nothing of it lies there, TooLarge where it is too much.
    """
    change = pyproj.Transformer.from_crs("OGC:CRS84", crs, always_xy=True)
    wanted = change.transform_bounds(*(box or PROVINCE_BOX))
    west, south = max(wanted[0], sides[0]), max(wanted[1], sides[1])
    east, north = min(wanted[2], sides[2]), min(wanted[3], sides[3])
    if not (all(map(math.isfinite, (*wanted, *sides, *cells))) and min(cells) > 0):
        raise troubles.strange(
            host, "letak atau ukuran pikselnya bukan bilangan", "its place or pixels are no numbers"
        )
    x0, x1 = _floor((west - sides[0]) / cells[0]), _ceil((east - sides[0]) / cells[0])
    y0, y1 = _floor((sides[3] - north) / cells[1]), _ceil((sides[3] - south) / cells[1])
    width, height = x1 - x0, y1 - y0
    if width <= 0 or height <= 0:
        raise troubles.strange(host, "rasternya di luar wilayah", "its raster lies elsewhere")
    if width * height > MAX_PIXELS:
        raise TooLarge(
            "raster_terlalu_besar",
            "Bagian yang diminta {n} juta piksel; paling banyak {most} juta: persempit bbox",
            "The part asked for has {n} million pixels; at most {most} million: narrow the bbox",
            where="bbox",
            n=width * height // 1_000_000,
            most=MAX_PIXELS // 1_000_000,
        )
    return Grid(sides[0] + x0 * cells[0], sides[3] - y0 * cells[1], *cells, width, height, side)


def _floor(value: float) -> int:
    return math.floor(value + 1e-6)


def _ceil(value: float) -> int:
    return math.ceil(value - 1e-6)
