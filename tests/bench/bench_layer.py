"""Taking in a layer beside `ogr2ogr` with COPY: `python -m tests.bench.bench_layer [FEATURES]`.

Both write the same GeoPackage of building polygons into the same cluster. SIGAP also keeps a copy in
EPSG:3857 and indexes both geometries; ogr2ogr indexes its one. Memory is the most that SIGAP's process held.
Needs `ogr2ogr` (Debian: gdal-bin).
"""

import subprocess
import sys
import time
from pathlib import Path

from gis import postgis
from tests.bench.bench_bnpb import run_on_terminal
from tests.bench.place import installation, print_table


def write(path: Path, count: int) -> None:
    """Small rectangles in forty towns, with seven attributes."""
    import geopandas as gpd
    import numpy as np
    import pyogrio
    import shapely

    random = np.random.default_rng(19)
    towns = random.uniform([105.3, -3.0], [106.8, -1.8], (40, 2))
    centre = towns[random.integers(0, 40, count)] + random.normal(0, 0.02, (count, 2))
    half = random.uniform(5e-5, 2e-4, (count, 2))
    frame = gpd.GeoDataFrame(
        {
            "nama": [f"Bangunan {n}" for n in range(count)],
            "kelas": random.choice(["rumah", "toko", "sekolah"], count),
            "lantai": random.integers(1, 4, count),
            "luas": random.random(count) * 200,
            "tahun": random.integers(1980, 2026, count),
            "kode": [f"19.01.{n % 47:02d}" for n in range(count)],
            "skor": random.random(count),
        },
        geometry=shapely.box(*(centre - half).T, *(centre + half).T),
        crs=4326,
    )
    pyogrio.write_dataframe(frame, path, driver="GPKG")


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if sys.argv[1:] else 1_000_000
    with installation() as var:
        path = var.parent / "bangunan.gpkg"
        # In a process of its own: a child's peak of memory begins with its parent's.
        subprocess.run(
            [sys.executable, "-m", "tests.bench.bench_layer", "--write", str(path), str(count)], check=True
        )
        with postgis.running(var) as cluster:  # both meet a server that is up
            others = _ogr2ogr(path, cluster.url(postgis.SUPERUSER, database="postgres"))
            ran = run_on_terminal(
                ["ingest", str(path), "--slug", "bangunan", "--title", "Bangunan", "--source", "Uji"], var
            )
    if ran.status:
        sys.exit(ran.screen.decode())
    print_table(
        f"A layer of {count:,} polygons, {path.name}",
        ("", "seconds", "features a second"),
        [
            ("ogr2ogr, COPY, one index", f"{others:.1f}", f"{count / others:,.0f}"),
            ("sigap ingest, 3857 column, two indexes", f"{ran.seconds:.1f}", f"{count / ran.seconds:,.0f}"),
            ("rate beside ogr2ogr", f"{others / ran.seconds:.2f}", "at least 0.8"),
            ("peak memory, MB", f"{ran.peak_mb:.0f}", "< 400"),
        ],
    )


def _ogr2ogr(path: Path, url: str) -> float:
    """Seconds that ogr2ogr takes for the same file, into a database of its own in the same cluster."""
    subprocess.run(["psql", url, "-qc", "CREATE EXTENSION IF NOT EXISTS postgis"], check=True)
    start = time.perf_counter()
    command = [
        "ogr2ogr",
        "-f",
        "PostgreSQL",
        f"PG:{url}",
        str(path),
        "-nln",
        "bangunan",
        "-lco",
        "SCHEMA=public",
    ]
    subprocess.run([*command, "--config", "PG_USE_COPY", "YES"], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
