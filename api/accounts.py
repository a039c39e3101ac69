"""Local accounts: names, roles and argon2id passwords."""

import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api import brake
from api.permissions import check_role
from api.tokens import COMMAND_LINE
from gis import audit, queries, register
from gis.audit import Action
from gis.db import Database
from gis.errors import Conflict, InvalidInput, NotAllowed, NotFound
from gis.viewer import Viewer

_SQL = queries.load("api.people")
SHORTEST, LONGEST = 12, 200
OFFICE = ("role", "area", "agency", "sector")
_NAME_LENGTH = 60
_hasher = PasswordHasher()  # argon2id; 64 MiB a hash
_at_once = threading.Semaphore(2)  # so that a crowd at the door does not take all the memory


def add(
    database: Database,
    *,
    name: str,
    password: str,
    role: str,
    area: str | None = None,
    agency: str | None = None,
    sector: str | None = None,
    by: Viewer = COMMAND_LINE,
) -> None:
    """Make an account. InvalidInput for a poor name or password, Conflict when the name is taken."""
    known = check_role(role, area, agency, sector)
    plain = _plain(name)
    _check_name(plain)
    check_password(password, plain)
    values = {"id": register.new_id(), "name": plain, "role": known.value, "area": area, "agency": agency}
    values |= {"sector": sector}
    with database.write() as conn:
        values |= {"password": _hashed(password), "by": by.name}
        if not conn.execute(_SQL["add_account"], values).rowcount:
            raise Conflict("akun", "Akun '{name}' sudah ada", "Account '{name}' is there already", name=plain)
        _note(conn, by, f"buat {plain} {known} {area or ''}".strip())


def listed(database: Database) -> list[dict[str, Any]]:
    """All accounts by name, with when they were last seen; no passwords."""
    with database.write() as conn:
        return [dict(row) for row in conn.execute(_SQL["accounts"]).mappings()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a change ended: sessions, tokens in the account's name. `made`: tokens it made that still hold."""

    sessions: int
    tokens: int
    made: int


def change(
    database: Database, name: str, told: Mapping[str, str | None], *, by: Viewer = COMMAND_LINE
) -> Ended:
    """Give an account another role, area, agency or sector; what is not in `told` stays, but for a sector.

    A sector goes with the role that had it. Ends its sessions and the tokens in its name, so that nothing of
    the old role is left. InvalidInput for what does not fit together, NotFound for an unknown name.
    """
    with database.write() as conn:
        return _change(conn, name, told, by)


def mend(
    database: Database,
    name: str,
    *,
    office: Mapping[str, str | None],
    password: str | None = None,
    disabled: bool | None = None,
    by: Viewer,
) -> Ended | None:
    """As `change`, `set_password` and `set_disabled`, as far as told: all of it, or nothing.

    What another office ended; None where none is told.
    """
    hashed = _hashed_new(password, name) if password is not None else None
    with database.write() as conn:
        ended = _change(conn, name, office, by) if office else None
        if hashed:
            _set_password(conn, name, hashed, by)
        if disabled is not None:
            _set_disabled(conn, name, disabled, by)
    return ended


def _change(conn: sa.Connection, name: str, told: Mapping[str, str | None], by: Viewer) -> Ended:
    row = conn.execute(_SQL["account_to_change"], {"name": _plain(name)}).one_or_none()
    if row is None:
        raise _no_account(name)
    before = {field: getattr(row, field) for field in OFFICE}
    sector = row.sector if told.get("role", row.role) == row.role else None
    after = {**before, "sector": sector, **told}
    check_role(str(after["role"]), after["area"], after["agency"], after["sector"])
    made = conn.execute(_SQL["tokens_made"], {"name": row.name}).scalar_one()
    changed = [f"{field} {before[field] or '-'} > {after[field] or '-'}"
               for field in OFFICE if before[field] != after[field]]  # fmt: skip
    if not changed:
        return Ended(sessions=0, tokens=0, made=made)
    conn.execute(_SQL["set_role"], after | {"id": row.id})
    sessions, tokens = _end_all(conn, row)
    _note(conn, by, f"ubah {row.name}: {', '.join(changed)}")
    return Ended(sessions=sessions, tokens=tokens, made=made)


def _end_all(conn: sa.Connection, row: sa.Row[Any]) -> tuple[int, int]:
    """End an account's sessions, and the tokens in its name; how many of each."""
    sessions = conn.execute(_SQL["end_sessions"], {"account": row.id, "kept": None}).rowcount
    return sessions, conn.execute(_SQL["end_tokens"], {"name": row.name}).rowcount


def set_disabled(database: Database, name: str, disabled: bool, *, by: Viewer = COMMAND_LINE) -> None:
    """Close an account and end its sessions and tokens, or open it again; NotFound for an unknown name."""
    with database.write() as conn:
        _set_disabled(conn, name, disabled, by)


def _set_disabled(conn: sa.Connection, name: str, disabled: bool, by: Viewer) -> None:
    row = _found(conn, name)
    conn.execute(_SQL["set_disabled"], {"id": row.id, "disabled": disabled})
    if disabled:
        _end_all(conn, row)
    _note(conn, by, f"{'tutup' if disabled else 'buka'} {row.name}")


def set_password(
    database: Database,
    name: str,
    password: str,
    *,
    kept: bytes | None = None,
    was: str | None = None,
    by: Viewer = COMMAND_LINE,
) -> None:
    """A new password; ends the account's sessions but the one whose hash is `kept`.

    `was`: the hash that it takes the place of; NotAllowed where that no longer holds.
    """
    hashed = _hashed_new(password, name)
    with database.write() as conn:
        _set_password(conn, name, hashed, by, kept=kept, was=was)


def _hashed_new(password: str, name: str) -> str:
    check_password(password, _plain(name))
    return _hashed(password)


def _set_password(
    conn: sa.Connection,
    name: str,
    hashed: str,
    by: Viewer,
    *,
    kept: bytes | None = None,
    was: str | None = None,
) -> None:
    row = _found(conn, name)
    if not conn.execute(_SQL["set_password"], {"id": row.id, "password": hashed, "was": was}).rowcount:
        raise wrong_password()
    conn.execute(_SQL["end_sessions"], {"account": row.id, "kept": kept})
    _note(conn, by, f"sandi {row.name}")


def check(database: Database, name: str, password: str, address: str) -> sa.Row[Any]:
    """The account's row if the password is its own; NotAllowed in the same words and time for all else.

    TooMany when it was tried too often; every try is written down.
    """
    plain = _plain(name)[:LONGEST]
    keys = brake.count(database, plain, address)
    with database.write() as conn:
        row = conn.execute(_SQL["account"], {"name": plain}).one_or_none()
    right = _matches(row.password if row else _nobody(), password[:LONGEST])
    if row is None or not right or row.disabled_at is not None:
        with database.write() as conn:
            who = row.name if row else audit.pseudonym(conn, plain)
            audit.add(conn, by=who, role="", action=Action.LOGIN_FAILED, subject="sesi", address=address)
        raise wrong_password()
    with database.write() as conn:
        brake.take_back(conn, keys)
        if _hasher.check_needs_rehash(row.password):
            anew = {"id": row.id, "password": _hashed(password), "was": row.password}
            if conn.execute(_SQL["set_password"], anew).rowcount:
                row = conn.execute(_SQL["account"], {"name": plain}).one()
    return row


def wrong_password() -> NotAllowed:
    """The error for a password that is not the account's, or no longer."""
    return NotAllowed(
        "sandi", "Nama atau kata sandi salah", "The name or the password is wrong", where="password"
    )


def check_password(password: str, name: str = "") -> None:
    """InvalidInput for a password that is too short, too plain, or the account's own name."""
    plain = password.strip().casefold()
    if not SHORTEST <= len(password) <= LONGEST:
        reason = (f"antara {SHORTEST} dan {LONGEST} huruf", f"between {SHORTEST} and {LONGEST} characters")
    elif len(set(plain)) < 6 or plain in "01234567890123456789" or "qwertyuiop" in plain:
        reason = ("tidak berulang atau berurutan", "not repeated or in sequence")
    elif (name and name in plain) or "sigap" in plain or "password" in plain or "katasandi" in plain:
        reason = (
            "tanpa nama akun atau kata yang mudah ditebak",
            "without the account's name or a plain word",
        )
    else:
        return
    raise InvalidInput(
        "sandi_lemah",
        "Kata sandi harus {wanted}",
        "The password must be {wanted_en}",
        where="password",
        wanted=reason[0],
        wanted_en=reason[1],
    )


def _matches(hashed: str, password: str) -> bool:
    try:
        with _at_once:
            return _hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _hashed(password: str) -> str:
    with _at_once:
        return _hasher.hash(password)


@cache
def _nobody() -> str:
    """What is checked where there is no such account, so that it takes as long."""
    return _hashed("tidak ada akun bernama demikian")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _check_name(plain: str) -> None:
    if not 3 <= len(plain) <= _NAME_LENGTH or not all(char.isalnum() or char in "._-@" for char in plain):
        raise InvalidInput(
            "nama_akun",
            "Nama akun: 3 sampai 60 huruf, angka, titik, garis atau @",
            "An account name has 3 to 60 letters, digits, dots, dashes or @",
            where="name",
        )


def _found(conn: sa.Connection, name: str) -> sa.Row[Any]:
    row = conn.execute(_SQL["account"], {"name": _plain(name)}).one_or_none()
    if row is None:
        raise _no_account(name)
    return row


def _no_account(name: str) -> NotFound:
    return NotFound(
        "akun", "Akun '{name}' tidak ada", "There is no account '{name}'", where="name", name=name[:60]
    )


def _note(conn: sa.Connection, by: Viewer, subject: str) -> None:
    audit.add(conn, by=by.name, role=by.role, action=Action.ACCOUNT, subject=subject)
