"""The tokens of a stretch of text from which figures are read: numbers, their words, places, and all else."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gis.report import Span, State
from ingest.amounts import SCALES, Amount, read_number
from ingest.clean import MULTIPLIERS, NUMBER_WORD, read_words
from ingest.folding import word_set
from ingest.whatsapp.joins import Token, denied_together, joined_addresses, out_of, without_repeats
from ingest.whatsapp.words import PEOPLE, Word, lexicon

PIECE = re.compile(
    r"(?P<number>(?<![\d/])[13]/[24](?=\s?(?:ha|hektare?|meter|m|km)\b)|(?:\brp[.\s]{0,2})?(?:(?:±|\+\s?/?\s?-|-\s?\+|"
    r"\+)[\s)]*)?(?:\brp[.\s]{0,2})?\d(?:[\d.,]*\d)?)"
    r"|(?P<word>k?m2\b|s\s?[/.]\s?d\b\.?|[a-z]+(?:['-][a-z]+)*)|(?P<sign>[^\w\s])"
)
NUMBER = re.compile(r"([^\d]*)(\d.*)", re.DOTALL)
GROUPS = word_set("laki-laki perempuan pria wanita dewasa lansia balita bayi anak-anak")
"""Whom a number of people is split into; not counted again."""

HALVED = word_set("ha hektar hektare meter km kilometer")
MOST_DIGITS = 22
MOST_WORDS = 12  # of a number in words
MOST_BRACKETED = 20  # tokens within brackets
RANGE = re.compile(r"s\s?[/.]\s?d\.?")
JOINERS = word_set(
    "menimpa mengakibatkan menyebabkan sehingga dan serta sedangkan sementara namun tetapi maupun beserta "
    "lalu kemudian"
)
HARD = frozenset((".", ";", "sedangkan", "sementara", "namun", "tetapi"))


def read_tokens(folded: str, span: Span, masks: Sequence[tuple[Span, str, int]]) -> list[Token]:
    """Tokens of that stretch. `masks`: spans read already, sorted, with kind and number."""
    pieces = list(_pieces(folded, span, masks))
    tokens: list[Token] = []
    position = 0
    while position < len(pieces):
        token, used = _token(folded, pieces, position)
        position += used
        tokens.append(token)
    return _without_breakdowns(denied_together(_settle(joined_addresses(out_of(without_repeats(tokens))))))


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    text: str
    span: Span
    number: int = 0


def _pieces(folded: str, span: Span, masks: Sequence[tuple[Span, str, int]]) -> Iterator[_Piece]:
    start, end = span
    for position in range(bisect_right(masks, start, key=lambda mask: mask[0][1]), len(masks)):
        (begin, stop), kind, number = masks[position]
        if begin >= end:
            break
        yield from _plain_pieces(folded, start, begin)
        yield _Piece(kind, folded[begin:stop], (begin, stop), number)
        start = max(start, stop)
    yield from _plain_pieces(folded, start, end)


def _plain_pieces(folded: str, start: int, end: int) -> Iterator[_Piece]:
    for match in PIECE.finditer(folded, start, end) if start < end else ():
        kind = match.lastgroup or "sign"
        yield _Piece(kind, match[0], match.span())


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
        return "hard" if not after or after.isspace() else "other"
    known = {
        ",": "break",
        ";": "hard",
        "/": "slash",
        "(": "open",
        ")": "close",
        "-": "range",
        "&": "break",
        "%": "unit",
    }
    return known.get(piece.text, "sign")


def _number(folded: str, pieces: list[_Piece], position: int) -> tuple[Token, int]:
    piece = pieces[position]
    if "/" in piece.text and piece.text[0] != "-":
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
    above, _, below = pieces[position].text.partition("/")
    return Token("value", pieces[position].span, "", Amount(int(above) / int(below), State.NUMBER)), 1


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
    if piece.text == "setengah" and position + 1 < len(pieces) and pieces[position + 1].text in HALVED:
        return Token("value", piece.span, "", Amount(0.5, State.NUMBER)), 1
    if piece.text in NUMBER_WORD and (counted := _counted(pieces, position)):
        return counted
    for phrase, word in lexicon().get(piece.text, ()):
        found = pieces[position : position + len(phrase)]
        if len(found) == len(phrase) and all(p.text == part for p, part in zip(found, phrase, strict=True)):
            return _meant(word, (piece.span[0], found[-1].span[1]), " ".join(phrase)), len(phrase)
    if piece.text in JOINERS:
        return Token("hard" if piece.text in HARD else "break", piece.span, piece.text), 1
    return Token(
        "range" if piece.text in ("sampai", "hingga") or RANGE.fullmatch(piece.text) else "other",
        piece.span,
        piece.text,
    ), 1


def _counted(pieces: list[_Piece], position: int) -> tuple[Token, int] | None:
    """A number in words, where it counts something: a unit, a noun or an effect must follow."""
    stop = position
    last = min(len(pieces), position + MOST_WORDS)
    while stop < last and (pieces[stop].text in NUMBER_WORD or pieces[stop].text in MULTIPLIERS):
        stop += 1
    words = [piece.text for piece in pieces[position:stop]]
    value = read_words(words)
    follow = pieces[stop].text if stop < len(pieces) else ""
    if (
        value is None
        or words == ["nol"]
        or not (
            follow in lexicon()
            or follow in PEOPLE
            or follow in ("hingga", "sampai", "dari")
            or words[0].startswith("se")
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


def _settle(tokens: list[Token]) -> list[Token]:
    """Tokens with dashes told apart (a link, a range, "nothing"), and numbers joined with their units."""
    settled: list[Token] = []
    for position, token in enumerate(tokens):
        before = settled[-1] if settled else None
        after = tokens[position + 1] if position + 1 < len(tokens) else None
        if token.kind == "range":
            token = _dash(token, before, after)
        if token.kind == "unit" and before and before.kind == "value" and not before.meaning:
            settled[-1] = replace(before, meaning=token.meaning, span=(before.span[0], token.span[1]))
        elif (
            token.kind == "other"
            and token.meaning in GROUPS
            and before
            and _counts(before)
            and any(t.kind == "value" and t.meaning == "jiwa" for t in settled[:-1])
            and not (after and after.kind == "effect")
        ):
            settled[-1] = replace(before, meaning="lain", span=(before.span[0], token.span[1]))
        elif token.kind == "other" and token.meaning in PEOPLE and before and _counts(before):
            settled[-1] = replace(before, meaning="jiwa", span=(before.span[0], token.span[1]))
        elif (
            token.kind == "value"
            and before
            and before.kind == "approx"
            and token.amount
            and token.amount.value
        ):
            settled[-1] = replace(token, amount=replace(token.amount, approx=True))
        else:
            settled.append(token)
    return settled


def _without_breakdowns(tokens: list[Token]) -> list[Token]:
    """Tokens without brackets that only split the people before: "2 orang (1 laki-laki, 1 perempuan)"."""
    if not any(token.kind == "open" for token in tokens):
        return tokens
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        close = _close(tokens, position) if token.kind == "open" and kept else 0
        if close and _splits(kept[-1], tokens[position + 1 : close]):
            position = close
        else:
            kept.append(token)
        position += 1
    return kept


def _close(tokens: list[Token], position: int) -> int:
    """Where the bracket that opens there closes, 0 when it does not soon."""
    stop = min(len(tokens), position + MOST_BRACKETED)
    return next((n for n in range(position + 1, stop) if tokens[n].kind == "close"), 0)


def _splits(whole: Token, inner: list[Token]) -> bool:
    parts = [token for token in inner if token.kind == "value"]
    if whole.kind != "value" or whole.meaning != "jiwa" or whole.amount is None or len(parts) < 2:
        return False
    people = all(part.meaning in ("", "jiwa") and part.amount and part.amount.value for part in parts)
    plain = all(token.kind in ("value", "break", "other") for token in inner)
    return people and plain and sum(p.amount.value or 0 for p in parts if p.amount) == whole.amount.value


def _counts(token: Token) -> bool:
    return (
        token.kind == "value"
        and not token.meaning
        and token.amount is not None
        and token.amount.state is State.NUMBER
    )


def _dash(token: Token, before: Token | None, after: Token | None) -> Token:
    if token.meaning != "-":
        return (
            token
            if before and before.kind == "value" and after and after.kind == "value"
            else replace(token, kind="other")
        )
    if after and after.kind in ("value", "approx", "subject", "effect", "other"):
        return token if before and before.kind == "value" else replace(token, kind="link")
    if (
        before
        and before.kind in ("link", "effect", "unit", "subject", "slash")
        and (after is None or after.kind in ("break", "hard", "unit", "close", "slash", "open"))
    ):
        return Token("value", token.span, "", Amount(0.0, State.DASH))
    return replace(token, kind="other")
