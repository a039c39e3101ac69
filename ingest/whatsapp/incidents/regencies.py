"""A recap by regency: its incidents below a regency's name, or behind it on one line."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from gis.report import Span
from ingest.whatsapp.incidents.hazard import is_nil, named
from ingest.whatsapp.incidents.stories import is_regency
from ingest.whatsapp.layout.breaks import HAZARD
from ingest.whatsapp.layout.lines import FAR, Line

LONGEST = 160  # code points of a heading that names all of a province's regencies
KIND = re.compile(r"(?:wilayah |daerah )?(?:kab(?:upaten)?\b\.?|kota\b)\s?")
FIRST = frozenset("kwd *_:.-")
"""What it begins with, or the signs before it."""

OPENING = re.compile(r"(?:kab(?:upaten)?|kota)\b\.?\s?[a-z ,/&.]{3,160}[:=]\s?")
BETWEEN = re.compile(r"\s?(?:[,/&;]|\bdan\b)\s?")
NONE = ("nihil", "-", "aman", "nol")
ITEM = re.compile(rf"(?:telah terjadi |terjadi |kejadian )?{HAZARD}")
"""How the line of one incident below a heading begins."""


def heads(folded: str, line: Line) -> bool:
    """Whether the line only names regencies: "A. KAB. CONTOH", behind a list's mark "Contoh, Lain :" too."""
    if not line.listed and folded[line.begin] not in FIRST:
        return False
    words = folded[line.begin : line.end].strip(" *_:.-")
    if len(words) > LONGEST or not (line.listed or KIND.match(words)):
        return False
    return _are_regencies(words)


@lru_cache(maxsize=64)
def _are_regencies(words: str) -> bool:
    """Whether each name of a list is a regency's. Remembered: a line is asked thrice."""
    return all(is_regency(KIND.sub("", part, count=1).strip(" .")) for part in BETWEEN.split(words))


def is_quiet(words: str) -> bool:
    """Whether folded words only say that nothing happened."""
    return bool(words) and not named(words) and (words in NONE or is_nil(words))


def of_regency(folded: str, line: Line) -> str:
    """What a line says of the regencies that it opens with, "" where it opens with none."""
    match = OPENING.match(folded, line.begin, line.end)
    return folded[match.end() : line.end].strip(" .") if match else ""


def sections(folded: str, lines: Sequence[Line]) -> tuple[int, list[list[Line]]]:
    """(how many lines stand above, the lines of each incident, the name of its regency first); none where
    this is no such recap.

    A heading with figures alone below is the part of one incident that its regency bore: then none, too.
    """
    starts = _starts(folded, lines)
    if len(starts) < 2:
        return 0, []
    found: list[list[Line]] = []
    for a, b in pairwise([*starts, len(lines)]):
        if heads(folded, lines[a]):
            below = _incidents(folded, lines[a + 1 : b])
            if not below and not _says_nil(folded, lines[a + 1 : b]):
                return 0, []
            found += [[replace(lines[a], field="judul"), *titled(each)] for each in below]
        elif named(of_regency(folded, lines[a])):
            found.append(titled(lines[a:b]))
    return starts[0], found


def _starts(folded: str, lines: Sequence[Line]) -> list[int]:
    return [n for n, line in enumerate(lines) if heads(folded, line) or _tells(of_regency(folded, line))]


def _tells(words: str) -> bool:
    return bool(words) and (bool(named(words)) or is_quiet(words))


def _says_nil(folded: str, lines: Sequence[Line]) -> bool:
    return bool(lines) and is_quiet(folded[lines[0].start : lines[0].end].strip(" *_."))


def _incidents(folded: str, lines: Sequence[Line]) -> list[list[Line]]:
    """What stands below one heading, cut where lines behind a mark begin with a hazard or its label."""
    items = [n for n, line in enumerate(lines) if _opens(folded, line)]
    if not items:
        return []
    first = items[0]
    alike = [n for n in items if lines[n].listed == lines[first].listed] if lines[first].listed else [first]
    labelled = [n for n in items if lines[n].label]
    starts = labelled if len(labelled) > 1 else alike
    return [list(lines[a:b]) for a, b in pairwise([0, *starts[1:], len(lines)])]


def _opens(folded: str, line: Line) -> bool:
    words = folded[line.content : line.end]
    if line.label:
        return line.field == "jenis" and bool(named(words))
    return ITEM.match(words) is not None and bool(named(words))


def titled(lines: Sequence[Line]) -> list[Line]:
    """The lines of one incident; the first, without a label, is its title, whatever stood above it."""
    first = lines[0]
    return [first if first.label else replace(first, field="judul"), *lines[1:]]


def extents(lines: Sequence[Line]) -> list[Span]:
    """The stretches of text that lines fill, one after the other; between are others."""
    found: list[Span] = []
    for line in lines:
        if found and line.begin - found[-1][1] <= FAR:
            found[-1] = (found[-1][0], line.end)
        else:
            found.append((line.begin, line.end))
    return found


def alone(folded: str, kept: Sequence[Span]) -> str:
    """The folded text with all else blank, every offset as it was."""
    parts, at = [], 0
    for start, end in kept:
        parts += ["\n" * (start - at), folded[start:end]]
        at = end
    return "".join([*parts, "\n" * (len(folded) - at)])
