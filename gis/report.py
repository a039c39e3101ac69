"""The values a report is made of, frozen: what ingest produces and the register keeps.

Nothing here knows a file format or a database. Times are aware datetimes; coordinates are
`(lon, lat)` in WGS 84 degrees (EPSG:4326); area codes are Kemendagri dotted codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple, Self
from uuid import UUID

Span = tuple[int, int]
"""Half-open range of code points in the decoded original text."""


class State(StrEnum):
    """What kind of answer a figure is (design rule: blank is not zero)."""

    NUMBER = "angka"
    NIL = "nihil"  # 0, said in words
    DASH = "strip"  # "-": reads as 0, its token kept
    COUNTING = "pendataan"  # null: being counted
    BLANK = "kosong"  # null: nothing filled in, or a form's default


class Precision(StrEnum):
    """How exactly a place is known, finest first."""

    SPOT = "titik"
    HAMLET = "dusun"
    VILLAGE = "desa"
    DISTRICT = "kecamatan"
    REGENCY = "kabupaten"
    SEA = "laut"


class Severity(StrEnum):
    """How much a finding should worry the reader."""

    INFO = "info"
    WARNING = "peringatan"
    ERROR = "galat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """When it happened: the half-open range [start, end), aware, with the precision it was told in.

    `precision` is `menit`, `jam`, `hari`, `bulan` or `tahun`. A bare date is that WIB day.
    """

    start: datetime
    end: datetime
    precision: str

    @classmethod
    def day(cls, start: datetime) -> Self:
        """The whole day that begins at `start`."""
        return cls(start=start, end=start + timedelta(days=1), precision="hari")

    @classmethod
    def minute(cls, start: datetime) -> Self:
        """The minute that begins at `start`."""
        return cls(start=start, end=start + timedelta(minutes=1), precision="menit")


class Figure(NamedTuple):
    """One number (or its absence) that a report states for one area.

    A tuple: a large sheet has a million of them, and a tuple is made and pickled in a third of the time.
    """

    kind: str  # slug of data/codes/figures.csv
    value: float | None
    state: State
    area: str | None = None  # the smallest area holding all it speaks of; None: the report's own
    areas: tuple[str, ...] = ()  # those named, when more than one
    unit: str = ""
    raw: str = ""  # the words or cell as written
    valid_at: datetime | None = None  # None: not said; the register takes received_at and marks it
    approx: bool = False
    part_of: int | None = None  # position of its total in the report's figures
    span: Span | None = None
    confidence: float = 1.0
    cell: str | None = None  # "Sheet1!Q12"

    def in_cell(self, cell: str) -> "Figure":
        """The same, read from that cell."""
        return Figure._make((*self[:-1], cell))


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where it happened, and how well that is known."""

    areas: tuple[str, ...]  # codes of all areas named, finest level found; () at sea
    lonlat: tuple[float, float] | None  # the stated or derived point
    precision: Precision
    uncertainty_m: float
    method: str  # `koordinat`, `nama`, `kode`, `tautan`, `pulau`
    approximate: bool = False  # `perkiraan`: placed only by indicative areas
    edition: int = 0  # id of the area edition that it was found by; 0: the one in force


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a clerk should look at. It never drops a report by itself."""

    code: str
    severity: Severity
    id_text: str
    en_text: str
    field: str = ""

    @classmethod
    def of_dict(cls, told: Mapping[str, str]) -> Self:
        """The finding that `as_dict` was made of."""
        return cls(
            code=told["code"],
            severity=Severity(told["severity"]),
            id_text=told["id"],
            en_text=told["en"],
            field=told["field"],
        )

    def as_dict(self) -> dict[str, str]:
        """Plain JSON form."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "id": self.id_text,
            "en": self.en_text,
            "field": self.field,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """The row of a table that a report or rejection was read from."""

    sheet: str
    number: int
    names: tuple[str, ...]  # the sheet's header
    cells: bytes  # as `gis.sheetcells.encode` stores them
    fingerprint: str  # digest of what its cells say, however they are shown
    identity: str  # digest of what stays when a row is corrected: its kib, or date, hazard and place
    day: date | None = None  # when it happened, where the cells say
    signed: tuple[tuple[str, str], ...] = ()  # level and cell of the flags that the row came with


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One incident as one sender told it."""

    ordinal: int  # position in its submission, from 0
    hazard: str  # slug of data/codes/hazards.csv
    other_hazards: tuple[str, ...] = ()
    occurrence: Occurrence | None = None
    valid_at: datetime | None = None  # the moment its figures speak of, where said
    agency: str | None = None  # the source as written, unabbreviated where known
    kib: str | None = None  # BNPB's event code as written
    is_update: bool = False
    area_codes: tuple[str, ...] = ()  # areas named, any level, finest per branch
    lonlat: tuple[float, float] | None = None  # coordinates as stated
    coordinate_method: str = "koordinat"  # how `lonlat` was stated: `koordinat` or `tautan`
    location: Location | None = None  # filled by ingest.locate
    figures: tuple[Figure, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)  # kronologis, lokasi, sumber …: never public
    personal: tuple[dict[str, Any], ...] = ()  # {"kind", "span"|"cell", "value"}
    findings: tuple[Finding, ...] = ()
    confidence: float = 1.0
    place: str = ""  # "Sheet1 baris 12", or "teks 1": how a person finds it in the original
    sent_at: datetime | None = None  # of a message in a chat; None: when its submission came in
    row: SheetRow | None = None  # where it was read from a table
    replaces: UUID | None = None  # the report of the same row before it was corrected and sent again

    def evolve(self, **changes: Any) -> "Report":
        """A copy with `changes`."""
        # dataclasses.replace takes six times as long, and each row of a sheet is copied three times.
        copy: Report = object.__new__(Report)
        copy.__setstate__(self.__getstate__())  # type: ignore[attr-defined]
        for name, value in changes.items():
            if name not in _REPORT_FIELDS:
                raise TypeError(f"Report has no {name}")
            object.__setattr__(copy, name, value)
        return copy


_REPORT_FIELDS = frozenset(each.name for each in fields(Report))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A row or text that was not taken, and why."""

    ordinal: int
    place: str  # "Sheet1 baris 12"
    code: str  # stable slug: `tanggal_mustahil`, `koordinat_mustahil` …
    id_text: str
    en_text: str
    column: str = ""
    value: str = ""
    row: SheetRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """A row that came in before and has not changed since: nothing to take in."""

    ordinal: int
    place: str
    report: UUID  # what it became when it came in


@dataclass(frozen=True, slots=True, kw_only=True)
class Nil:
    """A report that nothing happened ("aman terkendali"): an answer, not silence."""

    agency: str | None
    areas: tuple[str, ...]
    valid_at: datetime | None


def _quickly_pickled(kind: type[Any]) -> None:
    """Let values of `kind` be pickled by their slots, in two thirds of the time that dataclasses take.

    Rows of a large sheet go from the process that reads them to the one that writes them.
    """
    names = [each.name for each in fields(kind)]
    put = [getattr(kind, name).__set__ for name in names]
    state = attrgetter(*names)

    def fill(self: object, values: tuple[Any, ...]) -> None:
        for put_one, value in zip(put, values, strict=True):
            put_one(self, value)

    def taken(self: object) -> tuple[Any, ...]:
        values: tuple[Any, ...] = state(self)
        return values

    for name, function in (("__getstate__", taken), ("__setstate__", fill)):
        setattr(kind, name, function)


for _kind in (Occurrence, Location, Finding, SheetRow, Report, Rejection, Same, Nil):
    _quickly_pickled(_kind)
