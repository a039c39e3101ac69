"""The ledger: every write belongs to one numbered entry; every read names the entry it stands on.

An entry's `seq` is taken by the transaction's last statements under a lock held to commit, so entries
become visible in order: whoever sees seq N sees everything before it, and nothing after it can slip in.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from gis import derive, queries, zone
from gis.db import Database
from gis.errors import InvalidInput

if TYPE_CHECKING:
    from gis.sealing import DataKey

_SQL = queries.load("gis.ledger")
NOTIFY_LIMIT = 50  # ids in one announcement; more are told as "all"
AHEAD = timedelta(minutes=5)
"""How far a reader's clock may be ahead of ours: their now is no time to come."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A settled state of the register: all entries up to `seq`, recorded up to `recorded_at`."""

    seq: int
    recorded_at: datetime | None  # None: nothing has been recorded yet
    on: date | None = None  # the WIB day asked about; None: today

    @property
    def day(self) -> date:
        """The WIB day that the moment asked about lies in: what is valid by date is taken as of then."""
        return self.on or zone.today()

    def as_dict(self) -> dict[str, object]:
        """Plain JSON form."""
        return {"seq": self.seq, "recorded_at": self.recorded_at and self.recorded_at.isoformat()}


LATEST = Moment(2**62, None)
"""Whatever a statement's own snapshot holds as newest: for reads that need not name their moment."""


@dataclass(slots=True)
class Entry:
    """An open ledger entry: the one write transaction and what it has touched so far."""

    conn: sa.Connection
    id: int
    by: str
    recorded_at: datetime | None  # set back only by the demonstration data
    events: set[UUID] = field(default_factory=set)
    layers: set[str] = field(default_factory=set)  # changed, and public
    hidden_layers: set[str] = field(default_factory=set)  # changed, and not for the public
    keys: dict[UUID, "DataKey"] = field(default_factory=dict)  # of submissions, kept by gis.vault
    parts: dict[UUID, "DataKey"] = field(default_factory=dict)  # the newest used of those keys' parts
    locked: bool = False

    def lock(self) -> None:
        """Wait for the ledger: from here to commit no other writer links or settles."""
        if not self.locked:
            self.conn.execute(_SQL["lock"])
            self.locked = True

    def touch(self, events: Iterable[UUID]) -> None:
        """Say that these events must be derived again."""
        self.events.update(events)


@contextmanager
def entry(database: Database, *, by: str, why: str, recorded_at: datetime | None = None) -> Iterator[Entry]:
    """Open a ledger entry; leaving it derives what was touched, settles the entry and commits.

    Raising inside rolls everything back. An entry that wrote nothing is still an entry.
    """
    with database.write() as conn:
        number = conn.execute(_SQL["next_entry"]).scalar_one()
        opened = Entry(conn=conn, id=number, by=by, recorded_at=recorded_at)
        yield opened
        _settle(opened, why)


def _settle(opened: Entry, why: str) -> None:
    opened.lock()
    conn = opened.conn
    seq, last = conn.execute(_SQL["next_seq"]).one()
    if opened.events:
        derive.events(conn, opened.events, seq)
    conn.execute(
        _SQL["record"],
        {
            "entry": opened.id,
            "seq": seq,
            "recorded_at": opened.recorded_at,
            "last": last,
            "by": opened.by,
            "why": why,
        },
    )
    conn.execute(_SQL["announce"], {"payload": _announcement(opened, seq)})


def _announcement(opened: Entry, seq: int) -> str:
    """What changed, for the public and for officers apart: that a draft came in is not for everyone."""
    public = (
        set(opened.conn.execute(_SQL["public_changes"], {"seq": seq}).scalars()) if opened.events else set()
    )
    return json.dumps(
        {
            "seq": seq,
            "publik": {"events": _few(public), "layers": sorted(opened.layers)[:NOTIFY_LIMIT]},
            "petugas": {
                "events": _few({str(event) for event in opened.events}),
                "layers": sorted(opened.layers | opened.hidden_layers)[:NOTIFY_LIMIT],
            },
        }
    )


def _few(names: set[str]) -> list[str] | None:
    # NOTIFY takes under 8,000 bytes; a client that hears `null` reads everything again.
    return sorted(names) if len(names) <= NOTIFY_LIMIT else None


def resolve(conn: sa.Connection, as_of: datetime | int | None = None) -> Moment:
    """The newest settled moment, or the newest one at or before `as_of` (a time or a seq)."""
    if as_of is None:
        row = conn.execute(_SQL["newest"]).one_or_none()
    elif isinstance(as_of, int):
        row = conn.execute(_SQL["at_seq"], {"seq": min(as_of, 2**62)}).one_or_none()
    else:
        row = conn.execute(_SQL["at_time"], {"time": as_of}).one_or_none()
    if row is None:
        return Moment(0, None, _day_of(as_of, None))
    newest = as_of is None or (isinstance(as_of, int) and bool(row.newest))
    return Moment(row.seq, row.recorded_at, None if newest else _day_of(as_of, row.recorded_at))


def _day_of(as_of: datetime | int | None, recorded_at: datetime | None) -> date | None:
    """The WIB day of the moment asked about: the time itself, or when that entry was recorded."""
    moment = as_of if isinstance(as_of, datetime) else recorded_at
    return moment.astimezone(zone.WIB).date() if moment else None


def parse_as_of(text: str | None, *, where: str = "as_of") -> datetime | int | None:
    """`as_of` as people write it: an entry's seq, an ISO time with offset, a date; None for now.

    InvalidInput for what cannot be read, and for a day or a time to come: what will be known then, nobody can
    say. Today's date is what is known of it so far. Clocks may differ by `AHEAD`. An entry's number may be
    beyond the newest, since a replica may not have that yet.
    """
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < 19 and not _is_day(text):
        return int(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    bare = moment is not None and (len(text) == 10 or _is_day(text))
    if moment is not None and bare:  # the end of that WIB day
        moment = datetime.combine(moment, time.max, zone.WIB)
    if moment is None or moment.tzinfo is None or not zone.is_plausible(moment):
        raise InvalidInput(
            "as_of",
            "{name} '{value}' tidak dapat dibaca: tulis tanggal, waktu ISO dengan zona "
            "(2026-01-31T07:00:00+07:00) atau nomor entri",
            "{name} '{value}' cannot be read: write a date, an ISO time with its offset "
            "(2026-01-31T07:00:00+07:00) or an entry number",
            where=where,
            name=where,
            value=text[:60],
        )
    now = datetime.now(zone.WIB)
    if moment.astimezone(zone.WIB).date() > now.date() if bare else moment > now + AHEAD:
        raise InvalidInput(
            "as_of_mendatang",
            "{name} '{value}' belum terjadi, jadi belum diketahui apa yang tercatat; paling jauh {latest}",
            "{name} '{value}' is still to come: what will be known is not known; {latest} at the latest",
            where=where,
            name=where,
            value=text[:60],
            latest=now.date().isoformat() if bare else now.isoformat(timespec="minutes"),
        )
    return moment


def _is_day(text: str) -> bool:
    """Whether digits are a day without dashes. As an entry's number they would mean now: none is so high."""
    try:
        return len(text) == 8 and text.isdecimal() and 1900 <= date.fromisoformat(text).year < 2200
    except ValueError:
        return False
