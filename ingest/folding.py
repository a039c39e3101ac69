"""Text folded for reading, code point for code point, so that a place in it is the place in the original."""

import unicodedata

DASHES = "-–—−‐‑‒―"
QUOTES = "'’‘′`´"
DOUBLE_QUOTES = '"“”″„'
DEGREES = "°º˚"
BULLET = "•"
KEPT = {
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys(QUOTES, "'"),
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    **dict.fromkeys(DEGREES, "°"),
    **dict.fromkeys("±∓≈", "±"),
    **dict.fromkeys("²³", "2"),
    **dict.fromkeys("*_~", " "),
    **dict.fromkeys("\u2028\u2029\x85", "\n"),
    "\n": "\n",
    **dict.fromkeys("→⇒", ">"),
    "·": BULLET,
    "\u20e3": ")",  # the box of a digit that numbers a list
}


class _Folded(dict[int, str]):
    """The folded form of each code point, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold(chr(code))
        return self[code]


def _fold(sign: str) -> str:
    if sign in KEPT:
        return KEPT[sign]
    if sign.isascii():
        return sign.lower() if sign.isprintable() else " "
    plain = unicodedata.normalize("NFKD", sign)[:1].lower()
    if plain.isascii() and plain.isprintable():
        return plain
    # Emoji and other signs stand before lines as bullets do; combining marks and joiners stand within words.
    return BULLET if unicodedata.category(sign) in ("So", "Sk", "Po", "Sm", "No") else " "


_TABLE = _Folded()


def fold(text: str) -> str:
    """Lower case, plain dashes, quotes and digits, signs of emphasis blank; always as long as `text`."""
    return text.translate(_TABLE)


def word_set(text: str) -> frozenset[str]:
    """The words of `text` as a set: a list of words stays readable in the source."""
    return frozenset(text.split())
