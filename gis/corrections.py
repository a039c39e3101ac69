"""Corrections by an officer: of what a report says, of one of its figures, of an event's ledger.

Nothing is changed: each correction is new rows with a reason, and the derived rows follow. As of any moment
before it the old words stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import codes, derive, ledger, queries, register
from gis.areas import AreaIndex
from gis.editions import load_index
from gis.errors import InvalidInput, NotAllowed, NotFound
from gis.figure_changes import FigureChange, change_figures, unknown_code
from gis.geo import PROVINCE_BOX
from gis.ledger import Entry
from gis.report import Occurrence, Precision

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
    figures = change_figures(entry, row, wanted.figures, wanted.reason, area=place)
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
            raise unknown_code("hazard", "Jenis kejadian", "Hazard", slug)
    if wanted.hazard:
        new["hazard"] = wanted.hazard
    if wanted.other_hazards is not None:
        new["other_hazards"] = list(wanted.other_hazards)
    if when := wanted.occurrence:
        new |= {"occurred_from": when.start, "occurred_to": when.end, "occurred_precision": when.precision}
    if wanted.agency is not None:
        known = codes.agency_named(wanted.agency)
        if known is None:
            raise unknown_code("agency", "Instansi", "Agency", wanted.agency)
        new |= {"source": known.slug, "source_kind": known.kind}
    if wanted.kib is not None:
        new |= {"kib": wanted.kib.strip() or None, "kib_key": register.kib_key(wanted.kib)}
    if wanted.is_update is not None:
        new["is_update"] = wanted.is_update
    return new


def _placed(entry: Entry, place: Place, row: sa.RowMapping, bound: str | None) -> str:
    """Write the new place; returns the smallest area that holds it."""
    if not place.areas and not place.lonlat:  # else a spot would silently become its area's middle
        raise InvalidInput(
            "lokasi",
            "Lokasi baru memerlukan wilayah (areas) atau titik (lonlat)",
            "A new place needs areas or a point (lonlat)",
            where="place",
        )
    index = load_index(entry.conn, ledger.resolve(entry.conn))
    areas = place.areas or tuple(row["areas"])
    for code in areas:
        if code not in index.areas:
            raise unknown_code("place.areas", "Wilayah", "Area", code)
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
