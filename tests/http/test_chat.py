"""Who wrote in a chat is nowhere in public."""

import json

from starlette.testclient import TestClient

from tests.db.test_chat import CHAT
from tests.http.conftest import Post


def test_no_sender_is_public(client: TestClient, post: Post) -> None:
    body = post(file=("_chat.txt", CHAT.encode())).json()
    assert (body["loaded"], body["messages"], body["chatter"]) == (3, 5, 1)
    paths = ["/api/events", "/api/summary", "/api/reports", "/ogc/collections/kejadian/items"]
    paths += [f"/api/events/{item['event']}" for item in body["items"]]
    paths += [f"/api/reports/{item['report']}" for item in body["items"]]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code in (200, 401, 403, 404)
        said = json.dumps(answer.json())
        assert not any(name in said for name in ("Surya", "Ratih", "0000-2222")), path
