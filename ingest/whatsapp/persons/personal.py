"""Personal data in a text: the names of persons, telephone numbers, NIK, e-mail addresses."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from gis.report import Span
from ingest.folding import fold
from ingest.whatsapp.persons.announced import PLACE_BEFORE, announced
from ingest.whatsapp.persons.households import households
from ingest.whatsapp.persons.named import by_context
from ingest.whatsapp.persons.numbers import emails, niks, phones
from ingest.whatsapp.persons.unannounced import is_person

MOST_REPEATED = 100
SHORTEST = 4  # code points of one word of a name that is looked for again
APOSTROPHE = re.compile(r"['’]")


def find(text: str) -> list[dict[str, Any]]:
    """Personal data in `text`, in order: {"kind": nama|telepon|nik|surel, "span", "value"}."""
    return [
        {"kind": kind, "span": span, "value": text[span[0] : span[1]]}
        for kind, span in spans(text, fold(text))
    ]


def spans(original: str, folded: str) -> list[tuple[str, Span]]:
    """(kind, span) of what is personal, in order and not overlapping."""
    found = sorted(
        (span, kind)
        for kind, finder in (("surel", emails), ("telepon", phones), ("nik", niks), ("nama", _names))
        for span in finder(original, folded)
    )
    found = sorted({*found, *_repeated(original, folded, [span for span, kind in found if kind == "nama"])})
    kept: list[tuple[str, Span]] = []
    for span, kind in found:
        if not kept or span[0] >= kept[-1][1][1]:
            kept.append((kind, span))
        elif span[1] > kept[-1][1][1] and kept[-1][0] == kind:
            kept[-1] = kind, (kept[-1][1][0], span[1])
    return kept


def _repeated(original: str, folded: str, names: Iterable[Span]) -> Iterator[tuple[Span, str]]:
    """Where a name that was found, or one word of it, stands once more, without what told that it is one."""
    found = {original[start:end].strip() for start, end in names}
    alone = {
        word
        for name in found
        for word in name.split()
        if len(word) >= SHORTEST and APOSTROPHE.sub("", word).isalpha()
    }
    again = {name for name in found if " " in name} | {word for word in alone if _is_own(word)}
    for name in sorted(again)[:MOST_REPEATED]:
        at = original.find(name)
        while at >= 0:
            end = at + len(name)
            if _stands_alone(original, at, end) and (
                " " in name or not PLACE_BEFORE.search(folded, max(0, at - 40), at)
            ):
                yield (at, end), "nama"
            at = original.find(name, end)


def _is_own(word: str) -> bool:
    """Whether a single word of a name is no word of anything else."""
    return word[0].isupper() and is_person(word)


def _stands_alone(original: str, start: int, end: int) -> bool:
    return not (original[start - 1 : start].isalnum() or original[end : end + 1].isalnum())


def _names(original: str, folded: str) -> Iterator[Span]:
    found = list(announced(original, folded))
    yield from found
    yield from households(original, folded)
    yield from by_context(original, folded, found)
