"""`sigap user …`, `erase`, `audit`, `rekey`, as typed."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api import accounts, tokens
from api.commands import console, people
from api.commands.words import wib
from gis import keyring
from gis.db import Database
from gis.errors import InvalidInput, NotAllowed, SigapError
from gis.files import Files
from gis.settings import Settings
from gis.viewer import Role, officer
from ingest import run

Sigap = Callable[..., str]
PASSWORD = "kucing-lompat-pagar-7"


@pytest.fixture
def sigap(environment: Settings, monkeypatch: pytest.MonkeyPatch) -> Sigap:
    """Run a command over the test's database; gives what it prints, raises what it raises."""
    monkeypatch.setattr(console.out, "width", 300)
    app = typer.Typer()
    app.add_typer(people.user, name="user")
    for command in (people.erase, people.audit, people.rekey):
        app.command()(command)

    def runner(*words: str, typed: str = "") -> str:
        done = CliRunner().invoke(app, words, input=typed)
        if isinstance(done.exception, SigapError):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.output

    return runner


def test_an_account_from_making_to_closing(sigap: Sigap, database: Database) -> None:
    sigap(
        "user", "add", "Siaga.Basel", "--role", "petugas_kabupaten", "--area", "19.03", typed=f"{PASSWORD}\n"
    )
    assert accounts.check(database, "siaga.basel", PASSWORD, "127.0.0.1").area == "19.03"
    assert "siaga.basel" in sigap("user", "list")
    sigap("user", "password", "siaga.basel", typed="perahu-karam-di-selat-3\n")
    with pytest.raises(NotAllowed):
        accounts.check(database, "siaga.basel", PASSWORD, "127.0.0.1")
    sigap("user", "disable", "siaga.basel")
    with pytest.raises(NotAllowed):
        accounts.check(database, "siaga.basel", "perahu-karam-di-selat-3", "127.0.0.1")
    sigap("user", "disable", "siaga.basel", "--enable")
    assert accounts.check(database, "siaga.basel", "perahu-karam-di-selat-3", "127.0.0.1")
    with pytest.raises(InvalidInput):
        sigap("user", "add", "lemah", "--role", "admin", typed="\n")


def test_an_account_gets_another_office(sigap: Sigap, database: Database) -> None:
    sigap("user", "add", "siaga.uji", "--role", "petugas_kabupaten", "--area", "19.03", typed=f"{PASSWORD}\n")
    sigap("user", "token", "--name", "siaga.uji", "--role", "petugas_kabupaten", "--area", "19.03")
    tokens.create(database, name="dasbor", by=officer("siaga.uji"))
    with pytest.raises(InvalidInput):
        sigap("user", "change", "siaga.uji", "--area", "")
    printed = sigap("user", "change", "siaga.uji", "--role", "pusdalops", "--area", "")
    assert "0 sesi dan 1 token" in printed
    row = accounts.check(database, "siaga.uji", PASSWORD, "127.0.0.1")
    assert (row.role, row.area) == ("pusdalops", None)
    held = {row["name"]: row["revoked_at"] is None for row in tokens.listed(database)}
    assert held == {"siaga.uji": False, "dasbor": True}
    assert "ubah siaga.uji: role petugas_kabupaten > pusdalops, area 19.03 > -" in sigap("audit")


def test_a_token_from_making_to_revoking(sigap: Sigap, database: Database) -> None:
    printed = sigap(
        "user",
        "token",
        "--name",
        "dasbor",
        "--role",
        "opd",
        "--sector",
        "sosial",
        "--scope",
        "baca_laporan",
        "--days",
        "3",
    )
    secret = printed.split()[-1]
    viewer = tokens.viewer_of(database, secret)
    assert (viewer.role, viewer.scope) == (Role.SECTOR, frozenset({"baca_laporan"}))
    (row,) = tokens.listed(database)
    listed = sigap("user", "tokens")
    assert str(row["id"])[-12:] in listed
    assert secret not in listed
    sigap("user", "revoke", str(row["id"]))
    with pytest.raises(NotAllowed):
        tokens.viewer_of(database, secret)


@pytest.mark.parametrize(("said", "days"), [((), 365), (("--days", "30"), 30), (("--days", "0"), None)])
def test_a_token_ends_when_its_maker_is_told(
    sigap: Sigap, database: Database, said: tuple[str, ...], days: int | None
) -> None:
    printed = sigap("user", "token", *said)
    (row,) = tokens.listed(database)
    if days is None:
        assert row["expires_at"] is None
        assert "tanpa batas waktu" in printed
        return
    assert row["expires_at"] - row["created_at"] > timedelta(days=days - 1)
    assert row["expires_at"] - row["created_at"] < timedelta(days=days + 1)
    assert f"sampai {wib(row['expires_at'])}" in printed
    with pytest.raises(InvalidInput):
        sigap("user", "token", "--scope", "segalanya")


def test_erasing_and_what_is_written_of_it(sigap: Sigap, database: Database, settings: Settings) -> None:
    delivery = run.Delivery(content=b"rapat", filename="a.txt", channel="wa", viewer=officer("uji"))
    done = run.ingest(database, Files(settings.files), delivery)
    with pytest.raises(InvalidInput):
        sigap("erase", "--reason", "uji", "--by", "kepala.uji")
    sigap("erase", "--submission", str(done.submission), "--reason", "uji", "--by", "kepala.uji")
    assert [path for path in settings.files.rglob("*") if path.is_file()] == []
    written = sigap("audit", "--by", "kepala.uji")
    assert "hapus" in written
    assert str(done.submission) in written
    assert "tulis" in written


def test_a_new_master_key_of_an_own_installation(
    sigap: Sigap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SIGAP_MASTER_KEY")
    with pytest.raises(SigapError):  # an operator's installation has no key file to renew
        sigap("rekey")
    own = Settings(var=tmp_path, database_url=None)
    first = keyring.load(own, fresh=True).current.name
    assert len(keyring.add(own).keys) == 2
    keyring.keep_current(own)
    (only,) = keyring.load(own).keys
    assert only.name != first


def test_rekeying_under_a_setting(
    sigap: Sigap, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = run.Delivery(content=b"rapat", filename="a.txt", channel="wa", viewer=officer("uji"))
    run.ingest(database, Files(settings.files), delivery)
    assert settings.master_key
    monkeypatch.setenv("SIGAP_MASTER_KEY", f"{'cd' * 32},{settings.master_key.get_secret_value()}")
    assert sigap("rekey").startswith("1 kunci")
    assert sigap("rekey").startswith("0 kunci")
