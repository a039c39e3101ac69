"""An installation of an earlier release, with the rows of one of this release in it."""

import os

import psycopg
from psycopg import sql

from gis import db, postgis, roles, tables
from gis.migrations import steps
from gis.postgis import Cluster
from gis.settings import Settings

PLAIN = "dari arah pelabuhan lama"
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


def made(cluster: Cluster, settings: Settings, release: str) -> Settings:
    """An installation with nothing in it but the tables of that release; another that was there goes."""
    drop(cluster)
    with superuser(cluster) as conn:
        roles.make_database(conn, NAME)
    with superuser(cluster, NAME) as inside:
        roles.make_extensions(inside)
    owner = cluster.url(roles.OWNER, database=NAME)
    db.migrate(owner, to=release)
    return settings.model_copy(
        update={"database_url": cluster.url(roles.APP, database=NAME), "owner_database_url": owner}
    )


def drop(cluster: Cluster) -> None:
    """Take it away."""
    with superuser(cluster) as conn:
        conn.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))


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


def superuser(cluster: Cluster, database: str = "postgres") -> psycopg.Connection:
    """A connection that may do anything."""
    return psycopg.connect(cluster.url(postgis.SUPERUSER, database=database), autocommit=True)
