"""A table sent again: unchanged rows are left alone, corrected ones correct the report they became."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from gis import ledger, register
from gis.db import Database
from gis.files import Files
from gis.sheetcells import Value
from gis.viewer import officer
from ingest import run
from tests.bnpb_rows import ROW, content_of
from tests.registers import listed, value


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


def told(day: int, **changes: Value) -> dict[str, Value]:
    return {
        **ROW,
        "tanggal": day,
        "kib": f"1905 105 2020 02 {day:02d} 1",
        "rumah_rusak_ringan": day,
        **changes,
    }


def send(
    database: Database, files: Files, *rows: dict[str, Value], verified: bool = True, agency: str = "bnpb"
) -> run.Outcome:
    viewer = officer("uji", auto_verify=verified)
    delivery = run.Delivery(
        content=content_of(*rows), filename="data.xlsx", channel="email", viewer=viewer, agency=agency
    )
    return run.ingest(database, files, delivery)


def houses(database: Database) -> list[float | None]:
    return sorted(value(event, "rumah_rusak_ringan") for event in listed(database))  # type: ignore[type-var]


def statuses(database: Database) -> list[str]:
    with database.write() as conn:
        query = "SELECT status FROM report_status ORDER BY id"
        return list(conn.execute(sa.text(query)).scalars())


def test_only_what_changed_is_loaded(database: Database, files: Files) -> None:
    first = send(database, files, told(7), told(8), told(9, meninggal="beberapa"))
    assert (first.loaded, first.rejected) == (2, 1)
    again = send(database, files, told(7), told(8, rumah_rusak_ringan=3), told(9), told(10))
    assert (again.loaded, again.same, again.updated, again.rejected) == (3, 1, 1, 0)
    assert houses(database) == [3, 7, 9, 10]
    with database.write() as conn:
        places = conn.execute(
            sa.text("SELECT place, status FROM item WHERE submission_id = :id ORDER BY ordinal"),
            {"id": again.submission},
        ).all()
    assert [place.status for place in places] == ["sama", "dimuat", "dimuat", "dimuat"]


def test_a_number_taken_back_is_gone(database: Database, files: Files) -> None:
    send(database, files, told(7))
    send(database, files, told(7, rumah_rusak_ringan=0, rumah_rusak_berat=1))
    (event,) = listed(database)
    assert value(event, "rumah_rusak_berat") == 1
    assert "rumah_rusak_ringan" not in event["figures"]


def test_a_correction_waits_for_its_verification_where_the_row_was_verified(
    database: Database, files: Files
) -> None:
    send(database, files, told(7))
    outcome = send(database, files, told(7, rumah_rusak_ringan=2), verified=False)
    assert houses(database) == [7]
    ((_, report, _),) = outcome.reports
    with ledger.entry(database, by="uji", why="verifikasi") as entry:
        register.set_status(entry, report, register.VERIFIED)
    assert houses(database) == [2]
    assert statuses(database) == ["terverifikasi", "draf", "terverifikasi", "ditolak"]


def test_a_draft_is_replaced_at_once(database: Database, files: Files) -> None:
    send(database, files, told(7), verified=False)
    send(database, files, told(7, rumah_rusak_ringan=2), verified=False)
    assert statuses(database) == ["draf", "draf", "ditolak"]


def test_going_back_to_the_first_numbers_is_a_change_too(database: Database, files: Files) -> None:
    send(database, files, told(7))
    send(database, files, told(7, rumah_rusak_ringan=2))
    third = send(database, files, told(7), told(8))
    assert (third.updated, third.same) == (1, 0)
    assert houses(database) == [7, 8]


def test_rows_without_kib_are_known_by_where_what_and_when(database: Database, files: Files) -> None:
    send(database, files, told(7, kib=None))
    again = send(database, files, told(7, kib=None, rumah_rusak_ringan=1), told(8, kib=None))
    assert (again.loaded, again.updated) == (2, 1)
    assert houses(database) == [1, 8]


def test_twice_the_same_row_in_a_file_is_two_rows(database: Database, files: Files) -> None:
    first = send(database, files, told(7), told(7))
    assert first.loaded == 2
    assert send(database, files, told(7), told(7), told(8)).same == 2


def test_another_agency_s_row_is_its_own(database: Database, files: Files) -> None:
    send(database, files, told(7))
    other = send(database, files, told(7), told(8), agency="bpbd_bangka_selatan")
    assert (other.same, other.updated, other.loaded) == (0, 0, 2)


def test_a_trial_run_tells_the_same(database: Database, files: Files) -> None:
    send(database, files, told(7), told(8))
    delivery = run.Delivery(
        content=content_of(told(7), told(8, meninggal=1)),
        filename="data.xlsx",
        channel="email",
        viewer=officer("uji"),
        agency="bnpb",
    )
    outcome = run.try_out(database, delivery)
    assert (outcome.loaded, outcome.same, outcome.updated) == (1, 1, 1)


def test_a_recipe_s_rows_are_known_again(database: Database, files: Files) -> None:
    path = Path(__file__).parents[1] / "samples" / "damkar_belitung_timur.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    viewer = officer("uji", auto_verify=True)

    def deliver(content: bytes) -> run.Outcome:
        delivery = run.Delivery(content=content, filename=path.name, channel="email", viewer=viewer)
        return run.ingest(database, files, delivery)

    first = deliver(b"".join(lines))
    assert deliver(b"".join(lines[:-1])).same == first.loaded - 1
