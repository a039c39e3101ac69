"""What tiles of a vector layer are made of: its features, their copies for low zooms, and counts by cell."""

from typing import Any

from gis.ledger import LATEST
from layers import cql2, queryables
from layers.filter import Filter
from layers.layer import Layer
from layers.parts import (
    CELLS_TO,
    COPIES,
    DENSE,
    GRID,
    MOST_FEATURES,
    NOW,
    Part,
    cells,
    fill,
    grid_values,
    shaped,
)

_BY_SIZE = {
    "POLYGON": "ST_Area(v.geom_3857) DESC, v.fid",
    "LINESTRING": "ST_Length(v.geom_3857) DESC, v.fid",
}
ALONE = "count(*) = 1 AND bool_and(exact)"
"""Of a cell: what is in it is one, and is shown as itself."""
MIDDLE = "ST_Centroid(v.geom_3857)"
"""Where a shape too small to be drawn is counted."""


def parts(
    layer: Layer, z: int, asked: Filter, prefix: str, edition: int, *, cut: bool = False
) -> tuple[list[Part], dict[str, Any]]:
    """The parts of a tile at zoom `z` that show what `asked` chooses, and their parameters."""
    assert layer.version is not None
    conditions, values = _conditions(layer, asked, prefix, edition)
    columns = "".join(f', v."{column["name"]}"' for column in layer.version.columns)
    names = {
        "z": z,
        "table": f'"{layer.version.table_name}"',
        "copy": f'"{copy_table(str(layer.version.table_name))}"',
        "name": f"'{layer.slug}'",
        "columns": columns,
        "conditions": conditions,
        "gate": "true",
        "source": f'layer_data."{layer.version.table_name}" v',
        "where": "v.geom_3857",
        **shaped("v.geom_3857", z, kind=layer.kind_of_shape),
        "order": order(layer) if cut else "v.fid",
        "limit": MOST_FEATURES,
    }
    made = _points(layer, names, z, asked) if layer.is_points else _shapes(layer, names, z, asked)
    if layer.copies and layer.copies.labels:
        name = f', v."{layer.label_column}"' if layer.label_column else ""
        labels = fill("labels", **{**names, "name": f"'{layer.slug}_label'", "columns": name})
        made.append(Part(labels, way=COPIES))
    return made, values


def copy_table(table: str) -> str:
    """Name of the generalised copies of a version's table; its grid is the same with `k_`."""
    return f"g{table[1:]}"


def grid_table(table: str) -> str:
    """Name of the counts by cell of a version's table."""
    return f"k{table[1:]}"


def order(layer: Layer) -> str:
    """What comes first in a tile that cannot hold everything: the declared column, else size, else time."""
    assert layer.version is not None
    declared = layer.version.style.get("importance")
    if declared in {column["name"] for column in layer.version.columns}:
        return f'v."{declared}" DESC NULLS LAST, v.fid'
    for kind, words in _BY_SIZE.items():
        if kind in (layer.version.geometry_type or ""):
            return words
    return f'v."{layer.time_column}" DESC NULLS LAST, v.fid' if layer.time_column else "v.fid"


def is_plain(asked: Filter) -> bool:
    """Whether everything current is asked for, which precomputed counts can answer."""
    chosen = asked.period != (None, None) or asked.area or asked.hazards or asked.where or asked.bbox
    return not chosen and asked.moment is LATEST and not asked.viewer.bound


def compiled(layer: Layer, asked: Filter, prefix: str) -> tuple[str, dict[str, Any]]:
    """The reader's CQL2 as further conditions (each begins with AND) and their parameters."""
    words = ""
    values: dict[str, Any] = {}
    for n, (text, language) in enumerate(asked.where):
        known = queryables.of(layer)
        condition = cql2.compile_filter(text, known, language=language, prefix=f"{prefix}_{n}")
        words += f" AND {condition.sql}"
        values |= condition.params
    return words, values


def _conditions(layer: Layer, asked: Filter, prefix: str, edition: int) -> tuple[str, dict[str, Any]]:
    words, values = compiled(layer, asked, prefix)
    start, end = asked.period
    for name, sign, moment in (("period_start", ">=", start), ("period_end", "<=", end)):
        if moment is not None:
            value = f"CAST(:{name} AS timestamptz)"
            if layer.time_type == "date":
                value = f"CAST({value} AT TIME ZONE 'Asia/Jakarta' AS date)"
            words += f' AND v."{layer.time_column}" {sign} {value}'
            values[name] = moment
    if asked.area:
        of_area = f"FROM area WHERE edition_id = {edition} AND code = :area"
        words += f" AND v.geom_3857 && (SELECT ST_Expand(ST_Transform(ST_Envelope(geom), 3857), 1) {of_area})"
        words += f" AND ST_Intersects(v.geom, (SELECT geom {of_area}))"
        values["area"] = asked.area
    return f"true{words}", values


def _filtered(asked: Filter) -> bool:
    return bool(asked.period != (None, None) or asked.area or asked.where)


def _points(layer: Layer, names: dict[str, Any], z: int, asked: Filter) -> list[Part]:
    """All of it as features, or all counted by cell: whatever is chosen, one way for a whole zoom."""
    assert layer.version is not None
    copies = layer.copies
    raw_from = copies.raw_from if copies else _raw_from(layer.version.feature_count or 0)
    if z >= raw_from:
        return [Part(fill("features", **names), limited=True)]
    more: dict[str, Any] = {**names, **grid_values(z), "name": f"'{layer.slug}_kisi'", "more": ""}
    if copies and not _filtered(asked):
        grid = f'layer_copies."{grid_table(str(layer.version.table_name))}"'
        return [Part(cells(more, grid=grid), way=GRID)]
    points = fill("feature_points", **more, point="v.geom_3857")
    if not _filtered(asked):
        return [Part(cells(more, points=points), way=NOW)]
    alone = fill("features", **{**names, "gate": fill("alone", **names, key="v.fid", points=points)})
    return [Part(alone, limited=True), Part(cells(more, points=points, but=ALONE), way=NOW)]


def _raw_from(features: int) -> int:
    """As long as nobody has looked how full the tiles are: what holds whatever they are."""
    return 0 if features <= DENSE else CELLS_TO + 1


def _shapes(layer: Layer, names: dict[str, Any], z: int, asked: Filter) -> list[Part]:
    copies = layer.copies
    if not copies or z >= copies.raw_from:
        return [Part(fill("features", **names), limited=True)]
    band = max(band for band in copies.bands if band <= z)
    copied = {
        "source": f"layer_copies.{names['copy']} g JOIN layer_data.{names['table']} v USING (fid)",
        "where": f"g.band = {band} AND g.geom",
        **shaped("g.geom", z, kind=layer.kind_of_shape),
    }
    made = [Part(fill("features", **{**names, **copied}), way=COPIES, limited=True)]
    if not copies.grid or z > CELLS_TO:
        return made
    more: dict[str, Any] = {**names, **grid_values(z), "name": f"'{layer.slug}_kisi'", "more": ""}
    if _filtered(asked):
        # What is too small for this band, counted where it is: the precomputed counts know no condition.
        more["gate"] = (
            f"NOT EXISTS (SELECT FROM layer_copies.{names['copy']} g WHERE g.band = {band} AND g.fid = v.fid)"
        )
        return [*made, Part(cells(more, points=fill("feature_points", **more, point=MIDDLE)), way=NOW)]
    assert layer.version is not None
    grid = f'layer_copies."{grid_table(str(layer.version.table_name))}"'
    return [*made, Part(cells(more, grid=grid, whose=f"g.band = {band}"), way=GRID)]
