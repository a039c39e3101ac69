"""The province's clock: days and cut-offs are WIB, storage is UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")


def day_start(moment: datetime) -> datetime:
    """Midnight WIB of the day that holds `moment`."""
    return moment.astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)


def today() -> date:
    """The WIB day that it is now."""
    return datetime.now(WIB).date()


def is_day(text: str) -> bool:
    """Whether a text is a date and no time, with its dashes or without."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_plausible(moment: datetime) -> bool:
    """Whether a time can be moved to UTC and WIB, and days be counted back from it.

    The calendar's last hours and its first year cannot.
    """
    try:
        return moment.astimezone(UTC).astimezone(WIB).year > 1
    except OverflowError:
        return False
