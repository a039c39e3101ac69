"""Who wrote in a chat is nowhere in public; one of its reports is erased alone."""

import json

from starlette.testclient import TestClient

from api import tokens
from gis.db import Database
from tests.db.test_chat import CHAT
from tests.db.test_erasing_one import CHAT as TWO
from tests.db.test_erasing_one import HERS, HIS
from tests.http.conftest import Post
from tests.http.words import REPORT


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
        (
            f"/api/reports/{hers}/reject",
            {"reason": "kata Andaikan Sajalah, itu Andaikan Lagi (56)"},
        ),  # no cue
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
    for word in (HERS, "Umpama Belaka", "0812-0000-1111", "Andaikan"):
        assert word not in kept


def test_reasons_of_linking_hold_nothing_of_either_event(
    client: TestClient, database: Database, post: Post, officer: dict[str, str]
) -> None:
    body = post(file=("_chat.txt", TWO.encode()), headers=officer).json()
    hers, his = (item["event"] for item in body["items"] if item.get("report"))
    said = f"{HERS} dan {HIS} serumah, kata Andaikan Sajalah"  # without a cue
    hidden = "[disamarkan] dan [disamarkan] serumah, kata [disamarkan]"
    for path, body in (
        (f"/api/events/{his}/merge", {"into": hers, "reason": said}),
        (f"/api/events/{hers}/unmerge", {"reason": said}),
        (f"/api/events/{his}/merge", {"into": hers, "reason": said}),
        (f"/api/events/{his}/unmerge", {"reason": said}),
    ):
        assert client.post(path, json=body, headers=officer).is_success, path
    admin = {"Authorization": f"Bearer {tokens.create(database, name='kepala-uji', role='admin')}"}
    lines = client.get("/api/audit?action=tulis", headers=admin).json()["lines"]
    assert [line["subject"].partition(": ")[2] for line in lines[:4]] == [hidden] * 4


def test_the_answer_to_a_candidate_holds_nothing_of_its_reports(
    client: TestClient, post: Post, officer: dict[str, str]
) -> None:
    named = f"{REPORT}Pemilik : a/n {HERS}\n"
    post(named, headers=officer)
    post(named.replace("Selasa, 10/03/2026 Pkl.", "09/03/2026 Pkl."), headers=officer)
    (asked,) = client.get("/api/candidates", headers=officer).json()["candidates"]
    answer = {"reason": f"{HERS} dihitung dua kali"}
    assert client.post(f"/api/candidates/{asked['id']}/accept", json=answer, headers=officer).is_success
    (told,) = client.get("/api/candidates?state=dijawab", headers=officer).json()["candidates"]
    assert told["answer_reason"] == "[disamarkan] dihitung dua kali"
