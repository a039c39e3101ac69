"""Area editions in the database: what set-up writes, what an import changes, what the past keeps."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from gis import desk, ledger, tables
from gis.db import Database
from gis.editions import load_index
from gis.errors import Conflict
from gis.report import Occurrence
from ingest import areas
from ingest.locate import locate
from tests.registers import NOON, OFFICER, keep, told

Moments = Callable[[Database], ledger.Moment]


def test_set_up_writes_every_area_of_an_indicative_edition(database: Database, moment_of: Moments):
    with database.read() as conn:
        index = load_index(conn, moment_of(database))
    assert index.indicative
    assert len(index.areas) == 448
    assert index.locate(106.11, -2.13, 3) != []
    assert index.geometry("19.71.01.1004") is None
    assert areas.ensure_indicative(database) is None


def test_an_index_is_read_once_per_edition(database: Database, moment_of: Moments):
    with database.read() as conn:
        assert load_index(conn, moment_of(database)) is load_index(conn, moment_of(database))


def test_before_the_first_edition_the_first_one_serves(database: Database):
    with database.read() as conn:
        assert load_index(conn, ledger.Moment(0, None)).edition == areas.INDICATIVE_SLUG


def test_official_boundaries_become_the_newest_edition(
    database: Database, shared_data: Path, moment_of: Moments
):
    before = moment_of(database)
    outcome = areas.import_areas(
        database, shared_data / "batas_babel.gpkg", by="uji", slug="uji-2023", title="Batas uji"
    )
    assert outcome.edition_id
    assert outcome.errors == 0
    with database.read() as conn:
        past, now = load_index(conn, before), load_index(conn, moment_of(database))
    assert (past.indicative, now.indicative) == (True, False)
    assert now.finest_level == 4
    assert now.geometry("19.05.01.1008") is None  # Keranggan: no polygon, but a point and a radius
    assert now.radius_m("19.05.01.1008") > 0
    lon, lat = now.point("19.01.01.1001")
    assert now.locate(lon, lat, 4) == ["19.01.01.1001"]


BOX = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kode":"19.01"},"geometry":'
    '{"type":"Polygon","coordinates":[[[105.9,-2.1],[106,-2.1],[106,-2],[105.9,-2],[105.9,-2.1]]]}}]}'
)


def test_a_report_is_placed_by_the_edition_of_its_day(database: Database, tmp_path: Path, moment_of: Moments):
    path = tmp_path / "batas.geojson"
    path.write_text(BOX)
    old = areas.import_areas(
        database,
        path,
        by="uji",
        slug="lama",
        title="Sampai 2019",
        valid_from=date(2010, 1, 1),
        valid_to=date(2019, 12, 31),
        despite_errors=True,
    )
    then: dict[str, Any] = {"occurrence": Occurrence.day(NOON.replace(year=2018)), "areas": ("19.01",)}
    with database.read(OFFICER) as conn:
        index = load_index(conn, moment_of(database))
    both = [locate(each, index) for each in (told(**then), told(areas=("19.01",)))]
    ((_, before), (_, now)) = keep(database, *both).reports
    with database.read(OFFICER) as conn:
        assert index.edition == areas.INDICATIVE_SLUG  # an edition of the past draws no map of today
        assert index.on(date(2018, 5, 1)).edition == "lama"
        assert index.on(date(2020, 1, 1)).edition == "lama"  # nearer in time than 2025
        assert index.on(date(2026, 1, 1)) is index
        seq = moment_of(database).seq
        places = [desk.file(conn, key, seq=seq)["locations"] for key in (before, now)]
    assert [[place["edition"] for place in each] for each in places] == [["lama"], [areas.INDICATIVE_SLUG]]
    areas.import_areas(database, path, by="uji", slug="baru", title="Baru", despite_errors=True)
    with database.read(OFFICER) as conn:
        assert load_index(conn, moment_of(database)).edition == "baru"
        again = desk.file(conn, now, seq=moment_of(database).seq)["locations"]
    assert again == places[1]
    assert old.edition_id


def test_generalised_copies_get_coarser_and_lose_no_area(
    database: Database, shared_data: Path, moment_of: Moments
):
    areas.import_areas(database, shared_data / "batas_babel.gpkg", by="uji", slug="uji", title="Batas uji")
    with database.write() as conn:
        rows = conn.execute(
            sa.text(
                "SELECT zoom, count(*), sum(ST_NPoints(geom_3857)), bool_and(ST_IsValid(geom_3857)) "
                "FROM area_gen WHERE level = 4 GROUP BY zoom ORDER BY zoom"
            )
        ).all()
    points = [row[2] for row in rows]
    assert points == sorted(points)
    assert all(row[1] in (391, 393) and row[3] for row in rows[:-1])


def test_a_slug_is_taken_once_and_nothing_is_left_of_the_second(
    database: Database, shared_data: Path, moment_of: Moments
):
    file = shared_data / "batas_babel.gpkg"
    areas.import_areas(database, file, by="uji", slug="uji", title="Batas uji", layer="batas_kabupaten")
    before = moment_of(database)
    with pytest.raises(Conflict):
        areas.import_areas(database, file, by="uji", slug="uji", title="Batas uji", layer="batas_kabupaten")
    assert moment_of(database) == before


def test_a_file_with_errors_stays_out_unless_told_otherwise(
    database: Database, tmp_path: Path, moment_of: Moments
):
    path = tmp_path / "batas.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kode":"19.01"},"geometry":'
        '{"type":"Polygon","coordinates":[[[105.9,-2.1],[106,-2.1],[106,-2],[105.9,-2],[105.9,-2.1]]]}}]}'
    )
    before = moment_of(database)
    outcome = areas.import_areas(database, path, by="uji", slug="sebagian", title="Sebagian")
    assert outcome.edition_id is None
    assert outcome.errors
    assert moment_of(database) == before
    forced = areas.import_areas(
        database, path, by="uji", slug="sebagian", title="Sebagian", despite_errors=True
    )
    assert forced.edition_id
    with database.write() as conn:
        assert (
            conn.scalar(
                sa.select(sa.func.count()).select_from(tables.area).filter_by(edition_id=forced.edition_id)
            )
            == 448
        )
