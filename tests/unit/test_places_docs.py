"""Every finding and rejection about places, dates and boundaries is explained to its readers."""

import re
from pathlib import Path

import pytest

from ingest import boundary_files, locate, position

ROOT = Path(__file__).parents[2]
CALL = re.compile(r"(?:_finding|_doubt|_rejection|_ignored|notes\.add)\(\s*(?:report,\s*)?\"(\w+)\"")


def codes_in(*modules: str) -> set[str]:
    return {code for name in modules for code in CALL.findall((ROOT / "ingest" / name).read_text("utf-8"))}


@pytest.mark.parametrize(
    ("page", "codes"),
    [
        (
            "explanation/places.md",
            codes_in("locate.py", "position.py", "check.py", "doubts.py")
            | set(locate._DOUBTS)
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
