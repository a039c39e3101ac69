"""What goes in by COPY comes out as it was."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis import ledger, register
from gis.copying import columns, line_of
from gis.db import Database, raw
from gis.zone import WIB
from tests.registers import OFFICER, figure, keep, told

ODD = ["\\N", "NULL", "\\.", "a\tb\\n", "\\u0000", "\\\\u0000", "\x00\x00", "\\\x00u0000", "D:\\u0000\x00"]
TEXT = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(ODD)
ROW = st.tuples(
    st.none() | TEXT,
    st.integers(-(2**62), 2**62),
    st.none() | st.booleans(),
    st.floats(allow_nan=False),
    st.uuids(),
    st.datetimes(datetime(1800, 1, 1), datetime(2200, 1, 1), timezones=st.sampled_from([UTC, WIB])),
    st.dates(date(1, 1, 1)),
    st.binary(max_size=20),
    st.lists(st.none() | TEXT, max_size=4) | st.lists(TEXT, max_size=3).map(tuple),
    st.lists(st.integers(-(2**31), 2**31 - 1), max_size=4),
    st.dictionaries(TEXT, TEXT | st.none() | st.integers(0, 9), max_size=3),
)
KINDS = (
    "text",
    "bigint",
    "boolean",
    "float8",
    "uuid",
    "timestamptz",
    "date",
    "bytea",
    "text[]",
    "int[]",
    "jsonb",
)


def _as_kept(value: Any) -> Any:
    """PostgreSQL's text cannot hold NUL: another sign stands there, and says that one did. Times are UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)  # an hour that a clock showed twice equals none of another zone
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, list | tuple):
        return [_as_kept(item) for item in value]
    if isinstance(value, dict):
        return {_as_kept(name): _as_kept(item) for name, item in value.items()}
    return value


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, min_size=1, max_size=8))
def test_rows_come_out_as_they_went_in(database: Database, rows: list[tuple[Any, ...]]) -> None:
    declared = ", ".join(f"c{n} {kind}" for n, kind in enumerate(KINDS))
    with database.write() as conn:
        conn.execute(sa.text("DROP TABLE IF EXISTS came"))
        conn.execute(sa.text(f"CREATE TEMP TABLE came ({declared}, n int GENERATED ALWAYS AS IDENTITY)"))
        names = ", ".join(f"c{n}" for n in range(len(KINDS)))
        with raw(conn).cursor() as cursor, cursor.copy(f"COPY came ({names}) FROM STDIN") as copy:
            copy.write("".join(map(line_of, rows)).encode())
        found = conn.execute(sa.text(f"SELECT {names} FROM came ORDER BY n")).all()
    wanted = [tuple(map(_as_kept, row)) for row in rows]
    assert [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in found] == wanted


@given(ROW, st.data())
def test_values_written_once_for_many_rows_read_as_any_others(
    row: tuple[Any, ...], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(row) - 1))
    assert line_of((*row[:cut], columns(row[cut:]))) == line_of(row)


def test_numbers_of_arrays_are_written_as_numbers() -> None:
    assert line_of((np.float64(106.45), np.float64(0.1) + np.float64(0.2))) == "106.45\t0.30000000000000004\n"


def test_a_value_no_column_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        line_of((UUID(int=0), object()))


@pytest.mark.parametrize("cell", ["Le\x00mbar!B3", "D:\\u0000!B3", 'A\\\x00\\u0000"!B3'])
def test_a_figures_cell_of_any_name_is_kept(database: Database, cell: str) -> None:
    loaded = keep(database, told(figure("meninggal", 2, cell=cell)))
    ((_, report),) = loaded.reports
    with database.read(OFFICER) as conn:
        (kept,) = register.report(conn, report, seq=ledger.resolve(conn).seq)["figures"]
    assert kept["lineage"] == {"cell": cell.replace("\x00", "\ufffd")}
