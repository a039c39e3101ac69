"""A message as the parser sees it: the original, its folded shadow of the same length, and its tokens."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from gis.report import Span
from ingest.clean.folding import fold

WORD, NUMBER, BREAK, SIGN = "word", "number", "break", "sign"
LEXEME = re.compile(
    r"(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<number>\d+(?:[.,]\d+)*)|(?P<break>\n)|(?P<sign>[^\s\w]|[½¼²³])"
)


T = TypeVar("T")


class Token(NamedTuple):
    """A word, number, line break or sign of the folded text."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A message: `original` and `folded` have the same length, so every span holds in both."""

    original: str
    folded: str
    tokens: tuple[Token, ...]
    starts: tuple[int, ...] = field(repr=False)

    def within(self, start: int, end: int) -> range:
        """Positions of the tokens that begin in that range of characters."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def raw(self, span: Span) -> str:
        """The original words of a span."""
        return self.original[span[0] : span[1]]


def read_text(original: str) -> Text:
    """The message, folded and cut into tokens."""
    folded = fold(original)
    tokens = tuple(
        Token(match.lastgroup or SIGN, match[0], match.start(), match.end())
        for match in LEXEME.finditer(folded)
    )
    return Text(original, folded, tokens, tuple(token.start for token in tokens))


class Phrases(Generic[T]):
    """Phrases of one to six words, each with what it means; finds the longest at a token."""

    def __init__(self, meanings: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, meaning in meanings:
            words = tuple(phrase.split())
            self._by_first.setdefault(words[0], []).append((words, meaning))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, tokens: tuple[Token, ...], position: int) -> tuple[T, int] | None:
        """The meaning of the longest phrase that begins at `position`, and the position after it."""
        for words, meaning in self._by_first.get(tokens[position].text, ()):
            after = _follow(tokens, position, words)
            if after:
                return meaning, after
        return None

    def find(self, text: Text, positions: range) -> Iterator[tuple[T, range]]:
        """All phrases among the tokens, never overlapping."""
        position = positions.start
        tokens, first = text.tokens, self._by_first
        while position < positions.stop:
            if tokens[position].text in first and (found := self.at(tokens, position)):
                yield found[0], range(position, found[1])
                position = found[1]
            else:
                position += 1


def _follow(tokens: tuple[Token, ...], position: int, words: tuple[str, ...]) -> int | None:
    """The position after `words`, read from `position`; signs glued between ("luka-luka", "s/d") are passed over."""
    at = position + 1
    for word in words[1:]:
        if at + 1 < len(tokens) and tokens[at].text in ("-", "/", ".") and tokens[at].text != word:
            at += 1
        if at >= len(tokens) or tokens[at].text != word:
            return None
        at += 1
    return at
