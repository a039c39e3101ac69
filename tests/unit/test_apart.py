"""A table read in a process of its own gives the same items, says what went wrong, and ends when told to."""

import gc
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gis.errors import InvalidInput, Unavailable
from gis.report import Figure, Finding, Occurrence, Report, Severity, State
from ingest.apart import BATCH, apart

START = datetime(2026, 1, 31, 7, tzinfo=UTC)


def reports(count: int) -> Iterator[Report]:
    for ordinal in range(count):
        yield Report(
            ordinal=ordinal,
            hazard="banjir",
            occurrence=Occurrence.day(START),
            figures=(Figure(kind="meninggal", value=None, state=State.BLANK),),
            texts={"kronologis": f"rekaan {ordinal}"},
            findings=(Finding(code="uji", severity=Severity.INFO, id_text="uji", en_text="try"),),
        )


@pytest.mark.parametrize("count", [0, 1, BATCH, 20 * BATCH + 1])
def test_gives_what_is_read_in_order(count: int) -> None:
    assert list(apart(lambda: reports(count))) == list(reports(count))


def test_says_what_was_wrong_after_what_was_right() -> None:
    def broken() -> Iterator[Report]:
        yield from reports(3)
        raise InvalidInput("rusak", "{name} rusak", "{name} is broken", where="Sheet1", name="berkas")

    read: list[int] = []
    with pytest.raises(InvalidInput) as refused:
        read.extend(report.ordinal for report in apart(broken))
    assert (refused.value.code, refused.value.where, refused.value.text()) == (
        "rusak",
        "Sheet1",
        "berkas rusak",
    )


def test_a_reader_that_dies_is_told_of() -> None:
    def killed() -> Iterator[Report]:
        yield from reports(BATCH)
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(Unavailable) as refused:
        list(apart(killed))
    assert refused.value.code == "pembaca_berhenti"


def test_looks_for_cycles_as_before_once_it_is_done() -> None:
    before = gc.get_threshold()
    items = apart(lambda: reports(20 * BATCH))
    next(items)
    assert gc.get_threshold() != before
    assert len(list(items)) == 20 * BATCH - 1
    assert gc.get_threshold() == before


def test_leaves_nothing_behind_when_nobody_wants_more() -> None:
    def endless() -> Iterator[int]:
        yield os.getpid()
        while True:
            yield 0

    stream = apart(endless)
    reader = next(stream)
    stream.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 10
    place = Path(f"/proc/{reader}")
    while place.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not place.exists()
