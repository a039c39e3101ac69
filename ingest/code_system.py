"""Whose area codes a file uses, decided once for all of it by names and by where its points lie.

Only codes that mean one area to BPS and another to Kemendagri (1903 and 1905, and all below them) can tell.
A row whose code and name agree in one of the systems speaks for that system; without a name, a point inside
one of the two regencies does. A file that uses both, or gives nothing to decide by, is undecided: then a code
of two meanings is believed only where the name in its own row settles it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gis import codes
from gis.areas import AreaIndex
from ingest import places
from ingest.area_codes import System, dotted

ROWS_LOOKED_AT = 2_000
"""So many rows decide; the others are held to it one by one."""

AGREEING = 0.75
"""The share of speaking rows that must agree."""

Lonlat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose codes a file uses, and how many rows speak for each system."""

    system: System = System.UNKNOWN
    bps: int = 0
    kemendagri: int = 0


UNDECIDED = Verdict()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one row says: its code, the regency's name beside it, its point."""

    code: str
    name: str = ""
    lonlat: Lonlat | None = None


def decide(rows: Iterable[Evidence], index: AreaIndex | None) -> Verdict:
    """The file's system from its rows; `index` tells in which regency a point lies."""
    bps = kemendagri = 0
    for row in rows:
        match _vote(row, index):
            case System.BPS:
                bps += 1
            case System.KEMENDAGRI:
                kemendagri += 1
    most = max(bps, kemendagri)
    if not most:
        return UNDECIDED
    if most < AGREEING * (bps + kemendagri):
        return Verdict(System.UNKNOWN, bps, kemendagri)
    return Verdict(System.BPS if bps == most else System.KEMENDAGRI, bps, kemendagri)


def readings(code: str) -> tuple[codes.Area | None, codes.Area | None]:
    """What the code means to BPS and to Kemendagri."""
    digits = re.sub(r"\D", "", code)
    return codes.areas_by_bps().get(digits), codes.areas().get(dotted(digits) or "")


def is_ambiguous(code: str) -> bool:
    """Whether the code, written without dots, means different areas to the two."""
    bps, kemendagri = readings(code)
    return "." not in code and bps is not None and kemendagri is not None and bps.code != kemendagri.code


def _vote(row: Evidence, index: AreaIndex | None) -> System:
    if not is_ambiguous(row.code):
        return System.UNKNOWN
    meant = {
        _regency(area): system
        for area, system in zip(readings(row.code), (System.BPS, System.KEMENDAGRI), strict=True)
        if area
    }
    if len(meant) < 2:
        return System.UNKNOWN
    if row.name:
        named = places.regency_named(row.name)
        return meant.get(named.code, System.UNKNOWN) if named else System.UNKNOWN
    inside = index.locate(*row.lonlat, 2) if row.lonlat and index else []
    return meant.get(inside[0], System.UNKNOWN) if len(inside) == 1 else System.UNKNOWN


def _regency(area: codes.Area) -> str:
    return area.code[:5]
