"""Land and boundaries on paper: drawn once, without the slivers of the source, never along the cut."""

import numpy as np
import pytest
import shapely

from maps.land import draw_land
from maps.projection import View, utm
from maps.spec import Ground
from maps.svg import MM

PLANE = utm(106.4, -2.8)
X, Y = 650_000.0, 9_690_000.0
VIEW = View(projection=PLANE, scale=250_000, centre=(X, Y), width_mm=200, height_mm=100)


def square(code: str, west_km: float, south_km: float, east_km: float, north_km: float) -> Ground:
    box = shapely.box(X + 1000 * west_km, Y + 1000 * south_km, X + 1000 * east_km, Y + 1000 * north_km)
    return Ground(code=code, geom=shapely.transform(box, PLANE.unproject))


def length_mm(lines: object) -> float:
    return float(shapely.length(lines)) / MM


def test_a_border_between_two_villages_is_drawn_once():
    land = draw_land(
        (square("19.90.01.2001", -5, -5, 0, 5), square("19.90.01.2002", 0, -5, 5, 5)), "19.90", VIEW
    )
    assert set(land.borders) == {4}
    assert length_mm(land.borders[4]) == pytest.approx(40, abs=0.1)
    assert length_mm(land.coast) == pytest.approx(4 * 40, abs=0.2)


@pytest.mark.parametrize("shift_km", [-0.03, 0.03])
def test_a_source_that_overlaps_or_gapes_by_metres_is_closed(shift_km: float):
    land = draw_land(
        (
            square("19.90.01.2001", -5, -5, 0, 5),
            square("19.90.01.2002", shift_km, -5, 5, 5),
            square("19.90.01.2003", -5, 5, 5, 8),
            square("19.90.01.2004", -5, -8, 5, -5),
        ),
        "19.90",
        VIEW,
    )
    assert all(not polygon.interiors for polygon in shapely.get_parts(land.inside))
    assert length_mm(land.borders[4]) == pytest.approx(120, abs=0.5)


def test_lines_are_told_apart_by_what_changes_across_them():
    ground = (
        square("19.90.01.2001", -6, -5, -3, 5),
        square("19.90.01.2002", -3, -5, 0, 5),
        square("19.90.02.2001", 0, -5, 3, 5),
        square("19.91.01", 3, -5, 6, 5),
    )
    land = draw_land(ground, "19.90", VIEW)
    assert {level: round(length_mm(lines)) for level, lines in land.borders.items()} == {2: 40, 3: 40, 4: 40}
    assert length_mm(land.scope_edge) == pytest.approx(40, abs=0.1)
    assert set(land.neighbours) == {"19.91"}


def test_villages_around_are_not_parted():
    land = draw_land(
        (square("19.91.01.2001", -5, -5, 0, 5), square("19.91.01.2002", 0, -5, 5, 5)), "19.90", VIEW
    )
    assert land.borders == {}


def test_land_that_goes_on_beyond_the_frame_has_no_coast_along_the_cut():
    land = draw_land((square("19.90.01.2001", -100, -5, 100, 5),), "19.90", VIEW)
    assert length_mm(land.coast) == pytest.approx(2 * (VIEW.width_mm + 2), abs=0.1)
    ys = shapely.get_coordinates(land.coast)[:, 1] / MM
    assert np.allclose(np.unique(np.rint(ys)), [30, 70])


def test_a_lake_stays_and_a_speck_goes():
    speck_and_lake = square("19.90.01.2001", -10, -5, 10, 5)
    lake = square("", 2, -1, 4, 1).geom
    speck = square("", -4, 0, -3.9, 0.1).geom
    holed = Ground(code=speck_and_lake.code, geom=speck_and_lake.geom.difference(lake).difference(speck))
    land = draw_land((holed,), "19.90", VIEW)
    assert sum(len(polygon.interiors) for polygon in shapely.get_parts(land.inside)) == 1


def test_a_frame_at_sea_is_empty():
    land = draw_land((square("19.90.01.2001", 500, 500, 510, 510),), "19.90", VIEW)
    assert land.inside.is_empty
    assert land.coast.is_empty
