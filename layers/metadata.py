"""What the catalogue says of a dataset: Satu Data words as DCAT and in CKAN's form (ISO 19115: `iso19115`).

Satu Data Indonesia (Perpres 39/2019, Peraturan BNPB 1/2023) asks each dataset for its producer, concept,
definition, measure, unit, code reference and so on; what a layer leaves unsaid is left out, never made up.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from gis import catalogue
from gis.catalogue import METADATA_FIELDS, LayerVersion
from gis.errors import NotFound
from gis.ledger import Moment
from layers.layer import BUILT_IN, Layer

PUBLISHER = "BPBD Provinsi Kepulauan Bangka Belitung"
_DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "adms": "http://www.w3.org/ns/adms#",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """One way to fetch a dataset."""

    title: str
    path: str  # below SIGAP's address
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset of the catalogue. `words` are Satu Data's fields as far as they are said."""

    slug: str
    title: str
    description: str
    kind: str
    source: str
    released: date | None
    licence: str
    access: str
    version: str
    bbox: tuple[float, float, float, float]
    words: dict[str, str] = field(default_factory=dict)
    repairs: tuple[str, ...] = ()

    @property
    def distributions(self) -> tuple[Distribution, ...]:
        """Tiles for all; features of what has any."""
        raster = self.kind == "raster"
        ending, media_type = ("png", "image/png") if raster else ("mvt", "application/vnd.mapbox-vector-tile")
        tiles = f"/tiles/{self.slug}/{{z}}/{{x}}/{{y}}.{ending}"
        made = [
            Distribution(title="TileJSON", path=f"/tiles/{self.slug}", media_type="application/json"),
            Distribution(title="Ubin", path=tiles, media_type=media_type),
        ]
        if not raster:
            address = f"/ogc/collections/{self.slug}/items"
            made.append(
                Distribution(title="OGC API Features", path=address, media_type="application/geo+json")
            )
        return tuple(made)


def datasets(conn: sa.Connection, moment: Moment) -> list[Dataset]:
    """Every dataset that this reader may see: events, areas, and the newest version of each layer."""
    layers = [_of_version(version) for version in catalogue.layers(conn, moment)]
    return [*(_built_in(layer) for layer in BUILT_IN.values()), *layers]


def dataset(conn: sa.Connection, slug: str, moment: Moment) -> Dataset:
    """One dataset; NotFound when there is none for this reader."""
    if slug in BUILT_IN:
        return _built_in(BUILT_IN[slug])
    try:
        return _of_version(catalogue.layer(conn, slug, moment))
    except NotFound as error:
        raise NotFound(
            "dataset",
            "Dataset '{slug}' tidak ada",
            "There is no dataset '{slug}'",
            where="slug",
            slug=slug[:60],
        ) from error


def _built_in(layer: Layer) -> Dataset:
    events = layer.kind == "kejadian"
    words = {"produsen": PUBLISHER, "cakupan_wilayah": "Provinsi Kepulauan Bangka Belitung"}
    if events:
        words |= {
            "frekuensi": "setiap verifikasi",
            "satuan": "kejadian",
            "kode_referensi": "Kemendagri, BNPB",
        }
    else:
        words |= {"kode_referensi": "Kemendagri, BPS", "satuan": "wilayah"}
    return Dataset(
        slug=layer.slug,
        title=layer.title,
        description=layer.description,
        kind=layer.kind,
        source=PUBLISHER if events else layer.attribution,
        released=None,
        licence="",
        access="publik",
        version="langsung",
        bbox=layer.bbox,
        words=words,
    )


def _of_version(version: LayerVersion) -> Dataset:
    return Dataset(
        slug=version.slug,
        title=version.title,
        description=version.description,
        kind=version.kind,
        source=version.source,
        released=version.source_date,
        licence=version.licence,
        access=version.access,
        version=str(version.version),
        bbox=version.bbox,
        words={name: str(text) for name, text in version.attributes.get("satu_data", {}).items()},
        repairs=tuple(version.attributes.get("notes", ())),
    )


def satu_data(found: Dataset) -> dict[str, str | None]:
    """A dataset in Satu Data's own words; what is not said is null."""
    known: dict[str, str | None] = dict.fromkeys(METADATA_FIELDS)
    return {
        "judul": found.title,
        "deskripsi": found.description,
        **known,
        **found.words,
        "lisensi": found.licence or None,
        "tingkat_akses": found.access,
        "tanggal_rilis": found.released.isoformat() if found.released else None,
        "versi": found.version,
    }


def dcat(found: list[Dataset], base: str) -> dict[str, Any]:
    """The catalogue as DCAT (JSON-LD)."""
    return {
        "@context": _DCAT_CONTEXT,
        "@id": f"{base}/catalog",
        "@type": "dcat:Catalog",
        "dct:title": "Katalog data SIGAP",
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": PUBLISHER},
        "dct:language": ["id", "en"],
        "dcat:dataset": [_dcat_dataset(each, base) for each in found],
    }


def _dcat_dataset(found: Dataset, base: str) -> dict[str, Any]:
    west, south, east, north = found.bbox
    outline = f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
    document = {
        "@id": f"{base}/catalog/{found.slug}",
        "@type": "dcat:Dataset",
        "dct:identifier": found.slug,
        "dct:title": found.title,
        "dct:description": found.description or None,
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": found.words.get("produsen", found.source)},
        "dct:source": found.source or None,
        "dct:issued": found.released.isoformat() if found.released else None,
        "dct:license": found.licence or None,
        "dct:accessRights": found.access,
        "dct:accrualPeriodicity": found.words.get("frekuensi"),
        "dcat:version": found.version,
        "dct:spatial": {"@type": "dct:Location", "dcat:bbox": outline},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": each.title,
                "dcat:accessURL": f"{base}{each.path}",
                "dcat:mediaType": each.media_type,
            }
            for each in found.distributions
        ],
    }
    return {name: value for name, value in document.items() if value is not None}


def ckan(found: Dataset, base: str) -> dict[str, Any]:
    """One dataset in the form of CKAN's `package_show`, Satu Data's words as extras."""
    return {
        "id": found.slug,
        "name": found.slug,
        "title": found.title,
        "notes": found.description,
        "license_title": found.licence or None,
        "private": found.access != "publik",
        "version": found.version,
        "organization": {"title": found.words.get("produsen", found.source)},
        "metadata_created": found.released.isoformat() if found.released else None,
        "extras": [{"key": key, "value": value} for key, value in satu_data(found).items() if value],
        "resources": [
            {"name": each.title, "url": f"{base}{each.path}", "mimetype": each.media_type}
            for each in found.distributions
        ],
    }
