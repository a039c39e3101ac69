"""A figure keeps its words as they were sent."""

from datetime import datetime

import pytest

from gis import codes
from gis.zone import WIB
from ingest import whatsapp

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=WIB)
MESSAGE = (
    "Puting beliung Senin, 30 November 2026 di Ds. Gadung Kec. Toboali Kab. Bangka Selatan\n"
    "Akibat :\n🔸RB 3 Unit\n🔸 *RR* : 12 unit\n🔸 Luka Berat 1 org\n"
)


def words(text: str) -> dict[str, str]:
    (report,) = (reading.report for reading in whatsapp.parse(text, received_at=NOW).readings)
    return {figure.kind: figure.raw for figure in report.figures}


def test_capitals_stay_and_marks_of_bold_go() -> None:
    said = words(MESSAGE)
    assert said["rumah_rusak_berat"] == "RB 3 Unit"
    assert said["rumah_rusak_ringan"] == "RR : 12 unit"
    assert said["luka_berat"] == "Luka Berat 1 org"


@pytest.mark.parametrize("name", ["BPBD Basel", "Pusdalops BPBD Bateng", "BPBD BABAR", "bpbd beltim"])
def test_agencies_are_known_by_what_chats_call_them(name: str) -> None:
    known = codes.agency_named(name)
    assert known is not None
    assert known.kind == "bpbd_kabupaten"
