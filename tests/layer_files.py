"""Vector files written byte by byte, with what our own writers leave out: measures, arcs, rings left open."""

import io
import sqlite3
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

ROAD = [(106.4, -3.0, 5.0, 0.0), (106.5, -3.0, 6.0, 11.1), (106.5, -3.1, 7.0, 22.2)]


def arcs(points: Sequence[tuple[float, float]]) -> bytes:
    """WKB of a string of arcs."""
    return struct.pack("<BII", 1, 8, len(points)) + np.array(points, "<f8").tobytes()


def line(points: Sequence[tuple[float, float]]) -> bytes:
    """WKB of a line."""
    return struct.pack("<BII", 1, 2, len(points)) + np.array(points, "<f8").tobytes()


def collected(kind: int, *parts: bytes) -> bytes:
    """WKB of what is made of other geometries: compound curves, curved polygons, multi ones."""
    return struct.pack("<BII", 1, kind, len(parts)) + b"".join(parts)


def polygon(*rings: Sequence[tuple[float, float]]) -> bytes:
    """WKB of a polygon, its rings as they are given."""
    body = b"".join(struct.pack("<I", len(ring)) + np.array(ring, "<f8").tobytes() for ring in rings)
    return struct.pack("<BII", 1, 3, len(rings)) + body


def line_zm(points: Sequence[tuple[float, ...]]) -> bytes:
    """ISO WKB of a line with heights and measures."""
    return struct.pack("<BII", 1, 3002, len(points)) + np.array(points, "<f8").tobytes()


def geopackage(folder: Path, geometries: Sequence[bytes], kind: str, *, z: int = 0, m: int = 0) -> bytes:
    """A GeoPackage whose geometries are these bytes of WKB."""
    path = folder / "x.gpkg"
    path.unlink(missing_ok=True)
    plain = gpd.GeoDataFrame({"nama": ["?"]}, geometry=[shapely.Point(106, -3)], crs=4326)
    pyogrio.write_dataframe(plain, path, layer="x", SPATIAL_INDEX="NO")
    head = b"GP\x00\x01" + struct.pack("<i", 4326)
    with sqlite3.connect(path) as held:
        for name in ("trigger_insert_feature_count_x", "trigger_delete_feature_count_x"):
            held.execute(f'DROP TRIGGER IF EXISTS "{name}"')
        held.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = ?, z = ?, m = ?", (kind, z, m))
        held.execute("DELETE FROM x")
        rows_in = [(head + wkb, f"Fitur {n}") for n, wkb in enumerate(geometries, 1)]
        held.executemany("INSERT INTO x (geom, nama) VALUES (?, ?)", rows_in)
        held.execute("UPDATE gpkg_ogr_contents SET feature_count = ?", (len(rows_in),))
    held.close()
    return path.read_bytes()


def shapefile(folder: Path, *lines: Sequence[tuple[float, ...]]) -> bytes:
    """A zipped shapefile of lines with measures (PolyLineM), as Esri describes it."""
    records, index = b"", b""
    for number, points in enumerate(lines, 1):
        xy = b"".join(struct.pack("<2d", *point[:2]) for point in points)
        measures = [point[-1] for point in points]
        box = struct.pack("<4d", *np.min(points, axis=0)[:2], *np.max(points, axis=0)[:2])
        body = struct.pack("<i", 23) + box + struct.pack("<3i", 1, len(points), 0) + xy
        body += struct.pack(f"<{2 + len(points)}d", min(measures), max(measures), *measures)
        index += struct.pack(">2i", (100 + len(records)) // 2, len(body) // 2)
        records += struct.pack(">2i", number, len(body) // 2) + body
    every = np.vstack(lines)
    sides = (*every.min(0)[:2], *every.max(0)[:2], 0, 0, every[:, -1].min(), every[:, -1].max())

    def headed(body: bytes) -> bytes:
        size = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + len(body)) // 2)
        return size + struct.pack("<2i8d", 1000, 23, *sides) + body

    plain = gpd.GeoDataFrame(
        {"nama": [f"Jalan {n}" for n in range(len(lines))]},
        geometry=[shapely.LineString([p[:2] for p in points]) for points in lines],
        crs=4326,
    )
    plain.to_file(folder / "x.shp")
    (folder / "x.shp").write_bytes(headed(records))
    (folder / "x.shx").write_bytes(headed(index))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in folder.glob("x.*"):
            archive.write(part, part.name)
    return packed.getvalue()
