"""The tutorial's two messages do what its page says."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands import console
from gis.db import Database
from gis.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "first-report.md"
Run = Callable[..., str]


@pytest.fixture
def run(environment: Settings, database: Database, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(console.out, "_width", 120)

    def command(*arguments: str) -> str:
        result: Result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    return command


def test_a_message_becomes_a_sheet(run: Run, tmp_path: Path) -> None:
    messages = re.findall(r"```text\n(.+?)```", PAGE.read_text("utf-8"), re.S)
    files = [tmp_path / name for name in ("banjir.txt", "update.txt")]
    for file, words in zip(files, messages, strict=True):
        file.write_text(words, encoding="utf-8")
    assert '"rumah_terendam"' in run("parse", str(files[0]))
    report, event = re.findall(r"[0-9a-f]{12}", run("ingest", str(files[0])))
    assert report in run("inbox")
    shown = run("report", report)
    assert "korban jiwa nihil" in shown
    assert "Luka" not in shown
    run("verify", report, "--reason", "dikonfirmasi lewat telepon")
    before = run("event", event)
    assert event in run("ingest", str(files[1]), "--verified")
    after = run("event", event)
    assert "16.30 WIB" in after
    assert "24 unit" in before.split("Buku angka")[0]
    published, ledger = after.split("Buku angka")
    assert "41 unit" in published
    assert "14-10-2026 19.00" in published
    assert "0 jiwa" in published
    assert "24 unit" not in published
    assert "24 unit" in ledger
    run("sheet", "--event", event, "-o", str(tmp_path / "serdang.pdf"))
    assert (tmp_path / "serdang.pdf").read_bytes().startswith(b"%PDF")
