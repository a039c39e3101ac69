"""Every finding and rejection about places, dates and boundaries is explained to its readers."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from gis import comparison
from ingest import boundary_files, locate_doubts, position, repeats

ROOT = Path(__file__).parents[2]
MAKERS = {"_finding", "_doubt", "_rejection", "_ignored", "_sum_finding", "_jumps", "add", "Finding"}


def codes_in(*modules: str) -> set[str]:
    """Every code that these modules of `ingest` give a finding or a rejection."""
    trees = [ast.parse((ROOT / "ingest" / name).read_text("utf-8")) for name in modules]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {code for call in calls if name_of(call) in MAKERS for code in codes_of(call)}


def name_of(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def codes_of(call: ast.Call) -> Iterator[str]:
    """The words of the call's `code`, or of its first arguments: one, or one of two ("a" if … else "b")."""
    said = [word.value for word in call.keywords if word.arg == "code"] or call.args[:2]
    for node in said:
        choices = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)
        for each in choices:
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and "_" in each.value:
                yield each.value


@pytest.mark.parametrize(
    ("page", "codes"),
    [
        (
            "reference/reasons.md",
            codes_in(
                "locate_doubts.py",
                "locate_name.py",
                "locate_point.py",
                "position.py",
                "check.py",
                "doubts.py",
                "plausible.py",
                "whatsapp/parser.py",
            )
            | {*comparison.CODES, repeats.CODE}
            | set(locate_doubts.DOUBTS)
            | {turn[0] for turn in position._TURNS},
        ),
        (
            "how-to/import-boundaries.md",
            codes_in("boundaries.py", "boundary_files.py", "boundary_checks.py", "editions.py")
            | {f"kode_{note[0]}" for note in boundary_files.READING_NOTES},
        ),
    ],
)
def test_every_code_is_in_the_docs(page: str, codes: set[str]):
    told = (ROOT / "docs" / page).read_text("utf-8")
    assert len(codes) > 10
    assert {code for code in codes if f"`{code}`" not in told} == set()
