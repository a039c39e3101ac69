"""What an export is asked for, and what it says of itself: every cell that is not as it came."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from gis.ledger import Moment
from gis.sheetcells import Value

Mask = Callable[[str], str]
"""Hides telephone numbers, identity numbers and names in a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows, as known when, and for whose eyes.

    `period`: first and last day, WIB. `area`: dotted code; with None, rows of other provinces that came in a
    sheet are there too. `lossless`: free text as it came; else it is left out, and `mask` goes over the rest.
    `kinds`: the only figures that may be in it; None: all.
    """

    moment: Moment
    period: tuple[date | None, date | None] = (None, None)
    area: str | None = None
    lossless: bool = False
    kinds: frozenset[str] | None = None
    mask: Mask = str

    def reads(self, kind: str) -> bool:
        """Whether figures of that kind may be in it."""
        return self.kinds is None or kind in self.kinds

    def values(self) -> dict[str, object]:
        """As parameters of the statements."""
        start, end = self.period
        return {"seq": self.moment.seq, "start": start, "end": end, "area": self.area}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A cell that is not as it came, or a row that was not taken. `row`: its number in the export, from 2."""

    kind: str  # perbaikan | koreksi | pengesahan | tidak_dimuat | dihapus
    row: int
    column: str
    before: Value
    after: Value
    why: str
    plain: str | None = None  # `why` without what an officer wrote, where that is in it

    def as_dict(self) -> dict[str, object]:
        """Plain JSON form."""
        before, after = (
            v if isinstance(v, str | int | float | None) else str(v) for v in (self.before, self.after)
        )
        return {
            "kind": self.kind,
            "row": self.row,
            "column": self.column,
            "before": before,
            "after": after,
            "why": self.why,
        }


@dataclass(slots=True)
class Written:
    """What became of an export, filled while its rows are taken."""

    columns: tuple[str, ...]
    rows: int = 0
    from_sheets: int = 0
    redacted: int = 0  # cells
    changes: list[Change] = field(default_factory=list)
    reports: list[UUID] = field(default_factory=list)
