"""Where an event's numbers come from: what was published when, each source's words, their file and cell."""

import re
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from gis import codes, queries
from layers.plain import area_json, number, said_json

_SQL = queries.load("layers.events")
_CELL = re.compile(r"^(?:(?P<sheet>.*)!)?(?P<column>[A-Z]{1,3})(?P<row>\d+)$")


def ledger(conn: sa.Connection, key: dict[str, Any], *, public: bool) -> list[dict[str, Any]]:
    """Each figure's history: every published value with since and until when it was known.

    Officers also get every word of every source; the public has sources by their agency alone. `key` is the
    event, the audience and the seq.
    """
    words = {} if public else _by_figure(conn.execute(_SQL["words"], key).mappings())
    published = _by_figure(conn.execute(_SQL["versions"], key).mappings())
    order = {kind: n for n, kind in enumerate(codes.figures())}
    slots = sorted(
        {*words, *published}, key=lambda slot: (order.get(slot[0], len(order)), not slot[1], slot[2])
    )
    return [
        {
            "kind": kind,
            "label": codes.figures()[kind].label_id,
            "unit": codes.figures()[kind].unit,
            "total": total,
            "area": area_json(area),
            "published": [_version(row) for row in published.get((kind, total, area), ())],
            **({} if public else {"words": [_word(row) for row in words.get((kind, total, area), ())]}),
        }
        for kind, total, area in slots
    ]


def add_lineage(conn: sa.Connection, key: dict[str, Any], event: dict[str, Any]) -> None:
    """Put beside each published number the row that says it: report, file, and cell or span."""
    words = {word["id"]: word for figure in event["ledger"] for word in figure["words"]}
    rows = {
        (row.kind, row.total, row.area_code): row.figure_id for row in conn.execute(_SQL["figure_ids"], key)
    }
    for figure in event["published"]:
        word = words.get(rows.get((figure["kind"], figure["total"], figure["area"]["code"])))
        figure["lineage"] = word and {name: word[name] for name in ("id", "report", "raw", *_ORIGIN)}


_ORIGIN = ("submission", "filename", "place", "sheet", "row", "column", "span", "reason")


def _by_figure(rows: Any) -> dict[tuple[str, bool, str], list[Any]]:
    slot = lambda row: (row["kind"], row["total"], row["area_code"])  # noqa: E731
    return {key: list(group) for key, group in groupby(rows, slot)}


def _version(row: Any) -> dict[str, Any]:
    return {
        **said_json(row),
        "seq": row["seq"],
        "recorded_at": row["recorded_at"].isoformat(),
        "until": row["until"] and row["until"].isoformat(),
        "low": number(row["low"]),
        "high": number(row["high"]),
        "corrected": row["corrected"],
    }


def _word(row: Any) -> dict[str, Any]:
    return {
        "id": row["id"],
        **said_json(row),
        "raw": row["raw"],
        "part_of": row["part_of"],
        "recorded_at": row["recorded_at"].isoformat(),
        "by": row["by"],
        "report": str(row["report"]),
        "status": row["status"],
        "reason": row["reason"],
        "replaced_by": row["replaced_by"],
        "withdrawn": row["correction"] is not None and row["replaced_by"] is None,
        "correction": row["correction"],
        "corrected_at": row["corrected_at"] and row["corrected_at"].isoformat(),
        "corrected_by": row["corrected_by"],
        "submission": str(row["submission"]),
        "filename": row["filename"],
        "place": row["place"],
        **_origin(row["lineage"]),
    }


def _origin(lineage: dict[str, Any]) -> dict[str, Any]:
    """Sheet, row and column of a cell, or the span of a text; null where it is neither."""
    cell = _CELL.match(str(lineage.get("cell", "")))
    return {
        "sheet": cell["sheet"] if cell else None,
        "row": int(cell["row"]) if cell else None,
        "column": cell["column"] if cell else None,
        "span": lineage.get("span"),
    }
