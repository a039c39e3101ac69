"""docs/reference/http.md tells of every address, and of none that is not there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from gis.db import Database
from gis.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "http.md").read_text("utf-8")
EVERYWHERE = {"lang"}  # told of once, above all sections
assert "`lang` is taken\n  everywhere" in PAGE
SECTIONS = dict(re.findall(r"^## ((?:GET|POST|PUT|PATCH|DELETE) \S+)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S))


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    # No connection is made: the description needs none.
    app = create_app(Settings(), Database("postgresql://sigap_app@/nihil"))
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation
    yield "GET /metrics", {}


OPERATIONS = dict(operations())


def test_every_address_has_its_section() -> None:
    assert set(SECTIONS) == set(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_parameter_is_told_of(name: str) -> None:
    wanted = {each["name"] for each in OPERATIONS[name].get("parameters", []) if each["in"] == "query"}
    told = set(re.findall(r"`([\w-]+)`", SECTIONS[name]))
    assert wanted - EVERYWHERE <= told, wanted - told
    assert wanted >= EVERYWHERE or name == "GET /metrics"
