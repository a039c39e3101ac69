"""Reasons that officers write: kept unsealed for good, so what is personal is hidden before they are kept."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator

from gis import linking, register
from gis.db import Database
from gis.viewer import Viewer
from ingest import redaction

Words = Annotated[str, AfterValidator(redaction.masked)]
"""Words of an officer without what the finder of personal data sees in them."""


def unnamed(
    database: Database,
    viewer: Viewer,
    reason: str,
    *,
    reports: Sequence[UUID] = (),
    events: Sequence[UUID] = (),
    candidate: UUID | None = None,
    submission: UUID | None = None,
) -> str:
    """The reason without that, nor the personal data of these reports, or of all of a submission.

    `events`: of the reports that told of them, and of those they were merged with; `candidate`: of the two
    events that it asks about.
    """
    if not reason:
        return reason
    with database.read(viewer) as conn:
        asked = [*events, *(linking.events_of_candidate(conn, candidate) if candidate else ())]
        told = linking.ever_told(conn, asked) if asked else ()
        values = register.personal_values(conn, submission, [*reports, *told])
    secrets = redaction.secrets_of({"value": value} for value in values)
    return redaction.without(redaction.masked(reason), secrets)
