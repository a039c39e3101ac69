"""Boxes in degrees and in metres."""

import pyproj
from hypothesis import given
from hypothesis import strategies as st

from gis.geo import MERCATOR_LATITUDE, BBox, mercator_box

TO_METRES = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)


@given(
    st.lists(st.floats(-180, 180), min_size=3, max_size=3).map(sorted),
    st.lists(st.floats(-90, 90), min_size=3, max_size=3).map(sorted),
)
def test_what_lies_in_a_box_lies_in_its_metres(lons: list[float], lats: list[float]) -> None:
    (west, lon, east), (south, lat, north) = lons, lats
    if abs(lat) > MERCATOR_LATITUDE:
        return
    x, y = TO_METRES.transform(lon, lat)
    low_x, low_y, high_x, high_y = mercator_box(BBox(west, south, east, north))
    assert low_x < x < high_x
    assert low_y < y < high_y
    # and hardly more than that
    if max(abs(south), abs(north)) < MERCATOR_LATITUDE:
        corners = TO_METRES.transform([west, east], [south, north])
        assert abs(high_x - corners[0][1]) < 1.1
        assert abs(low_y - corners[1][0]) < 1.1
