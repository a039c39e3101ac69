"""Small files of every kind, made when they are wanted."""

import io
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import rasterio
from rasterio.transform import from_origin

LAYER = {"slug": "posko", "title": "Posko", "source": "Uji", "access": "publik", "source_date": "2026-01-01"}
"""The form fields of a layer."""


def gpkg(folder: Path) -> bytes:
    path = folder / "posko.gpkg"
    points = gpd.points_from_xy([106.45, 106.5], [-3.0, -3.1])
    gpd.GeoDataFrame({"nama": ["Satu", "Dua"]}, geometry=points, crs=4326).to_file(path)
    return path.read_bytes()


def tif(folder: Path, crs: str | None = "EPSG:4326") -> bytes:
    path = folder / "indeks.tif"
    values = np.linspace(0, 1, 100, dtype="float32").reshape(1, 10, 10)
    profile: dict[str, Any] = {"driver": "GTiff", "width": 10, "height": 10, "count": 1, "dtype": "float32"}
    transform = from_origin(106.0, -2.0, 0.1, 0.1)
    with rasterio.open(path, "w", **profile, crs=crs, transform=transform, nodata=-1) as raster:
        raster.write(values)
    return path.read_bytes()


def xlsx(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
