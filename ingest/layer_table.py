"""The table of a layer version: safe column names, kept types, filled by COPY, then closed for writing."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pyarrow as pa
import sqlalchemy as sa

from gis import queries
from gis.db import raw
from gis.errors import InvalidInput

_SQL = queries.load("ingest.layer_table")
_RESERVED = ("fid", "geom", "geom_3857")
_LONGEST = 50
_SORT_MEMORY = "256MB"  # for the indexes


@dataclass(frozen=True, slots=True)
class Column:
    """An attribute: its name in the table, its PostgreSQL type, and what the file calls it."""

    name: str
    type: str  # bigint | double precision | boolean | date | timestamptz | text
    original: str

    def as_dict(self) -> dict[str, str]:
        """Plain JSON form."""
        return {"name": self.name, "type": self.type, "original": self.original}


def columns(info: dict[str, Any]) -> tuple[Column, ...]:
    """The columns that a file's `pyogrio.read_info` tells of."""
    taken = set(_RESERVED)
    made = []
    kinds = zip(info["fields"], info["dtypes"], info["ogr_types"], strict=True)
    for original, dtype, ogr_type in kinds:
        name = _safe_name(str(original), taken)
        taken.add(name)
        made.append(Column(name, _type(str(dtype), str(ogr_type)), str(original)))
    return tuple(made)


def _safe_name(original: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", original).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST] or "kolom"
    plain = plain if plain[0].isalpha() else f"k_{plain}"
    name, n = plain, 2
    while name in taken:
        name, n = f"{plain}_{n}", n + 1
    return name


def _type(dtype: str, ogr_type: str) -> str:
    if dtype == "bool":
        return "boolean"
    if dtype.startswith(("int", "uint")):
        return "bigint"
    if dtype.startswith("float"):
        return "double precision"
    if dtype.startswith("datetime"):
        return "date" if ogr_type == "OFTDate" else "timestamptz"
    return "text"


def create(conn: sa.Connection, table: str, made: Sequence[Column], geometry_type: str) -> None:
    """Have the owner create the empty table, into which we may copy; every name in it is ours.

    `geometry_type` ends in Z where heights are kept, in M where measures are, in ZM where both.
    """
    described = json.dumps([{"name": column.name, "type": column.type} for column in made])
    statement = sa.text("SELECT sigap.open_layer_table(:name, CAST(:columns AS jsonb), :geometry)")
    conn.execute(statement, {"name": table, "columns": described, "geometry": geometry_type})


@contextmanager
def copying(conn: sa.Connection, table: str, made: Sequence[Column]) -> Iterator[psycopg.Copy]:
    """A binary COPY into the table just made: rows of fid, attributes, EWKB (EPSG:4326).

    They are written as rows long settled (FREEZE): nobody else sees the table yet, and no later reader or
    VACUUM has to write every page once more to mark them so.
    InvalidInput for a value that the server refuses.
    """
    names = ", ".join(("fid", *(f'"{column.name}"' for column in made), "geom"))
    statement = f'COPY layer_data."{table}" ({names}) FROM STDIN (FORMAT binary, FREEZE)'
    try:
        with raw(conn).cursor() as cursor, cursor.copy(statement) as out:
            yield out
    except psycopg.DataError as error:
        why = str(error).splitlines()[0]
        raise InvalidInput(
            "nilai", "Ada nilai yang tidak dapat disimpan: {why}", "A value cannot be stored: {why}", why=why
        ) from error


def copy_from(conn: sa.Connection, table: str, older: str, made: Sequence[Column]) -> int:
    """Take over an older version's rows under their own fids; returns the highest."""
    names = ", ".join(("fid", *(f'"{column.name}"' for column in made), "geom"))
    conn.exec_driver_sql(
        f'INSERT INTO layer_data."{table}" ({names}) SELECT {names} FROM layer_data."{older}" ORDER BY fid'
    )
    found = conn.exec_driver_sql(f'SELECT coalesce(max(fid), 0) FROM layer_data."{table}"')
    return int(found.scalar_one())


def ordinates(conn: sa.Connection, table: str) -> str:
    """What a table's geometries have beyond the first two ordinates: `Z`, `M`, both, or nothing."""
    found = conn.execute(_SQL["ordinates"], {"name": table}).scalar_one()
    return str(found)


def finish(conn: sa.Connection, table: str, *, public: bool) -> None:
    """Have it indexed and closed for every change, and opened to the public where it is public."""
    conn.exec_driver_sql(f"SET LOCAL maintenance_work_mem = '{_SORT_MEMORY}'")
    values = {"name": table, "public": public}
    conn.execute(sa.text("SELECT sigap.close_layer_table(:name, :public)"), values)


def arrow_columns(schema: pa.Schema, *, but: str) -> tuple[Column, ...]:
    """The columns of an Arrow schema, but for its geometry."""
    taken = set(_RESERVED)
    made = []
    for original in (name for name in schema.names if name != but):
        name = _safe_name(original, taken)
        taken.add(name)
        made.append(Column(name, _arrow_type(schema.field(original).type), original))
    return tuple(made)


def _arrow_type(kind: pa.DataType) -> str:
    for test, named in (
        (pa.types.is_boolean, "boolean"),
        (pa.types.is_integer, "bigint"),
        (pa.types.is_floating, "double precision"),
        (pa.types.is_date, "date"),
        (pa.types.is_timestamp, "timestamptz"),
    ):
        if test(kind):
            return named
    return "text"
