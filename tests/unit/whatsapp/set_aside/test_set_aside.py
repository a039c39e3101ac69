"""Texts written apart from the parser: none fails, and what is read of them stays as good as it was."""

import pytest

from tests.unit.whatsapp.set_aside.corpus import OPENED, SET_ASIDE, Labelled, load
from tests.unit.whatsapp.set_aside.scores import Count, read, score

PARTS = {"set_aside": load(SET_ASIDE), "opened": load(OPENED)}
TEXTS = [text for part in PARTS.values() for text in part]
FLOORS = {"set_aside": 0.90, "opened": 0.97}  # of hazards, and F1 of places and dates
PLACES_AND_DATES = (
    "kabupaten babel",
    "kabupaten luar",
    "kecamatan babel",
    "kecamatan luar",
    "desa babel",
    "desa luar",
    "date",
)
FIGURE_FLOORS = {  # precision, recall
    "set_aside": {"figures label": (0.98, 0.90), "figures narrative": (0.95, 0.88)},
    "opened": {"figures label": (0.98, 0.96), "figures narrative": (0.95, 0.93)},
}


@pytest.fixture(scope="module", params=PARTS)
def part(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def counts(part: str) -> dict[str, Count]:
    return score(PARTS[part]).counts


def test_the_set_is_large_and_varied():
    assert len(PARTS["set_aside"]) >= 100
    assert len({text.name for text in TEXTS}) == len(TEXTS)
    assert {text.style for text in TEXTS} == {"label", "narrative", "none"}


@pytest.mark.parametrize("labelled", TEXTS, ids=lambda labelled: labelled.name)
def test_every_span_lies_in_the_text(labelled: Labelled):
    for report in read(labelled)["reports"]:
        spans = [area["span"] for area in report["areas"]] + report["personal"] + report["unread"]
        spans += [figure["span"] for figure in report["figures"].values()]
        assert all(0 <= start < end <= len(labelled.text) for start, end in spans)


def test_hazards_are_told(counts, part):
    assert counts["hazard"].recall() >= FLOORS[part]


@pytest.mark.parametrize("what", PLACES_AND_DATES)
def test_places_and_dates_are_found(counts, part, what):
    assert counts[what].f1() >= FLOORS[part]


@pytest.mark.parametrize("what", ["figures label", "figures narrative"])
def test_figures_are_right_before_they_are_many(counts, part, what):
    precision, recall = FIGURE_FLOORS[part][what]
    assert counts[what].precision() >= precision
    assert counts[what].recall() >= recall


def test_personal_words_are_covered(counts):
    assert counts["personal"].recall() >= 0.95
