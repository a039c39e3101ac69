"""What a reader asks for, as one frozen value, and the conditions it means for events.

The fragments are ours; what the reader sent goes in as parameters only.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import codes, queries
from gis.errors import InvalidInput
from gis.geo import BBox, mercator_box
from gis.ledger import LATEST, Moment
from gis.viewer import PUBLIC, Audience, Viewer

MAX_LIMIT = 10_000
_EDITION = (
    "SELECT e.id FROM area_edition e JOIN ledger_entry l USING (entry) "
    f"WHERE l.seq <= :seq ORDER BY {queries.shared('edition_order')} LIMIT 1"
)


# An officer bound to a regency sees it as officers do and all else as the public: each event once.
_OWN_STATE = "audience IN ('semua', 'petugas') AND {0}.area_path @> ARRAY[CAST(:own AS text)]"
_ELSEWHERE = (
    "s.audience IN ('semua', 'publik') AND NOT EXISTS (SELECT FROM event_state o "
    f"WHERE o.event_id = s.event_id AND o.{_OWN_STATE.format('o')} "
    "AND o.known_from <= :seq AND (o.known_to IS NULL OR o.known_to > :seq))"
)
_OWN = f"(s.{_OWN_STATE.format('s')} OR {_ELSEWHERE})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Who asks, as of which settled moment, and for what.

    `period` is closed at both ends, as OGC intervals are; either end may be None. `area` is a dotted code
    of any level. `verified`: only such events, or only such that wait. `cursor` is opaque, from the page
    before. `where` holds CQL2 expressions, each with its language (`cql2-text`, `cql2-json`), all of which
    must hold; what they may speak of depends on the layer.
    `drawn`: for maps and conditions on figures. There all kinds of figures stand together, so one who reads
    only a sector's sees there what the public sees.
    """

    viewer: Viewer = PUBLIC
    moment: Moment
    bbox: BBox | None = None
    period: tuple[datetime | None, datetime | None] = (None, None)
    area: str | None = None
    hazards: tuple[str, ...] = ()
    verified: bool | None = None
    where: tuple[tuple[str, str], ...] = ()
    limit: int = 100
    cursor: str | None = None
    drawn: bool = False

    @property
    def audience(self) -> str:
        """As whom events are read."""
        narrowed = self.drawn and self.viewer.kinds is not None
        return (Audience.PUBLIC if narrowed else self.viewer.audience).value

    @property
    def bound(self) -> str | None:
        """The regency outside of which the viewer reads as the public."""
        return self.viewer.bound if self.audience == self.viewer.audience else None


def event_conditions(asked: Filter) -> tuple[str, dict[str, Any]]:
    """SQL conditions on `event_state s` (joined by AND) and their parameters."""
    parts = [_OWN if asked.bound else "s.audience IN ('semua', :audience)"]
    values: dict[str, Any] = {"audience": asked.audience, "seq": asked.moment.seq, "day": asked.moment.day}
    values |= {"own": asked.bound} if asked.bound else {}
    if asked.moment is LATEST:
        parts.append("s.known_to IS NULL")  # which indexes of current events serve
    else:
        parts += ["s.known_from <= :seq", "(s.known_to IS NULL OR s.known_to > :seq)"]
    start, end = asked.period
    if (start or end) and not (start and end and start > end):
        # What an index of place and time serves; how the ends count is said below.
        parts.append(
            "tstzrange(s.occurred_from, s.occurred_to, '[]') "
            "&& tstzrange(CAST(:period_start AS timestamptz), CAST(:period_end AS timestamptz), '[]')"
        )
    values |= {"period_start": start, "period_end": end}
    if start is not None:
        parts.append("s.occurred_to > :period_start")
    if end is not None:
        parts.append("s.occurred_from <= :period_end")
    if asked.area:
        parts.append("s.area_path @> ARRAY[:area]")
        values["area"] = asked.area
    if asked.hazards:
        parts.append("(s.hazard = ANY(:hazards) OR s.other_hazards && CAST(:hazards AS text[]))")
        values["hazards"] = list(asked.hazards)
    if asked.verified is not None:
        parts.append("s.verified" if asked.verified else "NOT s.verified")
    if asked.bbox:
        condition, box = _in_box(asked.bbox)
        parts.append(condition)
        values |= box
    return "\n  AND ".join(parts), values


def apart(conditions: str) -> tuple[str, ...]:
    """Conditions that together say the same, no event fitting two of them: each is answered by one index."""
    if _OWN not in conditions:
        return (conditions,)
    return tuple(conditions.replace(_OWN, part) for part in (f"s.{_OWN_STATE.format('s')}", _ELSEWHERE))


def audience_of(conn: sa.Connection, event: UUID, asked: Filter) -> str:
    """As which of the two audiences the viewer sees this event at the moment."""
    if not asked.viewer.bound:
        return asked.viewer.audience.value
    values = {"event": event, "own": asked.viewer.bound, "seq": asked.moment.seq}
    statement = (
        f"SELECT EXISTS (SELECT FROM event_state o WHERE o.event_id = :event AND o.{_OWN_STATE.format('o')} "
        "AND o.known_from <= :seq AND (o.known_to IS NULL OR o.known_to > :seq))"
    )
    own = conn.execute(sa.text(statement), values).scalar_one()
    return (Audience.OFFICER if own else Audience.PUBLIC).value


def _in_box(bbox: BBox) -> tuple[str, dict[str, float]]:
    # A coarse event lies wherever its areas lie, not at the point that stands for it. Either way it is found
    # by an index, and the areas that the box meets are looked up once.
    envelopes, values = envelopes_of(bbox)
    parts: list[str] = []
    for n, (envelope, part) in enumerate(zip(envelopes, bbox.parts(), strict=True)):
        corners = {f"{side}_m_{n}": at for side, at in zip(part._fields, mercator_box(part), strict=True)}
        near = f"ST_MakeEnvelope({', '.join(f':{name}' for name in corners)}, 3857)"
        values |= corners
        # As ST_Intersects, of a point in a rectangle, at half the cost. CASE: of two ranges the planner would
        # think that hardly anything fits, and sort what it could have read in order.
        parts.append(
            f"s.point_3857 && {near} AND CASE WHEN ST_X(s.point) BETWEEN :west_{n} AND :east_{n} "
            f"THEN ST_Y(s.point) BETWEEN :south_{n} AND :north_{n} ELSE false END"
        )
        parts.append(
            "s.drawn_areas <> '{}' AND s.drawn_areas && ARRAY(SELECT a.code FROM area a "
            f"WHERE a.edition_id = ({_EDITION}) AND ST_Intersects(a.geom, {envelope}))"
        )
    return f"({' OR '.join(parts)})", values


def envelopes_of(bbox: BBox) -> tuple[list[str], dict[str, float]]:
    """SQL of the box as one or two geometries, for exact tests; `&&` alone over-counts (single precision).

    A box without width is a line or a point, which ST_MakeEnvelope would make an invalid polygon.
    """
    envelopes: list[str] = []
    values: dict[str, float] = {}
    for n, part in enumerate(bbox.parts()):
        corners = f"ST_MakePoint(:west_{n}, :south_{n}), ST_MakePoint(:east_{n}, :north_{n})"
        envelopes.append(f"ST_Envelope(ST_SetSRID(ST_MakeLine({corners}), 4326))")
        values |= {f"{side}_{n}": degrees for side, degrees in part._asdict().items()}
    return envelopes, values


def check_hazards(slugs: tuple[str, ...]) -> tuple[str, ...]:
    """The slugs, or InvalidInput that names the first unknown one."""
    for slug in slugs:
        if slug not in codes.hazards():
            raise InvalidInput(
                "hazard",
                "Jenis kejadian '{slug}' tidak dikenal; lihat /api/hazards",
                "Hazard '{slug}' is not known; see /api/hazards",
                where="hazard",
                slug=slug[:60],
            )
    return slugs


def check_area(code: str) -> str:
    """The dotted Kemendagri code, or InvalidInput; a BPS code is refused, since 1903 is not 19.03."""
    if code in codes.areas():
        return code
    other = codes.areas_by_bps().get(code)
    hint = f" (kode BPS {code} = {other.code} {other.full_name})" if other else ""
    raise InvalidInput(
        "area",
        "Kode wilayah '{area}' tidak dikenal: pakai kode Kemendagri bertitik, misalnya 19.03{hint}",
        "Area code '{area}' is not known: use a dotted Kemendagri code such as 19.03{hint}",
        where="area",
        area=code[:40],
        hint=hint,
    )


def encode_cursor(moment: datetime, num: int) -> str:
    """An opaque cursor after the event that occurred at `moment` with number `num`."""
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{num}".encode()).decode().rstrip("=")


def unreadable_cursor() -> InvalidInput:
    """The error for a cursor that no page of ours gave."""
    return InvalidInput(
        "cursor",
        "cursor tidak dapat dibaca: pakai tautan 'next' dari halaman sebelumnya",
        "cursor cannot be read: use the 'next' link of the page before",
        where="cursor",
    )


def decode_cursor(cursor: str) -> tuple[datetime, int]:
    """What `encode_cursor` put in; InvalidInput for anything else."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        moment, num = text.split("|")
        return datetime.fromisoformat(moment), int(num) if len(num) < 19 else 0
    except (ValueError, binascii.Error, UnicodeDecodeError) as error:
        raise unreadable_cursor() from error
