"""Erasing at the doors: the reason stays for good, so what is to be erased must not stand in it."""

from uuid import UUID

from api import reasons
from gis import erasing
from gis.db import Database
from gis.errors import InvalidInput
from gis.files import Files
from gis.viewer import Viewer


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
    reports = [report] if report else []
    told = reasons.unnamed(database, by, reason, reports=reports, submission=submission)
    return erasing.erase(database, files, submission=submission, report=report, reason=told, by=by)
