"""An officer's corrections of a report's words in the row that it came in: each cell, who and why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from gis import bnpb, codes
from gis.sheetcells import ShownDate, Value
from gis.zone import WIB
from layers.exports.columns import hazard_cells, moment_cells, place_lines, point_cells, regency_cells
from layers.exports.wanted import Change

EPOCH = datetime(1899, 12, 30)  # day 0 of Excel's calendar, from March 1900 on
SPOTS = ("titik", "dusun")


def word_changes(cells: Mapping[str, Value], corrections: Sequence[Any], place: Any) -> Iterator[Change]:
    """The cells that corrections of hazard, moment, place, source and code make otherwise.

    `corrections`: those of the report, oldest first; `place`: where it stands now and stood at first.
    """
    if not corrections:
        return
    now = corrections[-1]
    said: dict[str, dict[str, Value]] = {
        "hazard": hazard_cells(now.hazard),
        "occurred": moment_cells(now.occurred_from.astimezone(WIB), now.occurred_precision),
        "place": _place(place) if place is not None else {},
        "agency": {"sumber": _agency(now.source)},
        "kib": {"kib": now.kib},
    }
    for word, wanted in said.items():
        by = next((each for each in reversed(corrections) if word in each.changed), None)
        if by is not None:
            yield from _changes(cells, wanted, by)


def _changes(cells: Mapping[str, Value], wanted: dict[str, Value], by: Any) -> Iterator[Change]:
    when = by.recorded_at.astimezone(WIB)
    plain = f"dikoreksi {by.by}, {when:%d/%m/%Y %H.%M} WIB"
    why = f"{plain}: {by.reason}"
    for column, value in wanted.items():
        before = cells.get(column)
        after = _like(before, value)
        if column in cells and not _same(before, after):
            yield Change(
                kind="koreksi", row=0, column=column, before=before, after=after, why=why, plain=plain
            )


def _place(place: Any) -> dict[str, Value]:
    """The point; and where the report's areas are others than before, these."""
    spot = (place.lon, place.lat) if place.precision in SPOTS else None
    found = point_cells(spot)
    if set(place.areas) == set(place.first_areas):
        return found
    regency = next((code[:5] for code in sorted(place.areas) if codes.level_of(code) > 1), None)
    inside = [code for code in place.areas if codes.level_of(code) > 2]
    villages = [codes.areas()[code].name for code in sorted(inside) if codes.level_of(code) == 4]
    return {
        **regency_cells(codes.areas()[regency] if regency else None),
        "lokasi": place_lines(inside) or None,
        "desa": "\n".join(villages) or None,
        **found,
    }


def _agency(source: str) -> Value:
    known = codes.agencies().get(source)
    return known.name if known else source


def _like(before: Value, after: Value) -> Value:
    """The new value in the form that the cell has: a number, a text, a date as the sheet showed it."""
    if isinstance(after, datetime):
        serial = float((after - EPOCH).days)
        if isinstance(before, ShownDate):
            return ShownDate.of(after, serial, before.number_format)
        if isinstance(before, int | float):
            return int(serial)
        return f"{after:%Y-%m-%d}" if isinstance(before, str) else after
    if isinstance(before, int | float) and isinstance(after, str) and after.isdecimal():
        return int(after)
    if isinstance(before, str) and isinstance(after, float):
        return str(after)
    return after


def _same(before: Value, after: Value) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        return " ".join(before.split()).casefold() == " ".join(after.split()).casefold()
    return bnpb.plain_words(before) == bnpb.plain_words(after)
