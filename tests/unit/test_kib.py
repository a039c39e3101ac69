"""BNPB's event code: what is repaired, and what is left as it is."""

import pytest

from gis import kib


@pytest.mark.parametrize(
    ("written", "regency", "month", "day", "meant"),
    [
        ("1904 101 2020 010 18 1", "1904", "10", "18", "1904 101 2020 10 18 1"),
        ("1904 101 2020 05 2 1", "1904", "5", "2", "1904 101 2020 05 02 1"),
        ("1904 101 2020 012 6 1", "1904", "12", "6", "1904 101 2020 12 06 1"),
        ("1904.101.2020.10.18.1", "19.04", "10.0", "18", "1904 101 2020 10 18 1"),
        ("1904 101 2020 1 1 1", "1904", "01", "01", "1904 101 2020 01 01 1"),
    ],
)
def test_a_malformed_code_is_repaired_from_the_row_s_own_fields(
    written: str, regency: str, month: str, day: str, meant: str
) -> None:
    found = kib.repaired(written, regency=regency, hazard="101", year="2020", month=month, day=day)
    assert found == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1904 101 2020 10 18 1",
        "1904101202010181",
        "1905 101 2020 010 18 1",
        "1904 101 2020 010 19 1",
        "belum",
    ],
)
def test_a_code_that_is_right_or_that_the_fields_contradict_stays(written: str) -> None:
    assert kib.repaired(written, regency="1904", hazard="101", year="2020", month="10", day="18") is None


def test_fields_that_are_no_numbers_settle_nothing() -> None:
    assert (
        kib.repaired(
            "1904 101 2020 010 18 1", regency="1904", hazard="101", year="2020", month="Okt", day="18"
        )
        is None
    )
