"""One point filled down a column stands for no place of the rows it is on."""

from collections.abc import Callable

from gis import desk, ledger
from gis.db import Database
from gis.editions import load_index
from gis.report import Report
from ingest.locate import locate
from tests.registers import OFFICER, keep, told

POINT = (106.4513, -2.9982)
TOBOALI, GADUNG, SERDANG = "19.03.01.1001", "19.03.01.2007", "19.03.01.2004"
Moments = Callable[[Database], ledger.Moment]


def placed(database: Database, moment_of: Moments, *named: str) -> tuple[list[str], list[set[str]]]:
    """Precision and findings of reports that name these areas, all with the same point."""
    with database.read(OFFICER) as conn:
        index = load_index(conn, moment_of(database))
    reports: list[Report] = [locate(told(areas=(area,), lonlat=POINT), index) for area in named]
    loaded = keep(database, *reports)
    with database.read(OFFICER) as conn:
        seq = moment_of(database).seq
        files = [desk.file(conn, key, seq=seq)["locations"] for _, key in loaded.reports]
        rows = desk.reports(conn, desk.Inbox(statuses=["terverifikasi"]), seq=seq, limit=9)
    return [each[-1]["precision"] for each in files], [{row["warnings"] > 0} for row in rows]


def test_for_different_places_it_is_none_of_them(database: Database, moment_of: Moments) -> None:
    precisions, doubted = placed(database, moment_of, TOBOALI, GADUNG, SERDANG)
    assert precisions == ["desa", "desa", "desa"]
    assert doubted == [{True}, {True}, {True}]  # type: ignore[comparison-overlap]


def test_for_one_place_or_on_two_rows_it_stays_a_spot(database: Database, moment_of: Moments) -> None:
    assert placed(database, moment_of, TOBOALI, TOBOALI, "19.03.01")[0] == ["titik"] * 3


def test_on_two_rows_it_may_be_chance(database: Database, moment_of: Moments) -> None:
    assert placed(database, moment_of, TOBOALI, GADUNG)[0] == ["titik"] * 2
