"""What can be drawn or queried: the built-in layers and every layer of the catalogue, as one value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from gis import catalogue, codes, queries
from gis.catalogue import LayerVersion
from gis.geo import PROVINCE_BOX
from gis.ledger import Moment
from layers.parts import CELLS_TO, MOST_FEATURES

_SQL = queries.load("layers.tiles")
AREA_LEVELS = {"provinsi": 1, "kabupaten": 2, "kecamatan": 3, "desa": 4}
INDICATIVE_NOTE = "Batas indikatif, bukan batas resmi"


@dataclass(frozen=True, slots=True)
class Copies:
    """What low zooms of a vector layer are drawn from (table layer_copy).

    `raw_from` is the zoom from which the features themselves serve; `bands` the zooms from which each
    generalised copy does; `grid`: what is not drawn below is counted by cell.
    """

    how: str  # titik | cakupan | sendiri
    raw_from: int
    bands: tuple[int, ...]
    grid: bool
    labels: bool
    time_column: str | None


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
    copies: Copies | None = None  # None until they are made

    @property
    def kind_of_shape(self) -> str:
        """A vector layer's type of geometry without its heights: POINT, MULTIPOLYGON, GEOMETRY, …"""
        return _flat(self.version) if self.version else ""

    @property
    def is_points(self) -> bool:
        """Whether it is a vector layer of single points."""
        return self.kind_of_shape == "POINT"

    @property
    def time_column(self) -> str | None:
        """The attribute that `datetime` speaks of: the first that is a time, unless the style names one."""
        timed = [column["name"] for column in self._timed]
        declared = self.version.style.get("time") if self.version else None
        return declared if declared in timed else next(iter(timed), None)

    @property
    def time_type(self) -> str | None:
        """`date` or `timestamptz`."""
        return next((c["type"] for c in self._timed if c["name"] == self.time_column), None)

    @property
    def label_column(self) -> str | None:
        """The attribute that names a feature: what the style says, one called a name, else the first text."""
        texts = [c["name"] for c in (self.version.columns if self.version else []) if c["type"] == "text"]
        declared = self.version.style.get("label") if self.version else None
        named = [name for name in (declared, *_NAMES) if name in texts]
        return next(iter([*named, *texts]), None)

    @property
    def _timed(self) -> list[dict[str, str]]:
        columns = self.version.columns if self.version else []
        return [column for column in columns if column["type"] in ("date", "timestamptz")]


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
_NAMES = ("nama", "name", "namobj", "label", "judul")
_MVT_TYPES = {"bigint": "Number", "double precision": "Number", "boolean": "Boolean"}

EVENTS = Layer(
    slug="kejadian",
    title="Kejadian",
    description="Kejadian terverifikasi dengan angka yang diterbitkan",
    kind="kejadian",
    vector_layers={
        "kejadian": _EVENT_FIELDS,
        "kejadian_wilayah": {**_EVENT_FIELDS, "kode": "String"},
        "kejadian_kisi": {"jumlah": "Number", "berat": "Number"},
    },
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
    if slug in BUILT_IN:
        return BUILT_IN[slug]
    version = catalogue.layer(conn, slug, moment)
    return of_version(version, copies_of(conn, version))


def every(conn: sa.Connection, moment: Moment, *, only: str | None = None) -> Iterator[Layer]:
    """All layers this connection's role may read, or the one of that slug (NotFound when there is none)."""
    if only:
        yield find(conn, only, moment)
        return
    yield from BUILT_IN.values()
    for version in catalogue.layers(conn, moment):
        yield of_version(version, copies_of(conn, version))


def _flat(version: LayerVersion) -> str:
    return (version.geometry_type or "").removesuffix("Z")


def copies_of(conn: sa.Connection, version: LayerVersion) -> Copies | None:
    """What low zooms of a version are drawn from; None until it has been made."""
    names = {"slug": version.slug, "version": version.version}
    row = conn.execute(_SQL["copy_of"], names).mappings().one_or_none()
    return Copies(**{**row, "bands": tuple(row["bands"])}) if row else None


def of_version(version: LayerVersion, copies: Copies | None = None) -> Layer:
    """A catalogue layer's declaration."""
    fields = {column["name"]: _MVT_TYPES.get(column["type"], "String") for column in version.columns}
    made = Layer(
        slug=version.slug,
        title=version.title,
        description=version.description,
        kind=version.kind,
        vector_layers={},
        bbox=version.bbox,
        minzoom=version.minzoom,
        maxzoom=version.maxzoom,
        attribution=version.source,
        version=version,
        copies=copies,
    )
    parts = {version.slug: fields}
    if copies and copies.labels:
        name = made.label_column
        parts[f"{version.slug}_label"] = {name: "String"} if name else {}
    if _flat(version) == "POINT" or (copies and copies.grid):
        parts[f"{version.slug}_kisi"] = {"jumlah": "Number"}
    return replace(made, vector_layers=parts if version.kind == "vektor" else {})


def tilejson(layers: Sequence[Layer], url: str, *, indicative: bool) -> dict[str, Any]:
    """TileJSON 3.0 of layers in one tile set whose tiles are at `url` (with {z}, {x}, {y})."""
    boxes = [layer.bbox for layer in layers]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    notes = [layer.attribution for layer in layers if layer.attribution]
    if indicative and any(layer.kind == "wilayah" for layer in layers):
        notes.append(INDICATIVE_NOTE)
    document: dict[str, Any] = {
        "tilejson": "3.0.0",
        "name": ", ".join(layer.title for layer in layers),
        "description": "; ".join(layer.description for layer in layers if layer.description),
        "tiles": [url],
        "scheme": "xyz",
        "minzoom": min(layer.minzoom for layer in layers),
        "maxzoom": max(layer.maxzoom for layer in layers),
        "bounds": [west, south, east, north],
        "center": [round((west + east) / 2, 5), round((south + north) / 2, 5), 8],
        "attribution": "; ".join(dict.fromkeys(notes)),
    }
    if all(layer.kind != "raster" for layer in layers):
        document["vector_layers"] = [
            {"id": name, "fields": fields, "minzoom": layer.minzoom, "maxzoom": last_zoom(name, layer)}
            for layer in layers
            for name, fields in layer.vector_layers.items()
        ]
        # A tile with more features than this holds the most important ones, and says so in a header.
        document["sigap:paling_banyak"] = MOST_FEATURES
    return document


def last_zoom(name: str, layer: Layer) -> int:
    """The finest zoom at which an MVT layer of that name is in a tile."""
    return min(CELLS_TO, layer.maxzoom) if name.endswith("_kisi") else layer.maxzoom


def is_indicative(conn: sa.Connection, moment: Moment) -> bool:
    """Whether the area edition at a moment is indicative (or there is none)."""
    values = {"seq": moment.seq, "day": moment.day}
    return bool(conn.execute(_SQL["is_indicative"], values).scalar_one_or_none() is not False)
