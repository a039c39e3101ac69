"""Tiles, TileJSON and styles. Plain endpoints: a tile is bytes, and validation layers would cost more."""

import gzip
import hashlib
from typing import Any

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api import conditional, links
from api.deps import (
    AsOf,
    Db,
    Reader,
    database_of,
    files_of,
    moment_of,
    only_known,
    parse_interval,
    viewer_of,
)
from gis.errors import InvalidInput, NotFound
from gis.geo import Tile
from gis.viewer import Viewer
from layers import layer as layer_of
from layers import mapstyle, tiles
from layers.filter import Filter, check_area, check_hazards

router = APIRouter(tags=["ubin"], dependencies=[Depends(only_known)])
MVT = "application/vnd.mapbox-vector-tile"
_VECTOR_ENDINGS, _RASTER_ENDINGS = ("mvt", "pbf"), ("png",)
_PARAMETERS = {"as_of", "datetime", "area", "hazard", "lang"}


@router.get("/tiles/{layer}", summary="TileJSON 3.0 sebuah layer")
def tilejson(request: Request, db: Db, viewer: Reader, layer: str, as_of: AsOf = None) -> dict[str, Any]:
    """Where the tiles of a layer are and what is in them."""
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        found = layer_of.find(conn, layer, moment)
        indicative = layer_of.is_indicative(conn, moment)
    ending = "png" if found.kind == "raster" else "mvt"
    # Braces stay as they are: clients fill them in.
    url = links.to(request, f"/tiles/{layer}/{{z}}/{{x}}/{{y}}.{ending}", {"as_of": as_of})
    return layer_of.tilejson(found, url, indicative=indicative)


@router.get("/styles/{style}.json", summary="Gaya MapLibre")
def style(request: Request, db: Db, viewer: Reader, style: str, as_of: AsOf = None) -> JSONResponse:
    """A MapLibre style (version 8) of the built-in layers, with absolute addresses."""
    with db.read(viewer) as conn:
        indicative = layer_of.is_indicative(conn, moment_of(conn, as_of))
    sources = {slug: links.to(request, f"/tiles/{slug}", {"as_of": as_of}) for slug in mapstyle.SOURCES}
    return JSONResponse(mapstyle.style(style, sources, indicative=indicative))


async def tile(request: Request) -> Response:
    """One tile. Live tiles are revalidated at each use; an unchanged one answers 304."""
    return await run_in_threadpool(_tile, request)


def _tile(request: Request) -> Response:
    slug, ending = request.path_params["layer"], request.path_params["ending"]
    place = _place(request.path_params)
    viewer = viewer_of(request)
    with database_of(request).read(viewer) as conn:
        asked = _filter(conn, request, viewer)
        found = layer_of.find(conn, slug, asked.moment)
        if ending not in (_RASTER_ENDINGS if found.kind == "raster" else _VECTOR_ENDINGS):
            raise _no_tile(place)
        etag = _etag(request, tiles.version(conn, found, asked))
        headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding, Authorization"}
        if conditional.unchanged(request, etag):
            return Response(status_code=304, headers=headers)
        if found.kind == "raster":
            from layers import rasters

            body = rasters.tile(files_of(request), found, place)
            return Response(body or None, 200 if body else 204, headers, media_type="image/png")
        body = tiles.tile(conn, found, place, asked)
    return _mvt(request, body, headers)


def _mvt(request: Request, body: bytes, headers: dict[str, str]) -> Response:
    if not body:
        return Response(status_code=204, headers=headers)
    if conditional.takes_gzip(request):
        body = gzip.compress(body, 1, mtime=0)
        headers = {**headers, "Content-Encoding": "gzip"}
    return Response(body, 200, headers, media_type=MVT)


def _place(path: dict[str, str]) -> Tile:
    parts = [path["z"], path["x"], path["y"]]
    if not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in parts):
        raise _no_tile(Tile(-1, -1, -1), "/".join(parts)[:40])
    place = Tile(*(int(part) for part in parts))
    if not place.valid:
        raise _no_tile(place)
    return place


def _no_tile(place: Tile, text: str = "") -> NotFound:
    return NotFound(
        "ubin",
        "Ubin {place} tidak ada",
        "There is no tile {place}",
        where="z/x/y",
        place=text or "/".join(map(str, place)),
    )


def _filter(conn: Any, request: Request, viewer: Viewer) -> Filter:
    query = request.query_params
    unknown = sorted(set(query) - _PARAMETERS)
    if unknown:
        raise InvalidInput(
            "parameter",
            "Parameter '{unknown}' tidak dikenal di sini; yang diterima: {known}",
            "Parameter '{unknown}' is not known here; accepted are: {known}",
            where=unknown[0][:60],
            unknown=unknown[0][:60],
            known=", ".join(sorted(_PARAMETERS)),
        )
    return Filter(
        viewer=viewer,
        moment=moment_of(conn, query.get("as_of")),
        period=parse_interval(query.get("datetime")),
        area=check_area(query["area"]) if query.get("area") else None,
        hazards=check_hazards(tuple(part for part in query.get("hazard", "").split(",") if part)),
    )


def _etag(request: Request, version: str) -> str:
    query = "&".join(f"{key}={value}" for key, value in sorted(request.query_params.items()))
    encoding = "gzip" if conditional.takes_gzip(request) else ""
    key = f"{request.url.path}|{query}|{version}|{encoding}"
    return f'"{hashlib.sha256(key.encode()).hexdigest()[:24]}"'


ROUTES = [Route("/tiles/{layer}/{z}/{x}/{y}.{ending:str}", tile, methods=["GET"], name="tile")]
"""Mounted beside the FastAPI routes."""


def _described(name: str, place: str, kind: type, text: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 0} if kind is int else {"type": "string"}
    return {"name": name, "in": place, "required": place == "path", "description": text, "schema": schema}


DESCRIBED: dict[str, Any] = {
    f"/tiles/{{layer}}/{{z}}/{{x}}/{{y}}.{ending}": {
        "get": {
            "tags": ["ubin"],
            "summary": summary,
            "description": "204: tidak ada apa-apa di ubin itu. ETag dan If-None-Match: 304 bila tetap.",
            "operationId": f"getTile_{ending}",
            "parameters": [
                _described("layer", "path", str, "nama layer"),
                *(_described(name, "path", int, "ubin XYZ") for name in ("z", "x", "y")),
                _described("as_of", "query", str, "keadaan menurut catatan sampai saat itu"),
                _described("datetime", "query", str, "saat atau rentang kejadian"),
                _described("area", "query", str, "kode Kemendagri bertitik"),
                _described("hazard", "query", str, "slug jenis kejadian, dipisah koma"),
            ],
            "responses": {
                "200": {"description": "Ubin", "content": {media_type: {}}},
                "204": {"description": "Kosong"},
                "304": {"description": "Tidak berubah"},
                "400": {"description": "Parameter tidak dapat dipakai"},
                "404": {"description": "Tidak ada"},
            },
        }
    }
    for ending, media_type, summary in (
        ("mvt", MVT, "Ubin vektor sebuah layer"),
        ("png", "image/png", "Ubin gambar sebuah raster"),
    )
}
"""What /openapi.json says of the plain routes above."""
