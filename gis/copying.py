"""Rows into a table by COPY: the quickest way in, inside the caller's transaction."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from gis import tables
from gis.db import raw


def copy_rows(conn: sa.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY `rows` (values in the order of `columns`) into one of SIGAP's own tables; returns how many."""
    names = ", ".join(
        f'"{tables.metadata.tables[f"{tables.SCHEMA}.{table}"].c[name].name}"' for name in columns
    )
    count = 0
    with raw(conn).cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_plain(value) for value in row])
            count += 1
    return count


def _plain(value: Any) -> Any:
    # PostgreSQL text cannot hold NUL; JSON goes over as text.
    if isinstance(value, str):
        return value.replace("\x00", "") if "\x00" in value else value
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False).replace("\\u0000", "")
    if isinstance(value, tuple):
        return list(value)
    return value
