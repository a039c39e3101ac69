"""Victims told one by one: a list of names with how it ended for each, or a form of name, age and state."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from gis.report import Span, State
from ingest.amounts import Amount
from ingest.whatsapp.figures.counts import Count
from ingest.whatsapp.layout.lines import Line

FATES = {
    "meninggal": r"md|m\.d|meninggal(?: dunia)?|tewas|wafat|tidak bernyawa",
    "hilang": (
        r"hilang|dp|(?:dalam|dlm|status|masih) pencarian|(?:belum|blm) (?:di ?|diketa?)?temukan|masih dicari"
    ),
    "luka_berat": (r"lb|luka (?:bakar )?(?:berat|parah|serius)|kritis"),
    "luka_ringan": r"lr|luka (?:bakar )?ringan|luka lecet|lecet",
    "selamat": r"selamat",
    "luka": r"luka(?:-luka| bakar| robek)?",
    "patah": r"patah (?:tulang|kaki|tangan|lengan|paha|pinggul)",
}
FATE = re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in FATES.items()))
DENIED = re.compile(r"\b(?:tidak|tdk|bukan|nihil|belum ada|penyelamat|menyelamat\w*)\b")
STATE = re.compile(r"status|kondisi|keadaan|ket\b|keterangan|akibat")
COUNTS = re.compile(r"\b\d{1,4} ?(?:\(\w+\) ?)?(?:orang|org|jiwa|kk)\b")
Victim = tuple[Count, int | None]
HELD = frozenset(
    ("korban", "nama", "kerusakan", "lain", "kondisi", "kronologis", "judul", "lokasi", "penyebab")
)
"""Fields in which victims are listed."""

LONGEST = 220  # code points of such a line
EARLY = 24  # code points before the name of such a line
MOST_APART = 8  # lines of a form from the name to the state


def find_fates(
    folded: str, lines: Sequence[Line], masks: Sequence[tuple[Span, str, int]]
) -> Iterator[Victim]:
    """One victim for each name beside which it is told, once, how it ended.

    With the number of the line, where that tells of nobody and nothing else: an age in a column is no count.
    """
    names = [span for span, kind, _ in masks if kind == "name"]
    starts = [span[0] for span in names]
    waiting: tuple[str, int] | None = None
    for number, line in enumerate(lines) if names else ():
        start, end = line.content, line.end
        if end - start > LONGEST or line.field not in HELD:
            continue
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        fate = _fate(folded, start, end)
        if last - first == 1 and starts[first] - start <= EARLY:
            name = folded[slice(*names[first])]
            listed = (
                line.listed or line.field == "nama" or (line.field == "korban" and line.label is not None)
            )
            waiting = (name, number)
            if fate and listed and fate[1][0] >= names[first][1]:
                yield _one(*fate, name), number if line.listed else None
                waiting = None
        elif first < last:
            waiting = None
        elif waiting and fate and number - waiting[1] <= MOST_APART and _is_state(folded, line):
            yield _one(*fate, waiting[0]), None
            waiting = None


def _one(kind: str, span: Span, name: str) -> Count:
    return Count(kind, Amount(1.0, State.NUMBER), span, noun=name, confidence=0.8, named=True)


def _is_state(folded: str, line: Line) -> bool:
    """Whether the label of a form asks how the person fares."""
    return line.label is not None and STATE.match(folded, *line.label) is not None


def _fate(folded: str, start: int, end: int) -> tuple[str, Span] | None:
    """The one fate that the words tell, None where they tell none, several or a count."""
    found = {match.lastgroup or "": match.span() for match in FATE.finditer(folded, start, end)}
    if "luka_berat" in found or "luka_ringan" in found:
        found.pop("luka", None)
    broken = found.pop("patah", None)
    if broken and not found:
        found = {"luka_berat": broken}
    if "meninggal" in found and not found.keys() & {"hilang", "selamat"}:
        found = {"meninggal": found["meninggal"]}  # "kritis dan meninggal saat dirawat"
    if len(found) != 1 or DENIED.search(folded, start, end) or COUNTS.search(folded, start, end):
        return None
    return next(iter(found.items()))
