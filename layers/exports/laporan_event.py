"""What the official text of an event says, taken from the register as a viewer may read it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import codes, watch
from gis.laporan import Laporan, Stated, day_words, place_words
from gis.report import Occurrence, State
from gis.zone import WIB
from layers import events
from layers.exports import told
from layers.exports.told import SPOTS
from layers.filter import Filter

Mask = Callable[[str], str]
DECIMALS = ((50, 5), (500, 4), (5_000, 3))
"""Decimals of a degree that an uncertainty in metres leaves room for; two beyond."""

CORE = (
    *("meninggal", "hilang", "luka_berat", "luka_ringan", "terdampak_kk", "terdampak_jiwa"),
    *("mengungsi_kk", "mengungsi_jiwa", "rumah_rusak_berat", "rumah_rusak_sedang", "rumah_rusak_ringan"),
)
"""Kinds that the text shows as left blank where a source left them blank."""

HAMLET = re.compile(
    r"\b(?:Dusun|Dsn\.?|Kampung|Kp\.?|Lingkungan|Lingk\.?)\s(?!Dusun)([A-Z][\w']+(?:\s(?:[A-Z][\w']+|\d{1,2}))?)"
)
UNKNOWN = "lain"  # a source that is no known agency


def laporan(conn: sa.Connection, event_id: UUID, asked: Filter) -> Laporan:
    """The event as the text has it, without free words; NotFound where the viewer sees no such event."""
    seen = events.event(conn, event_id, asked)
    sources = _sources(seen)
    occurrence = _occurrence(seen["occurred"])
    valid_at = datetime.fromisoformat(seen["valid_at"])
    areas = _finest(area["code"] for area in seen["areas"])
    return Laporan(
        number=seen["num"],
        update=seen["reports"] - 1,
        hazard=seen["hazard"],
        other_hazards=tuple(seen["other_hazards"]),
        is_disaster=seen["is_bencana"],
        occurrence=occurrence,
        valid_at=_minute(valid_at) if seen["valid_at_known"] else None,
        areas=areas if areas or seen["precision"] == "laut" else ("19",),
        figures=_figures(seen, areas, [kind for kind in _blank(conn, seen) if asked.viewer.reads(kind)]),
        source=sources[0] if sources else None,
        other_sources=tuple(sources[1:]),
        status=(*_emergencies(conn, seen, areas, asked), _standing(seen)),
        notes=tuple(_notes(seen, valid_at)),
        **_spot(seen),
    )


def with_words(conn: sa.Connection, found: Laporan, event_id: UUID, seq: int, mask: Mask) -> Laporan:
    """The same with the story and the hamlets that its reports tell, without what is personal in them."""
    reports = told.reports_of(conn, event_id, seq)
    texts = told.texts_of(conn, reports)
    stories = [texts[report]["kronologis"] for report in reports if texts.get(report, {}).get("kronologis")]
    places = " ; ".join(mask(texts.get(report, {}).get("lokasi", "")) for report in reports)
    hamlets = tuple(dict.fromkeys(f"Dusun {name}" for name in HAMLET.findall(places)))
    villages = [code for code in found.areas if codes.level_of(code) == 4]
    if len(villages) == 1:
        hamlets = tuple(f"{hamlet}, {place_words(villages[0])}" for hamlet in hamlets)
    return replace(found, chronology=mask(stories[0]) if stories else "", hamlets=hamlets)


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(WIB).replace(second=0, microsecond=0)


def _occurrence(occurred: dict[str, Any]) -> Occurrence:
    start, end = (_minute(datetime.fromisoformat(occurred[name])) for name in ("start", "end"))
    if occurred["precision"] == "menit":
        return Occurrence.minute(start)
    return Occurrence(start=start, end=end, precision=occurred["precision"])


def _finest(found: Iterable[str]) -> tuple[str, ...]:
    every = list(dict.fromkeys(found))
    return tuple(code for code in every if not any(other.startswith(f"{code}.") for other in every))


def _spot(seen: dict[str, Any]) -> dict[str, Any]:
    """The point where a spot is known, in as many decimals as its uncertainty leaves room for."""
    if seen["precision"] not in (*SPOTS, "laut"):
        return {}
    decimals = next((n for metres, n in DECIMALS if seen["uncertainty_m"] <= metres), 2)
    lon, lat = (round(degrees, decimals) for degrees in seen["lonlat"])
    return {"lonlat": (lon, lat), "decimals": decimals}


def _sources(seen: dict[str, Any]) -> list[str]:
    """The known agencies behind the figures, the one of most figures first."""
    said = [figure["source"] for figure in (*seen["published"], *seen.get("reports_behind", ()))]
    counted = Counter(source["name"] for source in said if source["slug"] != UNKNOWN)
    known = {agency.name for agency in codes.agencies().values()}
    return [name for name, _ in counted.most_common() if name in known]


def _figures(seen: dict[str, Any], areas: tuple[str, ...], blank: list[str]) -> tuple[Stated, ...]:
    """Totals, and parts by area: of an event in several regencies the total of each is a part."""
    several = len({code[:5] for code in areas if codes.level_of(code) > 1}) > 1
    found: dict[tuple[str, str | None], Stated] = {}
    for figure in seen["published"]:
        code = figure["area"]["code"]
        part = code if not figure["total"] else code[:5] if several and codes.level_of(code) > 1 else None
        found.setdefault(
            (figure["kind"], part),
            Stated(
                kind=figure["kind"],
                value=figure["value"],
                state=State(figure["state"]),
                area=part,
                approx=figure["approx"],
            ),
        )
    told_kinds = {kind for kind, _ in found}
    empty = [Stated(kind=kind, value=None, state=State.BLANK) for kind in blank if kind not in told_kinds]
    return (*found.values(), *empty)


def _blank(conn: sa.Connection, seen: dict[str, Any]) -> list[str]:
    """Kinds that the reports behind the event left blank, of those that every form asks for."""
    reports = [report["id"] for report in seen.get("reports_behind", ()) if report["status"] != "ditolak"]
    left = told.blank_in(conn, reports) if reports else set()
    return [kind for kind in CORE if kind in left]


def _emergencies(
    conn: sa.Connection, seen: dict[str, Any], areas: tuple[str, ...], asked: Filter
) -> Iterable[str]:
    """The emergency status of each regency on the event's day, with its decree."""
    day = datetime.fromisoformat(seen["occurred"]["start"]).astimezone(WIB).date()
    acts = told.emergencies(conn, asked.moment.seq)
    for regency in sorted({code[:5] for code in areas if codes.level_of(code) > 1}):
        if status := told.emergency(seen["hazard"], regency, day, acts):
            level = watch.LEVELS[watch.Level(status.level)][0]
            until = f"{day_words(status.starts_on)} s/d {day_words(status.ends_on)}"
            yield f"{level} {place_words(regency)}, SK {status.decree}, {until}"


def _standing(seen: dict[str, Any]) -> str:
    return "data terverifikasi" if seen["verified"] else "data belum diverifikasi"


def _notes(seen: dict[str, Any], valid_at: datetime) -> Iterable[str]:
    """How sure the text is: how many reports, ranges over sources, what is still being counted."""
    yield f"{seen['reports']} laporan dari {seen['sources']} sumber"
    if not seen["valid_at_known"]:
        yield f"saat data tidak disebut, diterima {valid_at.astimezone(WIB):%d/%m/%Y %H.%M} WIB"
    for figure in seen["published"]:
        where = "" if figure["total"] else f" di {place_words(figure['area']['code'])}"
        what = f"{figure['label']}{where}"
        low, high = figure["low"], figure["high"]
        if low != high and None not in (low, high):
            yield f"{what} {low} sampai {high} {figure['unit']} menurut sumber yang berbeda"
        if figure["counting"]:
            yield f"{what} masih didata"
