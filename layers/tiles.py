"""Vector tiles: one statement a tile, whatever it shows, made by PostGIS from what a filter asks for.

`plan` looks up what a layer stands on (its version, edition, copies) and writes the statement of a zoom; the
statement then gives any tile of that zoom, and the newest change that its snapshot held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import psycopg

from gis import queries
from gis.errors import InvalidInput, NotFound
from gis.geo import Tile
from layers import blocks, vector_parts
from layers.filter import Filter, event_conditions
from layers.layer import AREA_LEVELS, Layer
from layers.parts import CELLS_TO, GRID, MOST_FEATURES, NOW, Part, cells, fill, grid_values, shaped

_SQL = queries.load_text("layers.tiles")
_DIALECT = psycopg.dialect()
MOST_LAYERS = 8  # in one tile


@dataclass(frozen=True, slots=True)
class Plan:
    """The statement of one zoom's tiles, and what it stands on.

    `values` lack only x and y. `depends` names the layers whose changes touch these tiles.
    """

    layers: tuple[Layer, ...]
    z: int
    parts: tuple[Part, ...]
    values: dict[str, Any]
    depends: tuple[str, ...]

    @property
    def statement(self) -> str:
        """For SQLAlchemy: a row `tile`, `counts` (of features by part), `made` (newest change it held)."""
        tables = ",\n".join(f"({part.sql}) AS p{n}" for n, part in enumerate(self.parts))
        tile = " || ".join(f"p{n}.tile" for n in range(len(self.parts)))
        counts = ", ".join(f"p{n}.n" for n in range(len(self.parts)))
        return f"SELECT {tile} AS tile, ARRAY[{counts}] AS counts, ({blocks.NEWEST}) AS made\nFROM {tables}"

    def driver_statement(self) -> str:
        """The same with psycopg's own placeholders."""
        return str(sa.text(self.statement).compile(dialect=_DIALECT))

    def is_cut(self, counts: Sequence[int]) -> bool:
        """Whether features were left out for want of room."""
        return any(part.limited and n >= MOST_FEATURES for part, n in zip(self.parts, counts, strict=True))

    def ways(self, counts: Sequence[int]) -> str:
        """How what the tile holds was made: `fitur`, `salinan`, `kisi`, `hitung`, as far as used."""
        used = {part.way for part, n in zip(self.parts, counts, strict=True) if n}
        return ",".join(sorted(used))


def tile(conn: sa.Connection, layer: Layer, place: Tile, asked: Filter) -> bytes:
    """An MVT tile of `layer` (empty bytes where nothing is); NotFound for a tile that cannot exist."""
    if not place.valid:
        raise no_tile(place)
    made = plan(conn, (layer,), place.z, asked)
    row = conn.execute(sa.text(made.statement), {**made.values, "x": place.x, "y": place.y}).one()
    if made.is_cut(row.counts):
        made = plan(conn, (layer,), place.z, asked, cut=True)
        row = conn.execute(sa.text(made.statement), {**made.values, "x": place.x, "y": place.y}).one()
    return bytes(row.tile)


def plan(conn: sa.Connection, layers: Sequence[Layer], z: int, asked: Filter, *, cut: bool = False) -> Plan:
    """The statement for tiles of these vector layers at zoom `z`.

    With `cut` features come by importance, for tiles that hold more than there is room for. InvalidInput
    where a condition has nothing to hold on to in a layer.
    """
    parts: list[Part] = []
    values: dict[str, Any] = {}
    depends: dict[str, None] = {}
    for n, layer in enumerate(layers):
        if layer.kind == "raster":
            raise no_tile(Tile(z, 0, 0), layer.slug)
        made, more = _PARTS[layer.kind](conn, layer, z, asked, f"cql{n}", cut)
        parts += made
        values |= more
        depends |= dict.fromkeys(blocks.depends_on(layer.slug, layer.kind))
    return Plan(tuple(layers), z, tuple(parts), values, tuple(depends))


def no_tile(place: Tile, text: str = "") -> NotFound:
    """The error for a tile that cannot exist."""
    return NotFound(
        "ubin",
        "Ubin {place} tidak ada",
        "There is no tile {place}",
        where="z/x/y",
        place=text or "/".join(map(str, place)),
    )


def edition(conn: sa.Connection, asked: Filter) -> int:
    """Id of the area edition that holds at the filter's moment; 0 when there is none."""
    return int(_band(conn, 0, asked)["edition"])


def _band(conn: sa.Connection, z: int, asked: Filter) -> dict[str, Any]:
    values = {"z": z, "seq": asked.moment.seq, "day": asked.moment.day}
    row = conn.execute(sa.text(_SQL["band"]), values).mappings().one_or_none()
    return dict(row) if row else {"edition": 0, "band": 0, "indicative": True}


def _event_parts(
    conn: sa.Connection, layer: Layer, z: int, asked: Filter, prefix: str, cut: bool
) -> tuple[list[Part], dict[str, Any]]:
    conditions, values = event_conditions(asked)
    where, more = vector_parts.compiled(layer, asked, prefix)
    names = {
        "z": z,
        **shaped("g.geom_3857", z),
        "conditions": f"{conditions}{where}",
        "limit": MOST_FEATURES,
        **_band(conn, z, asked),
    }
    values |= more
    if z >= signs_from(conn, asked):
        return _signs(names, gate="true"), values
    names |= {
        "gate": "true",
        "name": "'kejadian_kisi'",
        "more": ", CAST(grave AS bigint) AS berat",
        **grid_values(z),
    }
    if vector_parts.is_plain(asked):
        return [Part(cells(names, grid="event_grid", whose="g.audience = :audience"), way=GRID)], values
    points = fill("event_points", **names)
    alone = fill("alone", **names, key="s.num", points=points)
    made = Part(cells(names, points=points, but=vector_parts.ALONE), way=NOW)
    return [*_signs(names, gate=alone)[:1], made], values


def signs_from(conn: sa.Connection, asked: Filter) -> int:
    """The zoom from which on events are drawn as signs, all of it: below it they are counted by cell.

    One answer for all that a reader may see, whatever is chosen, so that a map never has signs in one tile
    and counts in the next. It changes with all tiles of the layer (count_event_tiles in the database).
    """
    found = conn.execute(sa.text(_SQL["signs_from"]), {"audience": asked.audience})
    return min(int(found.scalar_one()), CELLS_TO + 1)


def _signs(names: dict[str, Any], *, gate: str) -> list[Part]:
    """Events as points, and as areas those whose place is no more exact."""
    return [Part(fill(name, **{**names, "gate": gate}), limited=True) for name in ("events", "event_areas")]


def _area_parts(
    conn: sa.Connection, layer: Layer, z: int, asked: Filter, prefix: str, cut: bool
) -> tuple[list[Part], dict[str, Any]]:
    if asked.period != (None, None) or asked.hazards:
        raise no_condition(layer, "datetime" if asked.period != (None, None) else "hazard")
    conditions, values = vector_parts.compiled(layer, asked, prefix)
    if asked.area:
        conditions += " AND (a.code = :area OR a.code LIKE :area || '.%')"
        values["area"] = asked.area
    names = {
        "z": z,
        **shaped("g.geom_3857", z),
        "level": AREA_LEVELS[layer.slug],
        "conditions": f"true{conditions}",
        **_band(conn, z, asked),
    }
    shapes = fill("areas", **names, name=f"'{layer.slug}'")
    labels = fill("area_labels", **names, name=f"'{layer.slug}_label'")
    return [Part(shapes), Part(labels)], values


def _feature_parts(
    conn: sa.Connection, layer: Layer, z: int, asked: Filter, prefix: str, cut: bool
) -> tuple[list[Part], dict[str, Any]]:
    if asked.hazards:
        raise no_condition(layer, "hazard")
    if asked.period != (None, None) and not layer.time_column:
        raise no_condition(layer, "datetime")
    return vector_parts.parts(layer, z, asked, prefix, _band(conn, z, asked)["edition"], cut=cut)


_PARTS = {"kejadian": _event_parts, "wilayah": _area_parts, "vektor": _feature_parts}


def no_condition(layer: Layer, name: str) -> InvalidInput:
    """The error for a condition that a layer has nothing for: leaving it out would show too much."""
    return InvalidInput(
        "parameter",
        "Layer '{layer}' tidak dapat disaring dengan '{name}'",
        "Layer '{layer}' cannot be filtered by '{name}'",
        where=name,
        layer=layer.slug,
        name=name,
    )
