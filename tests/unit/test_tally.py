"""A sheet of very many events keeps its land in sight: the gravest have signs, and all are counted."""

from dataclasses import replace
from itertools import pairwise

import pytest

from gis import codes
from gis.areas import AreaIndex
from layers.styles import COUNT_SHADES, LEAST_CONTRAST, lightness
from maps import extent, sheet, tally
from maps.paper import paper_named
from maps.spec import Counted, SheetEvent
from tests import invented
from tests.unit.test_sheet import text_of

PAPER = paper_named("A3")


def event(rank: int, *areas: str, severity: int = 1) -> SheetEvent:
    lonlat = codes.areas()[areas[0]].centre if areas else (106.9, -2.6)
    return SheetEvent(rank=rank, hazard="banjir", severity=severity, lonlat=lonlat, areas=areas)


def told_apart(events: list[SheetEvent], index: AreaIndex, scope: str = "19"):
    view = extent.extent_of(scope, [], index, PAPER.frame, None).view
    return tally.told_apart(events, scope, index, view, PAPER)


def storm() -> list[SheetEvent]:
    """Ten events in every village of a regency, two known to the regency only, one at sea."""
    villages = [code for code in codes.areas() if code.startswith("19.03.") and code.count(".") == 3]
    told = [event(0, code) for code in villages for _ in range(10)]
    told += [event(0, "19.03"), event(0, "19.03"), event(0)]
    return [event(rank, *each.areas, severity=3 if rank < 4 else 1) for rank, each in enumerate(told, 1)]


def test_where_signs_have_room_each_event_has_one(indicative_index: AreaIndex):
    few = [event(1, "19.03.01.2008"), event(2, "19.03.02.2001")]
    assert told_apart(few, indicative_index) == (tuple(few), None)


def test_where_they_have_none_the_gravest_keep_theirs_and_all_are_counted(indicative_index: AreaIndex):
    events = storm()
    drawn, counted = told_apart(events, indicative_index)
    assert counted is not None
    assert counted.events == len(events)
    assert sum(area.events for area in counted.areas) + counted.coarse + 1 == len(events)
    assert counted.coarse == 2
    at_sea = [each for each in drawn if not each.areas]
    on_land = [each.rank for each in drawn if each.areas]
    assert len(at_sea) == 1
    assert on_land == list(range(1, len(on_land) + 1))
    assert 3 <= len(on_land) < len(events) / 2


def test_an_area_without_a_polygon_is_in_the_table_only(indicative_index: AreaIndex):
    lepar = "19.03.02"
    areas = [
        replace(area, geom=None) if area.code == lepar else area for area in indicative_index.areas.values()
    ]
    _, counted = told_apart(storm(), AreaIndex(indicative_index.record, areas))
    _, whole = told_apart(storm(), indicative_index)
    assert counted is not None
    assert whole is not None
    assert len(counted.areas) == len(whole.areas) - 1
    assert counted.coarse == whole.coarse + sum(
        each.areas[0].startswith(lepar) for each in storm() if each.areas
    )


def test_an_area_has_the_shade_of_its_number(indicative_index: AreaIndex):
    _, counted = told_apart(storm(), indicative_index)
    assert counted is not None
    for area in counted.areas:
        (shade,) = (s for s in counted.shades if s.low <= area.events <= (s.high or area.events))
        assert area.color == shade.color


@pytest.mark.parametrize(
    ("most", "limits"),
    [
        (1, [(1, None)]),
        (3, [(1, 1), (2, None)]),
        (7, [(1, 1), (2, 4), (5, None)]),
        (60, [(1, 9), (10, 19), (20, 49), (50, None)]),
    ],
)
def test_classes_have_round_limits_and_leave_nothing_between_them(most: int, limits: list[tuple[int, int]]):
    assert [(shade.low, shade.high) for shade in tally.shades([1, most])] == limits


def test_shades_stay_apart_in_a_photocopy():
    for light, dark in pairwise(COUNT_SHADES):
        assert lightness(light) - lightness(dark) >= LEAST_CONTRAST


def test_the_sheet_says_what_its_numbers_and_shades_mean(indicative_index: AreaIndex):
    _, counted = told_apart(storm(), indicative_index)
    assert isinstance(counted, Counted)
    text = text_of(sheet.render(invented.spec(counted=counted)))
    assert "angka: banyaknya kejadian di kecamatan itu" in text
    assert f"{counted.shades[-1].low} kejadian atau lebih" in text
    assert f"dan {len(storm()) - invented.spec().listed} kejadian lain" in text
