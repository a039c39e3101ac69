"""Parts of a tile's statement: one MVT layer each, written from templates."""

import re
from dataclasses import dataclass
from typing import Any

from gis import queries

_SQL = queries.load_text("layers.tiles")
_GAP = re.compile(r"/\* (\w+) \*/")
_NOTE = re.compile(r"^--.*\n", re.MULTILINE)
MOST_FEATURES = 20_000  # of one MVT layer in one tile
DENSE = 5_000  # points of the fullest tile beyond which a zoom's are counted by cell (a trigger knows it too)
CELLS_TO = 10  # finest zoom at which points are counted by cell
GRID_LEVELS = (11, 13, 15)
"""Levels of precomputed grids: at level c a cell is a 32nd of a tile of zoom c - 5."""
FEATURES, COPIES, GRID, NOW = "fitur", "salinan", "kisi", "hitung"


@dataclass(frozen=True, slots=True)
class Part:
    """SQL of a row `tile`, `n`; how its features are made; whether they end at MOST_FEATURES."""

    sql: str
    way: str = FEATURES
    limited: bool = False


def fill(template: str, **names: Any) -> str:
    """A named template with its gaps filled by our own names, numbers and conditions."""
    return fill_text(_NOTE.sub("", _SQL[template]), **names)


def fill_text(text: str, **names: Any) -> str:
    """The same of a text."""
    return _GAP.sub(lambda gap: str(names[gap[1]]), text)


def shaped(column: str, z: int, *, kind: str = "") -> dict[str, str]:
    """The gaps that bring a column of shapes onto the grid of a zoom's tiles; `kind`: their type."""
    scale = f"CAST({4096 * 2**z} / 40075016.685578488 AS float)"  # units to a metre of EPSG:3857
    # What is in the box by its point alone needs no cutting, nor turning, nor mending.
    cut = column if kind == "POINT" else fill("cut", shape=column, z=z)
    on_grid = fill("on_grid", cut=cut, scale=scale)
    if kind in ("POINT", "MULTILINESTRING"):
        return {"on_grid": on_grid, "valid": "shape"}
    return {"on_grid": f"ST_ForcePolygonCCW({on_grid})", "valid": fill("valid")}


def grid_values(z: int) -> dict[str, int]:
    """The grid level that serves zoom `z`, its cells to one of the tile's, and across the tile."""
    level = next(level for level in GRID_LEVELS if level >= z + 5)
    finer = 2 ** (level - z - 5)
    return {"level": level, "finer": finer, "span": 32 * finer}


def cells(
    names: dict[str, Any], *, grid: str = "", whose: str = "true", points: str = "", but: str = "false"
) -> str:
    """Counts by cell, from a precomputed `grid` or on the fly from `points`; no cell of which `but` holds."""
    if points:
        counted = fill("counted_now", **names, points=points, but=but)
    else:
        counted = fill("counted_grid", **names, grid=grid, whose=whose)
    return fill("cells", **names, counted=counted)
