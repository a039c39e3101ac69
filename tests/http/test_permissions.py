"""The one table of permissions holds: every role at every route, and no route without a permission."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api import tokens
from api.permissions import GRANTED, Permission
from gis.db import Database
from gis.viewer import Role
from tests.http.permission_table import PAGE, Guarded, application, guarded, page

ROUTES = tuple(guarded(application()))
NIHIL = "01980000-0000-7000-8000-000000000000"
FILLED = {"z": "5", "x": "25", "y": "16", "ending:str": "mvt", "layer": "kejadian", "collection": "kejadian"}
FILLED |= {"style": "sigap", "path:path": "tidak-ada", "name": "tidak.ada", "code": "tidak-ada"}
ENDLESS = "/api/live"  # answers for as long as one listens


@pytest.fixture
def headers(database: Database) -> dict[Role, dict[str, str]]:
    """Headers of a token of each role; none for the public."""
    area, sector = {Role.REGENCY: "19.03"}, {Role.SECTOR: "kesehatan"}
    made: dict[Role, dict[str, str]] = {
        role: {
            "Authorization": "Bearer "
            + tokens.create(database, name=role, role=role, area=area.get(role), sector=sector.get(role))
        }
        for role in Role
        if role is not Role.PUBLIC
    }
    return {Role.PUBLIC: {}, **made}


def test_every_route_declares_what_it_needs() -> None:
    assert [each for each in ROUTES if not each.permissions] == []
    assert len(ROUTES) > 60


def test_whatever_changes_something_needs_more_than_everyone_has() -> None:
    # Logging in and out, and one's own password, which asks for the one so far.
    own = {("POST", "/api/session"), ("DELETE", "/api/session"), ("PUT", "/api/session/password")}
    unsafe = {
        each[:2] for each in ROUTES if each.method != "GET" and Permission.READ_PUBLIC in each.permissions
    }
    assert unsafe == own


def test_every_permission_is_somebody_s_and_the_public_only_reads() -> None:
    assert set(GRANTED) == set(Permission)
    assert all(GRANTED.values())
    assert [each for each in Permission if Role.PUBLIC in GRANTED[each]] == [Permission.READ_PUBLIC]


def test_the_page_says_what_the_table_says() -> None:
    told = PAGE.read_text("utf-8")
    assert told == page(application()), "write it anew: python -m tests.http.permission_table"


def allowed(route: Guarded, role: Role) -> bool:
    """What the table says."""
    return any(role in GRANTED[permission] for permission in route.permissions)


@pytest.mark.parametrize("role", Role)
def test_every_route_lets_in_whom_the_table_says_and_no_other(
    client: TestClient, headers: dict[Role, dict[str, str]], role: Role
) -> None:
    wrong = []
    for route in ROUTES:
        for status in _asked(client, route, role, headers[role]):
            if allowed(route, role) is (status in (401, 403)) and not _special(route):
                wrong.append((role, route.method, route.path, status))
            if not allowed(route, role) and not _special(route):
                assert status == (401 if role is Role.PUBLIC else 403), route
    assert wrong == []


def _special(route: Guarded) -> bool:
    # /metrics is open to this machine, where the test is; logging in and one's own password are for people.
    return route.path in ("/metrics", "/api/session", "/api/session/password")


def _asked(client: TestClient, route: Guarded, role: Role, headers: dict[str, str]) -> Iterator[int]:
    if route.path == ENDLESS:
        return
    if route.permissions == (Permission.SUBMIT, Permission.SUBMIT_LAYER):  # each for its own kind of file
        layer = {"slug": "uji", "title": "Uji", "source": "Uji"} if role is Role.ANALYST else {}
        file = ("uji.txt", b"bukan layer")
        answer = client.post(route.path, headers=headers, files={"file": file}, data=layer)
        yield answer.status_code
        return
    path = re.sub(r"{([\w:]+)}", lambda name: FILLED.get(name[1], NIHIL), route.path)
    yield client.request(route.method, path, headers=headers).status_code
    if route.method not in ("GET", "DELETE"):
        yield client.request(route.method, path, headers=headers, json={}).status_code


def test_a_scope_takes_away_and_never_gives(client: TestClient, database: Database) -> None:
    def bearer(**more: object) -> dict[str, str]:
        return {"Authorization": f"Bearer {tokens.create(database, name='program', **more)}"}  # type: ignore[arg-type]

    sender = bearer(role="pusdalops", scope=["kirim"])
    assert client.get("/api/reports", headers=sender).status_code == 403
    assert client.get("/api/events", headers=sender).status_code == 200
    text = {**sender, "Content-Type": "text/plain"}
    assert client.post("/api/submissions", content=b"halo", headers=text).status_code == 201
    assert client.get("/api/session", headers=sender).json()["permissions"] == ["baca_publik", "kirim"]

    greedy = bearer(role="analis", scope=["kirim", "baca_laporan"])
    assert (
        client.post("/api/submissions", content=b"halo lagi", headers={**text, **greedy}).status_code == 403
    )
    assert client.get("/api/reports", headers=greedy).status_code == 200


def test_a_revoked_or_expired_token_is_refused(client: TestClient, database: Database) -> None:
    secret = tokens.create(database, name="program")
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/reports", headers=headers).status_code == 200
    (row,) = (row for row in tokens.listed(database) if row["name"] == "program")
    tokens.revoke(database, row["id"])
    assert client.get("/api/events", headers=headers).status_code == 401
