"""Boundaries become an edition of the areas: completed, placed, written in one ledger entry."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import shapely
import sqlalchemy as sa

from gis import codes, tables
from gis.areas import PlacedArea
from gis.copying import copy_rows
from gis.errors import Conflict
from gis.geo import METRES_PER_DEGREE, WEB_MERCATOR_EXTENT_M
from gis.ledger import Entry
from gis.report import Severity
from ingest import polygons
from ingest.boundaries import Boundaries
from ingest.notes import Notes

ZOOM_BANDS = (0, 6, 8, 10, 12)
"""Zooms from which a generalised copy serves, up to the next; the last is the polygon itself."""

_DETAIL_UNITS = 4  # smallest detail kept, in tile units of 4096 at the band's finest zoom
_ROUNDING_M = 785.0  # diagonal of the 0.01 degree to which the villages' centres are rounded
_UNKNOWN_RADIUS_M = 5_000.0


def completed(boundaries: Boundaries) -> Boundaries:
    """The boundaries with areas missing above the finest level derived: dissolved from their children."""
    shapes = dict(boundaries.shapes)
    notes = Notes(list(boundaries.findings))
    for level in (3, 2, 1):
        children = {code: geom for code, geom in shapes.items() if codes.level_of(code) == level + 1}
        parents = {code: codes.ancestors(code)[0] for code in children}
        if wanted := sorted(set(parents.values()) - set(shapes)):
            derived = polygons.dissolved(children, parents)
            shapes |= {code: derived[code] for code in wanted}
            notes.add(
                "wilayah_diturunkan",
                Severity.INFO,
                "wilayah diturunkan dari wilayah di bawahnya",
                "areas derived from those below them",
                wanted,
            )
    return replace(boundaries, shapes=dict(sorted(shapes.items())), findings=tuple(notes.found))


def place(boundaries: Boundaries, *, indicative: bool) -> tuple[PlacedArea, ...]:
    """Every area of the code list with its polygon where there is one, and a point and radius always."""
    placed: dict[str, PlacedArea] = {}
    for code, area in codes.areas().items():
        geom = boundaries.shapes.get(code)
        point, radius_m = _shaped(geom) if geom is not None else _unshaped(area, placed.get(area.parent))
        # The size of an indicative polygon says nothing; the official figure, where there is one, does.
        measured = None if geom is None or indicative else round(polygons.area_km2(geom), 3)
        placed[code] = PlacedArea(
            code=code,
            bps_code=area.bps_code,
            level=area.level,
            kind=area.kind,
            name=area.name,
            parent=area.parent,
            aliases=area.aliases,
            geom=geom,
            point=point,
            radius_m=round(radius_m, 1),
            area_km2=area.area_km2 or measured,
            population=area.population,
        )
    return tuple(placed.values())


def _shaped(geom: shapely.MultiPolygon) -> tuple[tuple[float, float], float]:
    point = polygons.label_point(geom)
    return point, polygons.radius_m(geom, point)


def _unshaped(area: codes.Area, parent: PlacedArea | None) -> tuple[tuple[float, float], float]:
    """A village at its centre, of its kecamatan's mean size; anything else around its villages."""
    centres = [
        a.centre for a in codes.areas().values() if a.centre and f"{a.code}.".startswith(f"{area.code}.")
    ]
    if area.level < 4 and centres:
        point = (sum(c[0] for c in centres) / len(centres), sum(c[1] for c in centres) / len(centres))
        return point, max(math.dist(point, c) for c in centres) * METRES_PER_DEGREE + _ROUNDING_M
    if parent is None:
        return (106.5, -2.5), _UNKNOWN_RADIUS_M
    if not area.centre:
        return parent.point, parent.radius_m
    return area.centre, _mean_radius_m(parent)


def _mean_radius_m(parent: PlacedArea) -> float:
    """Radius of the circle with the mean area of the parent's children, and the centres' rounding."""
    if parent.geom is None:
        return _UNKNOWN_RADIUS_M
    children = sum(area.parent == parent.code for area in codes.areas().values())
    return math.sqrt(polygons.area_km2(parent.geom) * 1e6 / children / math.pi) + _ROUNDING_M


def load_edition(
    entry: Entry,
    boundaries: Boundaries,
    *,
    slug: str,
    title: str,
    decree: str,
    valid_from: date,
    valid_to: date | None = None,
    indicative: bool,
    source: str = "",
) -> int:
    """Write a new edition within `entry` and return its id; Conflict when the slug is taken.

    Missing levels are derived; every area of the code list gets a row, with or without a polygon.
    """
    conn = entry.conn
    if conn.execute(sa.select(tables.area_edition.c.id).filter_by(slug=slug)).first():
        raise Conflict(
            "edisi_sudah_ada", "edisi wilayah '{slug}' sudah ada", "edition '{slug}' exists", slug=slug
        )
    values = {"slug": slug, "title": title, "decree": decree, "valid_from": valid_from, "valid_to": valid_to}
    values |= {"indicative": indicative, "source": source or boundaries.source, "entry": entry.id}
    insert = sa.insert(tables.area_edition).returning(tables.area_edition.c.id)
    edition_id = int(conn.execute(insert, values).scalar_one())
    areas = place(completed(boundaries), indicative=indicative)
    copy_rows(conn, "area", _AREA_COLUMNS, (_area_row(area, edition_id, entry.id) for area in areas))
    copy_rows(conn, "area_gen", _GEN_COLUMNS, _generalised(areas, edition_id))
    return edition_id


_AREA_COLUMNS = (
    *("edition_id", "code", "bps_code", "level", "kind", "name", "parent", "aliases", "geom", "label_point"),
    *("radius_m", "area_km2", "population", "entry"),
)
_GEN_COLUMNS = ("edition_id", "zoom", "code", "level", "geom_3857")


def _area_row(area: PlacedArea, edition_id: int, entry: int) -> tuple[Any, ...]:
    return (
        edition_id,
        area.code,
        area.bps_code or None,
        area.level,
        area.kind,
        area.name,
        area.parent or None,
        list(area.aliases),
        _ewkb(area.geom, 4326) if area.geom is not None else None,
        _ewkb(shapely.Point(area.point), 4326),
        area.radius_m,
        area.area_km2,
        area.population,
        entry,
    )


def _generalised(areas: Sequence[PlacedArea], edition_id: int) -> Iterable[tuple[Any, ...]]:
    """Rows of copies per zoom band and level."""
    tolerances = [_detail_m(zoom) for zoom in ZOOM_BANDS[1:]] + [0.0]
    for level in range(1, 5):
        shaped = [area for area in areas if area.level == level and area.geom is not None]
        if not shaped:
            continue
        copies = polygons.simplified([area.geom for area in shaped], tolerances)
        for zoom, geoms in zip(ZOOM_BANDS, copies, strict=True):
            for area, geom in zip(shaped, geoms, strict=True):
                yield edition_id, zoom, area.code, level, _ewkb(geom, 3857)


def _detail_m(next_zoom: int) -> float:
    """Ground size of the smallest detail to keep at the zoom before `next_zoom`."""
    return 2 * WEB_MERCATOR_EXTENT_M / 2 ** (next_zoom - 1) / 4096 * _DETAIL_UNITS


def _ewkb(geometry: Any, srid: int) -> str:
    return str(shapely.to_wkb(shapely.set_srid(geometry, srid), hex=True, include_srid=True))
