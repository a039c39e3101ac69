"""The application over a fresh database, asked through its HTTP surface."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from api import accounts, tokens
from api.app import create_app
from gis.db import Database
from gis.settings import Settings
from tests.http.logins import NAME, PASSWORD
from tests.http.words import REPORT

Post = Callable[..., httpx.Response]


@pytest.fixture
def client(settings: Settings, database: Database) -> Iterator[TestClient]:
    """A client of the whole application; an unforeseen error fails the test."""
    here = ("127.0.0.1", 50000)
    with TestClient(create_app(settings, database), follow_redirects=False, client=here) as opened:
        yield opened


@pytest.fixture
def officer(database: Database) -> dict[str, str]:
    """Headers of an officer whose submissions wait for verification."""
    return {"Authorization": f"Bearer {tokens.create(database, name='petugas-uji')}"}


@pytest.fixture
def trusted(database: Database) -> dict[str, str]:
    """Headers of a sender whose submissions are verified on arrival."""
    secret = tokens.create(database, name="posko-uji", auto_verify=True, agency="bpbd_bangka_selatan")
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def post(client: TestClient, trusted: dict[str, str]) -> Post:
    """Send a text, or with `file=(name, bytes)` a form."""

    def sender(
        text: str | bytes = REPORT,
        *,
        file: tuple[str, bytes] | None = None,
        headers: dict[str, str] | None = None,
        **fields: str,
    ) -> Any:
        known = headers or trusted
        if file:
            return client.post("/api/submissions", files={"file": file}, data=fields, headers=known)
        content = text.encode() if isinstance(text, str) else text
        return client.post(
            "/api/submissions", content=content, headers={**known, "Content-Type": "text/plain"}
        )

    return sender


@pytest.fixture
def far(settings: Settings, database: Database) -> Iterator[TestClient]:
    """A browser elsewhere, over https behind a proxy that is trusted."""
    known = settings.model_copy(update={"trusted_proxies": ("10.0.0.1",)})
    accounts.add(database, name=NAME, password=PASSWORD, role="pusdalops")
    with TestClient(
        create_app(known, database), client=("10.0.0.1", 4000), base_url="https://sigap.example"
    ) as opened:
        opened.headers["X-Forwarded-For"] = "203.0.113.9"
        opened.headers["X-Forwarded-Proto"] = "https"
        yield opened
