"""Derived rows: what follows from the register, computed anew for the events a write touched.

A derived row lives from `known_from` to before `known_to` (ledger seqs), so any past moment reads the
same rows that were current then.
"""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from gis import comparison, queries
from gis.db import Database

_SQL = {
    name: sql for file in ("derive", "states", "sums") for name, sql in queries.load(f"gis.{file}").items()
}
MANY, SHARE = 200, 10
"""For so many events, if they are a tenth of the reports that the planner knows of, joins are made by
hashing, whatever it guesses. For fewer, rows are looked up: hashing would read all of a large register for a
small sheet.
"""
_MEMBERS = (
    "small_samples",
    "analyze_touched",
    "create_link",
    "analyze_link",
    "create_member",
    "create_apart",
    "analyze_apart",
    "tell_apart",
    "add_public",
    "index_member",
    "analyze_member",
)
_FIGURES = (
    "create_crowded",
    "analyze_crowded",
    "create_said",
    "analyze_said",
    "create_dissent",
    "analyze_dissent",
    "create_new_figure",
    "analyze_new_figure",
)
_SHARES = (
    "analyze_several",
    "share_parts",
    "drop_exceeding_parts",
    "share_totals",
    "drop_exceeding_regencies",
    "share_spanning",
)
_STATES = ("create_area_label", "create_new_state")
_WRITTEN = ("part_figures", "part_states", "close_figures", "open_figures", "close_states", "open_states")
_SUMS = ("name_kinds", "create_line", "analyze_line", "name_cells", "create_delta", "analyze_delta")
_BLOCKS = ("analyze_base", "create_new_block", "analyze_new_block", "open_blocks")


def events(conn: sa.Connection, ids: Iterable[UUID], seq: int, *, anew: bool = False) -> int:
    """Bring derived rows of these events up to ledger seq `seq`; returns how many it closed or opened.

    `anew`: they are all events there are, and the sums by month are to be made without those kept.
    """
    touched = list(ids)
    conn.execute(_SQL["create_touched"])
    conn.execute(_SQL["fill_touched"], {"events": touched})
    many = len(touched) > MANY
    most = many and len(touched) * SHARE > conn.execute(_SQL["planned_for"]).scalar_one()
    if most:
        conn.execute(_SQL["hash_joins"])
    conn.execute(_SQL["create_contribution"])
    _run(conn, (*_MEMBERS, *_FIGURES), seq)
    if conn.execute(_SQL["create_several"]).rowcount:
        _run(conn, _SHARES, seq)
    if many:
        conn.execute(_SQL["hash_joins"])  # states are made of what these steps have made
    _run(conn, _STATES, seq)
    if not most:
        conn.execute(_SQL["any_joins"])
    if not anew:
        conn.execute(_SQL["take_contributions"])
    changed = _run(conn, _WRITTEN, seq)
    conn.execute(_SQL["note_changes"], {"seq": seq})
    if many:
        conn.execute(_SQL["hash_groups"])
    conn.execute(_SQL["add_contributions"])
    if many:
        conn.execute(_SQL["any_groups"])
    base = "create_empty_base" if anew else "create_base"
    changed += _run(conn, (*_SUMS, base, *_BLOCKS), seq)
    return changed + comparison.derive(conn, seq)


def _run(conn: sa.Connection, steps: Iterable[str], seq: int) -> int:
    changed = 0
    for step in steps:
        # Only the closing and opening steps speak of the seq.
        parameters = {"seq": seq} if ":seq" in _SQL[step].text else {}
        result = conn.execute(_SQL[step], parameters)
        changed += result.rowcount if parameters else 0
    return changed


def all_events(conn: sa.Connection) -> list[UUID]:
    """Every event there is: to touch them all when a rule has changed."""
    return [UUID(str(key)) for key in conn.execute(_SQL["all_events"]).scalars()]


def is_outdated(conn: sa.Connection) -> bool:
    """Whether a migration left derived rows that this release would make otherwise."""
    return bool(conn.execute(_SQL["is_outdated"]).scalar_one())


def settle_renewal(conn: sa.Connection) -> None:
    """Say that all derived rows are made anew by this transaction."""
    conn.execute(_SQL["is_renewed"])


def check(database: Database) -> tuple[int, int]:
    """(events, derived rows that differ) when everything is computed anew; nothing is written.

    What triggers keep (counts for the map, who waits, what changed) is counted anew too. All of it sees one
    moment: who writes meanwhile neither waits for it nor leads it astray.
    """
    counts = queries.load("gis.checking")
    with database.trial() as conn:
        differing = sum(conn.execute(statement).scalar_one() for statement in counts.values())
        ids = all_events(conn)
        return len(ids), differing + (events(conn, ids, seq=2**62, anew=True) if ids else 0)
