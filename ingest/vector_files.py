"""Opening vector files of every kind: which driver, layer, coordinate system, columns; then batches of rows.

A batch is `(values, wkb)`: Arrow arrays of each column, typed as in the layer's table, and of geometries as
WKB (null where there is none), in the file's own coordinate system.
"""

import json
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyogrio
import pyproj

from gis.catalogue import LayerMeta
from gis.errors import InvalidInput
from ingest import archive, binary_rows, formats, layer_table
from ingest.layer_table import Column
from ingest.vector_checks import check_attributes, crs_of, refuse_views, unreadable

BATCH = 10_000
PIECE_BYTES = 16_000_000
"""Geometries of about so many bytes are dealt with at once: beside them there are their shapes and rows."""
_SUFFIXES = {
    "gpkg": ".gpkg",
    "fgb": ".fgb",
    "geojson": ".geojson",
    "geojsonseq": ".geojsonl",
    "kml": ".kml",
    "kmz": ".kmz",
    "gpx": ".gpx",
    "csv": ".csv",
    "parquet": ".parquet",
    "shp": ".zip",
    "gdb": ".zip",
}
_CSV_OPTIONS = {
    "X_POSSIBLE_NAMES": "lon,long,longitude,bujur,x,easting",
    "Y_POSSIBLE_NAMES": "lat,latitude,lintang,y,northing",
    "GEOM_POSSIBLE_NAMES": "wkt,geom,geometry,geometri,the_geom",
    "AUTODETECT_TYPE": "YES",
}
_DRIVERS = (
    "CSV", "ESRI Shapefile", "ESRIJSON", "FlatGeobuf", "GPKG", "GPX", "GeoJSON", "GeoJSONSeq", "JSONFG",
    "KML", "LIBKML", "OpenFileGDB", "TopoJSON",
)  # fmt: skip
"""GDAL's, for the kinds that are taken: content of any other is none of theirs."""
# What pyogrio calls not supported comes through Arrow all the same: measures and arcs.
warnings.filterwarnings("ignore", ".*geometry types are not supported", UserWarning)
_BROKEN = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FieldError,
    pyogrio.errors.GeometryError,
    pa.ArrowException,
    UnicodeDecodeError,
)


Batch = tuple[list[pa.Array], pa.Array]


@dataclass(slots=True)
class VectorFile:
    """A vector file, opened: what it holds, and its batches. `geometry_type` is OGR's, as declared."""

    filename: str
    path: str
    layer: str | None
    crs: pyproj.CRS
    columns: tuple[Column, ...]
    geometry_type: str
    encoding: str | None = None
    options: dict[str, str] = field(default_factory=dict)
    keeper: ExitStack = field(default_factory=ExitStack)  # removes the temporary copy

    def batches(self, *, attributes: bool = True) -> Iterator[Batch]:
        """Rows in batches; InvalidInput where the file turns out broken."""
        wanted = self.columns if attributes else ()
        try:
            if self.path.endswith(".parquet"):
                yield from _parquet_batches(self, wanted)
            else:
                yield from _ogr_batches(self, wanted)
        except _BROKEN as error:
            raise unreadable(self.filename, error) from error


def open_file(content: bytes | Path, filename: str, meta: LayerMeta) -> VectorFile:
    """Open a file of any kind that is taken; InvalidInput or TooLarge where it cannot become a layer.

    Its `keeper` must be closed in the end.
    """
    keeper = ExitStack()
    try:
        kind, path = _on_disk(content, filename, keeper)
        try:
            found = (
                _open_parquet(path, filename, meta)
                if kind == "parquet"
                else _open_ogr(path, filename, meta, kind)
            )
        except _BROKEN as error:
            raise unreadable(filename, error) from error
    except BaseException:
        keeper.close()
        raise
    found.keeper = keeper
    return found


def _on_disk(content: bytes | Path, filename: str, keeper: ExitStack) -> tuple[str, str]:
    """Its kind, and a path that GDAL opens by its ending: the sender's name is not trusted for that."""
    kind = formats.recognise(content, filename)
    if kind == "txt":
        kind = "csv"
    folder = Path(keeper.enter_context(TemporaryDirectory(prefix="sigap-layer-")))
    target = folder / f"layer{_SUFFIXES[kind]}"
    if isinstance(content, bytes):
        target.write_bytes(content)
    else:
        target.symlink_to(content.resolve())
    if kind in ("shp", "gdb"):
        return kind, f"/vsizip/{target}/{_only_one_inside(target, filename, kind)}"
    return kind, str(target)


def _only_one_inside(zipped: Path, filename: str, kind: str) -> str:
    with archive.open_archive(zipped, filename=filename) as opened:
        names = opened.namelist()
    if kind == "shp":
        found = {name for name in names if name.lower().endswith(".shp")}
    else:
        found = {name[: name.lower().index(".gdb/") + 4] for name in names if ".gdb/" in name.lower()}
    if len(found) != 1:
        raise InvalidInput(
            "shapefile",
            "{file} harus berisi tepat satu .{kind} (ditemukan {n})",
            "{file} must hold exactly one .{kind} (found {n})",
            where=filename,
            file=filename,
            kind=kind,
            n=len(found),
        )
    return found.pop()


def _open_ogr(path: str, filename: str, meta: LayerMeta, kind: str) -> VectorFile:
    options = _options(kind, meta)
    if kind == "gpkg":
        refuse_views(path, filename)
    layer = _chosen_layer(path, filename, meta, options)
    info = pyogrio.read_info(path, layer=layer, encoding=meta.encoding, **options)
    if info["driver"] not in _DRIVERS:
        raise unreadable(filename, info["driver"])
    check_attributes(len(info["fields"]), filename)
    if info["geometry_type"] is None:
        raise unreadable(filename, "tanpa geometri / no geometry")
    return VectorFile(
        filename=filename,
        path=path,
        layer=layer,
        crs=crs_of(info["crs"], meta, filename),
        columns=layer_table.columns(info),
        geometry_type=str(info["geometry_type"]),
        encoding=meta.encoding,
        options=options,
    )


def _options(kind: str, meta: LayerMeta) -> dict[str, str]:
    """What GDAL must be told to open a file of that kind."""
    if kind == "gpx" and meta.keep_z:
        return {"ELE_AS_25D": "YES"}
    return _CSV_OPTIONS if kind == "csv" else {}


def _chosen_layer(path: str, filename: str, meta: LayerMeta, options: dict[str, str]) -> str:
    listed = [
        str(name) for name, kind in pyogrio.list_layers(path) if kind is not None or path.endswith(".csv")
    ]
    wanted = [name for name in listed if name == meta.file_layer] if meta.file_layer else listed
    if len(wanted) > 1:  # a GPX file always names five, most of them empty
        wanted = [
            name
            for name in wanted
            if pyogrio.read_info(path, layer=name, force_feature_count=True)["features"]
        ]
    if len(wanted) != 1:
        raise InvalidInput(
            "banyak_layer",
            "{file} berisi {n} layer spasial ({names}); sebutkan satu (file_layer)",
            "{file} holds {n} spatial layers ({names}); name one (file_layer)",
            where=filename,
            file=filename,
            n=len(listed),
            names=", ".join(listed[:8]),
        )
    return wanted[0]


def _ogr_batches(file: VectorFile, wanted: tuple[Column, ...]) -> Iterator[Batch]:
    names = [column.original for column in wanted]
    with pyogrio.open_arrow(
        file.path,
        layer=file.layer,
        columns=names,
        encoding=file.encoding,
        batch_size=BATCH,
        use_pyarrow=True,
        **file.options,
    ) as (said, reader):
        geometry = said["geometry_name"] or "wkb_geometry"
        for batch in reader:
            yield from _pieces(batch, wanted, geometry)


def _pieces(batch: pa.RecordBatch, wanted: tuple[Column, ...], geometry: str) -> Iterator[Batch]:
    """A batch, cut where its geometries are large."""
    wkb = batch.column(geometry).cast(pa.binary())
    sizes = np.cumsum(pc.binary_length(wkb).fill_null(0).to_numpy(zero_copy_only=False))
    cuts = np.flatnonzero(np.diff(sizes // PIECE_BYTES)) + 1
    for first, last in pairwise((0, *cuts.tolist(), len(batch))):
        piece = batch.slice(first, last - first)
        values = [binary_rows.typed(piece.column(c.original), c.type) for c in wanted]
        yield values, wkb.slice(first, last - first)


def _open_parquet(path: str, filename: str, meta: LayerMeta) -> VectorFile:
    schema = pq.read_schema(path)
    primary, column = _geometry_column(schema)
    if primary is None or column.get("encoding") != "WKB":
        raise unreadable(filename, "bukan GeoParquet berisi WKB / no GeoParquet of WKB")
    check_attributes(len(schema.names) - 1, filename)
    listed = column.get("geometry_types")
    kinds = {str(kind).split(" ")[0] for kind in (listed if isinstance(listed, list) else [])}
    stated = column.get("crs", "OGC:CRS84")  # left out: CRS84; null: not known
    return VectorFile(
        filename=filename,
        path=path,
        layer=primary,
        crs=crs_of(json.dumps(stated) if isinstance(stated, dict) else stated, meta, filename),
        columns=layer_table.arrow_columns(schema, but=primary),
        geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
    )


def _geometry_column(schema: pa.Schema) -> tuple[str | None, dict[str, Any]]:
    """The column of geometries and what the file says of it; None where that does not hold together."""
    try:
        said = json.loads((schema.metadata or {}).get(b"geo", b"null"))
        primary = said["primary_column"]
        column = dict(said["columns"][primary])
        kind = schema.field(primary).type
    except (ValueError, KeyError, TypeError, RecursionError):
        return None, {}
    is_binary = pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    return (primary if is_binary and schema.names.count(primary) == 1 else None), column


def _parquet_batches(file: VectorFile, wanted: tuple[Column, ...]) -> Iterator[Batch]:
    assert file.layer is not None
    names = [column.original for column in wanted]
    with pq.ParquetFile(file.path) as opened:
        for batch in opened.iter_batches(batch_size=BATCH, columns=[*names, file.layer]):
            yield from _pieces(batch, wanted, file.layer)
