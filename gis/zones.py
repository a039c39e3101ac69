"""What a raster's version says of each area: classes of its values, and the statistics kept."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from gis import queries, tables
from gis.catalogue import LayerVersion
from gis.ledger import Entry

_SQL = queries.load("gis.zones")
INDEX_THIRDS = ((0.0, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 1.0000001))
"""Low, medium and high of a hazard index from 0 to 1 (domain rule of InaRISK: cut at the thirds)."""


def class_bounds(style: dict[str, Any]) -> tuple[tuple[float, float], ...]:
    """From and below: the classes of a raster's style, or the thirds of a hazard index; none of a ramp."""
    if style.get("ramp"):
        return ()
    declared = style.get("classes")
    return tuple((float(each["low"]), float(each["high"])) for each in declared) if declared else INDEX_THIRDS


def add(
    entry: Entry, version: LayerVersion, edition: int, found: Iterable[tuple[str, dict[str, Any]]]
) -> None:
    """Keep what a raster's version says of each area (by code) of an edition."""
    rows = [
        {
            "slug": version.slug,
            "version": version.version,
            "edition_id": edition,
            "code": code,
            "figures": figures,
            "entry": entry.id,
        }
        for code, figures in found
    ]
    if rows:
        entry.conn.execute(sa.insert(tables.zonal_statistic), rows)


def of_version(
    conn: sa.Connection, version: LayerVersion, level: int, within: str | None
) -> list[dict[str, Any]]:
    """Zonal statistics of a raster's version by area of `level`, in `within` if said: `code` and figures."""
    values = {"slug": version.slug, "version": version.version, "level": level, "within": within}
    rows = conn.execute(_SQL["of_version"], values).mappings()
    return [{"code": row["code"], **row["figures"]} for row in rows]
