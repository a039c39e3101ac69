"""What all declared tables share: the schema, the ledger's column, geometry columns."""

from typing import Any

import sqlalchemy as sa
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import ARRAY, UUID

SCHEMA = "sigap"
metadata = sa.MetaData(schema=SCHEMA)

TEXTS = ARRAY(sa.Text)
TIME = sa.DateTime(timezone=True)
REFERS = "refers"
"""In a column's `info`: the table that a trigger, not a foreign key, looks its values up in."""


def entry_column() -> sa.Column[int]:
    """`entry`: the ledger entry that wrote a row.

    Deferred: the ledger row is the transaction's last statement, so that entries appear in order.
    """
    return sa.Column(
        "entry",
        sa.BigInteger,
        sa.ForeignKey(f"{SCHEMA}.ledger_entry.entry", deferrable=True, initially="DEFERRED"),
        nullable=False,
    )


def promised_entry_column() -> sa.Column[int]:
    """`entry` in a table that grows by thousands of rows at once: no key for each row, but one an entry.

    A trigger on the table (`refers`) puts the entry in `promised_entry`, whose key is looked at on commit.
    """
    return sa.Column("entry", sa.BigInteger, nullable=False, info={REFERS: "promised_entry"})


def reference(name: str, to: str, **options: Any) -> sa.Column[Any]:
    """A reference by id in such a table: the same trigger looks at all rows of a statement at once."""
    return sa.Column(name, options.pop("kind", UUID), info={REFERS: to}, **options)


def geometry(kind: str, name: str = "geom", srid: int = 4326, *, nullable: bool = True) -> sa.Column[Any]:
    """A geometry column; its index is declared beside the table."""
    column_type = Geometry(kind, srid=srid, spatial_index=False)
    return sa.Column(name, column_type, nullable=nullable)


def web_mercator(source: str, name: str, kind: str) -> sa.Column[Any]:
    """A column that PostgreSQL keeps as `source` in EPSG:3857."""
    return sa.Column(
        name,
        Geometry(kind, srid=3857, spatial_index=False),
        sa.Computed(f"st_transform({source}, 3857)", persisted=True),
    )
