"""Numbers, days, times, areas and positions as people write them; what holds none says why."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.report import State
from ingest import clean, points
from ingest.clean import Clock, Unreadable
from ingest.folding import fold

AMOUNTS = [
    ("12", 12),
    ("0", 0),
    ("1.234", 1234),
    ("1.234.567", 1234567),
    ("1.234,5", 1234.5),
    ("1,5", 1.5),
    ("0.015", 0.015),
    ("12.5", 12.5),
    ("1 (satu)", 1),
    ("1 (satu) unit", 1),
    ("31 KK", 31),
    ("118 jiwa", 118),
    ("2 org", 2),
    ("dua puluh lima", 25),
    ("seratus dua puluh", 120),
    ("dua ribu tiga ratus", 2300),
    ("sebelas", 11),
    ("seorang", 1),
    ("1,5 miliar", 1.5e9),
    ("25 juta", 25e6),
]


@pytest.mark.parametrize(("text", "value"), AMOUNTS)
def test_amounts(text, value):
    amount = clean.read_amount(text)
    assert not isinstance(amount, Unreadable)
    assert (amount.value, amount.state, amount.approx) == (value, State.NUMBER, False)


@pytest.mark.parametrize(
    "text", ["± 12", "±12", "+/- 12", "-+ 12", "_+ 12", "+ 12", "kurang lebih 12", "sekitar 12", "~12"]
)
def test_about(text):
    amount = clean.read_amount(text)
    assert not isinstance(amount, Unreadable)
    assert (amount.value, amount.approx) == (12, True)


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("nihil", 0, State.NIL),
        ("NIHIL.", 0, State.NIL),
        ("tidak ada", 0, State.NIL),
        ("-", 0, State.DASH),
        ("–", 0, State.DASH),
        ("---", 0, State.DASH),
        ("dalam pendataan", None, State.COUNTING),
        ("Masih dalam pendataan", None, State.COUNTING),
        ("belum terdata", None, State.COUNTING),
    ],
)
def test_nothing_and_still_counting_are_kept_apart(text, value, state):
    amount = clean.read_amount(text)
    assert not isinstance(amount, Unreadable)
    assert (amount.value, amount.state) == (value, state)


@pytest.mark.parametrize(
    "text", ["", "banyak", "12a", "1.23.4", "1,234,5", "satu atau", "3 RB 2 RR", "12/14", "9" * 60, "1..2"]
)
def test_no_amount_says_what_would_be_one(text):
    amount = clean.read_amount(text)
    assert isinstance(amount, Unreadable)
    assert amount.code == "angka_tak_terbaca"
    assert "Yang diterima" in amount.id_text


DAYS = [
    ("14/10/2025", date(2025, 10, 14)),
    ("14-10-2025", date(2025, 10, 14)),
    ("14.10.2025", date(2025, 10, 14)),
    ("14/10/25", date(2025, 10, 14)),
    ("2025-10-14", date(2025, 10, 14)),
    ("14 Oktober 2025", date(2025, 10, 14)),
    ("Selasa, 14 Okt 2025", date(2025, 10, 14)),
    ("Selasa tgl 14 Oktober 2025", date(2025, 10, 14)),
    ("3 Pebruari 2026", date(2026, 2, 3)),
    ("03 Peb 2026", date(2026, 2, 3)),
    ("20 Nopember 2025", date(2025, 11, 20)),
    ("1 Agt 2025", date(2025, 8, 1)),
    ("17 Agustus 2025", date(2025, 8, 17)),
    ("5 May 2025", date(2025, 5, 5)),
    ("9 Desember '25", date(2025, 12, 9)),
    ("29 Februari 2028", date(2028, 2, 29)),
    ("13 - 14 Oktober 2025", date(2025, 10, 13)),
]


def days_in(text):
    return [clean.day_of(match) for match in clean.DAY.finditer(fold(text))]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_days(text, day):
    assert days_in(text) == [day]


@pytest.mark.parametrize("text", ["31/02/2025", "29 Februari 2025", "14/13/2025", "32 Mei 2025", "3 Maret"])
def test_a_day_that_is_none_is_unreadable(text):
    (day,) = days_in(text)
    assert isinstance(day, Unreadable)
    assert day.code == "tanggal_tak_terbaca"


@pytest.mark.parametrize("text", ["Selasa", "14.20", ""])
def test_no_day(text):
    assert days_in(text) == []


@pytest.mark.parametrize(
    ("text", "at", "hours"),
    [
        ("14.20", time(14, 20), 7),
        ("14:20", time(14, 20), 7),
        ("Pkl. 14.20 WIB", time(14, 20), 7),
        ("Pkl. ± 14.20 WIB", time(14, 20), 7),
        ("pukul 14.20 WITA", time(14, 20), 8),
        ("jam 9", time(9), 7),
        ("jam 09:05:30 wit", time(9, 5), 9),
        ("03. 15 WIB", time(3, 15), 7),
        ("24.00 WIB", time(0), 7),
    ],
)
def test_times(text, at, hours):
    clock = clean.read_time(text)
    assert isinstance(clock, Clock)
    assert (clock.time, clock.zone.utcoffset(None)) == (at, timedelta(hours=hours))
    assert clock.lasts == timedelta(minutes=1)


def test_a_part_of_the_day_is_a_stretch():
    clock = clean.read_time("dini hari")
    assert isinstance(clock, Clock)
    assert (clock.time, clock.lasts) == (time(0), timedelta(hours=4))


@pytest.mark.parametrize("text", ["", "25.10", "14.75", "nanti", "12 unit", "24.30 WIB"])
def test_no_time(text):
    assert isinstance(clean.read_time(text), Unreadable)


POSITIONS = [
    ("-3.0127, 106.4551", (106.4551, -3.0127)),
    ("-3,0127 106,4551", (106.4551, -3.0127)),
    ("106.4551, -3.0127", (106.4551, -3.0127)),
    ("3.0127 S, 106.4551 E", (106.4551, -3.0127)),
    ("S 3.0127 E 106.4551", (106.4551, -3.0127)),
    ("3.0127 LS / 106.4551 BT", (106.4551, -3.0127)),
    ("-3.0127 S 106.4551 T", (106.4551, -3.0127)),
    ("Lat: -3.0127 Long: 106.4551", (106.4551, -3.0127)),
    ("3°0'46\" LS 106°27'18\" BT", (106.455, -3.012778)),
    ("3°0’46” LS - 106°27’18” BT", (106.455, -3.012778)),
    ("3º 0' 46'' S, 106º 27' 18'' E", (106.455, -3.012778)),
    ("3°0.766' S 106°27.306' E", (106.4551, -3.012767)),
    ("https://maps.google.com/?q=-3.0127,106.4551", (106.4551, -3.0127)),
    ("https://www.google.com/maps/place/x/@-3.0127,106.4551,17z", (106.4551, -3.0127)),
    ("https://www.google.com/maps/search/?api=1&query=-3.0127%2C106.4551", (106.4551, -3.0127)),
]

SAME_PLACE = [
    "E 107.2028 S 2.8583",
    "S 2.8583 E 107.2028",
    "S-2.8583, E107.2028",
    "N -2.8583 E 107.2028",
    "S=2.8583 T=107.2028",
    "2.8583 LS – 107.2028 BT",
    "Lat: 2.8583 S, Long: 107.2028 E",
    "02 51 30 S 107 12 10 E",
    "S 02 51 30 / E 107 12 10",
    "02-51-30 S 107-12-10 E",
    "02.51.30 LS - 107.12.10 BT",
    "2o51'30\" LS 107o12'10\" BT",
    "2'51'30 LS 107'12'10 BT",
    "S: 02°51.500' E: 107°12.167'",
    "LS 2°51'30\" BT 107°12'10\"",
    "UTM 48S 744874.0 9683834.5",
    "48M X: 744874 Y: 9683834",
]


@pytest.mark.parametrize("text", SAME_PLACE)
def test_one_place_in_many_notations(text):
    point = points.read_lonlat(text)
    assert not isinstance(point, Unreadable)
    assert point.lonlat == pytest.approx((107.2028, -2.8583), abs=1e-4)


@pytest.mark.parametrize(("text", "lonlat"), POSITIONS)
def test_positions(text, lonlat):
    point = points.read_lonlat(text)
    assert not isinstance(point, Unreadable)
    assert point.lonlat == pytest.approx(lonlat, abs=1e-5)
    assert point.method == ("tautan" if text.startswith("http") else "koordinat")


@pytest.mark.parametrize("text", ["", "Desa Gadung", "3°75'00\" LS 106°27'18\" BT", "12.5", "95.1, 195.2"])
def test_no_position(text):
    point = points.read_lonlat(text)
    assert isinstance(point, Unreadable)
    assert point.code == "koordinat_tak_terbaca"


@pytest.mark.parametrize("text", ["Luas 2,50 Ha, 12,75 Ha", "Rp 1.250.000 dan 3,50", "14.20, 17.30 WIB"])
def test_other_numbers_are_no_positions(text):
    assert list(points.find_points(fold(text))) == []


@given(st.integers(0, 10**9))
def test_grouped_thousands_read_back(number):
    amount = clean.read_amount(f"{number:,}".replace(",", "."))
    assert not isinstance(amount, Unreadable)
    assert amount.value == number


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_days_read_back(day):
    assert days_in(day.strftime("%d/%m/%Y")) == [day]
    assert days_in(day.isoformat()) == [day]


@given(st.floats(-11, 6), st.floats(95, 141))
def test_positions_read_back(lat, lon):
    point = points.read_lonlat(f"{lat:.6f}, {lon:.6f}")
    assert not isinstance(point, Unreadable)
    assert point.lonlat == pytest.approx((lon, lat), abs=1e-6)


@given(st.text(max_size=80))
def test_readers_answer_whatever_comes_in(text):
    for read in (
        clean.read_amount,
        clean.read_time,
        points.read_lonlat,
    ):
        answer = read(text)
        assert not isinstance(answer, Unreadable) or (answer.id_text and answer.en_text)
