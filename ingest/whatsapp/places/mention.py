"""One place that a text names."""

from collections.abc import Iterable
from dataclasses import dataclass

from gis.codes import Area, name_key
from gis.report import Span
from ingest.places import finest
from ingest.whatsapp.places.gazetteer import LONE


@dataclass(slots=True, unsafe_hash=True)  # never changed: freezing would cost as much as reading
class Mention:
    """A place named in the text. `level` as its label says, 0 without one; `code` None while unknown."""

    span: Span
    name: str
    level: int
    role: str  # place, agency, home, dateline, near (of a market or harbour)
    candidates: tuple[Area, ...]
    listed: bool = False  # follows another in a list and shares its label
    code: str | None = None
    guessed: bool = False
    told_apart: bool = False  # fills the cell of a table, or heads a line before its count
    start: int = -1  # where its label begins, for what is masked

    @property
    def whole(self) -> Span:
        """The name with its label."""
        return (self.start if self.start >= 0 else self.span[0]), self.span[1]

    def coded(self, code: str | None, *, guessed: bool = False) -> "Mention":
        """The same place with its code."""
        known = self.span, self.name, self.level, self.role, self.candidates, self.listed
        return Mention(*known, code, guessed or self.guessed, self.told_apart, self.start)

    @property
    def is_foreign(self) -> bool:
        """Whether no list of this province holds the name."""
        return self.level > 0 and not self.candidates


def is_lone(mention: Mention) -> bool:
    """Whether it is a bare "Bangka" or "Belitung": as likely the island."""
    return not mention.level and name_key(mention.name) in LONE


def event_areas(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The codes of the event's places, finest per branch."""
    return finest(m.code for m in mentions if m.code and m.role == "place")
