"""The end of a story that sums up a season or tells of those before: no part of its own event."""

import re
from collections.abc import Sequence
from dataclasses import replace

from gis.report import Span
from ingest.signed import Signed
from ingest.whatsapp.incidents.hazard import named
from ingest.whatsapp.layout.lines import Line
from ingest.whatsapp.times.cues import CLAUSE, around

MONTHS = "(?:jan|feb|mar|apr|mei|jun|jul|agu|sep|okt|nov|des)"
NUMBER = (
    r"(?:\d{1,4}|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|belasan|puluhan|ratusan|beberapa)"
)
COUNTED = r"\b(?:sudah|telah|tercatat|terdapat)\b"
SINCE = (
    rf"\b(?:sejak|sepanjang|selama|mulai|terhitung) (?:dari |awal |bulan |tahun ){{0,3}}"
    rf"(?:{MONTHS}[a-z]*|20\d\d)\b"
)
RECAP = Signed(
    rf"{SINCE}[^.\n]{{0,60}}{COUNTED}|{COUNTED}[^.\n]{{0,40}}\bkali\b[^.\n]{{0,20}}{SINCE}"
    rf"|\b(?:dalam|selama) {NUMBER} (?:hari|pekan|minggu|bulan|tahun)(?: terakhir|"
    rf" ini)?,?(?: [a-z]+ [a-z]+)? {COUNTED}"
    rf"|\bsejauh ini {COUNTED}[^.\n]{{0,30}}\b{NUMBER} (?:kejadian|kasus|peristiwa)"
    rf"|\bke(?:dua|tiga|empat|lima)(?: kali(?:nya)?) (?:ter|di)"
    rf"|\bbukan (?:kali ini|yang pertama|pertama kali)"
)
"""A sentence that counts what happened over months."""

BEFORE = re.compile(
    r"(?:diketahui )?sebelum(?:nya|ini)?,? (?:pada )?(?:tahun |bulan )?(?:(?:19|20)\d\d|"
    r"seorang|satu|dua|peristiwa (?:serupa|yang sama)|kejadian (?:serupa|yang sama)|kasus serupa|"
    r"[a-z ]{3,60} alias |(?:[a-z]+ ){1,4}(?:terjadi|menimpa|melanda) )\b"
)
"""A sentence that begins with those before."""

LEAST_TOLD = 200  # code points of a story before its end can begin


def without_recap(folded: str, lines: Sequence[Line]) -> list[Line]:
    """The lines of one incident up to where a story begins to sum up; forms with labels stay whole."""
    if not lines or any(line.label and line.field in ("jenis", "waktu", "lokasi") for line in lines):
        return list(lines)
    end = _recap(folded, (lines[0].start, lines[-1].end))
    kept = [line for line in lines if line.start < end]
    return [*kept[:-1], replace(kept[-1], end=min(kept[-1].end, end))] if kept else list(lines)


def _recap(folded: str, span: Span) -> int:
    """Where the sentence begins that sums up, the end where none does."""
    first = span[0] + LEAST_TOLD
    found = [
        around(folded, span[0], m.start(), (m.start(), m.start()))[0] for m in RECAP.finditer(folded, *span)
    ]
    found += [start for start in _sentences(folded, span) if BEFORE.match(folded, start, span[1])]
    later = [start for start in found if start >= first and named(folded[span[0] : start])]
    return min(later, default=span[1])


def _sentences(folded: str, span: Span) -> list[int]:
    """Where sentences begin, quotation marks aside."""
    starts = [span[0], *(match.end() for match in CLAUSE.finditer(folded, *span))]
    return [
        start + len(folded[start : start + 3]) - len(folded[start : start + 3].lstrip(' "\n'))
        for start in starts
    ]
