"""Texts that nobody fitted the parser to: none fails, and what is read of them stays as good as it was."""

import pytest

from tests.unit.whatsapp.set_aside.corpus import SET_ASIDE, Labelled, load
from tests.unit.whatsapp.set_aside.scores import Count, read, score

TEXTS = load(SET_ASIDE)
F1_FLOORS = {
    "kabupaten babel": 0.90,
    "kabupaten luar": 0.90,
    "kecamatan babel": 0.90,
    "kecamatan luar": 0.90,
    "desa babel": 0.85,
    "desa luar": 0.80,
    "date": 0.88,
}
FIGURE_FLOORS = {"figures label": (0.95, 0.74), "figures narrative": (0.90, 0.50)}  # precision, recall


@pytest.fixture(scope="module")
def counts() -> dict[str, Count]:
    return score(TEXTS).counts


def test_the_set_is_large_and_varied():
    assert len(TEXTS) >= 80
    assert len({text.name for text in TEXTS}) == len(TEXTS)
    assert {text.style for text in TEXTS} == {"label", "narrative", "none"}


@pytest.mark.parametrize("labelled", TEXTS, ids=lambda labelled: labelled.name)
def test_every_span_lies_in_the_text(labelled: Labelled):
    for report in read(labelled)["reports"]:
        spans = [area["span"] for area in report["areas"]] + report["personal"] + report["unread"]
        spans += [figure["span"] for figure in report["figures"].values()]
        assert all(0 <= start < end <= len(labelled.text) for start, end in spans)


def test_hazards_are_told(counts):
    assert counts["hazard"].recall() >= 0.86


@pytest.mark.parametrize("what", F1_FLOORS)
def test_places_and_dates_are_found(counts, what):
    assert counts[what].f1() >= F1_FLOORS[what]


@pytest.mark.parametrize("what", FIGURE_FLOORS)
def test_figures_are_right_before_they_are_many(counts, what):
    precision, recall = FIGURE_FLOORS[what]
    assert counts[what].precision() >= precision
    assert counts[what].recall() >= recall


def test_personal_words_are_covered(counts):
    assert counts["personal"].recall() >= 0.85
