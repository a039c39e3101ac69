"""Tiles, TileJSON and styles. Tiles themselves take the plain way of `api.tilepath`."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from api import links
from api.deps import AsOf, Db, Reader, moment_of, only_known
from api.tilefill import MVT
from api.tilepath import TileServer
from layers import layer as layer_of
from layers import mapstyle
from layers.tiles import MOST_LAYERS

router = APIRouter(tags=["ubin"], dependencies=[Depends(only_known)])


@router.get("/tiles/{layer}", summary="TileJSON 3.0 sebuah layer, atau beberapa dipisah koma")
def tilejson(
    request: Request,
    db: Db,
    viewer: Reader,
    layer: str,
    as_of: AsOf = None,
    datetime: Annotated[str | None, Query(description="saat atau rentang")] = None,
    area: Annotated[str | None, Query(description="kode Kemendagri bertitik")] = None,
    hazard: Annotated[str | None, Query(description="slug jenis kejadian, dipisah koma")] = None,
    where: Annotated[str | None, Query(alias="filter", description="syarat CQL2")] = None,
    language: Annotated[str | None, Query(alias="filter-lang")] = None,
) -> dict[str, Any]:
    """Where the tiles are and what is in them; what is asked of it is asked of its tiles."""
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        found = [layer_of.find(conn, slug, moment) for slug in layer.split(",")[: MOST_LAYERS + 1]]
        indicative = layer_of.is_indicative(conn, moment)
    ending = "png" if found[0].kind == "raster" else "mvt"
    asked = {"as_of": as_of, "datetime": datetime, "area": area, "hazard": hazard}
    asked |= {"filter": where, "filter-lang": language}
    # Braces stay as they are: clients fill them in.
    url = links.to(request, f"/tiles/{layer}/{{z}}/{{x}}/{{y}}.{ending}", asked)
    return layer_of.tilejson(found, url, indicative=indicative)


@router.get("/styles/{style}.json", summary="Gaya MapLibre")
def style(request: Request, db: Db, viewer: Reader, style: str, as_of: AsOf = None) -> JSONResponse:
    """A MapLibre style (version 8) of the built-in layers, with absolute addresses."""
    with db.read(viewer) as conn:
        indicative = layer_of.is_indicative(conn, moment_of(conn, as_of))
    sources = {slug: links.to(request, f"/tiles/{slug}", {"as_of": as_of}) for slug in mapstyle.SOURCES}
    return JSONResponse(mapstyle.style(style, sources, indicative=indicative))


def route(server: TileServer) -> Route:
    """The route of tiles; mounted beside the FastAPI routes."""
    return Route("/tiles/{layer}/{z}/{x}/{y}.{ending:str}", server, methods=["GET"], name="tile")


def described(name: str, place: str, kind: type, text: str) -> dict[str, Any]:
    """A parameter as OpenAPI describes it; `place` is path or query."""
    schema = {"type": "integer", "minimum": 0} if kind is int else {"type": "string"}
    return {"name": name, "in": place, "required": place == "path", "description": text, "schema": schema}


CHOICES = (
    described("as_of", "query", str, "keadaan menurut catatan sampai saat itu"),
    described("datetime", "query", str, "saat atau rentang kejadian"),
    described("area", "query", str, "kode Kemendagri bertitik"),
    described("hazard", "query", str, "slug jenis kejadian, dipisah koma"),
    described("filter", "query", str, "syarat CQL2"),
    described("filter-lang", "query", str, "cql2-text atau cql2-json"),
)
"""What may be asked of any tile."""


def responses(media_type: str) -> dict[str, Any]:
    """The answers to a request for a tile, as OpenAPI describes them."""
    return {
        "200": {"description": "Ubin", "content": {media_type: {}}},
        "204": {"description": "Kosong"},
        "304": {"description": "Tidak berubah"},
        "400": {"description": "Parameter tidak dapat dipakai"},
        "404": {"description": "Tidak ada"},
    }


DESCRIBED: dict[str, Any] = {
    f"/tiles/{{layer}}/{{z}}/{{x}}/{{y}}.{ending}": {
        "get": {
            "tags": ["ubin"],
            "summary": summary,
            "description": "204: tidak ada apa-apa di ubin itu. ETag dan If-None-Match: 304 bila tetap.",
            "operationId": f"getTile_{ending}",
            "parameters": [
                described("layer", "path", str, "nama layer"),
                *(described(name, "path", int, "ubin XYZ") for name in ("z", "x", "y")),
                *CHOICES,
            ],
            "responses": responses(media_type),
        }
    }
    for ending, media_type, summary in (
        ("mvt", MVT, "Ubin vektor sebuah layer"),
        ("png", "image/png", "Ubin gambar sebuah raster"),
        ("webp", "image/webp", "Ubin gambar sebuah raster, WebP"),
    )
}
"""What /openapi.json says of the plain routes above."""
