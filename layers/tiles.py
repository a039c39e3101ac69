"""Vector tiles: one statement a tile, made by PostGIS from what a filter shows at a settled moment."""

from typing import Any

import sqlalchemy as sa

from gis import queries
from gis.errors import NotFound
from gis.geo import Tile
from layers.filter import Filter, event_conditions
from layers.layer import AREA_LEVELS, Layer

_SQL = queries.load_text("layers.tiles")
MOST_FEATURES = 20_000  # of one MVT layer in one tile


def tile(conn: sa.Connection, layer: Layer, place: Tile, asked: Filter) -> bytes:
    """An MVT tile of `layer` (empty bytes where nothing is); NotFound for a tile that cannot exist."""
    if not place.valid or layer.kind == "raster":
        raise NotFound(
            "ubin",
            "Ubin {z}/{x}/{y} tidak ada",
            "There is no tile {z}/{x}/{y}",
            where="z/x/y",
            **place._asdict(),
        )
    statement, values = _request(conn, layer, place, asked)
    return bytes(conn.execute(sa.text(statement), values).scalar_one())


def version(conn: sa.Connection, layer: Layer, asked: Filter) -> str:
    """What an ETag is made of: it changes whenever a tile of the layer might."""
    if layer.version:
        return f"{layer.slug}-{layer.version.version}"
    if layer.kind == "wilayah":
        return f"{layer.slug}-{edition(conn, asked)}"
    return f"{layer.slug}-{asked.moment.seq}-{asked.viewer.audience}"


def edition(conn: sa.Connection, asked: Filter) -> int:
    """Id of the area edition that holds at the filter's moment; 0 when there is none."""
    return _band(conn, 0, asked)["edition"]


def _request(conn: sa.Connection, layer: Layer, place: Tile, asked: Filter) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {**place._asdict(), "layer": layer.slug, "limit": MOST_FEATURES}
    if layer.version:
        return _vector_statement(layer), values
    band = _band(conn, place.z, asked)
    if layer.kind == "wilayah":
        return _SQL["area"], values | band | {"level": AREA_LEVELS[layer.slug]}
    conditions, more = event_conditions(asked)
    return _SQL["kejadian"].replace("/* conditions */", conditions), values | band | more


def _vector_statement(layer: Layer) -> str:
    assert layer.version is not None
    assert layer.version.table_name is not None
    columns = "".join(f', v."{column["name"]}"' for column in layer.version.columns)
    statement = _SQL["vector"].replace("/* columns */", columns)
    return statement.replace("/* table */", f'"{layer.version.table_name}"')


def _band(conn: sa.Connection, z: int, asked: Filter) -> dict[str, int]:
    row = conn.execute(sa.text(_SQL["band"]), {"z": z, "seq": asked.moment.seq}).mappings().one_or_none()
    return dict(row) if row else {"edition": 0, "band": 0}
