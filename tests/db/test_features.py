"""Pages of features: complete, exact at their edges, the same as of any moment."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from gis import ledger
from gis.db import Database
from gis.errors import NotFound
from gis.geo import BBox
from gis.report import Location, Occurrence, Precision, Report
from gis.viewer import PUBLIC, Viewer
from layers import features
from layers.filter import Filter
from tests.registers import NOON, OFFICER, TOBOALI, event_of, figure, keep, listed, told

LON, LAT = 106.4567891, -3.0123456


def spot(lon: float = LON, lat: float = LAT, **more: Any) -> Report:
    place = Location(
        areas=(TOBOALI,), lonlat=(lon, lat), precision=Precision.SPOT, uncertainty_m=20, method="koordinat"
    )
    return told(figure("rumah_rusak_berat", 12), location=place, **more)


def page(
    database: Database,
    slug: str = "kejadian",
    *,
    after: int | None = None,
    offset: int = 0,
    viewer: Viewer = PUBLIC,
    as_of: int | None = None,
    **more: Any,
) -> features.FeaturePage:
    with database.read(viewer) as conn:
        asked = Filter(viewer=viewer, moment=ledger.resolve(conn, as_of), **more)
        return features.items(conn, features.collection(conn, slug, asked), asked, after=after, offset=offset)


def parsed(found: features.FeaturePage) -> list[dict[str, Any]]:
    return [json.loads(text) for text in found.features]


def test_an_event_is_geojson_with_its_figures(database: Database) -> None:
    event = event_of(keep(database, spot()))
    found = page(database)
    (feature,) = parsed(found)
    assert (feature["type"], feature["id"], found.matched) == ("Feature", str(event), 1)
    assert feature["geometry"] == {"type": "Point", "coordinates": [106.456789, -3.012346]}
    assert feature["properties"]["rumah_rusak_berat"] == 12
    assert feature["properties"]["kode_wilayah"] == TOBOALI


def test_properties_are_those_declared(database: Database) -> None:
    keep(database, spot())
    with database.read() as conn:
        asked = Filter(moment=ledger.resolve(conn))
        declared = {each.id: set(each.properties) for each in features.collections(conn, asked)}
    assert set(declared) == {"kejadian", "provinsi", "kabupaten", "kecamatan", "desa"}
    for slug, names in declared.items():
        for feature in parsed(page(database, slug)):
            assert set(feature["properties"]) <= names


def test_a_coarse_event_is_its_area(database: Database) -> None:
    place = Location(
        areas=("19.03.01", "19.03.06"),
        lonlat=None,
        precision=Precision.REGENCY,
        uncertainty_m=1,
        method="nama",
    )
    keep(database, told(areas=("19.03.01", "19.03.06"), location=place))
    (feature,) = parsed(page(database))
    assert feature["geometry"]["type"] == "MultiPolygon"


@pytest.mark.parametrize("gap", [1e-7, 1e-6, 1e-5])
def test_a_box_is_exact_where_single_precision_is_not(database: Database, gap: float) -> None:
    # A float32 holds 106.45 degrees to some 8e-6 only, so `&&` would take in what lies just outside.
    keep(database, spot())
    west, south = LON - 1, LAT - 1
    assert page(database, bbox=BBox(west, south, LON, LAT)).matched == 1
    assert page(database, bbox=BBox(west, south, LON - gap, LAT)).matched == 0
    assert page(database, bbox=BBox(west, south, LON, LAT - gap)).matched == 0
    assert page(database, bbox=BBox(LON + gap, south, LON + 1, 0)).matched == 0
    with database.read() as conn:
        from layers import events

        asked = Filter(moment=ledger.resolve(conn), bbox=BBox(west, south, LON - gap, LAT))
        assert events.list_events(conn, asked).matched == 0


def test_a_box_across_the_date_line(database: Database) -> None:
    keep(database, spot())
    assert page(database, bbox=BBox(106, -4, -170, 0)).matched == 1
    assert page(database, bbox=BBox(107, -4, -170, 0)).matched == 0


def test_a_coarse_event_is_found_anywhere_in_its_area(database: Database) -> None:
    place = Location(
        areas=("19.03",), lonlat=None, precision=Precision.REGENCY, uncertainty_m=1, method="nama"
    )
    keep(database, told(areas=("19.03",), location=place))
    assert page(database, bbox=BBox(106.29, -2.79, 106.3, -2.78)).matched == 1
    assert page(database, bbox=BBox(107.6, -2.8, 107.7, -2.7)).matched == 0


def test_nothing_is_ever_at_null_island(database: Database) -> None:
    keep(database, spot(), told(), told(areas=()), told(areas=("19",)))
    assert page(database).matched == 4
    assert page(database, bbox=BBox(-1, -1, 1, 1)).matched == 0
    assert all(event["lonlat"][0] > 104 for event in listed(database))


@pytest.mark.parametrize("slug", ["kejadian", "kecamatan"])
@pytest.mark.parametrize("limit", [1, 7, 47, 100])
def test_pages_have_no_gaps_and_no_repeats(database: Database, slug: str, limit: int) -> None:
    keep(database, *(spot(106.4 + n / 1000) for n in range(20)))
    every = [feature["id"] for feature in parsed(page(database, slug, limit=10_000))]
    by_cursor, after = [], None
    while True:
        found = page(database, slug, limit=limit, after=after)
        by_cursor += [feature["id"] for feature in parsed(found)]
        assert found.matched == len(every)
        after = found.last_key
        if after is None:
            break
    by_offset = [
        feature["id"]
        for offset in range(0, len(every), limit)
        for feature in parsed(page(database, slug, limit=limit, offset=offset))
    ]
    assert by_cursor == by_offset == every
    assert len(set(every)) == len(every)


def test_counting_stops_at_its_limit(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(database, *(spot(106.4 + n / 1000) for n in range(4)))
    monkeypatch.setattr(features, "COUNT_LIMIT", 3)
    assert page(database, limit=1).matched is None
    assert page(database, limit=1, area="19.01").matched == 0


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-10T05:00", None, 1),  # the minute itself, in UTC
        (None, "2026-03-10T05:00", 1),  # closed at the end
        ("2026-03-10T05:00", "2026-03-10T05:00", 1),
        ("2026-03-10T05:01", None, 0),  # an occurrence is half open
        (None, "2026-03-10T04:59", 0),
        ("2026-01-01T00:00", "2026-12-31T00:00", 1),
    ],
)
def test_a_period_is_closed(database: Database, start: str | None, end: str | None, expected: int) -> None:
    keep(database, spot(occurrence=Occurrence.minute(NOON)))
    period = tuple(moment and datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (start, end))
    assert page(database, period=period).matched == expected


@pytest.mark.parametrize(("slug", "key"), [("kecamatan", "19.03.01"), ("desa", TOBOALI)])
def test_one_area_by_its_code(database: Database, slug: str, key: str) -> None:
    with database.read() as conn:
        asked = Filter(moment=ledger.resolve(conn))
        feature = json.loads(features.item(conn, features.collection(conn, slug, asked), key, asked))
    assert (feature["id"], feature["properties"]["kode"]) == (key, key)
    assert feature["properties"]["indikatif"] is True


@pytest.mark.parametrize("key", ["", "x", "0", "'; DROP TABLE area;--", "19.03", "9" * 40, "\u0660"])
@pytest.mark.parametrize("slug", ["kejadian", "kecamatan"])
def test_an_unknown_feature_is_not_found(database: Database, slug: str, key: str) -> None:
    with database.read() as conn:
        asked = Filter(moment=ledger.resolve(conn))
        found = features.collection(conn, slug, asked)
        with pytest.raises(NotFound):
            features.item(conn, found, key, asked)


def test_drafts_are_for_officers_and_the_past_stays(database: Database) -> None:
    keep(database, spot())
    with database.read() as conn:
        before = ledger.resolve(conn).seq
    keep(database, spot(106.5), verified=False)
    keep(database, spot(106.6))
    assert page(database).matched == 2
    assert page(database, viewer=OFFICER).matched == 3
    assert page(database, as_of=before).matched == 1
    assert page(database, as_of=0).matched == 0


def test_an_event_is_one_feature_at_every_moment_it_was_known(database: Database) -> None:
    loaded = keep(database, spot())
    event = event_of(loaded)
    with database.read() as conn:
        asked = Filter(moment=ledger.resolve(conn))
        found = features.collection(conn, "kejadian", asked)
        assert json.loads(features.item(conn, found, str(event), asked))["id"] == str(event)
        past = Filter(moment=ledger.resolve(conn, 1))
        with pytest.raises(NotFound):
            features.item(conn, found, str(event), past)
