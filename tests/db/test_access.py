"""Nobody alters the register: neither the server's own role nor the public's, nor what layers are kept in."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from gis import roles, tables
from gis.db import Database
from gis.files import Files
from gis.postgis import Cluster
from gis.settings import Settings
from gis.viewer import officer
from ingest import run
from tests.http.files import gpkg

CHANGES = (
    "UPDATE {0} SET {1} = {1}",
    "DELETE FROM {0}",
    "TRUNCATE {0} CASCADE",
    "ALTER TABLE {0} ADD x int",
    "ALTER TABLE {0} RENAME TO x",
    "ALTER TABLE {0} OWNER TO CURRENT_USER",
    "ALTER TABLE {0} DISABLE TRIGGER ALL",
    "ALTER TABLE {0} DISABLE TRIGGER append_only",
    "DROP TRIGGER append_only ON {0}",
    "DROP TABLE {0} CASCADE",
    "CREATE TRIGGER x BEFORE INSERT ON {0} EXECUTE FUNCTION sigap.refuse_change()",
)
SESSION = (
    "SET session_replication_role = replica",
    "SET ROLE sigap_owner",
    "CREATE TABLE layer_data.x (a int)",
    "CREATE TABLE sigap.x (a int)",
    "CREATE TABLE public.x (a int)",
    "DROP SCHEMA sigap CASCADE",
    "CREATE OR REPLACE FUNCTION sigap.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
)
LAYER: dict[str, Any] = {"slug": "posko_uji", "title": "Posko", "source": "uji", "access": "publik"}
# Columns that lead to a sender, to who decided, or prove that one holds a sheet.
HIDDEN = {
    "report_id",
    "submission_id",
    "code",
    "by",
    "why",
    "recorded_by",
    "reason",
    "request",
    "sealed",
    "content",
}


AREA_CODES = {("area", "code"), ("area_gen", "code"), ("zonal_statistic", "code")}


@pytest.fixture
def layer_table(database: Database, tmp_path: Path) -> str:
    """The table of a layer that came in."""
    from gis.catalogue import LayerMeta

    delivery = run.Delivery(
        content=gpkg(tmp_path),
        filename="posko.gpkg",
        channel="api",
        viewer=officer("uji"),
        layer=LayerMeta(**LAYER),
    )
    outcome = run.ingest(database, Files(tmp_path / "files"), delivery)
    with database.write() as conn:
        name = conn.execute(
            text("SELECT table_name FROM layer_version WHERE slug = 'posko_uji'")
        ).scalar_one()
    assert outcome.layers
    return f'layer_data."{name}"'


@pytest.mark.parametrize("role", [roles.APP, roles.PUBLIC])
def test_no_register_table_can_be_changed_or_altered(
    settings: Settings, cluster: Cluster, layer_table: str, role: str
) -> None:
    names = [(f"sigap.{name}", "entry") for name in tables.REGISTER] + [(layer_table, "fid")]
    wanted = [change.format(*name) for name in names for change in CHANGES]
    assert _taken(settings, cluster, role, [*wanted, *SESSION]) == []
    with psycopg.connect(settings.owner_database_url or "") as conn:
        held = conn.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname IN ('sigap', 'publik', 'layer_data') AND c.relowner = %s::regrole",
            [role],
        ).fetchall()
    assert held == []


def test_the_owner_cannot_change_a_register_row_either(settings: Settings, layer_table: str) -> None:
    names = [(f"sigap.{name}", "entry") for name in tables.REGISTER] + [(layer_table, "fid")]
    taken = []
    with psycopg.connect(settings.owner_database_url or "", autocommit=True) as conn:
        for statement in (change.format(*name) for name in names for change in CHANGES[:3]):
            try:
                conn.execute(statement)
                taken.append(statement)
            except psycopg.errors.InsufficientPrivilege:
                pass
    assert taken == []


def test_every_register_table_carries_its_guard(settings: Settings) -> None:
    with psycopg.connect(settings.owner_database_url or "") as conn:
        guarded = conn.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname = 'append_only' AND t.tgenabled = 'O' AND c.relnamespace = 'sigap'::regnamespace"
        ).fetchall()
    assert set(tables.REGISTER) <= {name for (name,) in guarded}


NOT_OURS = ("alembic_version", "procrastinate_")
WITH_AN_ENTRY = {"promised_entry"}  # bears entries, and is no history


def test_every_table_there_is_has_its_kind_and_every_history_its_guard(settings: Settings) -> None:
    """By the catalogue, not by our lists: a table that is in none of them would be guarded by nothing."""
    with psycopg.connect(settings.owner_database_url or "") as conn:
        found = conn.execute(
            "SELECT relname, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid "
            "AND a.attname = 'entry' AND NOT a.attisdropped) FROM pg_class c "
            "WHERE relnamespace = 'sigap'::regnamespace AND relkind IN ('r', 'p', 'f')"
        ).fetchall()
        there = {str(name): bool(with_entry) for name, with_entry in found}
        ours = {name for name in there if not name.startswith(NOT_OURS)}
        named = (*tables.REGISTER, *tables.DERIVED, *tables.SERVICE)
        assert sorted(named) == sorted(ours)
        assert {name for name in ours if there[name]} - WITH_AN_ENTRY == set(tables.REGISTER)
        held = conn.execute(
            "SELECT role, relname, privilege FROM pg_class c, unnest(%s::text[]) AS role, "
            "unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS privilege "
            "WHERE relnamespace = 'sigap'::regnamespace AND relname = ANY(%s) "
            "AND (has_table_privilege(role, c.oid, privilege) "
            "OR privilege = 'UPDATE' AND has_any_column_privilege(role, c.oid, privilege))",
            [[roles.APP, roles.PUBLIC], list(tables.REGISTER)],
        ).fetchall()
        assert held == []
        written = conn.execute(
            "SELECT relname, privilege FROM pg_class c, "
            "unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS privilege "
            "WHERE relnamespace IN ('sigap'::regnamespace, 'publik'::regnamespace) "
            "AND relkind IN ('r', 'p', 'v', 'm') AND has_table_privilege(%s, c.oid, privilege)",
            [roles.PUBLIC],
        ).fetchall()
        assert written == []


def test_the_public_role_becomes_no_other(settings: Settings, cluster: Cluster) -> None:
    others = [f"SET ROLE {role}" for role in (roles.APP, roles.OWNER, "postgres")]
    assert _taken(settings, cluster, roles.PUBLIC, others) == []


def test_a_closed_layer_is_closed_for_good(settings: Settings, layer_table: str) -> None:
    name = layer_table.split('"')[1]
    with psycopg.connect(settings.database_url or "", autocommit=True) as conn:
        for statement, values in (
            (f"INSERT INTO {layer_table} (fid, geom) VALUES (9, 'SRID=4326;POINT(106 -3)')", ()),
            ("SELECT sigap.close_layer_table(%s, true)", (name,)),
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(statement, values)


@pytest.mark.parametrize(
    ("name", "columns", "kind"),
    [
        ('x"; DROP SCHEMA sigap CASCADE; --', "[]", "POINT"),
        ("x", "[]", "POINT); DROP SCHEMA sigap CASCADE; --"),
        ("x", '[{"name": "a", "type": "text); DROP SCHEMA sigap CASCADE; --"}]', "POINT"),
    ],
)
def test_the_owner_makes_layer_tables_and_nothing_else(
    settings: Settings, name: str, columns: str, kind: str
) -> None:
    with psycopg.connect(settings.database_url or "", autocommit=True) as conn:
        with pytest.raises(psycopg.errors.InvalidParameterValue):
            conn.execute("SELECT sigap.open_layer_table(%s, %s::jsonb, %s)", (name, columns, kind))
        quoted = '[{"name": "a\\" int); DROP SCHEMA sigap CASCADE; --", "type": "text"}]'
        conn.execute("SELECT sigap.open_layer_table('v_aman_1', %s::jsonb, 'POINT')", (quoted,))
        assert conn.execute("SELECT count(*) FROM sigap.report").fetchone() == (0,)


def test_the_public_may_call_neither_function(settings: Settings, cluster: Cluster) -> None:
    calls = [
        "SELECT sigap.open_layer_table('v_x_1', '[]', 'POINT')",
        "SELECT sigap.close_layer_table('x', true)",
    ]
    assert _taken(settings, cluster, roles.PUBLIC, calls) == []


def test_the_public_s_views_lead_to_nobody(settings: Settings, layer_table: str) -> None:
    with psycopg.connect(settings.owner_database_url or "") as conn:
        views = conn.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'publik'"
        ).fetchall()
        granted = conn.execute(
            "SELECT table_schema, table_name FROM information_schema.role_table_grants "
            "WHERE grantee = 'sigap_publik'"
        ).fetchall()
        shown = {
            (view, column)
            for view, column in views
            if column in HIDDEN
            and (view, column) not in AREA_CODES
            and "NULL::" not in _source(conn, view, column)
        }
    assert shown == set()
    assert {schema for schema, _ in granted} <= {"publik", "layer_data"}


def _source(conn: psycopg.Connection, view: str, column: str) -> str:
    """How a view's column is made."""
    row = conn.execute("SELECT pg_get_viewdef(%s::regclass)", [f"publik.{view}"]).fetchone()
    assert row
    return next(
        (line for line in row[0].splitlines() if line.strip().rstrip(",").endswith(f" AS {column}")), ""
    )


def test_what_an_older_server_owned_is_handed_over(settings: Settings, cluster: Cluster) -> None:
    from gis.migrations import steps

    with psycopg.connect(
        cluster.url("postgres", database=settings.database_url.split("/")[-1].split("?")[0])  # type: ignore[union-attr]
    ) as su:
        su.execute("CREATE TABLE layer_data.v_lama_1 (fid bigint PRIMARY KEY)")
        su.execute("ALTER TABLE layer_data.v_lama_1 OWNER TO sigap_app")
    words = (steps.SQL / "0002_layer_tables.sql").read_text("utf-8")
    hand_over = words[
        words.index("-- Tables that the server made itself") : words.index("-- The public's views")
    ]
    with psycopg.connect(settings.owner_database_url or "", autocommit=True) as conn:
        conn.execute(hand_over)
        owner = conn.execute(
            "SELECT relowner::regrole::text FROM pg_class WHERE oid = 'layer_data.v_lama_1'::regclass"
        ).fetchone()
    assert owner == ("sigap_owner",)
    with psycopg.connect(settings.database_url or "", autocommit=True) as conn:
        assert conn.execute("SELECT count(*) FROM layer_data.v_lama_1").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("INSERT INTO layer_data.v_lama_1 VALUES (1)")


def _taken(settings: Settings, cluster: Cluster, role: str, statements: list[str]) -> list[str]:
    """The statements that the server did not refuse."""
    assert settings.database_url
    name = settings.database_url.rsplit("/", 1)[-1].split("?")[0]
    taken = []
    with psycopg.connect(cluster.url(role, database=name), autocommit=True) as conn:
        for statement in statements:
            try:
                conn.execute(statement)
                taken.append(statement)
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.WrongObjectType):
                pass
    return taken
