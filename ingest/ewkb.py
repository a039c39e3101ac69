"""EWKB in EPSG:4326 for whole batches: the file's own WKB with another head, wherever nothing was changed."""

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from ingest import wkb as bytes_of
from ingest.binary_rows import each_of, heads_of

_HEAD = 5  # byte order, type (its last byte has the flags)
_END = 2**31 - 1  # said, since Arrow miscounts a slice without an end
_SINGLE = (1, 2, 3)  # Point, LineString, Polygon in WKB's numbering
_SRID_FLAG, _TO_MULTI = 0x20, 3
_TAIL = np.frombuffer(struct.pack("<II", 4326, 1), np.uint8)  # the SRID, and the count of a multi's parts


def of(
    geometries: Any, unchanged: pa.Array | None, *, multi: bool, measures: Sequence[Any] | None = None
) -> pa.Array:
    """EWKB of each geometry; with `multi` single ones become multi of one.

    `unchanged`: their WKB as the file had it, where it still says the same. `measures`: of each one's points.
    """
    if measures is not None or unchanged is None or not _is_plain(unchanged):
        bodies = shapely.to_wkb(geometries, flavor="extended", byte_order=1)
        if measures is not None:
            bodies = [bytes_of.measured(*each) for each in zip(bodies, measures, strict=True)]
        unchanged = pa.array(bodies, pa.binary())
    heads = heads_of(unchanged, _HEAD)
    alone = np.isin(heads[:, 1], _SINGLE) & multi
    heads[:, 1] += _TO_MULTI * alone.astype(np.uint8)
    heads[:, 4] |= _SRID_FLAG
    return _joined(heads, alone, unchanged)


def _is_plain(wkb: pa.Array) -> bool:
    """Whether all is little-endian, two-dimensional, without an SRID, and of a kind that PostGIS has."""
    heads = heads_of(wkb, _HEAD)
    return bool((heads[:, 0] == 1).all() and ((heads[:, 1] - 1) < 7).all() and not heads[:, 2:].any())


def _joined(heads: Any, alone: Any, wkb: pa.Array) -> pa.Array:
    """New heads before the whole of single geometries (a multi's only part), before the rest of others."""
    long = np.hstack([heads, np.broadcast_to(_TAIL, (len(heads), 8))])
    if alone.all():
        return pc.binary_join_element_wise(each_of(long), wkb, b"")
    short, rest = each_of(long[:, : _HEAD + 4]), pc.binary_slice(wkb, _HEAD, _END)
    if alone.any():
        single = pa.array(alone)
        short, rest = pc.if_else(single, each_of(long), short), pc.if_else(single, wkb, rest)
    return pc.binary_join_element_wise(short, rest, b"")
