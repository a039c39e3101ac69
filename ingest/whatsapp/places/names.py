"""The words of a stretch of text, and which of them are a place's name: from lists, or by their looks."""

import re
from dataclasses import dataclass
from functools import cache

from gis.codes import Area, name_key
from gis.report import Span
from ingest.folding import word_set
from ingest.whatsapp.figures.lexicon import lexicon
from ingest.whatsapp.places import elsewhere, oddnames
from ingest.whatsapp.places.gazetteer import LONE, ORDINARY, gazetteer
from ingest.whatsapp.places.namewords import (
    AGENCY,
    BELOW,
    COMPASS,
    LEVELS,
    LOCAL,
    NO_NAME,
    PROPER,
    SHORT_FORMS,
)

NAME_WORD = re.compile(r"[a-z0-9']+")
GAP = re.compile(r"[ \t]{0,3}[.-]?[ \t]{0,3}")
LABEL_GAP = re.compile(r"[\s.:=/*-]{0,6}|\s?\.{2,30}\s?[:=]\s{0,3}")  # "Desa ........ : Contoh"
STOP = re.compile(r"[\n,;:()|•/]|\s{3}|\.\s|\s-\s")
OWN_DISTRICT = re.compile(r",?\s{1,2}(?:kec|kecamatan|distrik|kapanewon)\b")
"""Behind a village's name that another province's kecamatan follows."""

REGENCY_NEXT = re.compile(r"[ ,.()]{1,3}(?:kab|kota)")
MOST_WORDS = 5
SCHOOLS = word_set("sd smp sma smk tk mts ma min mtsn man dasar pertama atas kejuruan dalam luar")
"""Words before "Negeri" where it is no village."""

NEARBY = 600  # code points around a stretch that tell of the land
VILLAGES = ("dukuh", "sumber")
"""Everyday words that are names of villages where nothing else follows the label."""

LONG_LABEL = 4  # letters of a label that is no abbreviation
MOST_UNKNOWN = 3
SHORT = 4  # letters of a word that a point cuts short
MOST_LABELLED, CITY = 2, 2


@cache
def _beginnings() -> frozenset[str]:
    """What names of the gazetteer begin with, of two letters and more: behind other letters none goes on."""
    return frozenset(name[:n] for name in gazetteer() for n in range(2, len(name) + 1))


@cache
def _effects() -> frozenset[str]:
    """Words that alone say what happened, or count: "MD", "hilang", "KK"."""
    phrases = (phrase for phrases in lexicon().values() for phrase in phrases)
    return frozenset(
        parts[0] for parts, meant in phrases if len(parts) == 1 and meant.kind in ("effect", "unit", "nil")
    )


@dataclass(slots=True, unsafe_hash=True)  # never changed: freezing would cost as much as reading
class Words:
    """The words of a stretch: their spans in the whole text, and whether it uses capitals at all."""

    text: str
    folded: str
    words: list[str]  # folded
    spans: list[Span]
    capitals: bool
    local: frozenset[str] = frozenset()  # words of `LOCAL` that name a village here

    @classmethod
    def of(cls, text: str, folded: str, span: Span) -> "Words":
        """The words of that stretch."""
        spans = [match.span() for match in NAME_WORD.finditer(folded, *span)]
        words = [folded[start:end] for start, end in spans]
        around = max(0, span[0] - NEARBY), span[1] + NEARBY
        used = () if LOCAL.keys().isdisjoint(words) else LOCAL.keys() & set(words)
        local = frozenset(word for word in used if LOCAL[word].search(folded, *around))
        return cls(text, folded, words, spans, any(text[start].isupper() for start, _ in spans), local)

    def word(self, position: int) -> str:
        """The word there, folded."""
        return self.words[position]

    def gap(self, position: int) -> str:
        """What stands between the word there and the next."""
        return self.folded[self.spans[position][1] : self.spans[position + 1][0]]

    def span(self, position: int, count: int) -> Span:
        """The stretch of that many words."""
        return self.spans[position][0], self.spans[position + count - 1][1]

    def is_capital(self, position: int) -> bool:
        """Whether the word there begins with a capital."""
        return self.text[self.spans[position][0]].isupper()

    def is_plain(self, position: int) -> bool:
        """Whether the word there begins no place: in lower case, where others have capitals, and no label."""
        if not self.capitals or self.text[self.spans[position][0]].isupper():
            return False
        word = self.words[position]
        return not (word in LEVELS or word in LONE or word in self.local)

    def joins(self, position: int) -> bool:
        """Whether one name may go on from the word there to the next."""
        gap = self.folded[self.spans[position][1] : self.spans[position + 1][0]]
        return gap == " " or GAP.fullmatch(gap) is not None

    def is_abbreviated(self, position: int) -> bool:
        """Whether a point stands right behind the word there."""
        end = self.spans[position][1]
        return self.folded[end : end + 1] == "."

    def longest(self, first: int) -> tuple[int, tuple[Area, ...]]:
        """The most words from there that are a name of the gazetteer, and whose."""
        best: tuple[int, tuple[Area, ...]] = (0, ())
        beginnings = _beginnings()
        if self.words[first][:2] not in beginnings and self.words[first] not in SHORT_FORMS:
            return best
        names, key = gazetteer(), ""
        for at in range(first, min(first + MOST_WORDS, len(self.words))):
            word = self.words[at]
            key += SHORT_FORMS.get(word, word).replace("'", "")
            if key not in beginnings or (at > first and not self.joins(at - 1)):
                break
            if areas := names.get(key):
                best = at + 1 - first, areas
        return best

    def elsewhere(self, first: int) -> tuple[int, int]:
        """The most words from there that are a regency or province elsewhere, and its level; (0, 0)."""
        best, key, names, beginnings = (0, 0), "", elsewhere.names(), elsewhere.beginnings()
        if self.words[first][:3] not in beginnings:
            return best
        for at in range(first, min(first + MOST_WORDS, len(self.words))):
            key += self.words[at].replace("'", "")
            if key not in beginnings or (at > first and not self.joins(at - 1)):
                break
            if level := names.get(key):
                best = at + 1 - first, level
        return best

    def unknown(
        self, first: int, *, abbreviated: bool = False, away: bool = False, district: bool = False
    ) -> int:
        """How many words from there look like a name that no list holds: capitals, on one line.

        `away`: names of other provinces came before, so that those of this one's kecamatan end none.
        `district`: a kecamatan's, which ends before a regency's: "Kec. Sampung Ponorogo".

        Behind an abbreviated label ("Kec. jawai") one small word is a name as well.
        """
        count = 0
        most = MOST_UNKNOWN + oddnames.most(self, first)
        while count < most and first + count < len(self.spans):
            at = first + count
            word = self.word(at)
            shortened = count == 1 and self._is_short(first)
            if count and not shortened and STOP.search(self.folded, self.spans[at - 1][1], self.spans[at][0]):
                break
            if (
                self.ends_name(word, self.text[slice(*self.spans[at])])
                and not (oddnames.goes_on(self, first, at) if count else self._begins_name(first))
            ) or (count and self.elsewhere(at)[0] > 1):
                break
            if count and not away and self._is_district(at):
                break
            if count and district and self._is_regency(first, at, away=away):
                break
            joined = count and self.gap(at - 1) == "-"  # "Api-api"
            if not self.is_capital(at) and not joined and not word[0].isdigit():
                small = word in COMPASS if count else abbreviated or not self.capitals
                if not small or not word.isalpha() or len(word) < 3:
                    break
                if not count and not self.capitals:
                    return 1 + (at + 1 < len(self.spans) and self.word(at + 1) in COMPASS)
            count += 1
        return count

    def _is_short(self, position: int) -> bool:
        """Whether the word there is cut short, as its point says: "Kec. Lbk. Besar"."""
        word = self.words[position]
        return self.is_abbreviated(position) and (len(word) < SHORT or word in SHORT_FORMS)

    def _is_regency(self, first: int, at: int, *, away: bool) -> bool:
        """Whether the name ends there with one word that is another province's regency.

        `away`: others came before, so that it is one only where it was named already.
        """
        count, level = self.elsewhere(at)
        if count != 1 or level != CITY:
            return False
        ends = (
            at + 1 >= len(self.spans)
            or (self.capitals and not self.is_capital(at + 1))
            or STOP.search(self.folded, self.spans[at][1], self.spans[at + 1][0])
        )
        alone = name_key(self.word(at)) not in elsewhere.NEEDS_LABEL or self._is_told_city(at)
        alone = alone and self.word(first) != "kota" and (at - first > 1 or self.word(first) not in BELOW)
        more = REGENCY_NEXT.match(self.folded, self.spans[at][1])  # "Kec. Contoh Baru Ketapang, Kab. Misal"
        if not alone or not ends or more or OWN_DISTRICT.match(self.folded, self.spans[at][1]):
            return False
        start, end = self.spans[first][0], self.spans[at][1]
        if self.folded.find(self.folded[start:end], 0, start) >= 0:
            return False  # of a longer name told before
        return not away or self.folded.find(self.word(at), 0, start) >= 0

    def _is_told_city(self, at: int) -> bool:
        """Whether the text names that regency or city by its label."""
        word = self.word(at)
        return any(f"{label} {word}" in self.folded for label in ("kota", "kabupaten", "kab.", "bpbd"))

    def _is_district(self, at: int) -> bool:
        """Whether one of this province's kecamatan or regencies begins there, by no everyday word."""
        count, areas = self.longest(at)
        if not count or name_key(self.folded[slice(*self.span(at, count))]) in ORDINARY | LONE:
            return False
        if OWN_DISTRICT.match(self.folded, self.spans[at + count - 1][1]):
            return False
        return any(area.level in (2, 3) for area in areas)

    def _begins_name(self, first: int) -> bool:
        """Whether a word that ends other names begins this one: "Kota Contoh", "Tumbang Contoh"."""
        more = first + 1 < len(self.spans) and self.is_capital(first + 1) and self.gap(first) == " "
        return (
            self.word(first) == "kota"
            or self.begins_name(first)
            or oddnames.begins(self, first)
            or (
                self.word(first) in _effects()
                and self.word(first) not in BELOW
                and self.is_capital(first)
                and more
            )
        )

    def begins_name(self, first: int) -> bool:
        """Whether it is a quarter's own "Kampung Contoh", rather than a hamlet below the label's place."""
        if not self.capitals or not self.is_capital(first):
            return False
        if self.word(first) in VILLAGES and first and self.gap(first - 1) in (" ", ". "):
            end = self.spans[first][1]
            return (
                oddnames.NAME_ENDS.match(self.folded, end) is not None
            )  # a village of that name: "Desa Dukuh, …"
        more = first + 1 < len(self.spans) and self.is_capital(first + 1) and self.gap(first) == " "
        return self.word(first) == "kampung" and more

    @staticmethod
    def ends_name(word: str, written: str = "") -> bool:
        """Whether no name goes on with that word; one of these with a capital may ("Sungai Batang")."""
        if word in PROPER and written.istitle():
            return False
        return word in LEVELS or word in AGENCY or word in NO_NAME or word[0].isdigit() or word in _effects()

    def goes_on(self, after: int) -> bool:
        """Whether another capitalised word that begins no name follows: `Tanjung Ular` is no village."""
        if after >= len(self.spans) or self.gap(after - 1) != " ":
            return False
        start, end = self.spans[after]
        word = self.folded[start:end]
        joins = (
            self.ends_name(word, self.text[start:end])
            or self.longest(after)[0] > 0
            or self.elsewhere(after)[0] > 0
        )
        return self.is_capital(after) and self.text[start:end] != self.text[start:end].upper() and not joins


def label_level(words: Words, position: int) -> int:
    """The level that the word at that position labels, 0 when it is no label of what follows."""
    word = words.words[position]
    level = LEVELS.get(word, 0)
    if not level and word not in words.local:
        return 0
    if level and position and _is_no_head(words, position):
        return 0
    if word in words.local and not (position and words.word(position - 1) in SCHOOLS):
        level = 4
    if not level or position + 1 >= len(words.spans):
        return 0
    if words.word(position) == "kota" and _begins_village(words, position):
        return 0
    if _ends_sentence(words, position):
        return 0
    gap, following = words.gap(position), words.word(position + 1)
    if following == "kota" and level > CITY and _is_city(words, position + 2):
        return 0  # "empat kecamatan Kota Contoh"
    named = (following in LEVELS and not (following == "kota" and level > 2)) or (
        following in NO_NAME and not words.begins_name(position + 1)
    )
    if named and not oddnames.begins(words, position + 1):
        return 0
    return level if LABEL_GAP.fullmatch(gap) and gap.count("\n") <= 1 else 0


def _ends_sentence(words: Words, position: int) -> bool:
    """Whether a sentence ends with the label: "longsor di dua desa. Material menutup jalan"."""
    if not words.capitals or len(words.word(position)) < LONG_LABEL:
        return False
    if words.is_capital(position) and not (position and words.word(position - 1).isdigit()):
        return False  # but "di 22 Desa. Data tersebut"
    return words.gap(position)[:2] in (". ", ".\n") and words.is_capital(position + 1)


def _is_city(words: Words, position: int) -> bool:
    """Whether one of this province's regencies or its city is named there."""
    return position < len(words.spans) and any(a.level == CITY for a in words.longest(position)[1])


def _begins_village(words: Words, position: int) -> bool:
    """Whether "Kota" there is the first word of a village's or kecamatan's name, and of no city's."""
    count, areas = words.longest(position)
    if count < MOST_LABELLED or not all(area.level > CITY for area in areas):
        return False
    return not any(area.level == CITY for area in words.longest(position + 1)[1])


def _is_no_head(words: Words, position: int) -> bool:
    """Whether no name follows the label: "per kecamatan", "Desa/Kec/Kab ........ : A / B / C"."""
    end = words.spans[position][1]
    dotted = words.gap(position - 1) == "/" and ".." in words.folded[end : end + 4]
    return dotted or words.word(position - 1) == "per"
