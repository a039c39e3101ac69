"""BNPB's sheet with its columns looked up, and the row as the register keeps it."""

from dataclasses import dataclass
from functools import cached_property

from gis import bnpb
from gis.bnpb import COLUMNS_94, FIGURES
from ingest import cells
from ingest.bnpb_file import NO_FACTS, FileFacts
from ingest.table import Row, Table, Value


@dataclass(frozen=True)
class BnpbSheet:
    """A table with its columns looked up once."""

    table: Table
    facts: FileFacts = NO_FACTS

    @cached_property
    def at(self) -> dict[str, int]:
        """Positions by BNPB's column name."""
        positions = ((name, self.table.position(name)) for name in COLUMNS_94)
        return {name: position for name, position in positions if position is not None}

    @cached_property
    def figures(self) -> tuple[tuple[int, str], ...]:
        """(position, column) of the figures, in our reading order."""
        return tuple((self.at[name], name) for name in FIGURES if name in self.at)

    def value(self, row: Row, name: str) -> Value:
        position = self.at.get(name)
        return row.values[position] if position is not None and position < len(row.values) else None

    def words(self, row: Row, name: str) -> str:
        return cells.words(self.value(row, name))

    def repaired_kib(self, row: Row) -> str | None:
        """The row's KIB as it should be written; None where nothing is wrong, or nothing settles it."""
        if not self.words(row, "kib"):
            return None
        return bnpb.kib_repair({name: self.value(row, name) for name in ("kib", *bnpb.KIB_FIELDS)})
