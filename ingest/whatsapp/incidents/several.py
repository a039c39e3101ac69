"""A story of several incidents, told sentence by sentence: whose each sentence is.

A sentence opens an incident that tells of a hazard at a place that no sentence before it named, and gives a
sign that it is another: an ordinal, another kind of hazard with a day or hour of its own, another regency.
What names a place of an incident told before goes with it, all else with the sentence above.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gis.report import Span
from ingest import hazards
from ingest.whatsapp.incidents.hazard import has_happened, named
from ingest.whatsapp.incidents.recaps import RECAP
from ingest.whatsapp.incidents.stories import ALSO, DAY, SECOND, regency_in
from ingest.whatsapp.layout.lines import Line
from ingest.whatsapp.times.cues import CLAUSE

MOST_SENTENCES, FEWEST = 200, 2
NAMED = re.compile(
    r"\b(?=[a-z])"  # at the head of a word only is it asked what stands before
    r"(?<!kepala )(?<!kades )(?<!warga )(?<!asal )(?<!babinsa )(?<!bhabinkamtibmas )(?<!kantor )"
    r"(?:kec(?:amatan)?|desa|ds|kel(?:urahan)?|distrik|nagari)\b\.?\s"
    r"(?P<name>[a-z]{2,20}(?: [a-z]{2,20}){0,2}?)"
    r"(?=\s?[,.;(:)]|\s(?:kec|kab|kota|kelurahan|desa|pada|dengan|yang|seluas|sepanjang|sejak|setelah|dan|di|sekitar|sekira|pukul|hingga|"
    r"senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu)|\Z)"
)
ORDINAL = re.compile(
    r"\b(?:kejadian|peristiwa|musibah|bencana|kebakaran|banjir|longsor|kecelakaan|karhutla|insiden|lokasi|titik)"
    r"(?: (?:lahan|rumah|bandang|tanah))?(?: yang)? (?:pertama|kedua|ketiga|keempat|kelima)\b"
)
OF_ALL = re.compile(
    r"\b(?:semua|seluruh|kedua|ketiga|dua|tiga|empat|lima|sejumlah|beberapa|[2-9]) "
    r"(?:kejadian|peristiwa|titik|lokasi|musibah|kebakaran|bencana)\b"
)
"""What a sentence without a place says of all the incidents."""

FIRST = re.compile(r"\bpertama\b")
CLOCK = re.compile(r"\b(?:pukul|pkl|jam)\b\.?\s?\d")
DATED = re.compile(
    rf"{CLOCK.pattern}|{DAY.pattern}|"
    r"\b(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu)\b|\b(?:dini hari|malam|pagi|siang|sore)\b"
)
FOUND = re.compile(r"\b(?:ditemukan|menemukan|pencarian|mencari|dirujuk|dibawa ke|dimakamkan|dilarikan)\b")
USUAL = re.compile(r"\b(?:rawan|sering|kerap|setiap tahun|tahun lalu|sebelumnya|berpotensi|sejak januari)\b")


WINDS = {"cuaca_ekstrem", "puting_beliung", "pohon_tumbang"}
"""Kinds that one storm may be called by in one story."""


@dataclass(slots=True)
class _Incident:
    places: set[str]
    slugs: set[str]
    regency: str
    pieces: list[Line] = field(default_factory=list)


def by_sentences(folded: str, lines: Sequence[Line]) -> tuple[list[Line], list[list[Line]]]:
    """(the head, each incident's pieces of lines, in the order of the text); empty where it tells of one."""
    sentences = list(_sentences(folded, [line for line in lines if line.field != "abai"]))
    texts = [folded[start:end] for _, (start, end) in sentences]
    where = [({match["name"] for match in NAMED.finditer(words)}, regency_in(words)) for words in texts]
    if sum(bool(places or regency) for places, regency in where) < FEWEST:
        return [], []  # each incident begins with a place
    head: list[Line] = []
    told: list[_Incident] = []
    current = None
    for (line, (start, end)), words, (places, regency) in zip(sentences, texts, where, strict=True):
        piece = replace(line, start=start, end=end, label=line.label if start == line.start else None)
        piece = piece if piece.label else replace(piece, value=start)
        slugs = _slugs(words)
        if not places and (OF_ALL.search(words) or RECAP.search(words)):
            head.append(piece)
        elif _opens(words, places, slugs, regency, told):
            if len(told) == 1 and FIRST.search(words):  # what stands above only announced them
                head += told.pop().pieces
            current = _Incident(places, slugs, regency, [piece])
            told.append(current)
        elif current is None:
            head.append(piece)
        else:
            current = _told_of(words, told) or current
            current.places |= places
            current.slugs |= slugs
            current.pieces.append(piece)
    if len(told) < FEWEST:
        return [], []
    return sorted(head, key=lambda piece: piece.start), [
        sorted(_joined(each.pieces), key=lambda piece: piece.start) for each in told
    ]


def _slugs(words: str) -> set[str]:
    return set(named(words) or hazards.hinted(words)) - {"cuaca_ekstrem"} or set(named(words))


def _opens(words: str, places: set[str], slugs: set[str], regency: str, told: Sequence[_Incident]) -> bool:
    """Whether a sentence opens an incident."""
    ordinal = ORDINAL.search(words) is not None
    if not (places or regency) or not (ordinal or (slugs and (has_happened(words) or CLOCK.search(words)))):
        return False
    if not told:
        return True
    if USUAL.search(words) or any(places & each.places for each in told):
        return False
    if ordinal or SECOND.match(words):
        return len(told) == 1 or not FIRST.search(words)
    if FOUND.search(words):
        return False
    known = set[str]().union(*(each.slugs for each in told))
    known |= WINDS if known & WINDS else set()
    also = ALSO.match(words) is not None
    if slugs.isdisjoint(known):
        return (also and bool(places)) or DATED.search(words) is not None
    if not places:
        return False
    elsewhere = bool(regency) and all(each.regency and regency != each.regency for each in told)
    return elsewhere and (also or DATED.search(words) is not None)


def _told_of(words: str, told: Sequence[_Incident]) -> _Incident | None:
    """The one incident whose places a sentence names."""
    flat = f" {re.sub(r'[^a-z]+', ' ', words)} "
    of = [each for each in told if any(f" {name} " in flat for name in each.places)]
    return of[0] if len(of) == 1 else None


def _sentences(folded: str, lines: Sequence[Line]) -> Iterator[tuple[Line, Span]]:
    count = 0
    for line in lines:
        start = line.start
        for match in CLAUSE.finditer(folded, line.start, line.end):
            if folded[match.start()] != ";" and match.end() - start > 20 and count < MOST_SENTENCES:
                yield line, (start, match.end())
                start, count = match.end(), count + 1
        if start < line.end:
            yield line, (start, line.end)


def _joined(pieces: Sequence[Line]) -> list[Line]:
    """The pieces, those of one line that follow each other as one."""
    joined: list[Line] = []
    for piece in pieces:
        if joined and piece.start == joined[-1].end and not piece.label:
            joined[-1] = replace(joined[-1], end=piece.end)
        else:
            joined.append(piece)
    return joined
