"""The register's promises: nothing is overwritten, sources are never added, the past stays readable."""

from datetime import timedelta
from decimal import Decimal

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from gis import db, ledger, register, tables
from gis.db import Database
from gis.errors import Conflict, NotFound
from gis.report import Nil, Occurrence, Rejection, State
from gis.settings import Settings
from gis.viewer import PUBLIC
from layers.filter import Filter
from layers.summary import summary
from tests.registers import NOON, OFFICER, SADAI, TOBOALI, event_of, figure, keep, listed, seen, told, value

SLOW = hypothesis_settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_public_reads_show_verified_reports_only(database: Database) -> None:
    loaded = keep(database, told(figure("meninggal", 1)), verified=False)
    (report,) = loaded.events
    assert listed(database) == []
    assert not seen(database, event_of(loaded), viewer=OFFICER)["verified"]

    with ledger.entry(database, by="petugas", why="verifikasi") as entry:
        register.set_status(entry, report, register.VERIFIED)
    assert value(seen(database, event_of(loaded)), "meninggal") == 1


def test_a_rejected_report_leaves_the_map_but_not_the_past(database: Database) -> None:
    loaded = keep(database, told(figure("meninggal", 1)))
    (report,) = loaded.events
    with database.read() as conn:
        before = ledger.resolve(conn).seq
    with ledger.entry(database, by="petugas", why="salah kirim") as entry:
        register.set_status(entry, report, register.REJECTED, reason="salah kirim")
    assert listed(database) == []
    assert value(listed(database, as_of=before)[0], "meninggal") == 1


def test_a_status_given_twice_is_a_conflict(database: Database) -> None:
    (report,) = keep(database, told()).events
    with pytest.raises(Conflict), ledger.entry(database, by="petugas", why="x") as entry:
        register.set_status(entry, report, register.VERIFIED)


def test_figures_of_two_sources_are_never_added(database: Database) -> None:
    event = event_of(keep(database, told(figure("rumah_rusak_berat", 5))))
    keep(database, told(figure("rumah_rusak_berat", 7), is_update=True), agency="media")
    found = seen(database, event)
    assert found["sources"] == 2
    (published,) = found["published"]
    assert (published["value"], published["low"], published["high"]) == (5, 5, 7)
    assert published["source"]["slug"] == "bpbd_bangka_selatan"
    assert [word["source"]["slug"] for word in published["dissent"]] == ["media"]


def test_the_dead_are_health_s_to_count(database: Database) -> None:
    event = event_of(keep(database, told(figure("meninggal", 3), figure("rumah_rusak_berat", 3))))
    keep(
        database,
        told(figure("meninggal", 2), figure("rumah_rusak_berat", 9), is_update=True),
        agency="dinkes_babel",
    )
    found = seen(database, event)
    assert (value(found, "meninggal"), value(found, "rumah_rusak_berat")) == (2, 3)


def test_figures_may_go_down_and_a_late_old_word_changes_nothing(database: Database) -> None:
    hours = [NOON + timedelta(hours=n) for n in range(1, 4)]
    event = event_of(keep(database, told(figure("meninggal", 5), valid_at=hours[0])))
    keep(database, told(figure("meninggal", 3), valid_at=hours[2], is_update=True))
    assert value(seen(database, event), "meninggal") == 3
    keep(database, told(figure("meninggal", 9), valid_at=hours[1], is_update=True))
    assert value(seen(database, event), "meninggal") == 3


def test_being_counted_never_replaces_a_number_but_is_told(database: Database) -> None:
    event = event_of(keep(database, told(figure("terdampak_jiwa", 40), valid_at=NOON)))
    keep(
        database,
        told(figure("terdampak_jiwa", None), valid_at=NOON + timedelta(hours=1), is_update=True),
    )
    said = seen(database, event)["figures"]["terdampak_jiwa"]
    assert (said["value"], said["counting"]) == (40, True)


def test_blank_is_not_zero(database: Database) -> None:
    event = event_of(keep(database, told(figure("meninggal", None), figure("hilang", 0))))
    found = seen(database, event)["figures"]
    assert (found["meninggal"]["value"], found["meninggal"]["state"]) == (None, "pendataan")
    assert (found["hilang"]["value"], found["hilang"]["state"]) == (0, "nihil")


def test_a_total_wins_over_its_parts_and_the_gap_is_kept(database: Database) -> None:
    parts = [
        figure("rumah_rusak_ringan", 3, area=TOBOALI, part_of=0),
        figure("rumah_rusak_ringan", 4, area=SADAI, part_of=0),
    ]
    whole = told(figure("rumah_rusak_ringan", 10), *parts, areas=(TOBOALI, SADAI))
    event = event_of(keep(database, whole))
    assert value(seen(database, event), "rumah_rusak_ringan") == 10
    with database.read() as conn:
        sums = summary(conn, Filter(moment=ledger.resolve(conn), area="19.03"), 3)
    by_area = {line["area"]["code"]: line["figures"]["rumah_rusak_ringan"]["value"] for line in sums["areas"]}
    assert by_area == {"19.03": 3, "19.03.01": 3, "19.03.06": 4}
    assert [line["area"]["unsplit"] for line in sums["areas"]] == [True, False, False]
    assert sums["total"]["figures"]["rumah_rusak_ringan"]["value"] == 10


def test_parts_without_a_total_are_summed_and_marked(database: Database) -> None:
    parts = [figure("mengungsi_jiwa", 3, area=TOBOALI), figure("mengungsi_jiwa", 4, area=SADAI)]
    event = event_of(keep(database, told(*parts, areas=(TOBOALI, SADAI))))
    said = seen(database, event)["figures"]["mengungsi_jiwa"]
    assert (said["value"], said["derived"]) == (7, True)


@pytest.mark.parametrize(("one", "other", "state"), [(0, 0, "nihil"), (0, 4, "angka"), (None, 0, "nihil")])
def test_the_sum_of_parts_is_nil_where_all_that_count_are(
    database: Database, one: float | None, other: float, state: str
) -> None:
    parts = [figure("mengungsi_jiwa", one, area=TOBOALI), figure("mengungsi_jiwa", other, area=SADAI)]
    event = event_of(keep(database, told(*parts, areas=(TOBOALI, SADAI))))
    said = seen(database, event)["figures"]["mengungsi_jiwa"]
    assert (said["value"], said["state"], said.get("counting", False)) == (other, state, one is None)


def test_sums_say_how_many_reported(database: Database) -> None:
    keep(database, told(figure("terdampak_jiwa", 12)))
    keep(database, told(figure("terdampak_jiwa", None), areas=(SADAI,)))
    with database.read() as conn:
        sums = summary(conn, Filter(moment=ledger.resolve(conn)), 2)
    total = sums["total"]
    said = total["figures"]["terdampak_jiwa"]
    assert (total["events"], said["value"], said["reported"], said["of"]) == (2, 12, 1, 2)


def test_the_same_kib_is_the_same_event_and_a_malformed_one_is_not(database: Database) -> None:
    kib, broken = "1905 105 2026 03 10 1", "1905 105 2026 010 18 1"
    first = keep(database, told(kib=kib), told(kib="1905105202603101"), told(kib=broken))
    second = keep(database, told(kib=kib), told(kib=broken, areas=(SADAI,)))
    assert len(set(first.events.values())) == 2
    assert len({*first.events.values(), *second.events.values()}) == 3


def test_an_update_joins_its_event_only_when_there_is_one(database: Database) -> None:
    one = event_of(keep(database, told()))
    assert event_of(keep(database, told(is_update=True))) == one
    hours = [Occurrence.minute(NOON + timedelta(hours=n)) for n in (5, 3)]
    other = event_of(keep(database, told(occurrence=hours[0])))
    assert event_of(keep(database, told(occurrence=hours[1], is_update=True))) not in (one, other)


def test_a_report_without_update_stays_apart(database: Database) -> None:
    assert event_of(keep(database, told())) != event_of(keep(database, told(areas=(SADAI,))))


def test_items_end_as_loaded_rejected_or_nil(database: Database) -> None:
    refused = Rejection(
        ordinal=1, place="Sheet1 baris 3", code="tanggal_mustahil", id_text="mustahil", en_text="impossible"
    )
    loaded = keep(database, told(), refused, Nil(agency=None, areas=("19.03",), valid_at=None))
    assert (loaded.loaded, loaded.rejected, loaded.nil) == (1, 1, 1)
    with database.write() as conn:
        counted = conn.execute(sa.text("SELECT status, count(*) AS n FROM item GROUP BY status"))
        stored = {row.status: row.n for row in counted}
        assert stored == {"dimuat": 1, "ditolak": 1}
        assert conn.execute(sa.text("SELECT count(*) FROM nil_report")).scalar_one() == 1


def test_nothing_is_kept_of_an_entry_that_fails(database: Database) -> None:
    def write_and_fail() -> None:
        with ledger.entry(database, by="uji", why="x") as entry:
            register.add_submission(
                entry, sha256="a", filename="a", media_type="a", size=0, kind="teks", recipe=None
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with database.write() as conn:
        assert register.submission_by_hash(conn, "a") is None


def test_unknown_events_and_reports_are_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        seen(database, register.new_id())
    with pytest.raises(NotFound), ledger.entry(database, by="uji", why="x") as entry:
        register.set_status(entry, register.new_id(), register.VERIFIED)


CHANGES = (
    "UPDATE sigap.{} SET entry = entry",
    "DELETE FROM sigap.{}",
    "TRUNCATE sigap.{} CASCADE",
)
ALTERATIONS = (
    "ALTER TABLE sigap.{} ADD x int",
    "ALTER TABLE sigap.{} DISABLE TRIGGER ALL",
    "DROP TABLE sigap.{}",
)
HIDDEN = ("report", "report_text", "personal_datum", "figure", "submission", "item")


def test_register_tables_refuse_every_change_from_every_role(settings: Settings) -> None:
    for url in (settings.database_url, settings.owner_database_url):
        assert _taken(url, CHANGES, tables.REGISTER) == []


def test_the_server_s_role_cannot_alter_the_register(settings: Settings) -> None:
    assert _taken(settings.database_url, ALTERATIONS, tables.REGISTER) == []


def test_the_public_role_sees_no_raw_table(database: Database) -> None:
    for table in HIDDEN:
        with pytest.raises(DBAPIError, match="permission denied"), database.read(PUBLIC) as conn:
            conn.execute(sa.text(f"SELECT * FROM sigap.{table}"))


def _taken(url: str | None, changes: tuple[str, ...], names: tuple[str, ...]) -> list[str]:
    """The statements that the server did not refuse."""
    assert url
    taken = []
    with psycopg.connect(url, autocommit=True) as conn:
        for statement in (change.format(name) for name in names for change in changes):
            try:
                conn.execute(statement)
                taken.append(statement)
            except psycopg.errors.InsufficientPrivilege:
                pass
    return taken


def test_migrating_from_nothing_gives_the_declared_tables(settings: Settings) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return not (kind == "table" and name in ("alembic_version", "spatial_ref_sys"))

    assert settings.owner_database_url
    db.migrate(settings.owner_database_url)  # a second time changes nothing
    engine = sa.create_engine(settings.owner_database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as conn:
        options = {
            "include_schemas": True,
            "include_name": _in_our_schema,
            "include_object": ours,
            "compare_type": True,
        }
        context = MigrationContext.configure(conn, opts=options)
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def _in_our_schema(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "schema" or name == tables.SCHEMA


# What any order of words must come to. `words` are (source, hours after noon, value or None).
SOURCES = {"bpbd_bangka_selatan": 1, "bpbd_babel": 2, "bnpb": 3, "media": 12}
WORD = st.tuples(st.sampled_from(sorted(SOURCES)), st.integers(1, 9), st.none() | st.integers(0, 50))


def _published(words: list[tuple[str, int, int | None]]) -> int | None:
    """The publish rule in plain words, beside the SQL that does it."""
    newest: dict[str, tuple[bool, int, int, int | None]] = {}
    for n, (source, hour, said) in enumerate(words):
        key = (said is not None, hour, n, said)
        newest[source] = max(newest.get(source, key), key, key=lambda word: word[:3])
    numbers = {source: word for source, word in newest.items() if word[0]}
    if not numbers:
        return None
    return numbers[min(numbers, key=SOURCES.__getitem__)][3]


@SLOW
@given(words=st.lists(WORD, min_size=1, max_size=6))
def test_the_publish_rule_and_every_past_moment(
    database: Database, words: list[tuple[str, int, int | None]]
) -> None:
    # An event of its own for each example: the day differs from every example before.
    day = NOON - timedelta(days=len(listed(database)) + 1)
    when = told().occurrence
    assert when
    first = day.replace(hour=12)
    occurrence = type(when).minute(first)
    expected: dict[int, int | None] = {}
    event = None
    for n, (source, hour, said) in enumerate(words):
        item = told(
            figure("rumah_rusak_berat", said, state=State.COUNTING if said is None else State.NUMBER),
            occurrence=occurrence,
            valid_at=first + timedelta(hours=hour),
            is_update=n > 0,
        )
        loaded = keep(database, item, agency=source)
        assert event is None or event_of(loaded) == event
        event = event_of(loaded)
        with database.read() as conn:
            expected[ledger.resolve(conn).seq] = _published(words[: n + 1])
    assert event
    for seq, number in expected.items():
        assert value(seen(database, event, as_of=seq), "rumah_rusak_berat") == number


def test_a_derived_number_is_exact(database: Database) -> None:
    event = event_of(keep(database, told(figure("luas_ha", float(Decimal("1234.5"))))))
    assert value(seen(database, event), "luas_ha") == 1234.5
