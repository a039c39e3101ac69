"""Copies of vector layers for low zooms, made by the server itself once a version is there.

Until they are made a layer is drawn from its features; once they are, `layer_copy` says so, and that changes
the layer's tiles like any other change. The truth is never touched.
"""

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
import sqlalchemy as sa

from gis import catalogue, ledger, queries
from gis.catalogue import LayerVersion
from gis.db import Database, raw
from gis.geo import MAX_ZOOM, WEB_MERCATOR_EXTENT_M
from gis.viewer import officer
from layers import layer as layer_of
from layers.layer import Copies, Layer
from layers.parts import CELLS_TO, DENSE, GRID_LEVELS, fill_text, grid_values
from layers.vector_parts import MIDDLE, copy_table, grid_table

log = logging.getLogger("sigap.generalise")
_SQL = queries.load_text("layers.generalise")
BANDS = (0, 6, 8, 10, 12)
"""Zooms from which a copy serves, up to the next."""
COVERAGE_BANDS = (0, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)
"""The same of a coverage, whose copies are small; the last is not simplified, only cleaned."""
RAW_FROM, RAW_FROM_FEW = 14, 12
FEW_FEATURES, FEW_VERTICES = 500, 20_000  # not worth a copy
MANY_FEATURES, MANY_VERTICES = 50_000, 500_000  # worth one at zooms 12 and 13 too
COVERAGE_FEATURES, COVERAGE_VERTICES = 20_000, 6_000_000  # what one process simplifies as a whole
LABELLED = 50_000  # polygons that get a label point
_DETAIL_UNITS = 4  # smallest detail kept, in tile units at a band's finest zoom
_PIXEL_UNITS = 16  # of a tile drawn 256 pixels wide
_SAME_AREA = 1e-3  # how far cleaning may change the area of what is called a coverage
POINTS, COVERAGE, SINGLE, AS_IS = "titik", "cakupan", "sendiri", "utuh"


@dataclass(frozen=True, slots=True)
class _Work:
    """A version whose copies are being made."""

    conn: sa.Connection
    layer: Layer
    version: LayerVersion
    names: dict[str, str]

    def run(self, name: str, **values: Any) -> sa.CursorResult[Any]:
        """Run a named statement."""
        text = fill_text(_SQL[name], **self.names)
        return self.conn.execute(sa.text(text), values)

    def run_all(self, name: str) -> None:
        """Run named statements that have no parameters."""
        for text in fill_text(_SQL[name], **self.names).split(";"):
            self.conn.execute(sa.text(text))


def make_pending(database: Database) -> int:
    """Make the copies of every layer that lacks them; returns how many were made."""
    with database.read(officer("server")) as conn:
        found = conn.execute(sa.text(_SQL["pending"])).all()
    return sum(make(database, slug, version) is not None for slug, version in found)


def make(database: Database, slug: str, version: int) -> Copies | None:
    """Make the copies of one version in one transaction; None where it has some, or somebody is at it."""
    started = time.perf_counter()
    with database.write() as conn:
        if not conn.execute(sa.text(_SQL["lock"]), {"slug": slug}).scalar_one():
            return None
        if conn.execute(sa.text(_SQL["is_made"]), {"slug": slug, "version": version}).scalar_one():
            return None
        found = catalogue.layer(conn, slug, ledger.LATEST)
        if found.version != version or found.table_name is None:
            return None  # replaced meanwhile
        copies, notes = _made(_work(conn, found))
        values = {"slug": slug, "version": version, "how": copies.how, "raw_from": copies.raw_from}
        values |= {"bands": list(copies.bands), "grid": copies.grid, "labels": copies.labels}
        values |= {"time_column": copies.time_column, "notes": json.dumps(notes)}
        conn.execute(sa.text(_SQL["record"]), values)
    log.info("copies of %s v%s made in %.1f s: %s", slug, version, time.perf_counter() - started, copies.how)
    return copies


def _work(conn: sa.Connection, found: LayerVersion) -> _Work:
    table = str(found.table_name)
    names = {"table": f'"{table}"', "copy": f'"{copy_table(table)}"', "grid": f'"{grid_table(table)}"'}
    return _Work(conn, layer_of.of_version(found), found, names)


def _made(work: _Work) -> tuple[Copies, dict[str, Any]]:
    size = work.run("size").one()
    work.run_all("create")
    if work.layer.time_column:
        work.run("index_time", table=work.version.table_name, column=work.layer.time_column)
    if work.layer.is_points:
        copies = _points(work, size.features)
    elif size.features <= FEW_FEATURES and size.vertices <= FEW_VERTICES:
        copies = _copies(work, AS_IS, 0, ())
    else:
        copies = _shapes(work, size.features, size.vertices)
    if copies.labels and copies.how != COVERAGE:
        work.run("labels")
    work.run_all("index")
    if work.version.access == "publik":
        work.run_all("open")
    return copies, {"fitur": size.features, "titik_sudut": int(size.vertices)}


def _copies(work: _Work, how: str, raw_from: int, bands: tuple[int, ...], *, grid: bool = False) -> Copies:
    polygons = "POLYGON" in (work.version.geometry_type or "")
    labels = polygons and (work.version.feature_count or 0) <= LABELLED
    return Copies(how, raw_from, bands, grid, labels, work.layer.time_column)


def _points(work: _Work, features: int) -> Copies:
    if features <= DENSE:
        return _copies(work, POINTS, 0, ())
    work.names.update(point="geom_3857", chosen="true")
    for level in GRID_LEVELS:
        work.run("count", band=0, level=level)
    for z in range(CELLS_TO + 1):
        grid = grid_values(z)
        if work.run("fullest", level=grid["level"], span=grid["span"]).scalar_one() <= DENSE:
            return _copies(work, POINTS, z, (), grid=z > 0)
    return _copies(work, POINTS, CELLS_TO + 1, (), grid=True)


def _shapes(work: _Work, features: int, vertices: int) -> Copies:
    many = features > MANY_FEATURES or vertices > MANY_VERTICES
    raw_from = RAW_FROM if many else RAW_FROM_FEW
    bands = tuple(band for band in BANDS if band < raw_from)
    polygons = "POLYGON" in (work.version.geometry_type or "")
    if polygons and features <= COVERAGE_FEATURES and vertices <= COVERAGE_VERTICES:
        clean = _coverage(work)
        if clean is not None:
            _copy(work, _simplified(*clean))
            return _copies(work, COVERAGE, MAX_ZOOM + 1, COVERAGE_BANDS)
    for band, last in _bands(bands, raw_from):
        _single(work, band, last, count=polygons)
    return _copies(work, SINGLE, raw_from, bands, grid=polygons)


def _bands(bands: tuple[int, ...], raw_from: int) -> Iterator[tuple[int, int]]:
    """Each band with the finest zoom it serves."""
    for band, following in zip(bands, (*bands[1:], raw_from), strict=True):
        yield band, following - 1


def _single(work: _Work, band: int, last: int, *, count: bool) -> None:
    pixel_m = _unit_m(last) * _PIXEL_UNITS
    line, area = f"ST_Length(geom_3857) < {pixel_m / 2}", f"ST_Area(geom_3857) < {pixel_m**2 / 4}"
    work.names["tiny"] = work.names["chosen"] = (
        f"CASE ST_Dimension(geom_3857) WHEN 2 THEN {area} WHEN 1 THEN {line} ELSE false END"
    )
    work.run("simplify", band=band, detail_m=_unit_m(last) * _DETAIL_UNITS)
    if count:
        work.names["point"] = MIDDLE.replace("v.", "")
        for level in sorted({grid_values(z)["level"] for z in range(band, min(last, CELLS_TO) + 1)}):
            work.run("count", band=band, level=level)


def _coverage(work: _Work) -> tuple[list[int], Any] | None:
    """Feature ids and polygons that tile, cleaned; None where they overlap, and so are no coverage."""
    rows = raw(work.conn).execute(fill_text(_SQL["shapes"], **work.names), binary=True).fetchall()
    shapes = shapely.from_wkb([row[1] for row in rows])
    clean = shapely.coverage_clean(shapes)
    before, after = float(shapely.area(shapes).sum()), float(shapely.area(clean).sum())
    if before <= 0 or abs(after - before) > _SAME_AREA * before:
        return None
    return [int(row[0]) for row in rows], clean


def _simplified(ids: list[int], clean: Any) -> Iterator[tuple[int, int, Any]]:
    """Rows of band, feature id, polygon; and of -1, id, label point."""
    labels: Any = ()
    for band, last in _bands(COVERAGE_BANDS, COVERAGE_BANDS[-1] + 1):
        detail_m = _unit_m(last) * _DETAIL_UNITS if band < COVERAGE_BANDS[-1] else 0.0
        simple = shapely.coverage_simplify(clean, detail_m) if detail_m else clean
        for fid, geom in zip(ids, simple, strict=True):
            if geom is not None and not geom.is_empty:
                yield band, fid, _visible(geom, detail_m**2)
        labels = simple if detail_m else labels
    for fid, geom in zip(ids, labels, strict=True):
        if geom is not None and not geom.is_empty:
            yield -1, fid, _label(geom)


def _visible(geometry: Any, smallest_m2: float) -> Any:
    """The polygon without islands too small to see; the largest part always stays."""
    parts = shapely.get_parts(geometry)
    sizes = shapely.area(parts)
    return shapely.multipolygons(list(parts[(sizes >= smallest_m2) | (sizes == sizes.max())]))


def _label(geometry: Any) -> Any:
    """The point of the largest part farthest from its edge."""
    parts = shapely.get_parts(geometry)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    return shapely.get_point(shapely.maximum_inscribed_circle(largest), 0)


def _copy(work: _Work, rows: Iterator[tuple[int, int, Any]]) -> None:
    statement = f"COPY layer_copies.{work.names['copy']} (band, fid, geom) FROM STDIN (FORMAT binary)"
    with raw(work.conn).cursor() as cursor, cursor.copy(statement) as out:
        out.set_types(["int2", "int8", "bytea"])
        for band, fid, geom in rows:
            wkb = shapely.to_wkb(shapely.set_srid(geom, 3857), include_srid=True)
            out.write_row((band, fid, wkb))


def _unit_m(z: int) -> float:
    """Ground size of a tile unit at a zoom."""
    return 2 * WEB_MERCATOR_EXTENT_M / 2**z / 4096
