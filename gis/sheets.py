"""Printed sheets as the register knows them: number, code, and whether one still holds.

Number and code follow from what was ordered and from the ledger entry that last changed its scope: the
same order gives the same sheet. The code is keyed with the installation's secret, so that nobody can
guess the code of a sheet that he does not hold.
"""

import hashlib
import hmac
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gis import queries
from gis.errors import NotFound
from gis.ledger import Entry, Moment
from gis.viewer import Audience

_SQL = queries.load("gis.sheets")
CODE_LENGTH = 16  # base32: 80 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What makes a sheet the sheet it is. `scope`: `area:19.03` or `event:<uuid>`."""

    scope: str
    product: str
    paper: str
    lang: str
    audience: Audience
    request: str  # everything else that was ordered (scale, at …), as canonical text; often empty
    seq: int  # the last ledger entry that changed its scope
    version: int  # how many entries have changed its scope

    @property
    def number(self) -> str:
        """The printed number. It holds no bare four-digit area code, which could be read as BPS's."""
        place = self.scope.split(":", 1)[1]
        place = place[:8] if self.scope.startswith("event:") else place
        tail = hashlib.sha256(self._text().encode()).hexdigest()[:4].upper()
        return f"BABEL-{place}-{self.product}-{self.paper}-{self.lang}-v{self.version}-{tail}".upper()

    def code(self, secret: bytes) -> str:
        """The unguessable code in the sheet's QR."""
        digest = hmac.new(secret, self._text().encode(), hashlib.sha256).digest()
        return b32encode(digest).decode().lower()[:CODE_LENGTH]

    def _text(self) -> str:
        parts = (self.scope, self.product, self.paper, self.lang, self.audience, self.request, self.seq)
        return "|".join(str(part) for part in parts)


def scope_state(conn: sa.Connection, scope: str, audience: Audience, moment: Moment) -> tuple[int, int]:
    """(seq, version) of a scope at a moment: the last entry that changed it, and how many have."""
    kind, _, place = scope.partition(":")
    values: dict[str, Any] = {"audience": audience.value, "seq": moment.seq}
    values |= {"event": UUID(place)} if kind == "event" else {"area": place}
    row = conn.execute(_SQL[f"scope_of_{kind}"], values).one()
    return int(row.seq), int(row.version)


def secret(conn: sa.Connection) -> bytes:
    """The installation's key of sheet codes; the application role alone may read it."""
    return bytes(conn.execute(_SQL["secret"]).scalar_one())


def issue(
    entry: Entry,
    identity: Identity,
    *,
    code: str,
    title: str,
    valid_at: datetime,
    file_sha256: str,
    request: dict[str, Any],
) -> None:
    """Keep that a sheet was issued; the same sheet again changes nothing."""
    statement = _SQL["add"].bindparams(sa.bindparam("request", type_=JSONB))
    entry.conn.execute(
        statement,
        {
            "code": code,
            "number": identity.number,
            "scope": identity.scope,
            "product": identity.product,
            "paper": identity.paper,
            "lang": identity.lang,
            "audience": identity.audience.value,
            "version": identity.version,
            "seq": identity.seq,
            "title": title,
            "valid_at": valid_at,
            "file_sha256": file_sha256,
            "request": request,
            "entry": entry.id,
        },
    )


def find(conn: sa.Connection, code: str) -> dict[str, Any] | None:
    """The sheet with that code, or None when it was not issued yet."""
    row = conn.execute(_SQL["by_code"], {"code": code}).mappings().one_or_none()
    return dict(row) if row else None


def by_code(conn: sa.Connection, code: str) -> dict[str, Any]:
    """The sheet with that QR code; NotFound when none was ever issued."""
    return _found(conn.execute(_SQL["by_code"], {"code": code}).mappings().one_or_none(), code)


def by_number(conn: sa.Connection, number: str) -> dict[str, Any]:
    """The sheet with that printed number; NotFound when none was ever issued."""
    return _found(conn.execute(_SQL["by_number"], {"number": number}).mappings().first(), number)


def superseded_by(conn: sa.Connection, sheet: dict[str, Any], moment: Moment) -> dict[str, Any] | None:
    """None while the sheet holds; else why not: `changed_seq` and the number of a newer sheet, if any."""
    seq, _ = scope_state(conn, sheet["scope"], Audience(sheet["audience"]), moment)
    newer = conn.execute(_SQL["newer"], {key: sheet[key] for key in ("scope", "product", "audience", "seq")})
    sheet_after = newer.mappings().one_or_none()
    if seq == sheet["seq"] and sheet_after is None:
        return None
    return {"changed_seq": seq, "newer": dict(sheet_after) if sheet_after else None}


def issued(
    conn: sa.Connection, *, seq: int, limit: int = 100, before: int | None = None
) -> list[dict[str, Any]]:
    """Sheets issued up to ledger `seq`, and in entries before `before`, newest first; each has its own."""
    asked = {"seq": seq, "limit": limit, "before": before}
    return [dict(row) for row in conn.execute(_SQL["list"], asked).mappings()]


def _found(row: Any, key: str) -> dict[str, Any]:
    if row is None:
        raise no_sheet(key)
    return dict(row)


def no_sheet(key: str) -> NotFound:
    """There is no sheet of that number or code, or not for this reader."""
    return NotFound(
        "lembar",
        "Tidak ada lembar '{key}' yang pernah diterbitkan server ini",
        "No sheet '{key}' was ever issued by this server",
        where="code",
        key=key[:60],
    )
