"""Vector files into layers: any CRS to EPSG:4326, geometry repaired, one immutable table a version.

The file is read once, in Arrow batches, and written by binary COPY: memory stays flat. Only where it declares
no one kind of geometry it is looked through first. What turns out to lie in the wrong place is rolled back.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from gis import catalogue, ledger
from gis.catalogue import LayerMeta, LayerVersion
from gis.errors import Conflict
from gis.files import Files
from gis.ledger import Entry
from ingest import coverage, layer_table, shaping, vector_files
from ingest.shaping import Shaper
from ingest.vector_files import VectorFile

MAXZOOM = 14
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class VectorSource:
    """A vector file, opened. `geometry_type` is PostGIS': POINT, MULTIPOLYGON …, or GEOMETRY for mixed."""

    file: VectorFile
    geometry_type: str
    keep_z: bool


def read_vector(content: bytes | Path, filename: str, *, meta: LayerMeta) -> VectorSource:
    """Open a vector file; InvalidInput or TooLarge when it cannot become a layer."""
    file = vector_files.open_file(content, filename, meta)
    try:
        kind = shaping.family(file.geometry_type)
        declared = shaping.promoted({kind}, "Multi" in file.geometry_type) if kind else _surveyed(file)
        return VectorSource(file, declared, meta.keep_z)
    except BaseException:
        file.keeper.close()
        raise


def _surveyed(file: VectorFile) -> str:
    """The type that holds every geometry of a file which declares none."""
    shaper = Shaper(file.filename, file.crs)
    kinds: set[str] = set()
    multi = False
    for _, wkb in file.batches(attributes=False):
        geometries, _ = shaper.shaped(wkb)
        kinds |= shaping.families(geometries)
        multi |= shaping.any_multi(geometries)
    return shaping.promoted(kinds, multi)


class _MixedKinds(Exception):
    """The file holds other kinds of geometry than it declares."""


@dataclass(slots=True)
class _Written:
    """What came of writing all rows."""

    count: int
    shaper: Shaper


def load_vector(
    entry: Entry, source: VectorSource, meta: LayerMeta, *, files: Files, submission: UUID | None
) -> LayerVersion:
    """Write a version's table and its catalogue row within `entry`; closes the source.

    InvalidInput, and nothing written, where the layer is empty or lies in the wrong place.
    """
    with source.file.keeper:
        number = catalogue.next_version(entry, meta.slug)
        table = catalogue.table_name(meta.slug, number)
        older = _older(entry, source, meta, number) if meta.mode == "append" else None
        written = _written(entry, source, table, older)
        bounds = written.shaper.survey.verdict()
        bounds = _around(bounds, older.bbox) if older else bounds
        layer_table.finish(entry.conn, table, public=meta.access == "publik")
        notes = [*written.shaper.survey.notes, *written.shaper.notes()]
        notes += coverage.notes(entry.conn, table) if meta.coverage else []
        version = LayerVersion(
            **meta.words(),
            version=number,
            kind="vektor",
            table_name=table,
            file_sha256=None,
            geometry_type=source.geometry_type,
            feature_count=written.count,
            attributes={
                "columns": [column.as_dict() for column in source.file.columns],
                "notes": notes,
                "repairs": written.shaper.repairs,
                "satu_data": meta.satu_data,
            },
            bbox=bounds,
            minzoom=0,
            maxzoom=MAXZOOM,
        )
        catalogue.add_version(entry, version, submission)
    return version


def _older(entry: Entry, source: VectorSource, meta: LayerMeta, number: int) -> LayerVersion | None:
    """The version that a file is added to, None where it is the first; Conflict where the columns differ."""
    if number == 1:
        return None
    older = catalogue.layer(entry.conn, meta.slug, ledger.resolve(entry.conn))
    there = [(column["name"], column["type"]) for column in older.columns]
    here = [(column.name, column.type) for column in source.file.columns]
    if older.kind != "vektor" or there != here:
        raise Conflict(
            "kolom_berbeda",
            "Layer {slug} memiliki kolom {there}; berkas ini {here}. Untuk menambah, kolomnya harus sama",
            "Layer {slug} has the columns {there}; this file {here}. To append, they must be the same",
            where=source.file.filename,
            slug=meta.slug,
            there=", ".join(name for name, _ in there) or "-",
            here=", ".join(name for name, _ in here) or "-",
        )
    if older.geometry_type != source.geometry_type:
        source.geometry_type = "GEOMETRY"
    return older


def _around(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _written(entry: Entry, source: VectorSource, table: str, older: LayerVersion | None) -> _Written:
    try:
        with entry.conn.begin_nested():
            return _write(entry, source, table, older)
    except _MixedKinds:
        source.geometry_type = "GEOMETRY"
        return _write(entry, source, table, older)


def _write(entry: Entry, source: VectorSource, table: str, older: LayerVersion | None) -> _Written:
    file = source.file
    kind = shaping.family_of(source.geometry_type)
    single = source.geometry_type == "POINT"
    layer_table.create(entry.conn, table, file.columns, source.geometry_type + ("Z" if source.keep_z else ""))
    done = _Written(0, Shaper(file.filename, file.crs, source.keep_z))
    if older and older.table_name:
        done.count = layer_table.copy_from(entry.conn, table, older.table_name, file.columns)
    with layer_table.copying(entry.conn, table, file.columns) as out:
        for values, wkb in file.batches():
            geometries, rows = done.shaper.shaped(wkb)
            if kind and (shaping.families(geometries) - {kind} or (single and shaping.any_multi(geometries))):
                raise _MixedKinds
            bodies = shaping.ewkb(geometries, multi=bool(kind) and not single)
            _copy(out, done.count, values, bodies, rows)
            done.count += len(rows)
    return done


def _copy(out: Any, written: int, values: list[list[Any]], bodies: list[bytes], rows: Any) -> None:
    if values and len(rows) < len(values[0]):
        values = [[column[n] for n in rows] for column in values]
    for row in zip(range(written + 1, written + 1 + len(rows)), *values, bodies, strict=True):
        out.write_row(row)
