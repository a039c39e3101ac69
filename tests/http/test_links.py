"""Links name the address under which the client reached us, behind proxies too."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from gis.db import Database
from gis.settings import Settings


def addresses(document: Any) -> list[str]:
    """Every absolute address anywhere in a JSON document, but for namespaces."""
    if isinstance(document, dict):
        return [url for value in document.values() for url in addresses(value)]
    if isinstance(document, list):
        return [url for value in document for url in addresses(value)]
    is_url = isinstance(document, str) and re.match("https?://", document)
    return [document] if is_url and "opengis.net" not in document and "json-schema" not in document else []


LINKED = (
    "/tiles/kejadian",
    "/styles/sigap.json",
    "/ogc",
    "/ogc/collections",
    "/ogc/collections/kecamatan/items?limit=5",
)


def test_forwarded_headers_are_believed_of_trusted_proxies_only(
    settings: Settings, database: Database
) -> None:
    headers = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "sigap.test, dalam",
        "X-Forwarded-Prefix": "/peta/",
    }
    for trusted, start in (((), "http://testserver/"), (("testclient",), "https://sigap.test/peta/")):
        app = create_app(settings.model_copy(update={"trusted_proxies": trusted}), database)
        with TestClient(app) as client:
            for path in LINKED:
                found = addresses(client.get(path, headers=headers).json())
                assert found
                assert all(url.startswith(start) for url in found), found


@pytest.mark.parametrize("stripped", [True, False])
def test_a_base_path_is_in_every_link(settings: Settings, database: Database, stripped: bool) -> None:
    """Proxies pass the prefix on or take it off; both must do."""
    app = create_app(settings.model_copy(update={"base_path": "/sigap"}), database)
    with TestClient(app) as client:
        for path in LINKED:
            answer = client.get(path if stripped else f"/sigap{path}")
            assert answer.status_code == 200, path
            found = addresses(answer.json())
            assert all(url.startswith("http://testserver/sigap/") for url in found), found
            assert not [url for url in found if "/sigap/sigap" in url]
        assert client.get("/api/areas" if stripped else "/sigap/api/areas").status_code == 200
