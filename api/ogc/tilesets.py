"""OGC API Tiles: what tile sets there are, their matrices, and the tiles themselves.

The tiles are those of `/tiles`; only their address differs (row before column): both ways share one memory.
"""

from functools import cache
from typing import Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api import links
from api.deps import AsOf, Db, Public, Reader, moment_of, only_known
from api.ogc.documents import link
from api.ogc.routes import Format, answer
from api.permissions import Permission
from api.routes.tiles import CHOICES, described, responses
from api.tilefill import MVT
from api.tilepath import TileServer
from gis.errors import InvalidInput, NotFound
from layers import features
from layers.filter import Filter
from layers.layer import last_zoom

MATRIX_SET = "WebMercatorQuad"
_DEFINITION_REL = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
_CRS = "http://www.opengis.net/def/crs/EPSG/0/3857"
_FORMS = {"mvt": "mvt", "pbf": "mvt", MVT: "mvt"}

router = APIRouter(prefix="/ogc", tags=["ogc"], dependencies=[Depends(only_known)])


@router.get("/tileMatrixSets", summary="Susunan ubin", dependencies=[Public])
def matrix_sets(request: Request, f: Format = None) -> Response:
    """The one tile matrix set that is served."""
    address = links.to(request, f"/ogc/tileMatrixSets/{MATRIX_SET}")
    found = {
        "id": MATRIX_SET,
        "title": _matrix_set()["title"],
        "links": [link(address, "self", "application/json", MATRIX_SET)],
    }
    return answer(request, {"tileMatrixSets": [found]}, f)


@router.get("/tileMatrixSets/{matrix_set}", summary="Sebuah susunan ubin", dependencies=[Public])
def matrix_set(request: Request, matrix_set: str, f: Format = None) -> Response:
    """Scales, cell sizes and counts of each zoom (OGC 17-083r4)."""
    _check_matrix_set(matrix_set)
    return answer(request, _matrix_set(), f)


@router.get("/collections/{collection}/tiles", summary="Kumpulan ubin sebuah koleksi")
def tilesets(
    request: Request, db: Db, viewer: Reader, collection: str, f: Format = None, as_of: AsOf = None
) -> Response:
    """The collection's tile sets: vector tiles in one tile matrix set."""
    with db.read(viewer) as conn:
        asked = Filter(viewer=viewer, moment=moment_of(conn, as_of), drawn=True)
        found = features.collection(conn, collection, asked)
    document = {
        "links": [link(links.again(request, f=None), "self", "application/json", found.title)],
        "tilesets": [_summary(request, found, as_of)],
    }
    return answer(request, document, f)


@router.get("/collections/{collection}/tiles/{matrix_set}", summary="Sebuah kumpulan ubin")
def tileset(
    request: Request,
    db: Db,
    viewer: Reader,
    collection: str,
    matrix_set: str,
    f: Format = None,
    as_of: AsOf = None,
) -> Response:
    """Metadata of a tile set: bounds, layers with their fields and zooms, and the template of its tiles."""
    _check_matrix_set(matrix_set)
    with db.read(viewer) as conn:
        asked = Filter(viewer=viewer, moment=moment_of(conn, as_of), drawn=True)
        found = features.collection(conn, collection, asked)
    layer = found.layer
    west, south, east, north = found.bbox
    document = _summary(request, found, as_of) | {
        "description": found.description,
        "attribution": layer.attribution or "",
        "boundingBox": {"lowerLeft": [west, south], "upperRight": [east, north]},
        "layers": [
            {
                "id": name,
                "dataType": "vector",
                "minTileMatrix": str(layer.minzoom),
                "maxTileMatrix": str(last_zoom(name, layer)),
                "propertiesSchema": {
                    "type": "object",
                    "properties": {field: {"type": kind.lower()} for field, kind in fields.items()},
                },
            }
            for name, fields in layer.vector_layers.items()
        ],
    }
    return answer(request, document, f)


class OgcTiles:
    """The endpoint of `/ogc/collections/{collection}/tiles/{matrix_set}/{matrix}/{row}/{column}`."""

    permissions = (Permission.READ_PUBLIC,)

    def __init__(self, tiles: TileServer) -> None:
        self._tiles = tiles

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        path = request.path_params
        _check_matrix_set(path["matrix_set"])
        form = request.query_params.get("f", "mvt")
        if form not in _FORMS or "," in path["collection"]:
            raise InvalidInput(
                "bentuk",
                "Bentuk '{form}' tidak dilayani; yang ada: mvt",
                "Form '{form}' is not served; there is: mvt",
                where="f",
                form=form[:40],
            )
        place = {"z": path["matrix"], "x": path["column"], "y": path["row"]}
        plain = {"layer": path["collection"], **place, "ending": _FORMS[form]}
        # The same tile's ordinary address: under that it is remembered.
        address = f"/tiles/{plain['layer']}/{plain['z']}/{plain['x']}/{plain['y']}.{plain['ending']}"
        query = "&".join(
            part
            for part in scope["query_string"].decode("latin-1").split("&")
            if part and part.partition("=")[0] != "f"
        )
        moved = {**scope, "path": address, "query_string": query.encode("latin-1"), "path_params": plain}
        await self._tiles(moved, receive, send)


def route(tiles: TileServer) -> Route:
    """The route of the tiles themselves; mounted beside the FastAPI routes."""
    address = "/ogc/collections/{collection}/tiles/{matrix_set}/{matrix}/{row}/{column}"
    return Route(address, OgcTiles(tiles), methods=["GET"], name="ogc_tile")


DESCRIBED: dict[str, Any] = {
    "/ogc/collections/{collection}/tiles/{matrix_set}/{matrix}/{row}/{column}": {
        "get": {
            "tags": ["ogc"],
            "summary": "Ubin vektor sebuah koleksi, menurut OGC API Tiles",
            "operationId": "getOgcTile",
            "parameters": [
                described("collection", "path", str, "nama koleksi"),
                described("matrix_set", "path", str, MATRIX_SET),
                *(described(name, "path", int, "ubin") for name in ("matrix", "row", "column")),
                described("f", "query", str, "mvt"),
                *CHOICES,
            ],
            "responses": responses(MVT),
        }
    }
}
"""What /openapi.json says of the plain route above."""


def _summary(request: Request, found: features.Collection, as_of: str | None) -> dict[str, Any]:
    address = f"/ogc/collections/{found.id}/tiles/{MATRIX_SET}"
    # Braces stay as they are: clients fill them in.
    template = links.to(request, f"{address}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", {"as_of": as_of})
    scheme = links.to(request, f"/ogc/tileMatrixSets/{MATRIX_SET}")
    own = links.to(request, address, {"as_of": as_of})
    return {
        "title": found.title,
        "dataType": "vector",
        "crs": _CRS,
        "tileMatrixSetURI": _matrix_set()["uri"],
        "links": [
            link(own, "self", "application/json", found.title),
            link(scheme, _DEFINITION_REL, "application/json", MATRIX_SET),
            {**link(template, "item", MVT, f"{found.title}: ubin"), "templated": True},
        ],
    }


@cache
def _matrix_set() -> dict[str, Any]:
    import morecantile  # costs a third of a second that starting should not wait for

    found = morecantile.tms.get(MATRIX_SET)
    return found.model_dump(mode="json", exclude_none=True, by_alias=True)


def _check_matrix_set(name: str) -> None:
    if name != MATRIX_SET:
        raise NotFound(
            "susunan_ubin",
            "Susunan ubin '{name}' tidak ada; yang ada: {known}",
            "There is no tile matrix set '{name}'; there is: {known}",
            where="tileMatrixSetId",
            name=name[:40],
            known=MATRIX_SET,
        )
