"""Vector files into layers: any CRS to EPSG:4326, geometry repaired, one immutable table a version.

The file is read twice, in batches: once to look (where it lies, what it holds), once to write. Nothing is
written of a file that lies in the wrong place.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import geopandas as gpd
import numpy as np
import pyogrio
import pyproj
import shapely

from gis import catalogue
from gis.catalogue import LayerMeta, LayerVersion
from gis.errors import InvalidInput, SigapError, TooLarge
from gis.files import Files
from gis.ledger import Entry
from ingest import archive, formats, layer_box, layer_table
from ingest.layer_table import Column

BATCH = 5_000
MAX_ATTRIBUTES = 200
MAX_VERTICES = 5_000_000  # of one feature
_SUFFIXES = {
    "gpkg": ".gpkg",
    "fgb": ".fgb",
    "geojson": ".geojson",
    "kml": ".kml",
    "kmz": ".kmz",
    "shp": ".zip",
}


@dataclass(slots=True)
class VectorSource:
    """A vector file, looked through. `bounds` are degrees; `notes` tell what was repaired or left out."""

    path: str
    layer: str
    crs: pyproj.CRS
    encoding: str | None
    columns: tuple[Column, ...]
    geometry_type: str  # POINT, MULTIPOLYGON, … or GEOMETRY for mixed
    features: int
    bounds: tuple[float, float, float, float]
    notes: list[str] = field(default_factory=list)
    keeper: ExitStack = field(default_factory=ExitStack)  # removes the temporary file


def read_vector(content: bytes | Path, filename: str, *, meta: LayerMeta) -> VectorSource:
    """Look a vector file through; InvalidInput or TooLarge when it cannot become a layer."""
    keeper = ExitStack()
    try:
        return _look(content, filename, meta, keeper)
    except BaseException:
        keeper.close()
        raise


def _look(content: bytes | Path, filename: str, meta: LayerMeta, keeper: ExitStack) -> VectorSource:
    path = _on_disk(content, filename, keeper)
    try:
        name = _only_layer(path, filename)
        info = pyogrio.read_info(path, layer=name, encoding=meta.encoding)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError) as error:
        raise _unreadable(filename, error) from error
    if len(info["fields"]) > MAX_ATTRIBUTES:
        raise TooLarge(
            "terlalu_banyak_atribut",
            "{file} memiliki {n} atribut; paling banyak {most}",
            "{file} has {n} attributes; at most {most}",
            where=filename,
            file=filename,
            n=len(info["fields"]),
            most=MAX_ATTRIBUTES,
        )
    source = VectorSource(
        path=path,
        layer=name,
        crs=_crs(info["crs"], meta, filename),
        encoding=meta.encoding,
        columns=layer_table.columns(info),
        geometry_type="GEOMETRY",
        features=0,
        bounds=(0, 0, 0, 0),
        keeper=keeper,
    )
    _survey(source, filename)
    return source


def _on_disk(content: bytes | Path, filename: str, keeper: ExitStack) -> str:
    """A path that GDAL opens by its ending: the name given by the sender is not trusted for that."""
    kind = formats.recognise(content, filename)
    folder = Path(keeper.enter_context(TemporaryDirectory(prefix="sigap-layer-")))
    target = folder / f"layer{_SUFFIXES[kind]}"
    if isinstance(content, bytes):
        target.write_bytes(content)
    else:
        target.symlink_to(content.resolve())
    if kind != "shp":
        return str(target)
    with archive.open_archive(target, filename=filename) as opened:
        shapes = [entry for entry in opened.namelist() if entry.lower().endswith(".shp")]
    if len(shapes) != 1:
        raise InvalidInput(
            "shapefile",
            "{file} harus berisi tepat satu .shp (ditemukan {n})",
            "{file} must hold exactly one .shp (found {n})",
            where=filename,
            file=filename,
            n=len(shapes),
        )
    return f"/vsizip/{target}/{shapes[0]}"


def _only_layer(path: str, filename: str) -> str:
    layers = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    if len(layers) != 1:
        raise InvalidInput(
            "banyak_layer",
            "{file} berisi {n} layer spasial ({names}); kirim satu layer per berkas",
            "{file} holds {n} spatial layers ({names}); send one layer a file",
            where=filename,
            file=filename,
            n=len(layers),
            names=", ".join(layers[:8]),
        )
    return layers[0]


def _crs(found: str | None, meta: LayerMeta, filename: str) -> pyproj.CRS:
    if not found and not meta.crs:
        raise InvalidInput(
            "tanpa_crs",
            "{file} tidak menyebut sistem koordinatnya (Shapefile tanpa .prj?); sebutkan, misalnya "
            "crs=EPSG:32748 untuk UTM 48S atau EPSG:4326 untuk derajat",
            "{file} does not say its coordinate system (a Shapefile without .prj?); name it, e.g. "
            "crs=EPSG:32748 for UTM 48S or EPSG:4326 for degrees",
            where=filename,
            file=filename,
        )
    try:
        return pyproj.CRS.from_user_input(found or meta.crs)
    except pyproj.exceptions.CRSError as error:
        raise InvalidInput(
            "crs",
            "Sistem koordinat '{crs}' tidak dikenal: tulis kode EPSG, misalnya EPSG:32748",
            "Coordinate system '{crs}' is not known: write an EPSG code such as EPSG:32748",
            where="crs",
            crs=str(found or meta.crs)[:60],
        ) from error


def _survey(source: VectorSource, filename: str) -> None:
    """Where the features lie and what kinds they are; refuses a layer in the wrong place."""
    kinds: set[str] = set()
    box = layer_box.Survey(filename)
    for frame in _frames(source, filename, columns=[]):
        geometries = frame.geometry.array
        present = geometries[~(frame.geometry.isna() | frame.geometry.is_empty)]
        source.features += len(present)
        kinds |= set(present.geom_type)
        box.add(np.asarray(present), source.features)
    source.bounds = box.verdict()
    source.notes += box.notes
    source.geometry_type = _promoted(kinds)


def _promoted(kinds: set[str]) -> str:
    """One PostGIS type that holds all kinds: single promoted to multi, else GEOMETRY."""
    families = {kind.removeprefix("Multi").replace("LinearRing", "LineString") for kind in kinds}
    if len(families) != 1 or "GeometryCollection" in kinds:
        return "GEOMETRY"
    (family,) = families
    return "POINT" if kinds == {"Point"} else f"MULTI{family.upper()}"


def _frames(
    source: VectorSource, filename: str, columns: list[str] | None = None
) -> Iterator[gpd.GeoDataFrame]:
    """The features in batches, in EPSG:4326, 2D, valid."""
    start = 0
    while True:
        try:
            frame = pyogrio.read_dataframe(
                source.path,
                layer=source.layer,
                columns=columns,
                encoding=source.encoding,
                force_2d=True,
                skip_features=start,
                max_features=BATCH,
                on_invalid="ignore",
            )
        except (
            pyogrio.errors.DataSourceError,
            UnicodeDecodeError,
            shapely.errors.GEOSException,
            ValueError,
        ) as error:
            raise _unreadable(filename, error) from error
        if not len(frame):
            return
        start += len(frame)
        if not isinstance(frame, gpd.GeoDataFrame):
            raise _unreadable(filename, "tanpa geometri / no geometry")
        yield _ready(frame, source, filename)


def _ready(frame: gpd.GeoDataFrame, source: VectorSource, filename: str) -> gpd.GeoDataFrame:
    vertices = shapely.get_num_coordinates(frame.geometry.array)
    if vertices.max(initial=0) > MAX_VERTICES:
        raise TooLarge(
            "terlalu_banyak_titik",
            "{file}: satu fitur memiliki {n} titik; paling banyak {most}",
            "{file}: one feature has {n} vertices; at most {most}",
            where=filename,
            file=filename,
            n=int(vertices.max()),
            most=MAX_VERTICES,
        )
    frame = frame.set_crs(source.crs, allow_override=True).to_crs(4326)
    geometries = np.asarray(frame.geometry.array)
    finite = np.isfinite(shapely.bounds(geometries)).all(axis=1) | shapely.is_missing(geometries)
    if not (finite | shapely.is_empty(geometries)).all():
        raise InvalidInput(
            "koordinat_mustahil",
            "{file}: ada koordinat yang bukan bilangan atau tidak dapat diubah ke WGS 84",
            "{file}: some coordinates are no numbers or cannot be brought to WGS 84",
            where=filename,
            file=filename,
        )
    return frame


def _repaired(geometries: Any, notes: dict[str, int]) -> Any:
    """Valid geometries of their own kind: rings untangled, stray lines and points of the repair dropped."""
    broken = ~shapely.is_valid(geometries) & ~shapely.is_missing(geometries)
    if not broken.any():
        return geometries
    mended = geometries.copy()
    for n in np.flatnonzero(broken):
        mended[n] = _mended(geometries[n])
    notes["diperbaiki"] = notes.get("diperbaiki", 0) + int(broken.sum())
    return mended


def _mended(geometry: Any) -> Any:
    valid = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    dimension = shapely.get_dimensions(geometry)
    parts = shapely.get_parts(valid)
    kept = [part for part in shapely.get_parts(parts) if shapely.get_dimensions(part) == dimension]
    return shapely.multipolygons(kept) if dimension == 2 and kept else valid


def load_vector(
    entry: Entry, source: VectorSource, meta: LayerMeta, *, files: Files, submission: UUID | None
) -> LayerVersion:
    """Write a version's table and its catalogue row within `entry`; closes the source."""
    with source.keeper:
        number = catalogue.next_version(entry, meta.slug)
        table = catalogue.table_name(meta.slug, number)
        layer_table.create(entry.conn, table, source.columns, source.geometry_type)
        notes: dict[str, int] = {}
        written = layer_table.copy(entry.conn, table, source.columns, _rows(source, meta.slug, notes))
        layer_table.finish(entry.conn, table, public=meta.access == "publik")
        version = LayerVersion(
            **meta.words(),
            version=number,
            kind="vektor",
            table_name=table,
            file_sha256=None,
            geometry_type=source.geometry_type,
            feature_count=written,
            attributes={
                "columns": [column.as_dict() for column in source.columns],
                "notes": source.notes + _notes(notes),
            },
            bbox=source.bounds,
            minzoom=0,
            maxzoom=14,
        )
        catalogue.add_version(entry, version, submission)
    return version


def _rows(source: VectorSource, filename: str, notes: dict[str, int]) -> Iterator[list[Any]]:
    multi = source.geometry_type.startswith("MULTI")
    number = 0
    for frame in _frames(source, filename):
        geometries = _repaired(np.asarray(frame.geometry.array), notes)
        absent = shapely.is_missing(geometries) | shapely.is_empty(geometries)
        if absent.any():
            notes["kosong"] = notes.get("kosong", 0) + int(absent.sum())
        shaped = shapely.set_srid(layer_table.as_multi(geometries) if multi else geometries, 4326)
        hexes = shapely.to_wkb(shaped, hex=True, include_srid=True)
        values = [layer_table.plain(frame[column.original], column.type) for column in source.columns]
        for n in np.flatnonzero(~absent):
            number += 1
            yield [number, *(column[n] for column in values), hexes[n]]


def _notes(counts: dict[str, int]) -> list[str]:
    words = {"diperbaiki": "geometri diperbaiki", "kosong": "fitur tanpa geometri dilewati"}
    return [f"{count} {words[what]}" for what, count in counts.items()]


def _unreadable(filename: str, why: object) -> SigapError:
    words = str(why).splitlines()[0][:160] if str(why) else "?"
    # GDAL's words hold the path of the temporary copy, which says nothing to the sender.
    words = " ".join(word for word in words.split() if "sigap-layer-" not in word)
    return InvalidInput(
        "layer_tidak_terbaca",
        "{file} tidak dapat dibaca sebagai layer vektor: {why}",
        "{file} cannot be read as a vector layer: {why}",
        where=filename,
        file=filename,
        why=words,
    )
