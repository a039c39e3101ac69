"""Rasters of an ImageServer: put together from tiles, all asked for again only where something changed."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import rasterio
import sqlalchemy as sa

from gis.db import Database
from gis.errors import SigapError
from gis.files import Files
from gis.settings import Settings
from ingest.remote import imageserver
from tests import portal as portals
from tests import remotes
from tests.portal import GRID, Portal

BOX = {"bbox": "105.3,-3.2,106.9,-1.9"}


@pytest.fixture
def portal() -> Iterator[Portal]:
    with portals.running() as running:
        columns, rows = GRID[3:]
        running.values = np.linspace(0, 1, columns * rows, dtype="float32").reshape(rows, columns)
        yield running


def test_an_image_server_by_tiles(database: Database, own: Settings, portal: Portal) -> None:
    remotes.register(database, portal, "imageserver", slug="indeks", options=BOX)
    done = remotes.refresh(database, own, "indeks")
    assert done.outcome == "baru"
    asked = portal.pages_of("/exportImage")
    assert len(asked) == 1 + done.figures["pages"] > 3  # a picture of the whole first
    version = remotes.newest(database, "indeks")
    assert version.kind == "raster"
    with rasterio.open(Files(own.files).path(str(version.file_sha256))) as raster:
        west, north, cell, _, _ = portals.GRID
        column, row = round((raster.bounds.left - west) / cell), round((north - raster.bounds.top) / cell)
        values = raster.read(1)
        assert raster.nodata == -1
        assert raster.crs.to_epsg() == 3395
    expected = portal.values[row : row + values.shape[0], column : column + values.shape[1]]
    np.testing.assert_array_equal(values, expected)


def fetch(database: Database, own: Settings, portal: Portal) -> Any:
    """The raster as it is kept, its cells masked where they have no value."""
    remotes.register(database, portal, "imageserver", slug="indeks", options=BOX)
    assert remotes.refresh(database, own, "indeks").outcome == "baru"
    version = remotes.newest(database, "indeks")
    with rasterio.open(Files(own.files).path(str(version.file_sha256))) as raster:
        return raster.read(1, masked=True)


def means(database: Database) -> list[float | None]:
    """What the zonal statistics say of each area that the raster covers."""
    with database.write() as conn:
        return list(conn.execute(sa.text("SELECT figures -> 'mean' FROM zonal_statistic")).scalars())


@pytest.mark.parametrize(
    "told", [{}, {"noDataValue": None}, {"noDataValue": "NaN"}, {"in_tiles": float("nan")}]
)
def test_cells_that_are_no_number_have_no_value(
    database: Database, own: Settings, portal: Portal, told: dict[str, Any]
) -> None:
    portal.says = told
    portal.values[:, ::2] = np.nan
    portal.values[0, 1] = np.inf
    kept = fetch(database, own, portal)
    assert 0.4 < kept.mask.mean() < 0.6
    assert np.isfinite(kept.compressed()).all()
    assert kept.compressed().min() >= 0
    assert means(database)
    assert all(mean is not None and 0 <= mean <= 1 for mean in means(database))


def test_a_raster_without_any_value(database: Database, own: Settings, portal: Portal) -> None:
    portal.values[:] = np.nan
    assert fetch(database, own, portal).mask.all()
    assert means(database) == []


def test_a_value_for_none_that_no_cell_can_have(database: Database, own: Settings, portal: Portal) -> None:
    portal.values = (portal.values * 3).astype("uint8")  # and -1 stands for none
    assert not np.ma.is_masked(fetch(database, own, portal))


@pytest.mark.parametrize(
    "told",
    [
        {"pixelSizeX": float("nan")},
        {"pixelSizeX": "NaN"},
        {"pixelSizeY": "inf"},
        {"pixelSizeX": -1000},
        {"pixelSizeX": 1e-300},
        {"extent": {"xmin": "NaN", "ymin": 0, "xmax": 1, "ymax": 1, "spatialReference": {"wkid": 3395}}},
        {"extent": {"xmin": 0, "ymin": 0, "xmax": 1, "ymax": 1, "spatialReference": {"wkid": 3395}}},
        {"extent": {"xmin": 0, "ymin": 0, "xmax": 1, "ymax": 1, "spatialReference": "x"}},
        {"bandCount": 3},
        {"bandCount": "x"},
    ],
)
def test_a_grid_that_cannot_be(
    database: Database, own: Settings, portal: Portal, told: dict[str, Any]
) -> None:
    portal.says = told
    remotes.register(database, portal, "imageserver", slug="indeks", options=BOX)
    with pytest.raises(SigapError):
        remotes.refresh(database, own, "indeks")


def test_nothing_but_a_picture_is_asked_for_while_nothing_changes(
    database: Database, own: Settings, portal: Portal
) -> None:
    fetch(database, own, portal)
    whole = len(portal.asked)
    assert whole > 5
    assert remotes.refresh(database, own, "indeks").outcome == "sama"
    assert len(portal.asked) == whole + 2
    portal.values[100:180, 50:250] += 0.5
    assert remotes.refresh(database, own, "indeks").outcome == "baru"


def test_what_the_service_says_of_itself_is_heeded(database: Database, own: Settings, portal: Portal) -> None:
    fetch(database, own, portal)
    whole = len(portal.asked)
    portal.says = {"maxValues": [0.98]}
    assert (
        remotes.refresh(database, own, "indeks").outcome == "sama"
    )  # it says so, but the cells are the same
    assert len(portal.asked) == 2 * whole
    assert remotes.refresh(database, own, "indeks").outcome == "sama"
    assert len(portal.asked) == 2 * whole + 2


def test_all_of_it_is_asked_for_when_told_and_once_a_week(
    database: Database, own: Settings, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(database, own, portal)
    whole = len(portal.asked)
    remotes.refresh(database, own, "indeks", force=True)
    assert len(portal.asked) == 2 * whole
    monkeypatch.setattr(imageserver, "WHOLE_DAYS", 100_000)  # another week
    assert remotes.refresh(database, own, "indeks").outcome == "sama"
    assert len(portal.asked) == 3 * whole


def test_a_service_that_does_not_shrink_is_asked_for_all(
    database: Database, own: Settings, portal: Portal
) -> None:
    portal.shrinks = False
    fetch(database, own, portal)
    whole = len(portal.asked)
    assert remotes.refresh(database, own, "indeks").outcome == "sama"
    assert len(portal.asked) == 2 * whole
