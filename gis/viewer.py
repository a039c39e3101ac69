"""Who is asking: the one value that decides what may be read."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Two classes of reader; caches and derived tables are kept apart by it."""

    PUBLIC = "publik"  # verified reports only
    OFFICER = "petugas"  # drafts too, marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A reader or writer. `auto_verify`: what it sends is verified on arrival."""

    name: str
    audience: Audience
    agency: str | None = None
    auto_verify: bool = False

    @property
    def is_public(self) -> bool:
        """Whether nobody is logged in."""
        return self.audience is Audience.PUBLIC


PUBLIC = Viewer(name="publik", audience=Audience.PUBLIC)
"""A reader without login."""


def officer(name: str, *, agency: str | None = None, auto_verify: bool = False) -> Viewer:
    """A logged-in officer, or the command line's own user."""
    return Viewer(name=name, audience=Audience.OFFICER, agency=agency, auto_verify=auto_verify)
