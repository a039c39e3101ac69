"""Corrections by an officer: of what a report says, of one of its figures, of an event's ledger.

Nothing is changed: each correction is new rows with a reason, and the derived rows follow. As of any moment
before it the old words stand.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import codes, derive, ledger, queries, register
from gis.areas import AreaIndex, load_index
from gis.errors import Conflict, InvalidInput, NotAllowed, NotFound
from gis.geo import PROVINCE_BOX
from gis.ledger import Entry
from gis.report import Occurrence, Precision, Span, State

_SQL = queries.load("gis.corrections")
SILENCE_HOURS = 24
_SPOT_M = 100.0
_BY_LEVEL = {1: Precision.REGENCY, 2: Precision.REGENCY, 3: Precision.DISTRICT, 4: Precision.VILLAGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it happened after all. Without `lonlat` the areas' own point stands for it."""

    areas: tuple[str, ...] = ()
    lonlat: tuple[float, float] | None = None
    precision: Precision | None = None
    uncertainty_m: float | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an officer corrects in one report. None: stays; an empty `kib` takes the code away.

    `is_bencana` is of the report's event; `as_hazard` gives it back to what its hazard says.
    """

    reason: str
    hazard: str | None = None
    other_hazards: tuple[str, ...] | None = None
    occurrence: Occurrence | None = None
    agency: str | None = None
    kib: str | None = None
    is_update: bool | None = None
    is_bencana: bool | None = None
    as_hazard: bool = False
    place: Place | None = None
    figures: tuple[FigureChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrected:
    """The event that was derived anew; the new figures' ids in the order of the changes (None: withdrawn)."""

    event: UUID
    figures: tuple[int | None, ...]
    changed: tuple[str, ...]


def correct(entry: Entry, report_id: UUID, wanted: Correction, *, area: str | None = None) -> Corrected:
    """Write the correction and touch the event.

    `area`: the regency the officer is bound to. Raises NotFound for an unknown report or figure, NotAllowed
    outside the regency, Conflict where the figure has been corrected already, InvalidInput for the rest.
    """
    if not wanted.reason.strip():
        raise InvalidInput(
            "alasan", "Koreksi memerlukan alasan", "A correction needs a reason", where="reason"
        )
    entry.lock()  # two officers are taken one after the other
    row = entry.conn.execute(_SQL["report"], {"report_id": report_id}).mappings().one_or_none()
    if row is None:
        raise NotFound(
            "laporan", "Laporan {id} tidak ada", "There is no report {id}", where="id", id=str(report_id)
        )
    _check_regency(row["areas"] or [row["area_code"]], area)
    place = _placed(entry, wanted.place, row, area) if wanted.place else None
    figures = _figures(entry, row, wanted, place)
    changed = _report_fields(entry, row, wanted, place is not None)
    if wanted.is_bencana is not None or wanted.as_hazard:
        key = {"event_id": row["event_id"], "is_bencana": wanted.is_bencana, "reason": wanted.reason}
        entry.conn.execute(_SQL["add_event"], {**key, "entry": entry.id})
        changed = [*changed, "is_bencana"]
    if not changed and not wanted.figures:
        raise InvalidInput("koreksi", "Tidak ada yang dikoreksi", "Nothing is corrected")
    event = UUID(str(row["event_id"]))
    entry.touch([event])
    return Corrected(event, figures, (*changed, *(["figures"] if wanted.figures else [])))


def ensure_silence(entry: Entry, hours: int) -> bool:
    """Make `hours` the time after which a silent source loses its rank; whether that was a change.

    A change touches every event: from this entry on their figures follow the new rule.
    """
    if silence_hours(entry.conn) == hours:
        return False
    entry.conn.execute(_SQL["add_rule"], {"silence_hours": hours, "entry": entry.id})
    entry.touch(derive.all_events(entry.conn))
    return True


def silence_hours(conn: sa.Connection) -> int:
    """Hours after which a silent source loses its rank, by the newest rule."""
    return conn.execute(_SQL["silence_hours"]).scalar_one_or_none() or SILENCE_HOURS


def _check_regency(areas: Sequence[str], bound: str | None) -> None:
    if bound and not any(_within(code, bound) for code in areas):
        raise NotAllowed(
            "wilayah",
            "Laporan ini di luar wilayah Anda ({area}); mintalah pusdalops provinsi",
            "This report is outside of your regency ({area}); ask the province's officers",
            where="id",
            area=bound,
        )


def _within(code: str, area: str) -> bool:
    return code == area or code.startswith(f"{area}.")


def _report_fields(entry: Entry, row: sa.RowMapping, wanted: Correction, moved: bool) -> list[str]:
    """Write the report's own words anew where some of them change; returns the names of those."""
    new = _new_words(wanted)
    changed = [name for name, value in new.items() if value != row[name]]
    kept = {name: row[name] for name in _WORDS if name not in new}
    names = sorted({_SHOWN.get(name, name) for name in changed} | ({"place"} if moved else set()))
    if names:
        key = {"report_id": row["id"], "changed": names, "reason": wanted.reason, "entry": entry.id}
        entry.conn.execute(_SQL["add_report"], {**kept, **new, **key})
    return names


_WORDS = (
    "source",
    "source_kind",
    "hazard",
    "other_hazards",
    "occurred_from",
    "occurred_to",
    "occurred_precision",
    "kib",
    "kib_key",
    "is_update",
)
_SHOWN = {
    "source": "agency",
    "source_kind": "agency",
    "occurred_from": "occurred",
    "occurred_to": "occurred",
    "occurred_precision": "occurred",
    "kib_key": "kib",
}


def _new_words(wanted: Correction) -> dict[str, Any]:
    new: dict[str, Any] = {}
    for slug in (*([wanted.hazard] if wanted.hazard else []), *(wanted.other_hazards or ())):
        if slug not in codes.hazards():
            raise _unknown("hazard", "Jenis kejadian", "Hazard", slug)
    if wanted.hazard:
        new["hazard"] = wanted.hazard
    if wanted.other_hazards is not None:
        new["other_hazards"] = list(wanted.other_hazards)
    if when := wanted.occurrence:
        new |= {"occurred_from": when.start, "occurred_to": when.end, "occurred_precision": when.precision}
    if wanted.agency is not None:
        known = codes.agency_named(wanted.agency)
        if known is None:
            raise _unknown("agency", "Instansi", "Agency", wanted.agency)
        new |= {"source": known.slug, "source_kind": known.kind}
    if wanted.kib is not None:
        new |= {"kib": wanted.kib.strip() or None, "kib_key": register.kib_key(wanted.kib)}
    if wanted.is_update is not None:
        new["is_update"] = wanted.is_update
    return new


def _placed(entry: Entry, place: Place, row: sa.RowMapping, bound: str | None) -> str:
    """Write the new place; returns the smallest area that holds it."""
    index = load_index(entry.conn, ledger.resolve(entry.conn))
    areas = place.areas or tuple(row["areas"])
    for code in areas:
        if code not in index.areas:
            raise _unknown("place.areas", "Wilayah", "Area", code)
        _check_regency([code], bound)
    area = register.common_area(areas)
    lon, lat = _point(place, area, index)
    precision = place.precision or (Precision.SPOT if place.lonlat else _BY_LEVEL[codes.level_of(area)])
    wide = _SPOT_M if place.lonlat else index.radius_m(area)
    entry.conn.execute(
        _SQL["add_place"],
        {
            "report_id": row["id"],
            "areas": list(areas),
            "area_code": area,
            "lon": lon,
            "lat": lat,
            "precision": precision.value,
            "uncertainty_m": wide if place.uncertainty_m is None else place.uncertainty_m,
            "approximate": index.indicative and place.lonlat is None,
            "edition_id": index.record.id,
            "entry": entry.id,
        },
    )
    return area


def _point(place: Place, area: str, index: AreaIndex) -> tuple[float, float]:
    if place.lonlat and not PROVINCE_BOX.contains(*place.lonlat):
        lon, lat = place.lonlat
        raise InvalidInput(
            "koordinat",
            "Titik {lon}, {lat} di luar provinsi: tulis bujur, lintang",
            "Point {lon}, {lat} is outside of the province: write longitude, latitude",
            where="place.lonlat",
            lon=lon,
            lat=lat,
        )
    return place.lonlat or index.point(area)


def _figures(
    entry: Entry, row: sa.RowMapping, wanted: Correction, area: str | None
) -> tuple[int | None, ...]:
    """Write new figures; totals of a report that moved to `area` move with it."""
    rows = entry.conn.execute(_SQL["figures"], {"report_id": row["id"]}).mappings()
    known = {figure["id"]: figure for figure in rows}
    made = tuple(_figure(entry, row, known, change, wanted.reason, area) for change in wanted.figures)
    if area and area != row["area_code"]:
        named = {change.id for change in wanted.figures}
        moving = [f for f in known.values() if f["id"] not in named and _follows(f, row)]
        for figure in moving:
            _replace(entry, figure, {**figure, "area_code": area, "areas": [area]}, row["id"], wanted.reason)
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
    if change.id is None:
        added = _changed(_blank(change, row, own), change, own)
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
    return _replace(entry, old, _changed(moved, change, own), row["id"], reason)


def _blank(change: FigureChange, row: sa.RowMapping, own: str) -> dict[str, Any]:
    """A figure that was missed, before what is said of it."""
    if change.kind not in codes.figures():
        raise _unknown("figures.kind", "Jenis angka", "Figure kind", change.kind or "")
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
            raise _unknown("figures.kind", "Jenis angka", "Figure kind", change.kind)
        new |= {"kind": change.kind, "unit": codes.figures()[change.kind].unit}
    if change.value is not None or change.state is not None:
        new["value"], new["state"] = _said(change)
    if change.area:
        if change.area not in codes.areas():
            raise _unknown("figures.area", "Wilayah", "Area", change.area)
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


def _unknown(where: str, id_word: str, en_word: str, value: str) -> InvalidInput:
    return InvalidInput(
        "tidak_dikenal",
        f"{id_word} '{{value}}' tidak dikenal",
        f"{en_word} '{{value}}' is not known",
        where=where,
        value=value[:60],
    )
