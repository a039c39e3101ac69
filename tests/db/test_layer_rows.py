"""Rows on their way from a file's Arrow batches into a layer's table: every type, nulls, any kind of WKB."""

import datetime as dt
import io
import struct
import threading
from collections.abc import Callable, Generator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from gis.db import Database
from gis.errors import SigapError
from ingest import binary_rows, ewkb, vector_files
from ingest.ahead import ahead
from tests.db.test_layer_kinds import Send, newest, rows, send  # noqa: F401

GEO = b'{"version": "1.1.0", "primary_column": "geom", "columns": {"geom": {"encoding": "WKB"}}}'
PLACE = shapely.to_wkb(shapely.Point(106.4, -3))


def parquet(**columns: pa.Array) -> bytes:
    """A GeoParquet of these columns; all features lie at one place unless `geom` is among them."""
    count = len(next(iter(columns.values())))
    columns.setdefault("geom", pa.array([PLACE] * count))
    held = io.BytesIO()
    pq.write_table(pa.table(columns).replace_schema_metadata({b"geo": GEO}), held)
    return held.getvalue()


def test_every_type_with_and_without_nulls(database: Database, send: Send) -> None:  # noqa: F811
    moment = dt.datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.UTC)
    day = dt.date(1945, 8, 17)
    content = parquet(
        besar=pa.array([2**63 - 1, None]),
        kecil=pa.array([-3, 4], pa.int16()),
        angka=pa.array([1.5, None]),
        pecahan=pa.array([-0.25, float("inf")], pa.float32()),
        benar=pa.array([True, None]),
        hari=pa.array([day, None]),
        waktu=pa.array([moment, None], pa.timestamp("ns", "UTC")),
        setempat=pa.array([dt.datetime(2026, 3, 1, 7), None], pa.timestamp("ms")),
        nama=pa.array(["Ø \x00nul", None]),
        kosong=pa.array(["", "x" * 100_000]),
        daftar=pa.array([[1, 2], None]),
        sandi=pa.array(["a", "b"]).dictionary_encode(),
    )
    send(content, "x.parquet")
    first, second = rows(database, newest(database))
    kept = [{k: v for k, v in row.items() if not k.startswith("geom")} for row in (first, second)]
    assert kept == [
        {"fid": 1, "besar": 2**63 - 1, "kecil": -3, "angka": 1.5, "pecahan": -0.25, "benar": True}
        | {"hari": day, "waktu": moment, "setempat": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)}
        | {"nama": "Ø nul", "kosong": "", "daftar": "[1, 2]", "sandi": "a"},
        {"fid": 2, "kecil": 4, "pecahan": float("inf"), "kosong": "x" * 100_000, "sandi": "b"}
        | dict.fromkeys(("besar", "angka", "benar", "hari", "waktu", "setempat", "nama", "daftar")),
    ]


def big_endian(geometry: Any) -> bytes:
    return bytes(shapely.to_wkb(geometry, byte_order=0))


def with_measure(geometry: Any) -> bytes:
    x, y = geometry.x, geometry.y
    return struct.pack("<BIddd", 1, 2001, x, y, 7)


def with_srid(geometry: Any) -> bytes:
    return bytes(shapely.to_wkb(shapely.set_srid(geometry, 4326), include_srid=True))


@pytest.mark.parametrize("write", [shapely.to_wkb, big_endian, with_measure, with_srid])
def test_any_kind_of_wkb(
    database: Database,
    send: Send,  # noqa: F811
    write: Callable[[Any], bytes],
) -> None:
    points = [shapely.Point(106.4, -3), None, shapely.Point(106.5, -3.1)]
    held = pa.array([p and write(p) for p in points], pa.binary())
    send(parquet(n=pa.array([1, 2, 3]), geom=held), "x.parquet")
    found = rows(database, newest(database), "fid, n, ST_AsText(geom) AS place, ST_SRID(geom) AS srid")
    assert found == [
        {"fid": 1, "n": 1, "place": "POINT(106.4 -3)", "srid": 4326},
        {"fid": 2, "n": 3, "place": "POINT(106.5 -3.1)", "srid": 4326},
    ]


def test_single_and_multi_side_by_side(database: Database, send: Send) -> None:  # noqa: F811
    shapes = [shapely.box(106, -3, 106.1, -2.9), shapely.MultiPolygon([shapely.box(106.2, -3, 106.3, -2.9)])]
    held = pa.array([shapely.to_wkb(shape) for shape in (*shapes, shapes[0])])
    send(parquet(n=pa.array([1, 2, 3]), geom=held), "x.parquet")
    found = rows(database, newest(database), "ST_AsText(geom) AS shape")
    assert [row["shape"][:12] for row in found] == ["MULTIPOLYGON"] * 3
    assert found[0] == found[2]


def test_changed_geometries_are_written_anew() -> None:
    shape = shapely.box(106, -3, 106.1, -2.9)
    kept = ewkb.of(np.array([shape]), pa.array([shapely.to_wkb(shape)]), multi=True)
    anew = ewkb.of(np.array([shape]), None, multi=True)
    assert kept == anew
    assert shapely.from_wkb(kept[0].as_py()).equals(shape)


def test_a_day_that_the_database_does_not_know_is_refused(send: Send) -> None:  # noqa: F811
    with pytest.raises(SigapError) as refused:
        send(parquet(hari=pa.array([2**31 - 1], pa.int32()).cast(pa.date32())), "x.parquet")
    assert refused.value.code == "nilai"


def test_text_that_is_none_is_refused(send: Send) -> None:  # noqa: F811
    broken = pa.StringArray.from_buffers(1, pa.py_buffer(struct.pack("<ii", 0, 1)), pa.py_buffer(b"\xff"))
    with pytest.raises(SigapError) as refused:
        send(parquet(nama=broken), "x.parquet")
    assert refused.value.code == "layer_tidak_terbaca"


def test_large_geometries_are_dealt_with_in_pieces(
    database: Database,
    send: Send,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vector_files, "PIECE_BYTES", 50)
    send(parquet(n=pa.array(range(11))), "x.parquet")
    found = rows(database, newest(database), "fid, n")
    assert found == [{"fid": n + 1, "n": n} for n in range(11)]


def test_no_row_is_no_bytes() -> None:
    empty = pa.array([], pa.binary())
    assert bytes(binary_rows.packed(1, [(pa.array([], pa.int64()), "bigint")], empty)) == b""


def test_the_next_is_made_while_one_is_used() -> None:
    second = threading.Event()

    def pieces() -> Generator[int, None, None]:
        yield 1
        second.set()
        yield 2

    for piece in ahead(pieces()):
        assert piece == 2 or second.wait(10)


def test_what_making_raises_is_raised_and_all_is_closed() -> None:
    closed = threading.Event()

    def pieces() -> Generator[int, None, None]:
        try:
            yield 1
            raise ZeroDivisionError
        finally:
            closed.set()

    taken: list[int] = []
    with pytest.raises(ZeroDivisionError):
        taken.extend(ahead(pieces()))
    assert closed.is_set()
