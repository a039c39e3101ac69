"""A printed sheet: one Typst page around the map, georeferenced, tagged, the same bytes for the same spec."""

import json
from datetime import UTC
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import segno
import typst

from maps import fonts, furniture, georeference, legend, room, signs
from maps.frame import Frame, draw_frame
from maps.paper import Paper
from maps.spec import SheetSpec
from maps.words import Words

TEMPLATE = Path(__file__).parent / "typst" / "sheet.typ"
_LABELS = (
    "summary", "legend", "locator", "sources", "notes", "made", "checked", "approved", "sign_name",
    "sheet_number", "version", "paper",
)  # fmt: skip


def render(spec: SheetSpec) -> bytes:
    """The sheet as PDF: vector, true to scale, fonts embedded, text searchable; nothing read but the spec.

    Raises Unavailable where the fonts are not installed.
    """
    drawn = draw_frame(spec)
    words = Words(spec.lang)
    inputs = {
        "data": json.dumps(_page(spec, drawn, words), ensure_ascii=False),
        "map": drawn.svg,
        "locator": furniture.locator(spec.locator, spec.scope, spec.view, **_locator_size(spec.paper)),
        "bar": furniture.scale_bar(
            spec.view.scale, words, longest_mm=0.22 * spec.paper.frame.width_mm, size_pt=spec.paper.body_pt
        ),
        "north": furniture.north_arrow(words),
        "qr": _qr(spec.address) if spec.address else "",
    }
    pdf = typst.Compiler(font_paths=font_book()).compile(
        input=_template(),
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["a-2a", "ua-1"],  # to keep; to be read aloud
        timestamp=int(spec.made_at.timestamp()),
    )
    assert isinstance(pdf, bytes)  # a single file, since no output path was named
    return georeference.georeference(pdf, spec.view, spec.paper.frame, name=spec.subtitle)


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


@cache
def font_book() -> typst.Fonts:
    """The fonts a sheet may use, and no others."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.folder())]
    )


def _locator_size(paper: Paper) -> dict[str, float]:
    width_mm = 0.42 * (paper.panel_mm if not paper.portrait else paper.width_mm / 3)
    return {"width_mm": width_mm, "height_mm": width_mm * 0.68}


def _qr(address: str) -> str:
    out = BytesIO()
    segno.make_qr(address, error="m").save(
        out, kind="svg", border=1, xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


def _page(spec: SheetSpec, drawn: Frame, words: Words) -> dict[str, Any]:
    """Everything the template writes, as plain JSON."""
    paper = spec.paper
    return {
        "lang": spec.lang,
        "paper": _sizes(paper),
        "date": _date_parts(spec),
        "title": spec.title,
        "subtitle": spec.subtitle,
        "moment": spec.moment,
        "period": spec.period,
        "office": spec.office,
        "banner": words("invented") if spec.invented else "",
        "internal": words("internal") if spec.internal else "",
        "number": spec.number,
        "version": spec.version,
        "labels": {key: words(key) for key in _LABELS}
        | {"events": words("events" if spec.events[1:] else "event")},
        "sentences": spec.sentences,
        "table": _table(spec),
        "events": _listed(spec),
        "more": _more(spec, words),
        "legend": [
            {"svg": key.svg, "words": key.words, "wide": key.wide} for key in legend.keys(spec, drawn)
        ],
        "strip": _strip(spec, drawn, words),
        "sources": spec.sources,
        "notes": _notes(spec, drawn, words),
        "check": words("qr") if spec.address else words("qr_none", code=spec.code),
        "address": spec.address or "",
        "contact": words("contact", contact=spec.contact) if spec.contact else words("contact_none"),
        "alt": {
            "map": f"{spec.title} {spec.subtitle}. {spec.moment}. {' '.join(spec.sentences)}",
            "locator": words("locator"),
            "bar": words("scale", scale=words.number(spec.view.scale), paper=paper.size_name),
            "north": words("north"),
            "qr": spec.address or "",
        },
    }


def _sizes(paper: Paper) -> dict[str, Any]:
    fields = (
        "width_mm",
        "height_mm",
        "margin_mm",
        "header_mm",
        "strip_mm",
        "panel_mm",
        "gap_mm",
        "body_pt",
        "symbol_mm",
    )
    return {key: getattr(paper, key) for key in fields} | {
        "size": paper.size_name,
        "portrait": paper.portrait,
        "shares": paper.column_shares,
        "key_mm": legend.key_mm(paper),
        "outer": paper.outer._asdict(),
        "locator": _locator_size(paper),
    }


def _date_parts(spec: SheetSpec) -> list[int]:
    made = spec.made_at.astimezone(UTC)
    return [made.year, made.month, made.day, made.hour, made.minute, made.second]


def _table(spec: SheetSpec) -> dict[str, Any]:
    table = spec.table
    return {
        "title": table.title,
        "corner": table.corner,
        "heads": table.heads,
        "widths": room.table_widths(table, spec.paper),
        "rows": [[name, *cells] for name, cells in table.rows],
        "total": [table.total[0], *table.total[1]] if table.total[1] else [],
        "note": table.note,
    }


def _listed(spec: SheetSpec) -> list[dict[str, Any]]:
    side = spec.paper.symbol_mm * 100
    return [
        {
            "rank": str(event.rank),
            "svg": legend.square(
                spec.paper.symbol_mm,
                [signs.sign(event.hazard, side / 2, side / 2, 0.42 * side, hollow=not event.verified)],
            ),
            "when": event.when,
            "where": event.where,
            "impact": event.impact,
        }
        for event in sorted(spec.events, key=lambda e: e.rank)[: spec.listed]
    ]


def _more(spec: SheetSpec, words: Words) -> str:
    rest = (spec.counted.events if spec.counted else len(spec.events)) - spec.listed
    return words("and_more", n=words.number(rest)) if rest > 0 else ""


def _strip(spec: SheetSpec, drawn: Frame, words: Words) -> dict[str, str]:
    zone = spec.view.projection.zone
    net = f"{words.number(drawn.graticule_minutes)}′"
    lon, lat = spec.view.projection.unproject(np.array([spec.view.centre]))[0].tolist()
    factor = words.decimals(spec.view.projection.scale_factor(lon, lat), 4)
    grid = (
        words("grid", graticule=net, grid=words.number(drawn.grid_km))
        if zone
        else words("graticule", graticule=net)
    )
    return {
        "scale": words("scale", scale=words.number(spec.view.scale), paper=spec.paper.size_name),
        "projection": words("utm", zone=zone) if zone else words("tm"),
        "datum": words("datum"),
        "grid": grid,
        "factor": words("factor", factor=factor),
    }


def _notes(spec: SheetSpec, drawn: Frame, words: Words) -> list[str]:
    extra = [words("note_outside", n=drawn.outside)] if drawn.outside else []
    return [*spec.notes, *extra]
