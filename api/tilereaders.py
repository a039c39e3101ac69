"""Who lately asked for tiles with which credentials, so that "unchanged" can be said without the database.

Only a 304 is ever answered from here: it has no body, and tells a reader whose login has just ended nothing
but that what he already holds is still the same. Every tile itself is given after asking who it is.
"""

import hashlib
import time
from collections import OrderedDict

from starlette.requests import Request

from gis.viewer import Viewer

GOOD_FOR_S = 60.0
_MOST = 10_000


class Readers:
    """Viewers by a digest of their credentials, each for a minute since he was last asked for."""

    def __init__(self) -> None:
        self._seen: OrderedDict[bytes, tuple[Viewer, float]] = OrderedDict()

    def get(self, credentials: bytes) -> Viewer | None:
        """The viewer who was found for these credentials within the last minute."""
        seen = self._seen.get(credentials)
        return seen[0] if seen and seen[1] > time.monotonic() else None

    def keep(self, credentials: bytes, viewer: Viewer) -> None:
        """Remember who the database said it is."""
        self._seen[credentials] = (viewer, time.monotonic() + GOOD_FOR_S)
        self._seen.move_to_end(credentials)
        while len(self._seen) > _MOST:
            self._seen.popitem(last=False)


def credentials(request: Request) -> bytes:
    """A digest of what the request says of its sender; empty where it says nothing. Secrets are not kept."""
    told = (request.headers.get("authorization", ""), request.headers.get("cookie", ""))
    return hashlib.sha256("\n".join(told).encode()).digest() if any(told) else b""
