"""Measures (M) of a batch's points, kept beside geometries that are moved and repaired without them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely


@dataclass(frozen=True, slots=True)
class Measures:
    """The measure of every point, NaN where the file has none; `ends[n]` is where geometry n's points end."""

    values: Any
    places: Any  # (n, 2), in the system of the layer
    ends: Any

    @classmethod
    def of(cls, read: Any, placed: Any) -> "Measures":
        """The measures of geometries as they were read; `placed`: the same ones in the layer's system."""
        flat, index = shapely.get_coordinates(read, include_m=True, return_index=True)
        ends = np.searchsorted(index, np.arange(len(read)), side="right")
        return cls(flat[:, 2], shapely.get_coordinates(placed), ends)

    def along(self, n: int, geometry: Any) -> Any:
        """A measure for each point of geometry n as it is now: a point that a repair made has none."""
        first, last = self.ends[n - 1] if n else 0, self.ends[n]
        there, values = self.places[first:last], self.values[first:last]
        here = shapely.get_coordinates(geometry)
        if np.array_equal(here, there):
            return values
        known = dict(zip(map(tuple, there.tolist()), values.tolist(), strict=True))
        return np.array([known.get(place, np.nan) for place in map(tuple, here.tolist())])
