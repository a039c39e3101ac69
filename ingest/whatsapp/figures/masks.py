"""Numbers that are no figures: ages, house numbers, lists of phone numbers, codes.

And the words of places.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from gis.report import Span
from ingest.clean import DAY, DAY_SIGN, MONTH_WORD
from ingest.whatsapp.figures.lexicon import lexicon
from ingest.whatsapp.times.days import is_of_names

Masks = Sequence[tuple[Span, str, int]]
"""Spans that were read already, in order, each with its kind and the number of its place."""

DIGIT = re.compile(r"\d")
# What a digit or a bracket begins apart from what a word begins: at each place only one of the two is tried.
NOT_FIGURES = re.compile(
    r"(?=[\d(])(?:"
    r"\(?\b\d{1,3}\s?(?:th|thn|tahun)\b\)?"
    r"|\b\d{1,3}\s?/\s?(?=r[tw](?:\b|\d))"
    r"|\b\d{1,4}(?:[,.]\d{1,2})?\s?(?:km|kilometer|mil|nm)\s(?=(?:arah |di |sebelah )?"
    r"(?:barat|timur|utara|selatan|tenggara)|dari )"
    r"|\b\d{1,4}(?:[,.]\d{1,2})?\s?(?:m|meter)?\s?x\s?\d{1,4}(?:[,.]\d{1,2})?\s?(?:m2?|meter|cm)?\b"
    r"|\b\d{2}\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?\b(?=\s?(?:wib|wita|wit))"
    r"|\b19[\s.]?\d\d(?:[\s.]?\d\d)(?:[\s.]?\d{4})\b"
    r"|\(\d{1,2}/\d{1,2}(?:/(?:19|20)?\d\d)?\)"
    r"|\((?:bertambah|naik|tambah|berkurang|turun)\b[^)\n]{0,30}\)"
    r")|\b(?=[a-z])(?:"
    r"(?:usia|umur|berumur|berusia)\b[\s:±]{0,3}\d{1,3}(?:[,.]\d)?(?:\s?(?:th|thn|tahun|bln|bulan)\b)?"
    r"|(?:no|nomor|km|blok|kolong|tambang|gang|gg|kav|lorong|pos|jl\.? \w{3,12}|lantai|regu|kelas|tipe|"
    r"type|pasal|hari ke|ke|versi|lampiran|poin|seri)\b[ \t.:-]{0,2}\d{1,4}\b(?!\s?(?:kk|jiwa|orang))"
    r"|(?:nomor|no|sk)\b[\s.:]{0,3}\d[\w.-]{0,20}/[\w./-]{1,40}"
    r"|jembatan \d{1,2}\b(?!\s?(?:unit|buah|m\b|meter|rusak|putus|roboh|hanyut|titik|dan|[,:;/]))"
    r"|bukan \d{1,4}\b[^.,;\n]{0,20}(?=\b(?:tapi|tetapi|melainkan)\b)"
    r"|kib\b[\s:]{0,3}[\d ]{10,24}"
    rf"|(?:{MONTH_WORD}|tahun)\s(?:19|20)\d\d\b"
    r"|(?:diperkirakan|diprediksi|diprakirakan|berpotensi),?(?: \w+){0,3} akan\b[^.;\n]{0,120}"
    r"|tahun (?:lalu|kemarin|sebelumnya)\b[^.;\n]{0,90}"
    r")"
)

ENUMERATED = re.compile(r"(?=[(\d])(?:(?<=[:;,]\s)|(?<=\bdan\s)|(?<=\bserta\s))\(?\d{1,2}\)(?=\s[a-z])")
"""The numbers of a list within a sentence: "yaitu: 1) Desa A; 2) Desa B"."""

AGE = re.compile(
    r"\s?(?:[(,/-]\s?(?:l|p|lk|pr)\s?[/,.-]?\s?\d{1,2}(?:\s?(?:th|thn|tahun))?\.?\s?\)?|"
    r"/\s?(?:l|p)\s?/\s?\d{1,2}\b|\(\s?\d{1,2}(?:\s?(?:th|thn|tahun))?\.?\s?\)|,\s?\d{1,2}(?:\s?(?:th|"
    r"thn|tahun))?(?=\s?[,.;)](?!\d)))"
)


HOUSEHOLD = re.compile(r"\s?\(?\s?\d\s?kk\b[ ,/+–-]{0,3}\d{1,2}\s?\)?\s?(?:jiwa|jw|org|orang)\b")
LIST = 3
"""Households that make a list, whose numbers are parts of a total: "Fulan (1 KK 3 jiwa)"."""

INITIALS = re.compile(r"\b([a-z]{1,3}) (?P<age>\(\d{1,2}\))")


def _lines(folded: str, span: Span) -> Iterator[Span]:
    start, end = span
    while start < end:
        stop = folded.find("\n", start, end)
        yield start, (stop if stop >= 0 else end)
        start = stop + 1 if stop >= 0 else end


def _ages(folded: str, span: Span) -> Iterator[Span]:
    """Ages behind initials: "NR (8) meninggal", which no "RB (8)" is."""
    if "(" in folded[slice(*span)]:
        for match in INITIALS.finditer(folded, *span):
            if match[1] not in lexicon():
                yield match.span("age")


def mask(
    folded: str,
    parts: Iterable[Span],
    personal: Sequence[tuple[str, Span]],
    read: Iterable[Span],
    places: Iterable[Span],
    spots: Iterable[Span] = (),
) -> list[tuple[Span, str, int]]:
    """Sorted, disjoint spans that no figure is read from, as (span, kind, number of the place)."""
    spans: list[tuple[Span, str, int]] = [
        (span, "name" if kind == "nama" else "other", 0) for kind, span in personal
    ]
    spans += [(age.span(), "other", 0) for _, span in personal if (age := AGE.match(folded, span[1]))]
    heads = [count.span() for _, span in personal if (count := HOUSEHOLD.match(folded, span[1]))]
    spans += [(span, "other", 0) for span in heads if len(heads) >= LIST]
    spans += [(span, "other", 0) for span in read]
    spans += [(span, "place", number) for number, span in enumerate(places)]
    spans += [(span, "spot", 0) for span in spots]
    counted = [line for part in parts for line in _lines(folded, part) if DIGIT.search(folded, *line)]
    spans += [(span, "other", 0) for part in counted for span in _ages(folded, part)]
    bracketed = [line for line in counted if folded.find(")", *line) >= 0]
    for pattern, lines in ((NOT_FIGURES, counted), (ENUMERATED, bracketed)):
        spans += [(match.span(), "other", 0) for line in lines for match in pattern.finditer(folded, *line)]
    dated = [line for line in counted if DAY_SIGN.search(folded, *line)]
    days = (match for line in dated for match in DAY.finditer(folded, *line))
    spans += [(match.span(), "other", 0) for match in days if not is_of_names(folded, match)]
    disjoint: list[tuple[Span, str, int]] = []
    for span, kind, number in sorted(spans, key=lambda item: (item[0][0], -item[0][1])):
        if not disjoint or span[0] >= disjoint[-1][0][1]:
            disjoint.append((span, kind, number))
    return disjoint
