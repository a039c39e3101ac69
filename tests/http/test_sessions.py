"""Logging in: cookies, forged requests, guessing, and what ends a session."""

from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from api import accounts, sessions, tokens
from api.app import create_app
from gis.db import Database
from gis.errors import InvalidInput
from gis.settings import Settings
from tests.http.logins import NAME, PASSWORD, login

Login = Callable[..., httpx.Response]


def test_a_session_from_login_to_logout(far: TestClient) -> None:
    nobody = far.get("/api/session").json()
    assert (nobody["name"], nobody["role"], nobody["permissions"]) == (None, "publik", ["baca_publik"])
    answer = login(far)
    assert answer.status_code == 201
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "no-store" in far.get("/api/session").headers["cache-control"]
    told = far.get("/api/session").json()
    assert (told["name"], told["role"], "verifikasi" in told["permissions"]) == (NAME, "pusdalops", True)
    assert far.get("/api/reports").status_code == 200
    gone = far.delete("/api/session", headers={sessions.CSRF_HEADER: told["csrf"]})
    assert gone.status_code == 200
    assert far.get("/api/reports").status_code == 401


def test_the_cookie_s_secret_is_not_in_the_database(far: TestClient, database: Database) -> None:
    login(far)
    secret = far.cookies[sessions.COOKIE]
    with database.write() as conn:
        rows = conn.execute(
            sa.text("SELECT s::text FROM login_session s UNION SELECT a::text FROM account a")
        )
        kept = " ".join(rows.scalars())
    assert secret not in kept
    assert PASSWORD not in kept
    assert "$argon2id$" in kept


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {sessions.CSRF_HEADER: "0" * 64},
        {sessions.CSRF_HEADER: "own", "Origin": "https://elsewhere.example"},
        {sessions.CSRF_HEADER: "own", "Origin": "null"},
        {sessions.CSRF_HEADER: "own", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_forged_request_changes_nothing(far: TestClient, headers: dict[str, str]) -> None:
    csrf = login(far).json()["csrf"]
    sent = {name: csrf if value == "own" else value for name, value in headers.items()}
    text = {"Content-Type": "text/plain", **sent}
    answer = far.post("/api/submissions", content=b"halo", headers=text)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert far.delete("/api/session", headers=sent).status_code == 403
    assert far.get("/api/submissions").json()["submissions"] == []


def test_our_own_page_may_write(far: TestClient) -> None:
    csrf = login(far).json()["csrf"]
    headers = {"Content-Type": "text/plain", sessions.CSRF_HEADER: csrf, "Origin": "https://sigap.example"}
    assert far.post("/api/submissions", content=b"halo", headers=headers).status_code == 201


def test_another_site_cannot_log_somebody_in(far: TestClient) -> None:
    assert login(far, Origin="https://elsewhere.example").status_code == 403


def test_unknown_names_and_wrong_passwords_look_alike(far: TestClient, database: Database) -> None:
    wrong, unknown = login(far, password="kucing-lompat-pagar-8"), login(far, name="rahasia-saya-123")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    accounts.set_disabled(database, NAME, True)
    assert login(far).json() == wrong.json()
    with database.write() as conn:
        noted = conn.execute(
            sa.text("SELECT by, address FROM audit WHERE action = 'gagal_masuk' ORDER BY id")
        )
        lines = [tuple(row) for row in noted]
        kept = " ".join(conn.execute(sa.text("SELECT key FROM login_failure")).scalars())
    assert [line[0] for line in lines][::2] == [NAME, NAME]
    assert {line[1] for line in lines} == {"203.0.113.9"}
    assert lines[1][0].startswith("?")  # people type their password there
    assert "rahasia" not in kept + lines[1][0]
    assert NAME not in kept


def test_guessing_has_to_wait(far: TestClient) -> None:
    tried = [login(far, password=f"kucing-lompat-pagar-{n}x").status_code for n in range(6)]
    assert tried == [401] * 5 + [429]
    braked = login(far)
    assert braked.status_code == 429
    assert 1 <= int(braked.headers["retry-after"]) <= 31
    # The owner, elsewhere, is not locked out by it.
    assert login(far, **{"X-Forwarded-For": "198.51.100.7"}).status_code == 201


def test_guessing_many_names_from_one_address_has_to_wait(far: TestClient) -> None:
    tried = [login(far, name=f"petugas-{n}").status_code for n in range(21)]
    assert tried == [401] * 20 + [429]


def test_strangers_do_not_lock_out_who_has_logged_in_from_there(far: TestClient) -> None:
    home, elsewhere = "198.51.100.7", "198.51.100.8"
    assert login(far, **{"X-Forwarded-For": home}).status_code == 201
    for n in range(55):  # from more addresses than each is allowed tries
        login(far, password=f"kucing-lompat-pagar-{n}x", **{"X-Forwarded-For": f"203.0.113.{20 + n // 4}"})
    for n in range(25):  # and somebody at home, under other names
        login(far, name=f"petugas-{n}", **{"X-Forwarded-For": home})
    assert login(far, **{"X-Forwarded-For": elsewhere}).status_code == 429
    assert login(far, **{"X-Forwarded-For": home}).status_code == 201
    tried = [
        login(far, password=f"kucing-lompat-{n}xy", **{"X-Forwarded-For": home}).status_code for n in range(6)
    ]
    assert tried == [401] * 5 + [429]  # at home it is still no place to guess


def test_a_success_forgets_the_failures(far: TestClient) -> None:
    for _ in range(3):
        for _ in range(4):
            login(far, password="kucing-lompat-pagar-0")
        assert login(far).status_code == 201


def test_a_new_password_ends_the_other_sessions(
    far: TestClient, settings: Settings, database: Database
) -> None:
    csrf = login(far).json()["csrf"]
    mine = far.cookies[sessions.COOKIE]
    far.cookies.clear()
    login(far)
    other = far.cookies[sessions.COOKIE]
    far.cookies.clear()
    far.cookies.set(sessions.COOKIE, mine)
    body = {"password": PASSWORD, "new_password": "perahu-karam-di-selat-3"}
    wrong = far.put(
        "/api/session/password", json=body | {"password": "x"}, headers={sessions.CSRF_HEADER: csrf}
    )
    assert wrong.status_code == 401
    assert (
        far.put("/api/session/password", json=body, headers={sessions.CSRF_HEADER: csrf}).status_code == 200
    )
    assert sessions.find(database, settings, mine)
    assert sessions.find(database, settings, other) is None
    assert login(far).status_code == 401
    assert login(far, password=body["new_password"]).status_code == 201


@pytest.mark.parametrize(
    "ageing",
    ["seen_at = now() - interval '241 minutes'", "made_at = now() - interval '25 hours'"],
    ids=["idle", "old"],
)
def test_a_session_ends_by_itself(far: TestClient, database: Database, ageing: str) -> None:
    login(far)
    assert far.get("/api/reports").status_code == 200
    with database.write() as conn:
        conn.execute(sa.text(f"UPDATE login_session SET {ageing}"))
    assert far.get("/api/reports").status_code == 401
    assert far.get("/api/events").status_code == 200  # an ended session is the public, not an error


def test_closing_an_account_ends_its_sessions(far: TestClient, database: Database) -> None:
    login(far)
    accounts.set_disabled(database, NAME, True)
    assert far.get("/api/reports").status_code == 401


@pytest.mark.parametrize(
    "password", ["pendek", "aaaaaaaaaaaaaa", "012345678901", "siaga.uji-2026!", "Password12345", "x" * 201]
)
def test_weak_passwords_are_refused(database: Database, password: str) -> None:
    with pytest.raises(InvalidInput):
        accounts.add(database, name=NAME, password=password, role="admin")


def test_a_regency_s_officer_needs_a_regency(database: Database) -> None:
    for area in (None, "19", "19.03.01", "18.01", "1903"):
        with pytest.raises(InvalidInput):
            accounts.add(database, name=NAME, password=PASSWORD, role="petugas_kabupaten", area=area)


def test_metrics_are_not_for_everyone(settings: Settings, database: Database) -> None:
    known = settings.model_copy(update={"metrics_token": type(settings.master_key)("rahasia-metrik")})  # type: ignore[misc]
    with TestClient(create_app(known, database), client=("203.0.113.9", 4000)) as elsewhere:
        assert elsewhere.get("/metrics").status_code == 401
        assert elsewhere.get("/metrics", headers={"Authorization": "Bearer salah"}).status_code == 401
        assert (
            elsewhere.get("/metrics", headers={"Authorization": "Bearer rahasia-metrik"}).status_code == 200
        )
    with TestClient(create_app(known, database), client=("127.0.0.1", 4000)) as here:
        assert here.get("/metrics").status_code == 200
        # A proxy on this machine speaks for others.
        assert here.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 401


def test_a_lost_database_tells_the_public_nothing_of_it(settings: Settings) -> None:
    lost = Database("postgresql://sigap_app:kata-kunci@127.0.0.1:1/rahasia", settings)
    with TestClient(create_app(settings, lost), raise_server_exceptions=False) as client:
        for path in ("/api/events", "/ready", "/tiles/kejadian/5/25/16.mvt"):
            answer = client.get(path)
            assert answer.status_code == 503
            for word in ("127.0.0.1", "rahasia", "sigap_app", "kata-kunci", "psycopg", "connection"):
                assert word not in answer.text
    lost.close()


def test_the_audit_log_tells_of_people(far: TestClient, database: Database) -> None:
    accounts.add(database, name="kepala.uji", password=PASSWORD, role="admin")
    login(far, name="kepala.uji")
    lines = far.get("/api/audit?limit=2").json()
    assert lines["lines"][0]["action"] == "masuk"
    assert lines["lines"][0]["by"] == "kepala.uji"
    seen = lines["lines"]
    while lines["next"]:
        lines = far.get(lines["next"]).json()
        seen += lines["lines"]
    assert len({(line["at"], line["action"], line["subject"]) for line in seen}) == len(seen)
    assert {"masuk", "akun", "tulis"} <= {line["action"] for line in seen}
    assert all(datetime.fromisoformat(line["at"]) <= datetime.now(UTC) for line in seen)
    assert far.get("/api/audit?action=akun").json()["lines"][0]["subject"].startswith("buat")


def test_another_office_ends_what_the_old_one_held(far: TestClient, database: Database) -> None:
    admin = {"Authorization": f"Bearer {tokens.create(database, name='kepala-uji', role='admin')}"}
    own = {"Authorization": f"Bearer {tokens.create(database, name=NAME.upper(), role='pusdalops')}"}
    login(far)
    assert far.get("/api/reports").status_code == 200
    assert far.get("/api/reports", headers=own).status_code == 200

    wrong = far.patch(f"/api/accounts/{NAME}", json={"role": "petugas_kabupaten"}, headers=admin)
    assert wrong.status_code == 400  # of which regency?
    assert far.get("/api/reports").status_code == 200
    office = {"role": "petugas_kabupaten", "area": "19.03"}
    done = far.patch(f"/api/accounts/{NAME}", json=office, headers=admin)

    assert done.json() == {"name": NAME, "sessions": 1, "tokens": 1, "made": 0}
    assert far.get("/api/reports").status_code == 401
    assert far.get("/api/reports", headers=own).status_code == 401
    assert login(far).status_code == 201
    told = far.get("/api/session").json()
    assert (told["role"], told["area"]) == ("petugas_kabupaten", "19.03")
    assert "verifikasi" not in told["permissions"]
    same = far.patch(f"/api/accounts/{NAME}", json={"area": "19.03"}, headers=admin)
    assert same.json()["sessions"] == 0  # nothing changed, nobody is sent away
    assert far.get("/api/reports").status_code == 200
    written = far.get("/api/audit?action=akun", headers=admin).json()["lines"]
    assert "ubah siaga.uji: role pusdalops > petugas_kabupaten, area - > 19.03" in [
        line["subject"] for line in written
    ]


def test_a_token_says_until_when_it_holds(far: TestClient, database: Database) -> None:
    admin = {"Authorization": f"Bearer {tokens.create(database, name='kepala-uji', role='admin')}"}
    ends = [
        far.post("/api/tokens", json={"name": "dasbor", **days}, headers=admin).json()["expires_at"]
        for days in ({}, {"days": 9}, {"days": 0})
    ]
    in_days = [(datetime.fromisoformat(end) - datetime.now(UTC)).days + 1 for end in ends[:2]]
    assert (in_days, ends[2]) == ([365, 9], None)
    assert far.post("/api/tokens", json={"name": "dasbor", "days": 4000}, headers=admin).status_code == 400


def test_a_sector_goes_with_its_role(far: TestClient, database: Database) -> None:
    secret = tokens.create(database, name="kepala-uji", role="admin")
    admin = {"Authorization": f"Bearer {secret}"}
    path = f"/api/accounts/{NAME}"
    assert far.patch(path, json={"role": "opd"}, headers=admin).status_code == 400
    assert far.patch(path, json={"role": "opd", "sector": "kesehatan"}, headers=admin).is_success
    assert far.patch(path, json={"sector": None}, headers=admin).status_code == 400
    assert far.patch(path, json={"role": "analis", "agency": "dinkes_babel"}, headers=admin).is_success
    (row,) = far.get("/api/accounts", headers=admin).json()["accounts"]
    assert (row["role"], row["sector"], row["agency"]) == ("analis", None, "dinkes_babel")
    assert far.patch(path, json={"agency": None}, headers=admin).is_success
    assert far.patch(path, json={"role": "raja"}, headers=admin).status_code == 400
    assert far.patch("/api/accounts/tidak.ada", json={"role": "analis"}, headers=admin).status_code == 404
    login(far)
    csrf = {sessions.CSRF_HEADER: far.get("/api/session").json()["csrf"]}
    assert far.patch(path, json={"role": "admin"}, headers=csrf).status_code == 403  # not by oneself
    far.patch(path, json={"disabled": True}, headers=admin)
    assert far.get("/api/session").json()["name"] is None


def test_all_that_is_changed_of_an_account_is_changed_at_once(far: TestClient, database: Database) -> None:
    admin = {"Authorization": f"Bearer {tokens.create(database, name='kepala-uji', role='admin')}"}
    path, other = f"/api/accounts/{NAME}", "perahu-karam-di-selat-3"
    for wrong in (
        {"role": "analis", "password": "pendek"},
        {"role": "opd", "password": other, "disabled": True},
    ):
        assert far.patch(path, json=wrong, headers=admin).status_code == 400
    (row,) = far.get("/api/accounts", headers=admin).json()["accounts"]
    assert (row["role"], row["disabled_at"]) == ("pusdalops", None)
    assert login(far).status_code == 201

    told = {"role": "analis", "password": other, "disabled": True}
    assert far.patch(path, json=told, headers=admin).json()["sessions"] == 1
    lines = far.get("/api/audit?action=akun&limit=3", headers=admin).json()["lines"]
    assert [line["subject"].split()[0] for line in lines] == ["tutup", "sandi", "ubah"]
    assert len({line["at"] for line in lines}) == 1  # one transaction has one time
    far.patch(path, json={"disabled": False}, headers=admin)
    assert login(far).status_code == 401
    assert login(far, password=other).status_code == 201
