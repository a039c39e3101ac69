"""Writing the register from the command line: one entry, begun anew where it lost against another writer."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from gis.db import Database
    from gis.ledger import Entry

T = TypeVar("T")
BY = "baris-perintah"


def write(database: "Database", why: str, work: "Callable[[Entry], T]", by: str = BY) -> T:
    """What `work` gives of an entry of its own. It may be done several times, each time on a new entry."""
    from gis import ledger
    from gis.retrying import again

    @again
    def written() -> T:
        with ledger.entry(database, by=by, why=why) as entry:
            return work(entry)

    return written()


def unnamed(
    database: "Database", reason: str, reports: Sequence[UUID] = (), events: Sequence[UUID] = ()
) -> str:
    """A reason as it may be kept: without what is personal in it (`api.reasons.unnamed`)."""
    from api import reasons
    from gis.viewer import officer

    return reasons.unnamed(database, officer(BY), reason, reports=reports, events=events)
