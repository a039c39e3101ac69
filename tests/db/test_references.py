"""No row of the register names another that is not there, though no key looks at each row by itself."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from gis import ledger, tables
from gis.db import Database
from gis.files import Files
from gis.tables.base import REFERS
from gis.viewer import officer
from ingest import run
from tests.bnpb_rows import ROW, content_of

NOWHERE = UUID(int=0)
# What a copy of a row must have of its own, so that nothing but the reference can be wrong with it.
OWN: dict[str, dict[str, Any]] = {
    "report": {"id": UUID(int=1), "ordinal": 999},
    "item": {"ordinal": 999},
    "report_text": {"field": "lain"},
    "sheet_row": {"ordinal": 999},
    "figure": {"id": 999_999},
    "event": {"id": UUID(int=1), "num": 999_999},
    "report_trait": {"report_id": UUID(int=1)},
}
CASES = [
    (table.name, column.name, column.info[REFERS])
    for table in tables.metadata.sorted_tables
    for column in table.columns
    if REFERS in column.info
]


@pytest.fixture
def filled(database: Database, tmp_path: Any) -> Database:
    """A register with a row in each of the tables."""
    rows = [
        {
            **ROW,
            "meninggal": "2",
            "sumber": "Bpk. Fulan",
            "id_kab": "1905",
            "flag_kab": "1",
            "hilang": "3",
            "md_hlg": "9",
        },
        {**ROW, "meninggal": "beberapa"},
    ]
    delivery = run.Delivery(
        content=content_of(*rows, names=tuple(rows[0])),
        filename="lembar.xlsx",
        channel="berkas",
        viewer=officer("uji", auto_verify=True),
    )
    assert run.ingest(database, Files(tmp_path / "files"), delivery).loaded == 1
    return database


def _copied(conn: sa.Connection, table: str, **changes: Any) -> None:
    """Insert a row of the table once more, with those changes."""
    columns = [column for column in tables.metadata.tables[f"sigap.{table}"].columns if _given(column)]
    values = ", ".join(f":{c.name}" if c.name in changes else f'"{c.name}"' for c in columns)
    names = ", ".join(f'"{c.name}"' for c in columns)
    conn.execute(sa.text(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} LIMIT 1"), changes)


def _given(column: sa.Column[Any]) -> bool:
    return column.identity is None or not column.identity.always


def test_there_are_such_references() -> None:
    assert len(CASES) > 25


@pytest.mark.parametrize(("table", "column", "to"), CASES)
def test_a_row_that_refers_to_nothing_is_refused(filled: Database, table: str, column: str, to: str) -> None:
    absent = 987_654_321 if to in ("promised_entry", "area_edition") else NOWHERE
    own = {**OWN.get(table, {}), column: absent}
    if table == "report_trait" and to != "report":
        with ledger.entry(filled, by="uji", why="uji") as entry:
            own["report_id"] = _another_report(entry.conn)
    with pytest.raises(sa.exc.IntegrityError) as refused:
        _copy_alone(filled, table, own)
    assert refused.value.orig.sqlstate == "23503"  # type: ignore[union-attr]


def _copy_alone(database: Database, table: str, own: dict[str, Any]) -> None:
    with database.write() as conn:
        _copied(conn, table, **own)


def _another_report(conn: sa.Connection) -> UUID:
    _copied(conn, "report", **OWN["report"])
    return UUID(int=1)


def test_what_is_written_in_the_same_entry_is_there(filled: Database) -> None:
    with ledger.entry(filled, by="uji", why="uji") as entry:
        report = _another_report(entry.conn)
        _copied(entry.conn, "report_trait", report_id=report, entry=entry.id)
        _copied(entry.conn, "report_status", report_id=report, entry=entry.id)
    with filled.write() as conn:
        statement = "SELECT count(*) FROM report_status WHERE report_id = :id"
        assert conn.execute(sa.text(statement), {"id": report}).scalar_one() == 1
