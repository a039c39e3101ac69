"""The catalogue of layers: what each is, where it comes from, and which version holds at a moment."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import queries, tables
from gis.errors import Conflict, InvalidInput, NotFound
from gis.ledger import Entry, Moment

_SQL = queries.load("gis.catalogue")
_SLUG = re.compile(r"[a-z][a-z0-9_]{1,40}")
ACCESS = ("publik", "terbatas", "rahasia")
MODES = ("replace", "append")
METADATA_FIELDS = (
    "produsen",
    "walidata",
    "konsep",
    "definisi",
    "klasifikasi",
    "ukuran",
    "satuan",
    "kode_referensi",
    "frekuensi",
    "cakupan_wilayah",
    "cakupan_waktu",
    "kontak",
)
"""What Satu Data asks of a dataset beyond a layer's own words (Perpres 39/2019, Peraturan BNPB 1/2023)."""
RESERVED = ("kejadian", "kejadian_wilayah", "provinsi", "kabupaten", "kecamatan", "desa")
"""Slugs of the built-in layers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerMeta:
    """What a file is called in the catalogue; checked on construction (InvalidInput).

    `crs` (e.g. `EPSG:32748`) and `encoding` are said only where the file does not say them. `file_layer` is
    the one to take of a file that holds several. `keep_z`: heights are kept, `keep_m`: measures. `coverage`:
    the areas tile, so gaps and overlaps are looked for. `mode` `append` adds the file's features to those of
    the version before, which must have the same columns and keeps the ordinates that it has. `satu_data` has
    any of METADATA_FIELDS.
    """

    slug: str
    title: str
    source: str
    source_date: date | None = None
    licence: str = ""
    access: str = "terbatas"
    description: str = ""
    crs: str | None = None
    encoding: str | None = None
    file_layer: str | None = None
    keep_z: bool = False
    keep_m: bool = False
    coverage: bool = False
    mode: str = "replace"
    satu_data: dict[str, str] = field(default_factory=dict)
    style: dict[str, Any] = field(default_factory=dict)
    invented: bool = False

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.slug) or self.slug in RESERVED:
            raise InvalidInput(
                "slug",
                "Nama layer '{slug}' tidak dapat dipakai: huruf kecil, angka dan garis bawah, diawali huruf, "
                "2–41 huruf, dan bukan {reserved}",
                "Layer name '{slug}' cannot be used: lower-case letters, digits and underscores, a letter "
                "first, 2–41 characters, and none of {reserved}",
                where="slug",
                slug=self.slug[:60],
                reserved=", ".join(RESERVED),
            )
        if self.access not in ACCESS:
            raise InvalidInput(
                "akses",
                "Tingkat akses '{access}' tidak dikenal: {known}",
                "Access level '{access}' is not known: {known}",
                where="access",
                access=self.access[:40],
                known=", ".join(ACCESS),
            )
        check_metadata(self.satu_data)
        if self.mode not in MODES:
            raise InvalidInput(
                "mode",
                "Mode '{mode}' tidak dikenal: {known}",
                "Mode '{mode}' is not known: {known}",
                where="mode",
                mode=self.mode[:40],
                known=", ".join(MODES),
            )
        if not self.title.strip() or not self.source.strip():
            raise InvalidInput(
                "metadata_layer",
                "Layer memerlukan judul dan sumber data",
                "A layer needs a title and its data source",
                where="title, source",
            )

    def words(self) -> dict[str, Any]:
        """What every version of the layer says of itself, whatever kind its file is of."""
        names = (
            "slug",
            "title",
            "description",
            "source",
            "source_date",
            "licence",
            "access",
            "style",
            "invented",
        )
        return {name: getattr(self, name) for name in names}


def source_day(text: str) -> date:
    """The date of a layer's source as it is sent, `2026-01-31`; InvalidInput for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(
            "source_date",
            "source_date '{value}' bukan tanggal: tulis 2026-01-31",
            "source_date '{value}' is no date: write 2026-01-31",
            where="source_date",
            value=text[:40],
        ) from error


def check_metadata(words: Iterable[str]) -> None:
    """InvalidInput that names the first field that Satu Data does not have."""
    if unknown := sorted(set(words) - set(METADATA_FIELDS)):
        raise InvalidInput(
            "metadata_layer",
            "Metadata '{name}' tidak dikenal: {known}",
            "Metadata field '{name}' is not known: {known}",
            where="satu_data",
            name=unknown[0][:40],
            known=", ".join(METADATA_FIELDS),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerVersion:
    """One version of a layer, as the catalogue holds it. `bbox` is west, south, east, north in degrees.

    `attributes` is `{"columns": [{"name", "type", "original"}], "notes": [...]}`, of a vector layer also
    `repairs` and `ordinates` (`XY`, `XYZ`, `XYM`, `XYZM`).
    """

    slug: str
    version: int
    kind: str  # vektor | raster
    title: str
    description: str
    source: str
    source_date: date | None
    licence: str
    access: str
    table_name: str | None  # of a vector layer, in schema layer_data
    file_sha256: str | None  # of a raster's COG
    geometry_type: str | None
    feature_count: int | None
    attributes: dict[str, Any]
    bbox: tuple[float, float, float, float]
    minzoom: int
    maxzoom: int
    style: dict[str, Any]
    invented: bool
    seq: int = 0  # ledger seq that brought it

    @property
    def columns(self) -> list[dict[str, str]]:
        """Attribute columns of a vector layer: `name`, `type`, `original`."""
        return list(self.attributes.get("columns", []))

    def as_taken_in(self) -> dict[str, Any]:
        """What the sender of its file is told: how many features, what was found, what was repaired."""
        told = {"slug": self.slug, "version": self.version, "features": self.feature_count}
        return told | {name: self.attributes.get(name, []) for name in ("notes", "repairs")}

    @property
    def is_measured(self) -> bool:
        """Whether the points of its geometries have measures (M)."""
        return str(self.attributes.get("ordinates", "")).endswith("M")


def layers(conn: sa.Connection, moment: Moment) -> list[LayerVersion]:
    """The newest version of every layer at a moment, by slug; the connection's role decides which it sees."""
    rows = conn.execute(_SQL["newest"], {"seq": moment.seq, "slug": None}).mappings()
    return [_version(row) for row in rows]


def layer(conn: sa.Connection, slug: str, moment: Moment) -> LayerVersion:
    """The newest version of one layer at a moment; NotFound when there is none for this viewer."""
    row = conn.execute(_SQL["newest"], {"seq": moment.seq, "slug": slug}).mappings().one_or_none()
    if row is None:
        raise _no_layer(slug)
    return _version(row)


def _no_layer(slug: str) -> NotFound:
    return NotFound(
        "layer", "Layer '{slug}' tidak ada", "There is no layer '{slug}'", where="layer", slug=slug[:60]
    )


def next_version(entry: Entry, slug: str) -> int:
    """The number of a layer's next version; a second writer of the same layer waits, others do not."""
    entry.conn.execute(_SQL["lock_slug"], {"slug": slug})
    return int(entry.conn.execute(_SQL["next_version"], {"slug": slug}).scalar_one())


def is_made_of(conn: sa.Connection, slug: str, submission: UUID) -> bool:
    """Whether a version of the layer came from that submission."""
    return bool(conn.execute(_SQL["is_made_of"], {"slug": slug, "submission": submission}).scalar_one())


def table_name(slug: str, version: int) -> str:
    """Name of a vector version's table in schema `layer_data`: made of a checked slug only."""
    return f"v_{slug}_{version}"


def add_version(entry: Entry, version: LayerVersion, submission: UUID | None) -> None:
    """Write the catalogue row of a new version; readers see it from this entry on."""
    values = {name: getattr(version, name) for name in LayerVersion.__dataclass_fields__ if name != "seq"}
    values |= {"bbox": list(version.bbox), "submission_id": submission, "entry": entry.id}
    entry.conn.execute(sa.insert(tables.layer_version), values)
    (entry.layers if version.access == "publik" else entry.hidden_layers).add(version.slug)


def rollback(entry: Entry, slug: str, number: int) -> LayerVersion:
    """Let an earlier version hold again, as a new version; the versions between stay readable.

    NotFound for a version there never was, Conflict where it holds already.
    """
    newest = next_version(entry, slug) - 1
    row = entry.conn.execute(_SQL["version"], {"slug": slug, "version": number}).mappings().one_or_none()
    if row is None:
        raise NotFound(
            "versi_layer",
            "Layer {slug} tidak memiliki versi {version}",
            "Layer {slug} has no version {version}",
            where="version",
            slug=slug[:60],
            version=number,
        )
    if number == newest:
        raise Conflict(
            "versi_layer",
            "Versi {version} sudah berlaku",
            "Version {version} holds already",
            where="version",
            version=number,
        )
    again = replace(_version(row), version=newest + 1)
    add_version(entry, again, row["submission_id"])
    values = {"slug": slug, "version": number, "again": again.version, "entry": entry.id}
    entry.conn.execute(_SQL["repeat_statistics"], values)
    return again


def describe(entry: Entry, slug: str, words: dict[str, str]) -> LayerVersion:
    """The newest version as a new one that says these words of Satu Data; an empty word takes one back.

    NotFound for no such layer, InvalidInput for a field that Satu Data does not have.
    """
    check_metadata(words)
    newest = next_version(entry, slug) - 1
    row = entry.conn.execute(_SQL["version"], {"slug": slug, "version": newest}).mappings().one_or_none()
    if row is None:
        raise _no_layer(slug)
    known = _version(row)
    said = {**known.attributes.get("satu_data", {}), **words}
    attributes = {**known.attributes, "satu_data": {name: word for name, word in said.items() if word}}
    again = replace(known, version=newest + 1, attributes=attributes)
    add_version(entry, again, row["submission_id"])
    values = {"slug": slug, "version": newest, "again": again.version, "entry": entry.id}
    entry.conn.execute(_SQL["repeat_statistics"], values)
    return again


def _version(row: Any) -> LayerVersion:
    values = {name: row[name] for name in LayerVersion.__dataclass_fields__}
    return LayerVersion(**values | {"bbox": tuple(row["bbox"])})
