"""Vector files into layers: any CRS to EPSG:4326, geometry repaired, one immutable table a version.

The file is read once, in Arrow batches, and written by binary COPY: memory stays flat. While the server takes
a batch in, the next is read and brought into shape by a thread of its own. Only where the file declares no
one kind of geometry it is looked through first. What turns out to lie in the wrong place is rolled back.
"""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pyarrow as pa

from gis import catalogue, ledger
from gis.catalogue import LayerMeta, LayerVersion
from gis.errors import Conflict
from gis.files import Files
from gis.ledger import Entry
from ingest import binary_rows, coverage, ewkb, kinds, layer_table, vector_files
from ingest.ahead import ahead
from ingest.shaping import Shaper
from ingest.vector_files import VectorFile

MAXZOOM = 14
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class VectorSource:
    """A vector file, opened. `geometry_type` is PostGIS': POINT, MULTIPOLYGON …, or GEOMETRY for mixed.

    `ordinates` are kept beyond the first two: `Z`, `M`, both, or none.
    """

    file: VectorFile
    geometry_type: str
    ordinates: str


def read_vector(content: bytes | Path, filename: str, *, meta: LayerMeta) -> VectorSource:
    """Open a vector file; InvalidInput or TooLarge when it cannot become a layer."""
    file = vector_files.open_file(content, filename, meta)
    try:
        kind = kinds.family(file.geometry_type)
        declared = kinds.promoted({kind}, "Multi" in file.geometry_type) if kind else _surveyed(file)
        return VectorSource(file, declared, "Z" * meta.keep_z + "M" * meta.keep_m)
    except BaseException:
        file.keeper.close()
        raise


def _surveyed(file: VectorFile) -> str:
    """The type that holds every geometry of a file which declares none."""
    shaper = Shaper(file.filename, file.crs)
    found: set[str] = set()
    multi = False
    for _, wkb in file.batches(attributes=False):
        geometries = shaper.shaped(wkb).geometries
        found |= kinds.families(geometries)
        multi |= kinds.any_multi(geometries)
    return kinds.promoted(found, multi)


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
        bounds = written.shaper.verdict()
        bounds = _around(bounds, older.bbox) if older else bounds
        layer_table.finish(entry.conn, table, public=meta.access == "publik")
        notes = written.shaper.notes()
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
                "repairs": written.shaper.repairs.listed,
                "ordinates": f"XY{source.ordinates}",
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
    _keep_as(older, source, layer_table.ordinates(entry.conn, older.table_name or ""))
    return older


def _keep_as(older: LayerVersion, source: VectorSource, there: str) -> None:
    """What is added has the ordinates that the layer has; Conflict where more are asked for."""
    more = [letter for letter in source.ordinates if letter not in there]
    if more:
        raise Conflict(
            "ordinat_berbeda",
            "Layer {slug} tidak menyimpan {what}: kirim ulang seluruhnya (replace) untuk menyimpannya",
            "Layer {slug} does not keep {what}: send all of it again (replace) to keep it",
            where=source.file.filename,
            slug=older.slug,
            what=", ".join(more),
        )
    source.ordinates = there


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
    layer_table.create(entry.conn, table, file.columns, source.geometry_type + source.ordinates)
    keep_z, keep_m = ("Z" in source.ordinates), ("M" in source.ordinates)
    done = _Written(0, Shaper(file.filename, file.crs, keep_z, keep_m))
    if older and older.table_name:
        done.count = layer_table.copy_from(entry.conn, table, older.table_name, file.columns)
    with layer_table.copying(entry.conn, table, file.columns) as out:
        out.write(binary_rows.BEGIN)
        for count, rows in ahead(_rows(source, done.shaper, done.count)):
            out.write(rows)
            done.count += count
        out.write(binary_rows.END)
    return done


def _rows(
    source: VectorSource, shaper: Shaper, written: int
) -> Generator[tuple[int, memoryview], None, None]:
    """How many rows, and their bytes, of each piece of the file; _MixedKinds where one is of another kind."""
    kind = kinds.family_of(source.geometry_type)
    single = source.geometry_type == "POINT"
    for values, wkb in source.file.batches():
        shaped = shaper.shaped(wkb)
        found = shaped.geometries
        if kind and (kinds.families(found) - {kind} or (single and kinds.any_multi(found))):
            raise _MixedKinds
        if len(shaped.rows) < len(wkb):
            values = [column.take(pa.array(shaped.rows)) for column in values]
        columns = [(column, of.type) for column, of in zip(values, source.file.columns, strict=True)]
        multi = bool(kind) and not single
        bodies = ewkb.of(found, shaped.wkb, multi=multi, measures=shaped.measures)
        yield len(found), binary_rows.packed(written + 1, columns, bodies)
        written += len(found)
