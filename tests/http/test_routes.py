"""Every route: what it answers, what it refuses, and in whose words."""

import gzip
import re
import time
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from api import tokens
from gis.db import Database
from gis.viewer import Role
from tests.http.conftest import Post

NOTHING = "00000000-0000-0000-0000-000000000000"
PUBLIC = (
    "/health", "/ready", "/metrics", "/docs", "/openapi.json",
    "/api/events", "/api/summary", "/api/areas?level=2", "/api/hazards", "/api/layers",
    "/tiles/kejadian", "/tiles/kabupaten", "/styles/sigap.json", "/sheets",
    "/ogc", "/ogc/", "/ogc/conformance", "/ogc/api", "/ogc/collections", "/ogc/collections/kejadian",
    "/ogc/collections/kejadian/schema", "/ogc/collections/kejadian/items", "/ogc/collections/desa/items",
)  # fmt: skip
OFFICERS = ("/api/reports", "/api/submissions")
AS_OF = (
    "/api/events", "/api/summary", "/api/areas", "/api/layers", "/tiles/kejadian", "/styles/sigap.json",
    "/sheets", "/tiles/kejadian/5/25/16.mvt", "/tiles/kecamatan/5/25/16.mvt", "/ogc/api", "/ogc/collections",
    "/ogc/collections/kejadian", "/ogc/collections/kejadian/schema", "/ogc/collections/kejadian/items",
    "/ogc/collections/kecamatan/items/19.03.01", "/api/reports", "/api/submissions",
)  # fmt: skip


def test_every_public_address_answers(client: TestClient, officer: dict[str, str]) -> None:
    for path in PUBLIC:
        assert client.get(path).status_code == 200, path
    for path in (*PUBLIC, *OFFICERS):
        assert client.get(path, headers=officer).status_code == 200, path


def test_every_answer_carries_security_headers(client: TestClient) -> None:
    for path in (*PUBLIC, "/nihil", "/tiles/kejadian/99/0/0.mvt"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]


def test_head_answers_like_get_without_a_body(client: TestClient, post: Post) -> None:
    post()
    for path in (*PUBLIC, "/tiles/kejadian/5/25/16.mvt"):
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (200, b""), path
        assert answer.headers["content-type"] == client.get(path).headers["content-type"]
    assert client.head("/nihil").status_code == 404


def test_reads_take_any_moment(client: TestClient, post: Post, officer: dict[str, str]) -> None:
    post()
    for path in AS_OF:
        mark = "&" if "?" in path else "?"
        for moment in ("2026-01-31", "2026-01-31T07:00:00+07:00", "1", "999999", "0002-01-01"):
            answer = client.get(f"{path}{mark}as_of={quote(moment)}", headers=officer)
            assert answer.status_code in (200, 204, 404), (path, moment, answer.text[:200])
        for moment in (
            "kemarin",
            "2026-01-31T07:00:00",
            "2026-13-01",
            "-1",
            "1e3",
            "\u0661",
            "0001-01-01",
            "9999-12-31",
        ):
            answer = client.get(f"{path}{mark}as_of={quote(moment)}", headers=officer)
            assert (answer.status_code, answer.json()["where"]) == (400, "as_of"), (path, moment)


def test_the_past_is_answered_as_it_was(client: TestClient, post: Post) -> None:
    before = client.get("/api/events").json()["as_of"]["seq"]
    post()
    now = client.get("/api/events").json()
    assert (now["matched"], now["as_of"]["seq"]) == (1, before + 1)
    assert client.get(f"/api/events?as_of={before}").json()["matched"] == 0
    assert client.get(f"/api/summary?as_of={before}").json()["total"]["events"] == 0
    assert client.get(f"/tiles/kejadian/5/25/16.mvt?as_of={before}").status_code == 204
    assert client.get(f"/ogc/collections/kejadian/items?as_of={before}").json()["numberMatched"] == 0
    assert client.get("/api/events?as_of=2025-06-01").json()["matched"] == 0
    event = now["events"][0]["id"]
    assert client.get(f"/api/events/{event}?as_of={before}").status_code == 404
    assert len(client.get(f"/api/events/{event}/history").json()["states"]) == 1


def test_an_unknown_parameter_is_refused(client: TestClient, officer: dict[str, str]) -> None:
    silent = {"/health", "/ready", "/metrics", "/docs", "/openapi.json"}
    for path in (*PUBLIC, *OFFICERS, "/tiles/kejadian/5/25/16.mvt"):
        if path in silent:
            continue
        mark = "&" if "?" in path else "?"
        answer = client.get(f"{path}{mark}wilayah=19.03", headers=officer)
        assert answer.status_code == 400, path
        assert "wilayah" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("limit=0", "limit"), ("limit=10001", "limit"), ("limit=abc", "limit"), ("limit=", "limit"),
        ("bbox=1", "bbox"), ("bbox=a,b,c,d", "bbox"), ("bbox=1,2,3,nan", "bbox"), ("bbox=1,5,3,4", "bbox"),
        ("bbox=181,0,190,1", "bbox"), ("area=1903", "area"), ("area=19.99", "area"), ("area=%00", "area"),
        ("hazard=gempa", "hazard"), ("from=kemarin", "datetime"), ("to=2026-99-99", "datetime"),
        ("cursor=x", "cursor"), ("cursor=%F0%9F%8C%8A", "cursor"), ("cursor=MjAyNnww", "cursor"),
    ],
)  # fmt: skip
def test_a_bad_value_is_named(client: TestClient, query: str, where: str) -> None:
    answer = client.get(f"/api/events?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    problem = answer.json()
    assert where in (problem.get("where"), *(fault["where"] for fault in problem.get("errors", [])))
    assert problem["status"] == 400


@pytest.mark.parametrize(
    ("accept", "lang"),
    [
        ("", "id"), ("id", "id"), ("en", "en"), ("en-US,en;q=0.9,id;q=0.8", "en"), ("fr, en;q=0.3", "en"),
        ("id;q=0.2, en;q=0.9", "en"), ("en;q=0, id", "id"), ("*", "id"), ("fr", "id"), (";;q=,", "id"),
    ],
)  # fmt: skip
def test_problems_speak_the_reader_s_language(client: TestClient, accept: str, lang: str) -> None:
    words = {
        "id": ("Kode wilayah", "Nilai tidak dapat dipakai: limit: paling kecil 1"),
        "en": ("Area code", "limit"),
    }
    headers = {"Accept-Language": accept}
    answer = client.get("/api/events?area=1903", headers=headers)
    assert answer.headers["content-language"] == lang
    assert words[lang][0] in answer.json()["detail"]
    assert "19.05" in answer.json()["detail"]  # BPS 1903 is Kemendagri 19.05: said, not guessed
    assert words[lang][1] in client.get("/api/events?limit=0", headers=headers).json()["detail"]
    assert client.get("/api/events?area=1903&lang=en").json()["detail"].startswith("Area code")


def test_what_is_not_there_is_a_problem_too(client: TestClient) -> None:
    for path in (
        f"/api/events/{NOTHING}", "/api/events/x", f"/api/events/{NOTHING}/history", "/tiles/x",
        "/tiles/x/1/1/1.mvt", "/styles/x.json", "/ogc/collections/x", "/ogc/collections/x/items",
        "/ogc/collections/kejadian/items/x",
        "/sheets/x.pdf", "/s/x", "/nihil", "/api/nihil", "/" + "a" * 5000, "/%00", "/../../etc/passwd",
        "/..%2f..%2fetc/passwd", "/assets/%2e%2e/%2e%2e/etc", "/tiles/%00/1/1/1.mvt", "/%ff%fe",
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code in (400, 404), path
        assert answer.headers["content-type"] == "application/problem+json", path
    assert client.delete("/api/events").status_code == 405


IMPOSSIBLE = (
    "1/2/0", "1/0/2", "25/0/0", "99/0/0", "1/2147483647/0", "1/0/2147483648", "1/2147483648/1", "-1/0/0",
    "1/-1/0", "1/1.5/0", "1/0x1/0", "a/b/c", "1/1e0/1", "9999999999999999999999/0/0", "\u0661/0/0", "%20/0/0",
)  # fmt: skip


def test_impossible_tiles_are_not_found(client: TestClient) -> None:
    for place in IMPOSSIBLE:
        assert client.get(f"/tiles/kejadian/{place}.mvt").status_code == 404, place
    for ending in ("png", "json", "mv", "mvtx", "%2e", "html"):
        assert client.get(f"/tiles/kejadian/5/25/16.{ending}").status_code == 404, ending


def test_tiles_are_packed_only_when_asked(client: TestClient, post: Post) -> None:
    post()
    path = "/tiles/kejadian/5/25/16.mvt"
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    for accept in ("identity", "gzip;q=0", "br"):
        with client.stream("GET", path, headers={"Accept-Encoding": accept}) as answer:
            assert "content-encoding" not in answer.headers
            assert b"".join(answer.iter_raw()) == gzip.decompress(packed)
    assert client.get("/tiles/kejadian/5/25/16.pbf").content == gzip.decompress(packed)


def test_long_answers_are_packed(client: TestClient) -> None:
    answer = client.get("/api/areas", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.json()["areas"]) == 448


def test_an_unchanged_tile_is_not_sent_again(client: TestClient, post: Post) -> None:
    post()
    for path in ("/tiles/kejadian/5/25/16.mvt", "/tiles/kecamatan/5/25/16.mvt"):
        answer = client.get(path)
        etag = answer.headers["etag"]
        for header in (etag, f"W/{etag}", f'"x", {etag}', "*", f'W/"y",W/{etag}'):
            again = client.get(path, headers={"If-None-Match": header})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag), header
        for header in ('"x"', "", etag[:-2] + '"', etag.strip('"')):
            assert client.get(path, headers={"If-None-Match": header}).status_code == 200, header


def test_a_changed_tile_has_another_etag(client: TestClient, post: Post, officer: dict[str, str]) -> None:
    path = "/tiles/kejadian/5/25/16.mvt"
    before = client.get(path).headers["etag"]
    areas = client.get("/tiles/kecamatan/5/25/16.mvt").headers["etag"]
    assert client.get(path, headers=officer).headers["etag"] != before
    post()
    end = time.monotonic() + 10  # a change is heard of just after its commit
    while client.get(path).headers["etag"] == before:
        assert time.monotonic() < end
    assert client.get("/tiles/kecamatan/5/25/16.mvt").headers["etag"] == areas


def test_an_empty_tile_has_no_content(client: TestClient) -> None:
    for path in ("/tiles/kejadian/5/25/16.mvt", "/tiles/kecamatan/5/0/0.mvt"):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (204, b"")


def test_tilejson_leads_to_its_tiles(client: TestClient, post: Post) -> None:
    post()
    for slug in ("kejadian", "provinsi", "kabupaten", "kecamatan", "desa"):
        document = client.get(f"/tiles/{slug}?as_of=999").json()
        assert document["tilejson"] == "3.0.0"
        (url,) = document["tiles"]
        assert client.get(url.format(z=5, x=25, y=16)).status_code == 200
        assert {layer["id"] for layer in document["vector_layers"]} >= {slug}
        assert ("bukan batas resmi" in document["attribution"]) == (slug != "kejadian")
    style = client.get("/styles/sigap.json?as_of=1").json()
    for source in style["sources"].values():
        assert client.get(source["url"]).status_code == 200


def test_pages_of_events_stand_on_one_moment(client: TestClient, post: Post) -> None:
    from tests.http.words import REPORT

    for n in range(5):
        post(REPORT.replace("Selasa, 10/03/2026 Pkl.", f"0{n + 2}/03/2026 Pkl."))
    seen: list[str] = []
    url: str | None = "/api/events?limit=2"
    while url:
        page = client.get(url).json()
        seen += [event["id"] for event in page["events"]]
        if len(seen) == 2:
            post(REPORT.replace("Selasa, 10/03/2026 Pkl.", "08/03/2026 Pkl."))
        url = page["next"]
    assert len(seen) == len(set(seen)) == 5


def test_filters_of_events(client: TestClient, post: Post) -> None:
    post()
    for query, expected in {
        "area=19": 1, "area=19.03": 1, "area=19.03.01": 1, "area=19.01": 0, "hazard=puting_beliung": 1,
        "hazard=banjir,puting_beliung": 1, "hazard=banjir": 0, "from=2026-03-10": 1, "to=2026-03-10": 1,
        "from=2026-03-11": 0, "to=2026-03-09": 0, "from=2026-03-10&to=2026-03-10": 1, "to=9999-12-31": 1,
        "from=0002-01-01": 1, "bbox=106,-4,107,-2": 1, "bbox=106,-4,106.4551,-3.0127": 1,
        "bbox=107,-4,108,-2": 0, "bbox=106,-4,-9,107,-2,9": 1, "bbox=106,-4,-170,-2": 1,
        "from=2026-03-10T07:20:00Z": 1,
    }.items():  # fmt: skip
        assert client.get(f"/api/events?{query}").json()["matched"] == expected, query


def test_periods_reach_the_calendar_s_end(client: TestClient, database: Database, post: Post) -> None:
    post()
    analyst = {"Authorization": f"Bearer {tokens.create(database, name='analis-uji', role=Role.ANALYST)}"}
    viewers: tuple[dict[str, str], ...] = ({}, analyst)
    for headers in viewers:
        for query in ("to=9999-12-31", "from=2026-03-10&to=9999-12-15", "from=9999-12-15&to=9999-12-31"):
            answer = client.get(f"/api/summary?{query}", headers=headers)
            assert answer.status_code == 200, (query, answer.text)
            rows = answer.json()["total"]["events"]
            assert rows == (0 if query.startswith("from=9999") else 1), query
        for query in ("from=0001-01-01", "to=0001-01-01"):
            for path in ("/api/summary", "/api/changes", "/api/events"):
                assert client.get(f"{path}?{query}", headers=headers).status_code == 400, (path, query)


def test_areas_and_hazards(client: TestClient) -> None:
    regencies = client.get("/api/areas?level=2").json()
    assert len(regencies["areas"]) == 7
    assert regencies["edition"]["indicative"] is True
    south = next(area for area in regencies["areas"] if area["code"] == "19.03")
    assert south["bps_code"] == "1905"
    districts = client.get("/api/areas?parent=19.03").json()["areas"]
    assert {area["level"] for area in districts} == {3}
    hazards = client.get("/api/hazards").json()
    assert len(hazards) == 23
    assert all(re.fullmatch("#[0-9a-f]{6}", hazard["color"]) for hazard in hazards)


def test_sums_say_how_many_reported(client: TestClient, post: Post) -> None:
    from tests.http.words import REPORT

    post()
    day_before = REPORT.replace("Selasa, 10/03/2026 Pkl.", "08/03/2026 Pkl.")
    post(day_before.replace("MD : 1 orang", "MD : dalam pendataan"))
    total = client.get("/api/summary?area=19.03&level=3").json()["total"]
    assert total["events"] == 2
    assert (total["figures"]["meninggal"]["value"], total["figures"]["meninggal"]["reported"]) == (1, 1)
    assert total["figures"]["meninggal"]["of"] == 2
    assert client.get("/api/summary?area=19.03.01&level=2").status_code == 400
