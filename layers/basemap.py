"""The operator's own basemap: one PMTiles file, read by ranges, never loaded whole."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import Compression, MagicNumberNotFound, SpecVersionUnsupported, TileType

from gis.errors import NotFound, Unavailable
from gis.geo import Tile

_MEDIA = {
    TileType.MVT: ("mvt", "application/vnd.mapbox-vector-tile"),
    TileType.PNG: ("png", "image/png"),
    TileType.JPEG: ("jpg", "image/jpeg"),
    TileType.WEBP: ("webp", "image/webp"),
}
_DEGREES = 1e7  # PMTiles keeps degrees as whole numbers of 1e-7


@dataclass(frozen=True, slots=True)
class Basemap:
    """An opened PMTiles archive. `etag` changes with the file."""

    reader: Any
    header: dict[str, Any]
    metadata: dict[str, Any]
    etag: str

    @property
    def ending(self) -> str:
        """`mvt`, `png`, `jpg` or `webp`."""
        return _MEDIA[self.header["tile_type"]][0]

    @property
    def media_type(self) -> str:
        """Media type of its tiles."""
        return _MEDIA[self.header["tile_type"]][1]

    @property
    def gzipped(self) -> bool:
        """Whether its tiles are kept gzipped."""
        return bool(self.header["tile_compression"] == Compression.GZIP)

    def tile(self, place: Tile) -> bytes:
        """One tile as it is kept; empty where the archive has none."""
        if not self.header["min_zoom"] <= place.z <= self.header["max_zoom"]:
            return b""
        return bytes(self.reader.get(*place) or b"")

    def tilejson(self, url: str) -> dict[str, Any]:
        """TileJSON 3.0 whose tiles are at `url` (with {z}, {x}, {y})."""
        sides = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
        document = {
            "tilejson": "3.0.0",
            "name": self.metadata.get("name", "Peta dasar"),
            "attribution": self.metadata.get("attribution", ""),
            "tiles": [url],
            "minzoom": self.header["min_zoom"],
            "maxzoom": self.header["max_zoom"],
            "bounds": [self.header[side] / _DEGREES for side in sides],
        }
        if self.ending == "mvt":
            document["vector_layers"] = self.metadata.get("vector_layers", [])
        return document


def opened(path: Path | None) -> Basemap:
    """The archive at `path`; NotFound where the operator has set none, Unavailable where it is broken."""
    if path is None:
        raise NotFound(
            "peta_dasar",
            "Tidak ada peta dasar: SIGAP_BASEMAP belum diatur",
            "There is no basemap: SIGAP_BASEMAP is not set",
            where="basemap",
        )
    try:
        state = path.stat()
        return _opened(path, state.st_mtime_ns, state.st_size)
    except _BROKEN as error:
        raise Unavailable(
            "peta_dasar",
            "Berkas peta dasar tidak dapat dibaca sebagai PMTiles",
            "The basemap's file cannot be read as PMTiles",
            where=path.name,
        ) from error


_BROKEN = (
    OSError,
    ValueError,
    KeyError,
    EOFError,
    zlib.error,
    MagicNumberNotFound,
    SpecVersionUnsupported,
)


@lru_cache(maxsize=2)
def _opened(path: Path, modified: int, size: int) -> Basemap:
    # A replaced file has another time or size, and so is opened anew.
    with path.open("rb") as file:
        reader = Reader(MmapSource(file))
    header = reader.header()
    packed = (Compression.NONE, Compression.GZIP)
    if header["tile_type"] not in _MEDIA or header["tile_compression"] not in packed:
        raise ValueError(header)
    return Basemap(reader, header, reader.metadata(), f'"{modified:x}-{size:x}"')
