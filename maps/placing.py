"""Where the signs of events go: on their place if there is room, else beside it with a line back."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from layers import styles
from maps import labels
from maps.labels import Placer, Rect
from maps.projection import View
from maps.spec import SheetEvent
from maps.svg import MM

RING = 1.42
"""Radius of the ring around a sign whose place is approximate, by that of the sign."""


_LINE_STEP = 0.5 * MM


@dataclass(slots=True, kw_only=True)
class Placed:
    """A sign on paper, in grid steps: `at` its middle, `home` the true place.

    `stacked`: events that found no room and that it also stands for.
    """

    event: SheetEvent
    at: tuple[float, float]
    home: tuple[float, float]
    radius: float
    room: float  # radius of what it takes up: with its ring
    stacked: list[SheetEvent] = field(default_factory=list)

    @property
    def moved(self) -> bool:
        """Whether it stands beside its place."""
        return self.at != self.home


def radius_of(severity: int, symbol_mm: float) -> float:
    """Radius in grid steps of a sign, by severity 0 to 3; `symbol_mm` is the paper's size for class 1."""
    return styles.SEVERITIES[severity].size * symbol_mm * MM / 2


def place_signs(
    events: Sequence[SheetEvent], view: View, placer: Placer, *, symbol_mm: float
) -> tuple[list[Placed], int]:
    """Signs of all events in the frame, gravest first, and how many events lie outside it."""
    placed: list[Placed] = []
    outside = 0
    for event in sorted(events, key=lambda e: e.rank):
        if event.lonlat is None or event.geom is not None:
            continue
        x, y = view.place(np.array([event.lonlat]))[0].tolist()
        if not (0 <= x <= view.width_mm * MM and 0 <= y <= view.height_mm * MM):
            outside += 1
            continue
        radius = radius_of(event.severity, symbol_mm)
        room = radius * (RING if event.approximate else 1.0)
        at = _spot(x, y, room, placer)
        if at is None:
            _nearest(placed, x, y).stacked.append(event)
            continue
        placer.take(_square(at, room))
        placed.append(Placed(event=event, at=at, home=(x, y), radius=radius, room=room))
    return placed, outside


def keep_lines_clear(placed: Sequence[Placed], placer: Placer) -> None:
    """Let names keep off the lines that lead from signs back to their true places, and off those places."""
    for sign in placed:
        if sign.moved:
            steps = max(2, round(math.dist(sign.home, sign.at) / _LINE_STEP))
            for at in np.linspace(sign.home, sign.at, steps).tolist():
                placer.take(_square(at, _LINE_STEP / 2))


def _spot(x: float, y: float, radius: float, placer: Placer) -> tuple[float, float] | None:
    """The place itself if it is free, else the nearest free one within three diameters."""
    inner = placer.inner
    home = (
        min(max(x, inner.left + radius), inner.right - radius),
        min(max(y, inner.top + radius), inner.bottom - radius),
    )
    if placer.free(_square(home, radius)):
        return (x, y) if home == (x, y) else home
    for right, down in labels.spiral(2.25 * radius).tolist():
        beside = (x + right, y + down)
        if placer.free(_square(beside, radius)):
            return beside
    return None


def _square(at: tuple[float, float], radius: float) -> Rect:
    return Rect.around(*at, 2 * radius, 2 * radius)


def _nearest(placed: Sequence[Placed], x: float, y: float) -> Placed:
    return min(placed, key=lambda sign: math.dist(sign.home, (x, y)))
