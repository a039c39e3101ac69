"""What a tile's address asks for: layers, place, form and conditions, read by hand since tiles are many."""

import re
from typing import Any

from starlette.requests import Request

from api.asked import parse_hazards, parse_interval
from api.parameters import refuse_unclear, unknown_parameters
from api.tilefill import PICTURES, Ask
from gis import ledger
from gis.errors import InvalidInput
from gis.geo import Tile
from gis.viewer import Viewer
from layers.filter import Filter, check_area
from layers.tiles import MOST_LAYERS, no_tile

PARAMETERS = ("as_of", "datetime", "area", "hazard", "filter", "filter-lang", "lang")
_ENDINGS = {"mvt": "mvt", "pbf": "mvt", **{form: form for form in PICTURES}}
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,60}")


def reader_of(viewer: Viewer) -> str:
    """The class of readers who see what this one sees: what is kept for one is never shown to another."""
    if viewer.is_public:
        return "publik"
    return ":".join(
        ("petugas", viewer.role.value, viewer.area or "", viewer.agency or "", viewer.sector or "")
    )


def ask_of(request: Request, viewer: Viewer) -> Ask:
    """The tile that is asked for; NotFound for an impossible one, InvalidInput for unusable conditions."""
    path, query = request.path_params, request.query_params
    form = _ENDINGS.get(path["ending"])
    place = _place(path)
    slugs = tuple(dict.fromkeys(path["layer"].split(",")))
    if form is None or not all(map(_SLUG.fullmatch, slugs)) or (form != "mvt" and len(slugs) > 1):
        raise no_tile(place)
    if len(slugs) > MOST_LAYERS:
        raise InvalidInput(
            "banyak_layer",
            "Paling banyak {most} layer dalam satu ubin",
            "At most {most} layers in one tile",
            where="layer",
            most=MOST_LAYERS,
        )
    _only_known(query)
    if form != "mvt":
        _nothing_chosen(query, slugs[0])
    ledger.parse_as_of(query.get("as_of"))
    language = query.get("filter-lang", "cql2-text")
    choice = Filter(
        viewer=viewer,
        drawn=True,
        moment=ledger.LATEST,
        period=parse_interval(query.get("datetime")),
        area=check_area(query["area"]) if query.get("area") else None,
        hazards=parse_hazards(query.get("hazard")),
        where=((query["filter"], language),) if query.get("filter") else (),
    )
    return Ask(slugs, place, form, viewer, reader_of(viewer), query.get("as_of") or None, choice)


def _place(path: dict[str, str]) -> Tile:
    parts = [path["z"], path["x"], path["y"]]
    if not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in parts):
        raise no_tile(Tile(-1, -1, -1), "/".join(parts)[:40])
    place = Tile(*(int(part) for part in parts))
    if not place.valid:
        raise no_tile(place)
    return place


def _only_known(query: Any) -> None:
    refuse_unclear(query)
    unknown = sorted(set(query) - set(PARAMETERS))
    if unknown:
        raise unknown_parameters(unknown[:1], PARAMETERS)


def _nothing_chosen(query: Any, slug: str) -> None:
    for name in ("datetime", "area", "hazard", "filter"):
        if query.get(name):
            raise InvalidInput(
                "parameter",
                "Ubin gambar layer '{layer}' tidak dapat disaring dengan '{name}'",
                "Picture tiles of layer '{layer}' cannot be filtered by '{name}'",
                where=name,
                layer=slug,
                name=name,
            )
