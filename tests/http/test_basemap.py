"""The operator's basemap, out of a PMTiles file made here."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from starlette.testclient import TestClient

from api.app import create_app
from gis.db import Database
from gis.settings import Settings

BODY = b"\x1a\x05tiles"


def write(path: Path) -> None:
    """An archive with one gzipped vector tile."""
    with path.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(6, 50, 32), gzip.compress(BODY))
        header = {
            "tile_type": TileType.MVT, "tile_compression": Compression.GZIP, "min_zoom": 6, "max_zoom": 6,
            "min_lon_e7": 1050000000, "min_lat_e7": -40000000,
            "max_lon_e7": 1090000000, "max_lat_e7": -10000000,
            "center_zoom": 6, "center_lon_e7": 1070000000, "center_lat_e7": -25000000,
        }  # fmt: skip
        writer.finalize(header, {"name": "Dasar", "attribution": "Uji", "vector_layers": [{"id": "jalan"}]})


@pytest.fixture
def mapped(settings: Settings, database: Database, tmp_path: Path) -> Iterator[TestClient]:
    """A client of an installation with a basemap."""
    write(tmp_path / "dasar.pmtiles")
    with_map = settings.model_copy(update={"basemap": tmp_path / "dasar.pmtiles"})
    with TestClient(create_app(with_map, database)) as client:
        yield client


def test_tiles_of_the_file(mapped: TestClient) -> None:
    document = mapped.get("/basemap").json()
    assert (document["minzoom"], document["name"], document["bounds"]) == (6, "Dasar", [105, -4, 109, -1])
    address = document["tiles"][0].format(z=6, x=50, y=32)
    answer = mapped.get(address)
    assert answer.content == BODY
    assert answer.headers["content-encoding"] == "gzip"
    assert mapped.get(address, headers={"Accept-Encoding": "identity"}).content == BODY
    assert mapped.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert mapped.get("/basemap/6/0/0.mvt").status_code == 204
    for wrong in ("6/50/32.png", "6/64/0.mvt", "40/0/0.mvt", "6/-1/0.mvt"):
        assert mapped.get(f"/basemap/{wrong}").status_code == 404, wrong


def test_the_catalogue_tells_of_it(mapped: TestClient, client: TestClient) -> None:
    address = mapped.get("/api/layers").json()["basemap"]
    assert mapped.get(address).json()["name"] == "Dasar"
    assert client.get("/api/layers").json()["basemap"] is None


def test_without_one_it_is_not_there(client: TestClient) -> None:
    assert client.get("/basemap").status_code == 404


def test_a_broken_file_is_told_of(settings: Settings, database: Database, tmp_path: Path) -> None:
    (tmp_path / "rusak.pmtiles").write_bytes(b"PMTiles" + b"\x00" * 50)
    broken = settings.model_copy(update={"basemap": tmp_path / "rusak.pmtiles"})
    with TestClient(create_app(broken, database)) as client:
        assert client.get("/basemap").status_code == 503


@pytest.mark.parametrize("slug", ["kejadian", "kecamatan"])
def test_legends(client: TestClient, slug: str) -> None:
    found = client.get(f"/api/layers/{slug}/legend").json()["legend"]
    assert all(line["label"] and line["color"].startswith("#") for line in found)
    picture = client.get(f"/api/layers/{slug}/legend.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.text.count("<text") == len(found) + 1
