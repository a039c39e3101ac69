"""Sentences of a story that speak of other events, or of what is only planned: no figure or place of this."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from gis.report import Span
from ingest.clean import MONTH_OF, MONTH_WORD
from ingest.signed import Signed
from ingest.whatsapp.layout.lines import Line
from ingest.whatsapp.times.cues import around

STORY = frozenset(("kronologis", "lain", "kondisi", "penyebab", "upaya", "judul"))
YEAR = re.compile(
    rf"(?:(?P<month>\b(?:{MONTH_WORD})\b)[ ,]{{1,2}}(?:tahun )?|\b(?:tahun|pada|di|besar|bandang|silam)\s)"
    r"(?P<year>(?:19|20)\d\d)\b(?![-/.]\d)"
)
"""A month or a year without a day: "pada Agustus 2025", "banjir besar 2016"."""

DAY_BEFORE = re.compile(r"\d[\s/.,-]{0,2}\Z|\b(?:sejak|mulai|semenjak)\s(?:awal |akhir |pertengahan )?\Z")
AGO = Signed(
    rf"\bsejak (?:awal |akhir |bulan )?(?:{MONTH_WORD})(?: 20\d\d)?\b[^.\n]{{0,30}}\btercatat\b"
    r"[^.\n]{0,30}\bkali\b|"
    r"\b(?:bulan|pekan) lalu (?:\([^)\n]{3,12}\) )?(?:\w+ ){0,2}juga\b|"
    r"\bsebelumnya,? pada (?:awal |akhir |pertengahan )?(?:bulan|pekan|minggu|tahun)\b|"
    r"\bpada (?:kejadian|peristiwa|musibah|kasus|kecelakaan) (?:\w+ )?sebelumnya\b|"
    r"\b(?:total|tercatat|sudah|telah)\b[^.\n]{0,40}\b(?:dalam|selama)(?: \w+)? (?:se)?"
    r"(?:waktu|hari|pekan|minggu|bulan|tahun) (?:ini|terakhir|belakangan)\b|"
    r"\bdalam beberapa (?:waktu|pekan|minggu|bulan) (?:ini|terakhir|belakangan(?: ini)?),? "
    r"(?:\w+ )?(?:sudah|telah)\b"
)
SPAN_OF_MONTHS = Signed(
    rf"\b(?:sepanjang|selama|periode)\s(?:tahun |bulan )?(?:(?:{MONTH_WORD})\b|(?:19|20)\d\d\b)"
)
OPENS_PAST = re.compile(
    r"\W{0,3}(?:salah satu (?:tragedi|bencana|kejadian|peristiwa|kecelakaan)|(?:pada )?(?:tahun )?(?:19|"
    r"20)\d\d\b|"
    r"(?:tragedi|bencana|kejadian|peristiwa|kecelakaan|musibah) (?:serupa|yang sama|terparah|terbesar))\b"
)
"""How a paragraph begins that is all about another time, where its first sentence names the year."""

GOES_ON = re.compile(
    r"[.\s\"]{1,5}(?:tercatat|dari (?:jumlah|total)|yang menjadi korban|kala itu|"
    r"dalam (?:kejadian|peristiwa|insiden) itu|(?:\d{1,3}|dua|tiga|empat|lima|enam) (?:korban|orang)\b"
    r"(?![^.\n]{0,150}(?:\d/\d|\b(?:pukul|pkl|hari ini|kemarin)\b)))\b"
)
"""How the next sentence begins that still tells of another time."""

PLANS = Signed(
    r"\b(?:usulan|(?:meng|di)usulkan|anggaran\w*|dianggarkan|penganggaran|tahun depan|bulan depan|mendatang|"
    r"akan (?:segera )?(?:dimulai|dibangun|dikerjakan|dilaksanakan|diperbaiki|direhab\w*|dialokasikan))\b"
)
HARM = re.compile(r"\bkerugian\b|\brugi\b|\bmeninggal\b|\btewas\b|\bmengungsi\b|\bterdampak\b|\bterendam\b")
MOST = 40  # such sentences of one message
LONGEST = 500  # code points of a sentence on either side


def bygone(folded: str, lines: Sequence[Line], start: datetime | None) -> list[Span]:
    """The sentences of stories that tell of months and years before the event's, or of plans; in order."""
    found: list[Span] = []
    for line in lines:
        if line.field not in STORY or len(found) >= MOST:
            continue
        opens = OPENS_PAST.match(folded, line.content, line.end) is not None
        for at in sorted(_signs(folded, line, start)):
            if not found or at >= found[-1][1]:
                told = _sentence(folded, line, at)
                past = opens and told[0] <= line.content
                found += [(line.content, line.end)] if past else _with_next(folded, told)
    return found


def _with_next(folded: str, told: Span) -> Iterator[Span]:
    """The sentence, and the next where that goes on with it."""
    yield told
    if match := GOES_ON.match(folded, told[1]):
        at = match.end()
        yield at, around(folded, at, min(len(folded), at + LONGEST), (at, at))[1]


def _signs(folded: str, line: Line, start: datetime | None) -> Iterator[int]:
    """Where words stand that make a sentence one of another time."""
    span = line.content, line.end
    if start is not None:
        for match in YEAR.finditer(folded, *span):
            if _is_before(match, start) and not DAY_BEFORE.search(
                folded, max(span[0], match.start() - 24), match.start()
            ):
                yield match.start()
    for pattern in (SPAN_OF_MONTHS, AGO):
        yield from (match.start() for match in pattern.finditer(folded, *span))
    for match in PLANS.finditer(folded, *span):
        if not HARM.search(folded, *_sentence(folded, line, match.start())):
            yield match.start()


def _is_before(match: re.Match[str], start: datetime) -> bool:
    year = int(match["year"])
    if match["month"]:
        month = MONTH_OF.get(match["month"][:3], 0)
        return month > 0 and (year, month) < (start.year, start.month)
    return year < start.year


def _sentence(folded: str, line: Line, at: int) -> Span:
    """The sentence around a place of the line."""
    return around(folded, max(line.start, at - LONGEST), min(line.end, at + LONGEST), (at, at))
