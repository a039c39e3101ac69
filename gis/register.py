"""The register: what is kept of submissions and reports, and the few verbs that add to it.

Nothing here changes a row. Reads take a connection of the viewer's role; writes take an open
`ledger.Entry`.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid6 import uuid7

from gis import codes, queries, sheetrows, vault
from gis.errors import Conflict, InvalidInput, NotFound
from gis.ledger import Entry
from gis.vault import ERASED, Vault

_SQL = queries.load("gis.register")

DRAFT, CHECKED, VERIFIED, REJECTED = "draf", "diperiksa", "terverifikasi", "ditolak"
UNKNOWN_SOURCE = "lain"
"""Source slug where the agency is not known: its own words may name a person, so they are never public."""


def new_id() -> UUID:
    """A time-ordered public id (UUIDv7)."""
    return UUID(int=uuid7().int)


def kib_key(kib: str | None) -> str | None:
    """The 16 digits of a well-formed BNPB event code, else None (domain facts, finding 3)."""
    digits = "".join((kib or "").split())
    return digits if len(digits) == 16 and digits.isdecimal() else None


def common_area(areas: Sequence[str]) -> str:
    """The smallest area that holds all of `areas`; the province (`19`) when there are none."""
    if not areas:
        return "19"
    common = areas[0].split(".")
    for code in areas[1:]:
        parts = code.split(".")
        same = [a == b for a, b in zip(common, parts, strict=False)]
        common = common[: same.index(False) if False in same else len(same)]
    return ".".join(common) or "19"


def source_of(agency: str | None, default: str | None) -> tuple[str, str]:
    """(slug, kind) of who says so: the agency named in the report, else the sender, else unknown."""
    for name in (agency, default):
        if name and (known := codes.agency_named(name)):
            return known.slug, known.kind
    return UNKNOWN_SOURCE, UNKNOWN_SOURCE


def submission_by_hash(conn: sa.Connection, sha256: str) -> UUID | None:
    """The submission that holds these bytes, if they came in before."""
    row = conn.execute(_SQL["submission_by_hash"], {"sha256": sha256}).one_or_none()
    return row.id if row else None


def add_submission(
    entry: Entry,
    *,
    sha256: str,
    filename: str,
    media_type: str,
    size: int,
    kind: str,
    recipe: str | None,
) -> UUID:
    """Keep that these bytes (stored under their hash) were submitted; returns the new id."""
    submission = new_id()
    entry.conn.execute(
        _SQL["add_submission"],
        {
            "id": submission,
            "sha256": sha256,
            "filename": filename,
            "media_type": media_type,
            "size": size,
            "kind": kind,
            "recipe": recipe,
            "entry": entry.id,
        },
    )
    return submission


def add_receipt(
    entry: Entry, submission: UUID, *, channel: str, agency: str | None, received_at: datetime
) -> UUID:
    """Keep that a submission came in, by which channel, from whom and when; returns the new id."""
    receipt = new_id()
    entry.conn.execute(
        _SQL["add_receipt"],
        {
            "id": receipt,
            "submission_id": submission,
            "channel": channel,
            "agency": agency,
            "received_at": received_at,
            "received_by": entry.by,
            "entry": entry.id,
        },
    )
    return receipt


def set_status(entry: Entry, report: UUID, status: str, *, reason: str | None = None) -> UUID:
    """Give a report a new status and touch its event; returns the event's id.

    Raises NotFound for an unknown report, Conflict when it has that status already, or is to be marked as
    looked through and is decided: that would take a published report back without a rejection.
    """
    entry.lock()  # two officers deciding at once are taken one after the other
    row = entry.conn.execute(_SQL["event_of_report"], {"report_id": report}).one_or_none()
    if row is None:
        raise NotFound(
            "laporan", "Laporan {id} tidak ada", "There is no report {id}", where="id", id=str(report)
        )
    if row.status == status:
        raise Conflict(
            "status",
            "Laporan ini sudah berstatus {status}",
            "This report is already {status}",
            status=status,
        )
    if status == CHECKED and row.status != DRAFT:
        raise Conflict(
            "status",
            "Hanya draf yang ditandai diperiksa; laporan ini sudah {status}",
            "Only drafts are marked as looked through; this report is already {status}",
            status=row.status,
        )
    entry.conn.execute(
        _SQL["add_status"],
        {"report_id": report, "status": status, "reason": reason, "by": entry.by, "entry": entry.id},
    )
    entry.touch([row.event_id])
    if status == VERIFIED:
        sheetrows.replace_earlier(entry, [report], verified_too=True)
    return UUID(str(row.event_id))


def id_ending(conn: sa.Connection, what: str, tail: str) -> UUID:
    """The id of the one report (event, submission, token, status …, by `what`) that ends in these digits.

    InvalidInput for fewer than eight digits or two that end so; NotFound for none.
    """
    if len(tail) < 8 or not set(tail.lower()) <= set("0123456789abcdef-"):
        raise InvalidInput(
            "id",
            "'{id}' bukan id: tulis seluruhnya, atau sedikitnya 8 karakter terakhirnya",
            "'{id}' is no id: write the whole, or at least its last 8 characters",
            where="id",
            id=tail[:60],
        )
    found = conn.execute(_SQL[f"{what}_ids_ending"], {"tail": tail.lower()}).scalars().all()
    if not found:
        raise NotFound("id", "Tidak ada id yang berakhir '{id}'", "No id ends in '{id}'", where="id", id=tail)
    if len(found) > 1:
        raise InvalidInput(
            "id",
            "Dua id berakhir '{id}': tulis lebih panjang",
            "Two ids end in '{id}': write more of it",
            where="id",
            id=tail,
        )
    return UUID(str(found[0]))


def report(conn: sa.Connection, report_id: UUID, *, seq: int) -> dict[str, Any]:
    """One report whole as known at ledger `seq`, for officers: place, figures, findings and texts."""
    row = conn.execute(_SQL["report"], {"report_id": report_id, "seq": seq}).mappings().one_or_none()
    if row is None:
        raise NotFound(
            "laporan", "Laporan {id} tidak ada", "There is no report {id}", where="id", id=str(report_id)
        )
    key = {"report_id": report_id, "seq": seq}
    corrections = _dicts(conn.execute(_SQL["report_corrections"], key))
    now = {name: said for name, said in corrections[-1].items() if name in row} if corrections else {}
    return {
        **row,
        **now,
        "reason": row["reason"],
        "corrections": corrections,
        "figures": _dicts(conn.execute(_SQL["report_figures"], key)),
        "findings": _dicts(conn.execute(_SQL["report_findings"], key)),
        "texts": _texts(conn, report_id, row["submission_id"]),
    }


def _texts(conn: sa.Connection, report_id: UUID, submission_id: UUID) -> dict[str, str | None]:
    opened = Vault(conn)
    rows = conn.execute(_SQL["report_texts"], {"report_id": report_id})
    return {row.field: opened.text(submission_id, row.sealed, row.content, report_id) for row in rows}


def personal(conn: sa.Connection, report_id: UUID, submission_id: UUID) -> list[dict[str, Any]]:
    """The personal data found in a report: kind, place (span or cell) and content. Reading it is audited."""
    opened = Vault(conn)
    return [
        {
            "kind": row.kind,
            "place": row.place,
            "content": opened.text(submission_id, row.sealed, row.content, report_id),
        }
        for row in conn.execute(_SQL["report_personal"], {"report_id": report_id})
    ]


def personal_values(conn: sa.Connection, submission_id: UUID | None, reports: Sequence[UUID]) -> list[str]:
    """What the personal data of a submission's reports, or of these, say, as far as it can be opened."""
    rows = conn.execute(_SQL["personal_of"], {"submission": submission_id, "reports": list(reports)}).all()
    opened = Vault(conn, {row.submission_id for row in rows}, [row.report_id for row in rows])
    told = (opened.text(row.submission_id, row.sealed, row.content, row.report_id) for row in rows)
    return [value for value in told if value and value != ERASED]


def submission(
    conn: sa.Connection, submission_id: UUID, *, seq: int, limit: int = 1000, after: int = -1
) -> dict[str, Any]:
    """One submission for officers: receipts, counts by outcome, and its items after ordinal `after`."""
    key = {"id": submission_id, "seq": seq}
    row = conn.execute(_SQL["submission"], key).mappings().one_or_none()
    if row is None:
        raise NotFound(
            "kiriman",
            "Kiriman {id} tidak ada",
            "There is no submission {id}",
            where="id",
            id=str(submission_id),
        )
    opened = Vault(conn)
    reasons = [
        _unsealed(opened, submission_id, row)
        for row in conn.execute(_SQL["rejection_reasons"], key).mappings()
    ]
    return {
        **row,
        "receipts": _dicts(conn.execute(_SQL["receipts"], key)),
        "counts": {row.status: row.n for row in conn.execute(_SQL["item_counts"], key)},
        "rejections": [
            {"code": row["code"], "id_text": row["reason_id"], "en_text": row["reason_en"], "n": row["n"]}
            for row in reasons
        ],
        "items": [
            _unsealed(opened, submission_id, row)
            for row in conn.execute(_SQL["items"], {**key, "limit": limit, "after": after}).mappings()
        ],
    }


def _unsealed(opened: Vault, submission_id: UUID, row: sa.RowMapping) -> dict[str, Any]:
    """An item with its value and reasons opened."""
    found = dict(row)
    sealed = found.pop("sealed")
    if sealed is not None:
        content = opened.open(submission_id, sealed)
        erased = dict.fromkeys(("value", "reason_id", "reason_en"), vault.ERASED)
        return found | (erased if content is None else json.loads(content))
    if found["value"] is not None and opened.is_erased(submission_id):
        found["value"] = vault.ERASED
    return found


def submissions(
    conn: sa.Connection,
    *,
    seq: int,
    limit: int,
    before: UUID | None = None,
    period: tuple[datetime | None, datetime | None] = (None, None),
    kind: str | None = None,
) -> list[dict[str, Any]]:
    """Submissions known at ledger `seq`, newest first, before submission id `before`.

    `period`: recorded within it, ends included; `kind`: of that kind of file only.
    """
    parameters = {"seq": seq, "limit": limit, "before": before or UUID(int=2**128 - 1), "kind": kind}
    parameters |= dict(zip(("from", "to"), period, strict=True))
    return _dicts(conn.execute(_SQL["submissions"], parameters))


def _dicts(result: sa.CursorResult[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in result.mappings()]
