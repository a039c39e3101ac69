"""Reasons that officers write: kept unsealed for good, so what is personal is hidden before they are kept."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator

from gis import register
from gis.db import Database
from gis.viewer import Viewer
from ingest import redaction

Words = Annotated[str, AfterValidator(redaction.unnamed)]
"""Words of an officer without what stands behind a cue: "a/n", "Bpk", a telephone number."""


def unnamed(
    database: Database,
    viewer: Viewer,
    reason: str,
    *,
    reports: Sequence[UUID] = (),
    submission: UUID | None = None,
) -> str:
    """The reason without that, nor the personal data of these reports, or of all of a submission."""
    if not reason:
        return reason
    with database.read(viewer) as conn:
        values = register.personal_values(conn, submission, reports)
    return redaction.unnamed(reason, redaction.secrets_of({"value": value} for value in values))
