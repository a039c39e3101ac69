"""How near two reports' places are, by the areas they name and the spots they give, each at its precision."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import shapely

from gis import codes
from gis.areas import AreaIndex
from gis.geo import METRES_PER_DEGREE
from ingest.link_told import Told, regency_of

NEAR_VILLAGES_M = 4_000.0
"""Villages this near to each other are neighbours."""

NEAR_BORDER_M = 1_000.0
"""Districts this near touch: boundaries of an indicative edition are off by about so much."""

_KEPT_PAIRS = 100_000
_MOST_COMPARED = 30  # areas of one report: a flood of a whole regency names dozens


@dataclass(frozen=True, slots=True)
class Nearness:
    """How two sets of areas stand to each other.

    `relation`: the closest found. `share`: of the shorter list, what both name. `apart_m`: between villages.
    """

    relation: str  # desa, kecamatan, dalam_kecamatan, kabupaten, dalam_kabupaten, provinsi, tetangga …
    share: float = 0.0
    apart_m: float = math.inf


class Ground:
    """An edition's areas with the distances between them, each asked for once. Not for two threads."""

    def __init__(self, index: AreaIndex) -> None:
        self._index = index
        self._touching = lru_cache(_KEPT_PAIRS)(self._are_touching)
        self._around = lru_cache(_KEPT_PAIRS)(self._regencies_around)
        self._nearness = lru_cache(_KEPT_PAIRS)(self._nearness_of)

    def nearness(self, one: Told, other: Told) -> Nearness:
        """How near the areas of two reports are."""
        return self._nearness(one.areas[:_MOST_COMPARED], other.areas[:_MOST_COMPARED])

    def regencies_around(self, regency: str) -> tuple[str, ...]:
        """A regency, those whose border it shares, and the province; all of them for the province."""
        return self._around(regency)

    def _regencies_around(self, regency: str) -> tuple[str, ...]:
        others = [code for code in self._index.areas if codes.level_of(code) == 2]
        if codes.level_of(regency) == 1:
            return (*others, regency)
        near = [code for code in others if code == regency or self._touching(*sorted((code, regency)))]
        return (*near, "19")

    def _nearness_of(self, one: Sequence[str], other: Sequence[str]) -> Nearness:
        mine, theirs = ([code for code in codes_ if code in self._index.areas] for codes_ in (one, other))
        if not mine or not theirs:
            return Nearness("tidak_tahu")
        shared = {*mine} & {*theirs}
        if shared:
            finest = max(map(codes.level_of, shared))
            share = len(shared) / min(len({*mine}), len({*theirs}))
            return Nearness(("provinsi", "kabupaten", "kecamatan", "desa")[finest - 1], share)
        holding = max((_holding(a, b) for a in mine for b in theirs), default=0)
        if holding:
            return Nearness(("dalam_provinsi", "dalam_kabupaten", "dalam_kecamatan")[holding - 1])
        return self._beside(mine, theirs)

    def _beside(self, mine: Sequence[str], theirs: Sequence[str]) -> Nearness:
        apart_m = min(self._apart_m(a, b) for a in mine for b in theirs)
        across = regency_of(mine) != regency_of(theirs)
        districts = {_upto(code, 3) for code in mine} & {_upto(code, 3) for code in theirs}
        if districts and all(code.count(".") > 1 for code in districts):
            return Nearness("desa_lain", apart_m=apart_m)
        if self._touch(mine, theirs):
            return Nearness("seberang_batas" if across else "kecamatan_tetangga", apart_m=apart_m)
        return Nearness("kabupaten_lain" if across else "kecamatan_lain", apart_m=apart_m)

    def _touch(self, mine: Sequence[str], theirs: Sequence[str]) -> bool:
        pairs = {tuple(sorted((_upto(a, 3), _upto(b, 3)))) for a in mine for b in theirs}
        return any(self._touching(*pair) for pair in pairs)

    def _are_touching(self, one: str, other: str) -> bool:
        shapes = [self._index.geometry(code) if code in self._index.areas else None for code in (one, other)]
        if shapes[0] is None or shapes[1] is None:
            return False
        return bool(shapely.dwithin(shapes[0], shapes[1], NEAR_BORDER_M / METRES_PER_DEGREE))

    def _apart_m(self, one: str, other: str) -> float:
        if codes.level_of(one) < 4 or codes.level_of(other) < 4:
            return math.inf
        return metres(self._index.point(one), self._index.point(other))


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance between two points, good enough within a province."""
    return math.dist(one, other) * METRES_PER_DEGREE


def _holding(one: str, other: str) -> int:
    """The level of the one that holds the other; 0 where neither does."""
    shorter, longer = sorted((one, other), key=len)
    return codes.level_of(shorter) if longer.startswith(f"{shorter}.") else 0


def _upto(code: str, level: int) -> str:
    return ".".join(code.split(".")[:level])
