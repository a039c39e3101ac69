"""The catalogue of datasets, as other catalogues harvest it."""

from typing import Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api import links
from api.deps import AsOf, Db, Reader, moment_of, only_known
from layers import metadata
from layers.iso19115 import document

router = APIRouter(prefix="/catalog", tags=["katalog"], dependencies=[Depends(only_known)])


@router.get("", summary="Katalog sebagai DCAT")
def catalog(request: Request, db: Db, viewer: Reader, as_of: AsOf = None) -> JSONResponse:
    """Every dataset that this reader may see, as JSON-LD."""
    with db.read(viewer) as conn:
        found = metadata.datasets(conn, moment_of(conn, as_of))
    return JSONResponse(metadata.dcat(found, links.base(request)), media_type="application/ld+json")


@router.get("/{slug}", summary="Satu dataset dalam bentuk CKAN")
def dataset(request: Request, db: Db, viewer: Reader, slug: str, as_of: AsOf = None) -> dict[str, Any]:
    """One dataset with its Satu Data words."""
    with db.read(viewer) as conn:
        found = metadata.dataset(conn, slug, moment_of(conn, as_of))
    return {**metadata.ckan(found, links.base(request)), "satu_data": metadata.satu_data(found)}


@router.get("/{slug}/iso19115.xml", summary="Metadata ISO 19115")
def iso19115(request: Request, db: Db, viewer: Reader, slug: str, as_of: AsOf = None) -> Response:
    """One dataset as ISO 19115, in the XML of ISO 19139."""
    with db.read(viewer) as conn:
        found = metadata.dataset(conn, slug, moment_of(conn, as_of))
    return Response(document(found, links.base(request)), media_type="application/xml")
