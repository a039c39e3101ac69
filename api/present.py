"""The reader's present: now, or the time that `as_of` stands for."""

from datetime import UTC, date, datetime

from gis import ledger, zone
from gis.ledger import Moment


def now_of(moment: Moment, as_of: str | None) -> datetime:
    """The time `as_of` says, but not later than now; for an entry's number, when that was recorded."""
    now = datetime.now(UTC)
    asked = ledger.parse_as_of(as_of)
    if isinstance(asked, datetime):
        return min(asked, now)
    return moment.recorded_at if asked is not None and moment.recorded_at else now


def today_of(moment: Moment, as_of: str | None) -> date:
    """The WIB day of the reader's present."""
    return now_of(moment, as_of).astimezone(zone.WIB).date()
