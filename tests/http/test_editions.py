"""An edition of the areas that will be valid later draws no map of today."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from gis import derive, ledger, zone
from gis.db import Database
from gis.editions import load_index
from ingest import areas
from tests.db.test_areas import BOX
from tests.registers import OFFICER, event_of, keep, listed, told

TILE = "/tiles/kabupaten/7/101/64.mvt"


def test_reads_use_the_edition_of_the_moment_asked(
    client: TestClient, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = zone.today()
    path = tmp_path / "batas.geojson"
    path.write_text(BOX)
    before = client.get(TILE).content
    areas.import_areas(
        database, path, by="uji", slug="depan", title="Mulai besok", valid_from=today + timedelta(days=1),
        despite_errors=True,
    )  # fmt: skip

    def drawn_by(query: str = "") -> set[str | None]:
        listed_first = client.get(f"/api/areas/editions{query}").json()["editions"][0]["slug"]
        used = client.get(f"/api/areas{query}").json()["edition"]["slug"]
        summary = client.get(f"/api/summary{query}").json()["edition"]
        with database.read(OFFICER) as conn:
            asked = ledger.resolve(conn, ledger.parse_as_of(query.partition("=")[2]))
            index = load_index(conn, asked).edition
        assert (summary == "Mulai besok") == (used == "depan")
        return {listed_first, used, index}

    assert drawn_by() == {areas.INDICATIVE_SLUG}
    assert client.get(TILE).content == before
    monkeypatch.setattr(zone, "today", lambda: today + timedelta(days=1))
    assert drawn_by() == {"depan"}
    assert client.get(TILE).content != before
    assert drawn_by(f"?as_of={today}") == {areas.INDICATIVE_SLUG}


def test_an_event_is_named_by_the_edition_its_place_was_found_by(database: Database) -> None:
    event: UUID = event_of(keep(database, told()))
    (named,) = [each["name"] for each in listed(database)]
    with ledger.entry(database, by="uji", why="nama baru") as entry:
        fresh = entry.conn.execute(
            sa.text(
                "INSERT INTO area_edition (slug, title, decree, valid_from, indicative, source, entry) "
                "VALUES ('depan', 'Depan', '', :start, true, '', :entry) RETURNING id"
            ),
            {"start": date(2090, 1, 1), "entry": entry.id},
        ).scalar_one()
        entry.conn.execute(
            sa.text(
                "INSERT INTO area (edition_id, code, level, kind, name, parent, aliases, label_point, "
                "radius_m, entry) SELECT :fresh, code, level, kind, 'Nama Baru', parent, aliases, "
                "label_point, radius_m, :entry FROM area"
            ),
            {"fresh": fresh, "entry": entry.id},
        )
        entry.touch([event])
    assert [each["name"] for each in listed(database)] == [named]
    assert derive.check(database)[1] == 0
