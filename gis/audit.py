"""The audit log: who read what is personal, who logged in or failed to, who erased. It only grows.

Who wrote what is the ledger's; `read` gives both in one line of time. Reading is noted outside the ledger,
since nothing that others read has changed.
"""

import hashlib
import hmac
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from gis import queries, sheets
from gis.db import Database
from gis.errors import InvalidInput
from gis.ledger import Entry
from gis.viewer import Viewer

_SQL = queries.load("gis.audit")


WRITTEN = "tulis"
"""The action of a line that is the ledger's."""


class Action(StrEnum):
    """What can be noted."""

    READ_PERSONAL = "baca_pribadi"
    READ_ORIGINAL = "baca_asli"
    EXPORT_LOSSLESS = "ekspor_utuh"
    LOGIN = "masuk"
    LOGIN_FAILED = "gagal_masuk"
    LOGOUT = "keluar"
    ACCOUNT = "akun"
    TOKEN = "token"
    ERASE = "hapus"
    REKEY = "kunci_induk"


def note(
    database: Database, viewer: Viewer, action: Action, subject: str, *, address: str | None = None
) -> None:
    """Write down what this viewer is about to do; it is there before the answer is."""
    with database.write() as conn:
        add(conn, by=viewer.name, role=viewer.role.value, action=action, subject=subject, address=address)


def note_written(entry: Entry, viewer: Viewer, action: Action, subject: str) -> None:
    """The same for what is done within a ledger entry."""
    add(entry.conn, by=viewer.name, role=viewer.role.value, action=action, subject=subject, entry=entry.id)


def add(
    conn: sa.Connection,
    *,
    by: str,
    role: str,
    action: Action,
    subject: str,
    address: str | None = None,
    entry: int | None = None,
) -> None:
    """Add a line within the caller's transaction."""
    values = {"by": by, "role": role, "action": action.value, "subject": subject}
    conn.execute(_SQL["add"], {**values, "address": address, "entry": entry})


def pseudonym(conn: sa.Connection, name: str) -> str:
    """A stable short name for one that is nobody's account: people type their password there."""
    secret = sheets.secret(conn)
    return "?" + hmac.new(secret, b"audit\0" + name.encode(), hashlib.sha256).hexdigest()[:12]


def check_action(action: str | None) -> None:
    """InvalidInput for what is no action: nothing would ever be found."""
    known = (*sorted(Action), WRITTEN)
    if action is not None and action not in known:
        raise InvalidInput(
            "tindakan",
            "Tindakan '{value}' tidak dikenal: pilih {known}",
            "Action '{value}' is not known: choose {known}",
            where="action",
            value=action[:40],
            known=", ".join(known),
        )


def read(
    conn: sa.Connection,
    *,
    limit: int,
    before: tuple[datetime, str] | None = None,
    by: str | None = None,
    action: str | None = None,
    period: tuple[datetime | None, datetime | None] = (None, None),
) -> list[dict[str, Any]]:
    """Lines of the audit log and the ledger (action `tulis`), newest first; `before`: a line's (at, key)."""
    at, key = before or (None, None)
    values = {"limit": limit, "at": at, "key": key, "by": by, "action": action}
    values |= dict(zip(("from", "to"), period, strict=True))
    return [dict(row) for row in conn.execute(_SQL["read"], values).mappings()]
