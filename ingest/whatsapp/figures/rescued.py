"""All of those of an accident's story who were saved, where their number stands in another sentence."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from gis.report import State
from ingest.amounts import Amount
from ingest.clean import MULTIPLIERS, NUMBER_WORD, read_words
from ingest.whatsapp.figures.counts import Count
from ingest.whatsapp.figures.lone import ACCIDENTS, FATES, MOST, NEVER
from ingest.whatsapp.layout.lines import Line

SAFE = re.compile(
    r"\b(?:seluruh|semua)(?:nya\b|\s)(?! personel| petugas| tim| unsur)[^.\n]{0,60}\bselamat\b"
    r"(?! (?:jalan|pagi|siang|sore|malam))"
)
UNIT, SCALE = "|".join(NUMBER_WORD), "|".join(MULTIPLIERS)
WHO = (
    "anak buah kapal|awak|kru|abk|nelayan|pemancing|penumpang|wisatawan|pekerja|penambang|penyelam|korban|"
    "pelajar|mahasiswa|pendaki"
)
PERSONS = re.compile(
    rf"(?<!salah )\b(\d{{1,3}}|(?:{UNIT})(?: (?:{SCALE}))?(?: (?:{UNIT}))?) (?:\(\w+(?: \w+)?\) )?"
    rf"(?:(?:orang )?(?:{WHO})|orang)\b"
)
"""How many were in the boat or the mine."""

MOST_TOLD = 20


def all_safe(folded: str, lines: Sequence[Line], hazard: str, told: Iterable[str]) -> Count | None:
    """All of them, where the story says that all are safe and tells one number of persons."""
    if hazard not in ACCIDENTS or set(told) & FATES or not lines:
        return None
    start, end = lines[0].start, min(lines[-1].end, lines[0].start + MOST)
    match = SAFE.search(folded, start, end)
    if match is None or NEVER.search(folded, max(start, match.start() - 40), match.start()):
        return None
    found = {_number(each[1]) for each in islice(PERSONS.finditer(folded, start, end), MOST_TOLD)}
    number = found.pop() if len(found) == 1 else None
    return Count("selamat", Amount(number, State.NUMBER), match.span(), confidence=0.7) if number else None


def _number(words: str) -> float | None:
    return float(words) if words.isdigit() else read_words(words.split())
