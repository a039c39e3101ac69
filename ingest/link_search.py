"""Finding the reports that may tell of the same events as new ones: by regency, time and hazard, in bulk."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import codes, queries
from gis.db import raw
from gis.ledger import Entry
from ingest import link_weights as weights
from ingest.link_place import Ground
from ingest.link_told import Told, Words, is_regional, regency_of

_SQL = queries.load("ingest.link")
MOST = 60  # reports compared with a new one, the nearest in time
DAY_H = 30  # a day and some: the day before and after are told apart by their score
FARTHEST_H = 24 * 60


@dataclass(frozen=True, slots=True)
class Search:
    """Where and when reports of the same event are looked for; updates also a week before and after."""

    regencies: tuple[str, ...]
    hazards: tuple[str, ...]
    since: datetime
    until: datetime
    is_update: bool


def search(told: Told, ground: Ground) -> Search:
    """Where the event of a report may have been told before."""
    kin = codes.hazard_kin().get(told.hazard, {})
    hazards = tuple(sorted({*kin, *told.other_hazards}))
    lasts = max((weights.LASTS_H.get(hazard, 0) for hazard in hazards), default=0)
    undated = weights.UNDATED_LATER_H[-1][0] if told.precision == "diterima" else 0
    region = weights.REGION_LASTS_H if told.hazard in weights.SPREADING and is_regional(told) else 0
    reach = timedelta(hours=max(DAY_H, undated, region, min(lasts, FARTHEST_H)))
    own = regency_of(told.areas)
    wide = told.hazard in weights.WIDE or own == "19"
    around = ground.regencies_around("19" if told.hazard in weights.SOUGHT_EVERYWHERE else own)
    return Search(
        regencies=around if wide or told.hazard in weights.SOUGHT_EVERYWHERE else (own, "19"),
        hazards=hazards,
        since=told.start - reach,
        until=told.end + reach,
        is_update=told.is_update,
    )


def settled(conn: sa.Connection) -> int:
    """The newest settled seq."""
    return int(conn.execute(_SQL["settled"]).scalar_one())


def entries_after(conn: sa.Connection, seq: int) -> list[int]:
    """The entries that settled after `seq`."""
    return list(conn.execute(_SQL["entries_after"], {"seq": seq}).scalars())


def secret(conn: sa.Connection) -> bytes:
    """The installation's key of word hashes."""
    return bytes(conn.execute(_SQL["secret"]).scalar_one())


def find(
    entry: Entry, searches: Sequence[Search], *, entries: Sequence[int] | None = None
) -> list[tuple[int, Told]]:
    """(number of the search, report found), of other entries, or only of those `entries`."""
    if not searches or not entry.conn.execute(_SQL["any_trait"], {"entry": entry.id}).scalar_one():
        return []
    conn = entry.conn
    for step in ("create_asked", "empty_asked"):
        conn.execute(_SQL[step])
    with raw(conn).cursor() as cursor, cursor.copy(f"COPY asked ({', '.join(ASKED)}) FROM STDIN") as copy:
        for number, each in enumerate(searches):
            for regency in each.regencies:
                copy.write_row([number, regency, each.since, each.until, list(each.hazards), each.is_update])
    conn.execute(_SQL["analyze_asked"])
    pairs = conn.execute(_SQL["found"], {"entry": entry.id, "entries": entries, "most": MOST}).all()
    known = told(conn, {pair.report_id for pair in pairs})
    return [(pair.n, known[pair.report_id]) for pair in pairs if pair.report_id in known]


ASKED = ("n", "regency", "since", "until", "hazards", "is_update")


def told(conn: sa.Connection, reports: Collection[UUID]) -> dict[UUID, Told]:
    """Those reports as linking sees them, without rejected ones."""
    if not reports:
        return {}
    rows = conn.execute(_SQL["told"], {"reports": sorted(reports)})
    return {row.id: _told(row) for row in rows}


def _told(row: Any) -> Told:
    return Told(
        report=row.id,
        submission=row.submission_id,
        message="",
        is_row=row.is_row,
        source=row.source,
        hazard=row.hazard,
        other_hazards=tuple(row.other_hazards),
        start=row.occurred_from,
        end=row.occurred_to,
        precision=row.occurred_precision,
        said_at=row.valid_at,
        kib=row.kib_key,
        is_update=row.is_update,
        areas=tuple(row.areas),
        lonlat=(row.lon, row.lat),
        uncertainty_m=row.uncertainty_m,
        is_spot=is_spot(row.method, row.precision),
        figures=row.figures or {},
        words=Words(tuple(row.place), tuple(row.story)),
        event=row.event_id,
    )


def questions(conn: sa.Connection, reports: Collection[UUID]) -> set[frozenset[UUID]]:
    """The pairs of events that are asked to be one by the open candidates of these reports."""
    if not reports:
        return set()
    rows = conn.execute(_SQL["questions"], {"reports": sorted(reports)})
    return {frozenset({row.one, row.other}) for row in rows}


def is_spot(method: str, precision: str) -> bool:
    """Whether a point was stated and is a spot, not the middle of an area."""
    return method in ("koordinat", "tautan") and precision in ("titik", "dusun", "laut")


def events_by_kib(entry: Entry, keys: Iterable[str]) -> dict[str, UUID]:
    """The event that carries each well-formed kib already."""
    wanted = sorted(keys)
    if not wanted:
        return {}
    rows = entry.conn.execute(_SQL["events_by_kib"], {"keys": wanted, "entry": entry.id})
    return {row.kib_key: row.event_id for row in rows}
