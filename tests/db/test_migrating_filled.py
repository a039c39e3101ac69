"""A filled installation of an earlier release, brought to this one, answers as one that never was older."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from gis import derive, ledger, register
from gis.db import Database
from gis.postgis import Cluster
from gis.report import Location, Precision, Report, State
from gis.settings import Settings
from gis.viewer import PUBLIC, officer
from ingest.load import Loaded
from layers import events, summary
from layers.filter import Filter
from tests.older import HOME, PLAIN, copy
from tests.registers import NOON, SADAI, figure, keep, told

OFFICER = officer("uji")
RELEASES = ("0001", "0004", "0008", "0012", "0017", "0021")
NOW = 2**60


def taken(database: Database, *items: Report, agency: str = "bpbd_bangka_selatan") -> Loaded:
    """Keep them, and verify them after that: officers and the public have read each event apart.

    Before 0022 every event had rows for each of them, and no other.
    """
    loaded = keep(database, *items, agency=agency, verified=False)
    with ledger.entry(database, by="uji", why="uji") as entry:
        for report in loaded.events:
            register.set_status(entry, report, register.VERIFIED)
    return loaded


def fill(database: Database) -> None:
    """A storm told thrice, a draft, a rejected report, sums of two regencies; at last only a rejection."""
    taken(database, told(figure("meninggal", 2), figure("rumah_rusak_berat", 5, state=State.NUMBER)))
    update = figure("meninggal", 3), figure("rumah_rusak_berat", None)
    taken(
        database, told(*update, valid_at=NOON.replace(hour=15), is_update=True, texts={"kronologis": PLAIN})
    )
    taken(database, told(figure("meninggal", 1), valid_at=NOON.replace(hour=16)), agency="bpbd_babel")
    keep(database, told(figure("mengungsi_jiwa", 40), areas=(SADAI,)), verified=False)
    ((_, gone),) = taken(database, told(figure("luka_berat", 9), areas=("19.06.01",))).reports
    with ledger.entry(database, by="uji", why="uji") as entry:
        register.set_status(entry, gone, register.REJECTED, reason="ganda")
    place = Location(
        areas=(SADAI,), lonlat=HOME, precision=Precision.SPOT, uncertainty_m=50, method="koordinat"
    )
    for n in (1, 2):  # the first state of this event is of the past
        burnt = told(
            figure("rumah_terbakar", n),
            hazard="kebakaran_rumah",
            areas=(SADAI,),
            location=place,
            lonlat=HOME,
            valid_at=NOON.replace(hour=12 + n),
            is_update=n > 1,
        )
        taken(database, burnt)
    flooded = told(figure("rumah_terendam", 60), hazard="banjir", areas=("19.06.01",))
    ((_, last),) = taken(database, flooded).reports
    with ledger.entry(database, by="uji", why="uji") as entry:  # which ends a state, and begins none
        register.set_status(entry, last, register.REJECTED, reason="latihan")


def answers(database: Database, newest: int) -> dict[tuple[str, int], Any]:
    """All events and the sums of kecamatan as the public and an officer read them, at each moment and now."""
    found: dict[tuple[str, int], Any] = {}
    for viewer in (PUBLIC, OFFICER):
        with database.read(viewer) as conn:
            for seq in (*range(1, newest + 1), NOW):
                asked = Filter(viewer=viewer, moment=ledger.resolve(conn, seq))
                listed = events.all_events(conn, asked)
                found[viewer.name, seq] = [events.event(conn, each["id"], asked) for each in listed]
                found[viewer.name, seq] += summary.summary(conn, asked, level=3)["rows"]
    return found


@pytest.mark.parametrize("release", RELEASES)
def test_a_filled_installation_comes_along(
    database: Database,
    settings: Settings,
    cluster: Cluster,
    older: Callable[[str], Settings],
    monkeypatch: pytest.MonkeyPatch,
    release: str,
) -> None:
    fill(database)
    assert audiences(database) == {"petugas", "publik"}
    assert derive.check(database)[1] == 0
    with database.read(OFFICER) as conn:
        newest = ledger.resolve(conn).seq
    expected = answers(database, newest)
    assert len(expected[OFFICER.name, NOW]) > len(expected[PUBLIC.name, NOW]) > 1
    old = older(release)
    copy(cluster, settings, release)

    for name, value in (
        ("SIGAP_DATABASE_URL", old.database_url),
        ("SIGAP_OWNER_DATABASE_URL", old.owner_database_url),
        ("SIGAP_VAR", str(old.var)),
        ("SIGAP_MASTER_KEY", old.master_key.get_secret_value() if old.master_key else ""),
    ):
        monkeypatch.setenv(name, value or "")
    migrated = CliRunner().invoke(app, ["migrate"])
    assert migrated.exit_code == 0, migrated.output
    checked = CliRunner().invoke(app, ["check"])
    assert checked.exit_code == 0, checked.output

    moved = Database(old.database_url or "", old)
    found = answers(moved, newest)
    assert list(differing(found, expected)) == []
    with moved.read(OFFICER) as conn:
        moment = ledger.resolve(conn)
        assert (moment.seq > newest) is (release < "0005")  # derived anew only where it must be
        texts = [
            text
            for row in conn.exec_driver_sql("SELECT id FROM report")
            for text in register.report(conn, row.id, seq=moment.seq)["texts"].values()
        ]
    assert texts == [PLAIN]
    keep(moved, told(figure("meninggal", 4), valid_at=NOON.replace(hour=20), is_update=True))
    keep(moved, told(figure("meninggal", 1), areas=("19.02.01",), hazard="tanah_longsor"))
    assert audiences(moved) == {"petugas", "publik", "semua"}
    assert derive.check(moved)[1] == 0
    moved.close()


def audiences(database: Database) -> set[str]:
    """Whose rows there are."""
    with database.write() as conn:
        return set(
            conn.exec_driver_sql(
                "SELECT audience FROM event_state UNION SELECT audience FROM published_figure "
                "UNION SELECT audience FROM summary_cell"
            ).scalars()
        )


def differing(one: Any, other: Any, place: str = "") -> Iterator[str]:
    """Where two answers are not the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            yield from differing(one.get(key), other.get(key), f"{place}/{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for n, pair in enumerate(zip(one, other, strict=True)):
            yield from differing(*pair, f"{place}/{n}")
    elif one != other:
        yield f"{place}: {one} != {other}"
