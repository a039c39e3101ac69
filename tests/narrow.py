"""Commands run on a console of 80 columns."""

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands import console

WIDTH = 80


def run_narrow(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    """The result of a command, no line of which is longer."""
    with monkeypatch.context() as narrow:
        narrow.setattr(console.out, "_width", WIDTH)
        result = CliRunner().invoke(app, arguments)
    assert max(map(len, result.stdout.splitlines()), default=0) <= WIDTH
    return result
