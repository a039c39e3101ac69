"""What makes two reports one event, and what keeps them apart; in both directions alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis import codes, register
from gis.areas import AreaIndex
from ingest.link_place import Ground
from ingest.link_score import Judgement, judge
from ingest.link_told import alike, shared_words, words_of
from ingest.link_verdict import Likeness, Thresholds, Verdict, verdict
from tests.unit.linkings import ASK, DAY, GADUNG, NOON, RIAS, TOBOALI, day, decided, report, score, told


@pytest.fixture(scope="module")
def ground(indicative_index: AreaIndex) -> Ground:
    return Ground(indicative_index)


ROW = {"is_row": True, "source": "bnpb", "said_at": DAY + timedelta(days=20)}
SAME = [
    pytest.param({"source": "media"}, id="another sender, same hour and village"),
    pytest.param({"is_update": True, "said_at": NOON + timedelta(hours=5)}, id="its update"),
    pytest.param(day(source="media", areas=(TOBOALI,), figures={"rumah_rusak_ringan": 21.0}), id="coarser"),
    pytest.param(day(**ROW), id="a row of the recap, same day and village"),
    pytest.param(day(**ROW, areas=(TOBOALI,)), id="a row of the recap, same day and kecamatan"),
    pytest.param({"hazard": "cuaca_ekstrem", "source": "media"}, id="under its other name"),
    pytest.param(
        {"is_update": True, "start": NOON + timedelta(days=1), "end": NOON + timedelta(days=1, minutes=1),
         "said_at": NOON + timedelta(days=1)},
        id="an update that gives its own time",
    ),
    pytest.param({"areas": (GADUNG, RIAS), "source": "media"}, id="one names a further village"),
]  # fmt: skip
APART = [
    pytest.param({"start": NOON + timedelta(1), "end": NOON + timedelta(1, 60)}, id="next day"),
    pytest.param({"areas": (RIAS,), "source": "media"}, id="another village the same hour"),
    pytest.param({"areas": ("19.03.06.2003",), "source": "media"}, id="another kecamatan the same hour"),
    pytest.param({"areas": ("19.01.01.1001",), "source": "media"}, id="another regency the same hour"),
    pytest.param({"hazard": "banjir", "source": "media"}, id="another hazard the same hour"),
    pytest.param({"hazard": "kebakaran_rumah"}, id="a fire the same hour"),
    pytest.param(day(start=DAY + timedelta(1), end=DAY + timedelta(2), **ROW), id="row of the next day"),
]  # fmt: skip


@pytest.mark.parametrize("other", SAME)
def test_the_same_event_is_linked_by_itself(other: dict[str, Any], ground: Ground) -> None:
    assert decided(told(figures={"rumah_rusak_ringan": 21.0}), told(**other), ground) == "otomatis"


@pytest.mark.parametrize("other", APART)
def test_near_duplicates_are_not_linked(other: dict[str, Any], ground: Ground) -> None:
    assert decided(told(), told(**other), ground) != "otomatis"


@pytest.mark.parametrize("other", [*SAME, *APART])
def test_the_order_of_arrival_does_not_matter(other: dict[str, Any], ground: Ground) -> None:
    one, two = told(), told(**other)
    assert score(one, two, ground) == score(two, one, ground)


def test_what_contradicts_is_never_linked_without_an_officer(ground: Ground) -> None:
    alike_in_all = {"figures": {"terdampak_jiwa": 118.0, "rumah_rusak_ringan": 21.0}, "source": "media"}
    elsewhere = told(**alike_in_all, areas=(RIAS,))
    assert decided(told(**alike_in_all), replace(elsewhere, source="bnpb"), ground) != "otomatis"


def test_regency_and_day_alone_are_put_to_an_officer(ground: Ground) -> None:
    assert decided(told(), told(**day(**ROW, areas=("19.03",))), ground) == "tanya"


def test_rows_of_one_table_are_never_compared(ground: Ground) -> None:
    one = told(is_row=True)
    assert judge(one, told(is_row=True, submission=one.submission), ground) is None
    assert judge(one, told(is_row=True), ground) is not None


def test_incidents_of_one_message_stay_apart_unless_one_updates_the_other(ground: Ground) -> None:
    one = told()
    same = {"submission": one.submission, "message": one.message}
    assert decided(one, told(**same), ground) != "otomatis"
    assert decided(one, told(**same, is_update=True), ground) == "otomatis"


def test_an_update_that_came_in_first_is_found_by_its_first_report(ground: Ground) -> None:
    update = told(is_update=True, said_at=NOON + timedelta(hours=4))
    late = told(said_at=NOON + timedelta(hours=9))
    assert decided(late, update, ground) == "otomatis"


def test_a_flood_lasts_a_whirlwind_does_not(ground: Ground) -> None:
    later = {
        "start": NOON + timedelta(hours=20),
        "end": NOON + timedelta(hours=20, minutes=1),
        "source": "media",
    }
    storm = score(told(), told(**later), ground)
    flood = score(told(hazard="banjir"), told(**later, hazard="banjir"), ground)
    assert storm < ASK <= flood


def test_what_was_told_before_cannot_tell_of_what_happened_after(ground: Ground) -> None:
    early = told(**day(source="media"), hazard="kebakaran_rumah", said_at=NOON - timedelta(hours=3))
    fire = told(hazard="kebakaran_rumah")
    assert decided(early, fire, ground) != "otomatis"
    assert decided(replace(early, said_at=NOON + timedelta(hours=3)), fire, ground) == "otomatis"
    flood = replace(early, hazard="banjir")
    assert score(flood, replace(fire, hazard="banjir"), ground) > score(early, fire, ground)


def test_the_next_day_is_another_though_the_days_touch(ground: Ground) -> None:
    """Two storms of one village on days that follow each other, of both only the day known."""
    today, again = (told(**day(source=source)) for source in ("media", "polri"))
    tomorrow = replace(again, start=again.end, end=again.end + timedelta(days=1))
    assert decided(tomorrow, today, ground) != "otomatis"
    assert decided(again, today, ground) == "otomatis"


def test_two_fires_of_one_village_at_hours_apart_are_two(ground: Ground) -> None:
    first = told(hazard="karhutla")
    second = told(hazard="karhutla", start=NOON + timedelta(hours=2), said_at=NOON + timedelta(hours=3))
    second = replace(second, end=second.start + timedelta(minutes=1))
    assert decided(second, first, ground) != "otomatis"
    assert decided(replace(second, start=NOON + timedelta(minutes=30)), first, ground) == "otomatis"


def test_a_rare_hazard_says_more_than_one_that_comes_in_swarms(ground: Ground) -> None:
    vague = day(areas=(TOBOALI,), source="media", said_at=NOON + timedelta(hours=9))
    drowned, storm = ({"hazard": hazard} for hazard in ("orang_tenggelam", "puting_beliung"))
    assert decided(told(**drowned), told(**vague, **drowned), ground) == "otomatis"
    assert score(told(**storm), told(**vague, **storm), ground) < score(
        told(**drowned), told(**vague, **drowned), ground
    )


def test_two_well_formed_kib_speak_against_it(ground: Ground) -> None:
    one, two = (told(kib=kib, source=kib) for kib in ("1905105202603101", "1905105202603102"))
    assert decided(one, two, ground) != "otomatis"
    assert score(one, two, ground) < score(replace(one, kib=None), two, ground)


def test_spots_count_against_their_precision(ground: Ground) -> None:
    here = told(hazard="kebakaran_rumah", is_spot=True, uncertainty_m=50)
    near = replace(here, lonlat=(106.4502, -3.0), source="media")
    far = replace(here, lonlat=(106.48, -3.0), source="media")
    unsure = replace(far, uncertainty_m=4_000)
    assert score(here, far, ground) < score(here, unsure, ground) < score(here, near, ground)
    assert decided(here, far, ground) != "otomatis"


def test_one_storm_over_a_border_is_likelier_than_two_far_apart(ground: Ground) -> None:
    mine = told(areas=("19.03.03",))  # Air Gegas touches Koba of Bangka Tengah
    over = told(areas=("19.04.01",), source="bpbd_bangka_tengah")
    far = told(areas=("19.05.01",), source="bpbd_bangka_barat")
    assert score(mine, far, ground) < score(mine, over, ground)
    assert decided(mine, far, ground) == "baru"


def test_between_two_likely_events_an_officer_chooses(ground: Ground) -> None:
    judged = judge(told(), told(source="media"), ground)
    assert judged
    two = [Likeness(register.new_id(), register.new_id(), judged) for _ in range(2)]
    assert verdict(two[:1], Thresholds()).linked
    assert verdict(two, Thresholds()) == Verdict(None, verdict(two, Thresholds()).likely)
    assert len(verdict(two, Thresholds()).likely) == 2


def test_of_two_events_that_are_asked_to_be_one_either_will_do(ground: Ground) -> None:
    judged = judge(told(), told(source="media"), ground)
    assert judged
    two = [Likeness(register.new_id(), register.new_id(), judged) for _ in range(2)]
    asked = {two[0].event, two[1].event}
    assert verdict(two, Thresholds(), lambda *pair: {*pair} == asked).linked in asked


def test_another_report_of_the_event_can_speak_against_it(ground: Ground) -> None:
    new = told(areas=(RIAS,), source="media")
    event = register.new_id()
    vague, other = told(areas=(TOBOALI,), source="bnpb"), told(areas=(GADUNG,))
    likenesses = [
        Likeness(each.report, event, judged)
        for each in (vague, other)
        if (judged := judge(new, each, ground))
    ]
    assert verdict(likenesses[:1], Thresholds()).linked == event
    assert verdict(likenesses, Thresholds()).linked is None


def test_reasons_add_up_and_are_said_in_both_languages(ground: Ground) -> None:
    judged = judge(told(), told(source="media", figures={"meninggal": 1.0}), ground)
    assert judged
    assert isinstance(judged, Judgement)
    assert judged.log_odds == pytest.approx(-2 + sum(reason.points for reason in judged.reasons))
    for reason in judged.reasons:
        assert reason.id_text
        assert reason.en_text
        assert set(reason.as_dict()) == {"code", "points", "id", "en"}


def test_thresholds_are_settings(ground: Ground) -> None:
    judged = judge(told(), told(source="media"), ground)
    assert judged
    likeness = [Likeness(register.new_id(), register.new_id(), judged)]
    assert verdict(likeness, Thresholds(auto=1.0, ask=0.5)).linked is None
    assert verdict(likeness, Thresholds(auto=1.0, ask=1.0)).likely == ()


def test_kin_goes_both_ways_and_is_between_nothing_and_the_same() -> None:
    for one, others in codes.hazard_kin().items():
        assert others[one] == 1
        for other, kinship in others.items():
            assert 0 < kinship <= 1
            assert codes.hazard_kin()[other][one] == kinship


# Words are hashed with the installation's key; personal ones never are.
STORY = "Angin kencang menyapu atap rumah warga dekat pelabuhan lama, listrik padam sampai malam"


def test_alike_stories_are_told_from_others() -> None:
    one = words_of(report(kronologis=STORY), b"kunci")
    copied = words_of(report(kronologis=STORY.upper() + "."), b"kunci")
    other = words_of(
        report(kronologis="Banjir merendam jalan raya setelah hujan dua jam di hulu sungai"), b"kunci"
    )
    assert alike(one.story, copied.story) == 1
    assert alike(one.story, other.story) == 0


def test_place_words_leave_out_areas_and_common_words() -> None:
    one = words_of(report(lokasi="Jl. Merdeka, Desa Gadung, Kec. Toboali, depan SDN Mekarsari"), b"kunci")
    other = words_of(report(lokasi="dekat SDN Mekarsari Merdeka, RT 04"), b"kunci")
    assert shared_words(one.place, other.place) >= 0.7
    assert words_of(report(lokasi="Desa Gadung Kec. Toboali"), b"kunci").place == ()


def test_personal_words_leave_no_trace_and_hashes_need_the_key() -> None:
    named = words_of(report(kronologis=f"{STORY} Sukmawangi Rejodipo", lokasi="rumah Sukmawangi"), b"kunci")
    plain = words_of(report(kronologis=STORY, lokasi="rumah"), b"kunci")
    assert named == plain
    assert not {*plain.story} & {*words_of(report(kronologis=STORY), b"lain").story}


@given(
    st.lists(st.integers(-(2**31), 2**31 - 1), max_size=48),
    st.lists(st.integers(-(2**31), 2**31 - 1), max_size=48),
)
def test_likeness_of_words_is_a_share_and_goes_both_ways(one: list[int], other: list[int]) -> None:
    mine, theirs = tuple(sorted({*one})), tuple(sorted({*other}))
    assert 0 <= alike(mine, theirs) == alike(theirs, mine) <= 1
    assert 0 <= shared_words(mine, theirs) == shared_words(theirs, mine) <= 1
