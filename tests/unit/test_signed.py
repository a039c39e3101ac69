"""A pattern that asks for its signs first finds what it would find without asking."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import whatsapp
from ingest.folding import fold
from ingest.signed import Signed
from tests.bench.bench_parser import texts


def every() -> Iterator[tuple[str, Signed]]:
    """The signed patterns of the parser, each with its name."""
    for found in pkgutil.walk_packages(whatsapp.__path__, "ingest.whatsapp."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if isinstance(value, Signed):
                yield f"{found.name.removeprefix('ingest.whatsapp.')}.{name}", value


PATTERNS = dict(every())
REPORTS = [fold(text) for text in texts()]


@pytest.mark.parametrize("name", PATTERNS)
def test_no_match_in_the_reports_is_missed(name: str) -> None:
    signed = PATTERNS[name]
    for report in REPORTS:
        assert [m.span() for m in signed.finditer(report)] == [
            m.span() for m in signed.pattern.finditer(report)
        ]


@pytest.mark.parametrize("name", PATTERNS)
def test_no_match_at_all_is_missed(name: str) -> None:
    signed = PATTERNS[name]

    @settings(max_examples=30, deadline=None, database=None)
    @given(st.from_regex(signed.pattern))
    def holds(text: str) -> None:
        assert signed.pattern.search(text) is None or signed.may_stand(text), text

    holds()


@pytest.mark.parametrize(
    ("pattern", "words", "parts"),
    [
        (r"\b(?:besok|lusa)\b[^.\n]{0,80}\bakan\b", {"akan"}, ()),
        (r"\bdirawat (?:jalan|inap)", {"dirawat"}, ()),
        (r"waspada\w*|siaga", set(), ("siaga", "waspada")),
        (r"(?:mem|ter)?bakar(?:an)?\b", set(), ("bakar",)),
        (r"\d{2,4}", set(), ()),
    ],
)
def test_signs_are_words_where_a_word_surely_begins_and_ends(
    pattern: str, words: set[str], parts: tuple[str, ...]
) -> None:
    signed = Signed(pattern)
    assert (set(signed.words), set(signed.parts)) == (words, set(parts))


def test_a_stretch_may_end_within_a_word() -> None:
    signed = Signed(r"\bper\b")
    assert signed.search("data perkara") is None
    assert signed.search("data perkara", 0, 8)


def test_a_part_is_searched_where_the_whole_holds_a_sign() -> None:
    signed = Signed(r"\bmenuju\b[^,]{0,20}\Z")
    assert signed.search_in("menuju Contoh", "kapal menuju Contoh, lalu pulang")
    assert signed.search_in("lalu pulang", "kapal menuju Contoh, lalu pulang") is None


def test_what_was_asked_of_one_text_is_not_answered_of_another() -> None:
    signed = Signed(r"\bwaspada\b")
    assert signed.sub("", "waspada banjir") == " banjir"
    assert signed.sub("", "banjir") == "banjir"
    assert signed.search("tetap waspada")
