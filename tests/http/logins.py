"""An account, and how it logs in."""

import httpx
from starlette.testclient import TestClient

NAME, PASSWORD = "siaga.uji", "kucing-lompat-pagar-7"


def login(client: TestClient, name: str = NAME, password: str = PASSWORD, **headers: str) -> httpx.Response:
    """Try to log in."""
    return client.post("/api/session", json={"name": name, "password": password}, headers=headers)  # type: ignore[return-value]
