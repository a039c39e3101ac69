"""What a layer's raster says of a place: its value at a point, its statistics by area."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from api.deps import AsOf, Db, Reader, Store, moment_of, needs, only_known
from api.errors import language
from api.permissions import Permission
from gis import catalogue, codes, ledger, zones
from gis.catalogue import LayerVersion
from gis.db import Database
from gis.errors import NotFound
from gis.retrying import again
from gis.viewer import Viewer
from layers import layer, legends, styles
from layers.filter import check_area

router = APIRouter(prefix="/api/layers", tags=["rujukan"], dependencies=[Depends(only_known)])


@router.get("/{slug}/value", summary="Nilai raster di sebuah titik")
def value(
    db: Db,
    viewer: Reader,
    store: Store,
    slug: str,
    lon: Annotated[float, Query(ge=-180, le=180, description="bujur, derajat")],
    lat: Annotated[float, Query(ge=-90, le=90, description="lintang, derajat")],
    as_of: AsOf = None,
) -> dict[str, Any]:
    """The value and its class; `value` is null where the raster has none, which is not "no hazard"."""
    from layers import rasters  # costs a second that other routes should not wait for

    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        version = _raster(catalogue.layer(conn, slug, moment))
    found = rasters.value(store, layer.of_version(version), lon, lat)
    its_class = None if found is None else styles.class_of(version.style, found)
    return {
        "as_of": moment.as_dict(),
        "layer": slug,
        "version": version.version,
        "lonlat": [lon, lat],
        "value": found,
        "class": its_class and {"label_id": its_class.label_id, "label_en": its_class.label_en},
    }


@router.get("/{slug}/statistics", summary="Statistik raster menurut wilayah")
def statistics(
    db: Db,
    viewer: Reader,
    slug: str,
    level: Annotated[int, Query(ge=1, le=4, description="2 kabupaten, 3 kecamatan, 4 desa")] = 2,
    area: Annotated[str | None, Query(description="hanya di dalam wilayah ini")] = None,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Mean, extremes and km² by class of each area, as summed up when this version of the layer came in."""
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        version = _raster(catalogue.layer(conn, slug, moment))
        rows = zones.of_version(conn, version, level, check_area(area) if area else None)
    return {
        "as_of": moment.as_dict(),
        "layer": slug,
        "version": version.version,
        "areas": [_named(row) for row in rows],
    }


@router.get("/{slug}/legend", summary="Legenda sebuah layer")
def legend(request: Request, db: Db, viewer: Reader, slug: str, as_of: AsOf = None) -> dict[str, Any]:
    """The legend's lines: label, colour, and the sign's shape, class bounds or hatching where there are."""
    found = _found(db, viewer, slug, as_of)
    return {"layer": slug, "title": found.title, "legend": legends.lines(found, language(request))}


@router.get("/{slug}/legend.svg", summary="Legenda sebagai gambar", response_class=Response)
def legend_svg(request: Request, db: Db, viewer: Reader, slug: str, as_of: AsOf = None) -> Response:
    """The same as a picture."""
    found = _found(db, viewer, slug, as_of)
    picture = legends.svg(found.title, legends.lines(found, language(request)))
    return Response(picture, media_type="image/svg+xml")


def _found(db: Database, viewer: Viewer, slug: str, as_of: str | None) -> layer.Layer:
    with db.read(viewer) as conn:
        return layer.find(conn, slug, moment_of(conn, as_of))


@router.post("/{slug}/rollback", summary="Kembali ke versi layer yang lama")
@again
def rollback(
    db: Db,
    viewer: Annotated[Viewer, Depends(needs(Permission.SUBMIT_LAYER))],
    slug: str,
    version: Annotated[int, Query(ge=1, le=1_000_000, description="versi yang berlaku lagi")],
) -> dict[str, Any]:
    """The earlier version holds again, as a new version; those between stay readable by `as_of`."""
    with ledger.entry(db, by=viewer.name, why=f"rollback {slug} {version}") as entry:
        again = catalogue.rollback(entry, slug, version)
    return {"layer": slug, "version": again.version, "repeats": version}


def _named(row: dict[str, Any]) -> dict[str, Any]:
    code = row.pop("code")
    known = codes.areas().get(code)
    return {"area": {"code": code, "name": known.full_name if known else code}, **row}


def _raster(version: LayerVersion) -> LayerVersion:
    if version.kind != "raster":
        raise NotFound(
            "raster",
            "Layer {slug} bukan raster",
            "Layer {slug} is no raster",
            where="layer",
            slug=version.slug,
        )
    return version
