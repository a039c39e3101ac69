"""Raster tiles and values from a layer's COG, coloured by the classes it declares."""

from typing import Any

import numpy as np
import rasterio
from rio_tiler.errors import PointOutsideBounds, TileOutsideBounds
from rio_tiler.io import Reader
from rio_tiler.models import ImageData

from gis.errors import NotFound
from gis.files import Files
from gis.geo import Tile
from layers.layer import Layer
from layers.styles import RampClass, ramp, stops

SIZE_PX = 256
GDAL_CACHE_MB = 128  # of blocks in memory; left alone, GDAL takes 5 % of the machine's
_ENCODING: dict[str, Any] = {"WEBP": {"lossless": True}}  # classes must keep their exact colours
HATCH_PX = 8  # from line to line


def tile(files: Files, layer: Layer, place: Tile, *, form: str = "PNG") -> bytes:
    """A PNG or WEBP tile, transparent where the raster has no value; empty bytes outside of it."""
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_MB), Reader(_path(files, layer)) as raster:
        try:
            image = raster.tile(place.x, place.y, place.z, tilesize=SIZE_PX, resampling_method="nearest")
        except TileOutsideBounds:
            return b""
    values = np.ma.masked_invalid(image.array[0])
    if values.mask.all():
        return b""
    style = layer.version.style if layer.version else {}
    picture = _ramped(values, stops(style)) if stops(style) else _coloured(values, ramp(style))
    return bytes(picture.render(img_format=form, **_ENCODING.get(form, {})))


def value(files: Files, layer: Layer, lon: float, lat: float) -> float | None:
    """The raster's value at a point in degrees; None where it has none."""
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_MB), Reader(_path(files, layer)) as raster:
        try:
            found = raster.point(lon, lat).array[0]
        except PointOutsideBounds:
            return None
    return None if np.ma.is_masked(found) or not np.isfinite(found) else float(found)


def _coloured(values: Any, classes: tuple[RampClass, ...]) -> ImageData:
    rgb = np.zeros((3, *values.shape), dtype=np.uint8)
    shown = np.zeros(values.shape, dtype=bool)
    for each in classes:
        here = ~np.ma.getmaskarray(values) & (values.data >= each.low) & (values.data < each.high)
        shown |= here
        dark = here & _hatching(values.shape) if each.hatched else here & False
        for band, start in enumerate((1, 3, 5)):
            rgb[band][here] = int(each.color[start : start + 2], 16)
            rgb[band][dark] //= 2
    return ImageData(np.ma.MaskedArray(rgb, mask=np.broadcast_to(~shown, rgb.shape)))


def _ramped(values: Any, ramp_stops: tuple[tuple[float, str], ...]) -> ImageData:
    """Colours between a ramp's stops in proportion; values beyond its ends take the end's colour."""
    at = [value for value, _ in ramp_stops]
    rgb = np.zeros((3, *values.shape), dtype=np.uint8)
    for band, start in enumerate((1, 3, 5)):
        channel = [int(color[start : start + 2], 16) for _, color in ramp_stops]
        rgb[band] = np.interp(values.filled(at[0]), at, channel).round()
    return ImageData(np.ma.MaskedArray(rgb, mask=np.broadcast_to(np.ma.getmaskarray(values), rgb.shape)))


def _hatching(shape: tuple[int, int]) -> Any:
    """Diagonal lines that go on across tile edges, since the tile's size is a multiple of their distance."""
    rows, columns = np.indices(shape)
    return (rows + columns) % HATCH_PX < 2


def _path(files: Files, layer: Layer) -> str:
    if layer.version is None or layer.version.file_sha256 is None:
        raise NotFound(
            "raster", "Layer {slug} bukan raster", "Layer {slug} is no raster", where="layer", slug=layer.slug
        )
    return str(files.path(layer.version.file_sha256))
