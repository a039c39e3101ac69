"""The database roles, the database and its extensions: what must be there before the first migration."""

import psycopg
from psycopg import sql

from gis import queries

OWNER, APP, PUBLIC = "sigap_owner", "sigap_app", "sigap_publik"
EXTENSIONS = ("postgis", "btree_gist", "pg_trgm")


def make_roles(conn: psycopg.Connection) -> None:
    """The three roles: owner of the database, application, and the public's reader. Needs a superuser."""
    statements = queries.load_text("gis.cluster")
    for (name,) in conn.execute(statements["missing_roles"], {"names": [OWNER, APP, PUBLIC]}).fetchall():
        conn.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
    if not _value(conn, statements["public_role_granted"]):
        conn.execute(statements["grant_public_role"])
        conn.execute(statements["grant_app_role"])


def make_database(conn: psycopg.Connection, name: str, *, template: str = "template0") -> None:
    """A database of the owner role, a copy of `template`, if it is not there. Needs a superuser."""
    if not _value(conn, queries.load_text("gis.cluster")["database_exists"], name=name):
        words = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
        conn.execute(words.format(*map(sql.Identifier, (name, OWNER, template))))


def make_extensions(conn: psycopg.Connection) -> None:
    """The extensions SIGAP needs, in the version that the server carries. Needs a superuser."""
    statements = queries.load_text("gis.cluster")
    for (name,) in conn.execute(statements["missing_extensions"], {"names": list(EXTENSIONS)}).fetchall():
        conn.execute(sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(name)))
    for (name,) in conn.execute(statements["outdated_extensions"]).fetchall():
        conn.execute(sql.SQL("ALTER EXTENSION {} UPDATE").format(sql.Identifier(name)))


def _value(conn: psycopg.Connection, statement: str, **params: str) -> object:
    row = conn.execute(statement, params).fetchone()
    return row[0] if row else None
