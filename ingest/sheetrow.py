"""A table's rows as the register keeps them: their cells, and the digests by which they are found again."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache

from gis import sheetcells
from gis.report import SheetRow
from ingest.table import Row, Value


@dataclass(slots=True)
class RowKeeper:
    """Makes the kept form of a file's rows. Rows that say the same of who, what and where are numbered."""

    seen: Counter[str] = field(default_factory=Counter)

    def kept(
        self,
        row: Row,
        identity: Iterable[str],
        *,
        day: date | None = None,
        signed: tuple[tuple[str, str], ...] = (),
        cells: bool = False,
    ) -> SheetRow:
        """The kept form. `identity`: the words that stay when a row is corrected. `cells`: keep these too."""
        base = "\x1f".join(" ".join(word.casefold().split()) for word in identity)
        self.seen[base] += 1
        return SheetRow(
            sheet=row.table.sheet.name,
            number=row.number,
            names=row.table.names,
            cells=sheetcells.encode(_filled(row.values)) if cells else b"",
            fingerprint=_fingerprint(row),
            identity=_digest(f"{base}\x1f{self.seen[base]}"),
            day=day,
            signed=signed,
        )


def _filled(values: list[Value]) -> list[Value]:
    """The cells up to the last one that is not empty."""
    end = len(values)
    while end and values[end - 1] is None:
        end -= 1
    return values[:end]


def _fingerprint(row: Row) -> str:
    """The same for cells that say the same, in whatever column order and number format."""
    keys = row.table.keys
    values = row.values + [None] * (len(keys) - len(row.values))
    told = [
        f"{key}\x1f{value.strip() if type(value) is str else _said(value)}"
        for key, position in _in_order(keys)
        if (value := values[position]) is not None and value != ""
    ]
    return _digest("\x1f".join(told))


@lru_cache(maxsize=64)
def _in_order(keys: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """The columns by name, and where they stand."""
    return tuple(sorted((key, position) for position, key in enumerate(keys) if key))


def _said(value: Value) -> str:
    if type(value) is int:
        return str(value)
    if isinstance(value, datetime):
        return _said_moment(value)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool | datetime | time):
        return str(value)
    return f"{value:.12g}"


@lru_cache(maxsize=4096)
def _said_moment(value: datetime) -> str:
    return str(value)  # the days of a sheet are few beside its cells


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
