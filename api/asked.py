"""Values as they stand in an address: boxes, times and periods, hazards, ids."""

from datetime import datetime, time
from uuid import UUID

from gis import zone
from gis.errors import InvalidInput, NotFound
from gis.geo import BBox
from layers.filter import check_hazards


def parse_bbox(text: str | None) -> BBox | None:
    """`bbox` as west,south,east,north."""
    return BBox.parse(text) if text else None


def parse_moment(text: str) -> datetime:
    """A time as people write it: ISO with offset, or a date, which is that WIB day's start."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(
            "waktu",
            "Waktu '{value}' tidak dapat dibaca: tulis 2026-01-31 atau 2026-01-31T07:00:00+07:00",
            "Time '{value}' cannot be read: write 2026-01-31 or 2026-01-31T07:00:00+07:00",
            where="datetime",
            value=text[:60],
        ) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone.WIB)
    if not zone.is_plausible(moment):
        raise InvalidInput(
            "waktu",
            "Waktu '{value}' di luar jangkauan kalender",
            "Time '{value}' is outside of the calendar",
            where="datetime",
            value=text[:60],
        )
    return moment


def parse_end(text: str) -> datetime:
    """The same, but a bare date means the end of that WIB day."""
    moment = parse_moment(text)
    return datetime.combine(moment, time.max, zone.WIB) if zone.is_day(text) else moment


def parse_period(start: str | None, end: str | None) -> tuple[datetime | None, datetime | None]:
    """`from` and `to`, each a WIB date or a time, or not said; a date as `to` is included whole."""
    period = parse_moment(start) if start else None, parse_end(end) if end else None
    if period[0] and period[1] and period[0] > period[1]:
        raise InvalidInput(
            "waktu",
            "Rentang dari '{start}' sampai '{end}' tidak berlaku: awal harus sebelum akhir",
            "The period from '{start}' to '{end}' is not valid: its start must be before its end",
            where="from",
            start=str(start)[:40],
            end=str(end)[:40],
        )
    return period


def parse_hazards(text: str | None) -> tuple[str, ...]:
    """`hazard`: slugs with commas between; InvalidInput names the first unknown one."""
    return check_hazards(tuple(part for part in (text or "").split(",") if part))


def parse_interval(text: str | None) -> tuple[datetime | None, datetime | None]:
    """An OGC `datetime`: an instant, or start/end with `..` or nothing for an open end."""
    if not text:
        return None, None
    start, slash, end = text.partition("/")
    if not slash:
        return parse_moment(text), parse_end(text)
    open_end = ("", "..")
    period = (
        None if start in open_end else parse_moment(start),
        None if end in open_end else parse_end(end),
    )
    if (start in open_end and end in open_end) or (period[0] and period[1] and period[0] > period[1]):
        raise InvalidInput(
            "waktu",
            "Rentang waktu '{value}' tidak berlaku: awal harus sebelum akhir",
            "Interval '{value}' is not valid: its start must be before its end",
            where="datetime",
            value=text[:80],
        )
    return period


def parse_id(text: str) -> UUID:
    """A public id; NotFound for what can be none."""
    try:
        if not text.isascii():  # UUID() takes any digit of Unicode
            raise ValueError(text)
        return UUID(text)
    except ValueError as error:
        raise NotFound(
            "id",
            "Id '{id}' tidak ada; di sini id ditulis utuh (36 karakter)",
            "There is no id '{id}'; here an id is written whole (36 characters)",
            where="id",
            id=text[:60],
        ) from error
