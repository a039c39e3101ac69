"""When a remote layer is to be fetched again."""

from datetime import datetime, timedelta

from croniter import CroniterError, croniter

from gis import zone
from gis.errors import InvalidInput
from gis.remote import RemoteLayer

SHORTEST = timedelta(minutes=5)
_UNITS = {"m": 60, "h": 3600, "d": 86400}


def due_at(schedule: str, after: datetime) -> datetime:
    """When a schedule comes round the next time; InvalidInput where it cannot be read.

    A cron expression of five parts in WIB, or an interval such as `30m`, `6h`, `1d`; at most every 5 minutes.
    """
    text = schedule.strip().lower()
    if text[:-1].isascii() and text[:-1].isdecimal() and text[-1:] in _UNITS and len(text) < 7:
        every = timedelta(seconds=int(text[:-1]) * _UNITS[text[-1]])
        if every < SHORTEST:
            raise _unreadable(schedule)
        return after + every
    try:
        if len(text.split()) != 5 or len(text) > 100:
            raise ValueError(text)
        found: datetime = croniter(text, after.astimezone(zone.WIB)).get_next(datetime)
    except (CroniterError, ValueError, KeyError) as error:
        raise _unreadable(schedule) from error
    return max(found, after + SHORTEST)


def due(layer: RemoteLayer, last: datetime | None, now: datetime) -> bool:
    """Whether a layer is to be fetched now; `last` is when that was last begun."""
    since = last or layer.since
    return bool(layer.enabled and layer.schedule and since and due_at(layer.schedule, since) <= now)


def _unreadable(schedule: str) -> InvalidInput:
    return InvalidInput(
        "jadwal",
        "Jadwal '{schedule}' tidak dapat dibaca: tulis selang (30m, 6h, 1d; paling sering 5m) atau "
        "cron dalam WIB (0 2 * * *)",
        "Schedule '{schedule}' cannot be read: write an interval (30m, 6h, 1d; at most every 5m) or "
        "cron in WIB (0 2 * * *)",
        where="schedule",
        schedule=schedule[:60],
    )
