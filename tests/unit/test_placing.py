"""Signs and names on paper: nothing overlaps, nothing is lost, and it always comes out the same."""

import itertools
import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from maps.labels import Label, Placer, Rect
from maps.placing import keep_lines_clear, place_signs
from maps.projection import View, utm
from maps.spec import SheetEvent

PLANE = utm(106.4, -2.8)
VIEW = View(projection=PLANE, scale=400_000, centre=(650_000.0, 9_690_000.0), width_mm=200, height_mm=150)
LON, LAT = 106.35, -2.80

spots = st.tuples(st.floats(-0.8, 0.8), st.floats(-0.6, 0.6))
events = st.lists(st.tuples(spots, st.integers(0, 3), st.booleans()), max_size=60)


def made(raw: list[tuple[tuple[float, float], int, bool]]) -> list[SheetEvent]:
    return [
        SheetEvent(rank=n, hazard="banjir", severity=severity, lonlat=(LON + x, LAT + y), approximate=vague)
        for n, ((x, y), severity, vague) in enumerate(raw, 1)
    ]


def placed(raw: list[tuple[tuple[float, float], int, bool]]):
    return place_signs(made(raw), VIEW, Placer(20_000, 15_000), symbol_mm=4.2)


@given(events)
def test_every_event_has_a_sign_or_a_place_in_a_stack_or_is_counted_as_outside(raw):
    signs, outside = placed(raw)
    assert len(signs) + sum(len(sign.stacked) for sign in signs) + outside == len(raw)


@given(events)
def test_no_two_signs_overlap(raw):
    signs, _ = placed(raw)
    for one, other in itertools.combinations(signs, 2):
        apart = max(abs(one.at[0] - other.at[0]), abs(one.at[1] - other.at[1]))
        assert apart >= one.room + other.room - 1e-6


@given(events)
def test_signs_lie_whole_in_the_frame(raw):
    for sign in placed(raw)[0]:
        assert sign.at[0] - sign.radius >= 0
        assert sign.at[0] + sign.radius <= 20_000
        assert sign.at[1] - sign.radius >= 0
        assert sign.at[1] + sign.radius <= 15_000


def test_the_gravest_keeps_its_place():
    signs, _ = placed([((0.0, 0.0), 3, False), ((0.0, 0.0), 1, False)])
    assert not signs[0].moved
    assert signs[1].moved
    assert math.dist(signs[1].at, signs[1].home) < 2_000


def test_a_name_without_room_is_left_out():
    placer = Placer(2_000, 400)
    label = Label(words="Toboali", size_pt=7)
    assert placer.place(1_000, 200, label) is not None
    assert placer.place(1_000, 200, Label(words="Toboali " * 8, size_pt=7)) is None


def test_names_keep_off_the_lines_of_moved_signs():
    placer = Placer(20_000, 15_000)
    crowd = made([((0.0, 0.0), 3, True) for _ in range(12)])
    signs, _ = place_signs(crowd, VIEW, placer, symbol_mm=4.2)

    def free_on_lines() -> int:
        points = [p for s in signs if s.moved for p in np.linspace(s.home, s.at, 200).tolist()]
        return sum(placer.free(Rect.around(x, y, 10, 10)) for x, y in points)

    assert free_on_lines()  # between the signs
    keep_lines_clear(signs, placer)
    assert not free_on_lines()
