"""An event's ledger, corrections and changes on the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from gis.db import Database
from gis.errors import InvalidInput
from gis.settings import Settings
from tests.registers import NOON, event_of, figure, keep, told

Run = Callable[..., Result]


@pytest.fixture
def run(environment: Settings, database: Database) -> Run:
    """Run a command on the test's own database."""

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    return command


def test_a_figure_is_corrected_and_the_change_told(run: Run, database: Database) -> None:
    loaded = keep(database, told(figure("rumah_rusak_berat", 5), valid_at=NOON))
    ((_, report),) = loaded.reports
    event = str(event_of(loaded))
    before = json.loads(run("event", event[-12:], "--json").stdout)
    (word,) = before["ledger"][0]["words"]
    done = run("correct", str(report)[-12:], "--reason", "salah baca", "--figure", f"{word['id']}=3",
               "--figure", "meninggal=pendataan", "--hazard", "banjir")  # fmt: skip
    assert done.exit_code == 0, done.output
    told_now = run("changes", "--from", "2", "--public")
    assert "Rumah rusak berat 5 → 3, menurut BPBD Bangka Selatan, koreksi pukul " in told_now.stdout
    assert "Jenis kejadian: Puting beliung → Banjir" in told_now.stdout
    assert "Meninggal: dalam pendataan" in told_now.stdout
    (line,) = run("changes", "--from", "2", "--json", "--lang", "en").stdout.splitlines()
    assert json.loads(line)["event"]["id"] == event
    assert "diganti" in run("event", event).stdout


def test_a_correction_from_a_file_moves_the_report(run: Run, database: Database, settings: Settings) -> None:
    ((_, report),) = keep(database, told(figure("meninggal", 1))).reports
    settings.var.mkdir(parents=True, exist_ok=True)
    file = settings.var / "koreksi.json"
    file.write_text(json.dumps({"place": {"areas": ["19.03.06"]}, "is_bencana": False}), encoding="utf-8")
    done = run("correct", str(report), "--reason", "salah tempat", "--file", str(file))
    assert "dikoreksi (tempat, bencana atau bukan); kejadian" in " ".join(done.stdout.split())


def test_what_cannot_be_read_is_refused(run: Run, database: Database) -> None:
    ((_, report),) = keep(database, told()).reports
    for words in (("--figure", "meninggal=banyak"), ("--occurred", "kapan-kapan"), ("--lonlat", "timur")):
        assert run("correct", str(report), "--reason", "x", *words).exit_code == 1
    assert run("changes", "--from", "1", "--lang", "fr").exit_code == 1
    unread = run("correct", str(report), "--reason", "x", "--figure", "meninggal=3 orang").exception
    assert isinstance(unread, InvalidInput)
    assert unread.text("id") == "Koreksi tidak terbaca: '3 orang' harus bilangan"
    assert unread.text("en").startswith("The correction cannot be read: '3 orang': Input should be a valid")
    to_come = run("inbox", "--as-of", "2999-01-01")
    assert to_come.exit_code == 1
    assert isinstance(to_come.exception, InvalidInput)
    assert "belum terjadi" in to_come.exception.text("id")


def test_the_official_text_is_written_and_read(run: Run, database: Database, tmp_path: Path) -> None:
    event = str(event_of(keep(database, told(figure("rumah_rusak_berat", 5), valid_at=NOON))))
    shown = run("export", "laporan", "--event", event[-12:])
    assert shown.exit_code == 0, shown.output
    assert "- Rumah rusak berat : 5 unit" in shown.stdout
    file = tmp_path / "laporan.txt"
    assert run("export", "laporan", "--event", event, "-o", str(file)).exit_code == 0
    assert file.read_text(encoding="utf-8") == shown.stdout
    read = json.loads(run("parse", str(file)).stdout)
    assert read["reports"][0]["figures"]["rumah_rusak_berat"]["value"] == 5
    assert run("export", "laporan").exit_code == 1
    assert run("export", "laporan", "--event", event, "--utuh").exit_code == 1
    assert run("export", "kejadian").exit_code == 1
