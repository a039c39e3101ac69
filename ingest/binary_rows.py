"""Arrow columns as rows of PostgreSQL's binary COPY, whole batches at once: no Python for a row or a value.

`typed` brings a file's column to one of the six types of a layer's attribute; `packed` lays typed columns and
EWKB side by side as the wire has it: for each field its size (big-endian, -1 for null), then its bytes.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

BEGIN = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
"""What a binary COPY starts with."""
END = b"\xff\xff"
"""What it ends with."""

_NULL = b"\xff\xff\xff\xff"
_DAYS = 10_957  # from 1970, Arrow's zero, to 2000, PostgreSQL's
_ZERO = {"date": (pa.int32(), _DAYS), "timestamptz": (pa.int64(), _DAYS * 86_400_000_000)}
_INSTANT = pa.timestamp("us", "UTC")
_ARROW_TYPES = {
    "bigint": pa.int64(),
    "double precision": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_WIRE = {"bigint": ">i8", "double precision": ">f8", "boolean": "?", "date": ">i4", "timestamptz": ">i8"}


def typed(values: pa.Array, column_type: str) -> pa.Array:
    """A column's values as that PostgreSQL type has them; times that name no zone are WIB.

    pa.ArrowException where a value does not fit.
    """
    if pa.types.is_dictionary(values.type):  # coded values, which GDAL gives with their meaning
        values = values.indices if column_type == "bigint" else values.dictionary_decode()
    if column_type == "text":
        return _text(values)
    if column_type == "timestamptz":
        return _instants(values)
    return values.cast(_ARROW_TYPES[column_type])


def _text(values: pa.Array) -> pa.Array:
    """Text without NUL, which PostgreSQL cannot hold; what is no text is written as Python writes it."""
    if not pa.types.is_string(values.type):
        values = pa.array([None if v is None else str(v) for v in values.to_pylist()], pa.string())
    values.validate(full=True)  # that it is UTF-8
    return pc.replace_substring(values, "\x00", "")


def _instants(values: pa.Array) -> pa.Array:
    if values.type.tz is None:
        values = pc.assume_timezone(values, "Asia/Jakarta", ambiguous="earliest", nonexistent="earliest")
    return values.cast(_INSTANT, safe=False)


def packed(first_fid: int, columns: Sequence[tuple[pa.Array, str]], ewkb: pa.Array) -> memoryview:
    """Rows of fid (counted from `first_fid`), attributes (typed, with their type), geometry (never null)."""
    count = len(ewkb)
    head = np.empty(count, [("fields", ">i2"), ("size", ">i4"), ("fid", ">i8")])
    head["fields"], head["size"] = len(columns) + 2, 8
    head["fid"] = np.arange(first_fid, first_fid + count)
    fields = [part for values, kind in columns for part in _field(values, kind)]
    rows = pc.binary_join_element_wise(each_of(head), *fields, *_sized(ewkb), b"")
    offsets = _offsets(rows)
    return memoryview(rows.buffers()[2])[offsets[0] : offsets[-1]]


def each_of(records: Any) -> pa.Array:
    """An array of fixed-size numpy records (or rows of bytes) as Arrow binary, a value for each."""
    width = records.dtype.itemsize * int(np.prod(records.shape[1:]))
    body = pa.py_buffer(np.ascontiguousarray(records))
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), len(records), [None, body]).cast(
        pa.binary()
    )


def heads_of(values: pa.Array, width: int) -> Any:
    """The first `width` bytes of every value, (n, width) of uint8. None may be null or shorter."""
    data = np.frombuffer(values.buffers()[2], np.uint8)
    return data[_offsets(values)[:-1, None] + np.arange(width)]


def _offsets(values: pa.Array) -> Any:
    return np.frombuffer(values.buffers()[1], np.int32)[values.offset : values.offset + len(values) + 1]


def _field(values: pa.Array, kind: str) -> tuple[pa.Array, ...]:
    if kind == "text":
        return _sized(values.cast(pa.binary()))
    whole = np.empty(len(values), [("size", ">i4"), ("value", _WIRE[kind])])
    whole["size"] = whole.dtype["value"].itemsize
    whole["value"] = _numbers(values, kind)
    made = each_of(whole)
    return (
        pc.if_else(values.is_valid(), made, pa.scalar(_NULL, pa.binary())) if values.null_count else made,
    )


def _numbers(values: pa.Array, kind: str) -> Any:
    """The values as numpy numbers, times from PostgreSQL's zero on; anything where there is none."""
    if kind in _ZERO:
        counted, zero = _ZERO[kind]
        return values.cast(counted).fill_null(0).to_numpy() - zero
    return values.fill_null(False if kind == "boolean" else 0).to_numpy(zero_copy_only=False)


def _sized(values: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Bytes of any length: their sizes, then themselves."""
    sizes = pc.binary_length(values).fill_null(-1).to_numpy()
    return each_of(sizes.astype(">i4")), values.fill_null(b"")
