"""Numbers among the pieces: in digits, in words, halves, and of all that were told of before."""

import re

from gis.report import State
from ingest.amounts import SCALES, Amount, read_number
from ingest.clean import MULTIPLIERS, NUMBER_WORD, read_words
from ingest.folding import word_set
from ingest.whatsapp.figures.joins import ALL, Token
from ingest.whatsapp.figures.lexicon import lexicon
from ingest.whatsapp.figures.pieces import Piece
from ingest.whatsapp.figures.units import is_people
from ingest.whatsapp.figures.words import PEOPLE

NUMBER = re.compile(r"([^\d]*)(\d.*)", re.DOTALL)
HALVED = word_set("ha hektar hektare meter km kilometer")
COUNTED_BY = word_set("hingga sampai dari di diantaranya lainnya lagi titik ruas rukun - mobil")
"""Words behind which a number in words stands, besides those of figures."""

SINGLE = word_set("seorang sebuah seekor sebatang")
TOGETHER = {f"ke{word}": n for word, n in NUMBER_WORD.items() if 2 <= n <= 10}
"""Numbers of all that were told of before: "kedua korban", "ketiganya"."""

SPANS = word_set("hari pekan minggu bulan tahun malam tahap")
THOSE = PEOPLE | word_set("orang jenazah jasad abk rekan")
GRADED = word_set("berat sedang ringan rb rs rr dunia meninggal hilang terendam terbakar mengungsi terdampak")
ENDS = ("", ",", ".", ";", "dan", "serta", ")")
"""Between which a number in words counts too: "rusak berat tiga, rusak sedang sembilan"."""

MOST_DIGITS = 22
MOST_WORDS = 12  # of a number in words


def read_digits(pieces: list[Piece], position: int) -> tuple[Token, int]:
    piece = pieces[position]
    if "/" in piece.text and piece.text[-2] == "/":
        return _part_of_one(pieces, position)
    signs, digits = NUMBER.fullmatch(piece.text).groups()  # type: ignore[union-attr]
    value = read_number(digits) if len(digits) <= MOST_DIGITS else None
    if value is None:
        return Token("other", piece.span, piece.text), 1
    money = "rp" in signs
    used = 1 + _repeated(pieces, position + 1)
    follow = pieces[position + used] if position + used < len(pieces) else None
    if follow and follow.text in SCALES and (follow.text != "rb" or money):
        value, used = value * SCALES[follow.text], used + 1
    elif follow and money and follow.text in ("m", "t"):
        value, used = value * (1e9 if follow.text == "m" else 1e12), used + 1
    amount = Amount(value, State.NUMBER, "±" in signs or "+" in signs)
    return Token(
        "value", (piece.span[0], pieces[position + used - 1].span[1]), "Rp" if money else "", amount
    ), used


def _part_of_one(pieces: list[Piece], position: int) -> tuple[Token, int]:
    """ "1/2 ha"."""
    above, _, below = pieces[position].text.lstrip("± ").partition("/")
    amount = Amount(int(above) / int(below), State.NUMBER, pieces[position].text.startswith("±"))
    return Token("value", pieces[position].span, "", amount), 1


def _repeated(pieces: list[Piece], position: int) -> int:
    """How many pieces repeat the number in words: 3 for "(satu)"."""
    if position >= len(pieces) or pieces[position].text != "(":
        return 0
    stop = position + 1
    while stop < len(pieces) and (pieces[stop].text in NUMBER_WORD or pieces[stop].text in MULTIPLIERS):
        stop += 1
    closed = position + 1 < stop < len(pieces) and pieces[stop].text == ")"
    return stop + 1 - position if closed else 0


def all_of_them(pieces: list[Piece], position: int) -> tuple[Token, int] | None:
    """The number of all those told of: "kedua korban selamat", "keempatnya meninggal"."""
    word, end = pieces[position].text, position + 1
    if word == "ke" and end < len(pieces):
        word, end = f"ke{pieces[end].text}", end + 1
    each = word.endswith("nya")
    number = TOGETHER.get(word.removesuffix("nya"))
    if position and pieces[position - 1].text in SPANS:
        return None  # "hari ketiga jenazah korban …"
    following = [piece.text for piece in pieces[end : end + 2]]
    if number is None or not (each or (following[:1] and following[0] in THOSE)) or "tua" in following:
        return None
    span = (pieces[position].span[0], pieces[end - 1].span[1])
    return Token("value", span, "jiwa", Amount(number, State.NUMBER), text=ALL), end - position


def read_counted(pieces: list[Piece], position: int) -> tuple[Token, int] | None:
    """A number in words, where it counts something: a unit, a noun or an effect must follow."""
    if position and pieces[position - 1].text == "salah":
        return None  # "salah satu" of them counts nobody
    stop = position
    last = min(len(pieces), position + MOST_WORDS)
    while stop < last and (pieces[stop].text in NUMBER_WORD or pieces[stop].text in MULTIPLIERS):
        stop += 1
    words = [piece.text for piece in pieces[position:stop]]
    value = read_words(words)
    if value is not None and stop < len(pieces) and pieces[stop].text in ("juta", "miliar", "milyar"):
        value, stop = value * SCALES[pieces[stop].text], stop + 1
    follow = pieces[stop].text if stop < len(pieces) else ""
    behind = position > 0 and pieces[position - 1].text in GRADED and follow in ENDS
    if (
        value is None
        or words == ["nol"]
        or not (
            follow in lexicon()
            or is_people(follow)
            or follow in COUNTED_BY
            or value >= 1e6
            or behind
            or words[0] in SINGLE
        )
    ):
        return None
    unit = "jiwa" if words == ["seorang"] else ""
    span = (pieces[position].span[0], pieces[stop - 1].span[1])
    return Token("value", span, unit, Amount(value, State.NUMBER)), stop - position
