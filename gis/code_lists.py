"""The code lists that SQL needs, in the database."""

import sqlalchemy as sa

from gis import codes, queries
from gis.ledger import Entry

_SQL = queries.load("gis.code_lists")


def load(entry: Entry) -> None:
    """Copy the code lists that SQL needs from `data/codes` into the database; what is there stays."""
    key = {"entry": entry.id}
    entry.conn.execute(
        _SQL["add_hazards"],
        [
            {"slug": h.slug, "label_id": h.label_id, "is_bencana": h.is_bencana, **key}
            for h in codes.hazards().values()
        ],
    )
    entry.conn.execute(
        _SQL["add_figure_kinds"],
        [{"slug": f.slug, "figure_group": f.group, **key} for f in codes.figures().values()],
    )
    entry.conn.execute(
        _SQL["add_source_ranks"],
        [
            {"figure_group": group, "source_kind": kind, "rank": rank, **key}
            for (group, kind), rank in codes.source_ranks().items()
        ],
    )


def are_loaded(conn: sa.Connection) -> bool:
    """Whether every row of the code lists is in the database."""
    row = conn.execute(_SQL["known"]).one()
    wanted = (len(codes.hazards()), len(codes.figures()), len(codes.source_ranks()))
    return all(have >= want for have, want in zip(row, wanted, strict=True))
