"""The audit log of a month is long: from where an account logged in is found without reading it."""

from typing import Any

import psycopg
from sqlalchemy import text

from api import brake
from gis import queries
from gis.db import Database
from gis.settings import Settings

READS = 20_000


def test_where_an_account_logged_in_is_found_by_index(database: Database, settings: Settings) -> None:
    with database.write() as conn:
        conn.execute(
            text(
                "INSERT INTO audit (by, role, action, subject, address) SELECT 'siaga.uji', 'pusdalops', "
                "CASE n WHEN 7 THEN 'masuk' ELSE 'baca' END, '', '198.51.100.' || (n % 200) "
                "FROM generate_series(1, :n) AS n"
            ),
            {"n": READS},
        )
        assert brake._is_at_home(conn, "siaga.uji", "198.51.100.7")
        assert not brake._is_at_home(conn, "siaga.uji", "198.51.100.8")
        assert not brake._is_at_home(conn, "siaga.lain", "198.51.100.7")
    with psycopg.connect(settings.owner_database_url or "", autocommit=True) as owner:
        owner.execute("ANALYZE sigap.audit")
    with database.write() as conn:
        homes = queries.load("api.people")["homes"].text
        plan = conn.execute(
            text(f"EXPLAIN (ANALYZE, FORMAT JSON) {homes}"), {"name": "siaga.uji"}
        ).scalar_one()
    assert sum(map(rows_read, plan)) < 10


def rows_read(part: dict[str, Any]) -> int:
    """Rows that a plan's scans looked at, those left out too."""
    node = part.get("Plan", part)
    below = sum(map(rows_read, node.get("Plans", [])))
    own = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) if "Scan" in node["Node Type"] else 0
    return int(own) + below
