"""Patterns that are tried only in texts where a sign stands that they cannot do without.

A pattern that begins with `\\b` is tried at every code point of a text, though most texts hold none of its
words. Which words, or parts of words, each match must hold is worked out of the pattern itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from sys import maxsize
from typing import Any

from ingest.folding import word_set

parser: Any = import_module("re._parser")  # what the engine itself makes of a pattern
ops: Any = import_module("re._constants")

WORD = re.compile(r"\w+")
MOST_STRINGS = 96
"""Strings that a part of a pattern may stand for and still be written out."""

COMMON = word_set(
    "wib di kec rumah desa pukul korban kab kejadian jiwa lokasi kecamatan dan kabupaten unit waktu "
    "banjir kk nihil terdampak jenis laporan bpbd ds warga air barat pkl orang terendam kel hari kota "
    "tengah angin selatan kebakaran kerusakan rusak yang kerugian beliung puting dengan bencana ringan "
    "mengungsi pada ada meninggal luka jam sumber tidak tdk terbakar terjadi md rr tanggal timur data "
    "hilang dari ke satu kencang dua sungai kondisi materil berat koordinat update dunia upaya selamat "
    "piket dalam petugas pohon sekitar kronologis tni hujan regu sebanyak lahan mutakhir kebutuhan polri "
    "tumbang luas lr rb koordinasi tgl per org sejak sedang seorang longsor akibat telah"
)
"""Words that nearly every report holds: they tell nothing."""

Run = tuple[frozenset[str], bool, bool]
"""Strings of which one stands there, and whether a word surely begins before it and ends behind it."""


class Signed:
    """A compiled pattern with the words (and parts of words) of which each match holds one."""

    __slots__ = ("_last", "parts", "pattern", "words")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = re.compile(pattern, flags)
        signs = _signs(parser.parse(pattern, flags), before=False, behind=False) or frozenset()
        self.words = frozenset(sign for sign, whole in signs if whole)
        parts = {sign for sign, whole in signs if not whole}
        self.parts = tuple(sorted(p for p in parts if not any(q != p and q in p for q in parts)))
        self._last = ("", not signs)

    def may_stand(self, text: str) -> bool:
        """Whether one of the signs stands in the text: remembered for the text that was asked of last."""
        last, may = self._last
        return may if last is text else self._ask(text)

    def _ask(self, text: str) -> bool:
        may = not (self.words or self.parts) or self._stands(text)
        self._last = (text, may)
        return may

    def _stands(self, text: str) -> bool:
        for part in self.parts:
            if part in text:
                return True
        return bool(self.words) and not self.words.isdisjoint(words_of(text))

    def _is_cut(self, text: str, end: int) -> bool:
        """Whether a stretch that ends there ends within a word, of which that makes a sign."""
        if end >= len(text) or not text[end].isalnum():
            return False
        start = end
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        return text[start:end] in self.words

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        last, may = self._last
        if (may if last is text else self._ask(text)) or self._is_cut(text, end):
            return self.pattern.search(text, start, end)
        return None

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        last, may = self._last
        if (may if last is text else self._ask(text)) or self._is_cut(text, end):
            return self.pattern.finditer(text, start, end)
        return iter(())

    def search_in(self, part: str, whole: str) -> re.Match[str] | None:
        """The same of one part of many of a text: the signs are looked for in the whole."""
        return self.pattern.search(part) if self.may_stand(whole) else None

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self.pattern.sub(by, text) if self.may_stand(text) else text


@lru_cache(maxsize=256)
def words_of(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(WORD.findall(text))


def _signs(parsed: Sequence[Any], *, before: bool, behind: bool) -> frozenset[tuple[str, bool]] | None:
    """The cheapest set of signs of which any match holds one, each with whether it is a whole word."""
    best: frozenset[tuple[str, bool]] | None = None
    for found in _found(list(parsed), before=before, behind=behind):
        if found is not None and (best is None or _cost(found) < _cost(best)):
            best = found
    return best


def _found(items: list[Any], *, before: bool, behind: bool) -> Iterator[frozenset[tuple[str, bool]] | None]:
    """What each part of a sequence demands."""
    strings, opens = frozenset(("",)), before
    for n, item in enumerate(items):
        if item[0] in (ops.ASSERT, ops.ASSERT_NOT):
            continue  # takes no room
        more = _strings([item])
        if more is not None and len(strings) * len(more) <= MOST_STRINGS:
            strings = frozenset(a + b for a in strings for b in more)
            continue
        edge = _is_edge(item)
        yield _of_run((strings, opens, edge))
        yield _within(item, before=opens and strings == {""}, behind=_ends(items[n + 1 :], behind=behind))
        strings, opens = frozenset(("",)), edge or (item[0] is ops.AT and opens and strings == {""})
    yield _of_run((strings, opens, behind))


def _within(item: Any, *, before: bool, behind: bool) -> frozenset[tuple[str, bool]] | None:
    """What a branch, a group or a repeated part demands."""
    op, value = item
    if op is ops.BRANCH:
        each = [_signs(part, before=before, behind=behind) for part in value[1]]
        return None if None in each else frozenset().union(*(signs for signs in each if signs))
    if op is ops.SUBPATTERN:
        return _signs(value[3], before=before, behind=behind)
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT) and value[0] >= 1:
        return _signs(value[2], before=before, behind=behind and value[1] == 1)
    return None


def _of_run(run: Run) -> frozenset[tuple[str, bool]] | None:
    strings, before, behind = run
    signs = set()
    for string in strings:
        tokens = [
            (match[0], (match.start() > 0 or before) and (match.end() < len(string) or behind))
            for match in WORD.finditer(string)
        ]
        if not tokens:
            return None
        signs.add(min(tokens, key=lambda sign: _cost((sign,))))
    return frozenset(signs)


def _cost(signs: Iterable[tuple[str, bool]]) -> float:
    """How much a set of signs costs: many of them, short ones and common ones let more texts through."""
    return sum(
        (150 if word in COMMON else {1: 400, 2: 90, 3: 12, 4: 3}.get(len(word), 1)) * (1 if whole else 2.5)
        for word, whole in signs
    )


def _strings(items: Sequence[Any]) -> frozenset[str] | None:
    """The strings that a part stands for, where they are few; None."""
    strings = frozenset(("",))
    for op, value in items:
        if op is ops.LITERAL:
            more: frozenset[str] | None = frozenset((chr(value),))
        elif op is ops.IN:
            plain = all(kind is ops.LITERAL for kind, _ in value)
            more = frozenset(chr(sign) for _, sign in value) if plain else None
        elif op is ops.BRANCH:
            each = [_strings(part) for part in value[1]]
            more = None if None in each else frozenset().union(*(part for part in each if part))
        elif op is ops.SUBPATTERN:
            more = _strings(value[3])
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT) and value[:2] == (0, 1):
            more = _strings(value[2])
            more = more and more | {""}
        else:
            return None
        if not more or len(strings) * len(more) > MOST_STRINGS:
            return None
        strings = frozenset(a + b for a in strings for b in more)
    return strings


def _is_edge(item: Any) -> bool:
    """Whether a word surely ends before such a part and begins behind it."""
    op, value = item
    if op is ops.AT:
        return value is ops.AT_BOUNDARY or value in (ops.AT_BEGINNING_STRING, ops.AT_END_STRING)
    if op is ops.IN:
        return all(
            (kind is ops.LITERAL and not (chr(sign).isalnum() or sign == ord("_")))
            or (kind is ops.CATEGORY and sign is ops.CATEGORY_SPACE)
            for kind, sign in value
        )
    return op in (ops.MAX_REPEAT, ops.MIN_REPEAT) and value[0] >= 1 and all(map(_is_edge, value[2]))


def _ends(items: Sequence[Any], *, behind: bool) -> bool:
    """Whether a word surely ends where these parts begin."""
    for op, value in items:
        if op is ops.LITERAL:
            return not (chr(value).isalnum() or value == ord("_"))
        if op not in (ops.ASSERT, ops.ASSERT_NOT):
            return _is_edge((op, value))
    return behind
