"""Widths of texts are those of the font files."""

import pytest
from fontTools.ttLib import TTFont

from maps import fonts


@pytest.mark.parametrize("style", ["Regular", "Italic", "SemiBold", "Bold"])
def test_every_character_is_as_wide_as_the_font_says(style: str):
    with TTFont(fonts.folder() / f"NotoSans-{style}.ttf") as font:
        em = font["head"].unitsPerEm
        told = {
            code: font["hmtx"][glyph][0] / em for code, glyph in font.getBestCmap().items() if code < 0xFFFF
        }
    assert told
    for code, width in told.items():
        assert fonts.width_em(chr(code), style) == pytest.approx(width)


def test_a_text_is_as_wide_as_its_characters():
    assert fonts.width_em("Toboali", "Bold") == pytest.approx(
        sum(fonts.width_em(c, "Bold") for c in "Toboali")
    )
