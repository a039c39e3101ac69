"""One report on the screen: what it says, where that stands, what is doubtful about it, what was decided."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.markup import escape
from rich.table import Table

from api.commands import console
from api.commands.words import (
    agency,
    amount,
    by_officer,
    lonlat,
    number,
    occurred,
    places,
    replaced,
    told_at,
    wib,
    without_moved,
)
from gis import codes

PARTS = {
    "agency": "sumber",
    "figures": "angka",
    "hazard": "jenis kejadian",
    "is_bencana": "bencana atau bukan",
    "is_update": "laporan awal atau susulan",
    "kib": "KIB",
    "occurred": "waktu kejadian",
    "other_hazards": "jenis kejadian lain",
    "place": "tempat",
}
"""What of a report can be corrected."""
_COLORS = {"galat": "red", "peringatan": "yellow"}

Row = Mapping[str, Any]


def head(found: Row) -> str:
    """What happened, where and when, its ids, and who says so."""
    when = occurred(found["occurred_from"], found["occurred_to"], found["occurred_precision"])
    place = f"{lonlat(found['lon'], found['lat'])}, ketelitian {found['precision']} ± "
    return "\n".join(
        (
            f"[bold]{codes.hazards()[found['hazard']].label_id}[/] {escape(places(found['areas']))}",
            f"Laporan  {found['id']}, {found['status']}",
            f"Kejadian {found['event_id']}",
            f"Terjadi  {when}",
            f"Data per {told_at(found)}",
            f"Tempat   {place}{number(round(found['uncertainty_m']))} m",
            f"Menurut  {escape(agency(found['source']))}",
        )
    )


def figures(found: Row) -> Table:
    """Every figure with the words it was read from, or the officer's reason where those do not say it."""
    table = console.table(console.key("Id"), "Angka", "Nilai", "Wilayah", "Tertulis", "Letak")
    officers = by_officer(found["figures"])
    for figure in without_moved(found["figures"]):
        value = f"{amount(figure['value'], figure['unit'], figure['state'])} {replaced(figure)}"
        table.add_row(
            str(figure["id"]),
            codes.figures()[figure["kind"]].label_id,
            escape(value.strip()),
            "" if figure["total"] else places([figure["area_code"]]),
            *map(escape, _written(figure, officers.get(figure["id"]))),
        )
    return table


def _written(figure: Row, reason: str | None) -> tuple[str, str]:
    """The words as sent and where they stand; of an officer's figure that it is one, and why."""
    if reason:
        return f"(oleh petugas: {reason})", ""
    place = figure["lineage"].get("cell") or figure["lineage"].get("span") or ""
    return figure["raw"], str(place)


def findings(rows: list[Row]) -> Iterator[str]:
    """What is doubtful, a line each."""
    for row in rows:
        yield f"[{_COLORS.get(row['severity'], 'cyan')}]{row['severity']}[/] {escape(row['id'])}"


def decisions(found: Row) -> Iterator[str]:
    """Corrections and statuses in the order of time, a line each."""
    rows = [
        (row["recorded_at"], f"koreksi {_parts(row['changed'])}", row) for row in found["corrections"]
    ] + [(row["recorded_at"], row["status"], row) for row in found["statuses"]]
    for at, what, row in sorted(rows, key=lambda each: each[0]):
        reason = f": {escape(row['reason'])}" if row["reason"] else ""
        yield f"[dim]{wib(at)} {what} oleh {escape(row['by'])}{reason}[/]"


def _parts(changed: list[str]) -> str:
    return ", ".join(PARTS.get(name, name) for name in changed)
