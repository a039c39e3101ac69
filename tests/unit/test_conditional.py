"""Which entity tags a request names."""

import pytest

from api.conditional import names

TAG = '"a1,b*2"'


@pytest.mark.parametrize(
    ("header", "named"),
    [
        (TAG, True),
        (f"W/{TAG}", True),
        (f'"x", W/{TAG} , "y"', True),
        ("*", True),
        (" * ", True),
        ("", False),
        ('"*"', False),
        ('"x*"', False),
        ('"x", *', False),  # a list holds tags alone
        ('"a1", "b*2"', False),
        ("a1,b*2", False),
        ('"za1,b*2"', False),
    ],
)
def test_a_header_names_whole_tags(header: str, named: bool) -> None:
    assert names(header, TAG) is named
    assert names(header, f"W/{TAG}") is named
