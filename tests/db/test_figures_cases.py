"""What the rule comes to in plain cases: silence, assumed moments, regencies that share an event."""

from datetime import datetime, timedelta

from gis.db import Database
from gis.report import Location, Occurrence, Precision
from maps.impact import event_table
from maps.words import Words
from tests.registers import NOON, OFFICER, TOBOALI, event_of, figure, keep, seen, told, value

HOUSES = "rumah_rusak_berat"
KIB = "1905105202603101"


def test_a_source_silent_for_long_loses_its_rank_while_another_speaks(database: Database) -> None:
    event = event_of(keep(database, told(figure(HOUSES, 5), valid_at=NOON)))
    said = told(figure(HOUSES, 8), valid_at=NOON + timedelta(hours=24), is_update=True)
    keep(database, said, agency="media")
    assert value(seen(database, event), HOUSES) == 5, "a day exactly is not too long"
    later = told(figure(HOUSES, 9), valid_at=NOON + timedelta(hours=25), is_update=True)
    keep(database, later, agency="media")
    found = seen(database, event)
    assert value(found, HOUSES) == 9
    (word,) = found["published"][0]["dissent"]
    assert (word["source"]["slug"], word["value"], word["silent"]) == ("bpbd_bangka_selatan", 5, True)
    back = told(figure(HOUSES, 6), valid_at=NOON + timedelta(hours=26), is_update=True)
    keep(database, back)
    assert value(seen(database, event), HOUSES) == 6


def test_a_moment_that_was_said_beats_one_assumed(database: Database) -> None:
    event = event_of(keep(database, told(figure(HOUSES, 5), valid_at=NOON)))
    keep(database, told(figure(HOUSES, 3), is_update=True))  # forwarded without saying of when it is
    found = seen(database, event, viewer=OFFICER)
    assert value(found, HOUSES) == 5
    assert found["figures"][HOUSES]["disputed"]
    (word,) = found["published"][0]["dissent"]
    assert (word["value"], word["valid_at_known"]) == (3, False)


def test_the_regencies_of_one_event_add_up(database: Database) -> None:
    event = event_of(keep(database, told(figure("mengungsi_jiwa", 5), areas=("19.01",), kib=KIB)))
    east = told(figure("mengungsi_jiwa", 7), areas=("19.04",), kib=KIB)
    keep(database, east, agency="bpbd_bangka_tengah")
    found = seen(database, event)
    said = found["figures"]["mengungsi_jiwa"]
    assert (said["value"], said["derived"]) == (12, True)
    whole = told(figure("mengungsi_jiwa", 20), areas=("19.01", "19.04"), kib=KIB)
    keep(database, whole, agency="bpbd_babel")
    said = seen(database, event)["figures"]["mengungsi_jiwa"]
    assert (said["value"], said["derived"]) == (20, False)
    table = event_table(seen(database, event), "", Words())
    assert [name.split(" · ")[0] for name, _ in table.rows] == [
        "Mengungsi Provinsi Kepulauan Bangka Belitung",
        "Mengungsi Kabupaten Bangka",
        "Mengungsi Kabupaten Bangka Tengah",
    ]
    assert all(cells[1].startswith("diterima ") for _, cells in table.rows)


def test_the_exact_moment_and_place_are_the_event_s_whoever_tells_them(database: Database) -> None:
    day = Occurrence.day(NOON.replace(hour=0))
    agency = told(figure(HOUSES, 5), areas=("19.03.01",), occurrence=day, kib=KIB)
    event = event_of(keep(database, agency, agency="bnpb"))
    before = seen(database, event)
    assert (before["occurred"]["precision"], before["precision"]) == ("hari", "kabupaten")
    spot = Location(
        areas=(TOBOALI,),
        lonlat=(106.45, -3.01),
        precision=Precision.SPOT,
        uncertainty_m=50,
        method="koordinat",
    )
    keep(database, told(figure(HOUSES, 5), kib=KIB, location=spot, lonlat=spot.lonlat), agency="media")
    after = seen(database, event)
    assert (after["occurred"]["precision"], after["precision"]) == ("menit", "titik")
    assert datetime.fromisoformat(after["occurred"]["start"]) == NOON


def test_a_total_of_none_stands_against_parts_that_say_more(database: Database) -> None:
    parts = (figure("hilang", 2, area="19.03.06.2003", part_of=0),)
    event = event_of(
        keep(database, told(figure("hilang", 0), *parts, areas=("19.03.01.1001", "19.03.06.2003")))
    )
    assert value(seen(database, event), "hilang") == 0
