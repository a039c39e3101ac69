"""The words that a report was read from, with what was not understood, for those who may read them."""

from typing import Any

import sqlalchemy as sa

from gis.files import Files
from gis.vault import ERASED, Vault
from ingest import encoding, whatsapp


def text_of(conn: sa.Connection, store: Files, report: dict[str, Any]) -> dict[str, Any] | None:
    """The message that holds `report` (as `register.report` and `gis.desk.file` tell of it).

    `text` is whole, as decoded, so that every span of the report counts in it; `unread` and `doubts` are
    what today's reading of it leaves open. An erased message gives ERASED. None for a row of a table: its
    figures name their cells.
    """
    submission = report["submission"]
    if submission["kind"] != "teks":
        return None
    content = Vault(conn).original(store, submission["id"])
    if content is None:
        return {"text": ERASED, "unread": [], "doubts": []}
    text = encoding.decode(content, filename=submission["filename"])
    parsed = whatsapp.parse(text, received_at=submission["received_at"])
    found: dict[str, Any] = {"text": text, "unread": [], "doubts": []}
    for reading in parsed.readings:
        if reading.report.ordinal == report["ordinal"]:
            found["unread"] = [list(span) for span in reading.unread]
            found["doubts"] = [{"span": list(span), "why": why} for span, why in reading.doubts]
    return found
