"""Layers of other servers: each protocol whole; a new version where something changed, and only there."""

import pytest

from gis.db import Database
from gis.settings import Settings
from tests import portal as portals
from tests import remotes
from tests.portal import Portal


def names_of(database: Database) -> list[str]:
    return sorted(row["nama"] for row in remotes.rows(database))


def whole(database: Database, portal: Portal) -> None:
    """Every row is there, once, in its place."""
    found = sorted((row["nama"], row["kapasitas"], row["lon"], row["lat"]) for row in remotes.rows(database))
    assert found == sorted(
        (row["nama"], row["kapasitas"], round(row["lon"], 6), round(row["lat"], 6)) for row in portal.rows
    )


@pytest.mark.parametrize("kind", ["ogc", "wfs", "arcgis"])
def test_every_page_arrives_and_what_is_unchanged_makes_no_version(
    database: Database, own: Settings, portal: Portal, kind: str
) -> None:
    remotes.register(database, portal, kind)
    done = remotes.refresh(database, own)
    assert (done.outcome, done.version, done.figures["features"], done.figures["pages"]) == ("baru", 1, 25, 3)
    whole(database, portal)
    again = remotes.refresh(database, own)
    assert (again.outcome, again.version) == ("sama", 1)
    assert again.figures["unchanged_pages"] == 3  # asked for conditionally, answered by 304
    portal.rows[12]["kapasitas"] = 7
    changed = remotes.refresh(database, own)
    assert (changed.outcome, changed.version, changed.figures["unchanged_pages"]) == ("baru", 2, 2)
    whole(database, portal)
    portal.rows[12]["kapasitas"] = 130
    assert remotes.refresh(database, own).version == 3  # the same bytes as the first: a version all the same
    whole(database, portal)


@pytest.mark.parametrize("kind", ["ogc", "wfs", "arcgis"])
def test_another_order_is_no_change(database: Database, own: Settings, portal: Portal, kind: str) -> None:
    portal.etags = False
    remotes.register(database, portal, kind)
    remotes.refresh(database, own)
    portal.rows.reverse()
    assert remotes.refresh(database, own).outcome == "sama"


@pytest.mark.parametrize("number", [4326, 32748, 23834])
def test_ogc_in_the_system_of_its_header(
    database: Database, own: Settings, portal: Portal, number: int
) -> None:
    portal.crs = f"EPSG:{number}"
    remotes.register(database, portal, "ogc")
    remotes.refresh(database, own)
    whole(database, portal)


def test_wfs_as_gml_in_both_versions(database: Database, own: Settings, portal: Portal) -> None:
    portal.json = False
    for slug, version in (("dua", "2.0.0"), ("satu", "1.1.0")):
        remotes.register(database, portal, "wfs", slug=slug, options={"version": version})
        done = remotes.refresh(database, own, slug)
        assert (done.figures["features"], done.figures["pages"]) == (25, 3)
        first = next(row for row in remotes.rows(database, slug) if row["nama"] == "Posko 1")
        assert (first["kapasitas"], first["lon"], first["lat"]) == (10, 106.001, -2.5005)
    asked = portal.pages_of("/wfs")
    assert {"maxFeatures", "typeName"} <= set(asked[-1])
    assert any({"count", "typeNames"} <= set(query) for query in asked)


def test_wfs_with_latitude_first_is_turned_round(database: Database, own: Settings, portal: Portal) -> None:
    portal.turned = True
    remotes.register(database, portal, "wfs")
    remotes.refresh(database, own)
    whole(database, portal)


def test_wfs_layer_by_its_short_name_and_in_a_box(database: Database, own: Settings, portal: Portal) -> None:
    url = f"{portal.address}/wfs?map=peta&request=GetCapabilities"
    options = {"layer": "posko", "bbox": "105,-4,108,-1"}
    remotes.register(database, portal, "wfs", url=url, options=options)
    remotes.refresh(database, own)
    for query in portal.pages_of("/wfs"):
        assert query["map"] == "peta"  # what the server itself needs is kept
    last = portal.pages_of("/wfs")[-1]
    assert last["bbox"] == "-4.0000000,105.0000000,-1.0000000,108.0000000,urn:ogc:def:crs:EPSG::4326"
    assert last["request"] == "GetFeature"


def test_arcgis_times_and_nulls(database: Database, own: Settings, portal: Portal) -> None:
    portal.rows[3]["kapasitas"] = None
    for slug, as_json in (("geo", True), ("esri", False)):
        portal.json = as_json
        remotes.register(database, portal, "arcgis", slug=slug)
        remotes.refresh(database, own, slug)
        found = {row["objectid"]: row for row in remotes.rows(database, slug)}
        assert len(found) == 25
        assert found[4]["kapasitas"] is None
        assert found[4]["diubah"].isoformat() == "2025-10-09T08:53:24+00:00"
        assert (found[4]["lon"], found[4]["lat"]) == (106.004, -2.502)


def test_arcgis_that_gives_fewer_than_asked_for(database: Database, own: Settings, portal: Portal) -> None:
    portal.cut = True
    remotes.register(database, portal, "arcgis")
    done = remotes.refresh(database, own)
    assert (done.figures["features"], done.figures["pages"]) == (25, 7)
    whole(database, portal)


@pytest.mark.parametrize("cut", [False, True])
def test_arcgis_without_paging(database: Database, own: Settings, portal: Portal, cut: bool) -> None:
    portal.pages, portal.cut = False, cut
    portal.rows = [row for row in portals.posts(60) if row["objectid"] % 2]  # ids with gaps
    remotes.register(database, portal, "arcgis")
    assert remotes.refresh(database, own).figures["features"] == 30
    whole(database, portal)


def test_arcgis_says_when_it_was_edited(database: Database, own: Settings, portal: Portal) -> None:
    portal.edited = 1_760_000_000_000
    remotes.register(database, portal, "arcgis")
    remotes.refresh(database, own)
    assert str(remotes.newest(database).source_date) == "2025-10-09"
    before = len(portal.asked)
    again = remotes.refresh(database, own)
    assert (again.outcome, again.version) == ("sama", 1)
    assert len(portal.asked) - before == 2  # the layer itself and the count
    assert remotes.refresh(database, own, force=True).outcome == "baru"
    portal.edited += 1
    portal.rows[0]["nama"] = "Posko baru"
    assert remotes.refresh(database, own).outcome == "baru"
    assert "Posko baru" in names_of(database)


def test_words_of_satu_data_live_on(database: Database, own: Settings, portal: Portal) -> None:
    meta = remotes.META | {"satu_data": {"produsen": "BPBD"}}
    remotes.register(database, portal, "ogc", meta=meta)
    remotes.refresh(database, own)
    remotes.register(database, portal, "ogc")
    portal.rows[0]["nama"] = "Lain"
    remotes.refresh(database, own)
    assert remotes.newest(database).attributes["satu_data"] == {"produsen": "BPBD"}


def test_what_was_rolled_back_stays_until_the_source_changes(
    database: Database, own: Settings, portal: Portal
) -> None:
    from gis import catalogue, ledger

    remotes.register(database, portal, "ogc")
    remotes.refresh(database, own)
    portal.rows[0]["nama"] = "Keliru"
    remotes.refresh(database, own)
    with ledger.entry(database, by="uji", why="rollback") as entry:
        catalogue.rollback(entry, "posko", 1)
    assert remotes.refresh(database, own).outcome == "sama"
    assert "Keliru" not in names_of(database)
    portal.rows[0]["nama"] = "Benar"
    assert remotes.refresh(database, own).outcome == "baru"
    assert "Benar" in names_of(database)
