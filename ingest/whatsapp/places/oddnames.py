"""Names that hold words which end other names: "Desa Sumber Contoh", "Kec. Pasar Minggu"."""

import re
from typing import TYPE_CHECKING

from ingest.folding import word_set
from ingest.whatsapp.places.namewords import LEVELS

if TYPE_CHECKING:
    from ingest.whatsapp.places.names import Words

FIRST = word_set("sumber pohon angin rumah banjir lembang manggala")
"""Words that end names, and begin one right behind its label."""

LATER = {
    "minggu": frozenset(("pasar",)),
    "hari": frozenset(("batang",)),
    "kali": frozenset(("long",)),
    "antara": frozenset(("nisam",)),
    "nagari": frozenset(("iv", "limo", "lima")),
}
"""Words that end names, and those behind which they belong to one."""

ALONE = word_set("lembang manggala")
"""Those of the first that are a name by themselves."""

NUMBERED = re.compile(r"(?:\d{1,2}-)?\d{1,2} (?:ulu|ilir)\b|\d{1,2}x\d{1,2} [a-z]")
ROMAN = re.compile(r"(?:x{1,3}(?:ix|iv|v?i{0,3})|ix|iv|vi{0,3}|i{2,3})")
LABEL_GAP = re.compile(r"\.? ?")
NAME_ENDS = re.compile(r" ?(?:[:,.;()\n]|\Z)")


def begins(words: "Words", first: int) -> bool:
    """Whether the word there begins a name though it ends others: right behind the label of a place."""
    word = words.word(first)
    if word[0].isdigit():
        return _is_labelled(words, first) and NUMBERED.match(words.folded, words.spans[first][0]) is not None
    if word not in FIRST or not words.is_capital(first) or not _is_labelled(words, first):
        return False
    if word in ALONE:
        above = first + 1 < len(words.spans) and words.word(first + 1) in LEVELS
        return above or NAME_ENDS.match(words.folded, words.spans[first][1]) is not None
    more = first + 1 < len(words.spans) and words.gap(first) in (" ", "-")
    return more and words.is_capital(first + 1) and not words.ends_name(words.word(first + 1))


def goes_on(words: "Words", first: int, at: int) -> bool:
    """Whether the word there belongs to the name that began before it, though it ends others."""
    word = words.word(at)
    if word == "kota":
        city = at + 1 < len(words.spans) and words.is_capital(at + 1) and words.gap(at) == " "
        return words.is_capital(at) and (not city or words.word(at + 1) in LEVELS)
    if words.gap(at - 1) == "-":
        return word == words.word(at - 1) or words.word(first)[0].isdigit()  # "Angin-Angin", "3-4 Ulu"
    return word in LATER and words.word(at - 1) in LATER[word] and words.is_capital(at)


def most(words: "Words", first: int) -> int:
    """How many words more than others a name has: behind a Roman number one."""
    return 1 if ROMAN.fullmatch(words.word(first)) else 0


def _is_labelled(words: "Words", first: int) -> bool:
    return (
        first > 0
        and words.word(first - 1) in LEVELS
        and LABEL_GAP.fullmatch(words.gap(first - 1)) is not None
    )
