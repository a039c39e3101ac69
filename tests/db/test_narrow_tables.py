"""What is printed at 80 columns: ids whole, to be copied, and words where a table would be empty."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api import accounts, tokens
from api.cli import app
from api.commands import console
from gis.db import Database
from gis.errors import InvalidInput, SigapError
from gis.settings import Settings
from ingest.link_verdict import Thresholds
from tests.narrow import run_narrow
from tests.registers import NOON, SADAI, WIB, event_of, figure, keep, seen, told

Run = Callable[..., Result]
ASK = Thresholds(auto=0.999_999, ask=0.01)


@pytest.fixture
def run(environment: Settings, database: Database, monkeypatch: pytest.MonkeyPatch) -> Run:
    return partial(run_narrow, monkeypatch)


def words_of(printed: str) -> set[str]:
    """What stands whole on a line, between the table's lines."""
    return set(printed.replace("│", " ").split())


def tail(key: object) -> str:
    return str(key)[-12:]


def test_reports_events_and_candidates(run: Run, database: Database) -> None:
    first = keep(database, told(figure("meninggal", 1), figure("kerugian_rp", 12_500_000_000)))
    asked = keep(database, told(figure("meninggal", 1)), agency="bpbd_prov", verified=False, thresholds=ASK)
    ((_, report),) = asked.reports
    assert tail(report) in words_of(run("inbox").stdout)
    assert "1 laporan mungkin tentang kejadian yang sudah ada" in run("inbox").stdout
    ids = words_of(run("candidates").stdout)
    assert {tail(report), tail(event_of(first))} <= ids
    shown = words_of(run("report", tail(report)).stdout)
    assert {f"{report},", str(event_of(asked))} <= shown
    assert str(event_of(first)) in words_of(run("event", tail(event_of(first))).stdout)
    assert str(event_of(first)) in words_of(run("changes").stdout)
    assert str(report) in words_of(run("audit", "--action", "baca_pribadi").stdout)


def test_submissions_statuses_tokens_and_layers(run: Run, database: Database, tmp_path: Path) -> None:
    keep(database, told(figure("meninggal", 1)))
    with database.write() as conn:
        sent = conn.exec_driver_sql("SELECT id FROM submission").scalar_one()
    assert tail(sent) in words_of(run("submissions").stdout)
    words = (
        "--level",
        "siaga_darurat",
        "--area",
        "19.03",
        "--decree",
        "188.45/1234/2026",
        "--issued-by",
        "Bupati",
    )
    added = run("status", "add", *words, "--starts-on", "2026-03-10", "--ends-on", "2026-03-20").stdout
    key = added.split("Status dicatat: ")[1].strip()
    assert {tail(key), "188.45/1234/2026", "10-03-2026"} <= words_of(run("status", "list").stdout)
    tokens.create(database, name="dasbor-dinas-kesehatan", scope=["baca_laporan", "ekspor", "kirim"])
    (token,) = tokens.listed(database)
    assert tail(token["id"]) in words_of(run("user", "tokens").stdout)
    run("user", "revoke", tail(token["id"]))
    assert "dicabut" in run("user", "tokens").stdout
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [106.45, -3]}}
    file = tmp_path / "kawasan.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [point]}), encoding="utf-8")
    named = (
        "--slug",
        "kawasan_rawan_genangan_pesisir_timur",
        "--title",
        "Kawasan rawan genangan",
        "--source",
        "uji",
    )
    assert run("ingest", str(file), *named).exit_code == 0
    assert "kawasan_rawan_genangan_pesisir_timur" in words_of(run("layers").stdout)


def test_nothing_to_show_is_said_in_words(run: Run, database: Database) -> None:
    said = {
        ("inbox",): "Tidak ada laporan yang cocok",
        ("submissions",): "Belum ada kiriman",
        ("candidates",): "Tidak ada calon tautan",
        ("jobs",): "Tidak ada pekerjaan",
        ("layers",): "Katalog masih kosong",
        ("layers", "remotes"): "Belum ada layer dari server lain",
        ("user", "list"): "Belum ada akun",
        ("user", "tokens"): "Belum ada token",
        ("audit", "--by", "siapa"): "Tidak ada catatan audit yang cocok",
    }
    for command, words in said.items():
        shown = run(*command).stdout
        assert words in shown
        assert "│" not in shown


def test_an_action_that_is_none_is_refused(run: Run, database: Database) -> None:
    refused = run("audit", "--action", "baca")
    assert refused.exit_code == 1
    assert isinstance(refused.exception, InvalidInput)
    assert "baca_pribadi" in refused.exception.text("id")


def test_a_path_is_not_broken(run: Run, database: Database, tmp_path: Path) -> None:
    target = tmp_path / ("n" * 60) / "laporan.xlsx"
    written = CliRunner().invoke(
        app, ["export", "bnpb", "--from", "2026-03-01", "--to", "2026-03-31", "-o", str(target)]
    )
    assert str(target) in words_of(written.stdout)
    assert target.exists()


def test_an_officers_figure_is_not_shown_as_written(
    run: Run, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((_, report),) = keep(database, told(figure("rumah_terendam", 24, raw="24 rumah"))).reports
    number = run("report", str(report)).stdout.split("Rumah terendam")[0].split("│")[-2].strip()
    run(
        "correct", str(report), "--figure", f"{number}=31", "--figure", "meninggal=1", "--reason", "ditelepon"
    )
    shown = " ".join(run("report", str(report)).stdout.split())
    assert shown.count("24 rumah") == 1
    assert shown.count("(oleh petugas:") == 2
    # The place alone is another: the words still say the figure, and nothing is told twice.
    run("correct", str(report), "--area", "19.03.06", "--reason", "salah desa")
    moved = " ".join(run("report", str(report)).stdout.split())
    assert moved.count("(oleh petugas:") == 2
    assert "diganti: salah desa" not in moved
    monkeypatch.setattr(console.out, "_width", 200)
    event = CliRunner().invoke(app, ["event", moved.split("Kejadian ")[1].split()[0]])
    assert event.stdout.count("oleh petugas: ditelepon") == 2


def test_a_moment_of_receipt_is_not_told_as_that_of_the_figures(run: Run, database: Database) -> None:
    ((_, report),) = keep(database, told(figure("meninggal", 1))).reports
    assert "(saat diterima)" in run("report", str(report)).stdout
    ((_, other),) = keep(database, told(figure("meninggal", 1), areas=(SADAI,), valid_at=NOON)).reports
    shown = run("report", str(other)).stdout
    assert "Data per 10-03-2026 12.00 WIB" in shown
    assert "diterima" not in shown


def test_a_merged_event_shows_the_one_that_it_lives_on_in(run: Run, database: Database) -> None:
    one = event_of(keep(database, told(figure("meninggal", 1))))
    other = event_of(keep(database, told(figure("meninggal", 2), areas=(SADAI,))))
    run("merge", str(other), str(one), "--reason", "sama")
    shown = " ".join(run("event", str(other)).stdout.split())
    assert f"Kejadian {other} sudah digabung" in shown
    assert str(one) in shown
    assert run("merge", str(other), str(one)).exit_code == 2  # a reason is asked for


def test_a_late_regency_is_called_late(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "laporan.txt"
    file.write_text(
        "BPBD Kab. Bangka Selatan\nBanjir di Kec. Toboali, Kab. Bangka Selatan, 3 rumah terendam\n"
    )
    assert run("ingest", str(file)).exit_code == 0
    closed = (datetime.now(WIB) - timedelta(hours=1)).strftime("%H:%M")
    shown = " ".join(run("silence", "--cutoff", closed, "--area", "19.03").stdout.replace("│", " ").split())
    assert "Terlambat: melapor" in shown
    assert "Belum lapor" not in shown
    assert "BPBD Bangka Selatan" in shown


def test_published_figures_come_in_reading_order(database: Database) -> None:
    kinds = ("rumah_rusak_berat", "luka", "mengungsi_jiwa", "meninggal")
    event = event_of(keep(database, told(*(figure(kind, 2) for kind in kinds))))
    published = [each["kind"] for each in seen(database, event)["published"]]
    assert published == ["meninggal", "luka", "mengungsi_jiwa", "rumah_rusak_berat"]


def test_a_try_gives_no_ids_to_ask_for(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "laporan.txt"
    file.write_text("Banjir di Ds. Rias & Ds. Gadung Kec. Toboali, Kab. Bangka Selatan, 3 rumah terendam\n")
    tried = run("ingest", "--dry-run", str(file)).stdout
    assert "Akan dimuat: Banjir, Desa Rias, Desa Gadung" in tried
    assert "Laporan" not in tried
    assert "Laporan " in run("ingest", str(file)).stdout


def test_a_file_without_anything_shows_no_empty_table(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "kosong.txt"
    file.write_bytes(b"")
    refused = run("ingest", str(file))
    assert refused.exit_code == 1
    assert "┃" not in refused.stdout


def test_what_cannot_be_read_is_named(run: Run, database: Database) -> None:
    for words, named in (
        (("inbox", "--status", "apa"), "Status 'apa' tidak dikenal"),
        (("changes", "--from", "kemarin"), "--from 'kemarin' tidak dapat dibaca"),
        (("changes", "--to", "2999-01-01"), "--to '2999-01-01' belum terjadi"),
        (("verify", "abc"), "sedikitnya 8 karakter terakhirnya"),
        (("correct", "abcdefab", "--reason", "x", "--figure", "rumah=2"), "Tidak ada id yang berakhir"),
    ):
        refused = run(*words)
        assert refused.exit_code == 1
        assert isinstance(refused.exception, SigapError)
        assert named in refused.exception.text("id")


def test_an_unknown_kind_is_answered_with_those_that_are_near(run: Run, database: Database) -> None:
    ((_, report),) = keep(database, told(figure("meninggal", 1))).reports
    refused = run("correct", str(report), "--figure", "rumah=2", "--reason", "x").exception
    assert isinstance(refused, InvalidInput)
    assert "rumah_rusak_berat, rumah_rusak_sedang" in refused.text("id")


def test_who_holds_which_account(run: Run, database: Database) -> None:
    accounts.add(
        database, name="siaga.basel", password="kucing-lompat-pagar-7", role="petugas_kabupaten", area="19.03"
    )
    assert {"siaga.basel", "petugas_kabupaten", "19.03"} <= words_of(run("user", "list").stdout)
