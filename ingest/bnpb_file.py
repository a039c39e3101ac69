"""What a file of BNPB's sheet says as a whole: whose codes it uses, and which points stand for regencies.

BNPB's table often holds the middle of the regency where nobody gave a point. Its middle is not quite ours, so
a point near it is not taken for the spot, nor is one that several rows of a regency share.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from gis.areas import AreaIndex
from gis.geo import METRES_PER_DEGREE
from ingest import cells, code_system
from ingest.code_system import UNDECIDED, Evidence, Lonlat, Verdict
from ingest.coordinates import read_degrees
from ingest.table import Row, Table

SHARED_BY = 3
"""So many rows at one point, telling of different villages, do not tell a spot."""

CENTRE_M = 1_500.0
"""So near to the middle of a regency a point of this sheet is BNPB's own middle of it."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What all rows of a file are held to."""

    codes: Verdict = UNDECIDED
    shared: frozenset[Lonlat] = frozenset()
    centres: tuple[Lonlat, ...] = ()

    def stands_for_area(self, lonlat: Lonlat) -> bool:
        """Whether the point is where the table puts what it has no point for."""
        return lonlat in self.shared or any(_metres(lonlat, centre) <= CENTRE_M for centre in self.centres)


NO_FACTS = FileFacts()


def facts_of(tables: Sequence[Table], index: AreaIndex | None) -> FileFacts:
    """Looks at the first rows of the tables; they are read anew afterwards."""
    looked_at = list(islice(_looked_at(tables), code_system.ROWS_LOOKED_AT))
    return FileFacts(
        codes=code_system.decide((evidence for evidence, _ in looked_at), index),
        shared=_shared(looked_at),
        centres=_centres(index) if index else (),
    )


def _looked_at(tables: Iterable[Table]) -> Iterator[tuple[Evidence, str]]:
    """Each row's evidence, and the places it names."""
    for table in tables:
        at = {
            name: table.position(name)
            for name in ("id_kab", "kabkot", "longitude", "latitude", "lokasi", "desa")
        }
        for row in table.rows():
            code, name, place, village = (_words(row, at[n]) for n in ("id_kab", "kabkot", "lokasi", "desa"))
            lonlat = _lonlat(row, at["longitude"], at["latitude"])
            yield Evidence(code, name, lonlat), f"{place}\n{village}"


def _words(row: Row, position: int | None) -> str:
    return "" if position is None else cells.words(row.at(position))


def _lonlat(row: Row, lon_at: int | None, lat_at: int | None) -> Lonlat | None:
    if lon_at is None or lat_at is None:
        return None
    try:
        lon, lat = (cells.coordinate(row, position, read_degrees) for position in (lon_at, lat_at))
    except cells.BadCell:
        return None
    return (lon, lat) if lon and lat else None


def _shared(rows: Iterable[tuple[Evidence, str]]) -> frozenset[Lonlat]:
    told = {(row.lonlat, row.code or row.name, place) for row, place in rows if row.lonlat}
    shared = Counter((lonlat, regency) for lonlat, regency, _ in told)
    return frozenset(lonlat for (lonlat, _), times in shared.items() if times >= SHARED_BY)


def _centres(index: AreaIndex) -> tuple[Lonlat, ...]:
    """The middles of the regencies: centre of the polygon's mass."""
    shapes = (index.geometry(code) for code, area in index.areas.items() if area.level == 2)
    return tuple((shape.centroid.x, shape.centroid.y) for shape in shapes if shape is not None)


def _metres(one: Lonlat, other: Lonlat) -> float:
    return math.dist(one, other) * METRES_PER_DEGREE
