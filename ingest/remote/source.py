"""What every kind of source is asked for: a look at it first, then pages, then the whole of them."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from gis.geo import BBox
from gis.remote import RemoteLayer
from ingest.remote import features as reading
from ingest.remote.asking import Answer, Asker
from ingest.remote.features import Feature
from ingest.remote.kept import Page, Step


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look tells. `signal`: changes with every change at the source; None: it does not say.

    `expected`: how many features there are. `steady`: what pages of an earlier start must agree in.
    """

    signal: str | None = None
    expected: int | None = None
    changed_at: datetime | None = None
    steady: str = ""


@dataclass(frozen=True, slots=True)
class Complete:
    """All pages as one file, ready to be loaded."""

    path: Path
    count: int
    digest: str
    twice: int = 0


class Source(ABC):
    """A remote layer of one kind. Its methods raise SigapError where the source is not what it should be."""

    accept: ClassVar[str] = "*/*"
    may_repeat: ClassVar[bool] = False  # two pages, one after the other, may be the same

    def __init__(self, layer: RemoteLayer, asker: Asker) -> None:
        self.layer = layer
        self.asker = asker
        self.host = asker.host
        self.box = BBox.parse(layer.options["bbox"]) if "bbox" in layer.options else None

    @abstractmethod
    def look(self) -> Look:
        """Ask what there is."""

    @abstractmethod
    def first(self) -> Step:
        """What to ask for first."""

    @abstractmethod
    def read(self, answer: Answer, step: Step, so_far: int, place: Path) -> Page:
        """Read an answer and write its page to `place`."""

    @abstractmethod
    def complete(self, pages: list[Path], target: Path) -> Complete:
        """Put the pages together; `target` has no ending yet."""


class FeatureSource(Source):
    """A source of features, in pages."""

    _turn: bool | None = None  # latitude comes first; None: not known yet

    @abstractmethod
    def features(self, answer: Answer, step: Step) -> tuple[list[Feature], "Following"]:
        """The features of an answer in longitude and latitude, and what the answer says of the rest."""

    @abstractmethod
    def following(self, step: Step, found: int, so_far: int, said: "Following") -> Step | None:
        """What comes after a page of `found` features, with which there are `so_far`."""

    def identity(self, feature: Feature) -> Any:
        """What a feature is called at the source; None where it has no name."""
        return feature["id"]

    def read(self, answer: Answer, step: Step, so_far: int, place: Path) -> Page:
        """Read an answer and write its page to `place`."""
        found, said = self.features(answer, step)
        if self._turns(found, place):
            reading.turned(found)
        count = reading.write_page(found, place, self.identity)
        return Page(count, self.following(step, count, so_far + count, said), said.matched)

    def _turns(self, found: list[Feature], place: Path) -> bool:
        if self._turn is None:
            note = place.parent / "sumbu"  # decided once for a fetch, over all its starts
            if note.exists():
                self._turn = note.read_text() == "yx"
            elif found:
                axis = self.layer.options.get("axis")
                self._turn = axis == "yx" if axis else reading.swapped(found, self.host)
                note.write_text("yx" if self._turn else "xy")
        return bool(self._turn)

    def complete(self, pages: list[Path], target: Path) -> Complete:
        """One GeoJSON file of all pages."""
        whole = reading.assemble(pages, target.with_suffix(".geojson"))
        return Complete(whole.path, whole.count, whole.digest, whole.twice)


@dataclass(frozen=True, slots=True)
class Following:
    """What an answer says of the rest: how many in all, its link to the next page, that it is cut short."""

    matched: int | None = None
    link: str | None = None
    exceeded: bool = False


def with_query(url: str, query: dict[str, Any], *, without: tuple[str, ...] = ()) -> str:
    """An address with these parameters in the place of its own of those names; `without`: left out."""
    parts = urlsplit(url)
    gone = {name.lower() for name in (*query, *without)}
    own = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in gone
    ]
    told = [(name, str(value)) for name, value in query.items() if value is not None]
    return parts._replace(query=urlencode([*own, *told]), fragment="").geturl()


def whole_number(value: Any) -> int | None:
    """A count, or None where it is none ("unknown")."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 15:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
