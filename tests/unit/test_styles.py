"""Signs and colours: told apart by shape, by colour, and in grey."""

import re
from itertools import combinations

import numpy as np
import pytest

from gis import codes
from layers import rasters, styles
from layers.styles import HAZARD_INDEX, LEAST_CONTRAST, lightness

CLOSE = {
    "classes": [
        {"low": 0, "high": 1, "color": "#1a9641", "label": "Rendah"},
        {"low": 1, "high": 2, "color": "#1f6fb5", "label": "Sedang", "label_en": "Medium"},
        {"low": 2, "high": 3, "color": "#f5f5f5", "label": "Tinggi"},
    ]
}


@pytest.mark.parametrize("slug", codes.hazards())
def test_every_hazard_has_a_colour_a_shape_and_both_names(slug: str) -> None:
    style = styles.hazard_style(slug)
    assert re.fullmatch("#[0-9a-f]{6}", style.color)
    assert styles.FAMILIES[style.family.slug] is style.family
    assert style.label_id
    assert style.label_en


def test_families_differ_in_shape_and_hatching() -> None:
    families = list(styles.FAMILIES.values())
    assert len({family.shape for family in families}) == len(families)
    assert len({family.hatch_degrees for family in families}) == len(families)


@pytest.mark.parametrize("slug", codes.hazards())
def test_hazard_colours_stand_out_from_land_and_sea(slug: str) -> None:
    for ground in ("#f5f3ec", "#dbe8ee"):
        assert abs(lightness(styles.hazard_style(slug).color) - lightness(ground)) > 35


@pytest.mark.parametrize(("color", "expected"), [("#000000", 0), ("#ffffff", 100), ("#777777", 50.03)])
def test_lightness_is_cie_l(color: str, expected: float) -> None:
    assert lightness(color) == pytest.approx(expected, abs=0.05)


def test_hazard_index_classes_stay_apart_in_grey() -> None:
    for one, other in combinations(HAZARD_INDEX, 2):
        assert abs(lightness(one.color) - lightness(other.color)) >= LEAST_CONTRAST
    assert not any(each.hatched for each in HAZARD_INDEX)


def test_declared_classes_that_look_alike_in_grey_are_hatched() -> None:
    assert [each.hatched for each in styles.ramp(CLOSE)] == [False, True, False]
    assert [line["hatched"] for line in styles.legend("raster", CLOSE, None, "x")] == [False, True, False]


def test_hatching_shows_in_the_picture_and_goes_on_across_tiles() -> None:
    values = np.ma.masked_array(np.full((256, 256), 1.5, dtype="float32"))
    picture = rasters._coloured(values, styles.ramp(CLOSE)).array
    assert len(np.unique(picture[0])) == 2
    both = np.hstack([picture[0], picture[0]])
    assert (both[:, 256 - 8 : 256] == both[:, 256 : 256 + 8]).all()


def test_a_legend_speaks_the_reader_s_language() -> None:
    labels = [line["label"] for line in styles.legend("raster", CLOSE, None, "x", lang="en")]
    assert labels == ["Rendah", "Medium", "Tinggi"]


def test_a_vector_layer_without_a_colour_gets_the_plain_one_of_its_geometry() -> None:
    assert styles.layer_color({}, "MULTILINESTRING") == styles.PLAIN["line"]
    assert styles.layer_color({"color": "#123456"}, "POINT") == "#123456"
