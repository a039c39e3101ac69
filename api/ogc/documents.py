"""The OGC documents: landing page, conformance, collections, and the OpenAPI 3.0 description.

Written by hand, since suites and clients read OpenAPI 3.0 (FastAPI's own is 3.1) and look for `limit` and
`bbox` declared just so.
"""

from typing import Any

from layers import queryables as declared
from layers.features import Collection
from layers.filter import MAX_LIMIT

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
GEOJSON = "application/geo+json"
QUERYABLES_REL = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
DEFAULT_LIMIT = 100
TILESETS_REL = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
MATRIX_SETS_REL = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
_SPEC = "http://www.opengis.net/spec"
CONFORMANCE = (
    *(f"{_SPEC}/ogcapi-features-1/1.0/conf/{part}" for part in ("core", "geojson", "oas30", "html")),
    *(
        f"{_SPEC}/ogcapi-features-3/1.0/conf/{part}"
        for part in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(
        f"{_SPEC}/ogcapi-tiles-1/1.0/conf/{part}"
        for part in ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt")
    ),
    *(
        f"{_SPEC}/cql2/1.0/conf/{part}"
        for part in (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
            "temporal-functions",
            "array-functions",
            "property-property",
            "arithmetic",
        )
    ),
)
FILTER_LANGUAGES = ["cql2-text", "cql2-json", "cql-text"]
_LICENCE = "Data publik BPBD Provinsi Kepulauan Bangka Belitung"


def link(href: str, rel: str, media_type: str, title: str) -> dict[str, str]:
    """A link object."""
    return {"href": href, "rel": rel, "type": media_type, "title": title}


def landing(base: str) -> dict[str, Any]:
    """The landing page."""
    return {
        "title": "SIGAP",
        "description": "Kejadian bencana terverifikasi, wilayah dan layer Provinsi Kepulauan Bangka Belitung",
        "attribution": _LICENCE,
        "links": [
            link(f"{base}/ogc", "self", "application/json", "Halaman ini"),
            link(f"{base}/ogc?f=html", "alternate", "text/html", "Halaman ini sebagai HTML"),
            link(f"{base}/ogc/api", "service-desc", OPENAPI, "Uraian API (OpenAPI 3.0)"),
            link(f"{base}/docs", "service-doc", "text/html", "Rujukan HTTP"),
            link(f"{base}/ogc/conformance", "conformance", "application/json", "Kelas kesesuaian"),
            link(f"{base}/ogc/collections", "data", "application/json", "Koleksi"),
            link(f"{base}/ogc/tileMatrixSets", MATRIX_SETS_REL, "application/json", "Susunan ubin"),
        ],
    }


def collection(base: str, found: Collection, query: str = "") -> dict[str, Any]:
    """One collection's description."""
    address = f"{base}/ogc/collections/{found.id}"
    extent: dict[str, Any] = {"spatial": {"bbox": [list(found.bbox)], "crs": CRS84}}
    if found.temporal:
        extent["temporal"] = {
            "interval": [[moment and moment.isoformat() for moment in found.temporal]],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        }
    return {
        "id": found.id,
        "title": found.title,
        "description": found.description,
        "itemType": "feature",
        "extent": extent,
        "crs": [CRS84],
        "storageCrs": CRS84,
        "links": [
            link(address, "self", "application/json", found.title),
            link(f"{address}?f=html", "alternate", "text/html", found.title),
            link(f"{address}/items{query}", "items", GEOJSON, f"{found.title}: fitur"),
            link(f"{address}/items?f=html", "items", "text/html", f"{found.title}: fitur"),
            link(f"{address}/schema", "describedby", "application/schema+json", "Skema"),
            link(f"{address}/queryables", QUERYABLES_REL, "application/schema+json", "Properti saringan"),
            link(f"{address}/tiles", TILESETS_REL, "application/json", "Ubin vektor"),
            link(f"{base}/tiles/{found.id}", "tiles", "application/json", "TileJSON"),
        ],
    }


def schema(base: str, found: Collection) -> dict[str, Any]:
    """JSON Schema of a collection's features' properties."""
    nullable = {name: {"type": [kind, "null"]} for name, kind in found.properties.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base}/ogc/collections/{found.id}/schema",
        "title": found.title,
        "type": "object",
        "properties": nullable,
    }


_JSON_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "instant": {"type": "string", "format": "date-time"},
    "strings": {"type": "array", "items": {"type": "string"}},
    "geometry": {"format": "geometry-any"},
}


def queryables(base: str, found: Collection) -> dict[str, Any]:
    """JSON Schema of what filters may speak of."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base}/ogc/collections/{found.id}/queryables",
        "title": found.title,
        "type": "object",
        "properties": {
            each.name: {"title": each.name, **_JSON_TYPES[each.type]} for each in declared.of(found.layer)
        },
        "additionalProperties": False,
    }


def openapi(base: str, found: list[Collection]) -> dict[str, Any]:
    """The OpenAPI 3.0.3 document, without any reference to outside."""
    paths: dict[str, Any] = {
        "/": _path("Halaman depan", "getLandingPage"),
        "/conformance": _path("Kelas kesesuaian", "getConformance"),
        "/api": _path("Dokumen ini", "getApi"),
        "/collections": _path("Koleksi", "getCollections", ["f", "as_of"]),
        "/tileMatrixSets": _path("Susunan ubin", "getTileMatrixSetsList"),
        "/tileMatrixSets/{tileMatrixSetId}": _with(
            _path("Sebuah susunan ubin", "getTileMatrixSet"), "tileMatrixSetId"
        ),
    }
    for each in found:
        paths |= _collection_paths(each)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "SIGAP OGC API",
            "version": "1.0.0",
            "description": "OGC API Features (1, 3 dengan CQL2) dan Tiles. Semua pembacaan menerima `as_of`.",
            "license": {"name": _LICENCE},
        },
        "servers": [{"url": f"{base}/ogc"}],
        "paths": paths,
        "components": {"parameters": PARAMETERS, "responses": RESPONSES},
    }


def _collection_paths(found: Collection) -> dict[str, Any]:
    address = f"/collections/{found.id}"
    names = ["limit", "bbox", "bbox-crs", "crs", "cursor", "offset", "as_of", "f"]
    names += ["filter", "filter-lang", "filter-crs"]
    names += ["datetime", "area", "hazard"] if found.id == "kejadian" else []
    items = _path(f"{found.title}: fitur", f"get_{found.id}_items", names, "Fitur", GEOJSON)
    # GDAL sends a condition on a property only where the document declares a parameter of its name.
    items["get"]["parameters"] += [
        _parameter(each.name, f"{each.name} sama dengan", _JSON_TYPES[each.type])
        for each in declared.of(found.layer)
        if each.type in ("string", "number", "boolean") and each.name not in PARAMETERS
    ]
    item = _path(
        f"{found.title}: satu fitur", f"get_{found.id}_item", ["crs", "as_of", "f"], "Fitur", GEOJSON
    )
    tilesets = f"{found.id}.collection.vector"
    tileset = _path("Sebuah kumpulan ubin", f"{tilesets}.getTileSet", ["f", "as_of"])
    tile = _path("Ubin", f"{tilesets}.getTile", ["as_of"], "Ubin", "application/vnd.mapbox-vector-tile")
    return {
        address: _path(found.title, f"get_{found.id}", ["f", "as_of"]),
        f"{address}/schema": _path("Skema", f"get_{found.id}_schema", ["f", "as_of"]),
        f"{address}/queryables": _path("Properti saringan", f"get_{found.id}_queryables", ["f", "as_of"]),
        f"{address}/items": items,
        f"{address}/items/{{featureId}}": _with(item, "featureId"),
        f"{address}/tiles": _path("Kumpulan ubin", f"{tilesets}.getTileSetsList", ["f", "as_of"]),
        f"{address}/tiles/{{tileMatrixSetId}}": _with(tileset, "tileMatrixSetId"),
        f"{address}/tiles/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _with(
            tile, "tileMatrixSetId", "tileMatrix", "tileRow", "tileCol"
        ),
    }


def _with(path: dict[str, Any], *names: str) -> dict[str, Any]:
    """The path with its own variables declared."""
    path["get"]["parameters"] += [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
    ]
    return path


def _path(
    summary: str,
    operation: str,
    names: list[str] | None = None,
    response: str = "Dokumen",
    media_type: str = "application/json",
) -> dict[str, Any]:
    parameters = [{"$ref": f"#/components/parameters/{name}"} for name in names or ["f"]]
    content = {media_type: {"schema": {"type": "object"}}, "text/html": {"schema": {"type": "string"}}}
    responses = {
        "200": {"description": response, "content": content},
        "400": {"$ref": "#/components/responses/Salah"},
        "404": {"$ref": "#/components/responses/TidakAda"},
        "500": {"$ref": "#/components/responses/Gagal"},
    }
    return {
        "get": {
            "summary": summary,
            "operationId": operation,
            "parameters": parameters,
            "responses": responses,
        }
    }


def _parameter(name: str, description: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        "style": "form",
        "explode": False,
        **more,
    }


PARAMETERS: dict[str, Any] = {
    "limit": _parameter(
        "limit",
        "Banyaknya fitur per halaman",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    ),
    "bbox": _parameter(
        "bbox",
        "barat,selatan,timur,utara (CRS84)",
        {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
    ),
    "crs": _parameter("crs", "Hanya CRS84", {"type": "string", "enum": [CRS84], "default": CRS84}),
    "bbox-crs": _parameter("bbox-crs", "Hanya CRS84", {"type": "string", "enum": [CRS84], "default": CRS84}),
    "datetime": _parameter("datetime", "Saat atau rentang RFC 3339, mis. 2026-01-01/..", {"type": "string"}),
    "cursor": _parameter("cursor", "Dari tautan next", {"type": "string"}),
    "offset": _parameter("offset", "Lewati sekian fitur", {"type": "integer", "minimum": 0, "default": 0}),
    "as_of": _parameter("as_of", "Keadaan menurut catatan sampai saat itu", {"type": "string"}),
    "area": _parameter("area", "Kode Kemendagri bertitik", {"type": "string"}),
    "hazard": _parameter("hazard", "Slug jenis kejadian, dipisah koma", {"type": "string"}),
    "filter": _parameter("filter", "Syarat CQL2", {"type": "string"}),
    "filter-lang": _parameter(
        "filter-lang",
        "Bahasa filter",
        {"type": "string", "enum": FILTER_LANGUAGES, "default": FILTER_LANGUAGES[0]},
    ),
    "filter-crs": _parameter("filter-crs", "Hanya CRS84", {"type": "string", "enum": [CRS84]}),
    "f": _parameter("f", "Bentuk jawaban", {"type": "string", "enum": ["json", "html"]}),
}
_PROBLEM = {"application/problem+json": {"schema": {"type": "object"}}}
RESPONSES: dict[str, Any] = {
    "Salah": {"description": "Parameter tidak dapat dipakai", "content": _PROBLEM},
    "TidakAda": {"description": "Tidak ada", "content": _PROBLEM},
    "Gagal": {"description": "Kesalahan server", "content": _PROBLEM},
}
