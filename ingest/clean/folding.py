"""Fold: a text's shadow for reading, of exactly the same length, so that spans hold in both.

Every code point becomes one plain lower-case character: letters in bold or italic alphabets of the mathematical
block, dashes, quotes, bullets and emoji in their hundred forms become the one that means the same.
"""

import re
import unicodedata

BULLET = "•"
BULLETS = "•●▪▫■□◆◇◦⦿⮚➢➤►▶▸‣⁃∙·※★☆✓✔✅☑❖→➡⇒»☞◾◽🔸🔹🔴🟢🟡🔵📌📍"
DASHES = "-‐‑‒–—―−﹣－"
SPACES = "*_`\u00a0\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\u2066\u2069\ufeff\ufe0f\u00ad\t\x0b\x0c"
SINGLE_QUOTES = "'’‘‛′´ʹʼ"
DOUBLE_QUOTES = '"”“„‟″ʺ'
DEGREES = "°º˚ᵒ∘"
SAME = "±²³\n|"
FIXED = (
    {character: BULLET for character in BULLETS}
    | {character: "-" for character in DASHES}
    | {character: " " for character in SPACES}
    | {character: "'" for character in SINGLE_QUOTES}
    | {character: '"' for character in DOUBLE_QUOTES}
    | {character: "°" for character in DEGREES}
    | {character: character for character in SAME}
    | {"\r": " ", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "：": ":", "½": "½", "¼": "¼"}
)
PLUS_MINUS = re.compile(r"[-_+]\s?/?\s?\+(?=[\s\d(])|\+\s?/?\s?-(?=[\s\d(])")
UNDERSCORE_PLUS = "_+"


class _Folding(dict[int, str]):
    """The table, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in FIXED:
        return FIXED[character]
    plain = unicodedata.normalize("NFKD", character)
    first = next((c for c in plain if not unicodedata.combining(c)), character)
    if first in FIXED:
        return FIXED[first]
    lower = first.lower()
    if len(lower) == 1 and (lower.isascii() or lower.isalpha()):
        return lower if lower.isprintable() else " "
    return BULLET if unicodedata.category(character) in ("So", "Sk", "Co", "Cn", "Sm", "Cs") else " "


_TABLE = _Folding()


def fold(text: str) -> str:
    """The text's shadow: same length, lower case, plain signs; "-+", "_+" and "+/-" become "±"."""
    if UNDERSCORE_PLUS in text:
        text = text.replace(UNDERSCORE_PLUS, "± ")
    folded = text.translate(_TABLE)
    if "+" in folded:
        folded = PLUS_MINUS.sub(lambda match: "±" + " " * (len(match[0]) - 1), folded)
    return folded
