"""One point on many rows for different places is no spot: somebody filled it down a column.

Only the whole file shows it, so the places are put right when all rows are in: a new place for each such
report, beside the first, and a finding.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from gis import codes
from gis.areas import AreaIndex
from gis.report import Finding, Location, Report, Severity
from ingest.locate import in_areas
from ingest.position import Lonlat

FEWEST_ROWS = 3
"""From so many rows on a point that stands for different places is taken for filled in."""

CODE = "titik_berulang"


@dataclass(slots=True)
class Repeats:
    """The points of one submission, and the areas that its reports name with each."""

    seen: dict[Lonlat, list[tuple[UUID, tuple[str, ...], int]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def see(self, report: Report, key: UUID) -> None:
        """Remember a report, stored as `key`, that is placed by coordinates and names areas too."""
        place = report.location
        if place and place.lonlat and place.method in ("koordinat", "tautan") and report.area_codes:
            self.seen[place.lonlat].append((key, report.area_codes, place.edition))

    def placed(self, index: AreaIndex) -> Iterator[tuple[UUID, Location, Finding]]:
        """Each report whose point is no spot, where it is instead, and the finding that says so."""
        for lonlat, rows in self.seen.items():
            places = {area for _, named, _ in rows for area in index.finest(named)}
            above = {ancestor for area in places for ancestor in codes.ancestors(area)}
            if len(rows) < FEWEST_ROWS or len(places - above) < 2:
                continue
            for key, named, edition in rows:
                own = index.of_edition(edition)
                if areas := own.finest(named):
                    yield key, in_areas(areas, own), _finding(lonlat, len(rows), len(places - above))


def _finding(lonlat: Lonlat, rows: int, places: int) -> Finding:
    written = f"{lonlat[1]:g}, {lonlat[0]:g} (lat, lon)"
    return Finding(
        code=CODE,
        severity=Severity.WARNING,
        id_text=f"koordinat {written} berulang di {rows} baris untuk {places} tempat: dipakai wilayahnya",
        en_text=f"coordinates {written} stand on {rows} rows for {places} places: the area named is used",
        field="lonlat",
    )
