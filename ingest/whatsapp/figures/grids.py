"""Tables of damage copied into a message: a row of grades, then rows of a kind of building with numbers."""

import re
from collections.abc import Iterator, Sequence

from gis.report import Span
from ingest.folding import word_set
from ingest.whatsapp.figures.counts import Count, kind_of
from ingest.whatsapp.figures.joins import Token
from ingest.whatsapp.figures.lexicon import lexicon
from ingest.whatsapp.figures.tables import LONGEST_ROW, NUMBER, Table, amount_of

GRADE = re.compile(r"r(?<!\wr)(?:usak (?:berat|sedang|ringan)|[bsr])\b")  # the letter first: quickly found
EFFECTS = {"berat": "rusak_berat", "sedang": "rusak_sedang", "ringan": "rusak_ringan"}
BESIDE = word_set("no nomor keterangan ket jenis uraian objek bangunan kerusakan unit sarana prasarana nama")
"""What else a row of grades may hold."""

CELLS = re.compile(
    r"(?:\d{1,2}[.)]\s)?(?P<name>[a-z][a-z /]{2,40}?)(?P<cells>(?:[\s|:;]+(?:[\d.]+|-|nihil))+)"
)
CELL = re.compile(r"[\d.]+|-|nihil")


def find_grids(folded: str, rows: Sequence[Span]) -> Iterator[Table]:
    """The tables of buildings by grade among those rows."""
    position = 0
    while position < len(rows):
        effects, last, body = _grades(folded, rows[position]), position, []
        while effects and last + 1 < len(rows) and (counts := _row(folded, rows[last + 1], effects)):
            body += counts
            last += 1
        if body:
            yield Table((rows[position][0], rows[last][1]), tuple(body))
        position = last + 1


def _grades(folded: str, row: Span) -> list[str]:
    """The grades of damage that a row names, [] where it names fewer than two or holds other words."""
    if row[1] - row[0] > LONGEST_ROW:
        return []
    found = [match[0] for match in GRADE.finditer(folded, *row)]
    if len(found) < 2:
        return []
    rest = GRADE.sub(" ", folded[slice(*row)])
    if any(word not in BESIDE for word in re.findall(r"[a-z]+|\d+", rest)):
        return []
    slugs = {"rb": "berat", "rs": "sedang", "rr": "ringan"}
    return [EFFECTS[slugs.get(word, word.rpartition(" ")[2])] for word in found]


def _row(folded: str, row: Span, effects: Sequence[str]) -> list[Count]:
    """The figures of a row, one for each grade; [] where it is no such row."""
    start = row[0] + len(folded[slice(*row)]) - len(folded[slice(*row)].lstrip())
    match = CELLS.fullmatch(folded[start : row[1]].rstrip()) if row[1] - row[0] <= LONGEST_ROW else None
    subject = _subject(match["name"]) if match else None
    if match is None or subject is None:
        return []
    cells = [(cell[0], cell.span()) for cell in CELL.finditer(match["cells"])]
    if len(cells) != len(effects) or not all(NUMBER.fullmatch(word) for word, _ in cells):
        return []
    offset = start + match.start("cells")
    counts = []
    for effect, (word, span) in zip(effects, cells, strict=True):
        at = (offset + span[0], offset + span[1])
        kind = kind_of(effect, subject, Token("value", at))
        if kind:
            counts.append(Count(kind, amount_of(word), at, confidence=0.9))
    return counts


def _subject(name: str) -> str | None:
    """The kind of building that a row's words name as a whole."""
    words = tuple(name.split())
    return next(
        (w.meaning for phrase, w in lexicon().get(words[0], ()) if phrase == words and w.kind == "subject"),
        None,
    )
