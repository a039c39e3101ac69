"""Who wrote in a chat is nowhere in public; one of its reports is erased alone."""

import json

from starlette.testclient import TestClient

from api import tokens
from gis.db import Database
from tests.db.test_chat import CHAT
from tests.db.test_erasing_one import CHAT as TWO
from tests.db.test_erasing_one import HERS
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


def test_one_report_of_a_chat_is_erased(
    client: TestClient, database: Database, post: Post, officer: dict[str, str]
) -> None:
    body = post(file=("_chat.txt", TWO.encode())).json()
    hers, his = (item["report"] for item in body["items"] if item.get("report"))
    admin = {"Authorization": f"Bearer {tokens.create(database, name='kepala-uji', role='admin')}"}
    assert HERS in client.get(f"/api/reports/{hers}", headers=officer).text
    texts = client.get(f"/api/reports/{his}", headers=officer).json()["texts"]

    told = {"report": hers, "reason": f"diminta {HERS}"}
    done = client.post("/api/erasures", json=told, headers=admin)

    assert done.status_code == 201
    assert (done.json()["reports"], done.json()["kept"]) == (1, 1)
    assert HERS not in client.get(f"/api/reports/{hers}", headers=officer).text
    why = {"reason": "teksnya sudah dihapus"}  # as erased texts read, which is no word to hide
    assert client.post(f"/api/reports/{hers}/reject", json=why, headers=officer).is_success
    assert "teksnya sudah dihapus" in client.get(f"/api/reports/{hers}", headers=officer).text
    whole = client.get(f"/api/reports/{his}", headers=officer)
    assert whole.json()["texts"] == texts
    assert "dapur" in str(texts)
    assert whole.json()["original"]["text"] == "dihapus"  # the message as a whole is gone for both
    listed = client.get("/api/erasures", headers=admin)
    assert HERS not in listed.text
    (line,) = listed.json()["erasures"]
    assert (line["report_id"], line["only_report"]) == (hers, True)
    assert client.post("/api/erasures", json=told, headers=admin).status_code == 409


def test_reasons_hold_nothing_that_erasing_would_leave(
    client: TestClient, database: Database, post: Post, officer: dict[str, str]
) -> None:
    body = post(file=("_chat.txt", TWO.encode()), headers=officer).json()
    hers, his = (item["report"] for item in body["items"] if item.get("report"))
    whole = client.get(f"/api/reports/{hers}", headers=officer).json()
    number = next(each["id"] for each in whole["figures"] if each["value"])
    bare = f"rumah {HERS} dihitung ulang"  # no cue: known from the report itself
    for path, said in (
        (f"/api/reports/{hers}/correct", {"figures": [{"id": number, "value": 8}], "reason": bare}),
        (f"/api/reports/{hers}/check", {"reason": bare}),
        (f"/api/reports/{hers}/link", {"reason": bare}),
        ("/api/reports/verify", {"reports": [hers, his], "reason": bare}),
        (f"/api/reports/{his}/reject", {"reason": "ditelepon a/n Umpama Belaka, HP 0812-0000-1111"}),
    ):
        assert client.post(path, json=said, headers=officer).is_success, path
    with database.write() as conn:
        names = conn.exec_driver_sql(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'sigap' "
            "AND table_name NOT LIKE 'area%%'"
        ).scalars()
        rows = [str(conn.exec_driver_sql(f'SELECT t::text FROM sigap."{name}" t').all()) for name in names]
    kept = " ".join(rows)
    assert "dihitung ulang" in kept
    assert "[disamarkan] dihitung ulang" in kept
    for word in (HERS, "Umpama Belaka", "0812-0000-1111"):
        assert word not in kept
