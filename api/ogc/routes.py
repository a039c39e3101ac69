"""OGC API Features: the routes."""

import base64
import binascii
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api import html, links
from api.asked import parse_bbox, parse_hazards, parse_interval
from api.deps import AsOf, Cursor, Db, Limit, Public, Reader, moment_of, only_known, refuse_unknown
from api.ogc import documents
from gis.errors import InvalidInput
from gis.viewer import Viewer
from layers import features, queryables
from layers.filter import Filter, check_area, unreadable_cursor

router = APIRouter(prefix="/ogc", tags=["ogc"], dependencies=[Depends(only_known)])
# A collection's items also take its properties as parameters, which the route itself cannot declare.
items_router = APIRouter(prefix="/ogc", tags=["ogc"])


def only_crs84(
    crs: Annotated[str | None, Query(description="hanya CRS84")] = None,
    bbox_crs: Annotated[str | None, Query(alias="bbox-crs", description="hanya CRS84")] = None,
    filter_crs: Annotated[str | None, Query(alias="filter-crs", description="hanya CRS84")] = None,
) -> None:
    """Take `crs`, `bbox-crs`, `filter-crs` as clients send them; refuse any system but the one served."""
    for name, wanted in (("crs", crs), ("bbox-crs", bbox_crs), ("filter-crs", filter_crs)):
        if wanted not in (None, documents.CRS84):
            raise InvalidInput(
                "crs",
                "Sistem koordinat '{crs}' tidak dilayani; hanya {known}",
                "Coordinate system '{crs}' is not served; only {known}",
                where=name,
                crs=wanted[:80],
                known=documents.CRS84,
            )


Format = Annotated[str | None, Query(pattern="^(json|html)$", description="json atau html")]


@router.get("", summary="OGC API: halaman depan", dependencies=[Public])
@router.get("/", include_in_schema=False, dependencies=[Public])
def landing(request: Request, f: Format = None) -> Response:
    """The landing page."""
    return answer(request, documents.landing(links.base(request)), f)


@router.get("/conformance", summary="Kelas kesesuaian", dependencies=[Public])
def conformance(request: Request, f: Format = None) -> Response:
    """The conformance classes that hold."""
    return answer(request, {"conformsTo": list(documents.CONFORMANCE)}, f)


@router.get("/api", summary="OpenAPI 3.0 dari bagian OGC")
def api(request: Request, db: Db, viewer: Reader, f: Format = None, as_of: AsOf = None) -> Response:
    """The API document that clients and suites read."""
    with db.read(viewer) as conn:
        found = list(features.collections(conn, _filter(conn, viewer, as_of)))
    document = documents.openapi(links.base(request), found)
    return Response(json.dumps(document, ensure_ascii=False), media_type=documents.OPENAPI)


@router.get("/collections", summary="Koleksi")
def collections(request: Request, db: Db, viewer: Reader, f: Format = None, as_of: AsOf = None) -> Response:
    """All collections this reader may see."""
    with db.read(viewer) as conn:
        found = list(features.collections(conn, _filter(conn, viewer, as_of)))
    base = links.base(request)
    document = {
        "links": [
            documents.link(f"{base}/ogc/collections", "self", "application/json", "Koleksi"),
            documents.link(f"{base}/ogc/collections?f=html", "alternate", "text/html", "Koleksi"),
        ],
        "collections": [documents.collection(base, each) for each in found],
    }
    return answer(request, document, f)


@router.get("/collections/{collection}", summary="Satu koleksi")
def collection(
    request: Request, db: Db, viewer: Reader, collection: str, f: Format = None, as_of: AsOf = None
) -> Response:
    """One collection's description."""
    with db.read(viewer) as conn:
        found = features.collection(conn, collection, _filter(conn, viewer, as_of))
    return answer(request, documents.collection(links.base(request), found), f)


@router.get("/collections/{collection}/schema", summary="Skema sebuah koleksi")
def schema(
    request: Request, db: Db, viewer: Reader, collection: str, f: Format = None, as_of: AsOf = None
) -> Response:
    """JSON Schema of the collection's properties."""
    with db.read(viewer) as conn:
        found = features.collection(conn, collection, _filter(conn, viewer, as_of))
    return JSONResponse(documents.schema(links.base(request), found), media_type="application/schema+json")


@router.get("/collections/{collection}/queryables", summary="Properti saringan sebuah koleksi")
def queryables_of(
    request: Request, db: Db, viewer: Reader, collection: str, f: Format = None, as_of: AsOf = None
) -> Response:
    """JSON Schema of what `filter` may speak of."""
    with db.read(viewer) as conn:
        found = features.collection(conn, collection, _filter(conn, viewer, as_of))
    document = documents.queryables(links.base(request), found)
    return JSONResponse(document, media_type="application/schema+json")


@items_router.get(
    "/collections/{collection}/items", summary="Fitur sebuah koleksi", dependencies=[Depends(only_crs84)]
)
def items(
    request: Request,
    db: Db,
    viewer: Reader,
    collection: str,
    limit: Limit = documents.DEFAULT_LIMIT,
    bbox: str | None = None,
    datetime: str | None = None,
    cursor: Cursor = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    area: str | None = None,
    hazard: str | None = None,
    where: Annotated[str | None, Query(alias="filter", description="syarat CQL2")] = None,
    language: Annotated[str, Query(alias="filter-lang")] = documents.FILTER_LANGUAGES[0],
    f: Format = None,
    as_of: AsOf = None,
) -> Response:
    """A page of features; `next` and `prev` lead on. `datetime`, `area`, `hazard` choose among events.

    `filter` is CQL2; a parameter named like a property means that it equals the value.
    """
    with db.read(viewer) as conn:
        asked = _filter(conn, viewer, as_of, limit, bbox, datetime, area, hazard)
        found = features.collection(conn, collection, asked)
        asked = replace(asked, where=_conditions(request, found, where, language))
        after = _decode(cursor) if cursor else None
        page = features.items(conn, found, asked, after=after, offset=offset)
    following = _page_links(request, page, asked, offset, found.title)
    matched = "" if page.matched is None else f'"numberMatched":{page.matched},'
    body = (
        '{"type":"FeatureCollection","features":['
        + ",".join(page.features)
        + f'],{matched}"numberReturned":{len(page.features)},"timeStamp":"{_now()}",'
        + f'"links":{json.dumps(following)}}}'
    )
    if _wants_html(request, f):
        return answer(request, json.loads(body), "html")
    return _geojson(request, body, found, following)


@router.get(
    "/collections/{collection}/items/{feature}", summary="Satu fitur", dependencies=[Depends(only_crs84)]
)
def item(
    request: Request,
    db: Db,
    viewer: Reader,
    collection: str,
    feature: str,
    f: Format = None,
    as_of: AsOf = None,
) -> Response:
    """One feature."""
    with db.read(viewer) as conn:
        asked = _filter(conn, viewer, as_of)
        found = features.collection(conn, collection, asked)
        text = features.item(conn, found, feature, asked)
    address = f"/ogc/collections/{collection}"
    following = [
        documents.link(links.again(request, f=None), "self", documents.GEOJSON, "Fitur ini"),
        documents.link(links.again(request, f="html"), "alternate", "text/html", "Fitur ini"),
        documents.link(links.to(request, address), "collection", "application/json", found.title),
    ]
    body = f'{text[:-1]},"links":{json.dumps(following)}}}'
    if _wants_html(request, f):
        return answer(request, json.loads(body), "html")
    return _geojson(request, body, found, following)


def _filter(
    conn: sa.Connection,
    viewer: Viewer,
    as_of: str | None,
    limit: int = documents.DEFAULT_LIMIT,
    bbox: str | None = None,
    interval: str | None = None,
    area: str | None = None,
    hazard: str | None = None,
) -> Filter:
    return Filter(
        viewer=viewer,
        drawn=True,
        moment=moment_of(conn, as_of),
        limit=limit,
        bbox=parse_bbox(bbox),
        period=parse_interval(interval),
        area=check_area(area) if area else None,
        hazards=parse_hazards(hazard),
    )


def _conditions(
    request: Request, found: features.Collection, where: str | None, language: str
) -> tuple[tuple[str, str], ...]:
    """`filter`, and the parameters named like properties, each as a CQL2 expression with its language."""
    types = {each.name: each.type for each in queryables.of(found.layer)}
    equal = refuse_unknown(request, (name for name, kind in types.items() if kind in _EQUAL))
    made = [(where, language)] if where else []
    for name, value in equal.items():
        node = {"op": "=", "args": [{"property": name}, _typed(name, value, types[name])]}
        made.append((json.dumps(node), "cql2-json"))
    return tuple(made)


_EQUAL = ("string", "number", "boolean")


def _typed(name: str, value: str, kind: str) -> str | float | bool:
    try:
        if kind == "boolean":
            return {"true": True, "false": False}[value.lower()]
        return float(value) if kind == "number" else value
    except (KeyError, ValueError) as error:
        raise InvalidInput(
            "parameter",
            "Parameter '{name}' tidak menerima '{value}' ({kind})",
            "Parameter '{name}' does not take '{value}' ({kind})",
            where=name,
            name=name,
            value=value[:60],
            kind=kind,
        ) from error


def _page_links(
    request: Request, page: features.FeaturePage, asked: Filter, offset: int, title: str
) -> list[dict[str, str]]:
    made = [
        documents.link(links.again(request, f=None), "self", documents.GEOJSON, title),
        documents.link(links.again(request, f="html"), "alternate", "text/html", title),
    ]
    if page.last_key is not None:
        # The pages after stand on the same moment, so that nothing moves between them.
        cursor = _encode(page.last_key)
        following = links.again(request, cursor=cursor, offset=None, as_of=asked.moment.seq)
        made.append(documents.link(following, "next", documents.GEOJSON, "Halaman berikutnya"))
    if offset:
        before = links.again(request, offset=max(0, offset - asked.limit) or None, cursor=None)
        made.append(documents.link(before, "prev", documents.GEOJSON, "Halaman sebelumnya"))
    return made


def _geojson(
    request: Request, body: str, found: features.Collection, following: list[dict[str, str]]
) -> Response:
    header = ", ".join(f'<{each["href"]}>; rel="{each["rel"]}"; type="{each["type"]}"' for each in following)
    headers = {"Content-Crs": f"<{documents.CRS84}>", "Link": header, "Cache-Control": "no-cache"}
    return Response(body, headers=headers, media_type=documents.GEOJSON)


def answer(request: Request, document: dict[str, Any], f: str | None) -> Response:
    """A document as JSON, or as a page where `f` or the client asks for one."""
    if _wants_html(request, f):
        return html.document_page(request, document)
    return JSONResponse(document)


def _wants_html(request: Request, f: str | None) -> bool:
    if f:
        return f == "html"
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted and "json" not in accepted


def _encode(key: int) -> str:
    return base64.urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def _decode(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        if text.isdecimal() and len(text) < 19:
            return int(text)
    except (ValueError, binascii.Error, UnicodeDecodeError):
        pass
    raise unreadable_cursor()


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
