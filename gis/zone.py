"""The province's clock: days and cut-offs are WIB, storage is UTC."""

from datetime import datetime
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")


def day_start(moment: datetime) -> datetime:
    """Midnight WIB of the day that holds `moment`."""
    return moment.astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
