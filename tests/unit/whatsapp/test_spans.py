"""A figure's span holds what it was read from: its number, or the words that say nothing or not yet."""

import re

from ingest import whatsapp
from ingest.clean import NUMBER_WORD
from ingest.folding import fold
from tests.unit.whatsapp.test_corpus import of

WORDS = re.compile(rf"\b(?:ke)?({'|'.join(NUMBER_WORD)}|setengah)\b")  # "kedua korban": both


def sums(numbers: list[int]) -> set[int]:
    """What some of the numbers add up to: parts of several kinds may stand in one stretch."""
    found = {0}
    for number in numbers[:12]:
        found |= {number + other for other in found}
    return found


@of("all")
def test_a_figure_stands_in_its_span(text):
    for report in whatsapp.parse(text["text"]).reports:
        for figure in report.figures:
            assert figure.span
            piece = fold(text["text"][slice(*figure.span)])
            if figure.state == "angka":
                assert re.search(r"\d", piece) or WORDS.search(piece) or figure.value == 1
            else:
                assert not re.search(r"\d", piece)
                assert piece.strip()


@of("all")
def test_a_whole_number_stands_in_its_span_digit_by_digit(text):
    for report in whatsapp.parse(text["text"]).reports:
        for figure in report.figures:
            piece = fold(text["text"][slice(*(figure.span or (0, 0)))])
            written = [re.sub(r"\D", "", part) for part in re.findall(r"\d[\d.]*", piece)]
            if WORDS.search(piece):
                continue  # told in words, next to numbers in digits
            if written and figure.unit in ("jiwa", "KK", "unit") and figure.value is not None:
                numbers = [int(digits) for digits in written]
                assert int(figure.value) in sums(numbers)
