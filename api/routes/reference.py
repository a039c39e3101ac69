"""What the data speak of: areas, hazards, layers."""

from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query
from starlette.requests import Request

from api import links
from api.asked import parse_moment
from api.deps import AsOf, Conf, Db, Public, Reader, moment_of, only_known
from api.errors import language
from api.present import today_of
from api.routes.jsonable import jsonable
from gis import catalogue, codes, editions, queries, zone
from layers import styles
from layers.filter import check_area

router = APIRouter(prefix="/api", tags=["rujukan"], dependencies=[Depends(only_known)])
_SQL = queries.load("api.reference")


@router.get("/areas", summary="Wilayah menurut edisi yang berlaku")
def areas(
    db: Db,
    viewer: Reader,
    level: Annotated[int | None, Query(ge=1, le=4)] = None,
    parent: Annotated[str | None, Query(description="kode induk")] = None,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Areas of one level, or below one parent, with both code systems, box and label point."""
    if parent:
        check_area(parent)
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        edition = (
            conn.execute(_SQL["edition"], {"seq": moment.seq, "day": moment.day}).mappings().one_or_none()
        )
        values = {"edition": edition["id"] if edition else 0, "level": level, "parent": parent}
        found = conn.execute(_SQL["areas"], values).mappings().all()
    return {
        "as_of": moment.as_dict(),
        "edition": edition and {key: edition[key] for key in ("slug", "title", "decree", "indicative")},
        "areas": [_area(row) for row in found],
    }


@router.get("/areas/editions", summary="Edisi batas wilayah")
def area_editions(
    db: Db,
    viewer: Reader,
    at: Annotated[str | None, Query(description="edisi yang berlaku pada hari itu")] = None,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """All editions, the one that maps are drawn by first; `valid` is the one of the day asked about."""
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        known = editions.editions(conn, moment)
    day = parse_moment(at).astimezone(zone.WIB).date() if at else today_of(moment, as_of)
    valid = editions.valid_on(known, day)
    return {
        "as_of": moment.as_dict(),
        "at": day.isoformat(),
        "valid": valid.slug if valid else None,
        "editions": jsonable([edition.as_dict() for edition in known]),
    }


def _area(row: sa.RowMapping) -> dict[str, Any]:
    box = [row[side] for side in ("west", "south", "east", "north")]
    return {
        **{key: row[key] for key in ("code", "bps_code", "name", "kind", "level", "parent")},
        "bbox": box if box[0] is not None else None,
        "lonlat": [row["lon"], row["lat"]],
    }


@router.get("/hazards", summary="Jenis kejadian dan tandanya", dependencies=[Public])
def hazards() -> list[dict[str, Any]]:
    """All hazard and incident classes, with the colour and shape they are drawn in."""
    found = []
    for slug, known in codes.hazards().items():
        drawn = styles.hazard_style(slug)
        found.append(
            {
                "slug": slug,
                "label_id": known.label_id,
                "label_en": known.label_en,
                "is_bencana": known.is_bencana,
                "bnpb_code": known.bnpb_code or None,
                "color": drawn.color,
                "family": drawn.family.slug,
                "icon": drawn.family.shape,
            }
        )
    return found


@router.get("/layers", summary="Katalog layer")
def layers(request: Request, conf: Conf, db: Db, viewer: Reader, as_of: AsOf = None) -> dict[str, Any]:
    """The catalogue: every vector and raster layer that this reader may see, and the operator's basemap."""
    with db.read(viewer) as conn:
        moment = moment_of(conn, as_of)
        found = catalogue.layers(conn, moment)
    lang = language(request)
    return {
        "as_of": moment.as_dict(),
        "basemap": links.to(request, "/basemap") if conf.basemap else None,
        "layers": [
            {
                "slug": version.slug,
                "title": version.title,
                "description": version.description,
                "version": version.version,
                "kind": version.kind,
                "geometry_type": version.geometry_type,
                "feature_count": version.feature_count,
                "bbox": version.bbox,
                "minzoom": version.minzoom,
                "maxzoom": version.maxzoom,
                "source": version.source,
                "source_date": version.source_date,
                "licence": version.licence,
                "access": version.access,
                "invented": version.invented,
                "legend": styles.legend(
                    version.kind, version.style, version.geometry_type, version.title, lang
                ),
                "tilejson": links.to(request, f"/tiles/{version.slug}"),
            }
            for version in found
        ],
    }
