"""What a printed sheet shows, as one frozen value: drawing it needs nothing else, and no database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from maps.paper import Paper
from maps.projection import View


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """A polygon of the coverage that the map is drawn from (EPSG:4326); they never overlap by rights.

    Equal only to itself: what is drawn from it can be kept without comparing shapes.
    """

    code: str
    geom: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A name on the map. `dotted`: its area has no polygon, so a point stands for it."""

    code: str
    level: int
    name: str
    lonlat: tuple[float, float]
    inside: bool  # the sheet's area
    dotted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEvent:
    """An event as drawn: `geom` (EPSG:4326) is the area of one known no better than that, else None.

    `rank`: its number on the sheet, 1 the gravest. `when`, `where` and `impact` are words for the list.
    """

    rank: int
    hazard: str
    severity: int
    lonlat: tuple[float, float] | None
    geom: Any = None
    approximate: bool = False
    verified: bool = True
    when: str = ""
    where: str = ""
    impact: str = ""
    areas: tuple[str, ...] = ()  # their codes; none at sea


@dataclass(frozen=True, slots=True, kw_only=True)
class CountShade:
    """A class of counts: from `low` to `high` events, without end where that is None."""

    low: int
    high: int | None
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedArea:
    """An area (EPSG:4326) with the number of its events, written at `lonlat`."""

    geom: Any
    lonlat: tuple[float, float]
    events: int
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """All events of a sheet by area of one level, where they are too many for a sign each.

    `coarse`: how many are known less well than that level, and so stand in the table only.
    """

    level: int
    events: int
    coarse: int
    areas: tuple[CountedArea, ...]
    shades: tuple[CountShade, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The impact table in words: `heads` of the number columns, rows of a name and its cells."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    total: tuple[str, tuple[str, ...]]
    note: str = ""
    corner: str = ""  # head of the names


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSpec:
    """Everything on one sheet. Times are aware; `made_at` is the ledger's moment, never the wall clock."""

    lang: str
    paper: Paper
    view: View
    scope: str  # area code
    scope_name: str
    title: str
    subtitle: str
    moment: str
    period: str
    office: str
    contact: str
    ground: tuple[Ground, ...]
    places: tuple[Place, ...]
    locator: tuple[Ground, ...]
    events: tuple[SheetEvent, ...]
    table: Table
    sentences: tuple[str, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    number: str
    version: str
    code: str
    address: str | None  # where the QR code leads
    made_at: datetime
    indicative: bool
    invented: bool
    listed: int = 0  # how many events the panel lists and the map numbers, gravest first
    internal: bool = False  # holds what the public may not see
    counted: Counted | None = None  # then `events` are only those drawn as signs
