"""Rasters into layers: any CRS, kept on their own grid, as Cloud Optimized GeoTIFF in the file store."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import numpy as np
import pyproj
import rasterio
import shapely
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.shutil import copy as copy_raster
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform_bounds

from gis import catalogue, ledger, zones
from gis.catalogue import LayerMeta, LayerVersion
from gis.editions import load_index
from gis.errors import InvalidInput, TooLarge
from gis.files import Files
from gis.ledger import Entry
from ingest import formats, layer_box, zonal

MAX_PIXELS = 2_000_000_000
_SAMPLE = 1024  # statistics are taken from at most so many rows and columns
# Nothing a sender names may make GDAL open other files or addresses.
# GDAL keeps 5 % of the machine's memory as blocks unless told otherwise when it first reads.
_ENV = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".",
    "GDAL_CACHEMAX": 64,
}


@dataclass(slots=True)
class RasterSource:
    """A raster, looked through. `bounds` are degrees; `crs` is its own."""

    path: Path
    crs: str
    stated_crs: bool
    nodata: float | None
    bounds: tuple[float, float, float, float]
    statistics: dict[str, float | int | str | None]
    maxzoom: int
    notes: list[str] = field(default_factory=list)
    keeper: ExitStack = field(default_factory=ExitStack)


def read_raster(content: bytes | Path, filename: str, *, meta: LayerMeta) -> RasterSource:
    """Look a GeoTIFF or ASCII grid through; InvalidInput or TooLarge when it cannot become a layer."""
    keeper = ExitStack()
    try:
        folder = Path(keeper.enter_context(TemporaryDirectory(prefix="sigap-raster-")))
        path = folder / "layer.tif"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.symlink_to(content.resolve())
        with _opened(path, filename) as raster:
            return _look(raster, path, filename, meta, keeper)
    except BaseException:
        keeper.close()
        raise


@contextmanager
def _opened(path: Path, filename: str) -> Iterator[rasterio.DatasetReader]:
    try:
        with rasterio.Env(**_ENV), rasterio.open(path, driver=_driver(path)) as raster:
            yield raster
    except RasterioError as error:
        words = " ".join(word for word in str(error).split() if "sigap-raster-" not in word)
        raise InvalidInput(
            "raster_tidak_terbaca",
            "{file} tidak dapat dibaca sebagai GeoTIFF atau grid ASCII: {why}",
            "{file} cannot be read as a GeoTIFF or an ASCII grid: {why}",
            where=filename,
            file=filename,
            why=words[:160],
        ) from error


def _driver(path: Path) -> str:
    """GeoTIFF, or Esri's text grid: never another that a hostile file might ask for."""
    return "AAIGrid" if formats.recognise(path, path.name) == "asc" else "GTiff"


def _look(
    raster: rasterio.DatasetReader, path: Path, filename: str, meta: LayerMeta, keeper: ExitStack
) -> RasterSource:
    if raster.width * raster.height > MAX_PIXELS:
        raise TooLarge(
            "raster_terlalu_besar",
            "{file} berukuran {width} × {height} piksel; paling banyak {most} juta piksel",
            "{file} is {width} × {height} pixels; at most {most} million pixels",
            where=filename,
            file=filename,
            width=raster.width,
            height=raster.height,
            most=MAX_PIXELS // 1_000_000,
        )
    if raster.count != 1:
        raise InvalidInput(
            "raster_banyak_pita",
            "{file} memiliki {n} pita; kirim raster satu pita (indeks atau kelas)",
            "{file} has {n} bands; send a raster of one band (an index or classes)",
            where=filename,
            file=filename,
            n=raster.count,
        )
    crs = _crs(raster, meta, filename)
    bounds = _bounds(raster, crs, filename)
    box = layer_box.Survey(filename)
    box.add(np.array([shapely.box(*bounds)]), 1)
    source = RasterSource(
        path=path,
        crs=crs,
        stated_crs=raster.crs is not None,
        nodata=raster.nodata,
        bounds=box.verdict(),
        statistics=_statistics(raster),
        maxzoom=_maxzoom(raster, bounds),
        keeper=keeper,
    )
    if raster.nodata is None:
        source.notes.append("berkas tidak menyebut nilai nodata: semua piksel dianggap berisi")
    return source


def _crs(raster: rasterio.DatasetReader, meta: LayerMeta, filename: str) -> str:
    if raster.crs is None and not meta.crs:
        raise InvalidInput(
            "tanpa_crs",
            "{file} tidak menyebut sistem koordinatnya; sebutkan, misalnya crs=EPSG:3395 untuk InaRISK",
            "{file} does not say its coordinate system; name it, e.g. crs=EPSG:3395 for InaRISK",
            where=filename,
            file=filename,
        )
    try:
        return str(raster.crs.to_wkt() if raster.crs else pyproj.CRS.from_user_input(meta.crs).to_wkt())
    except pyproj.exceptions.CRSError as error:
        raise InvalidInput(
            "crs",
            "Sistem koordinat '{crs}' tidak dikenal: tulis kode EPSG, misalnya EPSG:3395",
            "Coordinate system '{crs}' is not known: write an EPSG code such as EPSG:3395",
            where="crs",
            crs=str(meta.crs)[:60],
        ) from error


def _bounds(raster: rasterio.DatasetReader, crs: str, filename: str) -> tuple[float, float, float, float]:
    if raster.transform.is_identity:
        raise InvalidInput(
            "raster_tanpa_letak",
            "{file} tidak menyebut letaknya di bumi (bukan GeoTIFF, hanya gambar TIFF)",
            "{file} does not say where on earth it lies (no GeoTIFF, only a TIFF picture)",
            where=filename,
            file=filename,
        )
    try:
        west, south, east, north = transform_bounds(crs, "EPSG:4326", *raster.bounds, densify_pts=21)
    except RasterioError:
        west = south = east = north = float("nan")
    if not np.isfinite([west, south, east, north]).all():
        raise InvalidInput(
            "koordinat_mustahil",
            "{file}: letaknya tidak dapat diubah ke WGS 84; sistem koordinatnya mungkin keliru",
            "{file}: its place cannot be brought to WGS 84; its coordinate system may be wrong",
            where=filename,
            file=filename,
        )
    return west, south, east, north


def _statistics(raster: rasterio.DatasetReader) -> dict[str, float | int | str | None]:
    height, width = min(raster.height, _SAMPLE), min(raster.width, _SAMPLE)
    sample = raster.read(1, out_shape=(height, width), masked=True, resampling=Resampling.nearest)
    values = np.ma.masked_invalid(sample).compressed()
    known: dict[str, float | int | str | None] = {
        "dtype": raster.dtypes[0],
        "width": raster.width,
        "height": raster.height,
        "nodata": _in_json(raster.nodata),
        "valid_share": round(values.size / max(sample.size, 1), 4),
    }
    if values.size:
        mean = values.mean(dtype="f8")
        known |= {"min": _in_json(values.min()), "max": _in_json(values.max()), "mean": _in_json(mean)}
    return known


def _in_json(number: Any) -> float | str | None:
    """A number as JSON has it; NaN, often the value for none, is written as a word."""
    if number is None:
        return None
    return float(number) if np.isfinite(number) else str(float(number))


def _maxzoom(raster: rasterio.DatasetReader, bounds: tuple[float, float, float, float]) -> int:
    """The zoom at which a tile pixel is about one raster pixel."""
    degrees = max((bounds[2] - bounds[0]) / raster.width, 1e-9)
    return int(np.clip(np.ceil(np.log2(360 / 256 / degrees)), 0, 18))


def load_raster(
    entry: Entry, source: RasterSource, meta: LayerMeta, *, files: Files, submission: UUID | None
) -> LayerVersion:
    """Keep the raster as a COG and write its catalogue row within `entry`; closes the source."""
    with source.keeper:
        cog = source.path.with_name("cog.tif")
        write_cog(source, cog)
        sha256 = files.put(cog)
        edition, summed = _zones(entry, cog, meta)
    version = LayerVersion(
        **meta.words(),
        version=catalogue.next_version(entry, meta.slug),
        kind="raster",
        table_name=None,
        file_sha256=sha256,
        geometry_type=None,
        feature_count=None,
        attributes={
            "columns": [],
            "notes": source.notes,
            "raster": source.statistics,
            "satu_data": meta.satu_data,
        },
        bbox=source.bounds,
        minzoom=0,
        maxzoom=source.maxzoom,
    )
    catalogue.add_version(entry, version, submission)
    zones.add(entry, version, edition, summed)
    return version


def _zones(entry: Entry, cog: Path, meta: LayerMeta) -> tuple[int, list[tuple[str, dict[str, Any]]]]:
    """(edition, statistics by area code), by the areas that hold today."""
    index = load_index(entry.conn, ledger.resolve(entry.conn))
    shapes = {code: area.geom for code, area in index.areas.items() if area.geom is not None}
    found = zonal.statistics(cog, shapes, meta.style)
    return index.record.id, [(each.code, each.figures) for each in found]


def write_cog(source: RasterSource, target: Path) -> None:
    """Write the source as a COG with overviews, block by block."""
    # GDAL copies block by block: memory stays flat whatever the size.
    options = {"driver": "COG", "compress": "DEFLATE", "predictor": "YES", "bigtiff": "IF_SAFER"}
    options |= {"overview_resampling": "NEAREST", "blocksize": "256", "num_threads": "1"}
    with (
        rasterio.Env(**_ENV),
        rasterio.open(source.path, driver=_driver(source.path)) as raster,
    ):
        if source.stated_crs:
            copy_raster(raster, target, **options)
            return
        with WarpedVRT(raster, src_crs=source.crs, crs=source.crs) as placed:
            copy_raster(placed, target, **options)
