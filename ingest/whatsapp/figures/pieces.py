"""A stretch of text cut into pieces: numbers, words, signs, and what was read of it before."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from gis.report import Span
from ingest.folding import word_set
from ingest.whatsapp.figures.words import PEOPLE

PIECE = re.compile(
    r"(?P<number>(?=[\dr±+-])(?:(?:±\s?)?(?<![\d/])[13]/[24](?=\s?(?:ha|hektare?|meter|m|km)\b)|(?:\brp[.\s]{0,2})?(?:(?:±|"
    r"\+\s?/?\s?-|-\s?\+|"
    r"\+)[\s)]*)?(?:\brp[.\s]{0,2})?\d(?:[\d.,]*\d)?))"
    r"|(?P<word>k?m2\b|s\s?[/.]\s?d\b\.?|(?:r\.[bsr]|m\.d|l\.[br]|k\.k)\b\.?|[a-z]+(?:['-][a-z]+)*)|(?P<sign>\.{2,}|[^\w\s])"
)
MEASURED_BY = word_set(
    "luas seluas luasan lahan area areal terbakar tinggi setinggi ketinggian air sekitar kurang lebih "
    "panjang "
    "sepanjang jarak radius kerugian sebesar tma mencapai pukul jam pkl"
)
"""Words behind which a plus says that a number is about right: "luas + 2 ha"."""

DOUBLED = PEOPLE | word_set("rumah orang pohon kios warung barang atap dinding hati desa jalan")


class Piece(NamedTuple):  # made by the thousand: a tuple costs a third of a frozen dataclass
    kind: str
    text: str
    span: Span
    number: int = 0


def pieces_of(folded: str, span: Span, masks: Sequence[tuple[Span, str, int]]) -> list[Piece]:
    """The pieces of that stretch. `masks`: spans read already, each one piece of its own kind."""
    pieces: list[Piece] = []
    start, end = span
    for position in range(bisect_right(masks, start, key=_end_of), len(masks)):
        (begin, stop), kind, number = masks[position]
        if begin >= end:
            break
        if start < begin:
            _add_plain(pieces, folded, start, begin)
        pieces.append(Piece(kind, folded[begin:stop], (begin, stop), number))
        start = max(start, stop)
    if start < end:
        _add_plain(pieces, folded, start, end)
    return pieces


def _end_of(mask: tuple[Span, str, int]) -> int:
    return mask[0][1]


def _add_plain(pieces: list[Piece], folded: str, start: int, end: int) -> None:
    """Adds what stands there, which nothing has read yet."""
    before = ""
    for match in PIECE.finditer(folded, start, end):
        kind, text, span = match.lastgroup or "sign", match[0], match.span()
        if kind == "number":
            begin, stop = span
            if text.startswith("+") and _joins(text, before):
                # "12 unit + 1 masjid" joins, "luas + 2 ha" is about
                pieces.append(Piece("sign", "+", (begin, begin + 1)))
                text = text.lstrip("+ ")
                span = begin, _ = stop - len(text), stop
            if text == "2" and before in DOUBLED and folded[begin - 1].isalpha():
                continue  # "rumah2", "warga2": houses, people
        elif kind == "word" and "." in text and text[0] != "s":
            text = text.replace(".", "")  # "R.B.", "M.D."
        pieces.append(Piece(kind, text, span))
        before = text


def _joins(sign: str, before: str) -> bool:
    """Whether a plus joins two things: behind a word that no measure follows."""
    counted = before[-1:].isdigit() and sign.startswith("+") and "/" not in sign  # "51 + 22"
    return "-" not in sign and (counted or (before[:1].isalpha() and before not in MEASURED_BY))
