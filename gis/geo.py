"""Small geometry values that cannot be misread: boxes, tiles, metric zones.

Order is always lon, lat (x, y). Degrees are WGS 84 unless a name says otherwise.
"""

import math
from typing import NamedTuple

from gis.errors import InvalidInput

WEB_MERCATOR_EXTENT_M = 20037508.342789244
MERCATOR_LATITUDE = 85.06
"""Beyond it Web Mercator has no place."""
MAX_ZOOM = 24

METRES_PER_DEGREE = 111_195.0
"""One degree on the mean sphere. At the province's 1 to 4 degrees south a degree of longitude is at most
0.2 % shorter than one of latitude, which distances of some kilometres need not know."""


class BBox(NamedTuple):
    """A box in degrees, EPSG:4326."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> "BBox":
        """Read `west,south,east,north` (or the six-number 3D form); InvalidInput says what was wrong."""
        try:
            numbers = [float(part) for part in text.split(",")]
        except ValueError:
            numbers = []
        if len(numbers) == 6:
            numbers = [*numbers[:2], *numbers[3:5]]
        valid = (
            len(numbers) == 4
            and all(math.isfinite(n) for n in numbers)
            and numbers[1] <= numbers[3]
            and all(-90 <= n <= 90 for n in (numbers[1], numbers[3]))
            and all(-180 <= n <= 180 for n in (numbers[0], numbers[2]))
        )
        if not valid:
            raise InvalidInput(
                "bbox",
                "bbox '{value}' tidak dapat dibaca: tulis barat,selatan,timur,utara dalam derajat",
                "bbox '{value}' cannot be read: write west,south,east,north in degrees",
                where="bbox",
                value=text[:80],
            )
        return cls(*numbers)

    def parts(self) -> list["BBox"]:
        """One box, or two where it crosses the date line (west > east)."""
        if self.west <= self.east:
            return [self]
        return [self._replace(east=180.0), self._replace(west=-180.0)]

    def contains(self, lon: float, lat: float) -> bool:
        """Whether the point lies in the box, edges included."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def mercator_box(box: BBox) -> tuple[float, float, float, float]:
    """A box in Web Mercator (EPSG:3857, metres) that surely holds that box in degrees: a metre wider.

    Beyond 85.06 degrees of latitude there is no map, and the box is cut. For finding by index what is then
    tested exactly in degrees.
    """
    west, east = (lon / 180 * WEB_MERCATOR_EXTENT_M for lon in (box.west, box.east))
    south, north = (_northing(lat) for lat in (box.south, box.north))
    return west - 1, south - 1, east + 1, north + 1


def _northing(lat: float) -> float:
    sine = math.sin(math.radians(max(-MERCATOR_LATITUDE, min(MERCATOR_LATITUDE, lat))))
    return math.atanh(sine) / math.pi * WEB_MERCATOR_EXTENT_M


PROVINCE_BOX = BBox(104.8, -4.2, 109.2, -1.0)
"""Land and sea of the province: a load-time check that catches swapped or sign-lost
coordinates (domain facts, finding 10)."""


class Tile(NamedTuple):
    """A web-mercator tile; y counts from the north (XYZ)."""

    z: int
    x: int
    y: int

    @property
    def valid(self) -> bool:
        """Whether such a tile exists."""
        return 0 <= self.z <= MAX_ZOOM and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z


def utm_epsg(lon: float, lat: float) -> int:
    """EPSG code of the WGS 84 UTM zone that holds the point (326xx north, 327xx south)."""
    zone = min(60, max(1, math.floor((lon + 180) / 6) + 1))
    return (32700 if lat < 0 else 32600) + zone
