"""The tokens of a stretch of text from which figures are read: numbers, their words, places, and all else."""

import re
from collections.abc import Sequence
from functools import cache

from gis.report import Span, State
from ingest.amounts import Amount
from ingest.clean import NUMBER_WORD
from ingest.folding import word_set
from ingest.whatsapp.figures.company import UNCOUNTED, without_company
from ingest.whatsapp.figures.joins import (
    Token,
    denied_together,
    joined_addresses,
    latest,
    out_of,
    without_repeats,
)
from ingest.whatsapp.figures.lexicon import NO_PHRASES, Word, lexicon, phrases
from ingest.whatsapp.figures.numbers import GRADED, HALVED, TOGETHER, all_of_them, read_counted, read_digits
from ingest.whatsapp.figures.pieces import Piece, pieces_of
from ingest.whatsapp.figures.signs import linked, summed, units_before, without_rows
from ingest.whatsapp.figures.slashes import written_out
from ingest.whatsapp.figures.units import joined_people, with_units, without_breakdowns
from ingest.whatsapp.persons.apposed import without_names

WEATHER = word_set("banjir bandang longsor tanah angin hujan kencang puting beliung petir rob gelombang")
TO_HOSPITAL = ("di", "ke", "dari", "pihak")
STAYING = word_set("mengungsi ngungsi diungsikan tinggal menumpang numpang menginap nginap dirawat")
RANGE = re.compile(r"s\s?[/.]\s?d\.?")
JOINERS = word_set(
    "menimpa mengakibatkan menyebabkan sehingga dan serta sedangkan sementara namun tetapi maupun beserta "
    "lalu kemudian adapun"
)
SIGNS = {
    ":": "link",
    "=": "link",
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
"""What part a sign plays among tokens."""

NUMBERED = frozenset(("value", "range"))
PLACES = frozenset(("place", "spot"))
HARD = frozenset((".", ";", "sedangkan", "sementara", "namun", "tetapi"))


def read_tokens(folded: str, span: Span, masks: Sequence[tuple[Span, str, int]]) -> list[Token]:
    """Tokens of that stretch. `masks`: spans read already, sorted, with kind and number."""
    tokens = _tokens(folded, pieces_of(folded, span, masks))
    kinds = {token.kind for token in tokens}
    if "open" in kinds:
        tokens = without_repeats(tokens)
        kinds = {token.kind for token in tokens}
    if "sign" in kinds:
        tokens = linked(tokens)
    if not NUMBERED.isdisjoint(kinds):
        return _numbered(tokens, kinds)
    tokens = tokens if PLACES.isdisjoint(kinds) else joined_addresses(tokens)
    return without_names(tokens) if "name" in kinds else tokens  # all else is about numbers


def _numbered(tokens: list[Token], kinds: set[str]) -> list[Token]:
    """Tokens among which numbers are, settled. Each step is taken where something stands that asks for it."""
    meanings = {token.meaning for token in tokens}
    tokens = units_before(tokens) if "unit" in kinds else tokens
    tokens = out_of(tokens) if "dari" in meanings else tokens
    tokens = tokens if PLACES.isdisjoint(kinds) else joined_addresses(tokens)
    tokens = joined_people(with_units(tokens))
    tokens = without_names(tokens) if "name" in kinds else tokens
    tokens = latest(tokens) if ">" in meanings else tokens
    tokens = tokens if UNCOUNTED.isdisjoint(meanings) else without_company(tokens)
    tokens = summed(tokens) if "+" in meanings else tokens
    tokens = without_rows(tokens)
    tokens = written_out(tokens) if "slash" in kinds else tokens
    tokens = denied_together(tokens)
    return without_breakdowns(tokens) if "open" in kinds else tokens


def _tokens(folded: str, pieces: list[Piece]) -> list[Token]:
    tokens: list[Token] = []
    meaningful, position = _meaningful(), 0
    while position < len(pieces):
        kind, text, span, _ = pieces[position]
        if kind == "word" and text not in meaningful and text.isalpha():
            token, used = Token("other", span, text), 1
        else:
            token, used = _token(folded, pieces, position)
        tokens.append(token)
        position += used
    return tokens


def _token(folded: str, pieces: list[Piece], position: int) -> tuple[Token, int]:
    piece = pieces[position]
    if piece.kind == "spot":
        return Token("spot", piece.span), 1
    if piece.kind in ("place", "name"):
        return Token(piece.kind, piece.span, places=(piece.number,), text=piece.text), 1
    if piece.kind == "number":
        return read_digits(pieces, position)
    if piece.kind == "word":
        return _word(pieces, position)
    if piece.kind == "sign":
        return Token(_sign(folded, piece), piece.span, piece.text), 1
    return Token("other", piece.span, ""), 1


def _sign(folded: str, piece: Piece) -> str:
    if piece.text == ".":
        after = folded[piece.span[1] : piece.span[1] + 1]
        return "hard" if not after or after.isspace() or after == '"' else "other"
    return SIGNS.get(piece.text, "sign")


def _word(pieces: list[Piece], position: int) -> tuple[Token, int]:
    piece = pieces[position]
    if piece.text == "setengah" and position + 1 < len(pieces) and pieces[position + 1].text in HALVED:
        return Token("value", piece.span, "", Amount(0.5, State.NUMBER)), 1
    if piece.text in NUMBER_WORD and (counted := read_counted(pieces, position)):
        return counted
    if piece.text.startswith("ke") and (together := all_of_them(pieces, position)):
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


def _is_for_now(pieces: list[Piece], position: int) -> bool:
    """Whether "sementara" means for the time being: it joins only behind a comma or before "itu"."""
    if pieces[position].text != "sementara":
        return False
    beside = [piece.text for piece in pieces[max(0, position - 1) : position + 2]]
    if beside[-1] in STAYING:
        return True  # ", sementara ngungsi ke rumah saudara"
    if beside[0] in GRADED and any(word.kind == "subject" for _, word in lexicon().get(beside[-1], ())):
        return False  # "rusak berat sementara rumah Fulan rusak sedang"
    return position > 0 and beside[0] not in (",", ".", ";") and beside[-1] != "itu"


def _names_two(pieces: list[Piece], position: int) -> bool:
    """Whether "dan" joins two hazards, which ends no clause: "akibat banjir dan tanah longsor"."""
    beside = pieces[max(0, position - 1) : position + 2]
    return pieces[position].text == "dan" and len(beside) == 3 and {beside[0].text, beside[2].text} <= WEATHER


def _meant(word: Word, span: Span, text: str) -> Token:
    if word.kind == "nil":
        return Token("value", span, "", Amount(0.0, State.NIL))
    if word.kind == "counting":
        return Token("value", span, "", Amount(None, State.COUNTING))
    return Token(word.kind, span, word.meaning, text=text)
