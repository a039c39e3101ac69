"""Pure value parsers: numbers, days, times of day and coordinates as people write them.

Each returns a value or a `Failure` that says why not; none returns a silent null, none raises on any text.
"""

from ingest.clean.clocks import Clock, read_clock
from ingest.clean.days import Day, read_day
from ingest.clean.failure import Failure
from ingest.clean.folding import fold
from ingest.clean.numbers import Amount, read_amount, read_number
from ingest.clean.positions import Position, read_lonlat

__all__ = [
    "Amount",
    "Clock",
    "Day",
    "Failure",
    "Position",
    "fold",
    "read_amount",
    "read_clock",
    "read_day",
    "read_lonlat",
    "read_number",
]
