"""Tables copied into a message: a row of column names, then rows of a place and its numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from gis.report import Span, State
from ingest.amounts import Amount, read_number
from ingest.folding import word_set
from ingest.whatsapp.figures.counts import Count
from ingest.whatsapp.figures.implied import DISASTERS
from ingest.whatsapp.places.mention import Mention

COLUMNS = {
    "rumah_rusak_berat": "rb|rusak berat|rumah rusak berat|rumah rb",
    "rumah_rusak_sedang": "rs|rusak sedang|rumah rusak sedang|rumah rs",
    "rumah_rusak_ringan": "rr|rusak ringan|rumah rusak ringan|rumah rr",
    "rumah_terendam": "terendam|rumah terendam|rmh terendam|rumah tergenang",
    "rumah_terbakar": "terbakar|rumah terbakar",
    "meninggal": "md|meninggal|meninggal dunia",
    "hilang": "hilang",
    "luka": "luka|luka-luka",
    "luka_berat": "lb|luka berat",
    "luka_ringan": "lr|luka ringan",
    "terdampak_kk": "kk|kk terdampak|jumlah kk|terdampak kk",
    "terdampak_jiwa": "jiwa|orang|jiwa terdampak|jumlah jiwa|terdampak jiwa",
    "mengungsi_kk": "kk mengungsi|mengungsi kk|pengungsi kk",
    "mengungsi_jiwa": "mengungsi|pengungsi|jiwa mengungsi|mengungsi jiwa|pengungsi jiwa",
}
KIND_OF = {tuple(name.split()): kind for kind, names in COLUMNS.items() for name in names.split("|")}
LONGEST_NAME = max(map(len, KIND_OF))
NAMES = word_set(
    "no nomor desa/kelurahan desa/kel kel/desa kelurahan/desa kab/kota kampung dusun desa kelurahan kel "
    "kecamatan kec kabupaten kab kota lokasi wilayah nama daerah ket lingkungan dukuh "
    "jorong banjar rt rw rt/rw alamat nagari gampong distrik kapanewon kalurahan"
)
GROUPS = word_set("laki-laki perempuan lk pr l p pria wanita balita lansia bumil")
IGNORED = word_set("rumah unit jumlah total tangki rit liter paket sembako terpal")
LAST = word_set("tma cm m tinggi air ket keterangan kondisi status")
"""Columns behind the counts that hold none."""

WHOLE = word_set("jumlah total")
ROW = re.compile(r"[^\n]+")
FILLED = re.compile(r"[^\W_]")
CELL = re.compile(r"[^\s|;]+")
NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})*|\d+|-|nihil")
TWO_CELLS = re.compile(r"[\dl.|-][ |:;]+(?:[\d.]+|-|nihil)[ |:;]*(?:\n|\Z)")
COUNTED = re.compile(r"[ |]*(?:\(\d{1,2}\)[ |]*){3,12}")
"""The row of a form that counts its columns: "(1) (2) (3)"."""

REFUGE = re.compile(
    r"\W{0,4}(?:[\da-z]{1,3}[.)] ?)?(?:data |jumlah |korban )?(?:pengungsi|mengungsi)(?:an)?\W{0,4}"
)
FEWEST = 3
MOST_ROWS = 500
LONGEST_ROW = 300


@dataclass(frozen=True, slots=True)
class Table:
    """Where the table stands, its figures with the places of their rows."""

    span: Span
    counts: tuple[Count, ...]


def find_tables(
    folded: str, rows: Sequence[Span], mentions: Sequence[Mention], hazard: str
) -> Iterator[Table]:
    """The tables among those rows."""
    position = 0
    while position < len(rows):
        kinds = _of_refuge(folded, rows, position, _header(folded, rows[position]))
        body: list[Count] = []
        last = position
        if kinds and last + 1 < len(rows) and COUNTED.fullmatch(folded, *rows[last + 1]):
            last += 1
        while kinds and last + 1 < len(rows):
            counts = _row(folded, rows[last + 1], kinds, mentions, hazard)
            if counts is None:
                break
            body += counts
            last += 1
        if body:
            yield Table((rows[position][0], rows[last][1]), tuple(body))
        position = last + 1


def _of_refuge(folded: str, rows: Sequence[Span], position: int, kinds: list[str]) -> list[str]:
    """The kinds of the columns, those of people who fled where the row above says so: "4. Pengungsi"."""
    if not kinds or not position or not REFUGE.fullmatch(folded, *rows[position - 1]):
        return kinds
    return [kind.replace("terdampak_", "mengungsi_") for kind in kinds]


def rows_of(folded: str, part: Span) -> list[Span]:
    """The rows of that part, where one ends with two numbers as those of a table do; else none."""
    if not TWO_CELLS.search(folded, *part):
        return []
    rows = (row.span() for row in ROW.finditer(folded, *part))
    return list(islice((row for row in rows if FILLED.search(folded, *row)), MOST_ROWS * 4))


def _header(folded: str, row: Span) -> list[str]:
    """The kinds of figures of the columns ("" for one that is not taken), [] where it is no such row."""
    if row[1] - row[0] > LONGEST_ROW:
        return []
    words = [word.strip(".:*()") for word in CELL.findall(folded[slice(*row)])]
    while words and words[-1] in LAST:
        words.pop()
    named = any(word in NAMES for word in words)
    kinds = _kinds(words) if len(words) >= FEWEST and named else []
    taken = [kind for kind in kinds if kind]
    piped = folded.find("|", *row) >= 0
    return kinds if len(taken) > (0 if piped else 1) and len(set(taken)) == len(taken) else []


def _kinds(words: Sequence[str]) -> list[str]:
    """The kinds that column names of one to three words mean, [] where one of them is none."""
    kinds: list[str] = []
    position = 0
    while position < len(words):
        lengths = range(min(LONGEST_NAME, len(words) - position), 0, -1)
        length = next((n for n in lengths if tuple(words[position : position + n]) in KIND_OF), 0)
        if length:
            kinds.append(KIND_OF[tuple(words[position : position + length])])
        elif words[position] in IGNORED or words[position] in GROUPS:
            kinds.append("")
        elif words[position] not in NAMES:
            return []
        position += max(1, length)
    return kinds


def _row(
    folded: str, row: Span, kinds: Sequence[str], mentions: Sequence[Mention], hazard: str
) -> list[Count] | None:
    """The figures of a row: as many numbers at its end as there are columns; None where it is no row."""
    if row[1] - row[0] > LONGEST_ROW:
        return None
    cells = _without_last([(cell[0], cell.span()) for cell in CELL.finditer(folded, *row)], len(kinds))
    numbers = cells[-len(kinds) :]
    named = cells[: -len(kinds)]
    if len(cells) <= len(kinds) or not all(NUMBER.fullmatch(word) for word, _ in numbers):
        return None
    if not any(word[0].isalpha() for word, _ in named) or NUMBER.fullmatch(named[-1][0]):
        return None
    whole = any(word in WHOLE for word, _ in named)
    within = [n for n, mention in enumerate(mentions) if row[0] <= mention.span[0] < row[1]]
    if not whole and not within:
        return [] if folded.find("|", *row) >= 0 else None
    places = () if whole else tuple(within)
    return [
        Count(kind, amount_of(word), span, places, confidence=0.9)
        for kind, (word, span) in zip(kinds, numbers, strict=True)
        if kind and (not kind.startswith("terdampak") or hazard in DISASTERS)
    ]


def _without_last(cells: list[tuple[str, Span]], count: int) -> list[tuple[str, Span]]:
    """The cells without those behind the last number, a depth or a remark."""
    end = len(cells)
    while end > count and not NUMBER.fullmatch(cells[end - 1][0]):
        end -= 1
    return cells[:end]


def amount_of(word: str) -> Amount:
    """The amount of a cell."""
    if word in ("-", "nihil"):
        return Amount(0.0, State.DASH if word == "-" else State.NIL)
    return Amount(read_number(word), State.NUMBER)
