"""An ArcGIS image service, as the portal speaks it."""

import io
from typing import Any

import numpy as np
import rasterio
from rasterio.transform import from_origin

from tests.portal.state import GRID, Portal, Query, Reply, as_json, esri_error


def service() -> dict[str, Any]:
    west, north, cell, columns, rows = GRID
    return {
        "extent": {
            "xmin": west, "ymin": north - rows * cell, "xmax": west + columns * cell, "ymax": north,
            "spatialReference": {"wkid": 54004, "latestWkid": 3395},
        },
        "pixelSizeX": cell, "pixelSizeY": cell, "bandCount": 1, "pixelType": "F32",
        "maxImageWidth": 128, "maxImageHeight": 100, "noDataValue": -1,
    }  # fmt: skip


def export(portal: Portal, query: Query) -> Reply:
    west, north, cell, columns, rows = GRID
    if portal.values is None:
        portal.values = np.linspace(0, 1, columns * rows, dtype="float32").reshape(rows, columns)
    x0, y0, x1, y1 = map(float, query["bbox"].split(","))
    width, height = map(int, query["size"].split(","))
    if width > 128 or height > 100:
        told = {
            "error": {"code": 400, "message": "The requested image exceeds the size limit", "details": []}
        }
        return as_json(told)
    assert (query["bboxSR"], query["imageSR"]) == ("3395", "3395")
    across, down = round((x1 - x0) / cell), round((y1 - y0) / cell)
    if (across, down) != (width, height) and not portal.shrinks:
        return esri_error(400, "Cannot resample")
    column, row = round((x0 - west) / cell), round((north - y1) / cell)
    across_at = column + ((np.arange(width) + 0.5) * across / width).astype(int)
    down_at = row + ((np.arange(height) + 0.5) * down / height).astype(int)
    part = portal.values[np.ix_(down_at, across_at)]
    profile: dict[str, Any] = {
        "driver": "GTiff",
        "width": width,
        "height": height,
        "count": 1,
        "dtype": part.dtype.name,
        "nodata": portal.says.get("in_tiles"),
    }
    with io.BytesIO() as out:
        with rasterio.open(
            out,
            "w",
            **profile,
            crs="EPSG:3395",
            transform=from_origin(x0, y1, (x1 - x0) / width, (y1 - y0) / height),
        ) as tile:
            tile.write(part, 1)
        return 200, {"Content-Type": "image/tiff"}, out.getvalue()
