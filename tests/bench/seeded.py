"""The set that tiles are measured on: a million buildings, a coverage of 500 areas, a million points in time.

    .venv/bin/python -m tests.bench.seeded [--scale 1] [--var FOLDER]

All invented, from one seed. With `--var` the installation is made there once and kept, and benches that are
given the same folder use it; without, each makes its own and takes it away.
"""

import argparse
import contextlib
import math
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import sqlalchemy as sa

from gis import catalogue, ledger, postgis, roles
from gis.catalogue import LayerMeta, LayerVersion
from gis.db import Database
from gis.ledger import Entry
from gis.settings import Settings
from ingest import layer_table
from ingest.layer_table import Column
from layers import generalise
from tests.bench.place import installation, run

BOX = (105.2, -3.4, 108.3, -1.6)
TOWNS = 40
AREA_VERTICES = 3_000_000
BUILDINGS, AREAS, POINTS, DENSE_POINTS = 1_000_000, 500, 1_000_000, 200_000
_SEED = 19


@dataclass(frozen=True, slots=True)
class Seeded:
    """The filled installation."""

    var: Path
    cluster: postgis.Cluster
    database: Database
    towns: list[tuple[float, float]]

    @property
    def settings(self) -> Settings:
        """Of a server over it."""
        return Settings(database_url=self.cluster.url(roles.APP), var=self.var)


def towns() -> list[tuple[float, float]]:
    """Lon, lat of the middles of the towns."""
    pick = random.Random(_SEED)
    west, south, east, north = BOX
    return [
        (pick.uniform(west + 0.2, east - 0.2), pick.uniform(south + 0.2, north - 0.2)) for _ in range(TOWNS)
    ]


@contextmanager
def seeded(scale: float = 1.0, var: Path | None = None) -> Iterator[Seeded]:
    """The installation, filled to `scale` of its full size."""
    with contextlib.ExitStack() as stack:
        if var is None:
            var = stack.enter_context(installation())
        elif not var.exists():
            run("migrate", var=var)
        cluster = stack.enter_context(postgis.running(var))
        database = Database(cluster.url(roles.APP), Settings(var=var, statement_timeout_ms=600_000))
        stack.callback(database.close)
        _fill(database, scale)
        yield Seeded(var, cluster, database, towns())


def _fill(database: Database, scale: float) -> None:
    with database.write() as conn:
        there = {each.slug for each in catalogue.layers(conn, ledger.LATEST)}
    makers = {
        "bangunan": lambda entry: _buildings(entry, int(BUILDINGS * scale)),
        "wilayah500": lambda entry: _areas(entry, AREAS, int(AREA_VERTICES * scale)),
        "titik10": lambda entry: _points(entry, "titik10", int(POINTS * scale)),
        "titik200": lambda entry: _points(entry, "titik200", int(DENSE_POINTS * scale)),
    }
    for slug, make in makers.items():
        if slug not in there:
            with ledger.entry(database, by="bench", why=slug) as entry:
                make(entry)
    generalise.make_pending(database)


def enter(
    entry: Entry, slug: str, columns: list[Column], geometry: str, box: tuple[float, ...], fill: Any
) -> None:
    """A public layer whose table `fill(table)` fills."""
    number = catalogue.next_version(entry, slug)
    table = catalogue.table_name(slug, number)
    layer_table.create(entry.conn, table, columns, geometry)
    fill(table)
    layer_table.finish(entry.conn, table, public=True)
    count = entry.conn.exec_driver_sql(f'SELECT count(*) FROM layer_data."{table}"').scalar_one()
    meta = LayerMeta(slug=slug, title=slug, source="bench", access="publik", invented=True)
    version = LayerVersion(
        **meta.words(),
        version=number,
        kind="vektor",
        table_name=table,
        file_sha256=None,
        geometry_type=geometry,
        feature_count=count,
        attributes={"columns": [column.as_dict() for column in columns], "notes": []},
        bbox=tuple(box),  # type: ignore[arg-type]
        minzoom=0,
        maxzoom=14,
    )
    catalogue.add_version(entry, version, None)


def _column(name: str, kind: str) -> Column:
    return Column(name, kind, name)


_BUILDING = """
INSERT INTO layer_data."{table}" (fid, jenis, lantai, luas, tinggi, nama, tahun, sumber, geom)
SELECT n, (ARRAY['rumah','toko','sekolah','ibadah','kantor'])[1 + n % 5], 1 + n % 4, 40 + n % 200,
       3.5 + n % 9,
       'Bangunan ' || n, 1950 + n % 70, (ARRAY['survei','citra','laporan'])[1 + n % 3],
       ST_Multi(ST_SetSRID(ST_MakePolygon(ST_MakeLine(ARRAY[
           ST_MakePoint(x, y), ST_MakePoint(x + w, y + w * .1), ST_MakePoint(x + w * .9, y + w),
           ST_MakePoint(x - w * .1, y + w * .9), ST_MakePoint(x, y)])), 4326))
FROM (SELECT n, t.lon + r * cos(a) AS x, t.lat + r * sin(a) AS y, 0.00008 + 0.00002 * (n % 7) AS w
      FROM (SELECT n, 0.055 * sqrt(random()) AS r, 2 * pi() * random() AS a, 1 + n % {towns} AS town
            FROM generate_series({first}, {last}) AS n) AS placed
      JOIN unnest(CAST(:lon AS float[]), CAST(:lat AS float[])) WITH ORDINALITY AS t (lon, lat, town)
        ON t.town = placed.town) AS shaped
"""
_POINT = """
INSERT INTO layer_data."{table}" (fid, jenis, nilai, waktu, geom)
SELECT n, (ARRAY['petir','api','banjir','angin'])[1 + n % 4], n % 1000,
       timestamptz '2016-01-01' + (n * interval '10 years' / {count}),
       ST_SetSRID(ST_MakePoint(t.lon + r * cos(a), t.lat + r * sin(a)), 4326)
FROM (SELECT n, 0.3 * random() * random() AS r, 2 * pi() * random() AS a, 1 + n % {towns} AS town
      FROM generate_series(1, {count}) AS n) AS placed
JOIN unnest(CAST(:lon AS float[]), CAST(:lat AS float[])) WITH ORDINALITY AS t (lon, lat, town)
  ON t.town = placed.town
"""


def _middles() -> dict[str, list[float]]:
    return {"lon": [lon for lon, _ in towns()], "lat": [lat for _, lat in towns()]}


def _buildings(entry: Entry, count: int) -> None:
    kinds = {"jenis": "text", "lantai": "bigint", "luas": "bigint", "tinggi": "double precision"}
    kinds |= {"nama": "text", "tahun": "bigint", "sumber": "text"}

    def fill(table: str) -> None:
        entry.conn.execute(sa.text("SELECT setseed(0.19)"))
        for first in range(1, count + 1, 100_000):
            last = min(count, first + 99_999)
            entry.conn.execute(
                sa.text(_BUILDING.format(table=table, first=first, last=last, towns=TOWNS)), _middles()
            )

    enter(entry, "bangunan", [_column(*pair) for pair in kinds.items()], "MULTIPOLYGON", BOX, fill)


def _points(entry: Entry, slug: str, count: int) -> None:
    kinds = {"jenis": "text", "nilai": "bigint", "waktu": "timestamptz"}

    def fill(table: str) -> None:
        entry.conn.execute(sa.text("SELECT setseed(0.19)"))
        entry.conn.execute(sa.text(_POINT.format(table=table, count=count, towns=TOWNS)), _middles())

    enter(entry, slug, [_column(*pair) for pair in kinds.items()], "POINT", BOX, fill)


def _areas(entry: Entry, count: int, vertices: int) -> None:
    kinds = {"kode": "text", "nama": "text", "luas": "double precision", "penduduk": "bigint"}
    columns = [_column(*pair) for pair in kinds.items()]

    def fill(table: str) -> None:
        with layer_table.copying(entry.conn, table, columns) as out:
            out.set_types(["int8", "text", "text", "float8", "int8", "bytea"])
            for n, shape in enumerate(coverage(count, vertices), start=1):
                wkb = shapely.to_wkb(
                    shapely.set_srid(shapely.multipolygons([shape]), 4326), include_srid=True
                )
                out.write_row((n, f"{n:04d}", f"Wilayah {n}", shape.area, n * 100, wkb))

    enter(entry, "wilayah500", columns, "MULTIPOLYGON", BOX, fill)


def coverage(count: int, vertices: int, box: tuple[float, float, float, float] = BOX) -> list[Any]:
    """`count` polygons that tile the box; neighbours share every vertex of their wriggling borders."""
    rng = np.random.default_rng(_SEED)
    west, south, east, north = box
    seeds = shapely.multipoints(
        np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])
    )
    frame = shapely.box(west, south, east, north)
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=frame))
    cells = shapely.intersection(cells, frame)
    lines = shapely.get_parts(shapely.line_merge(shapely.node(shapely.union_all(shapely.boundary(cells)))))
    length = float(shapely.length(lines).sum())
    drawn = [_wriggled(line, vertices / 2 / length, rng) for line in lines]
    return list(shapely.get_parts(shapely.polygonize(drawn)))


def _wriggled(line: Any, density: float, rng: Any) -> Any:
    """A border with midpoints displaced again and again, each time by less."""
    points = shapely.get_coordinates(line)
    wanted = max(2, math.ceil(shapely.length(line) * density))
    while len(points) < wanted:
        step = np.diff(points, axis=0)
        across = np.column_stack([-step[:, 1], step[:, 0]]) * rng.uniform(-0.04, 0.04, (len(step), 1))
        middles = points[:-1] + step / 2 + across
        points = np.insert(points, np.arange(1, len(points)), middles, axis=0)
    return shapely.linestrings(points)


def options(doc: str | None) -> argparse.ArgumentParser:
    """The arguments that benches of tiles share."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full set")
    parser.add_argument("--var", type=Path, default=None, help="keep the installation there and use it again")
    return parser


def main() -> None:
    """Make the set, and say what is in it."""
    asked = options(__doc__).parse_args()
    with seeded(asked.scale, asked.var) as made, made.database.write() as conn:
        for each in catalogue.layers(conn, ledger.LATEST):
            print(each.slug, each.feature_count)
            if asked.var is None:
                shutil.rmtree(made.var, ignore_errors=True)


if __name__ == "__main__":
    main()
