"""Places at sea told by distance and direction: "± 10 mil laut barat daya Pulau Pongok". Pure."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from gis.geo import METRES_PER_DEGREE

NAUTICAL_MILE_M = 1852.0
_UNITS_M = {"mil": NAUTICAL_MILE_M, "nm": NAUTICAL_MILE_M, "km": 1_000.0}
_DIRECTIONS = {
    "utara": 0.0,
    "timur laut": 45.0,
    "timur": 90.0,
    "tenggara": 135.0,
    "selatan": 180.0,
    "barat daya": 225.0,
    "barat": 270.0,
    "barat laut": 315.0,
}
_LATERAL = math.sin(math.radians(22.5))
"""How far aside a place may be for its distance: eight directions leave half of 45 degrees."""

_ROUNDED = 0.25
"""How far off a distance told in round miles may be."""

_BEARING = re.compile(
    r"(?P<far>\d{1,3}(?:[.,]\d{1,2})?)\s?(?P<unit>mil(?:\s+laut)?|nm|km)\b\s{0,3}"
    r"(?:(?:di|ke|arah|sebelah|sisi)\s+){0,3}"
    r"(?P<way>timur\s+laut|barat\s+laut|barat\s+daya|tenggara|utara|timur|selatan|barat)\b\s{0,3}"
    r"(?:(?:dari|daripada|perairan|pesisir|pantai)\s+){0,3}(?P<of>[^\n,;()]{0,60})",
    re.IGNORECASE,
)
FIELDS = ("lokasi", "kronologis", "keterangan")
MOST_CHARACTERS = 5_000


@dataclass(frozen=True, slots=True)
class Bearing:
    """A distance (m) and a direction (degrees clockwise from north) from the place that `of` names."""

    distance_m: float
    direction: float
    of: str

    @property
    def uncertainty_m(self) -> float:
        """Radius that holds the place, as far as the words tell it."""
        return self.distance_m * math.hypot(_LATERAL, _ROUNDED)

    def from_(self, lonlat: tuple[float, float]) -> tuple[float, float]:
        """The (lon, lat) at that distance and direction from there."""
        angle, reach = math.radians(self.direction), self.distance_m / METRES_PER_DEGREE
        lon = lonlat[0] + reach * math.sin(angle) / math.cos(math.radians(lonlat[1]))
        return lon, lonlat[1] + reach * math.cos(angle)


def find_bearing(texts: Mapping[str, str]) -> Bearing | None:
    """The first bearing that a report's place, story or remarks tell."""
    for field in FIELDS:
        if match := _BEARING.search(texts.get(field, ""), 0, MOST_CHARACTERS):
            far = float(match["far"].replace(",", "."))
            unit = match["unit"].lower().split()[0]
            way = " ".join(match["way"].lower().split())
            return Bearing(far * _UNITS_M[unit], _DIRECTIONS[way], match["of"].strip())
    return None
