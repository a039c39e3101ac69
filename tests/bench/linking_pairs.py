"""How well pairs of reports were linked: precision, recall, and what the pairs are that went wrong."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from tests.bench.stream.said import Said


@dataclass(frozen=True, slots=True)
class Kept:
    """A report of the register and what it truly tells of; `said` None: of nothing that happened."""

    report: UUID
    said: Said | None
    message: str
    submission: int

    @property
    def truth(self) -> int | UUID:
        """The happening, or the report itself where it tells of none: it belongs to no other."""
        return self.said.happening.number if self.said else self.report


Events = Mapping[UUID, UUID]  # report → event
Pair = tuple[Kept, Kept]


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs that belong together, that were put together, and those that are both."""

    true: int
    linked: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall or 1)

    def __add__(self, other: "Score") -> "Score":
        return Score(self.true + other.true, self.linked + other.linked, self.right + other.right)

    def cells(self) -> tuple[str, str, str]:
        """As a table shows them."""
        return f"{self.precision:.4f}", f"{self.recall:.4f}", f"{self.f1:.4f}"


def score(kept: Sequence[Kept], events: Events) -> Score:
    """Of all pairs."""
    true, linked = _pairs(kept, _truth), _pairs(kept, lambda each: events[each.report])
    right = _pairs(kept, lambda each: (each.truth, events[each.report]))
    return Score(true, linked, right)


def _truth(each: Kept) -> int | UUID:
    return each.truth


def _pairs(kept: Iterable[Kept], key: Callable[[Kept], object]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(map(key, kept)).values())


def true_pairs(kept: Iterable[Kept]) -> Iterator[Pair]:
    """All pairs that tell of one happening."""
    together: dict[object, list[Kept]] = defaultdict(list)
    for each in kept:
        together[each.truth].append(each)
    for members in together.values():
        yield from combinations(members, 2)


def wrong_pairs(kept: Iterable[Kept], events: Events) -> Iterator[Pair]:
    """All pairs on one event that tell of different things."""
    together: dict[UUID, list[Kept]] = defaultdict(list)
    for each in kept:
        together[events[each.report]].append(each)
    for members in together.values():
        yield from ((one, other) for one, other in combinations(members, 2) if one.truth != other.truth)


def alike_pairs(kept: Iterable[Kept]) -> Iterator[tuple[str, Pair]]:
    """All pairs of look-alikes that are two, with what makes them alike."""
    groups: dict[int, list[Kept]] = defaultdict(list)
    for each in kept:
        if each.said and each.said.happening.alike:
            groups[each.said.happening.alike].append(each)
    for members in groups.values():
        for one, other in combinations(members, 2):
            if one.truth != other.truth and one.said:
                yield one.said.happening.trap, (one, other)


def kinds(pair: Pair) -> set[str]:
    """What both tellings are, and what is hard about them."""
    told = [each.said for each in pair if each.said]
    return {each.kind for each in told} | {f"· {mark}" for each in told for mark in each.marks}


def trap(pair: Pair) -> str:
    """Which kind of look-alikes a wrongly linked pair is."""
    one, other = (each.said for each in pair)
    if one is None or other is None:
        return "no incident at all"
    if one.happening.alike and one.happening.alike == other.happening.alike:
        return one.happening.trap
    return "met by chance"
