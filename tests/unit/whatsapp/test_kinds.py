"""What kind of incident short texts in varied words tell of, or that they tell of none, and of which day."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ingest import whatsapp

FILE = Path(__file__).parent / "kinds" / "kinds.toml"
TEXTS = tomllib.loads(FILE.read_text(encoding="utf-8"))["text"]
RECEIVED = datetime.fromisoformat("2026-03-03T17:45:00+07:00")


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text["text"].strip()[:40])
def test_the_kind_and_the_day(text: dict[str, Any]) -> None:
    reports = whatsapp.to_json(whatsapp.parse(text["text"], received_at=RECEIVED))["reports"]
    found = [report["hazard"] for report in reports]
    assert len(found) == len(text["kinds"])
    assert all(slug in kinds for slug, kinds in zip(found, text["kinds"], strict=True))
    days = text.get("days", [])
    assert [
        (report["occurred_at"] or "")[: len(day)] for report, day in zip(reports, days, strict=False)
    ] == days
