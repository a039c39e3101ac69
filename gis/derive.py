"""Derived rows: what follows from the register, computed anew for the events a write touched.

A derived row lives from `known_from` to before `known_to` (ledger seqs), so any past moment reads the
same rows that were current then.
"""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from gis import queries

_SQL = queries.load("gis.derive")
_STEPS = (
    "create_member",
    "index_member",
    "analyze_member",
    "create_new_figure",
    "share_parts",
    "share_totals",
    "drop_exceeding_parts",
    "close_figures",
    "open_figures",
    "create_area_label",
    "create_new_state",
    "close_states",
    "open_states",
)


def events(conn: sa.Connection, ids: Iterable[UUID], seq: int) -> None:
    """Bring `published_figure` and `event_state` of these events up to ledger seq `seq`."""
    conn.execute(_SQL["create_touched"])
    conn.execute(_SQL["fill_touched"], {"events": list(ids)})
    for step in _STEPS:
        # Only the closing and opening steps speak of the seq.
        parameters = {"seq": seq} if ":seq" in _SQL[step].text else {}
        conn.execute(_SQL[step], parameters)
