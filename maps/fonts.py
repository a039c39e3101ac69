"""The sheet's fonts: where their files are, and how wide a text is in them.

Noto Sans comes from a registry package of the web map (`@expo-google-fonts/noto-sans`, OFL); a sheet
embeds these four files and no other, so that it looks the same everywhere.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from maps import webapp
from maps.projection import Array

FAMILY = "Noto Sans"

_UNKNOWN_EM = 0.6


def folder() -> Path:
    """The folder of the built web map that holds the four files and no others; raises Unavailable."""
    return webapp.fonts()


def width_em(text: str, style: str = "Regular") -> float:
    """Width of a text in ems, from the font's own advances (kerning left out: under 1 %)."""
    widths = _widths(style)
    return sum(widths.get(ord(character), _UNKNOWN_EM) for character in text)


@cache
def _widths(style: str) -> dict[int, float]:
    """Advance in em by code point. Read by hand: fontTools takes 0.1 s of a cold process for the same."""
    tables = _tables((folder() / f"NotoSans-{style}.ttf").read_bytes())
    (em,) = struct.unpack_from(">H", tables["head"], 18)
    (measured,) = struct.unpack_from(">H", tables["hhea"], 34)
    advances = np.frombuffer(tables["hmtx"], ">u2", count=2 * measured)[::2] / em
    widths = {}
    for code, glyph in _glyphs(tables["cmap"]):
        widths[code] = float(advances[min(glyph, measured - 1)])
    return widths


def _tables(font: bytes) -> dict[str, bytes]:
    """The tables of an OpenType file (ISO/IEC 14496-22, 4.3) by tag."""
    (count,) = struct.unpack_from(">H", font, 4)
    entries = [struct.unpack_from(">4s4xII", font, 12 + 16 * n) for n in range(count)]
    return {tag.decode(): font[start : start + length] for tag, start, length in entries}


def _glyphs(cmap: bytes) -> Iterator[tuple[int, int]]:
    """(code point, glyph) of the map for the Basic Multilingual Plane: platform 3, encoding 1, format 4."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    records = [struct.unpack_from(">HHI", cmap, 4 + 8 * n) for n in range(count)]
    start = next(offset for platform, encoding, offset in records if (platform, encoding) == (3, 1))
    segments = struct.unpack_from(">H", cmap, start + 6)[0] // 2
    words = np.frombuffer(cmap, ">u2", offset=start + 14, count=(len(cmap) - start - 14) // 2).astype(int)
    ends, starts, deltas, ranges = (words[part : part + segments] for part in _parts(segments))
    for n in range(segments):
        for code in range(int(starts[n]), min(int(ends[n]), 0xFFFE) + 1):
            glyph = _glyph(code, int(ranges[n]), words[3 * segments + 1 + n + code - int(starts[n]) :])
            if glyph is not None:
                yield code, (glyph + int(deltas[n])) & 0xFFFF


def _parts(segments: int) -> tuple[int, int, int, int]:
    """Where the four arrays of a format 4 map begin, in words; a padding word follows the first."""
    return 0, segments + 1, 2 * segments + 1, 3 * segments + 1


def _glyph(code: int, offset: int, words: Array) -> int | None:
    """The glyph before its delta: the code itself, or the word that far from where the offset stands."""
    if not offset:
        return code
    return int(words[offset // 2]) or None
