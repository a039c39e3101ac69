"""Erasing what is personal in a submission or one report: its key is destroyed; hash, reason, who remain."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import audit, ledger, queries, vault, zone
from gis.audit import Action
from gis.db import Database
from gis.errors import Conflict, InvalidInput, NotFound
from gis.files import Files
from gis.register import new_id
from gis.retrying import again
from gis.viewer import Viewer

_SQL = queries.load("gis.erasing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased. `unsealed`: texts from before texts were sealed, which are only hidden.

    `kept`: other reports of the submission, which lost their original but no text.
    """

    submission: UUID
    sha256: str
    reports: int
    kept: int
    unsealed: int
    had_key: bool


@again
def erase(
    database: Database,
    files: Files,
    *,
    submission: UUID | None = None,
    report: UUID | None = None,
    reason: str,
    by: Viewer,
) -> Erased:
    """Erase a submission, or one report and the original that held it.

    Original, texts, personal data and (of a whole submission) refused cells are gone for every reader and
    every past moment; figures, places and links stay. NotFound for an unknown id; Conflict when it was erased
    before, or when the report came with others before texts were sealed at all (then the submission must be
    named); InvalidInput without reason.
    """
    if not reason.strip():
        raise InvalidInput(
            "alasan", "Penghapusan memerlukan alasan", "Erasing needs a reason", where="reason"
        )
    with ledger.entry(database, by=by.name, why="hapus data pribadi") as entry:
        entry.lock()
        found = _found(entry.conn, submission, report)
        alone = report is not None and found.reports > 1
        values = {"id": new_id(), "submission": found.submission, "report": report, "sha256": found.sha256}
        values |= {"only_report": alone, "reason": reason.strip(), "by": by.name, "entry": entry.id}
        entry.conn.execute(_SQL["add"], values)
        if report is not None and alone:
            vault.destroy_part(entry, found.submission, report)
            had_key = True
        else:
            had_key = vault.destroy_key(entry, found.submission)
        what = f"laporan {report}" if alone else f"kiriman {found.submission}"
        audit.note_written(entry, by, Action.ERASE, what)
    # Only now: without its key the file is noise already, and a rolled back entry must not lose it.
    files.delete_original(found.sha256)
    return Erased(
        submission=found.submission,
        sha256=found.sha256,
        reports=1 if alone else found.reports,
        kept=found.reports - 1 if alone else 0,
        unsealed=found.unsealed,
        had_key=had_key,
    )


def listed(conn: sa.Connection, *, seq: int, limit: int, before: UUID | None = None) -> list[dict[str, Any]]:
    """Erasures known at ledger `seq`, the newest first."""
    values = {"seq": seq, "limit": limit, "before": before or UUID(int=2**128 - 1)}
    return [dict(row) for row in conn.execute(_SQL["list"], values).mappings()]


def _found(conn: sa.Connection, submission: UUID | None, report: UUID | None) -> sa.Row[Any]:
    row = conn.execute(_SQL["found"], {"submission": submission, "report": report}).one_or_none()
    if row is None or (submission is None) == (report is None):
        raise NotFound(
            "kiriman",
            "Kiriman atau laporan {id} tidak ada",
            "There is no submission or report {id}",
            where="id",
            id=str(submission or report),
        )
    if row.erased_at is not None:
        raise _erased(row.erased_at)
    if report is not None and row.reports > 1 and row.unsealed:
        raise Conflict(
            "kiriman_bersama",
            "Laporan ini datang bersama {n} laporan lain dalam kiriman {id}, sebelum teks disegel; teksnya "
            "hanya dapat disembunyikan, semuanya sekaligus. Sebut kirimannya untuk itu",
            "This report came with {n} others in submission {id}, before texts were sealed; they can only be "
            "hidden, all at once. Name the submission for that",
            n=row.reports - 1,
            id=str(row.submission),
        )
    return row


def _erased(at: datetime) -> Conflict:
    return Conflict(
        "sudah_dihapus",
        "Sudah dihapus pada {at}",
        "It was erased on {at}",
        at=f"{at.astimezone(zone.WIB):%Y-%m-%d %H.%M} WIB",
    )
