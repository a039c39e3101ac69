"""Taking in a layer beside `ogr2ogr` with COPY.

    .venv/bin/python -m tests.bench.bench_layer [--features 1000000] [--keep FILE.gpkg]

Both write the same GeoPackage of building polygons into the same cluster, each from the start of its program
to its end. ogr2ogr is left as it comes: it makes its index first, and COPY fills it. SIGAP also checks every
geometry, keeps the original file and each geometry in EPSG:3857 too, which it indexes. Memory is the most
that SIGAP's process held. Needs `ogr2ogr` (Debian: gdal-bin).
"""

import argparse
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
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--features", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="write the file here, or use it if it is there")
    parser.add_argument("--write-only", action="store_true", help="no more than that")
    asked = parser.parse_args()
    if asked.write_only:
        write(asked.keep, asked.features)
        return
    with installation() as var:
        path = asked.keep or var.parent / "bangunan.gpkg"
        if not path.exists():
            # In a process of its own: a child's peak of memory begins with its parent's.
            command = [sys.executable, "-m", "tests.bench.bench_layer", "--write-only", "--keep", str(path)]
            subprocess.run([*command, "--features", str(asked.features)], check=True)
        measure(path, asked.features, var)


def measure(path: Path, count: int, var: Path) -> None:
    """Let both take the file in, one after the other, and print what it took."""
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
            ("sigap ingest, 3857 column, its index", f"{ran.seconds:.1f}", f"{count / ran.seconds:,.0f}"),
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
    main()
