"""The officers' desk on the command line, at 80 columns."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import Result

from gis.db import Database
from gis.settings import Settings
from ingest.link_verdict import Thresholds
from tests.narrow import run_narrow
from tests.registers import SADAI, event_of, figure, keep, told

Run = Callable[..., Result]


@pytest.fixture
def run(environment: Settings, database: Database, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the test's own database."""

    return partial(run_narrow, monkeypatch)


def test_an_officers_morning(run: Run, database: Database) -> None:
    ((_, key),) = keep(database, told(figure("meninggal", 1)), verified=False).reports
    tail = str(key)[-12:]
    waiting = run("inbox").stdout
    assert tail in waiting
    assert "Bangka Selatan 1" in waiting
    whole = run("report", tail).stdout
    assert str(key) in whole
    assert "Meninggal" in whole
    assert "1 jiwa" in whole
    assert "terverifikasi" in run("verify", tail, "--reason", "cocok").stdout
    assert tail not in run("inbox").stdout
    assert "cocok" in run("report", tail).stdout
    assert "Meninggal" in run("changes").stdout
    assert "ditolak" in run("reject", tail, "--reason", "ganda").stdout
    assert "uji.txt" in run("submissions").stdout
    assert "Kabupaten" in run("silence").stdout


def test_a_figure_is_corrected_by_the_id_that_its_report_shows(run: Run, database: Database) -> None:
    keep(database, told(figure("kerugian_rp", 12_500_000)))
    tail = run("inbox", "--status", "terverifikasi").stdout.split("│")[1].strip()
    shown = run("report", tail).stdout
    assert "Rp 12.500.000" in shown
    number = next(line for line in shown.splitlines() if "12.500.000" in line).split("│")[1].strip()
    assert run("correct", tail, "--figure", f"{number}=1250000", "--reason", "salah nol").exit_code == 0
    shown = run("report", tail).stdout
    assert "Rp 1.250.000" in shown
    assert "diganti: salah" in shown  # and goes on below
    event = shown.split("Kejadian ")[1].split()[0]
    assert {"diganti:", "salah", "nol"} <= set(run("event", event).stdout.split())
    run("correct", tail, "--hazard", "banjir", "--reason", "bukan angin")
    assert "koreksi jenis kejadian oleh baris-perintah: bukan angin" in " ".join(
        run("report", tail).stdout.split()
    )


def test_the_words_of_a_report_and_a_reason_without_names(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "laporan.txt"
    file.write_text(
        "BPBD Kab. Bangka Selatan\nJenis Kejadian : Puting Beliung\n"
        "Waktu Kejadian : Selasa, 14/10/2025 Pkl. 14.20 WIB\n"
        "Lokasi : Kel. Toboali, Kec. Toboali, Kab. Bangka Selatan\nRumah RB : 3 unit\n"
        "Pemilik : a/n Contohwan Karangsari\nKronologis : angin dari arah pelabuhan lama\n"
    )
    printed = run("ingest", str(file)).stdout
    tail = printed.split("Laporan ")[1][:12]
    assert "pelabuhan lama" not in run("report", tail).stdout
    assert "angin dari arah pelabuhan lama" in run("report", tail, "--text").stdout
    assert "…" not in run("inbox").stdout  # whose it is can be read
    run("verify", tail, "--reason", "ditelepon Contohwan Karangsari")
    shown = run("report", tail).stdout
    assert "ditelepon [disamarkan]" in shown
    assert "Contohwan" not in shown


def test_a_status_from_its_decree_to_its_early_end(run: Run, database: Database) -> None:
    assert "Tidak ada status" in run("status", "list").stdout
    words = ("--level", "siaga_darurat", "--area", "19.03", "--decree", "101/2026", "--issued-by", "Bupati")
    period = ("--starts-on", "2026-03-10", "--ends-on", "2026-03-20")
    added = run("status", "add", *words, *period)
    assert added.exit_code == 0
    key = added.stdout.split("Status dicatat: ")[1].strip()[-12:]
    longer = ("--decree", "102/2026", "--ends-on", "2026-03-25")
    assert "25-03-2026" in run("status", "extend", key, *longer).stdout
    ended = run("status", "end", key, "--ends-on", "2026-03-22", "--reason", "surut, HP 0812-0000-1111")
    assert "22-03-2026" in ended.stdout
    assert key in run("status", "list").stdout
    with database.write() as conn:
        newest = sa.text("SELECT reason FROM emergency_status ORDER BY entry DESC LIMIT 1")
        kept = conn.execute(newest).scalar_one()
    assert kept.startswith("surut")
    assert "0812" not in kept


def test_reading_a_report_is_written_down(run: Run, database: Database) -> None:
    ((_, key),) = keep(database, told(figure("meninggal", 1)), verified=False).reports
    run("report", str(key)[-12:])
    with database.write() as conn:
        noted = conn.execute(sa.text("SELECT action, subject FROM audit ORDER BY id DESC LIMIT 1")).one()
    assert tuple(noted) == ("baca_pribadi", f"laporan {key}")


def test_what_earlier_messages_said_is_told_at_once(run: Run, tmp_path: Path) -> None:
    message = (
        "BPBD Kab. Bangka Selatan\nUPDATE : Selasa, 14 Oktober 2025 Pkl. {hour}.30 WIB\n"
        "Jenis Kejadian : Puting Beliung\nWaktu Kejadian : Selasa, 14/10/2025 Pkl. 14.20 WIB\n"
        "Lokasi : Kel. Toboali, Kec. Toboali\nRumah RB {heavy} unit, RR {light} unit\n"
    )
    for hour, heavy, light in ((15, 3, 21), (17, 21, 3)):
        file = tmp_path / f"laporan {hour}.txt"
        file.write_text(message.format(hour=hour, heavy=heavy, light=light), encoding="utf-8")
        done = run("ingest", str(file), "--agency", "bpbd_bangka_selatan")
        assert done.exit_code == 0, done.output
        shown = " ".join(done.stdout.split())
        assert ("rusak_tertukar" in shown) == (hour == 17)
        report = shown.split("Laporan ")[1][:12]
        assert (f"laporan {report}:" in shown) == (hour == 17)


def test_events_are_named_by_the_ends_of_their_ids_as_tables_show_them(
    run: Run, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = event_of(keep(database, told(figure("meninggal", 1))))
    other = event_of(keep(database, told(figure("meninggal", 2), areas=(SADAI,))))
    merged = run("merge", str(one)[-12:], str(other)[-12:], "--reason", "sama").stdout
    assert f"Digabung: 1 laporan kini di kejadian {other}" in " ".join(merged.split())
    parted = run("unmerge", str(one)[-12:], "--reason", "beda").stdout
    assert f"Dilepas: 1 laporan kembali ke kejadian {one}; kejadian {other} seperti" in " ".join(
        parted.split()
    )
    monkeypatch.chdir(tmp_path)
    assert run("sheet", "--event", str(one)[-12:], "-o", "kejadian.pdf").exit_code == 0
    assert Path("kejadian.pdf").read_bytes().startswith(b"%PDF")


def test_a_question_is_answered_by_the_end_of_its_id(run: Run, database: Database) -> None:
    asked = Thresholds(auto=0.999_999, ask=0.01)
    keep(database, told(figure("meninggal", 1)))
    keep(database, told(figure("meninggal", 1)), thresholds=asked, agency="bpbd_prov")
    tail = run("candidates").stdout.split("│")[1].strip()
    assert "1 laporan" in run("candidates", "--accept", tail).stdout
    assert "Tidak ada calon" in run("candidates").stdout
