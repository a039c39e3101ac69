"""Raster files become layers, or are refused with words that say what to do."""

import io
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.transform import from_origin

from gis import ledger, zones
from gis.db import Database
from gis.errors import InvalidInput, SigapError
from gis.files import Files
from gis.geo import Tile
from gis.viewer import PUBLIC
from layers import layer, rasters
from tests.db.test_layers_in import Send, one_layer


def hazard_index(
    path: Path, *, crs: str | None = "EPSG:3395", nodata: float | None = -9999, hole: float = -9999
) -> bytes:
    """A 120 × 100 raster of 1 km in World Mercator around Bangka: thirds of 0.1, 0.5, 0.9 and a hole."""
    data = np.full((100, 120), 0.1, dtype="float32")
    data[:, 40:80], data[:, 80:] = 0.5, 0.9
    data[:20, :20] = hole
    profile = {"driver": "GTiff", "width": 120, "height": 100, "count": 1, "dtype": "float32"}
    profile |= {"transform": from_origin(11790000, -240000, 1000, 1000), "crs": crs, "nodata": nodata}
    with rasterio.open(path, "w", **profile) as raster:
        raster.write(data, 1)
    return path.read_bytes()


def test_a_hazard_index_becomes_a_cog_and_png_tiles(
    database: Database, send: Send, files: Files, tmp_path: Path
) -> None:
    content = hazard_index(tmp_path / "index.tif")
    send(content, "indeks.tif", slug="bahaya", title="Indeks bahaya", source_date=date(2025, 1, 1))
    version = one_layer(database, "bahaya")
    assert version.file_sha256
    with rasterio.open(files.path(version.file_sha256)) as cog:
        assert cog.crs.to_epsg() == 3395
        assert cog.nodata == -9999
        assert cog.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    with database.read(PUBLIC) as conn:
        found = layer.find(conn, "bahaya", ledger.resolve(conn))
    picture = rasters.tile(files, found, Tile(6, 50, 32))
    assert picture.startswith(b"\x89PNG")
    assert rasters.tile(files, found, Tile(6, 0, 0)) == b""
    assert rasters.value(files, found, 106.0, -2.5) == pytest.approx(0.1)
    assert rasters.value(files, found, 100.0, -2.5) is None


def test_rasters_that_say_too_little_are_refused(send: Send, tmp_path: Path) -> None:
    for content, code in (
        (hazard_index(tmp_path / "a.tif", crs=None), "tanpa_crs"),
        (hazard_index(tmp_path / "b.tif")[:200], "raster_tidak_terbaca"),
        (hazard_index(tmp_path / "c.tif", crs="EPSG:32748"), "di_luar_provinsi"),
    ):
        with pytest.raises(SigapError) as caught:
            send(content, "indeks.tif")
        assert caught.value.code == code


def test_a_raster_without_crs_is_taken_when_it_is_said(
    database: Database, send: Send, tmp_path: Path
) -> None:
    send(hazard_index(tmp_path / "a.tif", crs=None), "indeks.tif", crs="EPSG:3395")
    assert one_layer(database).kind == "raster"


def test_an_index_is_summed_up_by_area(database: Database, send: Send, files: Files, tmp_path: Path) -> None:
    send(hazard_index(tmp_path / "index.tif"), "indeks.tif", slug="bahaya")
    version = one_layer(database, "bahaya")
    with database.read(PUBLIC) as conn:
        found = {row["code"]: row for row in zones.of_version(conn, version, 2, None)}
        tengah = found["19.04"]
    assert tengah["min"] == pytest.approx(0.1)
    assert sum(each["share"] for each in tengah["classes"]) == pytest.approx(1, abs=0.001)
    assert sum(each["km2"] for each in tengah["classes"]) == pytest.approx(2254 * tengah["share"], rel=0.1)
    assert [each["low"] for each in tengah["classes"]] == [low for low, _ in zones.INDEX_THIRDS]


def test_a_text_grid_becomes_a_layer(database: Database, send: Send, tmp_path: Path) -> None:
    rows = "\n".join(" ".join(str((x + y) % 3 / 2) for x in range(40)) for y in range(30))
    head = "ncols 40\nnrows 30\nxllcorner 105.5\nyllcorner -3\ncellsize 0.02\nNODATA_value -9999\n"
    with pytest.raises(InvalidInput, match="coordinate system"):
        send((head + rows).encode(), "indeks.asc")
    send((head + rows).encode(), "indeks.asc", crs="EPSG:4326")
    assert one_layer(database).kind == "raster"


def test_a_ramp_runs_between_its_colours(
    database: Database, send: Send, files: Files, tmp_path: Path
) -> None:
    ramp = [{"value": 0, "color": "#000000"}, {"value": 1, "color": "#ffffff"}]
    send(hazard_index(tmp_path / "index.tif"), "indeks.tif", slug="bahaya", style={"ramp": ramp})
    with database.read(PUBLIC) as conn:
        found = layer.find(conn, "bahaya", ledger.resolve(conn))
    for form, magic in (("PNG", b"\x89PNG"), ("WEBP", b"RIFF")):
        picture = rasters.tile(files, found, Tile(6, 50, 32), form=form)
        assert picture.startswith(magic)
        seen = np.asarray(Image.open(io.BytesIO(picture)).convert("RGBA"))
        greys = set(np.unique(seen[..., 0][seen[..., 3] > 0]).tolist())
        assert greys == {26, 128, 229}  # 0.1, 0.5 and 0.9


@pytest.mark.parametrize("nodata", [float("nan"), None])
def test_cells_that_are_no_number_have_no_value(
    database: Database,
    send: Send,
    files: Files,
    tmp_path: Path,
    nodata: float | None,
) -> None:
    content = hazard_index(tmp_path / "index.tif", nodata=nodata, hole=float("nan"))
    send(content, "indeks.tif", slug="bahaya")
    version = one_layer(database, "bahaya")
    assert version.attributes["raster"]["min"] == pytest.approx(0.1)
    with database.read(PUBLIC) as conn:
        found = layer.find(conn, "bahaya", ledger.resolve(conn))
        figures = [row["mean"] for row in zones.of_version(conn, version, 2, None)]
    assert figures
    assert all(0.1 <= mean <= 0.9 for mean in figures)
    assert rasters.value(files, found, 105.95, -2.2) is None
    assert rasters.tile(files, found, Tile(6, 50, 32)).startswith(b"\x89PNG")
