"""Who was heard by the cut-off: reports, "aman terkendali", counting, and silence."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from gis import ledger, register
from gis.db import Database
from gis.editions import load_index
from gis.report import Nil, Rejection, Report
from ingest.load import Loaded, load
from ingest.load_rows import Arrival
from layers import silence
from tests.registers import OFFICER, WIB, figure, told

CUTOFF = time(7, 0)
CLOSES = datetime(2026, 3, 11, 7, 0, tzinfo=WIB)
DAY = CLOSES.date()
PERIOD = silence.Period.closing_on(DAY, CUTOFF)
KOBA = ("19.04.01",)


def receive(
    database: Database, moment: datetime, agency: str | None, *items: Report | Rejection | Nil
) -> tuple[Loaded, Any]:
    """One submission that came in at `moment`."""
    with ledger.entry(database, by="uji", why="uji") as entry:
        index = load_index(entry.conn, ledger.resolve(entry.conn))
        submission = register.add_submission(
            entry,
            sha256=str(register.new_id()),
            filename="uji.txt",
            media_type="text/plain",
            size=1,
            kind="teks",
            recipe=None,
        )
        register.add_receipt(entry, submission, channel="wa", agency=agency, received_at=moment)
        arrival = Arrival(submission=submission, received_at=moment, agency=agency, status=register.DRAFT)
        return load(entry, arrival, items, index), submission


def asked(database: Database, now: datetime = CLOSES + timedelta(hours=1)) -> dict[str, dict[str, Any]]:
    with database.read(OFFICER) as conn:
        found = silence.silence(conn, ledger.resolve(conn), PERIOD, now)
    return {row["code"]: row for row in found["regencies"]}


def test_four_answers(database: Database) -> None:
    before = CLOSES - timedelta(hours=2)
    receive(database, before, "bpbd_bangka_selatan", told(figure("meninggal", 1)))
    receive(database, before, "bpbd_bangka_tengah", told(figure("rumah_terendam", None), areas=KOBA))
    receive(database, before, "bpbd_belitung", Nil(agency=None, areas=(), valid_at=None))
    receive(database, before, "bpbd_babel", Nil(agency=None, areas=("19.06",), valid_at=None))
    receive(database, before, "media", told(figure("meninggal", 1), areas=("19.71",)))
    found = asked(database)
    assert {code: row["state"] for code, row in found.items()} == {
        "19.01": "belum_lapor",
        "19.02": "nihil",
        "19.03": "melapor",
        "19.04": "pendataan",
        "19.05": "belum_lapor",
        "19.06": "nihil",
        "19.71": "belum_lapor",
    }
    assert [word["source"] for word in found["19.71"]["others"]] == ["media"]
    assert [word["source"] for word in found["19.06"]["said"]] == ["bpbd_babel"]
    assert (found["19.03"]["hours_since"], found["19.01"]["hours_since"]) == (3.0, None)


def test_the_cut_off_parts_on_time_from_late(database: Database) -> None:
    receive(database, CLOSES, "bpbd_bangka", told(areas=("19.01",)))
    receive(database, CLOSES + timedelta(minutes=1), "bpbd_belitung", told(areas=("19.02",)))
    receive(database, PERIOD.opens, "bpbd_bangka_barat", told(areas=("19.05",)))
    found = asked(database)
    assert [found[code]["state"] for code in ("19.01", "19.02", "19.05")] == [
        "melapor",
        "belum_lapor",
        "belum_lapor",
    ]
    assert found["19.02"]["late"] == "melapor"
    assert found["19.05"]["hours_since"] == 25.0
    assert asked(database, CLOSES)["19.02"]["late"] is None


def test_a_rejected_report_is_no_answer_and_the_same_text_twice_is_two(database: Database) -> None:
    loaded, _ = receive(database, CLOSES - timedelta(hours=1), "bpbd_bangka", told(areas=("19.01",)))
    ((_, key),) = loaded.reports
    quiet = Nil(agency="bpbd_belitung", areas=("19.02",), valid_at=datetime(2026, 3, 1, tzinfo=UTC))
    _, submission = receive(database, CLOSES - timedelta(days=2), None, quiet)
    with database.read(OFFICER) as conn:
        then = ledger.resolve(conn)
    with ledger.entry(database, by="uji", why="uji") as entry:
        register.set_status(entry, key, register.REJECTED, reason="uji")
        register.add_receipt(entry, submission, channel="wa", agency=None, received_at=CLOSES)
    found = asked(database)
    assert (found["19.01"]["state"], found["19.02"]["state"]) == ("belum_lapor", "nihil")
    with database.read(OFFICER) as conn:
        past = silence.silence(conn, then, PERIOD, CLOSES)["counts"]
    assert past == {"melapor": 1, "nihil": 0, "pendataan": 0, "belum_lapor": 6}


def test_a_month_as_a_matrix(database: Database) -> None:
    receive(database, CLOSES - timedelta(days=3), "bpbd_bangka", told(areas=("19.01",)))
    receive(database, CLOSES, "bpbd_bangka", Nil(agency=None, areas=(), valid_at=None))
    with database.read(OFFICER) as conn:
        moment = ledger.resolve(conn)
        days = silence.history(conn, moment, date(2026, 3, 8), DAY, CUTOFF, CLOSES)
    assert [day["states"]["19.01"] for day in days] == ["melapor", "belum_lapor", "belum_lapor", "nihil"]
    assert all(len(day["states"]) == 7 for day in days)


def test_the_period_that_closed_last() -> None:
    just = silence.Period.closed_by(CLOSES, CUTOFF)
    assert just == PERIOD
    assert silence.Period.closed_by(CLOSES - timedelta(seconds=1), CUTOFF).closes == PERIOD.opens
    assert silence.Period.closed_by(CLOSES.astimezone(UTC), time(7, 30)).closes.hour == 7
