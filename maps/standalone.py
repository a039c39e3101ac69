"""One HTML file that opens without a network: folium's map with scripts, styles, areas and events inside."""

import json
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import folium
import shapely
import sqlalchemy as sa
from branca.element import Element, MacroElement
from folium.template import Template
from folium.utilities import JsCode

from gis import codes, ledger
from gis.areas import AreaIndex
from gis.editions import in_both, load_index
from gis.settings import Settings
from gis.viewer import PUBLIC, Viewer
from layers import events, styles
from layers.filter import Filter, check_area
from maps import extent, geojson, webapp
from maps.compose import state
from maps.words import Words

Event = dict[str, Any]

HTML = Path(__file__).parent / "html"
_SIZES_PX = tuple(round(26 * each.size) for each in styles.SEVERITIES)


def render(
    conn: sa.Connection,
    *,
    area: str = "19",
    as_of: str | None = None,
    lang: str = "id",
    settings: Settings | None = None,
    viewer: Viewer = PUBLIC,
) -> str:
    """The map of an area's events as of a moment (ISO time or ledger seq), as a whole HTML document.

    InvalidInput for an unknown area; Unavailable where the web map's packages are not built.
    """
    moment = ledger.resolve(conn, ledger.parse_as_of(as_of))
    index = load_index(conn, moment)
    found = events.all_events(conn, Filter(viewer=viewer, moment=moment, area=check_area(area)))
    words = Words(lang)
    page = _map(area, index)
    _add_areas(page, area, index, words)
    _add_events(page, found, index, words)
    folium.LayerControl(collapsed=False, position="topright").add_to(page)
    page.add_child(_Finish())
    office = (settings or Settings()).office
    return _whole(page, area, found, index, moment, office, words)


class _Finish(MacroElement):
    """Calls our script with folium's map, after everything is on it."""

    _template = Template(
        "{% macro script(this, kwargs) %}finish({{ this._parent.get_name() }});{% endmacro %}"
    )


def _map(area: str, index: AreaIndex) -> folium.Map:
    page = folium.Map(location=index.point(area)[::-1], tiles=None, zoom_snap=0.25, max_zoom=16)
    page.default_js, page.default_css = [], []
    return page


def _box(area: str, index: AreaIndex) -> tuple[float, float, float, float]:
    geometry = index.geometry(area)
    if geometry is None:
        geometry = shapely.Point(index.point(area)).buffer(0.05)
    west, south, east, north = geometry.bounds
    return west, south, east, north


def _add_areas(page: folium.Map, scope: str, index: AreaIndex, words: Words) -> None:
    """Land, regencies with their names, districts on request."""
    mark = f" {words('line_indicative')}" if index.indicative else ""
    shown = [(3, "line_district"), (2, "line_regency")]
    for level, title in shown:
        drawn = [a for a in index.areas.values() if a.level == level and a.geom is not None]
        features = [
            geojson.feature(geojson.thin(a.geom), {"name": a.name, "in": extent.within(a.code, scope)})
            for a in drawn
        ]
        folium.GeoJson(
            geojson.collection(features),
            name=words(title) + mark,
            style_function=_district_style if level == 3 else _regency_style,
            on_each_feature=JsCode("tellArea") if level == 3 else None,
        ).add_to(page)


def _regency_style(feature: dict[str, Any]) -> dict[str, Any]:
    return {"color": "#333", "weight": 1.4, "fill": False, "interactive": False}


def _district_style(feature: dict[str, Any]) -> dict[str, Any]:
    fill = "#fffefb" if feature["properties"]["in"] else "#eeebe3"
    return {"color": "#888", "weight": 0.7, "dashArray": "4 3", "fillColor": fill, "fillOpacity": 1}


def _add_events(page: folium.Map, found: list[Event], index: AreaIndex, words: Words) -> None:
    """A layer per family of hazards: areas first, so that signs lie on them."""
    for family in styles.FAMILIES.values():
        mine = [e for e in found if styles.hazard_style(e["hazard"]).family is family]
        if not mine:
            continue
        features = [geojson.event_feature(event, index, words) for event in _gravest_last(mine)]
        label = words.pair((family.label_id, family.label_en))
        folium.GeoJson(
            geojson.collection(features),
            name=f"{label} ({words.number(len(mine))})",
            style_function=_event_style,
            marker=folium.Marker(icon=folium.DivIcon()),
            on_each_feature=JsCode("drawEvent"),
        ).add_to(page)


def _gravest_last(found: Iterable[Event]) -> list[Event]:
    return sorted(found, key=lambda e: (not e["drawn_areas"], e["severity"], e["num"]))


def _event_style(feature: dict[str, Any]) -> dict[str, Any]:
    color = feature["properties"]["color"]
    return {"color": color, "weight": 2, "dashArray": "6 4", "fillColor": color, "fillOpacity": 0.22}


def _whole(
    page: folium.Map,
    area: str,
    found: list[Event],
    index: AreaIndex,
    moment: ledger.Moment,
    office: str,
    words: Words,
) -> str:
    """The document: folium's own header children replaced by what is inside this file."""
    figure: Any = page.get_root()
    title = f"{words('title')} {codes.areas()[area].full_name}"
    leaflet = webapp.leaflet()
    css = re.sub(r"url\([^)]*\)", "none", (leaflet / "leaflet.css").read_text(encoding="utf-8"))
    data = json.dumps(_page_data(area, found, index, words), ensure_ascii=False).replace("</", "<\\/")
    head = (
        f"<title>{escape(title)}</title>"
        f"<style>{css}</style><style>{(HTML / 'standalone.css').read_text(encoding='utf-8')}</style>"
        f"<script>{(leaflet / 'leaflet.js').read_text(encoding='utf-8')}</script>"
    )
    for text in (head, f'<script type="application/json" id="sigap-data">{data}</script>'):
        figure.header.add_child(Element(_verbatim(text)))
    script = (HTML / "standalone.js").read_text(encoding="utf-8")
    figure.header.add_child(Element(_verbatim(f"<script>{script}</script>")))
    figure.html.add_child(Element(_verbatim(_heading(title, found, index, moment, office, words))), index=0)
    text = figure.render()
    text = re.sub(r"maximum-scale=1\.0, user-scalable=no", "viewport-fit=cover", text)
    return text.replace("<html>", f'<html lang="{words.lang}">', 1)


def _verbatim(text: str) -> str:
    """Text that branca's template engine leaves alone."""
    return f"{{% raw %}}{text}{{% endraw %}}"


def _heading(
    title: str, found: list[Event], index: AreaIndex, moment: ledger.Moment, office: str, words: Words
) -> str:
    recorded = moment.recorded_at
    lines = []
    if found and recorded:
        lines.append(state(found, recorded, words))
    if recorded:
        lines.append(words("sources_recorded", moment=words.moment(recorded)))
    notes = [words("note_indicative" if index.indicative else "note_boundary"), words("note_provisional")]
    invented = any(event["invented"] for event in found)
    alarm = f'<p class="sigap-alarm">{escape(words("invented"))}</p>' if invented else ""
    return (
        f'<header class="sigap-head"><h1>{escape(title)}</h1>{alarm}'
        f"<p>{escape(office)} · {escape(words.events(len(found)))} · {escape(' · '.join(lines))}</p>"
        f'<p class="sigap-note">{escape(" ".join(notes))}</p></header>'
    )


def _page_data(area: str, found: list[Event], index: AreaIndex, words: Words) -> dict[str, Any]:
    """What the script needs: signs by key, the legend, who drew the boundaries."""
    used = {event["hazard"] for event in found}
    hazards = [hazard for slug, hazard in codes.hazards().items() if slug in used]
    legend = [{"sign": h.slug, "label": words.pair((h.label_id, h.label_en))} for h in hazards]
    keys = {geojson.sign_key(event) for event in found} | used
    edition = index.record
    west, south, east, north = _box(area, index)
    return {
        "bounds": [[south, west], [north, east]],
        "names": [[*reversed(a.point), a.name] for a in index.areas.values() if a.level == 2],
        "signs": {key: geojson.sign_svg(key) for key in sorted(keys)},
        "sizes": _SIZES_PX,
        "legend": [*legend, *geojson.form_keys(found, words)],
        "legendTitle": words("legend"),
        "credit": words(
            "sources_boundary", boundary=words.pair(in_both(edition.title)), decree=edition.decree
        ),
    }
