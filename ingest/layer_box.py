"""Does a layer lie where this province is? Catches swapped and sign-lost coordinates before any writing."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from gis.errors import InvalidInput
from gis.geo import PROVINCE_BOX


@dataclass(slots=True)
class Survey:
    """Counts of where features lie, by the middle of each one's box."""

    filename: str
    inside: int = 0
    outside: int = 0
    swapped: int = 0
    mirrored: int = 0
    first_bad: int = 0  # number of the first feature that is swapped or mirrored
    bounds: list[float] = field(default_factory=lambda: [np.inf, np.inf, -np.inf, -np.inf])
    notes: list[str] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """How many were counted."""
        return self.inside + self.outside + self.swapped + self.mirrored

    def add(self, geometries: Any, so_far: int) -> None:
        """Count these geometries (EPSG:4326), the last of `so_far` features."""
        if not len(geometries):
            return
        boxes = shapely.bounds(geometries)
        lon, lat = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        touching = _in_box(boxes[:, 0], boxes[:, 1]) & _in_box(boxes[:, 2], boxes[:, 3])
        touching[~touching] = shapely.intersects(geometries[~touching], shapely.box(*PROVINCE_BOX))
        swapped = ~touching & _in_box(lat, lon)
        mirrored = ~touching & _in_box(lon, -lat)
        self.inside += int(touching.sum())
        self.outside += int((~touching & ~swapped & ~mirrored).sum())
        self.swapped += int(swapped.sum())
        self.mirrored += int(mirrored.sum())
        bad = np.flatnonzero(swapped | mirrored)
        if len(bad) and not self.first_bad:
            self.first_bad = so_far - len(geometries) + int(bad[0]) + 1
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        self.bounds = [*np.minimum(self.bounds[:2], low), *np.maximum(self.bounds[2:], high)]

    def verdict(self) -> tuple[float, float, float, float]:
        """The bounds in degrees; InvalidInput when the layer is empty or in the wrong place."""
        if self.swapped:
            raise self._wrong(
                "koordinat_tertukar",
                "lintang dan bujur tertukar",
                "latitude and longitude are swapped",
                self.swapped,
            )
        if self.mirrored:
            raise self._wrong(
                "tanda_hilang",
                "tanda minus lintang hilang",
                "the minus of the latitude is lost",
                self.mirrored,
            )
        if not self.inside:
            raise self._wrong(
                "di_luar_provinsi",
                "tidak ada yang berada di Kepulauan Bangka Belitung (bujur 104,8–109,2, lintang -4,2–-1,0)",
                "nothing lies in Kepulauan Bangka Belitung (longitude 104.8–109.2, latitude -4.2–-1.0)",
                self.outside,
            )
        if self.outside:
            self.notes.append(f"{self.outside} fitur berada di luar provinsi")
        west, south, east, north = (round(float(side), 7) for side in self.bounds)
        return west, south, east, north

    def _wrong(self, code: str, id_text: str, en_text: str, count: int) -> InvalidInput:
        first_id = f", mulai fitur ke-{self.first_bad}" if self.first_bad else ""
        first_en = f", from feature {self.first_bad} on" if self.first_bad else ""
        return InvalidInput(
            code,
            "{file}: {n} fitur{first_id}: " + id_text,
            "{file}: {n} features{first_en}: " + en_text,
            where=self.filename,
            file=self.filename,
            n=count,
            first_id=first_id,
            first_en=first_en,
        )


def _in_box(lon: Any, lat: Any) -> Any:
    west, south, east, north = PROVINCE_BOX
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
