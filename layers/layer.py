"""What can be drawn or queried: the built-in layers and every layer of the catalogue, as one value."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from gis import catalogue, codes, queries
from gis.catalogue import LayerVersion
from gis.geo import PROVINCE_BOX
from gis.ledger import Moment

_SQL = queries.load("layers.tiles")
AREA_LEVELS = {"provinsi": 1, "kabupaten": 2, "kecamatan": 3, "desa": 4}
INDICATIVE_NOTE = "Batas indikatif, bukan batas resmi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer. `vector_layers` maps each MVT layer in its tiles to its fields and their types."""

    slug: str
    title: str
    description: str
    kind: str  # kejadian | wilayah | vektor | raster
    vector_layers: dict[str, dict[str, str]]
    bbox: tuple[float, float, float, float] = tuple(PROVINCE_BOX)  # type: ignore[assignment]
    minzoom: int = 0
    maxzoom: int = 16
    attribution: str = ""
    version: LayerVersion | None = None  # of a catalogue layer


_EVENT_FIELDS = {
    "event_id": "String",
    "name": "String",
    "hazard": "String",
    "severity": "Number",
    "start": "String",
    "precision": "String",
    "approximate": "Boolean",
    "verified": "Boolean",
    "is_bencana": "Boolean",
    "invented": "Boolean",
}
_AREA_FIELDS = {"kode": "String", "nama": "String", "jenis": "String", "indikatif": "Boolean"}
_MVT_TYPES = {"bigint": "Number", "double precision": "Number", "boolean": "Boolean"}

EVENTS = Layer(
    slug="kejadian",
    title="Kejadian",
    description="Kejadian terverifikasi dengan angka yang diterbitkan",
    kind="kejadian",
    vector_layers={"kejadian": _EVENT_FIELDS, "kejadian_wilayah": {**_EVENT_FIELDS, "kode": "String"}},
)


def _area_layer(slug: str) -> Layer:
    return Layer(
        slug=slug,
        title=slug.capitalize(),
        description=f"Batas {slug} menurut edisi wilayah yang berlaku",
        kind="wilayah",
        vector_layers={slug: _AREA_FIELDS, f"{slug}_label": _AREA_FIELDS},
        attribution=codes.areas()["19"].full_name,
    )


BUILT_IN = {"kejadian": EVENTS, **{slug: _area_layer(slug) for slug in AREA_LEVELS}}


def find(conn: sa.Connection, slug: str, moment: Moment) -> Layer:
    """The layer of that slug at a moment; NotFound when there is none for this viewer."""
    return BUILT_IN.get(slug) or of_version(catalogue.layer(conn, slug, moment))


def of_version(version: LayerVersion) -> Layer:
    """A catalogue layer's declaration."""
    fields = {column["name"]: _MVT_TYPES.get(column["type"], "String") for column in version.columns}
    return Layer(
        slug=version.slug,
        title=version.title,
        description=version.description,
        kind=version.kind,
        vector_layers={version.slug: fields} if version.kind == "vektor" else {},
        bbox=version.bbox,
        minzoom=version.minzoom,
        maxzoom=version.maxzoom,
        attribution=version.source,
        version=version,
    )


def tilejson(layer: Layer, url: str, *, indicative: bool) -> dict[str, Any]:
    """TileJSON 3.0 of a layer whose tiles are at `url` (with {z}, {x}, {y})."""
    west, south, east, north = layer.bbox
    notes = [layer.attribution] if layer.attribution else []
    if indicative and layer.kind == "wilayah":
        notes.append(INDICATIVE_NOTE)
    document: dict[str, Any] = {
        "tilejson": "3.0.0",
        "name": layer.title,
        "description": layer.description,
        "tiles": [url],
        "scheme": "xyz",
        "minzoom": layer.minzoom,
        "maxzoom": layer.maxzoom,
        "bounds": [west, south, east, north],
        "center": [round((west + east) / 2, 5), round((south + north) / 2, 5), 8],
        "attribution": "; ".join(notes),
    }
    if layer.kind != "raster":
        document["vector_layers"] = [
            {"id": name, "fields": fields, "minzoom": layer.minzoom, "maxzoom": layer.maxzoom}
            for name, fields in layer.vector_layers.items()
        ]
    return document


def is_indicative(conn: sa.Connection, moment: Moment) -> bool:
    """Whether the area edition at a moment is indicative (or there is none)."""
    return bool(conn.execute(_SQL["is_indicative"], {"seq": moment.seq}).scalar_one_or_none() is not False)
