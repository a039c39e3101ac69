"""What newspapers and rescuers tell in prose: seldom hazards, ships, no dates, places by their names only."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gis.areas import AreaIndex
from ingest.link_landmarks import landmarks
from ingest.link_place import Ground
from ingest.link_score import judge
from ingest.link_search import search
from ingest.link_told import Told, Words, shared_words, words_of
from tests.unit.linkings import DAY, GADUNG, NOON, TOBOALI, day, decided, report, score, told


@pytest.fixture(scope="module")
def ground(indicative_index: AreaIndex) -> Ground:
    return Ground(indicative_index)


def test_of_a_seldom_hazard_day_and_regency_are_enough(ground: Ground) -> None:
    """Crocodiles do not take two people of one regency in a day; fires and drownings may well be two."""
    vague = day(areas=("19.03",), source="media", said_at=NOON + timedelta(hours=9))
    for hazard, answer in (("diterkam_buaya", "otomatis"), ("kebakaran_rumah", "tanya")):
        assert decided(told(hazard=hazard), told(**vague, hazard=hazard), ground) == answer


def test_a_town_is_no_larger_than_a_kecamatan_elsewhere(ground: Ground) -> None:
    flood = {"hazard": "banjir", "source": "media", "said_at": NOON + timedelta(hours=2)}
    town = told(**flood, areas=("19.71.05.1005",)), told(**flood, areas=("19.71",))
    wide = told(**flood, areas=(GADUNG,)), told(**flood, areas=("19.03",))
    assert decided(*town, ground) == "otomatis"
    assert decided(*wide, ground) == "tanya"


def test_what_is_told_of_somebody_looked_for_may_be_when_he_was_found(ground: Ground) -> None:
    found = NOON + timedelta(hours=20)
    later = {"start": found, "end": found + timedelta(minutes=1), "said_at": found + timedelta(hours=5)}
    drowned, fire = ({"hazard": kind, "source": "media"} for kind in ("orang_tenggelam", "kebakaran_rumah"))
    assert decided(told(**drowned), told(**drowned, **later), ground) == "otomatis"
    assert decided(told(**fire), told(**fire, **later), ground) == "baru"


def test_two_lost_in_one_kecamatan_are_not_one_because_both_are_looked_for(ground: Ground) -> None:
    lost = {"hazard": "orang_hilang", "figures": {"hilang": 1.0}}
    later = NOON + timedelta(hours=7)
    other = told(**lost, areas=(TOBOALI,), source="media", start=later, end=later + timedelta(minutes=1))
    undated = told(**lost, **day(areas=(TOBOALI,), source="media"), said_at=NOON + timedelta(days=2))
    undated = replace(undated, start=DAY + timedelta(2), end=DAY + timedelta(3), precision="diterima")
    for each in (other, undated):
        assert decided(told(**lost), each, ground) == "tanya"


def test_one_accident_at_sea_may_be_told_of_two_regencies(ground: Ground) -> None:
    """One names the regency of the waters, the other that of the port."""
    waters = {"hazard": "kecelakaan_laut", "areas": ("19.04",)}
    port = {"hazard": "kecelakaan_laut", "areas": ("19.71",), "source": "media"}
    ship = Words((1, 2, 3, 4), ())
    assert decided(told(**waters), told(**port), ground) == "tanya"
    assert decided(told(**waters, words=ship), told(**port, words=ship), ground) == "otomatis"
    here, there = (told(**{**each, "hazard": "kebakaran_rumah"}, words=ship) for each in (waters, port))
    assert decided(here, there, ground) != "otomatis"


def test_an_accident_at_sea_is_looked_for_in_all_regencies(ground: Ground) -> None:
    here = told(hazard="kecelakaan_laut", areas=("19.71",))
    assert {"19.04", "19.71", "19"} <= {*search(here, ground).regencies}
    assert {*search(replace(here, hazard="kebakaran_rumah"), ground).regencies} == {"19.71", "19"}


def test_more_words_of_the_place_say_more(ground: Ground) -> None:
    def points(mine: tuple[int, ...], theirs: tuple[int, ...]) -> float:
        judged = judge(told(words=Words(mine, ())), told(words=Words(theirs, ())), ground)
        assert judged
        return sum(reason.points for reason in judged.reasons if reason.code == "kata_tempat_sama")

    assert 0 < points((1,), (1,)) < points((1, 2), (1, 2)) < points((1, 2, 3), (1, 2, 3))
    assert points((1, 2, 3, 4, 5), (1, 2, 6, 7, 8)) == points((1, 2), (1, 2))
    assert points((1, 3, 4, 5), (1, 6, 7, 8)) == 0


def test_two_hours_between_two_drownings_of_one_kecamatan_are_two(ground: Ground) -> None:
    mine = {"hazard": "orang_tenggelam", "areas": (TOBOALI,), "figures": {"meninggal": 3.0}}
    later = NOON + timedelta(hours=2, minutes=30)
    other = told(
        hazard="orang_tenggelam", source="media", figures={"meninggal": 1.0},
        start=later, end=later + timedelta(minutes=1), said_at=later + timedelta(hours=3),
    )  # fmt: skip
    assert decided(told(**mine), other, ground) != "otomatis"


def test_the_dead_do_not_grow_fewer(ground: Ground) -> None:
    one = told(hazard="laka_tambang", figures={"meninggal": 3.0})
    other = {"hazard": "laka_tambang", "source": "media", "said_at": NOON + timedelta(hours=6)}
    more, fewer = (told(**other, figures={"meninggal": dead}) for dead in (5.0, 1.0))
    assert score(one, fewer, ground) < score(one, more, ground)
    assert score(one, replace(more, said_at=NOON), ground) < score(one, more, ground)


def test_an_undated_word_of_a_flood_counts_for_the_flood_that_lasts(ground: Ground) -> None:
    flood = told(hazard="banjir")
    later = {"hazard": "banjir", "source": "media", "said_at": NOON + timedelta(days=2)}
    on = {"start": DAY + timedelta(days=2), "end": DAY + timedelta(days=3)}
    undated, dated = (told(**later, **on, precision=known) for known in ("diterima", "hari"))
    assert score(flood, dated, ground) < score(flood, undated, ground)
    assert decided(flood, undated, ground) == "otomatis"


def test_two_newspapers_are_not_one_sender(ground: Ground) -> None:
    later = NOON + timedelta(hours=2)
    other = {"start": later, "end": later + timedelta(minutes=1), "said_at": later + timedelta(hours=1)}
    media, office = (
        score(told(source=source), told(source=source, **other), ground)
        for source in ("media", "bpbd_bangka_selatan")
    )
    assert office < media


def test_a_report_without_date_may_be_days_old(ground: Ground) -> None:
    """It is of the day it came in only for want of another; the longer ago, the less it counts."""
    attack = told(hazard="diterkam_buaya")

    def undated(days: int) -> Told:
        came = {"start": DAY + timedelta(days), "end": DAY + timedelta(days + 1), "precision": "diterima"}
        said_at = NOON + timedelta(days)
        return told(hazard="diterkam_buaya", source="media", said_at=said_at, **came)

    scores = [score(attack, undated(days), ground) for days in (0, 1, 3, 6, 9)]
    assert scores == sorted(scores, reverse=True)
    assert len({*scores}) == 5
    assert decided(attack, undated(1), ground) == "otomatis"
    assert decided(attack, undated(6), ground) == "tanya"
    assert decided(attack, undated(9), ground) == "baru"
    dated = replace(undated(3), precision="hari")
    assert score(attack, dated, ground) < score(attack, undated(3), ground)
    before = search(undated(6), ground)
    assert before.since < attack.start < before.until


def test_somebody_names_the_nearest_town_of_a_seldom_hazard(ground: Ground) -> None:
    """Merawang touches Pangkalpinang: an officer is asked of a crocodile attack, not of a fire."""
    for hazard, answer in (("diterkam_buaya", "tanya"), ("kebakaran_rumah", "baru")):
        village = told(hazard=hazard, areas=("19.01.03",))
        assert decided(village, told(hazard=hazard, areas=("19.71",), source="media"), ground) == answer


def test_one_sender_that_tells_the_same_hour_means_the_same(ground: Ground) -> None:
    later = NOON + timedelta(hours=2)
    again = told(said_at=NOON + timedelta(hours=3))
    other = replace(again, start=later, end=later + timedelta(minutes=1))
    codes_of = [
        {reason.code for reason in judged.reasons}
        for each in (again, other)
        if (judged := judge(told(), each, ground))
    ]
    assert ["pengirim_sama" in found for found in codes_of] == [False, True]


def test_prose_says_the_place_by_the_names_of_what_is_there() -> None:
    """In prose no line holds the place: the names of rivers, beaches and roads do."""
    one = words_of(report(kronologis="Korban memancing di Sungai Rimbayu, lalu ke Pantai Seraya."), b"kunci")
    other = words_of(report(kronologis="Perahu ditemukan di hulu Sungai Rimbayu kemarin pagi."), b"kunci")
    form = words_of(report(lokasi="hulu Sungai Rimbayu"), b"kunci")
    assert shared_words(one.place, other.place) == 1
    assert shared_words(form.place, other.place) == 1
    assert words_of(report(kronologis="Air sungai meluap ke jalan raya dan pasar."), b"kunci").place == ()


def test_landmarks_are_names_and_not_what_else_follows() -> None:
    told = "di Jl. Kenanga Raya RT 02, kawasan Hutan Lindung Seraya, Desa Gadung Kab. Bangka, TI Kulong Dua"
    assert landmarks(told) == ["kenanga", "seraya", "gadung", "kulong", "dua"]
    assert landmarks("Kapal Motor (KM) Cahaya Rimba dan TB. Sinar karam") == ["cahaya", "rimba", "sinar"]


def test_a_flood_of_a_region_lasts_and_holds_what_is_told_of_its_places(ground: Ground) -> None:
    """Of a flood in six kecamatan of two regencies one names places, another the regencies, days later."""
    places = ("19.02.01", "19.02.04", "19.02.05", "19.06.01", "19.06.02", "19.06.06.2001")
    flood = told(hazard="banjir", areas=places)
    later = day(hazard="banjir", source="media", said_at=NOON + timedelta(days=4))
    later |= {"start": DAY + timedelta(days=4), "end": DAY + timedelta(days=5)}
    village, whole = told(**later, areas=("19.06.01",)), told(**later, areas=("19.02", "19.06"))
    assert decided(flood, village, ground) == "otomatis"
    assert decided(flood, whole, ground) == "tanya"
    assert decided(replace(flood, areas=places[3:4]), village, ground) != "otomatis"
    assert score(replace(flood, areas=("19.06",)), village, ground) < score(flood, whole, ground)
    reach = search(flood, ground)
    assert reach.since <= flood.start - timedelta(days=7)


def test_villages_and_kinds_of_a_seldom_hazard_are_told_loosely(ground: Ground) -> None:
    """One attack is an animal conflict to another teller, and in the next village to a third."""
    attack = told(hazard="diterkam_buaya")
    other_kind = told(hazard="konflik_hewan", source="media")
    next_village = told(**day(hazard="diterkam_buaya", areas=("19.03.01.2004",), source="media"))
    assert decided(attack, other_kind, ground) == "otomatis"
    assert decided(attack, replace(next_village, said_at=NOON + timedelta(hours=5)), ground) == "tanya"
    storm = replace(next_village, hazard="puting_beliung", said_at=NOON + timedelta(hours=5))
    assert decided(told(), storm, ground) == "baru"


def test_two_lost_off_two_capes_of_one_regency_are_two(ground: Ground) -> None:
    """The hour is the same, but each names its own cape; that both know the regency says no more then."""
    lost = {"hazard": "orang_hilang", "areas": ("19.03",)}
    one = told(**lost, words=Words((1,), ()))
    same, other = (told(**lost, source="media", words=Words(words, ())) for words in ((1, 5), (2, 3)))
    assert decided(one, same, ground) == "otomatis"
    assert decided(one, other, ground) != "otomatis"


def test_other_spots_of_a_flood_do_not_speak_against_it(ground: Ground) -> None:
    here, there = Words((1, 2), ()), Words((3, 4), ())
    for hazard, found in (("banjir", False), ("kebakaran_rumah", True)):
        judged = judge(told(hazard=hazard, words=here), told(hazard=hazard, words=there), ground)
        assert judged
        assert any(reason.code == "kata_tempat_lain" for reason in judged.reasons) is found
