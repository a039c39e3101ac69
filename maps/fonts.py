"""The sheet's fonts: where their files are, and how wide a text is in them.

Noto Sans comes from a registry package of the web map (`@expo-google-fonts/noto-sans`, OFL); a sheet
embeds these four files and no other, so that it looks the same everywhere.
"""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from maps import webapp

FAMILY = "Noto Sans"

_UNKNOWN_EM = 0.6


def folder() -> Path:
    """The folder of the built web map that holds the four files and no others; raises Unavailable."""
    return webapp.fonts()


@cache
def _widths(style: str) -> dict[int, float]:
    with TTFont(folder() / f"NotoSans-{style}.ttf", lazy=True) as font:
        advances = font["hmtx"].metrics
        em = font["head"].unitsPerEm
        return {code: advances[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def width_em(text: str, style: str = "Regular") -> float:
    """Width of a text in ems, from the font's own advances (kerning left out: under 1 %)."""
    widths = _widths(style)
    return sum(widths.get(ord(character), _UNKNOWN_EM) for character in text)
