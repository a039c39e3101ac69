"""Reports find their events through the real load, whatever came first; merges come apart in any order."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from gis import derive, ledger, linking, register
from gis.corrections import Correction, Place, correct
from gis.db import Database
from gis.errors import Conflict
from gis.report import Occurrence
from gis.settings import Settings
from ingest.link_verdict import Thresholds
from tests.registers import (
    NOON,
    OFFICER,
    SADAI,
    TOBOALI,
    WIB,
    event_of,
    figure,
    keep,
    listed,
    seen,
    told,
    value,
)

KIB = "1905 105 2026 03 10 1"
DAY = Occurrence.day(NOON.replace(hour=0))


def events(database: Database) -> int:
    return len(listed(database, viewer=OFFICER))


def merge(database: Database, event: UUID, into: UUID) -> None:
    with ledger.entry(database, by="uji", why="gabung") as entry:
        linking.merge(entry, event, into, reason="uji")


def unmerge(database: Database, event: UUID) -> None:
    with ledger.entry(database, by="uji", why="lepas") as entry:
        linking.unmerge(entry, event, reason="uji")


def links(database: Database) -> list[tuple[str, str]]:
    with database.write() as conn:
        rows = conn.execute(sa.text("SELECT report_id, event_id, reason FROM event_link ORDER BY id"))
        return [(str(row.event_id), row.reason) for row in rows]


def test_a_text_and_the_recap_s_row_become_one_event(database: Database) -> None:
    text = event_of(keep(database, told(figure("rumah_rusak_ringan", 21))))
    row = told(figure("rumah_rusak_ringan", 21), occurrence=DAY, kib=KIB)
    assert event_of(keep(database, row, agency="bnpb", recipe="bnpb")) == text


def test_rows_of_one_table_stay_apart_and_the_surer_gets_the_event(database: Database) -> None:
    text = event_of(keep(database, told(figure("rumah_rusak_ringan", 21))))
    vague = told(occurrence=DAY, areas=("19.03.01",))
    sure = told(figure("rumah_rusak_ringan", 21), occurrence=DAY)
    loaded = keep(database, vague, sure, agency="bnpb", recipe="bnpb")
    by_ordinal = {report.ordinal: loaded.events[key] for report, key in loaded.reports}
    assert by_ordinal[1] == text
    assert by_ordinal[0] != text


def test_an_update_before_its_first_report(database: Database) -> None:
    update = told(is_update=True, valid_at=NOON + timedelta(hours=5))
    event = event_of(keep(database, update))
    assert event_of(keep(database, told(valid_at=NOON + timedelta(hours=1)))) == event


def test_an_update_as_second_message_of_one_text(database: Database) -> None:
    first = told(valid_at=NOON + timedelta(hours=1))
    second = told(is_update=True, valid_at=NOON + timedelta(hours=3))
    other = told(areas=(SADAI,))
    assert len(set(keep(database, first, other, second).events.values())) == 2


def test_what_is_close_is_asked_and_the_report_is_its_own_event_meanwhile(database: Database) -> None:
    event = event_of(keep(database, told()))
    own = event_of(keep(database, told(occurrence=DAY, areas=("19.03",)), agency="media"))
    assert own != event
    with database.read(OFFICER) as conn:
        (asked,) = linking.candidates(conn, seq=ledger.resolve(conn).seq, limit=9)
    assert (asked["event"], asked["report_event"], asked["decision"]) == (event, own, "tanya")
    assert asked["score"] == pytest.approx(0.5, abs=0.4)


def test_a_third_report_does_not_wait_for_the_answer(database: Database) -> None:
    """One storm of the kecamatan, one of the village: asked. What fits both makes no third event."""
    strong_wind = told(hazard="cuaca_ekstrem", occurrence=DAY, areas=("19.03.01",))
    vague = event_of(keep(database, strong_wind, agency="polri"))
    exact = event_of(keep(database, told(), agency="media"))
    assert vague != exact
    with database.read(OFFICER) as conn:
        (asked,) = linking.candidates(conn, seq=ledger.resolve(conn).seq, limit=9)
    again = told(hazard="cuaca_ekstrem", occurrence=DAY)
    assert event_of(keep(database, again, agency="bpbd_babel")) == exact
    with ledger.entry(database, by="uji", why="jawab") as entry:
        linking.answer(entry, asked["id"], accept=True)
    assert events(database) == 1


def test_rows_of_two_regencies_join_the_event_over_their_border(database: Database) -> None:
    sides = ("19.04.02.1001", "19.71.01.1006")  # Dul of Bangka Tengah, Bacang of Pangkalpinang
    both = event_of(keep(database, told(hazard="banjir", areas=sides), agency="bpbd_babel"))
    rows = [
        told(hazard="banjir", areas=(side,), kib=f"{regency} 101 2026 03 10 1")
        for side, regency in zip(sides, ("1904", "1971"), strict=True)
    ]
    loaded = keep(database, *rows, agency="bnpb", recipe="bnpb")
    assert set(loaded.events.values()) == {both}


def test_numbered_incidents_of_one_message_stay_apart(database: Database) -> None:
    """Two fires of one village on one day in a recap; one of them was told before."""
    fire = {"hazard": "karhutla", "areas": (SADAI,)}
    known = event_of(keep(database, told(**fire)))
    loaded = keep(database, told(**fire, occurrence=DAY), told(**fire), agency="bpbd_babel")
    found = {report.ordinal: loaded.events[key] for report, key in loaded.reports}
    assert found[1] == known, "the one whose hour agrees"
    assert found[0] != known


def test_thresholds_decide(database: Database) -> None:
    event = event_of(keep(database, told()))
    again = told(figure("meninggal", 1))
    assert event_of(keep(database, again, agency="media", thresholds=Thresholds(auto=1.0))) != event
    assert Settings().link_auto == Thresholds().auto
    assert Settings().link_ask == Thresholds().ask


def test_a_rejected_report_s_event_is_not_joined(database: Database) -> None:
    (report,) = keep(database, told()).events
    with ledger.entry(database, by="uji", why="tolak") as entry:
        register.set_status(entry, report, register.REJECTED, reason="uji")
    keep(database, told(), agency="media")
    assert events(database) == 1


def test_reasons_of_what_was_linked_by_itself_are_kept(database: Database) -> None:
    keep(database, told())
    keep(database, told(), agency="media")
    with database.read(OFFICER) as conn:
        (kept,) = linking.candidates(conn, seq=ledger.resolve(conn).seq, limit=9, state="otomatis")
    assert kept["report_event"] == kept["event"]
    assert {"jenis_sama", "jam_sama", "tempat_desa"} <= {reason["code"] for reason in kept["reasons"]}


def test_figures_of_two_regencies_of_one_event_add_up(database: Database) -> None:
    koba = "19.04.01"
    one = event_of(keep(database, told(figure("terdampak_jiwa", 40), areas=("19.03.03",))))
    other = event_of(
        keep(database, told(figure("terdampak_jiwa", 25), areas=(koba,)), agency="bpbd_bangka_tengah")
    )
    assert one != other
    merge(database, other, one)
    assert value(seen(database, one), "terdampak_jiwa") == 65
    unmerge(database, other)
    assert value(seen(database, one), "terdampak_jiwa") == 40


def test_merges_come_apart_in_any_order(database: Database) -> None:
    hours = [Occurrence.minute(NOON + timedelta(days=n)) for n in range(3)]
    a, b, c = (
        event_of(keep(database, told(figure("meninggal", n), occurrence=when)))
        for n, when in enumerate(hours)
    )
    merge(database, a, b)
    merge(database, b, c)
    assert events(database) == 1
    unmerge(database, a)  # although a's reports had gone on to c
    assert events(database) == 2
    assert value(seen(database, a), "meninggal") == 0
    unmerge(database, b)
    assert {value(seen(database, event), "meninggal") for event in (a, b, c)} == {0, 1, 2}
    with pytest.raises(Conflict):
        unmerge(database, b)
    assert derive.check(database)[1] == 0


def test_a_report_moved_since_stays_where_it_is(database: Database) -> None:
    one = event_of(keep(database, told()))
    loaded = keep(database, told(areas=(SADAI,)))
    (report,), other = loaded.events, event_of(loaded)
    merge(database, other, one)
    with ledger.entry(database, by="uji", why="pisah") as entry:
        own = linking.move(entry, report, None, reason="uji").event
    with pytest.raises(Conflict):
        unmerge(database, other)
    assert seen(database, own)["reports"] == 1


def test_a_report_moved_out_and_back_by_hand_stays_where_it_was_put(database: Database) -> None:
    one = event_of(keep(database, told()))
    loaded = keep(database, told(areas=(SADAI,)))
    (report,), other = loaded.events, event_of(loaded)
    merge(database, other, one)
    for into in (None, one):
        with ledger.entry(database, by="uji", why="pindah") as entry:
            linking.move(entry, report, into, reason="uji")
    with pytest.raises(Conflict) as caught:  # an officer said so since, of this very report
        unmerge(database, other)
    assert caught.value.code == "sudah_dipindah"
    assert seen(database, one)["reports"] == 2


def test_what_came_in_after_a_merge_stays_with_the_survivor(database: Database) -> None:
    one = event_of(keep(database, told()))
    other = event_of(keep(database, told(areas=(SADAI,))))
    merge(database, other, one)
    assert event_of(keep(database, told(areas=(SADAI,), is_update=True))) == one
    unmerge(database, other)
    assert seen(database, one)["reports"] == 2
    assert seen(database, other)["reports"] == 1


def test_merging_into_a_merged_event_reaches_the_one_it_lives_on_in(database: Database) -> None:
    places = (TOBOALI, SADAI, "19.03.03")
    a, b, c = (event_of(keep(database, told(areas=(place,)))) for place in places)
    merge(database, a, b)
    merge(database, c, a)
    assert seen(database, b)["reports"] == 3


def test_an_event_that_came_apart_again_lives_on_nowhere_else(database: Database) -> None:
    one, other = (event_of(keep(database, told(areas=(place,)))) for place in (TOBOALI, SADAI))
    merge(database, other, one)
    with database.read() as conn:
        merged = ledger.resolve(conn).seq
    unmerge(database, other)
    with database.read() as conn:
        now = ledger.resolve(conn).seq
        assert linking.survivor(conn, other, seq=merged) == one
        assert linking.survivor(conn, other, seq=now) is None  # also where its reports are rejected then


@pytest.mark.parametrize("which", ["report", "like_report"])
def test_nobody_is_asked_about_a_report_that_was_rejected(database: Database, which: str) -> None:
    keep(database, told())
    keep(database, told(occurrence=DAY, areas=("19.03",)), agency="media")
    with database.read(OFFICER) as conn:
        before = ledger.resolve(conn).seq
        (asked,) = linking.candidates(conn, seq=before, limit=9)
    with ledger.entry(database, by="uji", why="uji") as entry:
        register.set_status(entry, asked[which], register.REJECTED, reason="latihan")
    with database.read(OFFICER) as conn:
        now = ledger.resolve(conn).seq
        assert linking.candidates(conn, seq=now, limit=9) == []
        assert len(linking.candidates(conn, seq=now, limit=9, state=linking.SETTLED)) == 1
        assert len(linking.candidates(conn, seq=before, limit=9)) == 1


def test_accepting_takes_the_report_s_event_along_and_can_be_taken_back(database: Database) -> None:
    event = event_of(keep(database, told()))
    own = event_of(keep(database, told(occurrence=DAY, areas=("19.03",)), agency="media"))
    with ledger.entry(database, by="uji", why="ya") as entry:
        (asked,) = linking.candidates(entry.conn, seq=2**62, limit=9)
        assert linking.answer(entry, asked["id"], accept=True).event == event
    assert events(database) == 1
    unmerge(database, own)
    assert events(database) == 2


def test_accepting_takes_no_event_along_that_was_others_before(database: Database) -> None:
    event = event_of(keep(database, told()))
    keep(database, told(occurrence=DAY, areas=("19.03",)), agency="media")
    others = event_of(keep(database, told(areas=("19.06.01",))))
    with database.read(OFFICER) as conn:
        (asked,) = linking.candidates(conn, seq=ledger.resolve(conn).seq, limit=9)
    with ledger.entry(database, by="uji", why="pindah") as entry:
        linking.move(entry, asked["report"], others, reason="uji")
    with ledger.entry(database, by="uji", why="ya") as entry:
        assert linking.answer(entry, asked["id"], accept=True).event == event
    assert [seen(database, each)["reports"] for each in (event, others)] == [2, 1]


def test_months_and_undated_reports_are_compared_too(database: Database) -> None:
    month = Occurrence(
        start=NOON.replace(day=1, hour=0), end=NOON.replace(month=4, day=1, hour=0), precision="bulan"
    )
    event = event_of(keep(database, told(figure("terdampak_jiwa", 118), figure("rumah_rusak_ringan", 31))))
    row = told(figure("terdampak_jiwa", 118), figure("rumah_rusak_ringan", 31), occurrence=month)
    assert event_of(keep(database, row, agency="bnpb", recipe="bnpb")) == event
    undated = told(occurrence=None, valid_at=NOON.astimezone(WIB) + timedelta(hours=2))
    keep(database, undated, agency="media")
    assert events(database) <= 2


@pytest.mark.parametrize(
    "mended",
    [
        Correction(reason="salah tanggal", occurrence=Occurrence.minute(NOON + timedelta(days=40))),
        Correction(reason="salah tempat", place=Place(areas=("19.06.01.2001",))),
        Correction(
            reason="salah keduanya",
            occurrence=Occurrence.minute(NOON + timedelta(days=40)),
            place=Place(areas=("19.06.01.2001",)),
        ),
    ],
    ids=["time", "place", "both"],
)
def test_a_corrected_report_is_found_where_and_when_it_is_now(database: Database, mended: Correction) -> None:
    loaded = keep(database, told(figure("rumah_rusak_ringan", 21)))
    ((_, report),) = loaded.reports
    with ledger.entry(database, by="uji", why="koreksi") as entry:
        correct(entry, report, mended)
    when = mended.occurrence or Occurrence.minute(NOON)
    areas = mended.place.areas if mended.place else (TOBOALI,)
    later = told(figure("rumah_rusak_ringan", 21), occurrence=when, areas=areas)
    assert event_of(keep(database, later, agency="bpbd_babel")) == event_of(loaded)


def test_candidates_are_chosen_by_the_words_of_that_moment(database: Database) -> None:
    keep(database, told(figure("rumah_rusak_ringan", 3)))
    sure = Thresholds(auto=0.9999, ask=0.01)
    ((_, report),) = keep(
        database, told(figure("rumah_rusak_ringan", 4)), agency="bpbd_babel", thresholds=sure
    ).reports
    with database.read(OFFICER) as conn:
        before = ledger.resolve(conn).seq
    later = Occurrence.minute(NOON + timedelta(days=40))
    with ledger.entry(database, by="uji", why="koreksi") as entry:
        correct(entry, report, Correction(reason="uji", hazard="cuaca_ekstrem", occurrence=later))

    def found(seq: int, **chosen: object) -> list[str]:
        with database.read(OFFICER) as conn:
            rows = linking.candidates(conn, seq=seq, limit=9, **chosen)  # type: ignore[arg-type]
            return [row["hazard"] for row in rows]

    now = before + 1
    assert found(now) == found(now, hazards=["cuaca_ekstrem"]) == ["cuaca_ekstrem"]
    assert found(now, hazards=["puting_beliung"]) == []
    assert found(now, period=(NOON, NOON + timedelta(days=1))) == []
    assert found(now, period=(NOON + timedelta(days=39), None)) == ["cuaca_ekstrem"]
    assert found(before, hazards=["puting_beliung"]) == ["puting_beliung"]
    assert found(before, hazards=["cuaca_ekstrem"]) == []
