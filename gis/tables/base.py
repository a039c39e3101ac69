"""What all declared tables share: the schema, the ledger's column, geometry columns."""

from typing import Any

import sqlalchemy as sa
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import ARRAY

SCHEMA = "sigap"
metadata = sa.MetaData(schema=SCHEMA)

TEXTS = ARRAY(sa.Text)
TIME = sa.DateTime(timezone=True)


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
