"""Where a report happened: its coordinates if they hold, else the areas or the island it names.

The rules and their reasons are in docs/explanation/places.md. Nothing is guessed: what cannot be told
apart is placed in the smallest area that holds all of it, with a finding.
"""

from dataclasses import replace

from gis import zone
from gis.areas import AreaIndex
from gis.report import Finding, Location, Report
from ingest.locate_name import by_name, of_area
from ingest.locate_point import at_point
from ingest.position import read_position


def locate(report: Report, index: AreaIndex, *, sender: str | None = None) -> Report:
    """The report with its `location` and what is doubtful about it; `location` stays None when nowhere.

    `index` gives the edition of the areas that was valid on the day of the incident. `sender`: the agency
    that the report came from, where the report itself names none.
    """
    if report.occurrence:
        index = index.on(report.occurrence.start.astimezone(zone.WIB).date())
    position = read_position(report.lonlat)
    named = index.finest(report.area_codes)
    found: list[Finding] = [position.finding] if position.finding else []
    location = None
    if position.lonlat:
        location, doubts = at_point(position.lonlat, named, report, index)
        found.extend(doubts)
    if location is None:
        location, doubts = by_name(named, report, index, sender)
        found.extend(doubts)
    if location and location.edition != index.record.id:
        location = replace(location, edition=index.record.id)
    return report.evolve(location=location, findings=(*report.findings, *found))


def in_areas(named: tuple[str, ...], index: AreaIndex) -> Location:
    """Somewhere in the areas named (at least one, all known to `index`)."""
    return of_area(named, "nama", index)
