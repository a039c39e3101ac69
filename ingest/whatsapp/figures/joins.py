"""Tokens, and which of them belong together.

The commas within an address end no clause, nor does a denial.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gis.report import Span, State
from ingest.amounts import Amount


@dataclass(slots=True)  # made by the thousand, and never changed: freezing would cost as much as reading
class Token:
    """`kind`: value, effect, subject, unit, approx, place, name, a sign's role (link, break …) or other."""

    kind: str
    span: Span
    meaning: str = ""  # an effect's, subject's or unit's slug, or the word itself
    amount: Amount | None = None
    places: tuple[int, ...] = ()
    text: str = ""  # a subject's words


ALL = "semua"
"""The text of a number of all those told of before: "kedua korban"."""

AND = ("dan", "serta")
JOINING = (",", "&", "dan", "serta")
PARTED = ("rincian", "rinciannya", "perinciannya")
PLACES = ("place", "spot")
GOES_ON = ("effect", "other", "place", "spot")
TOTALS = ("total", "jumlah", "keseluruhan")
VILLAGE = ("desa ", "ds", "kel", "nagari ", "gampong ")
DISTRICT = ("kec", "distrik ", "kapanewon ")
REGENCY = ("kab", "kota ")
"""How the labels of places begin, by level."""

MOST_NAME = 3  # words
MOST_AHEAD = 6  # tokens
COUNTS = ("value", "approx", "link", "number")


def joined_addresses(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without streets and hamlets, and without the commas that join the parts of one address.

    `2 rumah di Dusun A, Desa B, Kec. C, rusak berat` is one clause; `3 RB di Ds. A, Ds. B 2 RB` are two.
    """
    kept: list[Token] = []
    for position, token in enumerate(tokens):
        if token.kind == "break" and token.meaning in JOINING and _within_address(kept, tokens, position):
            continue
        kept.append(token)
    return [token for token in kept if token.kind != "spot"]


def out_of(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without the whole that a number is out of: "satu dari dua nelayan" counts one.

    Where the whole is what befell them, that counts: "satu dari dua jenazah" tells of two.
    """
    if not any(token.meaning == "dari" for token in tokens):
        return list(tokens)
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        kept.append(tokens[position])
        here = tokens[position : position + 3]
        if [t.kind for t in here] == ["value", "other", "value"] and here[1].meaning == "dari":
            if tokens[position + 3 : position + 4] and tokens[position + 3].kind == "effect":
                kept.pop()  # "satu dari dua jenazah" tells of two
                position += 1
            else:
                position += 2
        if tokens[position].meaning == "dari" and (ahead := _only_some(tokens, position)):
            position += ahead  # "dari 14 ABK hanya 7 yang selamat"
            continue
        here = tokens[position : position + 5]
        if [t.kind for t in here] == ["value", "unit", "other", "value", "unit"] and _is_of_more(here):
            kept.append(here[1])
            position += 4  # "120 m2 dari 150 m2"
        position += 1
    return kept


def _only_some(tokens: Sequence[Token], position: int) -> int:
    """How far ahead "hanya" stands before the next number, where "dari" and the number of all come first."""
    if [t.kind for t in tokens[position + 1 : position + 2]] != ["value"]:
        return 0
    for ahead in range(2, MOST_AHEAD):
        here = tokens[position + ahead : position + ahead + 2]
        if len(here) < 2 or here[0].kind not in ("other", "unit"):
            return 0
        if here[0].meaning in ("hanya", "baru", "cuma") and here[1].kind == "value":
            return ahead
    return 0


def _is_of_more(here: Sequence[Token]) -> bool:
    return here[2].meaning == "dari" and here[1].meaning == here[4].meaning


def latest(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without the number that an arrow leads from: "85 -> 62 unit"."""
    if not any(token.meaning == ">" for token in tokens):
        return list(tokens)
    kept: list[Token] = []
    for token in tokens:
        if token.kind == "value" and kept and kept[-1].meaning == ">":
            last = next((n for n in range(len(kept) - 1, -1, -1) if kept[n].meaning not in ("-", ">")), 0)
            if kept[last].kind == "value":
                del kept[last:]
        kept.append(token)
    return kept


def _within_address(kept: Sequence[Token], tokens: Sequence[Token], position: int) -> bool:
    if _is_bare_place(tokens, position) or _leads_up(tokens, position):
        return True
    if position == 0 or position + 1 >= len(tokens) or tokens[position - 1].kind not in PLACES:
        return False
    after = position + 1
    if tokens[after].meaning == "di" and tokens[position].meaning in AND and after + 1 < len(tokens):
        after += 1  # "di Desa A dan di Desa B"
    if tokens[after].kind not in (GOES_ON if tokens[position].meaning == "," else PLACES):
        return False
    if tokens[after].meaning in TOTALS:
        return False  # "3 di Desa A, total 5"
    if _opens_parts(tokens[after : after + 3]):
        return False
    while after < len(tokens) and tokens[after].kind in PLACES:
        after += 1
    return after >= len(tokens) or tokens[after].kind not in COUNTS or _is_led(kept)


def _leads_up(tokens: Sequence[Token], position: int) -> bool:
    """Whether the comma parts a village from its kecamatan, or that from its regency, by their labels."""
    if tokens[position].meaning != "," or not 0 < position < len(tokens) - 1:
        return False
    before, after = tokens[position - 1], tokens[position + 1]
    if before.kind != "place" or after.kind != "place":
        return False
    return (before.text.startswith(VILLAGE) and after.text.startswith(DISTRICT)) or (
        before.text.startswith(DISTRICT) and after.text.startswith(REGENCY)
    )


def _is_bare_place(tokens: Sequence[Token], position: int) -> bool:
    """Whether the comma parts a place that no list holds from the next: "22 rumah di Contoh, Kab. Misal"."""
    if tokens[position].meaning != "," or [t.kind for t in tokens[position + 1 : position + 2]] != ["place"]:
        return False
    back = position - 1
    while (
        back >= max(1, position - MOST_NAME) and tokens[back].kind == "other" and tokens[back].meaning != "di"
    ):
        back -= 1
    here = tokens[back] if 0 <= back < position - 1 else None
    return here is not None and here.kind == "other" and here.meaning == "di"


def _opens_parts(tokens: Sequence[Token]) -> bool:
    """Whether a number follows that splits the one before: "8 rumah di Desa A, dengan rincian 5 rusak"."""
    words = [token.meaning if token.kind == "other" else "" for token in tokens]
    split = next((n for n, word in enumerate(words) if word in PARTED), len(words))
    return any(token.kind == "value" for token in tokens[split + 1 : split + 2])


def _is_led(kept: Sequence[Token]) -> bool:
    """Whether nothing but places stands before in the clause: "Kel. A, Kec. B : 45 rumah"."""
    for token in reversed(kept):
        if token.kind in ("break", "hard"):
            break
        if token.kind not in PLACES:
            return False
    return True


def without_repeats(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without brackets that only say the unit or the number before again.

    `134 KK (Kepala Keluarga)`, `- (nihil)`, `0 (nihil)`.
    """
    if not any(token.kind == "open" for token in tokens):
        return list(tokens)
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        inner = tokens[position : position + 3]
        if _bracketed(kept[-1:], tokens[position : position + 4]):
            kept.append(inner[1])
            position += 3
            continue
        if kept and [t.kind for t in inner] in EMPTY and _says_no_more(kept[-1], inner[1]):
            position += 3
            continue
        if kept and [token.kind for token in inner] in SPELLED and _again(kept[-1], inner[1]):
            kept[-1] = inner[1] if _is_nil(inner[1]) else kept[-1]
            position += 3
        else:
            kept.append(tokens[position])
            position += 1
    return kept


def _bracketed(before: Sequence[Token], inner: Sequence[Token]) -> bool:
    """Whether a bare number in brackets goes with the unit behind them: "2 kepala keluarga (7) jiwa"."""
    if [token.kind for token in (*before, *inner)] != ["unit", "open", "value", "close", "unit"]:
        return False
    return not inner[1].meaning and before[0].meaning != inner[3].meaning


EMPTY = (["open", "effect", "close"], ["open", "value", "close"])


def _says_no_more(before: Token, inner: Token) -> bool:
    """Whether a bracket only says the effect before again, or that a number still changes: "5 MD "
    "(pendataan)"."""
    if inner.kind == "effect":
        return before.kind == "effect" and before.meaning == inner.meaning
    counting = inner.amount is not None and inner.amount.state is State.COUNTING
    return counting and before.kind in ("effect", "unit", "value", "subject")


SPELLED = (["open", "unit", "close"], ["open", "value", "close"])


def _again(before: Token, inner: Token) -> bool:
    if inner.kind == "unit":
        return before.kind == "unit" and before.meaning == inner.meaning
    empty = before.text == "-" or (before.amount is not None and before.amount.value == 0)
    return _is_nil(inner) and empty


def _is_nil(token: Token) -> bool:
    return token.amount is not None and token.amount.state is State.NIL


DENIED = ("meninggal", "hilang", "luka", "luka_berat", "luka_ringan", "korban")
ALSO = ("dan", "atau", "maupun", "ataupun", "serta", ",", "/")


def denied_together(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with a denial set before each of what it denies: "tidak ada korban jiwa maupun luka-luka"."""
    kept = list(tokens)
    if State.NIL not in [token.amount.state for token in kept if token.amount]:
        return kept
    position = 0
    while position + 3 < len(kept):
        nil, effect, also, more = kept[position : position + 4]
        if effect.text.startswith("korban") and more.kind == "unit" and more.meaning == "jiwa":
            kept[position + 3] = more = Token("effect", more.span, "korban", text="korban jiwa")
        none = nil.kind == "value" and _is_nil(nil)
        if none and _denies(effect, also, more) and not is_counted(kept, position + 4):
            kept[position + 2] = Token("break", also.span, ",")
            kept.insert(position + 3, Token("value", nil.span, "", nil.amount))
        position += 1
    return kept


def _denies(effect: Token, also: Token, more: Token) -> bool:
    both = effect.kind == more.kind == "effect" and effect.meaning in DENIED and more.meaning in DENIED
    return (
        both and also.kind in ("break", "other", "slash") and (also.meaning in ALSO or also.kind == "slash")
    )


def is_counted(tokens: Sequence[Token], after: int) -> bool:
    """Whether a number of its own follows the second."""
    return after < len(tokens) and tokens[after].kind in ("value", "link", "approx")


FOUND = ("meninggal", "selamat")
SINCE, SEEN = ("setelah", "usai", "sejak"), ("ditemukan", "menemukan", "selamat")
MOST_FOUND = 6  # words between those found and since when they had been missing
BEFORE = ("sempat", "sebelumnya", "dikabarkan", "dilaporkan", "diduga", "sudah", "telah")


def since_found(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without "yang hilang" of those who are found in the same sentence.

    "Dua nelayan yang hilang sejak Jumat, ditemukan selamat" tells of two who are safe.
    """
    kept = list(tokens)
    if not any(token.meaning == "hilang" for token in kept):
        return kept
    for position in range(len(kept) - 1, 0, -1):
        missing = kept[position].kind == "effect" and kept[position].meaning == "hilang"
        if missing and (
            (_is_aside(kept, position) and _is_found(kept, position + 1)) or _was_found(kept, position)
        ):
            kept[position] = Token("other", kept[position].span, "yang")
    return kept


def _is_aside(tokens: Sequence[Token], position: int) -> bool:
    """Whether "yang" stands before it, or words with it that say that it was so before."""
    before = [token.meaning for token in tokens[max(0, position - 3) : position]]
    while before and before[-1] in BEFORE:
        before.pop()
    return before[-1:] == ["yang"]


def _was_found(tokens: Sequence[Token], position: int) -> bool:
    """Whether it only says since when somebody who is found was missing: "ditemukan setelah hilang"."""
    back = position - 1
    while back > 0 and tokens[back].meaning in BEFORE:
        back -= 1
    if back < 1 or tokens[back].meaning not in SINCE:
        return False
    return any(token.meaning in SEEN for token in tokens[max(0, back - MOST_FOUND) : back])


def _is_found(tokens: Sequence[Token], after: int) -> bool:
    for token in tokens[after:]:
        if token.kind == "value" and token.text == ALL:
            continue
        if token.kind in ("effect", "value", "hard"):
            return token.kind == "effect" and token.meaning in FOUND
    return False
