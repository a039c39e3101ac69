"""Whatever comes in, the parser answers: it never raises, and every span lies within the text."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest import whatsapp
from ingest.folding import fold
from ingest.whatsapp.persons import personal
from tests.unit.whatsapp.test_corpus import TEXTS

RECEIVED = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)
PIECES = (
    "Jenis Kejadian :|Lokasi :|Korban jiwa|MD|Nihil|-|RB|RS|rumah|3 unit|31 KK|/ 118 jiwa|±|"
    "Kec. Toboali|(satu)|Ds. Gadung|Kab. Bangka Selatan|14/10/2025|31/02/2025|Pkl. 14.20 WIB|25.99|"
    "-3.0127, 106.4551|banjir|s/d|Ha|dalam pendataan|tidak ada|a/n|Bpk.|0812-0000-1234|"
    "1905 105 2025 10 14 1|,|;|.|:|\n|\n\n|• |1. |°|'|LS|BT|m²|dua puluh|seorang|hilang|UPDATE|"
    "https://maps.google.com/?q=|@-2.1,106.1|Rp|juta|10/|:|=| - |RT 04|3 RB"
)
JUMBLES = st.lists(st.sampled_from(PIECES.split("|")), max_size=40).map(" ".join)


def spans(value: Any) -> Any:
    """Every [from, to] of an answer."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "span":
                yield inner
            elif key in ("personal", "unread"):
                yield from inner
            else:
                yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def check(text: str) -> None:
    result = whatsapp.to_json(whatsapp.parse(text, received_at=RECEIVED))
    json.dumps(result)
    for start, end in spans(result):
        assert 0 <= start <= end <= len(text)
    for figure in (f for report in result["reports"] for f in report["figures"].values()):
        assert (figure["value"] is None) == (figure["state"] == "pendataan")


@given(st.text(max_size=300))
@example("İ" * 10 + " banjir di Kec. Toboali 3 RB")
@example("\ud800 banjir \x00 MD : 1")
@settings(max_examples=300, deadline=None)
def test_any_text(text):
    check(text)


@given(JUMBLES)
@settings(max_examples=400, deadline=None)
def test_jumbled_pieces_of_reports(text):
    check(text)


@given(st.sampled_from([text["text"] for text in TEXTS]), st.data())
@settings(max_examples=200, deadline=None)
def test_torn_reports(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    check(text[:start] + text[end:])


@given(st.text(max_size=200))
@settings(deadline=None)
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)


@given(st.one_of(st.text(max_size=200), JUMBLES))
@settings(deadline=None)
def test_personal_spans_hold_their_values(text):
    for found in personal.find(text):
        start, end = found["span"]
        assert text[start:end] == found["value"] != ""
