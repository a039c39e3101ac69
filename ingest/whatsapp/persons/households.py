"""Heads of households in a list of those struck: "- Fulan (1 KK 3 jiwa)", "Fulan Contoh 1 kk 4 jiwa"."""

import re
from collections.abc import Iterator

from gis.report import Span
from ingest.signed import Signed
from ingest.whatsapp.persons.unannounced import is_person

HOUSEHOLD = Signed(r"(?P<count>\(?\s?\d\s?kk\b[ ,/+–-]{0,3}\d{1,2}\s?\)?\s?(?:jiwa|jw|org|orang)\b)")
OF_PEOPLE = re.compile(
    r"\b(?:data|nama|daftar|berikut|identitas|adapun|rincian)\b[^\n]{0,60}"
    r"\b(?:korban|pemilik|penghuni|kepala keluarga|warga)\b"
)
"""The heading of such a list, rather than one of villages."""

NAME = re.compile(
    r"(?:\A|[\n;,:]|[-–•*]|\d[.)]|\b(?:dan|yakni|yaitu)\b)\s{0,3}"
    r"(?P<name>[A-Za-z][\w.'’]*(?: [A-Za-z][\w.'’]*){0,3})\s?\Z"
)
TITLES = re.compile(r"^(?:(?:h|hj|m|muh|moh|bp|bpk|ibu|bapak|sdr|sdri|alm)\.? ?)+", re.IGNORECASE)
LONGEST = 50  # code points of a name with what parts it from the one before
FEWEST = 2  # households that make a list
FAR = 2_500  # code points between the heading and a household


def households(original: str, folded: str) -> Iterator[Span]:
    """The names of heads of households, where several stand below a heading of people."""
    if not HOUSEHOLD.may_stand(folded):
        return
    counts = list(HOUSEHOLD.finditer(folded, 0, len(folded)))
    if len(counts) < FEWEST:
        return
    heading = OF_PEOPLE.search(folded, max(0, counts[0].start() - FAR), counts[0].start())
    if heading is None:
        return
    for count in counts:
        begin = max(0, count.start() - LONGEST)
        match = NAME.search(original[begin : count.start()])
        if match and is_person(TITLES.sub("", match["name"])):
            yield begin + match.start("name"), begin + match.end("name")
