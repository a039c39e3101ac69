"""Accounts and tokens, for the administrator."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import JSONResponse

from api import accounts, tokens
from api.asked import parse_id
from api.bodies import Body
from api.deps import Admin, Db, only_known
from api.routes.jsonable import jsonable
from gis.viewer import Role

router = APIRouter(prefix="/api", tags=["akun"], dependencies=[Depends(only_known)])


class NewAccount(Body):
    """An account to make."""

    name: str = Field(max_length=200)
    password: str = Field(max_length=1000)
    role: Role
    area: str | None = Field(None, max_length=20, description="kabupaten petugas_kabupaten, mis. 19.03")
    agency: str | None = Field(None, max_length=200)
    sector: str | None = Field(None, max_length=40, description="sektor opd, mis. kesehatan")


class Change(Body):
    """What to change of an account; what is not named stays, null takes away."""

    role: Role | None = None
    area: str | None = Field(None, max_length=20)
    agency: str | None = Field(None, max_length=200)
    sector: str | None = Field(None, max_length=40)
    disabled: bool | None = None
    password: str | None = Field(None, max_length=1000)


class NewToken(Body):
    """A token to make. `scope`: permissions, if fewer than its role's."""

    name: str = Field(min_length=1, max_length=200)
    role: Role = Role.OPERATIONS
    area: str | None = Field(None, max_length=20)
    agency: str | None = Field(None, max_length=200)
    sector: str | None = Field(None, max_length=40)
    scope: list[str] | None = Field(None, max_length=50)
    auto_verify: bool = False
    days: int | None = Field(
        None,
        ge=0,
        le=tokens.MOST_DAYS,
        description=f"berlaku sekian hari; kosong: {tokens.DAYS}; 0: tanpa batas",
    )


@router.get("/accounts", summary="Daftar akun")
def list_accounts(db: Db, viewer: Admin) -> dict[str, Any]:
    """All accounts by name."""
    return {"accounts": jsonable(accounts.listed(db))}


@router.post("/accounts", summary="Buat akun", status_code=201)
def add_account(db: Db, viewer: Admin, told: NewAccount) -> JSONResponse:
    """A local account with its role."""
    accounts.add(db, **told.model_dump(), by=viewer)
    return JSONResponse({"name": told.name, "role": told.role, "area": told.area}, 201)


@router.patch("/accounts/{name}", summary="Ubah, tutup, buka, atau ganti sandi akun")
def change_account(db: Db, viewer: Admin, name: str, told: Change) -> dict[str, Any]:
    """Another role, area, agency or sector, a new password, closed or open again; what it held ends."""
    office = told.model_dump(include=told.model_fields_set & {*accounts.OFFICE})
    ended = accounts.mend(db, name, office=office, password=told.password, disabled=told.disabled, by=viewer)
    return {"name": name} | (asdict(ended) if ended else {})


@router.get("/tokens", summary="Daftar token")
def list_tokens(db: Db, viewer: Admin) -> dict[str, Any]:
    """All tokens, the newest first, without their secrets."""
    return {"tokens": jsonable(tokens.listed(db))}


@router.post("/tokens", summary="Buat token", status_code=201)
def add_token(db: Db, viewer: Admin, told: NewToken) -> JSONResponse:
    """A token for a program, and until when it holds; its secret is in this answer only."""
    expires_at = tokens.end_after(told.days)
    secret = tokens.create(db, **told.model_dump(exclude={"days"}), expires_at=expires_at, by=viewer)
    return JSONResponse(jsonable({"name": told.name, "token": secret, "expires_at": expires_at}), 201)


@router.delete("/tokens/{id}", summary="Cabut token")
def revoke_token(db: Db, viewer: Admin, id: str) -> dict[str, Any]:
    """End a token from now on."""
    tokens.revoke(db, parse_id(id), by=viewer)
    return {"id": id, "revoked": True}
