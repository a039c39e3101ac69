"""Greedy placing of names and signs on paper: nothing overlaps, what finds no room is left out.

Positions are tried in a fixed order and boxes are kept in one array, so that a frame of 300 names takes a few
hundredths of a second and always comes out the same.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from maps import fonts
from maps.projection import Array
from maps.svg import MM, PT

Positions = tuple[tuple[float, float], ...]
"""Where a label's middle goes, in halves of its own width and height from its point."""

_TURNS = tuple(math.pi * n / 8 for n in range(16))

CENTRE_FIRST: Positions = ((0, 0), (0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))
"""Nine positions of an area's name: on its point, then around it."""

ROUND_ABOUT: Positions = (
    *CENTRE_FIRST,
    (0, -2.8), (0, 2.8), (0.8, -2.8), (-0.8, -2.8), (0.8, 2.8), (-0.8, 2.8), (0, -4.6), (0, 4.6),
    (1.7, 0), (-1.7, 0), (1.7, -1.5), (-1.7, -1.5), (1.7, 1.5), (-1.7, 1.5),
)  # fmt: skip
"""The same and farther up and down: for names of wide areas, which may stand anywhere in them."""

FAR_AROUND: Positions = (
    *ROUND_ABOUT,
    *((1.3 * reach * math.sin(turn), -4 * reach * math.cos(turn)) for reach in (1, 2, 3) for turn in _TURNS),
)
"""The same and up to some 25 mm away: for the names of regencies among many signs."""

ASIDE_FIRST: Positions = ((1, -1), (1, 0), (1, 1), (-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1))
"""Eight positions of a sign's number: upper right first."""

_ASCENT_EM, _DESCENT_EM = 0.74, 0.2
_FIRST_ROOM = 256


class Rect(NamedTuple):
    """A box in grid steps, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> "Rect":
        """The box of that size centred on a point."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words in one size of type. `spacing_em`: extra space between letters."""

    words: str
    size_pt: float
    style: str = "Regular"
    spacing_em: float = 0.0

    @property
    def width(self) -> float:
        """Width in grid steps."""
        em = fonts.width_em(self.words, self.style) + self.spacing_em * (len(self.words) - 1)
        return em * self.size_pt * PT

    @property
    def height(self) -> float:
        """Height in grid steps, from the tallest letter to the deepest."""
        return (_ASCENT_EM + _DESCENT_EM) * self.size_pt * PT

    def baseline(self, box: Rect) -> tuple[float, float]:
        """Where the middle of the text's baseline goes in its box."""
        return (box.left + box.right) / 2, box.top + _ASCENT_EM * self.size_pt * PT


class Placer:
    """The room that is left in a frame of that many grid steps."""

    def __init__(self, width: float, height: float, *, edge_mm: float = 0.6) -> None:
        edge = edge_mm * MM
        self.inner = Rect(edge, edge, width - edge, height - edge)
        self._boxes = np.empty((_FIRST_ROOM, 4))
        self._n = 0

    def free(self, box: Rect, *, gap: float = 0.0) -> bool:
        """Whether the box lies in the frame and touches nothing placed so far."""
        inner = self.inner
        if not (inner.left <= box.left and box.right <= inner.right):
            return False
        if not (inner.top <= box.top and box.bottom <= inner.bottom):
            return False
        taken = self._boxes[: self._n]
        return not bool(
            (
                (taken[:, 0] < box.right + gap)
                & (taken[:, 2] > box.left - gap)
                & (taken[:, 1] < box.bottom + gap)
                & (taken[:, 3] > box.top - gap)
            ).any()
        )

    def inside(self, x: float, y: float) -> bool:
        """Whether a point lies in the frame."""
        return self.inner.left <= x <= self.inner.right and self.inner.top <= y <= self.inner.bottom

    def take(self, box: Rect) -> None:
        """Mark the box as used."""
        if self._n == len(self._boxes):
            self._boxes = np.concatenate((self._boxes, np.empty_like(self._boxes)))
        self._boxes[self._n] = box
        self._n += 1

    def place(
        self,
        x: float,
        y: float,
        label: Label,
        *,
        clear: float = 0.0,
        positions: Positions = CENTRE_FIRST,
        gap: float = 0.15 * MM,
    ) -> Rect | None:
        """The first free box for a label at or around a point, taken; `clear` keeps off a sign that big."""
        for box in _boxes_around(x, y, label.width, label.height, clear, positions):
            if self.free(box, gap=gap):
                self.take(box)
                return box
        return None


def _boxes_around(
    x: float, y: float, width: float, height: float, clear: float, positions: Positions
) -> list[Rect]:
    diagonal = clear * math.sqrt(0.5)
    boxes = []
    for right, down in positions:
        reach = diagonal if right and down else clear
        boxes.append(
            Rect.around(x + right * (width / 2 + reach), y + down * (height / 2 + reach), width, height)
        )
    return boxes


def spiral(step: float, *, rings: int = 3) -> Array:
    """Offsets around a point, nearest first: 8 at one step, 16 at two, 24 at three."""
    offsets = [
        (step * ring * math.sin(turn), -step * ring * math.cos(turn))
        for ring in range(1, rings + 1)
        for turn in (math.pi * (2 * n + 1) / (8 * ring) for n in range(8 * ring))
    ]
    return np.array(offsets)
