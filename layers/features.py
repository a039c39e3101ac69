"""Collections and pages of features as GeoJSON text, made by PostGIS and never taken apart in Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import catalogue, codes, queries
from gis.errors import NotFound
from gis.geo import PROVINCE_BOX, BBox, mercator_box
from layers import cql2, queryables, tiles
from layers import layer as layer_of
from layers.filter import Filter, envelopes_of, event_conditions
from layers.layer import AREA_LEVELS, Layer

_SQL = queries.load_text("layers.features")
COUNT_LIMIT = 100_000  # more are not counted on every page
_TYPES = {"Number": "number", "Boolean": "boolean", "String": "string"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A feature collection. `properties` are name → JSON schema type; `temporal` as far as known."""

    id: str
    title: str
    description: str
    layer: Layer
    bbox: tuple[float, float, float, float]
    properties: dict[str, str]
    temporal: tuple[datetime | None, datetime | None] | None = None


@dataclass(frozen=True, slots=True)
class FeaturePage:
    """A page of features, each a GeoJSON text. `last_key` continues a cursor; None on the last page.

    `matched` is None where more than COUNT_LIMIT match.
    """

    features: list[str]
    last_key: int | None
    matched: int | None


_EVENT_PROPERTIES = {
    "name": "string",
    "hazard": "string",
    "other_hazards": "array",
    "is_bencana": "boolean",
    "severity": "integer",
    "datetime": "string",
    "end_datetime": "string",
    "occurred_precision": "string",
    "kode_wilayah": "string",
    "kode_wilayah_semua": "array",
    "precision": "string",
    "uncertainty_m": "number",
    "perkiraan": "boolean",
    "verified": "boolean",
    "invented": "boolean",
    "laporan": "integer",
    "sumber": "integer",
    "valid_at": "string",
}
_AREA_PROPERTIES = {
    "kode": "string",
    "kode_bps": "string",
    "nama": "string",
    "jenis": "string",
    "kode_induk": "string",
    "luas_km2": "number",
    "penduduk": "integer",
    "indikatif": "boolean",
    "edisi": "string",
}


def collections(conn: sa.Connection, asked: Filter) -> Iterator[Collection]:
    """Every collection this reader may see: events, areas, vector layers."""
    for slug in layer_of.BUILT_IN:
        yield collection(conn, slug, asked)
    for version in catalogue.layers(conn, asked.moment):
        if version.kind == "vektor":
            yield _catalogue_collection(layer_of.of_version(version))


def collection(conn: sa.Connection, slug: str, asked: Filter) -> Collection:
    """One collection; NotFound for a raster or an unknown slug."""
    found = layer_of.find(conn, slug, asked.moment)
    if found.kind == "raster":
        raise NotFound(
            "koleksi",
            "Koleksi '{slug}' tidak ada: layer itu raster",
            "There is no collection '{slug}': that layer is a raster",
            where="collectionId",
            slug=slug,
        )
    if found.kind == "vektor":
        return _catalogue_collection(found)
    events = found.kind == "kejadian"
    figures = dict.fromkeys(codes.figures(), "number") if events else {}
    return Collection(
        id=slug,
        title=found.title,
        description=found.description,
        layer=found,
        bbox=(PROVINCE_BOX.west, PROVINCE_BOX.south, PROVINCE_BOX.east, PROVINCE_BOX.north),
        properties={**(_EVENT_PROPERTIES if events else _AREA_PROPERTIES), **figures},
        temporal=_extent(conn, asked) if events else None,
    )


def items(
    conn: sa.Connection, found: Collection, asked: Filter, *, after: int | None = None, offset: int = 0
) -> FeaturePage:
    """One page of a collection by key order, after key `after` (quick at any depth) or from `offset`."""
    name, conditions, values = _request(conn, found, asked)
    counted = {**values, "count_limit": COUNT_LIMIT + 1}
    matched = conn.execute(_statement(f"count_{name}", found, conditions), counted).scalar_one()
    if after is not None:
        conditions += f" AND {_KEYS[name]} > :after"
        values["after"] = after
    values |= {"limit": asked.limit + 1, "offset": offset}
    rows = conn.execute(_text_features(name, found, conditions), values).all()
    page = rows[: asked.limit]
    more = len(rows) > asked.limit
    return FeaturePage(
        [row.feature for row in page],
        page[-1].key if more else None,
        matched if matched <= COUNT_LIMIT else None,
    )


def item(conn: sa.Connection, found: Collection, feature_id: str, asked: Filter) -> str:
    """One feature as GeoJSON text; NotFound when there is none of that id at that moment."""
    name, conditions, values = _request(conn, found, asked)
    key = _key_of(name, feature_id)
    rows: list[Any] = []
    if key is not None:
        condition = {"kejadian": "s.event_id", "area": "a.code", "vector": "v.fid"}[name]
        values |= {"key": key, "limit": 1, "offset": 0}
        statement = _text_features(name, found, f"{conditions} AND {condition} = :key")
        rows = list(conn.execute(statement, values))
    if not rows:
        raise NotFound(
            "fitur",
            "Fitur '{id}' tidak ada dalam koleksi {collection}",
            "There is no feature '{id}' in collection {collection}",
            where="featureId",
            id=feature_id[:60],
            collection=found.id,
        )
    return str(rows[0].feature)


_KEYS = {
    "kejadian": "s.num",
    "area": "CAST(replace(a.code, '.', '') AS bigint)",
    "vector": "v.fid",
}


def _key_of(name: str, feature_id: str) -> Any:
    if name == "area":
        return feature_id
    if name == "vector":
        number = feature_id.isascii() and feature_id.isdecimal() and len(feature_id) < 19
        return int(feature_id) if number else None
    try:
        return UUID(feature_id) if feature_id.isascii() else None
    except ValueError:
        return None


def _request(conn: sa.Connection, found: Collection, asked: Filter) -> tuple[str, str, dict[str, Any]]:
    name, conditions, values = _place_and_time(conn, found, asked)
    for n, (text, language) in enumerate(asked.where):
        known = queryables.of(found.layer)
        condition = cql2.compile_filter(text, known, language=language, prefix=f"cql_{n}")
        conditions = f"{conditions} AND {condition.sql}"
        values |= condition.params
    return name, conditions, values


def _place_and_time(conn: sa.Connection, found: Collection, asked: Filter) -> tuple[str, str, dict[str, Any]]:
    values: dict[str, Any] = {"edition": tiles.edition(conn, asked)}
    if found.layer.kind == "kejadian":
        conditions, more = event_conditions(asked)
        return "kejadian", conditions, values | more
    if found.layer.kind == "wilayah":
        conditions, more = _in_box("coalesce(a.geom, a.label_point)", asked.bbox)
        return "area", conditions, values | more | {"level": AREA_LEVELS[found.id]}
    conditions, more = _in_table(asked.bbox)
    return "vector", conditions, values | more


def _in_box(column: str, bbox: BBox | None) -> tuple[str, dict[str, Any]]:
    if bbox is None:
        return "true", {}
    envelopes, values = envelopes_of(bbox)
    tests = (f"ST_Intersects({column}, {envelope})" for envelope in envelopes)
    return f"({' OR '.join(tests)})", values


def _in_table(bbox: BBox | None) -> tuple[str, dict[str, Any]]:
    """The same of a catalogue layer's table, whose index is that of `geom_3857`."""
    if bbox is None:
        return "true", {}
    envelopes, values = envelopes_of(bbox)
    tests = []
    for n, (envelope, part) in enumerate(zip(envelopes, bbox.parts(), strict=True)):
        corners = {f"{side}_m_{n}": at for side, at in zip(part._fields, mercator_box(part), strict=True)}
        near = f"ST_MakeEnvelope({', '.join(f':{name}' for name in corners)}, 3857)"
        tests.append(f"v.geom_3857 && {near} AND ST_Intersects(v.geom, {envelope})")
        values |= corners
    return f"({' OR '.join(tests)})", values


def _text_features(name: str, found: Collection, conditions: str) -> sa.TextClause:
    statement = _statement(name, found, conditions)
    # The feature stays text: parsing it here only to write it again would cost more than making it.
    return sa.text(
        f"SELECT key, CAST(feature AS text) AS feature FROM ({statement.text}) AS page ORDER BY key"
    )


def _statement(name: str, found: Collection, conditions: str) -> sa.TextClause:
    statement = _SQL[name].replace("/* conditions */", conditions)
    if found.layer.version and found.layer.version.table_name:
        statement = statement.replace("/* table */", f'"{found.layer.version.table_name}"')
        measured = _SQL["measures"] if found.layer.version.is_measured else ""
        statement = statement.replace("/* measures */", measured)
    return sa.text(statement)


def _catalogue_collection(found: Layer) -> Collection:
    return Collection(
        id=found.slug,
        title=found.title,
        description=found.description,
        layer=found,
        bbox=found.bbox,
        properties={name: _TYPES[kind] for name, kind in found.vector_layers[found.slug].items()},
    )


def _extent(conn: sa.Connection, asked: Filter) -> tuple[datetime | None, datetime | None]:
    conditions, values = event_conditions(Filter(viewer=asked.viewer, moment=asked.moment, drawn=asked.drawn))
    row = conn.execute(sa.text(_SQL["extent"].replace("/* conditions */", conditions)), values).one()
    return row.first, row.last
