"""Which addresses are called, when a layer is due, and how GeoJSON is turned round."""

from datetime import UTC, datetime, timedelta

import pytest

from gis.errors import InvalidInput, SigapError
from gis.remote import RemoteLayer
from gis.zone import WIB
from ingest.remote import features, schedule
from ingest.remote.asking import retry_after_s
from ingest.remote.guard import Guard, is_public
from ingest.remote.source import with_query

META = {"title": "Posko", "source": "Uji"}
HOME = "https://peta.contoh.go.id/ogc/collections/a"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
    ],
)  # fmt: skip
def test_addresses_that_are_nobodys_business(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "103.10.64.1", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_addresses_of_the_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]"])
def test_names_of_this_machine(host: str) -> None:
    with pytest.raises(SigapError):
        Guard(()).addresses(host.strip("[]"), 80)
    assert Guard(("localhost:80",)).addresses("localhost", 80)
    with pytest.raises(InvalidInput):
        Guard(("localhost:80",)).addresses("localhost", 81)


@pytest.mark.parametrize(
    ("link", "called"),
    [
        ("https://peta.contoh.go.id/ogc/x?a=1", "https://peta.contoh.go.id/ogc/x?a=1"),
        ("http://peta.contoh.go.id/ogc/x", "https://peta.contoh.go.id/ogc/x"),
        ("https://PETA.contoh.go.id:443/x", "https://PETA.contoh.go.id:443/x"),
        ("https://lain.contoh.go.id/x", None),
        ("https://peta.contoh.go.id:8443/x", None),
        ("https://peta.contoh.go.id@lain.id/x", None),
        ("file:///etc/passwd", None),
        ("ftp://peta.contoh.go.id/x", None),
        ("https://peta.contoh.go.id:99999/x", None),
        ("https://[::1/x", None),
        ("https://teman.id/x", "https://teman.id/x"),
    ],
)
def test_where_a_link_may_lead(link: str, called: str | None) -> None:
    guard = Guard(("teman.id",))
    if called is None:
        with pytest.raises(InvalidInput):
            guard.check_onward(HOME, link)
    else:
        assert guard.check_onward(HOME, link) == called


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "ftp"},
        {"url": "file:///etc/passwd"},
        {"url": "https://nama:sandi@contoh.id/x"},
        {"url": "https:///x"},
        {"options": {"lain": "1"}},
        {"options": {"axis": "zx"}},
        {"options": {"bbox": "1,2,3"}},
        {"meta": {"title": "Tanpa sumber"}},
        {"meta": META | {"akses": "publik"}},
        {"meta": META | {"source_date": "kemarin"}},
        {"meta": META | {"slug": "lain"}},
        {"meta": META | {"mode": "append"}},
        {"meta": META | {"title": 7}},
        {"meta": META | {"satu_data": {"entah": "x"}}},
        {"slug": "kejadian"},
        {"slug": "A B"},
    ],
)
def test_what_cannot_be_registered(told: dict[str, object]) -> None:
    good = {"slug": "posko", "kind": "ogc", "url": HOME, "meta": META}
    RemoteLayer(**good)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput):
        RemoteLayer(**{**good, **told})  # type: ignore[arg-type]


def test_when_a_layer_is_due() -> None:
    noon = datetime(2026, 3, 1, 12, 0, tzinfo=WIB)
    assert schedule.due_at("6h", noon) == noon + timedelta(hours=6)
    assert schedule.due_at("1d", noon) == noon + timedelta(days=1)
    assert schedule.due_at("0 2 * * *", noon) == datetime(2026, 3, 2, 2, 0, tzinfo=WIB)
    assert schedule.due_at("* * * * *", noon) == noon + timedelta(minutes=5)
    layer = RemoteLayer(slug="posko", kind="ogc", url=HOME, meta=META, schedule="6h", since=noon)
    assert not schedule.due(layer, None, noon + timedelta(hours=5))
    assert schedule.due(layer, None, noon + timedelta(hours=6))
    assert not schedule.due(layer, noon + timedelta(hours=6), noon + timedelta(hours=7))
    for wrong in ("", "4m", "h", "tiap hari", "0 2 * *", "* * * * * *", "61 * * * *", "٣h", "9" * 50 + "d"):
        with pytest.raises(InvalidInput):
            schedule.due_at(wrong, noon)


def test_how_long_a_server_wants_to_rest() -> None:
    assert retry_after_s("120") == 120
    later = datetime.now(UTC) + timedelta(seconds=600)
    found = retry_after_s(later.strftime("%a, %d %b %Y %H:%M:%S GMT"))
    assert found is not None
    assert 590 < found <= 600
    assert retry_after_s("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert retry_after_s("segera") is None
    assert retry_after_s(None) is None


def test_own_parameters_are_kept_and_ours_are_put_in_place() -> None:
    url = "https://contoh.id/ows?map=a%20b&REQUEST=GetCapabilities&kosong="
    assert with_query(url, {"request": "GetFeature", "count": 5, "tidak": None}) == (
        "https://contoh.id/ows?map=a+b&kosong=&request=GetFeature&count=5"
    )


def test_turning_round_and_back_is_nothing() -> None:
    ring = [[106.0, -2.0], [106.1, -2.0], [106.1, -2.1], [106.0, -2.0]]
    told = [
        {"id": 1, "properties": {}, "geometry": {"type": "Point", "coordinates": [106.0, -2.0, 7.5]}},
        {"id": 2, "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}},
        {"id": 3, "properties": {}, "geometry": None},
        {
            "id": 4,
            "properties": {},
            "geometry": {
                "type": "GeometryCollection",
                "geometries": [{"type": "LineString", "coordinates": [[106.0, -2.0], [106.5, -2.5]]}],
            },
        },
    ]
    assert not features.swapped(told, "uji")
    before = features.from_json(told, "uji")
    features.turned(told)
    assert told[0]["geometry"]["coordinates"] == [-2.0, 106.0, 7.5]  # type: ignore[index]
    assert features.swapped(told, "uji")
    features.turned(told)
    assert list(features.from_json(told, "uji")) == list(before)


def test_a_polygon_of_esri_keeps_its_hole(tmp_path: object) -> None:
    import json
    from pathlib import Path

    import shapely

    place = Path(str(tmp_path)) / "jawaban"
    outer = [[106, -3], [106, -2], [107, -2], [107, -3], [106, -3]]
    hole = [[106.2, -2.8], [106.8, -2.8], [106.8, -2.2], [106.2, -2.2], [106.2, -2.8]]
    told = {
        "geometryType": "esriGeometryPolygon",
        "spatialReference": {"wkid": 4326},
        "features": [
            {"attributes": {"n": 1}, "geometry": {"rings": [outer, hole]}},
            {"attributes": {"n": 2}},
        ],
    }
    place.write_text(json.dumps(told))
    first, second = features.of_esri(place, told, "uji")
    assert shapely.from_geojson(json.dumps(first["geometry"])).area == pytest.approx(1 - 0.36)
    assert (second["properties"], second["geometry"]) == ({"n": 2}, None)
