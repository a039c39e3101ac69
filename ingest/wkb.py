"""WKB taken apart and put together again, for what GEOS does not read: curves, open rings, measures to come.

Both flavours are read, ISO's and PostGIS' with its flags; the latter is written, little-endian, without an
SRID. ValueError where the bytes are cut off or nest too deep.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

POINT, LINE, POLYGON, MULTIPOINT, MULTILINE, MULTIPOLYGON, COLLECTION = range(1, 8)
ARCS, COMPOUND, CURVED_POLYGON, MULTICURVE, MULTISURFACE = range(8, 13)
SURFACE, TIN, TRIANGLE = 15, 16, 17
_SEQUENCES, _RINGED = (LINE, ARCS), (POLYGON, TRIANGLE)
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000
_DEEPEST = 16


@dataclass(slots=True)
class Shape:
    """A geometry: `points` (n, ordinates) of a point, line or arcs, `rings` of a polygon, else `parts`."""

    kind: int
    z: bool
    m: bool
    points: Any = None
    rings: list[Any] = field(default_factory=list)
    parts: list["Shape"] = field(default_factory=list)


def read(wkb: bytes) -> Shape:
    """The geometry that the bytes tell of."""
    try:
        return _Reader(wkb).shape(0)
    except struct.error as error:
        raise ValueError("WKB is cut off") from error


@dataclass(slots=True)
class _Reader:
    """Where in the bytes we are."""

    held: bytes
    at: int = 0

    def shape(self, depth: int) -> Shape:
        """The geometry that begins here."""
        if depth > _DEEPEST:
            raise ValueError(f"nested deeper than {_DEEPEST}")
        order = "<" if self._take("<B") else ">"
        code = self._take(f"{order}I")
        if code & _SRID:
            self._take(f"{order}I")
        iso, kind = divmod(code & 0x1FFFFFFF, 1000)
        made = Shape(kind, bool(code & _Z) or iso in (1, 3), bool(code & _M) or iso in (2, 3))
        width = 2 + made.z + made.m
        if kind == POINT:
            made.points = self._sequence(order, width, 1)
        elif kind in _SEQUENCES:
            made.points = self._sequence(order, width, self._take(f"{order}I"))
        elif kind in _RINGED:
            made.rings = [
                self._sequence(order, width, self._take(f"{order}I")) for _ in range(self._take(f"{order}I"))
            ]
        elif kind <= MULTISURFACE or kind in (SURFACE, TIN):
            made.parts = [self.shape(depth + 1) for _ in range(self._take(f"{order}I"))]
        else:
            raise ValueError(f"unknown kind of geometry {kind}")
        return made

    def _take(self, form: str) -> int:
        (value,) = struct.unpack_from(form, self.held, self.at)
        self.at += struct.calcsize(form)
        return int(value)

    def _sequence(self, order: str, width: int, count: int) -> Any:
        if count * width * 8 > len(self.held) - self.at:  # before any memory is taken for it
            raise ValueError("WKB is cut off")
        flat = np.frombuffer(self.held, f"{order}f8", count * width, self.at)
        self.at += count * width * 8
        return flat.astype("<f8").reshape(count, width)


def write(shape: Shape) -> bytes:
    """The geometry as WKB with PostGIS' flags."""
    return b"".join(_written(shape))


def _written(shape: Shape) -> Iterator[bytes]:
    yield struct.pack("<BI", 1, shape.kind | _Z * shape.z | _M * shape.m)
    if shape.kind == POINT:
        yield shape.points.tobytes()
    elif shape.kind in _SEQUENCES:
        yield from _counted(shape.points)
    elif shape.kind in _RINGED:
        yield struct.pack("<I", len(shape.rings))
        for ring in shape.rings:
            yield from _counted(ring)
    else:
        yield struct.pack("<I", len(shape.parts))
        for part in shape.parts:
            yield from _written(part)


def _counted(points: Any) -> tuple[bytes, bytes]:
    return struct.pack("<I", len(points)), points.tobytes()


def measured(wkb: bytes, measures: Any) -> bytes:
    """WKB without measures, given one for each of its points in their order."""
    return write(_measured(read(wkb), iter(measures)))


def _measured(shape: Shape, measures: Iterator[float]) -> Shape:
    def with_measure(points: Any) -> Any:
        return np.column_stack([points, [next(measures, np.nan) for _ in points]])

    return replace(
        shape,
        m=True,
        points=None if shape.points is None else with_measure(shape.points),
        rings=[with_measure(ring) for ring in shape.rings],
        parts=[_measured(part, measures) for part in shape.parts],
    )


def without_empty(shape: Shape) -> Shape:
    """The geometry without rings that have no points, and without parts that have none left."""
    rings = [ring for ring in shape.rings if len(ring)] if shape.rings and len(shape.rings[0]) else []
    parts = [without_empty(part) for part in shape.parts]
    kept = [part for part in parts if part.points is not None or part.rings or part.parts]
    return replace(shape, rings=rings, parts=kept)


def closed(shape: Shape) -> tuple[Shape, list[tuple[float, float]]]:
    """The geometry with every ring closed, and where those begin that were not."""
    opened: list[tuple[float, float]] = []

    def closing(ring: Any) -> Any:
        if not len(ring):
            return ring
        if not np.array_equal(ring[0, :2], ring[-1, :2]):
            opened.append((float(ring[0, 0]), float(ring[0, 1])))
            ring = np.vstack([ring, ring[:1]])
        missing = max(0, 4 - len(ring))  # a ring of fewer points encloses nothing: its repair will drop it
        return np.vstack([ring, *[ring[-1:]] * missing])

    def each(inner: Shape) -> Shape:
        return replace(
            inner, rings=[closing(r) for r in inner.rings], parts=[each(part) for part in inner.parts]
        )

    return each(shape), opened
