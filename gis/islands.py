"""The island gazetteer as a map: which island lies at a point, how big it is, which ones a text names."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely

from gis import codes
from gis.geo import METRES_PER_DEGREE

_LONGER_THAN_ROUND = 1.5  # islands are not circles: how much farther than the mean radius one may reach
_NAMED = re.compile(r"\b(?:pulau|p\.|pl\.|pulo)\s*((?:[A-Za-z]+\s?){1,3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    islands: Sequence[codes.Island]
    tree: shapely.STRtree
    reach: np.ndarray[Any, Any]  # degrees


@cache
def _gazetteer() -> _Gazetteer:
    small = [island for island in codes.islands().values() if island.regency]
    reach = np.array([radius_m(island) * _LONGER_THAN_ROUND / METRES_PER_DEGREE for island in small])
    return _Gazetteer(small, shapely.STRtree(shapely.points([island.lonlat for island in small])), reach)


def radius_m(island: codes.Island) -> float:
    """Radius of the circle with the island's area, at least 250 m (also where the area is not known)."""
    return max(250.0, math.sqrt((island.area_km2 or 0.0) * 1e6 / math.pi))


def island_at(lon: float, lat: float) -> codes.Island | None:
    """The gazetteer island at the point, None at sea; the two main islands are left out."""
    known = _gazetteer()
    point = shapely.Point(lon, lat)
    near = known.tree.query(point, predicate="dwithin", distance=float(known.reach.max()))
    share = [(math.dist(known.islands[i].lonlat, (lon, lat)) / known.reach[i], int(i)) for i in near]
    away, i = min(share, default=(math.inf, -1))
    return known.islands[i] if away <= 1 else None


@cache
def _by_name() -> dict[str, tuple[codes.Island, ...]]:
    # "Kec. Pulau Besar" is a kecamatan, not the island of that name.
    areas = {codes.name_key(area.name) for area in codes.areas().values()}
    found: dict[str, list[codes.Island]] = {}
    for island in _gazetteer().islands:
        if codes.name_key(island.name) in areas:
            continue
        found.setdefault(codes.name_key(island.name.removeprefix("Pulau ")), []).append(island)
    return {name: tuple(islands) for name, islands in found.items()}


def islands_named(text: str, regencies: Sequence[str] = ()) -> tuple[codes.Island, ...]:
    """The islands (of `regencies`, if given) that `text` names as "Pulau …"; namesakes too."""
    found: dict[str, codes.Island] = {}
    for match in _NAMED.finditer(text):
        for island in _longest_name(match[1].split()):
            if not regencies or island.regency in regencies:
                found[island.code] = island
    return tuple(found.values())


def _longest_name(words: list[str]) -> tuple[codes.Island, ...]:
    for length in range(len(words), 0, -1):
        if islands := _by_name().get(codes.name_key("".join(words[:length]))):
            return islands
    return ()
