"""Rows into a table by COPY: the quickest way in, inside the caller's transaction.

The driver looks at each value of each row by several calls; a sheet of 50,000 rows holds six million. Here a
value's text is made by its type in one.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import tables
from gis.db import raw

ROWS_AT_ONCE = 500


def copy_rows(conn: sa.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY `rows` (values in the order of `columns`) into one of SIGAP's own tables; returns how many."""
    names = ", ".join(
        f'"{tables.metadata.tables[f"{tables.SCHEMA}.{table}"].c[name].name}"' for name in columns
    )
    count = 0
    lines = map(line_of, rows)
    with raw(conn).cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        while some := list(islice(lines, ROWS_AT_ONCE)):
            copy.write("".join(some).encode())
            count += len(some)
    return count


class Columns(str):
    """Several neighbouring values in COPY's text format: what rows share is written once for all of them."""

    __slots__ = ()


def columns(values: Sequence[Any]) -> Columns:
    """Those values, to stand in rows as one."""
    return Columns(_joined(values))


def line_of(row: Sequence[Any]) -> str:
    """A row in COPY's text format. TypeError: a value of a type that no column has."""
    return _joined(row) + "\n"


def _joined(values: Sequence[Any]) -> str:
    return "\t".join([_TEXT_OF[type(value)](value) for value in values])


NO_NUL = "\ufffd"
"""Stands where a NUL stood, which PostgreSQL's text cannot hold: it is seen, and positions stay."""

_ESCAPES = str.maketrans({"\x00": NO_NUL, "\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_NUL_IN_JSON = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u0000"
)  # not where the backslash is itself a sign of the text
_PLAIN_ITEM = re.compile(r"[\w.-]+")


def _text(value: str) -> str:
    return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPES)


def _json(value: dict[str, Any]) -> str:
    told = json.dumps(value, ensure_ascii=False)
    return _text(_NUL_IN_JSON.sub(rf"\1{NO_NUL}", told) if "\\u0000" in told else told)


def _list(value: Sequence[Any]) -> str:
    return _array(tuple(value))


@lru_cache(maxsize=4096)  # lists of areas and kinds come by the thousand
def _array(value: tuple[Any, ...]) -> str:
    return _text("{" + ",".join(map(_item, value)) + "}")


_moment = lru_cache(maxsize=4096)(datetime.isoformat)  # zones are slow; a report's figures share their moment


def _item(value: Any) -> str:
    if value is None:
        return "NULL"
    if not isinstance(value, str):
        return str(value)
    if _PLAIN_ITEM.fullmatch(value) and value.upper() != "NULL":
        return value
    quoted = value.replace("\x00", NO_NUL).replace("\\", r"\\").replace('"', r"\"")
    return f'"{quoted}"'


class _ByType(dict[type, Callable[[Any], str]]):
    """How values of a type are written; a type that is derived from one of these, as that."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        found = next((self[base] for base in kind.__mro__ if base in self), None)
        if found is None:
            raise TypeError(f"no column holds a {kind.__name__}")
        self[kind] = found
        return found


_TEXT_OF = _ByType(
    {
        type(None): lambda _: r"\N",
        str: _text,
        Columns: lambda value: value,
        bool: lambda value: "t" if value else "f",
        int: str,
        float: float.__repr__,  # that of a type derived from it may say more than the number
        Decimal: str,
        UUID: lambda value: value.hex,
        datetime: _moment,
        date: date.isoformat,
        time: time.isoformat,
        bytes: lambda value: r"\\x" + value.hex(),
        list: _list,
        tuple: _list,
        dict: _json,
    }
)
