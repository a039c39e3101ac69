"""The sign-off chain of a report: regency, province, nation; each act a row with who and when.

A level is signed only when the one below it is, and withdrawn only when none above it is. Flags that came
with BNPB's sheet stand "as in the sheet", whatever their order there.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gis import queries
from gis.errors import Conflict, InvalidInput
from gis.ledger import Entry

_SQL = queries.load("gis.signing")
SIGNED, WITHDRAWN = "sah", "batal"
HERE, SHEET = "sigap", "lembar"


class Level(StrEnum):
    """Who signs, lowest first."""

    REGENCY = "kabupaten"
    PROVINCE = "provinsi"
    NATION = "nasional"


ORDER = tuple(Level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The newest act on a level. `origin`: done here, or a flag of the sheet that the report came in."""

    level: Level
    act: str
    origin: str
    value: str | None
    reason: str | None
    by: str
    at: datetime
    corrected_since: bool  # figures were corrected after it

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON form."""
        return {
            "level": self.level.value,
            "signed": self.act == SIGNED,
            "origin": self.origin,
            "value": self.value,
            "reason": self.reason,
            "by": self.by,
            "at": self.at.isoformat(),
            "corrected_since": self.corrected_since,
        }


def level_named(name: str) -> Level:
    """The level of that name; InvalidInput lists those there are."""
    try:
        return Level(name)
    except ValueError as error:
        raise InvalidInput(
            "tingkat",
            "Tingkat '{name}' tidak dikenal: {known}",
            "Level '{name}' is not known: {known}",
            where="level",
            name=name[:40],
            known=", ".join(ORDER),
        ) from error


def chain(conn: sa.Connection, report: UUID, *, seq: int) -> dict[Level, Act]:
    """The newest act on each level, as known at ledger `seq`."""
    rows = conn.execute(_SQL["chain"], {"report_id": report, "seq": seq}).mappings()
    return {Level(row["level"]): Act(**{**row, "level": Level(row["level"])}) for row in rows}


def history(conn: sa.Connection, report: UUID, *, seq: int) -> list[dict[str, Any]]:
    """Every act, oldest first."""
    rows = conn.execute(_SQL["history"], {"report_id": report, "seq": seq}).mappings()
    return [Act(**{**row, "level": Level(row["level"])}).as_dict() for row in rows]


def sign(entry: Entry, report: UUID, level: Level, *, reason: str | None = None) -> None:
    """Sign a level. Conflict: signed already, or the level below is not, or the report was rejected.

    `nasional` is BNPB's: whoever records it says in `reason` by which word of theirs.
    """
    standing = _standing(entry, report)
    if _is_signed(standing, level):
        raise Conflict(
            "sudah_disahkan", "Sudah disahkan tingkat {level}", "Signed at level {level} already", level=level
        )
    below = ORDER[: ORDER.index(level)]
    if missing := next((each for each in below if not _is_signed(standing, each)), None):
        raise Conflict(
            "urutan_pengesahan",
            "Tingkat {level} baru dapat disahkan setelah tingkat {missing}",
            "Level {level} can be signed only after level {missing}",
            level=level,
            missing=missing,
        )
    if level is Level.NATION and not (reason or "").strip():
        raise _needs_reason("Sebutkan dasar pengesahan nasional dari BNPB", "Say by which word of BNPB's")
    _write(entry, report, level, SIGNED, reason)


def withdraw(entry: Entry, report: UUID, level: Level, *, reason: str) -> None:
    """Withdraw a level. Conflict: it is not signed, or a level above it is. InvalidInput: no reason."""
    if not reason.strip():
        raise _needs_reason("Pencabutan pengesahan memerlukan alasan", "Withdrawing needs a reason")
    standing = _standing(entry, report)
    if not _is_signed(standing, level):
        raise Conflict(
            "belum_disahkan", "Tingkat {level} belum disahkan", "Level {level} is not signed", level=level
        )
    above = ORDER[ORDER.index(level) + 1 :]
    if standing_above := next((each for each in above if _is_signed(standing, each)), None):
        raise Conflict(
            "urutan_pengesahan",
            "Cabut dahulu pengesahan tingkat {above}",
            "Withdraw level {above} first",
            above=standing_above,
        )
    _write(entry, report, level, WITHDRAWN, reason)


def _standing(entry: Entry, report: UUID) -> dict[Level, str]:
    entry.lock()  # two signing at once are taken one after the other
    status = entry.conn.execute(_SQL["status"], {"report_id": report}).scalar_one_or_none()
    if status == "ditolak":
        raise Conflict("status", "Laporan ini sudah ditolak", "This report was rejected")
    rows = entry.conn.execute(_SQL["standing"], {"report_id": report})
    return {Level(row.level): row.act for row in rows}


def _is_signed(standing: dict[Level, str], level: Level) -> bool:
    return standing.get(level) == SIGNED


def _write(entry: Entry, report: UUID, level: Level, act: str, reason: str | None) -> None:
    values = {"report_id": report, "level": level.value, "act": act, "origin": HERE, "reason": reason or None}
    entry.conn.execute(_SQL["add"], {**values, "by": entry.by, "entry": entry.id})


def _needs_reason(id_text: str, en_text: str) -> InvalidInput:
    return InvalidInput("alasan", id_text, en_text, where="reason")
