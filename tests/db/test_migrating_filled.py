"""A filled installation of an earlier release, brought to this one, answers as one that never was older."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql
from typer.testing import CliRunner

from api.cli import app
from gis import db, derive, ledger, postgis, register, roles, tables
from gis.db import Database
from gis.migrations import steps
from gis.postgis import Cluster
from gis.report import Location, Precision, State
from gis.settings import Settings
from gis.viewer import PUBLIC, officer
from layers import events, summary
from layers.filter import Filter
from tests.registers import NOON, SADAI, figure, keep, told

OFFICER = officer("uji")
RELEASES = ("0001", "0004", "0008", "0012", "0017")
PLAIN = "dari arah pelabuhan lama"
NOW = 2**60
HOME = (106.4567, -3.0123)
NAME = f"uji_lama_{os.getpid()}"
_COPIED_APART = ("report_text", "personal_datum", "installation", "summary_block")

WIDE_SUMS = """
    SELECT c.audience, c.depth, c.month, c.area_code, c.hazard, c.is_bencana, b.known_from, b.known_to,
           b.events, b.valid_at, CASE WHEN b.known_to IS NULL THEN CAST(n.figures AS text) ELSE coalesce((
               SELECT CAST(jsonb_object_agg(k.kind, jsonb_build_array(
                   f.sum, f.reported, f.reported,
                   f.flags & 1, f.flags >> 1 & 1, f.flags >> 2 & 1, f.flags >> 3 & 1)) AS text)
               FROM unnest(b.kinds, b.sums, b.reported, b.flags) AS f (id, sum, reported, flags)
               JOIN sigap.summary_kind k USING (id)), '{}') END
    FROM (SELECT *, lead(known_from) OVER (PARTITION BY cell ORDER BY known_from) AS known_to
          FROM sigap.summary_block) AS b
    JOIN sigap.summary_cell c ON c.id = b.cell
    JOIN sigap.summary_now n ON n.cell = b.cell
    WHERE c.depth < 3
"""
"""Sums by month as 0005 to 0015 kept them: each with all its figures, and until when it held."""


@pytest.fixture
def older(cluster: Cluster, settings: Settings) -> Iterator[Callable[[str], Settings]]:
    """A function giving an installation with nothing in it but the tables of an earlier release."""

    def made(release: str) -> Settings:
        with _superuser(cluster) as conn:
            roles.make_database(conn, NAME)
        with _superuser(cluster, NAME) as inside:
            roles.make_extensions(inside)
        owner = cluster.url(roles.OWNER, database=NAME)
        db.migrate(owner, to=release)
        return settings.model_copy(
            update={"database_url": cluster.url(roles.APP, database=NAME), "owner_database_url": owner}
        )

    yield made
    with _superuser(cluster) as conn:
        conn.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))


def fill(database: Database) -> None:
    """A storm told thrice, a draft, a rejected report, sums of two regencies; at last only a rejection."""
    keep(database, told(figure("meninggal", 2), figure("rumah_rusak_berat", 5, state=State.NUMBER)))
    update = figure("meninggal", 3), figure("rumah_rusak_berat", None)
    keep(database, told(*update, valid_at=NOON.replace(hour=15), is_update=True, texts={"kronologis": PLAIN}))
    keep(database, told(figure("meninggal", 1), valid_at=NOON.replace(hour=16)), agency="bpbd_babel")
    keep(database, told(figure("mengungsi_jiwa", 40), areas=(SADAI,)), verified=False)
    ((_, gone),) = keep(database, told(figure("luka_berat", 9), areas=("19.06.01",))).reports
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
        keep(database, burnt)
    flooded = told(figure("rumah_terendam", 60), hazard="banjir", areas=("19.06.01",))
    ((_, last),) = keep(database, flooded).reports
    with ledger.entry(database, by="uji", why="uji") as entry:  # which ends a state, and begins none
        register.set_status(entry, last, register.REJECTED, reason="latihan")


def copy(cluster: Cluster, settings: Settings, release: str) -> None:
    """All rows of the installation into the tables of the earlier one, as far as these have the columns."""
    with (
        psycopg.connect(settings.owner_database_url or "") as source,
        psycopg.connect(cluster.url(postgis.SUPERUSER, database=NAME)) as target,
    ):
        target.execute("SET session_replication_role = replica")  # rows of triggers are copied too
        for table in tables.metadata.sorted_tables:
            columns = _columns(target, table.name)
            if columns and table.name not in _COPIED_APART:
                _copy(source, target, table.name, columns)
        if release < "0002":  # texts were not sealed
            for row in source.execute("SELECT report_id, field, entry FROM sigap.report_text").fetchall():
                plain = (*row[:2], PLAIN, row[2])
                target.execute("INSERT INTO sigap.report_text VALUES (%s, %s, %s, %s)", plain)
            target.execute(  # a burnt house was shown to everyone where it was told to be
                "UPDATE sigap.event_state SET point = ST_SetSRID(ST_MakePoint(%s, %s), 4326), "
                "precision = 'titik', uncertainty_m = 50 WHERE hazard = 'kebakaran_rumah'",
                HOME,
            )
        else:
            _copy(source, target, "report_text", _columns(target, "report_text"))
        if "0005" <= release < "0012":  # sums by month had another form; these were made by 0005 itself
            target.execute(_sums_of_0005())
        elif "0012" <= release < "0016":  # these were kept from the first event on
            rows = source.execute(WIDE_SUMS).fetchall()
            values = ", ".join(["%s"] * 11)
            target.cursor().executemany(f"INSERT INTO sigap.summary_block VALUES ({values})", rows)
        elif release >= "0016":
            _copy(source, target, "summary_block", _columns(target, "summary_block"))
        for sequence in _sequences(target):
            target.execute(sql.SQL("SELECT setval({}, 10000)").format(sequence))


def _sums_of_0005() -> str:
    """The statement by which 0005 itself made the sums of an installation that had events already."""
    text = (steps.SQL / "0005_figures.sql").read_text(encoding="utf-8")
    start = text.index("WITH newest AS")
    return text[start : text.index(";", start)]


def _sequences(conn: psycopg.Connection) -> list[str]:
    found = conn.execute(
        "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' "
        "AND relnamespace = 'sigap'::regnamespace"
    ).fetchall()
    return [name for (name,) in found]


def _columns(conn: psycopg.Connection, table: str) -> list[str]:
    found = conn.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 "
        "AND NOT attisdropped AND attgenerated = ''",
        [f"sigap.{table}"],
    ).fetchall()
    return [name for (name,) in found]


def _copy(source: psycopg.Connection, target: psycopg.Connection, table: str, columns: list[str]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    target.execute(f"DELETE FROM sigap.{table}")  # what the migration itself wrote
    with (
        source.cursor().copy(f"COPY (SELECT {names} FROM sigap.{table}) TO STDOUT") as out,
        target.cursor().copy(f"COPY sigap.{table} ({names}) FROM STDIN") as into,
    ):
        for block in out:
            into.write(block)


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
    assert derive.check(moved)[1] == 0
    moved.close()


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


def _superuser(cluster: Cluster, database: str = "postgres") -> psycopg.Connection:
    return psycopg.connect(cluster.url(postgis.SUPERUSER, database=database), autocommit=True)
