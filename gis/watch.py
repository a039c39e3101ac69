"""The emergency status of areas: declared by decree, extended, ended early, withdrawn; never overwritten.

A *declaration* is a first row and all later acts on it. What holds at a day follows from the newest act
known at a moment; `layers.status` reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from gis import codes, queries
from gis.errors import Conflict, InvalidInput, NotFound
from gis.ledger import Entry
from gis.register import new_id

_SQL = queries.load("gis.watch")
LONGEST_DAYS = 3 * 366
"""A status of more than three years is a slip of the pen."""


class Level(StrEnum):
    """The three states of an emergency, in the order they usually follow each other."""

    ALERT = "siaga_darurat"
    RESPONSE = "tanggap_darurat"
    TRANSITION = "transisi_darurat_pemulihan"


LEVELS = {
    Level.ALERT: ("Siaga darurat", "Emergency alert"),
    Level.RESPONSE: ("Tanggap darurat", "Emergency response"),
    Level.TRANSITION: ("Transisi darurat ke pemulihan", "Transition to recovery"),
}
"""What each is called, in Bahasa Indonesia and English."""

DECLARED, EXTENDED, ENDED, WITHDRAWN = "tetap", "perpanjang", "akhiri", "batal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a decree (SK) says: which status holds where, for which hazard (None: any), from when to when.

    `starts_on` and `ends_on` are WIB days; both belong to the period.
    """

    level: str
    areas: tuple[str, ...]
    decree: str
    issued_by: str
    starts_on: date
    ends_on: date
    hazard: str | None = None
    issued_on: date | None = None


def declare(entry: Entry, declared: Declaration) -> UUID:
    """Keep a new status; returns its id.

    InvalidInput for an unknown level, area or hazard, or a period that cannot be; Conflict when the same
    decree already gives these areas this status.
    """
    _check(declared)
    entry.lock()
    same = {"level": declared.level, "decree": declared.decree, "areas": sorted(declared.areas)}
    if entry.conn.execute(_SQL["same_decree"], same).first():
        raise Conflict(
            "status_darurat",
            "Status menurut {decree} untuk wilayah ini sudah dicatat",
            "The status by {decree} for these areas is already recorded",
            where="decree",
            decree=declared.decree,
        )
    declaration = new_id()
    _add(entry, declaration, declaration, DECLARED, _row(declared))
    return declaration


def extend(
    entry: Entry, declaration: UUID, *, decree: str, ends_on: date, issued_on: date | None = None
) -> UUID:
    """Let a status last longer by a new decree; returns the act's id.

    NotFound for an unknown declaration; Conflict when it was ended or withdrawn; InvalidInput when the new
    end is not later than the old one.
    """
    latest = _standing(entry, declaration)
    _named(decree, "decree")
    if ends_on <= latest["ends_on"]:
        raise _wrong(
            "ends_on",
            f"Perpanjangan harus berakhir sesudah {latest['ends_on']}",
            f"An extension must end after {latest['ends_on']}",
        )
    _check_period(latest["starts_on"], ends_on)
    changed = {"decree": decree.strip(), "ends_on": ends_on, "issued_on": issued_on}
    return _add(entry, new_id(), declaration, EXTENDED, latest | changed)


def end(entry: Entry, declaration: UUID, *, ends_on: date, decree: str | None, reason: str) -> UUID:
    """End a status early: `ends_on` is its last day. Raises as `extend` does."""
    latest = _standing(entry, declaration)
    if not latest["starts_on"] <= ends_on < latest["ends_on"]:
        raise _wrong(
            "ends_on",
            f"Hari terakhir harus antara {latest['starts_on']} dan sebelum {latest['ends_on']}",
            f"The last day must be from {latest['starts_on']} to before {latest['ends_on']}",
        )
    _named(reason, "reason")
    changed = {"ends_on": ends_on, "decree": (decree or latest["decree"]).strip(), "reason": reason.strip()}
    return _add(entry, new_id(), declaration, ENDED, latest | changed)


def withdraw(entry: Entry, declaration: UUID, *, reason: str) -> UUID:
    """Take back a status that was recorded by mistake; it stays readable in the past. Raises as `extend`."""
    latest = _standing(entry, declaration)
    _named(reason, "reason")
    return _add(entry, new_id(), declaration, WITHDRAWN, latest | {"reason": reason.strip()})


def no_declaration(declaration: UUID) -> NotFound:
    """There is no declaration of that id."""
    return NotFound(
        "status_darurat",
        "Status {id} tidak ada",
        "There is no status {id}",
        where="id",
        id=str(declaration),
    )


def _standing(entry: Entry, declaration: UUID) -> dict[str, Any]:
    """The newest act of a declaration that may still be changed."""
    entry.lock()  # two officers acting at once are taken one after the other
    row = entry.conn.execute(_SQL["latest_act"], {"declaration": declaration}).mappings().one_or_none()
    if row is None:
        raise no_declaration(declaration)
    if row["act"] in (ENDED, WITHDRAWN):
        raise Conflict(
            "status_darurat",
            "Status ini sudah diakhiri atau dibatalkan",
            "This status was already ended or withdrawn",
            where="id",
        )
    return {name: value for name, value in row.items() if name != "act"} | {"reason": None}


def _row(declared: Declaration) -> dict[str, Any]:
    return {
        "level": declared.level,
        "hazard": declared.hazard,
        "areas": sorted(declared.areas),
        "decree": declared.decree.strip(),
        "issued_by": declared.issued_by.strip(),
        "issued_on": declared.issued_on,
        "starts_on": declared.starts_on,
        "ends_on": declared.ends_on,
        "reason": None,
    }


def _add(entry: Entry, key: UUID, declaration: UUID, act: str, row: dict[str, Any]) -> UUID:
    values = row | {"id": key, "declaration_id": declaration, "act": act, "by": entry.by, "entry": entry.id}
    entry.conn.execute(_SQL["add_act"], values)
    return key


def _check(declared: Declaration) -> None:
    if declared.level not in LEVELS:
        known = ", ".join(level.value for level in LEVELS)
        raise _wrong(
            "level",
            f"Status '{declared.level[:40]}' tidak dikenal: {known}",
            f"Status '{declared.level[:40]}' is not known: {known}",
        )
    if declared.hazard is not None and declared.hazard not in codes.hazards():
        raise _wrong(
            "hazard",
            f"Jenis kejadian '{declared.hazard[:40]}' tidak dikenal; lihat /api/hazards",
            f"Hazard '{declared.hazard[:40]}' is not known; see /api/hazards",
        )
    _check_areas(declared.areas)
    _named(declared.decree, "decree")
    _named(declared.issued_by, "issued_by")
    _check_period(declared.starts_on, declared.ends_on)


def _check_areas(areas: Sequence[str]) -> None:
    unknown = next((code for code in areas if code not in codes.areas()), None)
    if unknown is not None or not areas:
        raise _wrong(
            "areas",
            f"Kode wilayah '{(unknown or '')[:40]}' tidak dikenal: pakai kode Kemendagri, misalnya 19.03",
            f"Area code '{(unknown or '')[:40]}' is not known: use a Kemendagri code such as 19.03",
        )


def _check_period(starts_on: date, ends_on: date) -> None:
    if not 0 <= (ends_on - starts_on).days <= LONGEST_DAYS or starts_on.year < 1945:
        raise _wrong(
            "ends_on",
            f"Masa {starts_on} sampai {ends_on} tidak mungkin",
            f"The period {starts_on} to {ends_on} cannot be",
        )


def _named(text: str, where: str) -> None:
    if not text.strip():
        raise _wrong(where, f"'{where}' wajib diisi", f"'{where}' must be given")


def _wrong(where: str, id_text: str, en_text: str) -> InvalidInput:
    return InvalidInput("status_darurat", "{said}", "{said_en}", where=where, said=id_text, said_en=en_text)
