"""Erasing at the doors: the reason stays for good, so what is to be erased must not stand in it."""

from typing import Any
from uuid import UUID

from gis import erasing, register
from gis.db import Database
from gis.errors import InvalidInput
from gis.files import Files
from gis.viewer import Viewer
from ingest import redaction


def erase(
    database: Database,
    files: Files,
    *,
    submission: UUID | None = None,
    report: UUID | None = None,
    reason: str,
    by: Viewer,
) -> erasing.Erased:
    """As `gis.erasing.erase`; personal data of what is erased is hidden in the reason before it is kept.

    InvalidInput where both, or neither, are named.
    """
    if (submission is None) == (report is None):
        raise InvalidInput(
            "sasaran",
            "Sebutkan satu yang dihapus: kiriman (submission) atau laporan (report)",
            "Name one to erase: a submission or a report",
            where="submission",
        )
    told = redaction.unnamed(reason, redaction.secrets_of(_personal(database, by, submission, report)))
    return erasing.erase(database, files, submission=submission, report=report, reason=told, by=by)


def _personal(
    database: Database, by: Viewer, submission: UUID | None, report: UUID | None
) -> list[dict[str, Any]]:
    with database.read(by) as conn:
        return [{"value": value} for value in register.personal_values(conn, submission, report)]
