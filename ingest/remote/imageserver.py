"""ArcGIS ImageServer: exportImage by tiles on the service's own grid, put together as one raster.

It says nowhere when its pixels changed. What it says of itself and a coarse picture of the part that is
wanted are two small requests instead of all tiles; since a change may fall between the picture's points, all
of it is asked for once a week.
"""

import hashlib
import json
import math
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pyproj
import rasterio
from rasterio.errors import RasterioError
from rasterio.transform import from_origin
from rasterio.windows import Window

from gis.errors import InvalidInput
from ingest.remote import features as reading
from ingest.remote import troubles
from ingest.remote.arcgis import checked
from ingest.remote.asking import Answer
from ingest.remote.grid import Grid, cut
from ingest.remote.kept import Page, Step
from ingest.remote.source import Complete, Look, Source, whole_number, with_query

TILE = 1024  # pixels asked for at once, in each direction
FEW = 3  # tiles that are asked for rather than a picture of them
WHOLE_DAYS = 7
_SAYS = (
    "currentVersion", "name", "extent", "fullExtent", "pixelSizeX", "pixelSizeY", "pixelType", "bandCount",
    "noDataValue", "minValues", "maxValues", "meanValues", "stdvValues", "timeInfo", "editingInfo",
    "editFieldsInfo", "serviceItemId", "rasterFunctionInfos", "description", "copyrightText",
)  # fmt: skip
"""What a service says of itself that changes when its pixels do, if anything does."""
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


class ImageServer(Source):
    """One raster of one band. Without `bbox` the province's box is taken."""

    accept = "image/tiff, */*;q=0.1"
    may_repeat = True  # sea beside sea
    _grid: Grid
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
        return Look(signal=self._signal(told), steady=f"{self._grid}")

    def _signal(self, told: dict[str, Any]) -> str | None:
        """What changes with the raster, cheaply had; None where all of it is as cheap or it cannot be had."""
        if self._grid.tiles <= FEW:
            return None
        try:
            answer = self.asker.get(self._export(self._grid.whole, self._grid.coarse), accept=self.accept)
            values = self._values(answer.body, self._grid.coarse)
        except InvalidInput:
            return None  # it may not like to shrink: then all tiles are asked for
        said = json.dumps([told.get(name) for name in _SAYS], sort_keys=True)
        seen = hashlib.sha256(said.encode() + values.tobytes()).hexdigest()
        return f"{seen[:32]}/{datetime.now(UTC).toordinal() // WHOLE_DAYS}"

    @property
    def _service(self) -> str:
        parts = urlsplit(self.layer.url)
        path = parts.path.rstrip("/").removesuffix("/exportImage")
        return parts._replace(path=path, query="", fragment="").geturl()

    def _understand(self, told: dict[str, Any], extent: dict[str, Any]) -> None:
        said = extent.get("spatialReference") or told.get("spatialReference")
        reference = said if isinstance(said, dict) else {}
        self._crs = _crs_of(reference, self.host)
        wkid = whole_number(reference.get("latestWkid")) or whole_number(reference.get("wkid"))
        self._reference = str(wkid) if wkid else json.dumps(reference)
        found = told.get("noDataValue")
        self._nodata = float(found) if isinstance(found, int | float) else None
        try:
            cells = float(told["pixelSizeX"]), float(told.get("pixelSizeY") or told["pixelSizeX"])
            sides = tuple(float(extent[name]) for name in ("xmin", "ymin", "xmax", "ymax"))
        except (KeyError, TypeError, ValueError) as error:
            raise troubles.strange(self.host, "tanpa ukuran piksel", "it has no pixel size") from error
        most = [whole_number(told.get(name)) or TILE for name in ("maxImageWidth", "maxImageHeight")]
        side = max(1, min(TILE, *most))
        self._grid = cut(self._crs, sides, cells, side, box=self.box, host=self.host)

    def first(self) -> Step:
        """The tile in the upper left."""
        return self._step(0)

    def _step(self, number: int) -> Step:
        window = self._grid.window(number)
        return Step(self._export(window, (window.width, window.height)), number)

    def _export(self, window: Window, size: tuple[int, int]) -> str:
        query = {
            "bbox": ",".join(repr(float(side)) for side in self._grid.box(window)),
            "bboxSR": self._reference,
            "imageSR": self._reference,
            "size": f"{size[0]},{size[1]}",
            "format": "tiff",
            "interpolation": "RSP_NearestNeighbor",
            "f": "image",
        }
        return with_query(f"{self._service}/exportImage", query)

    def read(self, answer: Answer, step: Step, so_far: int, place: Path) -> Page:
        """Check a tile and keep it."""
        window = self._grid.window(step.at)
        self._values(answer.body, (window.width, window.height))
        shutil.copyfile(answer.body, place)
        after = self._step(step.at + 1) if step.at + 1 < self._grid.tiles else None
        return Page(1, after, self._grid.tiles)

    def _values(self, body: Path, size: tuple[int, int]) -> Any:
        """The values of an answer: a GeoTIFF of one band and that size; InvalidInput where it is none."""
        with body.open("rb") as file:
            if not file.read(4).startswith(_TIFF):
                checked(reading.document(body.read_bytes(), self.host), self.host)
                raise troubles.strange(self.host, "bukan GeoTIFF", "it is no GeoTIFF")
        try:
            with rasterio.open(body, driver="GTiff") as tile:
                found = (tile.width, tile.height, tile.count)
                values = tile.read(1) if found == (*size, 1) else None
        except RasterioError as error:
            raise troubles.strange(self.host, "GeoTIFF rusak", "a broken GeoTIFF") from error
        if values is None:
            said = f"{found} ≠ {(*size, 1)}"
            raise troubles.strange(self.host, f"ukuran ubin {said}", f"the size of a tile {said}")
        if values.dtype.kind not in "iuf":
            raise troubles.strange(self.host, f"nilai {values.dtype}", f"values {values.dtype}")
        return values

    def complete(self, pages: list[Path], target: Path) -> Complete:
        """One GeoTIFF of all tiles."""
        grid, path = self._grid, target.with_suffix(".tif")
        with rasterio.open(pages[0], driver="GTiff") as first:
            kind = np.dtype(first.dtypes[0])
            nodata = _nodata(self._nodata if first.nodata is None else first.nodata, kind)
        profile = {
            "driver": "GTiff",
            "width": grid.width,
            "height": grid.height,
            "count": 1,
            "dtype": kind.name,
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
                if values.dtype != kind:
                    said = f"{values.dtype} ≠ {kind}"
                    raise troubles.strange(self.host, f"jenis nilai {said}", f"the kind of values {said}")
                if kind.kind == "f" and nodata is not None:
                    values[~np.isfinite(values)] = nodata  # one way of having no value, not two
                seen.update(values.tobytes())
                whole.write(values, 1, window=grid.window(number))
        return Complete(path, len(pages), f"{len(pages)}:{seen.hexdigest()}")


def _nodata(said: float | None, kind: Any) -> float | None:
    """The value that stands for none: what is said, if a cell can have it; NaN of floats where nothing is."""
    if kind.kind == "f":
        return math.nan if said is None else float(said)
    if said is None or not math.isfinite(said) or not said.is_integer():
        return None
    known = np.iinfo(kind)
    return said if known.min <= said <= known.max else None


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
