"""A password that is set while another is used, and guesses that come all at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from api import accounts, sessions
from gis.db import Database
from gis.errors import NotAllowed, TooMany
from gis.settings import Settings
from tests.http.logins import NAME, PASSWORD, login


@pytest.mark.parametrize("whose", ["own", "another's"])
def test_a_password_that_an_administrator_sets_ends_all_sessions(
    far: TestClient, settings: Settings, database: Database, whose: str
) -> None:
    accounts.add(database, name="kepala.uji", password=PASSWORD, role="admin")
    login(far)
    officers = [far.cookies[sessions.COOKIE]]
    admins = []
    for _ in range(2):
        far.cookies.clear()
        csrf = login(far, "kepala.uji").json()["csrf"]
        admins.append(far.cookies[sessions.COOKIE])
    name = "kepala.uji" if whose == "own" else NAME
    path, body = f"/api/accounts/{name}", {"password": "perahu-karam-di-selat-3"}
    assert far.patch(path, json=body, headers={sessions.CSRF_HEADER: csrf}).is_success
    ended, held = (admins, officers) if whose == "own" else (officers, admins)
    assert [secret for secret in ended if sessions.find(database, settings, secret)] == []
    assert all(sessions.find(database, settings, secret) for secret in held)


def test_a_login_that_a_new_password_overtakes_opens_no_session(
    far: TestClient, settings: Settings, database: Database
) -> None:
    checked = accounts.check(database, NAME, PASSWORD, "203.0.113.9")
    accounts.set_password(database, NAME, "perahu-karam-di-selat-3")
    with pytest.raises(NotAllowed):
        sessions.open_(database, settings, checked)
    with pytest.raises(NotAllowed):  # nor does it set one of its own over that
        accounts.set_password(database, NAME, "sepeda-biru-di-teras-9", was=checked.password)
    assert login(far, password="perahu-karam-di-selat-3").status_code == 201

    checked = accounts.check(database, NAME, "perahu-karam-di-selat-3", "203.0.113.9")
    accounts.set_disabled(database, NAME, True)
    with pytest.raises(NotAllowed):
        sessions.open_(database, settings, checked)


def test_a_password_kept_by_older_means_is_kept_anew_at_login(far: TestClient, database: Database) -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    with database.write() as conn:
        conn.execute(sa.text("UPDATE account SET password = :weaker"), {"weaker": weaker})
    assert login(far).status_code == 201
    with database.write() as conn:
        assert conn.execute(sa.text("SELECT password FROM account")).scalar_one() != weaker
    assert login(far).status_code == 201


def test_guesses_sent_at_once_are_no_more_than_one_by_one(database: Database) -> None:
    accounts.add(database, name=NAME, password=PASSWORD, role="pusdalops")

    def guess(n: int) -> str:
        try:
            accounts.check(database, NAME, f"kucing-lompat-pagar-{n:02}", "203.0.113.9")
        except (NotAllowed, TooMany) as error:
            return error.code
        return "masuk"

    with ThreadPoolExecutor(16) as pool:
        answers = Counter(pool.map(guess, range(10, 42)))
    assert answers == {"sandi": 5, "terlalu_sering": 27}
