"""An officer corrects: the published figures follow, the past and the old words stay."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from gis import corrections, derive, ledger, register
from gis.corrections import Correction, Place
from gis.db import Database
from gis.errors import Conflict, InvalidInput, NotAllowed, NotFound
from gis.figure_changes import FigureChange
from gis.report import Occurrence, State
from layers.filter import Filter
from layers.summary import summary
from tests.registers import NOON, SADAI, TOBOALI, event_of, figure, keep, listed, seen, told, value


def correct(database: Database, report: Any, *, area: str | None = None, **wanted: Any) -> Any:
    with ledger.entry(database, by="petugas", why="koreksi") as entry:
        return corrections.correct(entry, report, Correction(reason="salah baca", **wanted), area=area)


def read(database: Database, report: Any, seq: int = 2**62) -> dict[str, Any]:
    with database.write() as conn:
        return register.report(conn, report, seq=seq)


def figure_id(database: Database, report: Any, kind: str) -> int:
    found = [f for f in read(database, report)["figures"] if f["kind"] == kind and not f["correction"]]
    (one,) = found
    return int(one["id"])


def now(database: Database) -> int:
    with database.read() as conn:
        return ledger.resolve(conn).seq


def same(database: Database) -> bool:
    return derive.check(database)[1] == 0


def test_a_corrected_figure_is_published_from_now_on(database: Database) -> None:
    loaded = keep(database, told(figure("rumah_rusak_berat", 53, span=(10, 12))))
    (report,) = loaded.events
    before = now(database)
    wrong = figure_id(database, report, "rumah_rusak_berat")
    done = correct(database, report, figures=(FigureChange(id=wrong, value=5),))
    found = seen(database, event_of(loaded))
    assert value(found, "rumah_rusak_berat") == 5
    assert found["published"][0]["corrected"]
    assert value(seen(database, event_of(loaded), as_of=before), "rumah_rusak_berat") == 53
    old, new = read(database, report)["figures"]
    assert (old["replaced_by"], old["correction"], new["id"]) == (
        done.figures[0],
        "salah baca",
        done.figures[0],
    )
    assert new["lineage"] == {"span": [10, 12]}
    assert [f["value"] for f in read(database, report, before)["figures"]] == [53]
    assert same(database)


def test_a_withdrawn_figure_is_gone_and_a_missed_one_comes(database: Database) -> None:
    loaded = keep(database, told(figure("meninggal", 3), figure("hilang", 0)))
    (report,) = loaded.events
    before = now(database)
    wrong = figure_id(database, report, "meninggal")
    missed = FigureChange(kind="luka_berat", value=2, cell="Sheet1!F7", raw="2 org")
    correct(database, report, figures=(FigureChange(id=wrong, withdraw=True), missed))
    found = seen(database, event_of(loaded))
    assert set(found["figures"]) == {"hilang", "luka_berat"}
    assert value(found, "luka_berat") == 2
    assert set(seen(database, event_of(loaded), as_of=before)["figures"]) == {"meninggal", "hilang"}
    withdrawn = next(f for f in read(database, report)["figures"] if f["kind"] == "meninggal")
    assert (withdrawn["withdrawn"], withdrawn["value"]) == (True, 3)
    assert same(database)


def test_a_number_may_become_being_counted(database: Database) -> None:
    loaded = keep(database, told(figure("meninggal", 3)))
    (report,) = loaded.events
    wrong = figure_id(database, report, "meninggal")
    correct(database, report, figures=(FigureChange(id=wrong, state=State.COUNTING),))
    said = seen(database, event_of(loaded))["figures"]["meninggal"]
    assert (said["value"], said["state"]) == (None, "pendataan")


def test_a_figure_is_corrected_once_and_then_its_successor(database: Database) -> None:
    loaded = keep(database, told(figure("meninggal", 3)))
    (report,) = loaded.events
    first = figure_id(database, report, "meninggal")
    (second,) = correct(database, report, figures=(FigureChange(id=first, value=2),)).figures
    with pytest.raises(Conflict):
        correct(database, report, figures=(FigureChange(id=first, value=1),))
    correct(database, report, figures=(FigureChange(id=second, value=1),))
    assert value(seen(database, event_of(loaded)), "meninggal") == 1


def test_the_report_s_own_words_are_corrected(database: Database) -> None:
    loaded = keep(database, told(figure("meninggal", 1), kib="1905105202603101"), agency="media")
    (report,) = loaded.events
    before = now(database)
    night = Occurrence.minute(NOON + timedelta(hours=9))
    correct(database, report, hazard="banjir", occurrence=night, agency="dinkes_babel", kib="")
    found = seen(database, event_of(loaded))
    assert found["hazard"] == "banjir"
    assert datetime.fromisoformat(found["occurred"]["start"]) == night.start
    assert found["published"][0]["source"]["slug"] == "dinkes_babel"
    old = seen(database, event_of(loaded), as_of=before)
    assert (old["hazard"], old["published"][0]["source"]["slug"]) == ("puting_beliung", "media")
    now_read = read(database, report)
    assert (now_read["hazard"], now_read["kib"], now_read["source"]) == ("banjir", None, "dinkes_babel")
    assert set(now_read["corrections"][0]["changed"]) == {"hazard", "occurred", "agency", "kib"}
    assert (now_read["corrections"][0]["by"], now_read["corrections"][0]["reason"]) == (
        "petugas",
        "salah baca",
    )
    assert read(database, report, before)["hazard"] == "puting_beliung"
    assert same(database)


def test_a_moved_report_takes_its_totals_along(database: Database) -> None:
    loaded = keep(database, told(figure("rumah_rusak_berat", 4)))
    (report,) = loaded.events
    correct(database, report, place=Place(areas=(SADAI,)))
    found = seen(database, event_of(loaded))
    assert [area["code"] for area in found["areas"]] == [SADAI]
    assert [figure["area"]["code"] for figure in found["published"]] == [SADAI]
    with database.read() as conn:
        sums = summary(conn, Filter(moment=ledger.resolve(conn), area="19.03"), 3)
    assert [line["area"]["code"] for line in sums["areas"]] == ["19.03.06"]
    assert same(database)


def test_an_event_s_ledger_is_overridden_and_given_back(database: Database) -> None:
    loaded = keep(database, told(figure("meninggal", 1), hazard="diterkam_buaya"))
    (report,) = loaded.events
    assert not seen(database, event_of(loaded))["is_bencana"]
    correct(database, report, is_bencana=True)
    assert seen(database, event_of(loaded))["is_bencana"]
    with database.read() as conn:
        ledgers = summary(conn, Filter(moment=ledger.resolve(conn)), 2)["ledgers"]
    assert (ledgers["bencana"]["events"], ledgers["lainnya"]["events"]) == (1, 0)
    correct(database, report, as_hazard=True)
    assert not seen(database, event_of(loaded))["is_bencana"]
    assert same(database)


def test_an_officer_of_a_regency_corrects_its_own_only(database: Database) -> None:
    (report,) = keep(database, told()).events
    with pytest.raises(NotAllowed):
        correct(database, report, area="19.01", hazard="banjir")
    with pytest.raises(NotAllowed):
        correct(database, report, area="19.03", place=Place(areas=("19.01.01",)))
    correct(database, report, area="19.03", hazard="banjir")
    assert listed(database)[0]["hazard"] == "banjir"


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"hazard": "hujan_katak"},
        {"agency": "Entah Siapa"},
        {"place": Place(areas=("19.99",))},
        {"place": Place(areas=(TOBOALI,), lonlat=(3.0, 106.4))},
        {"figures": (FigureChange(kind="meninggal"),)},
        {"figures": (FigureChange(kind="unta", value=1),)},
        {"figures": (FigureChange(kind="meninggal", value=-1),)},
        {"figures": (FigureChange(kind="meninggal", value=3, state=State.COUNTING),)},
    ],
)
def test_what_makes_no_sense_is_refused(database: Database, wanted: dict[str, Any]) -> None:
    (report,) = keep(database, told()).events
    with pytest.raises(InvalidInput):
        correct(database, report, **wanted)


def test_a_reason_is_needed_and_a_report(database: Database) -> None:
    (report,) = keep(database, told()).events
    with pytest.raises(InvalidInput), ledger.entry(database, by="x", why="x") as entry:
        corrections.correct(entry, report, Correction(reason=" ", hazard="banjir"))
    with pytest.raises(NotFound):
        correct(database, register.new_id(), hazard="banjir")


def test_the_rule_of_silence_is_an_entry_and_leaves_the_past(database: Database) -> None:
    event = event_of(keep(database, told(figure("rumah_rusak_berat", 5), valid_at=NOON)))
    late = told(figure("rumah_rusak_berat", 8), valid_at=NOON + timedelta(hours=20), is_update=True)
    keep(database, late, agency="media")
    before = now(database)
    assert value(seen(database, event), "rumah_rusak_berat") == 5
    with ledger.entry(database, by="uji", why="aturan") as entry:
        assert corrections.ensure_silence(entry, 12)
    with ledger.entry(database, by="uji", why="aturan") as entry:
        assert not corrections.ensure_silence(entry, 12)
    assert value(seen(database, event), "rumah_rusak_berat") == 8
    assert value(seen(database, event, as_of=before), "rumah_rusak_berat") == 5
    assert same(database)


def test_corrections_are_rows_of_the_register(database: Database) -> None:
    loaded = keep(database, told(figure("meninggal", 3)))
    (report,) = loaded.events
    wrong = figure_id(database, report, "meninggal")
    correct(database, report, hazard="banjir", figures=(FigureChange(id=wrong, value=2),))
    with database.write() as conn:
        kept = conn.execute(sa.text("SELECT value FROM figure ORDER BY id")).scalars().all()
        assert [float(each) for each in kept] == [3, 2]
        assert conn.execute(sa.text("SELECT hazard FROM report")).scalar_one() == "puting_beliung"
        assert conn.execute(sa.text("SELECT hazard FROM report_now")).scalar_one() == "banjir"
