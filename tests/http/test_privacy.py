"""Nothing personal and no free text reaches the public, by any address there is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from starlette.testclient import TestClient

from tests.http.conftest import Post
from tests.http.files import LAYER, gpkg
from tests.http.words import REPORT, SECRETS


def public_addresses(client: TestClient, event: str) -> Iterator[str]:
    """Every address that a reader without a token may ask."""
    known = {"id": event, "layer": "kejadian", "style": "sigap", "collection": "kejadian", "feature": event}
    known |= {"z": "5", "x": "25", "y": "16", "number": "x", "code": "x"}
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        if "get" in methods and path != "/api/live":
            yield re.sub(r"{(\w+)}", lambda name: known.get(name[1], "x"), path)
    yield from (
        "/metrics",
        "/api/events?limit=1",
        "/ogc/collections/kejadian/items?f=html",
        "/ogc?f=html",
        "/docs",
    )


def test_no_secret_word_reaches_the_public(
    client: TestClient, post: Post, officer: dict[str, str], tmp_path: Path
) -> None:
    (item,) = post().json()["items"]
    update = REPORT.replace("RB 3 unit", "RB 4 unit").replace("PUSDALOPS", "UPDATE PUSDALOPS")
    post(update, headers=officer)
    post(file=("posko.gpkg", gpkg(tmp_path)), **LAYER)
    asked = 0
    for path in public_addresses(client, item["event"]):
        answer = client.get(path)
        assert answer.status_code in (200, 204, 400, 401, 404, 503), path
        text = answer.content.decode("utf-8", "replace").lower()
        for secret in SECRETS:
            assert secret.lower() not in text, (secret, path)
        asked += answer.status_code == 200
    assert asked > 20

    whole = client.get(f"/api/reports/{item['report']}", headers=officer).json()
    kept = json.dumps(whole, ensure_ascii=False)
    assert "pelabuhan lama" in kept  # officers do read it


def test_the_sender_is_told_no_more_than_needed(post: Post) -> None:
    answer = post()
    for secret in SECRETS:
        assert secret not in answer.text


def test_problems_do_not_repeat_secrets(client: TestClient, officer: dict[str, str]) -> None:
    key = officer["Authorization"].removeprefix("Bearer ")
    answer = client.get("/api/events", headers={"Authorization": f"Bearer {key}x"})
    assert answer.status_code == 401
    assert key not in answer.text
