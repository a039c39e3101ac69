"""The table of a layer version: safe column names, kept types, filled by COPY, then closed for writing."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import shapely
import sqlalchemy as sa

from gis.db import PUBLIC_ROLE, raw

_RESERVED = ("fid", "geom", "geom_3857")
_LONGEST = 50
_POLYGON = 3  # the last of the single types in GEOS' numbering


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
    """Create the empty table; every name in it is ours."""
    attributes = "".join(f', "{column.name}" {column.type}' for column in made)
    conn.exec_driver_sql(
        f'CREATE TABLE layer_data."{table}" (fid bigint PRIMARY KEY{attributes}, '
        f"geom geometry({geometry_type}, 4326) NOT NULL, "
        f"geom_3857 geometry({geometry_type}, 3857) "
        "GENERATED ALWAYS AS (st_transform(geom, 3857)) STORED)"
    )


def copy(conn: sa.Connection, table: str, made: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    """COPY rows of fid, attributes, hex EWKB (EPSG:4326); returns how many."""
    names = ", ".join(("fid", *(f'"{column.name}"' for column in made), "geom"))
    count = 0
    with raw(conn).cursor() as cursor, cursor.copy(f'COPY layer_data."{table}" ({names}) FROM STDIN') as out:
        for row in rows:
            out.write_row(row)
            count += 1
    return count


def finish(conn: sa.Connection, table: str, *, public: bool) -> None:
    """Index the table, take back the right to change it, and open it to the public where it is public."""
    name = f'layer_data."{table}"'
    conn.exec_driver_sql(f"CREATE INDEX ON {name} USING gist (geom_3857)")
    conn.exec_driver_sql(f"CREATE INDEX ON {name} USING gist (geom)")
    conn.exec_driver_sql(f"ANALYZE {name}")
    conn.exec_driver_sql(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {name} FROM CURRENT_USER")
    if public:
        conn.exec_driver_sql(f"GRANT SELECT ON {name} TO {PUBLIC_ROLE}")


def plain(values: "pd.Series[Any]", column_type: str) -> list[Any]:
    """A column's values as psycopg takes them; every kind of missing is None."""
    made: list[Any] = values.astype(object).where(values.notna(), None).tolist()
    return [_plain(value, column_type) for value in made]


def _plain(value: Any, column_type: str) -> Any:
    if value is None:
        return None
    if column_type == "text":
        return str(value).replace("\x00", "")
    if column_type == "bigint":
        return int(value)
    if column_type == "date":
        return value.date() if isinstance(value, datetime) else value
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if isinstance(value, np.generic) else value


def as_multi(geometries: Any) -> Any:
    """Single geometries as multi of one; multis stay."""
    makers = {0: shapely.multipoints, 1: shapely.multilinestrings, 2: shapely.multipolygons}
    made = geometries.copy()
    for n, geometry in enumerate(geometries):
        if (
            geometry is not None
            and shapely.get_type_id(geometry) <= _POLYGON
            and not shapely.is_empty(geometry)
        ):
            made[n] = makers[shapely.get_dimensions(geometry)]([geometry])
    return made
