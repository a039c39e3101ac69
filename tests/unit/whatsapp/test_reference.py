"""The page of report texts shows what the parser gives, and names every member of it."""

import json
import re
from pathlib import Path

from gis.report import State
from ingest import whatsapp
from ingest.whatsapp import parser

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "laporan-whatsapp.md").read_text("utf-8")
TEXT = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)[0]
JSON = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])


def test_the_example_parses_to_what_the_page_says():
    assert whatsapp.to_json(whatsapp.parse(TEXT)) == JSON


def test_every_member_is_explained():
    report = JSON["reports"][0]
    for name in (*JSON, *report, *(key for figure in report["figures"].values() for key in figure)):
        assert f"`{name}`" in PAGE


def test_every_state_is_explained():
    written = {state for state in State if f"`{state}`" in PAGE}
    assert written == set(State) - {State.BLANK}  # a blank in a text is no figure


def test_the_limits_are_those_of_the_parser():
    assert f"{parser.MOST:,} code points and {parser.MOST_INCIDENTS} incidents" in PAGE
