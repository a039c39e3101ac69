"""Every text exists twice and asks for the same things; dates and numbers are those of the language."""

import string
from datetime import UTC, datetime

import pytest

from maps.words import CATALOGUE, Words

EVENING = datetime(2025, 10, 14, 17, 30, tzinfo=UTC)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", CATALOGUE)
def test_both_languages_ask_for_the_same(key: str):
    indonesian, english = CATALOGUE[key]
    assert _fields(indonesian) == _fields(english)


def test_moments_are_told_in_wib():
    assert Words("id").moment(EVENING) == "15 Okt 2025 pukul 00.30 WIB"
    assert Words("en").moment(EVENING) == "15 Oct 2025 at 00:30 WIB"


def test_numbers_have_the_separators_of_the_language():
    assert Words("id").number(1234.5) == "1.234,5"
    assert Words("en").number(1234.5) == "1,234.5"
    assert Words("id").number(12.0) == "12"


def test_one_event_is_not_many():
    assert [Words("en").events(n) for n in (1, 2)] == ["1 event", "2 events"]
