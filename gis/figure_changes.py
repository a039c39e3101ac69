"""Corrections of single figures: replaced, withdrawn or added by new rows; the old words stand."""

import difflib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gis import codes, queries
from gis.errors import Conflict, InvalidInput
from gis.ledger import Entry
from gis.report import Span, State

_SQL = queries.load("gis.corrections")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """One figure: with `id` it takes the place of that row (or, `withdraw`, nothing does), else it is added.

    What is None stays as it was. A value needs no `state`: 0 is `nihil`, any other `angka`; `pendataan`
    and `kosong` have no value. `span` or `cell` says where in the original it stands.
    """

    id: int | None = None
    kind: str | None = None
    value: float | None = None
    state: State | None = None
    area: str | None = None
    valid_at: datetime | None = None
    approx: bool | None = None
    part_of: int | None = None
    span: Span | None = None
    cell: str | None = None
    raw: str | None = None
    withdraw: bool = False


def change_figures(
    entry: Entry, row: sa.RowMapping, changes: Sequence[FigureChange], reason: str, *, area: str | None
) -> tuple[int | None, ...]:
    """Write new figures of report `row`, whose ids are returned (None: withdrawn).

    `area`: where the report has moved to; its totals move with it. Conflict for a figure that is not of this
    report or has been corrected already, InvalidInput for unknown codes and impossible values.
    """
    rows = entry.conn.execute(_SQL["figures"], {"report_id": row["id"]}).mappings()
    known = {figure["id"]: figure for figure in rows}
    made = tuple(_figure(entry, row, known, change, reason, area) for change in changes)
    if area and area != row["area_code"]:
        named = {change.id for change in changes}
        moving = [f for f in known.values() if f["id"] not in named and _follows(f, row)]
        for figure in moving:
            _replace(entry, figure, {**figure, "area_code": area, "areas": [area]}, row["id"], reason)
    return made


def _follows(figure: Mapping[Any, Any], row: sa.RowMapping) -> bool:
    return bool(figure["total"] and figure["area_code"] == row["area_code"])


def _figure(
    entry: Entry,
    row: sa.RowMapping,
    known: Mapping[int, sa.RowMapping],
    change: FigureChange,
    reason: str,
    area: str | None,
) -> int | None:
    own = area or row["area_code"]
    _check_marks(change, known)
    if change.id is None:
        added = _whole(_changed(_blank(change, row, own), change, own))
        return _add(entry, added, row["id"], reason)
    old = known.get(change.id)
    if old is None:
        raise Conflict(
            "angka",
            "Angka {id} bukan milik laporan ini atau sudah dikoreksi; baca ulang laporannya",
            "Figure {id} is not of this report or has been corrected already; read the report again",
            where="figures.id",
            id=change.id,
        )
    if change.withdraw:
        _say(entry, row["id"], change.id, None, reason)
        return None
    moved = {**old, "area_code": own, "areas": [own]} if area and _follows(old, row) else dict(old)
    return _replace(entry, old, _whole(_changed(moved, change, own)), row["id"], reason)


def _check_marks(change: FigureChange, known: Mapping[int, sa.RowMapping]) -> None:
    """Whether it may stand there: a stretch of text that begins before its end, a total of this report."""
    if change.span and not 0 <= change.span[0] < change.span[1]:
        raise InvalidInput(
            "letak",
            "Letak {start} sampai {end} bukan potongan teks: awal sebelum akhir, dihitung dari 0",
            "From {start} to {end} is no stretch of text: its start before its end, counted from 0",
            where="figures.span",
            start=change.span[0],
            end=change.span[1],
        )
    if change.part_of is not None and (change.part_of not in known or change.part_of == change.id):
        raise Conflict(
            "angka",
            "Angka {id} bukan jumlah lain yang berlaku dalam laporan ini",
            "Figure {id} is no other total of this report that counts",
            where="figures.part_of",
            id=change.part_of,
        )


def _whole(figure: dict[str, Any]) -> dict[str, Any]:
    """The figure; InvalidInput where people, houses or trees come in fractions."""
    value = figure["value"]
    if value is not None and figure["unit"] in codes.WHOLE_UNITS and not float(value).is_integer():
        raise InvalidInput(
            "angka_pecahan",
            "{kind} harus bilangan bulat, bukan {value}",
            "{kind} must be a whole number, not {value}",
            where="figures.value",
            kind=figure["kind"],
            value=value,
        )
    return figure


def _blank(change: FigureChange, row: sa.RowMapping, own: str) -> dict[str, Any]:
    """A figure that was missed, before what is said of it."""
    if change.kind not in codes.figures():
        raise _unknown_kind(change.kind or "")
    if change.withdraw or (change.value is None and change.state is None):
        raise InvalidInput(
            "nilai", "Angka baru memerlukan nilai", "A new figure needs a value", where="figures.value"
        )
    return {
        "kind": change.kind,
        "area_code": own,
        "areas": [own],
        "total": True,
        "value": None,
        "state": State.COUNTING.value,
        "unit": codes.figures()[change.kind].unit,
        "raw": "",
        "valid_at": row["valid_at"],
        "valid_at_known": row["valid_at_known"],
        "approx": False,
        "part_of": None,
        "lineage": {},
    }


def _changed(old: Mapping[Any, Any], change: FigureChange, own: str) -> dict[str, Any]:
    new = dict(old)
    if change.kind:
        if change.kind not in codes.figures():
            raise _unknown_kind(change.kind)
        new |= {"kind": change.kind, "unit": codes.figures()[change.kind].unit}
    if change.value is not None or change.state is not None:
        new["value"], new["state"] = _said(change)
    if change.area:
        if change.area not in codes.areas():
            raise unknown_code("figures.area", "Wilayah", "Area", change.area)
        part_of = change.part_of if change.part_of is not None else new["part_of"]
        total = change.area == own and part_of is None
        new |= {"area_code": change.area, "areas": [change.area], "total": total}
    if change.part_of is not None:
        new |= {"part_of": change.part_of, "total": False}
    if change.valid_at:
        new |= {"valid_at": change.valid_at, "valid_at_known": True}
    if change.approx is not None:
        new["approx"] = change.approx
    if change.raw is not None:
        new["raw"] = change.raw
    if change.span or change.cell:
        new["lineage"] = {"span": change.span} if change.span else {"cell": change.cell}
    return new


def _said(change: FigureChange) -> tuple[float | None, str]:
    value, state = change.value, change.state
    if value is not None and (value < 0 or not math.isfinite(value)):
        raise InvalidInput(
            "nilai",
            "Nilai {value} tidak mungkin: angka tidak pernah negatif",
            "Value {value} is impossible: figures are never negative",
            where="figures.value",
            value=value,
        )
    if value is None and state in (State.NIL, State.DASH):
        value = 0.0
    state = state or (State.NUMBER if value else State.NIL)
    if (value is None) != (state in (State.COUNTING, State.BLANK)) or (
        value and state in (State.NIL, State.DASH)
    ):
        raise InvalidInput(
            "keadaan",
            "Keadaan '{state}' tidak cocok dengan nilainya",
            "State '{state}' does not go with its value",
            where="figures.state",
            state=state.value,
        )
    return value, state.value


def _replace(
    entry: Entry, old: Mapping[Any, Any], new: Mapping[Any, Any], report_id: object, reason: str
) -> int:
    made = _add(entry, new, report_id, reason)
    _say(entry, report_id, old["id"], made, reason)
    return made


def _add(entry: Entry, figure: Mapping[Any, Any], report_id: object, reason: str) -> int:
    values = {**figure, "report_id": report_id, "reason": reason, "entry": entry.id}
    values["lineage"] = json.dumps(figure["lineage"])
    return int(entry.conn.execute(_SQL["add_figure"], values).scalar_one())


def _say(entry: Entry, report_id: object, figure: int, replaced_by: int | None, reason: str) -> None:
    entry.conn.execute(
        _SQL["add_figure_correction"],
        {
            "report_id": report_id,
            "figure_id": figure,
            "replaced_by": replaced_by,
            "reason": reason,
            "entry": entry.id,
        },
    )


def _unknown_kind(value: str) -> InvalidInput:
    """The error for a kind that the code list has not, with those that are meant most likely."""
    near = [kind for kind in codes.figures() if value and value in kind]
    near = near or difflib.get_close_matches(value, codes.figures(), n=5) or list(codes.figures())
    return InvalidInput(
        "tidak_dikenal",
        "Jenis angka '{value}' tidak dikenal; yang ada antara lain {near}",
        "Figure kind '{value}' is not known; there are among others {near}",
        where="figures.kind",
        value=value[:60],
        near=", ".join(near[:6]),
    )


def unknown_code(where: str, id_word: str, en_word: str, value: str) -> InvalidInput:
    """The error for a code that no list has; the words say what it would be a code of."""
    return InvalidInput(
        "tidak_dikenal",
        f"{id_word} '{{value}}' tidak dikenal",
        f"{en_word} '{{value}}' is not known",
        where=where,
        value=value[:60],
    )
