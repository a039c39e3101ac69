"""A file sent again: which of its rows came in before, unchanged, and which correct an earlier report."""

from collections.abc import Iterable, Iterator
from itertools import islice
from uuid import UUID

import sqlalchemy as sa

from gis import sheetrows
from gis.report import Nil, Rejection, Report, Same
from gis.sheetrows import Known

BATCH = 2_000

Item = Report | Rejection | Nil
Sifted = Item | Same


def sifted(conn: sa.Connection, items: Iterable[Item], scope: str, submission: UUID) -> Iterator[Sifted]:
    """The items; a row equal to one taken in before is `Same`, a changed one knows which report it replaces.

    Compared with the other submissions of the scope only: twice the same row in one file is two rows.
    """
    stream = iter(items)
    while batch := list(islice(stream, BATCH)):
        wanted = {item.row.identity for item in batch if isinstance(item, Report) and item.row}
        known = sheetrows.known(conn, scope, wanted, but=submission)
        for item in batch:
            yield _sifted(item, known) if isinstance(item, Report) and item.row else item


def _sifted(report: Report, known: dict[str, Known]) -> Report | Same:
    assert report.row is not None
    earlier = known.get(report.row.identity)
    if earlier is None:
        return report
    if earlier.fingerprint == report.row.fingerprint:
        return Same(ordinal=report.ordinal, place=report.place, report=earlier.report)
    return report.evolve(replaces=earlier.report)
