"""Bearer tokens of programs: a random secret shown once; only its hash is kept."""

import hashlib
import secrets
from datetime import UTC, datetime

import sqlalchemy as sa

from gis import codes, register, tables
from gis.db import Database
from gis.errors import InvalidInput, NotAllowed
from gis.viewer import Viewer, officer

PREFIX = "sigap_"


def create(
    database: Database,
    *,
    name: str,
    auto_verify: bool = False,
    agency: str | None = None,
    expires_at: datetime | None = None,
) -> str:
    """Make a token and return its secret, which is never shown again."""
    if agency and not codes.agency_named(agency):
        raise InvalidInput(
            "agency",
            "Instansi '{agency}' tidak dikenal; lihat data/codes/agencies.csv",
            "Agency '{agency}' is not known; see data/codes/agencies.csv",
            where="--agency",
            agency=agency,
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    with database.write() as conn:
        conn.execute(
            sa.insert(tables.api_token),
            {
                "id": register.new_id(),
                "name": name,
                "secret_hash": _hash(secret),
                "auto_verify": auto_verify,
                "agency": agency,
                "created_at": datetime.now(UTC),
                "expires_at": expires_at,
            },
        )
    return secret


def viewer_of(database: Database, secret: str) -> Viewer:
    """Who holds this secret; NotAllowed when nobody does, or no longer."""
    # The hash is looked up, not the secret compared: timing tells nothing about the secret.
    table = tables.api_token
    with database.write() as conn:
        row = conn.execute(sa.select(table).where(table.c.secret_hash == _hash(secret))).one_or_none()
    if row is None or (row.expires_at and row.expires_at < datetime.now(UTC)):
        raise NotAllowed(
            "token",
            "Token tidak dikenal atau sudah kedaluwarsa",
            "The token is not known or has expired",
            where="Authorization",
        )
    return officer(row.name, agency=row.agency, auto_verify=row.auto_verify)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
