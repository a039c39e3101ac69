"""What the parser reads from invented texts in many layouts, against what they say."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gis import codes
from ingest import whatsapp

FOLDER = Path(__file__).parent
FILES = (
    *("labelled", "narrative", "others", "messy", "wild", "elsewhere", "short", "beside", "prose", "forms"),
    *("figures_label", "figures_narrative", "news", "layouts", "filled", "places", "lists"),
)
TEXTS = [
    text
    for file in FILES
    for text in tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))["text"]
]
TOLD = [text for text in TEXTS if text.get("reports")]


def read(text: dict[str, Any]) -> dict[str, Any]:
    received = text.get("received")
    at = datetime.fromisoformat(received) if received else None
    return whatsapp.to_json(whatsapp.parse(text["text"], received_at=at))


def of(key: str) -> Any:
    return pytest.mark.parametrize("text", TEXTS if key == "all" else TOLD, ids=lambda text: text["name"])


def pairs(text: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return list(zip(text["reports"], read(text)["reports"], strict=True))


@of("all")
def test_the_incidents_and_the_quiet_are_told_apart(text):
    result = read(text)
    assert [r["hazard"] for r in result["reports"]] == [r["hazard"] for r in text.get("reports", [])]
    quiet = [{"agency": n["agency"], "areas": n["areas"]} for n in result["nihil"]]
    assert quiet == text.get("nil", [])


@of("told")
def test_when_it_happened(text):
    for truth, report in pairs(text):
        assert (report["occurred_at"] or "").startswith(truth["at"])
        if "valid_at" in truth:
            assert report["valid_at"].startswith(truth["valid_at"])


@of("told")
def test_where_it_happened(text):
    for truth, report in pairs(text):
        found = {area["kode"] for area in report["areas"] if area["kode"]}
        above = {above for code in found for above in codes.ancestors(code)}
        assert sorted(found - above) == truth["areas"]
        words = [area["name"] for area in report["areas"] if not area["kode"]]
        assert words == truth.get("names", words)
        if "lonlat" in truth:
            assert report["lonlat"] == pytest.approx(truth["lonlat"], abs=1e-5)


@of("told")
def test_the_figures(text):
    for truth, report in pairs(text):
        found = {kind: figure["value"] for kind, figure in report["figures"].items()}
        assert found == {kind: None if v == "pendataan" else v for kind, v in truth["figures"].items()}
        for kind, state in truth.get("states", {}).items():
            assert report["figures"][kind]["state"] == state
        for kind, parts in truth.get("parts", {}).items():
            by_area = {part["kode"]: part["value"] for part in report["figures"][kind]["by_area"]}
            assert by_area == parts


@of("told")
def test_who_says_so_and_whether_it_is_an_update(text):
    for truth, report in pairs(text):
        assert report["is_update"] == truth.get("update", False)
        if "agency" in truth:
            assert report["agency"] == truth["agency"]


@of("told")
def test_personal_data_is_found(text):
    for truth, report in pairs(text):
        found = [text["text"][start:end] for start, end in report["personal"]]
        assert found == truth.get("personal", [])
