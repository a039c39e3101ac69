"""The tokens of a stretch of text from which figures are read: numbers, their words, places, and all else."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from gis.report import Span, State
from ingest.amounts import SCALES, Amount, read_number
from ingest.clean import MULTIPLIERS, NUMBER_WORD, read_words
from ingest.folding import word_set
from ingest.whatsapp.figures.joins import (
    ALL,
    Token,
    denied_together,
    joined_addresses,
    latest,
    out_of,
    without_repeats,
)
from ingest.whatsapp.figures.signs import linked, summed, units_before, without_rows
from ingest.whatsapp.figures.slashes import written_out
from ingest.whatsapp.figures.units import is_people, joined_people, with_units, without_breakdowns
from ingest.whatsapp.figures.words import NO_PHRASES, PEOPLE, Word, lexicon, phrases
from ingest.whatsapp.persons.apposed import without_names

PIECE = re.compile(
    r"(?P<number>(?=[\dr±+-])(?:(?:±\s?)?(?<![\d/])[13]/[24](?=\s?(?:ha|hektare?|meter|m|km)\b)|(?:\brp[.\s]{0,2})?(?:(?:±|"
    r"\+\s?/?\s?-|-\s?\+|"
    r"\+)[\s)]*)?(?:\brp[.\s]{0,2})?\d(?:[\d.,]*\d)?))"
    r"|(?P<word>k?m2\b|s\s?[/.]\s?d\b\.?|(?:r\.[bsr]|m\.d|l\.[br]|k\.k)\b\.?|[a-z]+(?:['-][a-z]+)*)|(?P<sign>\.{2,}|[^\w\s])"
)
NUMBER = re.compile(r"([^\d]*)(\d.*)", re.DOTALL)
HALVED = word_set("ha hektar hektare meter km kilometer")
COUNTED_BY = word_set("hingga sampai dari di diantaranya lainnya lagi titik ruas rukun - mobil")
"""Words behind which a number in words stands, besides those of figures."""

MEASURED_BY = word_set(
    "luas seluas luasan lahan area areal terbakar tinggi setinggi ketinggian air sekitar kurang lebih "
    "panjang "
    "sepanjang jarak radius kerugian sebesar tma mencapai pukul jam pkl"
)
"""Words behind which a plus says that a number is about right: "luas + 2 ha"."""

WEATHER = word_set("banjir bandang longsor tanah angin hujan kencang puting beliung petir rob gelombang")
SINGLE = word_set("seorang sebuah seekor sebatang")
TOGETHER = {f"ke{word}": n for word, n in NUMBER_WORD.items() if 2 <= n <= 10}
"""Numbers of all that were told of before: "kedua korban", "ketiganya"."""

SPANS = word_set("hari pekan minggu bulan tahun malam tahap")
THOSE = PEOPLE | word_set("orang jenazah jasad abk rekan")
TO_HOSPITAL = ("di", "ke", "dari", "pihak")
GRADED = word_set("berat sedang ringan rb rs rr dunia meninggal hilang terendam terbakar mengungsi terdampak")
DOUBLED = PEOPLE | word_set("rumah orang pohon kios warung barang atap dinding hati desa jalan")
STAYING = word_set("mengungsi ngungsi diungsikan tinggal menumpang numpang menginap nginap dirawat")
ENDS = ("", ",", ".", ";", "dan", "serta", ")")
"""Between which a number in words counts too: "rusak berat tiga, rusak sedang sembilan"."""

MOST_DIGITS = 22
MOST_WORDS = 12  # of a number in words
RANGE = re.compile(r"s\s?[/.]\s?d\.?")
JOINERS = word_set(
    "menimpa mengakibatkan menyebabkan sehingga dan serta sedangkan sementara namun tetapi maupun beserta "
    "lalu kemudian"
)
NUMBERED = frozenset(("value", "range"))
HARD = frozenset((".", ";", "sedangkan", "sementara", "namun", "tetapi"))


def read_tokens(folded: str, span: Span, masks: Sequence[tuple[Span, str, int]]) -> list[Token]:
    """Tokens of that stretch. `masks`: spans read already, sorted, with kind and number."""
    pieces = _pieces(folded, span, masks)
    tokens: list[Token] = []
    position = 0
    while position < len(pieces):
        token, used = _token(folded, pieces, position)
        position += used
        tokens.append(token)
    plain = linked(without_repeats(tokens))
    if NUMBERED.isdisjoint(token.kind for token in plain):
        return without_names(joined_addresses(plain))  # all else is about numbers
    settled = joined_people(with_units(joined_addresses(out_of(units_before(plain)))))
    settled = summed(latest(without_names(settled)))
    return without_breakdowns(denied_together(written_out(without_rows(settled))))


class _Piece(NamedTuple):  # made by the thousand: a tuple costs a third of a frozen dataclass
    kind: str
    text: str
    span: Span
    number: int = 0


def _pieces(folded: str, span: Span, masks: Sequence[tuple[Span, str, int]]) -> list[_Piece]:
    pieces: list[_Piece] = []
    start, end = span
    for position in range(bisect_right(masks, start, key=lambda mask: mask[0][1]), len(masks)):
        (begin, stop), kind, number = masks[position]
        if begin >= end:
            break
        pieces.extend(_plain_pieces(folded, start, begin))
        pieces.append(_Piece(kind, folded[begin:stop], (begin, stop), number))
        start = max(start, stop)
    pieces.extend(_plain_pieces(folded, start, end))
    return pieces


def _plain_pieces(folded: str, start: int, end: int) -> Iterator[_Piece]:
    before = ""
    for match in PIECE.finditer(folded, start, end) if start < end else ():
        kind, text, (begin, stop) = match.lastgroup or "sign", match[0], match.span()
        if kind == "number" and text.startswith("+") and _joins(text, before):
            yield _Piece(
                "sign", "+", (begin, begin + 1)
            )  # "12 unit + 1 masjid" joins, "luas + 2 ha" is about
            digits = text.lstrip("+ ")
            begin, text = stop - len(digits), digits
        if text == "2" and before in DOUBLED and folded[begin - 1].isalpha():
            continue  # "rumah2", "warga2": houses, people
        if kind == "word" and "." in text and text[0] != "s":
            text = text.replace(".", "")  # "R.B.", "M.D."
        yield _Piece(kind, text, (begin, stop))
        before = text


def _joins(sign: str, before: str) -> bool:
    """Whether a plus joins two things: behind a word that no measure follows."""
    counted = before[-1:].isdigit() and sign.startswith("+") and "/" not in sign  # "51 + 22"
    return "-" not in sign and (counted or (before[:1].isalpha() and before not in MEASURED_BY))


def _token(folded: str, pieces: list[_Piece], position: int) -> tuple[Token, int]:
    piece = pieces[position]
    if piece.kind == "spot":
        return Token("spot", piece.span), 1
    if piece.kind in ("place", "name"):
        return Token(piece.kind, piece.span, places=(piece.number,), text=piece.text), 1
    if piece.kind == "number":
        return _number(folded, pieces, position)
    if piece.kind == "word":
        return _word(folded, pieces, position)
    if piece.kind == "sign":
        return Token(_sign(folded, piece), piece.span, piece.text), 1
    return Token("other", piece.span, ""), 1


def _sign(folded: str, piece: _Piece) -> str:
    if piece.text in ":=":
        return "link"
    if piece.text == ".":
        after = folded[piece.span[1] : piece.span[1] + 1]
        return "hard" if not after or after.isspace() or after == '"' else "other"
    known = {
        ",": "break",
        ";": "hard",
        "/": "slash",
        "(": "open",
        ")": "close",
        "-": "range",
        "&": "break",
        "+": "break",
        "%": "unit",
    }
    return known.get(piece.text, "sign")


def _number(folded: str, pieces: list[_Piece], position: int) -> tuple[Token, int]:
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


def _part_of_one(pieces: list[_Piece], position: int) -> tuple[Token, int]:
    """ "1/2 ha"."""
    above, _, below = pieces[position].text.lstrip("± ").partition("/")
    amount = Amount(int(above) / int(below), State.NUMBER, pieces[position].text.startswith("±"))
    return Token("value", pieces[position].span, "", amount), 1


def _repeated(pieces: list[_Piece], position: int) -> int:
    """How many pieces repeat the number in words: 3 for "(satu)"."""
    if position >= len(pieces) or pieces[position].text != "(":
        return 0
    stop = position + 1
    while stop < len(pieces) and (pieces[stop].text in NUMBER_WORD or pieces[stop].text in MULTIPLIERS):
        stop += 1
    closed = position + 1 < stop < len(pieces) and pieces[stop].text == ")"
    return stop + 1 - position if closed else 0


def _word(folded: str, pieces: list[_Piece], position: int) -> tuple[Token, int]:
    piece = pieces[position]
    if piece.text.isalpha() and piece.text not in _meaningful():
        return Token("other", piece.span, piece.text), 1
    if piece.text == "setengah" and position + 1 < len(pieces) and pieces[position + 1].text in HALVED:
        return Token("value", piece.span, "", Amount(0.5, State.NUMBER)), 1
    if piece.text in NUMBER_WORD and (counted := _counted(pieces, position)):
        return counted
    if piece.text.startswith("ke") and (together := _together(pieces, position)):
        return together
    if piece.text == "rs" and position and pieces[position - 1].text in TO_HOSPITAL:
        return Token("other", piece.span, piece.text), 1
    lengths, meanings = phrases().get(piece.text, NO_PHRASES)
    texts = tuple([p.text for p in pieces[position : position + max(lengths, default=0)]])
    for length in lengths:
        if (word := meanings.get(texts[:length])) is not None:
            last = pieces[min(position + length, len(pieces)) - 1]
            return _meant(word, (piece.span[0], last.span[1]), " ".join(texts[:length])), length
    if piece.text in JOINERS and not _is_for_now(pieces, position) and not _names_two(pieces, position):
        return Token("hard" if piece.text in HARD else "break", piece.span, piece.text), 1
    return Token(
        "range" if piece.text in ("sampai", "hingga") or RANGE.fullmatch(piece.text) else "other",
        piece.span,
        piece.text,
    ), 1


@cache
def _meaningful() -> frozenset[str]:
    """Words with which a number, a phrase or a joint may begin: any other stands for itself."""
    together = (*TOGETHER, *(f"{word}nya" for word in TOGETHER), "ke")
    return frozenset((*phrases(), *NUMBER_WORD, *JOINERS, *together, "setengah", "rs", "sampai", "hingga"))


def _is_for_now(pieces: list[_Piece], position: int) -> bool:
    """Whether "sementara" means for the time being: it joins only behind a comma or before "itu"."""
    if pieces[position].text != "sementara":
        return False
    beside = [piece.text for piece in pieces[max(0, position - 1) : position + 2]]
    if beside[-1] in STAYING:
        return True  # ", sementara ngungsi ke rumah saudara"
    if beside[0] in GRADED and any(word.kind == "subject" for _, word in lexicon().get(beside[-1], ())):
        return False  # "rusak berat sementara rumah Fulan rusak sedang"
    return position > 0 and beside[0] not in (",", ".", ";") and beside[-1] != "itu"


def _names_two(pieces: list[_Piece], position: int) -> bool:
    """Whether "dan" joins two hazards, which ends no clause: "akibat banjir dan tanah longsor"."""
    beside = pieces[max(0, position - 1) : position + 2]
    return pieces[position].text == "dan" and len(beside) == 3 and {beside[0].text, beside[2].text} <= WEATHER


def _together(pieces: list[_Piece], position: int) -> tuple[Token, int] | None:
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


def _counted(pieces: list[_Piece], position: int) -> tuple[Token, int] | None:
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


def _meant(word: Word, span: Span, text: str) -> Token:
    if word.kind == "nil":
        return Token("value", span, "", Amount(0.0, State.NIL))
    if word.kind == "counting":
        return Token("value", span, "", Amount(None, State.COUNTING))
    return Token(word.kind, span, word.meaning, text=text)
