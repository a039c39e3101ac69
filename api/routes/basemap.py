"""The operator's basemap: TileJSON and tiles out of one PMTiles file (SIGAP_BASEMAP)."""

import gzip
from typing import Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from api import conditional, links
from api.deps import Conf, Reader, only_known
from gis.errors import NotFound
from gis.geo import Tile
from layers import basemap

router = APIRouter(prefix="/basemap", tags=["ubin"], dependencies=[Depends(only_known)])
# Roads and coasts change by the month: an old one may be shown while the new one is fetched.
_CACHING = "public, max-age=3600, stale-while-revalidate=604800"


@router.get("", summary="TileJSON peta dasar")
def tilejson(request: Request, conf: Conf, viewer: Reader) -> dict[str, Any]:
    """404 where the operator has set no basemap."""
    found = basemap.opened(conf.basemap)
    return found.tilejson(links.to(request, "/basemap/") + "{z}/{x}/{y}." + found.ending)


@router.get("/{z}/{x}/{y}.{ending}", summary="Ubin peta dasar", response_class=Response)
def tile(request: Request, conf: Conf, viewer: Reader, z: int, x: int, y: int, ending: str) -> Response:
    """One tile as the file holds it; 204 where it holds none."""
    found = basemap.opened(conf.basemap)
    place = Tile(z, x, y)
    if ending != found.ending or not place.valid:
        raise NotFound(
            "ubin",
            "Ubin {place}.{ending} tidak ada",
            "There is no tile {place}.{ending}",
            where="z/x/y",
            place=f"{z}/{x}/{y}",
            ending=ending[:10],
        )
    headers = {"ETag": found.etag, "Cache-Control": _CACHING, "Vary": "Accept-Encoding"}
    if conditional.unchanged(request, found.etag):
        return Response(status_code=304, headers=headers)
    body = found.tile(place)
    if not body:
        return Response(status_code=204, headers=headers)
    if found.gzipped and conditional.takes_gzip(request):
        headers["Content-Encoding"] = "gzip"
    elif found.gzipped:
        body = gzip.decompress(body)
    return Response(body, headers=headers, media_type=found.media_type)
