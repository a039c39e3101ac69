"""The declared tables, by topic. `gis/migrations` builds them; a test proves that both agree.

Three kinds, by who may change a row:

- *register* tables are append-only: the application role may only SELECT and INSERT, and a trigger
  refuses the rest for everyone;
- *derived* tables are computed from the register within the same transaction and may be rebuilt;
- *service* tables (accounts, tokens, the installation's secret) are neither history nor derived.

Every register row carries `entry`, the ledger entry that wrote it.
"""

from gis.tables import (
    areas,
    blocks,
    bnpb,
    corrections,
    events,
    jobs,
    layers,
    ledger,
    linking,
    lists,
    people,
    reports,
    service,
    sheets,
    sums,
    watch,
)
from gis.tables.areas import area, area_edition, area_gen
from gis.tables.base import SCHEMA, metadata
from gis.tables.events import event, event_link, event_state, published_figure
from gis.tables.layers import layer_version, zonal_statistic
from gis.tables.ledger import ledger_entry
from gis.tables.lists import figure_kind, hazard, source_rank
from gis.tables.reports import (
    figure,
    finding,
    item,
    nil_report,
    personal_datum,
    receipt,
    report,
    report_location,
    report_status,
    report_text,
    submission,
)
from gis.tables.service import api_token, installation
from gis.tables.sheets import sheet

_TOPICS = (
    ledger,
    areas,
    reports,
    events,
    lists,
    layers,
    sheets,
    service,
    people,
    bnpb,
    linking,
    corrections,
    watch,
    blocks,
    jobs,
    sums,
)

REGISTER = tuple(name for topic in _TOPICS for name in topic.REGISTER)
"""Append-only tables."""

DERIVED = tuple(name for topic in _TOPICS for name in topic.DERIVED)
SERVICE = tuple(name for topic in _TOPICS for name in topic.SERVICE)

__all__ = [
    "DERIVED",
    "REGISTER",
    "SCHEMA",
    "SERVICE",
    "api_token",
    "area",
    "area_edition",
    "area_gen",
    "event",
    "event_link",
    "event_state",
    "figure",
    "figure_kind",
    "finding",
    "hazard",
    "installation",
    "item",
    "layer_version",
    "ledger_entry",
    "metadata",
    "nil_report",
    "personal_datum",
    "published_figure",
    "receipt",
    "report",
    "report_location",
    "report_status",
    "report_text",
    "sheet",
    "source_rank",
    "submission",
    "zonal_statistic",
]
