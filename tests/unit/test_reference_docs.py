"""The reference pages say what the program says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic.fields import FieldInfo

from api.cli import app
from gis.settings import Settings

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
SETTINGS = (REFERENCE / "settings.md").read_text("utf-8")
SECTIONS = dict(
    re.findall(
        r"^## `(sigap [^`]+)`\n(.*?)(?=^## |\Z)", (REFERENCE / "cli.md").read_text("utf-8"), re.M | re.S
    )
)


def shown(field: FieldInfo) -> str:
    """A default as the page writes it."""
    if field.default is None:
        return "none"
    if field.default == "":
        return "empty"
    plain = str(field.default) if isinstance(field.default, Path) else field.default
    return f"`{plain if isinstance(plain, str) else json.dumps(plain)}`"


def commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(group, typer.core.TyperGroup):
        yield path, group
        return
    if group.invoke_without_command:
        yield path, group
    for name, command in group.commands.items():
        yield from commands(command, f"{path} {name}")


COMMANDS = dict(commands(typer.main.get_command(app), "sigap"))


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described_with_its_default(name: str) -> None:
    field = Settings.model_fields[name]
    assert f"| `SIGAP_{name.upper()}` | {shown(field)} | {field.description} |" in SETTINGS


def test_no_setting_is_described_that_is_not_there() -> None:
    described = set(re.findall(r"^\| `SIGAP_(\w+)`", SETTINGS, re.M))
    assert described == {name.upper() for name in Settings.model_fields}


def test_every_command_has_its_section() -> None:
    assert set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_is_described_and_no_other(path: str) -> None:
    described = set(re.findall(r"`(-[-\w]+)`", "".join(re.findall(r"^\| `-.*?\|", SECTIONS[path], re.M))))
    options = {
        flag for each in COMMANDS[path].params if each.param_type_name == "option" for flag in each.opts
    }
    assert described == options - {"--help"}
    for each in COMMANDS[path].params:
        if each.param_type_name == "argument":
            assert f"| `{(each.name or '').upper()}` |" in SECTIONS[path]
