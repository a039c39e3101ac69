"""Asking another server: one request at a time, with a rest between two, a bound on everything, and manners.

Its `Retry-After` is kept to. What was asked before is asked for conditionally. Nothing leads to another
server unless the operator vouches for that one, and what a protected server is shown stays with it.
"""

import fcntl
import hashlib
import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TextIO
from urllib.parse import urljoin

import httpx

from gis.errors import SigapError
from gis.settings import Settings
from ingest.remote import troubles
from ingest.remote.credentials import Credential
from ingest.remote.guard import Guard, GuardedTransport, origin

MAX_PAGE_MB = 64  # of one answer, unpacked
PATIENT_S = 60.0  # a longer wait than this is left to a later try
TRIES = 3
HOPS = 3
_SLOW = 5  # times the timeout that one answer may take in all
_BUSY = (429, 503)
_AWAY = (500, 502, 504)
for _chatty in ("httpx", "httpcore"):  # at lower levels they write down whole addresses and headers
    logging.getLogger(_chatty).setLevel(logging.WARNING)


class Stopped(Exception):
    """Asked to stop: what was fetched so far is kept."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How an answer that is kept was marked by its server."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: in `body` unless `unchanged` (304). `url` is where it came from in the end."""

    url: str
    body: Path
    headers: httpx.Headers
    unchanged: bool = False

    @property
    def seen(self) -> Seen:
        """What to send along the next time."""
        return Seen(self.headers.get("etag"), self.headers.get("last-modified"))

    def content(self) -> bytes:
        """The body, which is of at most MAX_PAGE_MB."""
        return self.body.read_bytes()


class Asker:
    """Asks one registered server. Counts `requests` and `bytes` (unpacked)."""

    def __init__(
        self,
        settings: Settings,
        registered: str,
        folder: Path,
        stopping: Callable[[], bool] = lambda: False,
        credential: Credential | None = None,
    ) -> None:
        self.host = origin(registered)[1]
        self.page_size = settings.remote_page
        self.requests = 0
        self.bytes = 0
        self._registered = registered
        self._settings = settings
        self._folder = folder
        self._stopping = stopping
        self._credential = credential or Credential()
        self._guard = Guard(settings.remote_hosts)
        self._rest_s = settings.remote_delay_ms / 1000
        self._next_at = 0.0
        proxy = settings.remote_proxy.get_secret_value() if settings.remote_proxy else None
        self._client = httpx.Client(
            transport=GuardedTransport(self._guard, proxy),
            headers={"User-Agent": settings.remote_agent, "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(settings.remote_timeout_s, connect=min(15.0, settings.remote_timeout_s)),
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    def onward(self, base: str, link: str) -> str:
        """A link of an answer as it may be followed; InvalidInput where it leads to another server."""
        return self._guard.check_onward(self._registered, self._credential.without(urljoin(base, link)))

    def get(self, url: str, *, accept: str = "*/*", seen: Seen | None = None) -> Answer:
        """What the server gives for an address; SigapError says what was wrong."""
        waited: SigapError | None = None
        for attempt in range(TRIES):
            self.rest()
            try:
                return self._follow(url, _headers(accept, seen))
            except httpx.TransportError as error:
                waited = troubles.silent(self.host, type(error).__name__)
                self._next_at = time.monotonic() + self._rest_s * 2 ** (attempt + 1)
            except (httpx.DecodingError, httpx.InvalidURL) as error:
                kind = type(error).__name__
                raise troubles.strange(
                    self.host, f"tidak terbaca ({kind})", f"unreadable ({kind})"
                ) from error
            except _Busy as error:
                waited = troubles.busy(self.host, error.status, error.seconds)
                if error.seconds is not None and error.seconds > PATIENT_S:
                    break
                rest = self._rest_s * 2 ** (attempt + 1) if error.seconds is None else error.seconds
                self._next_at = time.monotonic() + rest
        assert waited is not None
        raise waited

    def rest(self) -> None:
        """Wait until the server may be asked again; Stopped when asked to stop meanwhile."""
        while True:
            if self._stopping():
                raise Stopped
            left = self._next_at - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, 0.2))

    def _follow(self, url: str, headers: dict[str, str]) -> Answer:
        for _ in range(HOPS + 1):
            self.requests += 1
            try:
                called, shown = self._credential.shown(url)
                with self._client.stream("GET", called, headers=headers | shown) as response:
                    if not response.has_redirect_location:
                        return self._answer(url, response)
                    url = self.onward(url, response.headers["location"])
            finally:
                self._next_at = time.monotonic() + self._rest_s
            self.rest()
        raise troubles.strange(self.host, "mengarahkan terus-menerus", "it leads on and on")

    def _answer(self, url: str, response: httpx.Response) -> Answer:
        status = response.status_code
        body = self._folder / "jawaban"
        if status == 304:
            return Answer(url, body, response.headers, unchanged=True)
        if status in _BUSY or status in _AWAY:
            raise _Busy(status, retry_after_s(response.headers.get("retry-after")))
        self._receive(response, body)
        self._credential.cleaned(body)
        if status != 200:
            raise troubles.refused(self.host, status, words_of(body.read_bytes()))
        return Answer(url, body, response.headers)

    def _receive(self, response: httpx.Response, body: Path) -> None:
        until = time.monotonic() + _SLOW * self._settings.remote_timeout_s
        size = 0
        with body.open("wb") as file:
            for chunk in response.iter_bytes(1 << 16):
                size += len(chunk)
                self.bytes += len(chunk)
                if size > MAX_PAGE_MB << 20:
                    raise troubles.too_large(self.host, MAX_PAGE_MB)
                if self.bytes > self._settings.remote_max_mb << 20:
                    raise troubles.too_large(self.host, self._settings.remote_max_mb)
                if time.monotonic() > until:
                    raise troubles.silent(self.host, "terlalu lambat / too slow")
                if self._stopping():
                    raise Stopped
                file.write(chunk)


class _Busy(Exception):
    """The server cannot answer now; it may have said when."""

    def __init__(self, status: int, seconds: float | None) -> None:
        self.status = status
        self.seconds = seconds
        super().__init__(status)


def _headers(accept: str, seen: Seen | None) -> dict[str, str]:
    headers = {"Accept": accept}
    if seen and seen.etag:
        headers["If-None-Match"] = seen.etag
    if seen and seen.modified:
        headers["If-Modified-Since"] = seen.modified
    return headers


def retry_after_s(said: str | None) -> float | None:
    """Seconds of a Retry-After header, which is a number or a date; None where it says nothing readable."""
    if not said:
        return None
    if re.fullmatch(r"\d{1,9}", said.strip()):
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def words_of(body: bytes) -> str:
    """What an answer that is an error says to people, as far as it can be told."""
    text = body[:20_000].decode("utf-8", "replace")
    title = re.search(r"<title[^>]*>(.*?)</title>", text, re.I | re.S)
    return title[1] if title else re.sub(r"<[^>]*>", " ", text)[:300]


@contextmanager
def alone(folder: Path, name: str, stopping: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Be the only process of this installation that has this name; Stopped when asked to stop meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    with (folder / f"{digest}.kunci").open("a") as file:
        while not _locked(file):
            if stopping():
                raise Stopped
            time.sleep(0.1)
        yield


def _locked(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
