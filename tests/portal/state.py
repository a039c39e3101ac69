"""What the geoportal of a test holds and how it behaves, and the words that its answers have in common."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Query = dict[str, str]
Reply = tuple[int, dict[str, str], bytes]
GRID = (11_700_000.0, -200_000.0, 1000.0, 300, 260)
"""The raster: upper left corner in EPSG:3395, cell in metres, columns, rows."""


def posts(count: int) -> list[dict[str, Any]]:
    """Invented posts in the province, as plain rows."""
    return [
        {
            "objectid": n,
            "nama": f"Posko {n}",
            "kapasitas": n * 10,
            "diubah": 1_760_000_000_000 + n * 1000,
            "lon": 106.0 + n * 0.001,
            "lat": -2.5 - n * 0.0005,
        }
        for n in range(1, count + 1)
    ]


@dataclass
class Portal:
    """What the server holds and how it behaves."""

    rows: list[dict[str, Any]] = field(default_factory=lambda: posts(25))
    address: str = ""
    asked: list[tuple[str, Query, dict[str, str]]] = field(default_factory=list)
    fault: Callable[[str, Query, int], Reply | None] = lambda _path, _query, _n: None
    etags: bool = True
    lie: int = 0  # added to every count that is told
    most: int = 10  # features in one answer
    json: bool = True  # WFS and ArcGIS can give GeoJSON
    pages: bool = True  # ArcGIS has paging
    ignores_start: bool = False  # WFS takes no notice of startIndex
    edited: int | None = None  # ArcGIS' editingInfo
    crs: str | None = None  # of OGC's items, told in Content-Crs
    turned: bool = False  # WFS' GeoJSON has latitude first
    cut: bool = False  # ArcGIS gives fewer than asked for, and says so
    next_host: str | None = None  # to which OGC's next links lead
    values: Any = None  # of the raster
    says: dict[str, Any] = field(default_factory=dict)  # more that the image service says of itself
    shrinks: bool = True  # it gives fewer pixels than there are

    def pages_of(self, word: str) -> list[Query]:
        """The queries of requests whose path ends so."""
        return [query for path, query, _ in self.asked if path.endswith(word)]


def as_json(told: Any, **headers: str) -> Reply:
    return 200, {"Content-Type": "application/json", **headers}, json.dumps(told).encode()


def esri_error(code: int, message: str) -> Reply:
    """An error as ArcGIS tells it: with status 200."""
    return as_json({"error": {"code": code, "message": message, "details": []}})


def feature(row: dict[str, Any], *, turned: bool = False) -> dict[str, Any]:
    properties = {key: value for key, value in row.items() if key not in ("lon", "lat")}
    position = [row["lat"], row["lon"]] if turned else [row["lon"], row["lat"]]
    geometry = {"type": "Point", "coordinates": position}
    return {"type": "Feature", "id": row["objectid"], "properties": properties, "geometry": geometry}
