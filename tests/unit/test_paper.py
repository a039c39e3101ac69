"""Formats, scales and projections."""

import pytest

from gis import codes
from gis.errors import InvalidInput
from maps import signs
from maps.furniture import degrees
from maps.paper import PAPERS, paper_named
from maps.projection import SCALES, fit, province, utm


@pytest.mark.parametrize("paper", PAPERS.values(), ids=str)
def test_the_map_lies_on_the_page_and_takes_the_best_part_of_it(paper):
    x, y, width, height = paper.frame
    assert x > 0
    assert y > 0
    assert x + width < paper.width_mm
    assert y + height < paper.height_mm
    assert width * height > 0.4 * paper.width_mm * paper.height_mm
    assert paper.label_pt * 0.86 >= 5.4


@pytest.mark.parametrize("name", ["a3", "A3", "A3-tegak", "a3-portrait", "A3-P"])
def test_papers_are_known_by_their_names(name: str):
    assert paper_named(name).size_name == "A3"


def test_an_unknown_paper_is_refused_with_the_known_ones():
    with pytest.raises(InvalidInput) as refused:
        paper_named("F4")
    assert "A4-tegak" in refused.value.text("id")


def test_the_scale_is_the_largest_round_one_that_fits():
    frame = PAPERS["A3"].frame
    view = fit(utm(106.4, -2.8), (600_000, 9_650_000, 700_000, 9_700_000), frame)
    assert view.scale in SCALES
    assert 100_000 / view.scale * 1000 <= frame.width_mm
    assert 100_000 / SCALES[SCALES.index(view.scale) - 1] * 1000 > 0.96 * frame.width_mm


def test_the_province_keeps_its_lengths():
    plane = province()
    factors = [plane.scale_factor(lon, -2.5) for lon in (105.1, 107.0, 108.9)]
    assert all(abs(factor - 1) < 3.1e-4 for factor in factors)


def test_degrees_are_whole_minutes():
    assert degrees(106.5, "BT", "BB") == "106°30′ BT"
    assert degrees(-2.9999999999, "LU", "LS") == "3°00′ LS"
    assert degrees(-2.508333333, "N", "S") == "2°30′30″ S"


@pytest.mark.parametrize("hazard", codes.hazards())
def test_every_hazard_has_a_sign(hazard: str):
    assert "<path" in signs.sign(hazard, 0, 0, 200)
