"""Bearer tokens of programs: a random secret shown once; only its hash is kept."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from api.permissions import Permission, audience_of, check_role
from gis import audit, queries, register
from gis.audit import Action
from gis.db import Database
from gis.errors import InvalidInput, NotAllowed, NotFound
from gis.viewer import Role, Viewer, officer

_SQL = queries.load("api.people")
PREFIX = "sigap_"
DAYS, MOST_DAYS = 365, 3660
"""For how long a token holds where nothing else is said, and at most where it ends at all."""

COMMAND_LINE = officer("baris-perintah", role=Role.ADMIN)


def create(
    database: Database,
    *,
    name: str,
    role: str = Role.OPERATIONS,
    area: str | None = None,
    scope: Collection[str] | None = None,
    auto_verify: bool = False,
    agency: str | None = None,
    sector: str | None = None,
    expires_at: datetime | None = None,
    by: Viewer = COMMAND_LINE,
) -> str:
    """Make a token and return its secret, which is never shown again.

    `scope`: permissions, if it shall have fewer than its role. InvalidInput for a role, area, agency or
    permission that there is not.
    """
    known = check_role(role, area, agency, sector)
    secret, key = PREFIX + secrets.token_urlsafe(32), register.new_id()
    values = {
        "id": key,
        "name": name,
        "hash": _hash(secret),
        "auto_verify": auto_verify,
        "agency": agency,
        "expires_at": expires_at,
        "role": known.value,
        "area": area,
        "sector": sector,
        "scope": None if scope is None else sorted(_permissions(scope)),
        "by": by.name,
    }
    with database.write() as conn:
        conn.execute(_SQL["add_token"], values)
        audit.add(conn, by=by.name, role=by.role, action=Action.TOKEN, subject=f"buat {key} {name} {known}")
    return secret


def end_after(days: int | None) -> datetime | None:
    """When a token of today ends: after DAYS where `days` is None, never for 0."""
    days = DAYS if days is None else days
    return datetime.now(UTC) + timedelta(days=days) if days else None


def listed(database: Database) -> list[dict[str, Any]]:
    """All tokens, the newest first, without their secrets."""
    with database.write() as conn:
        return [dict(row) for row in conn.execute(_SQL["tokens"]).mappings()]


def revoke(database: Database, token: UUID, *, by: Viewer = COMMAND_LINE) -> None:
    """End a token from now on; NotFound when there is none of that id."""
    with database.write() as conn:
        if not conn.execute(_SQL["revoke_token"], {"id": token}).rowcount:
            raise NotFound(
                "token", "Token {id} tidak ada", "There is no token {id}", where="id", id=str(token)
            )
        audit.add(conn, by=by.name, role=by.role, action=Action.TOKEN, subject=f"cabut {token}")


def viewer_of(database: Database, secret: str) -> Viewer:
    """Who holds this secret; NotAllowed when nobody does, or no longer."""
    # The hash is looked up, not the secret compared: timing tells nothing about the secret.
    with database.write() as conn:
        row = conn.execute(_SQL["token"], {"hash": _hash(secret)}).one_or_none()
    if row is None:
        raise NotAllowed(
            "token",
            "Token tidak dikenal, dicabut, atau sudah kedaluwarsa",
            "The token is not known, was revoked, or has expired",
            where="Authorization",
        )
    return viewer_from(
        row, scope=None if row.scope is None else frozenset(row.scope), auto_verify=row.auto_verify
    )


def viewer_from(
    row: sa.Row[Any], *, scope: frozenset[str] | None = None, auto_verify: bool = False
) -> Viewer:
    """The viewer that a row of tokens or accounts stands for."""
    role = Role(row.role)
    return Viewer(
        name=row.name,
        audience=audience_of(role, scope),
        role=role,
        agency=row.agency,
        area=row.area,
        auto_verify=auto_verify,
        scope=scope,
        sector=row.sector,
    )


def _permissions(names: Collection[str]) -> set[Permission]:
    try:
        return {Permission(name) for name in names}
    except ValueError as error:
        raise InvalidInput(
            "lingkup",
            "Wewenang dalam lingkup token tidak dikenal; yang ada: {known}",
            "The token's scope holds an unknown permission; there are: {known}",
            where="scope",
            known=", ".join(Permission),
        ) from error


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
