"""ArcGIS ImageServer: exportImage by tiles on the service's own grid, put together as one raster."""

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyproj
import rasterio
from rasterio.errors import RasterioError
from rasterio.transform import from_origin
from rasterio.windows import Window

from gis.errors import TooLarge
from gis.geo import PROVINCE_BOX
from ingest.remote import features as reading
from ingest.remote import troubles
from ingest.remote.arcgis import checked
from ingest.remote.asking import Answer
from ingest.remote.kept import Page, Step
from ingest.remote.source import Complete, Look, Source, whole_number, with_query

MAX_PIXELS = 400_000_000
TILE = 1024  # pixels asked for at once, in each direction
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


@dataclass(frozen=True, slots=True)
class _Grid:
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


class ImageServer(Source):
    """One raster of one band. Without `bbox` the province's box is taken."""

    accept = "image/tiff, */*;q=0.1"
    may_repeat = True  # sea beside sea
    _grid: _Grid
    _crs: pyproj.CRS
    _reference: str
    _nodata: float | None

    def look(self) -> Look:
        """Ask for the grid."""
        url = with_query(self._service, {"f": "json"})
        told = checked(reading.document(self.asker.get(url).content(), self.host), self.host)
        extent = told.get("extent")
        if not isinstance(extent, dict) or not told.get("pixelSizeX"):
            raise troubles.strange(self.host, "bukan ImageServer", "it is no ImageServer")
        if told.get("bandCount", 1) != 1:
            words = f"{told['bandCount']} band"
            raise troubles.strange(self.host, f"raster {words}", f"a raster of {words}s")
        self._understand(told, extent)
        return Look(steady=f"{self._grid}")

    @property
    def _service(self) -> str:
        parts = urlsplit(self.layer.url)
        path = parts.path.rstrip("/").removesuffix("/exportImage")
        return parts._replace(path=path, query="", fragment="").geturl()

    def _understand(self, told: dict[str, Any], extent: dict[str, Any]) -> None:
        reference = extent.get("spatialReference") or told.get("spatialReference") or {}
        self._crs = _crs_of(reference, self.host)
        wkid = whole_number(reference.get("latestWkid")) or whole_number(reference.get("wkid"))
        self._reference = str(wkid) if wkid else json.dumps(reference)
        found = told.get("noDataValue")
        self._nodata = float(found) if isinstance(found, int | float) and math.isfinite(found) else None
        try:
            cells = float(told["pixelSizeX"]), float(told.get("pixelSizeY") or told["pixelSizeX"])
            sides = tuple(float(extent[name]) for name in ("xmin", "ymin", "xmax", "ymax"))
        except (KeyError, TypeError, ValueError) as error:
            raise troubles.strange(self.host, "tanpa ukuran piksel", "it has no pixel size") from error
        most = [whole_number(told.get(name)) or TILE for name in ("maxImageWidth", "maxImageHeight")]
        self._grid = self._cut(sides, cells, max(1, min(TILE, *most)))

    def _cut(self, sides: tuple[float, ...], cells: tuple[float, float], side: int) -> _Grid:
        """The wanted box on the service's grid, outward to whole pixels."""
        change = pyproj.Transformer.from_crs("OGC:CRS84", self._crs, always_xy=True)
        box = change.transform_bounds(*(self.box or PROVINCE_BOX))
        west, south = max(box[0], sides[0]), max(box[1], sides[1])
        east, north = min(box[2], sides[2]), min(box[3], sides[3])
        x0, x1 = (f((x - sides[0]) / cells[0]) for f, x in ((_floor, west), (_ceil, east)))
        y0, y1 = (f((sides[3] - y) / cells[1]) for f, y in ((_floor, north), (_ceil, south)))
        width, height = x1 - x0, y1 - y0
        if not (math.isfinite(west) and width > 0 and height > 0):
            raise troubles.strange(self.host, "rasternya di luar wilayah", "its raster lies elsewhere")
        if width * height > MAX_PIXELS:
            raise TooLarge(
                "raster_terlalu_besar",
                "Bagian yang diminta {n} juta piksel; paling banyak {most} juta: persempit bbox",
                "The part asked for has {n} million pixels; at most {most} million: narrow the bbox",
                where="bbox",
                n=width * height // 1_000_000,
                most=MAX_PIXELS // 1_000_000,
            )
        return _Grid(sides[0] + x0 * cells[0], sides[3] - y0 * cells[1], *cells, width, height, side)

    def first(self) -> Step:
        """The tile in the upper left."""
        return self._step(0)

    def _step(self, number: int) -> Step:
        window = self._grid.window(number)
        query = {
            "bbox": ",".join(repr(float(side)) for side in self._grid.box(window)),
            "bboxSR": self._reference,
            "imageSR": self._reference,
            "size": f"{window.width},{window.height}",
            "format": "tiff",
            "interpolation": "RSP_NearestNeighbor",
            "f": "image",
        }
        return Step(with_query(f"{self._service}/exportImage", query), number)

    def read(self, answer: Answer, step: Step, so_far: int, place: Path) -> Page:
        """Check a tile and keep it."""
        body = answer.content()
        window = self._grid.window(step.at)
        if not body.startswith(_TIFF):
            checked(reading.document(body, self.host), self.host)
            raise troubles.strange(self.host, "bukan GeoTIFF", "it is no GeoTIFF")
        place.write_bytes(body)
        try:
            with rasterio.open(place, driver="GTiff") as tile:
                found = (tile.width, tile.height, tile.count)
                tile.read(1, window=Window(0, 0, 1, 1))
        except RasterioError as error:
            raise troubles.strange(self.host, "GeoTIFF rusak", "a broken GeoTIFF") from error
        if found != (window.width, window.height, 1):
            said = f"{found} ≠ {(window.width, window.height, 1)}"
            raise troubles.strange(self.host, f"ukuran ubin {said}", f"the size of a tile {said}")
        after = self._step(step.at + 1) if step.at + 1 < self._grid.tiles else None
        return Page(1, after, self._grid.tiles)

    def complete(self, pages: list[Path], target: Path) -> Complete:
        """One GeoTIFF of all tiles."""
        grid, path = self._grid, target.with_suffix(".tif")
        with rasterio.open(pages[0], driver="GTiff") as first:
            kind = first.dtypes[0]
            nodata = self._nodata if first.nodata is None else first.nodata
        profile = {
            "driver": "GTiff",
            "width": grid.width,
            "height": grid.height,
            "count": 1,
            "dtype": kind,
            "crs": self._crs.to_wkt(),
            "transform": from_origin(grid.west, grid.north, grid.cell_x, grid.cell_y),
            "nodata": nodata,
            "tiled": True,
            "compress": "DEFLATE",
            "bigtiff": "IF_SAFER",
        }
        seen = hashlib.sha256(f"{grid} {nodata}".encode())
        with rasterio.open(path, "w", **profile) as whole:
            for number, page in enumerate(pages):
                with rasterio.open(page, driver="GTiff") as tile:
                    values = tile.read(1)
                seen.update(values.tobytes())
                whole.write(values, 1, window=grid.window(number))
        return Complete(path, len(pages), f"{len(pages)}:{seen.hexdigest()}")


def _crs_of(reference: dict[str, Any], host: str) -> pyproj.CRS:
    for name in ("latestWkid", "wkid"):
        number = whole_number(reference.get(name))
        for authority in ("EPSG", "ESRI"):
            try:
                if number:
                    return pyproj.CRS.from_authority(authority, number)
            except pyproj.exceptions.CRSError:
                continue
    try:
        return pyproj.CRS.from_wkt(str(reference.get("wkt") or ""))
    except pyproj.exceptions.CRSError as error:
        raise troubles.strange(host, "tanpa sistem koordinat", "it has no coordinate system") from error


def _floor(value: float) -> int:
    return math.floor(value + 1e-6)


def _ceil(value: float) -> int:
    return math.ceil(value - 1e-6)
