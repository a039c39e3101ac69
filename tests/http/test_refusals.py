"""What a refusal says: what was wrong, where, and what would be accepted, in both languages."""

import json
from datetime import datetime, timedelta

import pytest
from starlette.testclient import TestClient

from api import tokens
from gis.db import Database
from gis.viewer import Role
from gis.zone import WIB
from tests.http.conftest import Post

JSON = {"Content-Type": "application/json"}
NOTHING = "00000000-0000-0000-0000-000000000000"

TAKEN = {
    "/api/events": "GET, HEAD",
    "/api/session": "GET, HEAD, POST, DELETE",
    "/api/tokens/0": "DELETE",
    "/api/candidates/x/accept": "POST",
    "/tiles/kejadian/5/25/16.mvt": "GET, HEAD",
    "/ogc/collections/kejadian/items": "GET, HEAD",
    "/": "GET, HEAD",
    "/docs": "GET, HEAD",
}


@pytest.mark.parametrize(("path", "methods"), TAKEN.items())
def test_an_address_says_which_methods_it_takes(client: TestClient, path: str, methods: str) -> None:
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - set(methods.split(", ")):
        answer = client.request(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, methods), method
        assert methods in answer.json()["detail"]
        english = client.request(method, path, headers={"Accept-Language": "en"}).json()["detail"]
        assert english == f"This address takes only {methods}"
    answer = client.options(path)
    assert (answer.status_code, answer.content, answer.headers["allow"]) == (204, b"", methods)


def test_an_unknown_address_is_no_matter_of_methods(client: TestClient) -> None:
    for path in ("/api/nihil", "/s/x/y", "/ogc/nihil", "/sheets/x/y"):
        assert client.get(path).json()["code"] == "halaman", path


def test_a_part_of_the_web_map_is_never_sent(client: TestClient) -> None:
    whole = client.get("/")
    if whole.status_code == 503:
        pytest.skip("the web map is not built")
    for wanted in ("bytes=0-0", "bytes=9999999-", "bytes=5-2", "bytes=a-b", "lines=1-2"):
        answer = client.get("/", headers={"Range": wanted})
        assert (answer.status_code, answer.content) == (200, whole.content), wanted
    assert whole.headers["accept-ranges"] == "none"


BODIES = (
    b"", b"{", b"[]", b"null", b"1", b'"x"', b"[" * 100_000, b'{"a":' * 20_000, b"\xff{}",
    b'{"reason": ' + b"9" * 10_000 + b"}", b'{"reason": "\\ud800"}', b'{"reason": NaN}',
    b'{"reason": "x", "lain": 1}', b'{"reason": "x\\u0000y"}',
)  # fmt: skip
TAKE_BODIES = (
    "/api/reports/verify", "/api/reports/x/link", "/api/reports/x/correct", "/api/reports/x/sign",
    "/api/reports/x/sign/withdraw", "/api/events/x/merge", "/api/events/x/unmerge", "/api/status",
    "/api/status/x/extend", "/api/status/x/end", "/api/status/x/withdraw", "/sheets",
)  # fmt: skip


@pytest.mark.parametrize("path", TAKE_BODIES)
def test_a_body_that_is_none_is_told_where_and_what(
    client: TestClient, officer: dict[str, str], path: str
) -> None:
    headers = {**officer, "Content-Type": "application/json"}
    for body in BODIES:
        for language in ("id", "en"):
            answer = client.post(path, content=body, headers={**headers, "Accept-Language": language})
            problem = answer.json()
            assert (answer.status_code, answer.headers["content-language"]) == (400, language), body[:40]
            assert problem["code"], body[:40]
            assert problem["where"], body[:40]
            assert not (language == "id" and "hould" in problem["detail"]), problem["detail"]


def test_a_mistyped_field_is_not_taken_for_one_left_out(
    client: TestClient, officer: dict[str, str], post: Post
) -> None:
    (item,) = post().json()["items"]
    for path, body in {
        f"/api/reports/{item['report']}/link": {"reason": "x", "evnt": item["event"]},
        f"/api/reports/{item['report']}/check": {"resaon": "x"},
    }.items():
        answer = client.post(path, json=body, headers=officer)
        (wrong,) = answer.json()["errors"]
        assert (answer.status_code, wrong["what"]) == (400, "tidak dikenal"), path
        assert wrong["where"] in body
    links = client.get(f"/api/reports/{item['report']}/links", headers=officer).json()["links"]
    assert len(links) == 1


def test_a_character_that_cannot_be_kept_is_named(
    client: TestClient, officer: dict[str, str], post: Post
) -> None:
    (item,) = post().json()["items"]
    for body, where in (
        ({"reason": "a\0b", "into": item["event"]}, "reason"),
        ({"reason": "x", "into": "\0"}, "into"),
    ):
        problem = client.post(f"/api/events/{item['event']}/merge", json=body, headers=officer).json()
        assert (problem["where"], problem["errors"][0]["what"]) == (where, "tidak boleh memuat karakter NUL")
    change = {"reason": "x", "figures": [{"kind": "meninggal", "value": 1, "raw": "\0"}]}
    problem = client.post(f"/api/reports/{item['report']}/correct", json=change, headers=officer).json()
    assert problem["where"] == "figures.0.raw"


def test_half_a_character_is_named(client: TestClient, officer: dict[str, str], post: Post) -> None:
    (item,) = post().json()["items"]
    path = f"/api/reports/{item['report']}"
    for sent, body, where in (
        ("correct", {"reason": "\ud800"}, "reason"),
        ("correct", {"reason": "x", "hazard": "\ud800"}, "hazard"),
        ("correct", {"reason": "x", "place": {"areas": ["\udfff"]}}, "place"),
        ("correct", {"reason": "x", "figures": [{"kind": "meninggal", "raw": "\ud800"}]}, "figures.0.raw"),
        ("check", {"\ud800": "x"}, "body"),
    ):
        content = json.dumps(body)
        answer = client.post(f"{path}/{sent}", content=content, headers={**officer, **JSON})
        assert (answer.status_code, answer.json()["where"].removesuffix(".areas")) == (400, where), body


def test_a_form_without_a_named_file_says_what_it_needs(client: TestClient, trusted: dict[str, str]) -> None:
    answer = client.post(
        "/api/submissions",
        content=b"junk that is no form",
        headers={**trusted, "Content-Type": "multipart/form-data; boundary=x"},
    )
    assert (answer.status_code, answer.json()["code"], answer.json()["where"]) == (400, "formulir", "file")
    assert "'file'" in answer.json()["detail"]


def test_a_form_in_no_charset_or_with_two_values_is_refused(
    client: TestClient, trusted: dict[str, str]
) -> None:
    def part(head: str, content: str) -> str:
        return f'--x\r\nContent-Disposition: form-data; name="{head}\r\n\r\n{content}\r\n'

    file = part('file"; filename="a.txt"', "Banjir di Toboali")
    for charset, fields, where in (
        ("undefined", part('channel"', "wa"), "file"),
        ("utf-8", part('channel"', "wa") + part('channel"', "surel"), "channel"),
        ("utf-8", part('channel"', "w\0a"), "channel"),
    ):
        headers = {**trusted, "Content-Type": f"multipart/form-data; boundary=x; charset={charset}"}
        content = f"{file}{fields}--x--\r\n".encode()
        answer = client.post("/api/submissions", content=content, headers=headers)
        assert (answer.status_code, answer.json()["where"]) == (400, where)


def test_a_parameter_that_says_two_things_is_refused(client: TestClient) -> None:
    for path, name in {
        "/api/events?hazard=banjir&hazard=kebakaran_permukiman": "hazard",
        "/api/summary?from=2026-01-01&to=2026-02-01&from=2025-01-01": "from",
        "/ogc/collections/desa/items?kode_induk=19.03.01&kode_induk=19.03.02": "kode_induk",
        "/tiles/kejadian/5/25/16.mvt?area=19.03&area=19.01": "area",
    }.items():
        answer = client.get(path)
        assert (answer.status_code, answer.json()["where"]) == (400, name), path
    assert client.get("/api/events?area=19.03&area=19.03").status_code == 200


def test_a_parameter_with_nul_is_named(client: TestClient, officer: dict[str, str]) -> None:
    for path in ("/api/submissions?kind=%00", "/api/jobs?task=a%00b", "/ogc/collections/desa/items?nama=%00"):
        answer = client.get(path, headers=officer)
        name = path.partition("?")[2].partition("=")[0]
        assert (answer.status_code, answer.json()["where"]) == (400, name), path
        assert "NUL" in answer.json()["detail"]


def test_a_body_without_an_end_is_cut_off_for_anyone(client: TestClient) -> None:
    for path in ("/api/reports/verify", "/api/session", "/sheets"):
        endless = (b" " * (1 << 20) for _ in range(50))
        answer = client.post(path, content=endless, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["where"]) == (413, "body"), path
        assert answer.json()["code"] == "terlalu_besar"


def test_a_period_that_ends_before_it_begins_is_refused(client: TestClient, officer: dict[str, str]) -> None:
    for path in ("/api/events", "/api/summary", "/api/reports", "/api/submissions", "/api/candidates"):
        answer = client.get(f"{path}?from=2026-02-01&to=2026-01-01", headers=officer)
        assert (answer.status_code, answer.json()["where"]) == (400, "from"), path
        assert client.get(f"{path}?from=2026-02-01&to=2026-02-01", headers=officer).status_code == 200, path


def test_a_day_without_dashes_is_no_entry_of_the_ledger(client: TestClient, post: Post) -> None:
    post()
    for day in ("20200101", "2020-01-01"):
        assert client.get(f"/api/events?as_of={day}").json()["matched"] == 0, day
    refused = client.get("/api/events?as_of=20991231")
    assert (refused.status_code, refused.json()["code"]) == (400, "as_of_mendatang")
    assert client.get("/api/events?as_of=20209999").json()["matched"] == 1  # no day, so a number


def test_no_one_knows_what_will_be_known(client: TestClient, post: Post) -> None:
    post()
    now = datetime.now(WIB)
    tomorrow = (now + timedelta(days=1)).isoformat()
    later = (now + timedelta(minutes=30)).isoformat()  # also today, or the next day: neither has come
    for path in (
        "/api/events",
        "/api/summary",
        "/ogc/collections/kejadian/items",
        "/tiles/kejadian/5/25/16.mvt",
    ):
        for moment in ("2999-01-01", tomorrow, later):
            answer = client.get(path, params={"as_of": moment})
            assert (answer.status_code, answer.json()["where"]) == (400, "as_of"), path
        fast_clock = (datetime.now(WIB) + timedelta(minutes=2)).isoformat()
        for moment in (datetime.now(WIB).date().isoformat(), fast_clock):
            assert client.get(path, params={"as_of": moment}).status_code == 200, path


def test_an_erasure_names_one_thing(client: TestClient, database: Database) -> None:
    admin = {"Authorization": f"Bearer {tokens.create(database, name='admin-uji', role=Role.ADMIN)}"}
    both = {"submission": NOTHING, "report": NOTHING}
    for named in ({}, both):
        answer = client.post("/api/erasures", json={"reason": "diminta", **named}, headers=admin)
        assert (answer.status_code, answer.json()["code"]) == (400, "sasaran")
