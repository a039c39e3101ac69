"""Times as the command line writes them: one form, with their zone."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api import commands
from api.commands.words import wib, wib_day

EVENING = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize("moment", [EVENING, EVENING.isoformat(), "2026-12-31T23:30:00+06:00"])
def test_a_time_is_told_in_wib(moment: datetime | str) -> None:
    assert wib(moment) == "01-01-2027 00.30 WIB"


def test_no_time_is_nothing() -> None:
    assert wib(None) == ""


def test_a_day_is_written_like_the_day_of_a_time() -> None:
    assert wib(EVENING).startswith(wib_day(date(2027, 1, 1)))


def test_no_command_writes_times_in_a_form_of_its_own() -> None:
    folder = Path(commands.__file__).parent
    written = {
        page.name
        for page in folder.glob("*.py")
        if re.search(r"strftime|:%[A-Za-z]|isoformat\(sep", page.read_text("utf-8"))
    }
    assert written == {"words.py"}
