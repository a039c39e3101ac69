"""Who is asking: the one value that decides what may be read."""

from dataclasses import dataclass
from enum import StrEnum

from gis import codes


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
    or None for the whole province: drafts of other regencies are not for it. `scope`: the permissions of a
    token that was given fewer than its role has; None: all of the role's. `sector`: the one whose figures an
    opd reads.
    """

    name: str
    audience: Audience
    role: Role = Role.PUBLIC
    agency: str | None = None
    area: str | None = None
    auto_verify: bool = False
    scope: frozenset[str] | None = None
    sector: str | None = None

    @property
    def kinds(self) -> frozenset[str] | None:
        """The kinds of figures that it reads: its sector's; None: all of them."""
        if self.role is not Role.SECTOR:
            return None
        known = codes.sectors().get(self.sector or "")
        return known.kinds if known else frozenset()

    def reads(self, kind: str) -> bool:
        """Whether it reads figures of that kind."""
        kinds = self.kinds
        return kinds is None or kind in kinds

    @property
    def bound(self) -> str | None:
        """The regency outside of which it reads what the public reads; None where nothing is held back so."""
        return None if self.is_public else self.area

    @property
    def sight(self) -> str:
        """What decides what is seen: answers to viewers of the same sight are the same."""
        return f"{self.audience}@{self.bound}" if self.bound else self.audience.value

    @property
    def is_public(self) -> bool:
        """Whether only what is public may be read."""
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
