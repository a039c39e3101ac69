"""Who is asking: the one value that decides what may be read."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Two classes of reader; caches and derived tables are kept apart by it."""

    PUBLIC = "publik"  # verified reports only
    OFFICER = "petugas"  # drafts too, marked


class Role(StrEnum):
    """What somebody is here to do; `api.permissions` says what each may."""

    PUBLIC = "publik"  # no login
    REGENCY = "petugas_kabupaten"  # sends and mends the reports of its own regency
    OPERATIONS = "pusdalops"  # verifies, merges, publishes
    LEADERSHIP = "pimpinan"  # reads all, approves
    ANALYST = "analis"  # reads all, exports
    SECTOR = "opd"  # adds and reads its own sector's figures
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A reader or writer.

    `auto_verify`: what it sends is verified on arrival. `area`: the regency it is bound to, a dotted code,
    or None for the whole province.
    """

    name: str
    audience: Audience
    role: Role = Role.PUBLIC
    agency: str | None = None
    area: str | None = None
    auto_verify: bool = False

    @property
    def is_public(self) -> bool:
        """Whether nobody is logged in."""
        return self.audience is Audience.PUBLIC


PUBLIC = Viewer(name="publik", audience=Audience.PUBLIC)
"""A reader without login."""


def officer(
    name: str,
    *,
    role: Role = Role.OPERATIONS,
    agency: str | None = None,
    area: str | None = None,
    auto_verify: bool = False,
) -> Viewer:
    """A logged-in officer, or the command line's own user."""
    return Viewer(
        name=name, audience=Audience.OFFICER, role=role, agency=agency, area=area, auto_verify=auto_verify
    )
