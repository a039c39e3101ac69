"""Memory of taking in a 20,000 × 20,000 raster: `python -m tests.bench.bench_raster [PIXELS]`.

The raster is written block by block; a process of its own turns it into a COG and sums it up by area, and
says the most memory it held.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import rasterio
from rasterio.transform import from_bounds

from gis.catalogue import LayerMeta
from ingest import indicative, rasters, zonal


def write(path: Path, pixels: int) -> None:
    """A float32 index over the province, with structure and a hole, in blocks."""
    profile = {"driver": "GTiff", "width": pixels, "height": pixels, "count": 1, "dtype": "float32"}
    profile |= {"crs": "EPSG:4326", "nodata": -9999, "tiled": True, "blockxsize": 512, "blockysize": 512}
    transform = from_bounds(105, -3.6, 108.9, -1.4, pixels, pixels)
    random = np.random.default_rng(19)
    with rasterio.open(path, "w", **profile, transform=transform, bigtiff="yes") as raster:
        for _, window in raster.block_windows(1):
            shape = (window.height, window.width)
            block = (random.random(shape) * 0.2 + (window.col_off / pixels) * 0.8).astype("float32")
            raster.write(np.where(block < 0.02, -9999, block).astype("float32"), 1, window=window)


def take_in(path: Path) -> None:
    """What `sigap ingest` does with the file, short of the database."""
    meta = LayerMeta(slug="uji", title="Uji", source="Uji")
    start = time.perf_counter()
    source = rasters.read_raster(path, path.name, meta=meta)
    with source.keeper:
        cog = path.with_name("cog.tif")
        rasters.write_cog(source, cog)
        made = time.perf_counter()
        print(f"COG: peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        zones = list(zonal.statistics(cog, indicative.build().shapes, meta.style))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"COG {made - start:.0f} s, {len(zones)} areas {time.perf_counter() - made:.0f} s, peak {peak:.0f} MB"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--take-in"]:
        take_in(Path(sys.argv[2]))
    else:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "besar.tif"
            write(file, int(sys.argv[1]) if sys.argv[1:] else 20_000)
            print(f"{file.stat().st_size / 1e6:.0f} MB")
            subprocess.run(
                [sys.executable, "-m", "tests.bench.bench_raster", "--take-in", str(file)], check=True
            )
