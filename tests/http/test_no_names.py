"""No phone, NIK or name of any text we have reaches the public: all addresses, tiles, sheets, exports."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from api import sheets as issuing
from api.commands import demonstration
from gis import codes
from gis.db import Database
from gis.files import Files
from gis.settings import Settings
from gis.vault import Vault
from gis.viewer import PUBLIC, officer
from ingest import run
from maps.order import SheetOrder
from tests import mvt
from tests.http.permission_table import application, guarded

TEXTS = Path(__file__).parents[1] / "unit" / "whatsapp"
TRUSTED = officer("posko-uji", auto_verify=True, agency="bpbd_bangka_selatan")
_PHONE = re.compile(r"(?<!\d)(?:\+?62|0)[ .-]?8(?:[ .-]?\d){7,12}(?!\d)")
_NIK = re.compile(r"(?i)\bNIK\b\D{0,6}((?:\d[ .]?){16})")
_NAME = re.compile(
    r"\b(?:a/n|a\.n\.?|an\.|Bpk\.?|Bapak|Ibu|Sdri?\.?|Pak|Pemilik|Pelapor|Korban) ?:? ?(?:a/n )?"
    r"((?:Ibu |Bpk\.? |Nenek |Kakek )?[A-Z][a-z]+(?: (?:bin|binti|[A-Z][a-z]+)){1,3}|Contoh[a-z]+)"
)
_OFFICES = {"bupati", "wali", "gubernur", "camat", "lurah", "kades"}
_FATES = {
    "luka",
    "berat",
    "ringan",
    "sedang",
    "meninggal",
    "dunia",
    "hilang",
    "selamat",
    "jiwa",
    "materil",
    "terdampak",
}
"""What a heading counts: "Korban Luka Berat"."""
_PLACES = (
    _OFFICES
    | _FATES
    | {word.casefold() for area in codes.areas().values() for word in area.full_name.split()}
)


def corpus() -> Iterator[tuple[str, list[str]]]:
    """Every text of the parser's tests and the demonstration, with what is marked as personal in it."""
    for page in sorted(TEXTS.rglob("*.toml")):
        for each in tomllib.loads(page.read_text("utf-8")).get("text", []):
            marked = each.get("personal", []) + [
                w for r in each.get("reports", []) for w in r.get("personal", [])
            ]
            yield each["text"], [str(word) for word in marked]
    for file in sorted((demonstration.FOLDER / "laporan").glob("*.txt")):
        yield file.read_text("utf-8"), []


def secrets_of(text: str, marked: list[str]) -> Iterator[str]:
    """What of a text must be seen by nobody: as marked, and as its shape tells."""
    found = [*marked, *_PHONE.findall(text), *_NIK.findall(text), *_NAME.findall(text)]
    for each in found:
        words = " ".join(each.split()).casefold()
        plain = re.sub(r"\D", "", words)
        if len(plain) >= 9:
            yield plain
            yield words
        elif len(words) >= 6 and not set(words.split()) <= _PLACES:
            yield words


@pytest.fixture
def kept(database: Database, settings: Settings) -> set[str]:
    """All texts in the register, verified; returns their secrets."""
    found: set[str] = set()
    for n, (text, marked) in enumerate(corpus()):
        found.update(secrets_of(text, marked))
        delivery = run.Delivery(content=text.encode(), filename=f"{n}.txt", channel="wa", viewer=TRUSTED)
        run.ingest(database, Files(settings.files), delivery)
    for sheet in ("bnpb-2025-2026.xlsx", "damkar-belitung-timur.csv"):
        delivery = run.Delivery(
            content=demonstration.FOLDER / sheet, filename=sheet, channel="api", viewer=TRUSTED
        )
        run.ingest(database, Files(settings.files), delivery)
    found.update(secrets_of("", list(_found_by_the_parser(database))))
    return found


def _found_by_the_parser(database: Database) -> Iterator[str]:
    with database.read(TRUSTED) as conn:
        opened = Vault(conn)
        found = """SELECT submission_id, report_id, sealed
                   FROM personal_datum p JOIN report r ON r.id = p.report_id"""
        for row in conn.execute(sa.text(found)):
            yield opened.text(row.submission_id, row.sealed, report=row.report_id) or ""


def test_no_name_reaches_the_public(
    client: TestClient, database: Database, settings: Settings, kept: set[str]
) -> None:
    assert len(kept) > 50
    searched = 0
    for place, text in everything(client, database, settings):
        plain = " ".join(text.split()).casefold()
        digits = re.sub(r"(?<=\d)[ .\-](?=\d)", "", plain)
        for secret in kept:
            # "Endang" is a name, Dendang a kecamatan: a name ends where its letters do.
            if secret in plain:
                whole = rf"(?<![^\W\d_]){re.escape(secret)}(?![^\W\d_])"
                assert not re.search(whole, plain), (secret, place)
            assert not secret.isdigit() or secret not in digits, (secret, place)
        searched += 1
    assert searched > 300


def everything(client: TestClient, database: Database, settings: Settings) -> Iterator[tuple[str, str]]:
    """(where, text) of all that the public can get."""
    events = list(_events(client))
    assert len(events) > 150
    for event in events:
        for path in (f"/api/events/{event}", f"/api/events/{event}/history"):
            yield _text(client, path)
    yield _text(client, f"/ogc/collections/kejadian/items/{events[0]}?f=html")
    filled = {"id": events[0], "collection": "kejadian", "layer": "kejadian", "style": "sigap"}
    for route in guarded(application()):
        if route.method == "GET" and route.path != "/api/live":
            parts = re.split(r"{(\w+)[^}]*}", route.path)
            parts[1::2] = [filled.get(name, "5") for name in parts[1::2]]
            yield _text(client, "".join(parts))
    for path in ("/ogc/collections/kejadian/items?limit=10000", "/ogc/collections/kejadian/items?f=html"):
        yield _text(client, path)
    yield from _tiles(client)
    yield from _sheets(database, settings, events[0])
    yield from _html(database, settings)


def _text(client: TestClient, path: str) -> tuple[str, str]:
    answer = client.get(path)
    assert answer.status_code in (200, 204, 304, 400, 401, 404, 503), (path, answer.status_code)
    return path, answer.content.decode("utf-8", "replace")


def _events(client: TestClient) -> Iterator[str]:
    path: str | None = "/api/events?limit=200"
    while path:
        page = client.get(path).json()
        yield from (event["id"] for event in page["events"])
        path = page["next"]


def _tiles(client: TestClient) -> Iterator[tuple[str, str]]:
    for z, xs, ys in ((5, range(25, 27), range(16, 17)), (8, range(202, 206), range(129, 132)),
                      (10, range(810, 822), range(516, 526))):  # fmt: skip
        for x in xs:
            for y in ys:
                answer = client.get(f"/tiles/kejadian/{z}/{x}/{y}.mvt")
                layers = mvt.decode(answer.content) if answer.status_code == 200 else {}
                for name, features in layers.items():
                    yield f"{z}/{x}/{y} {name}", str([feature.properties for feature in features])


def _sheets(database: Database, settings: Settings, event: str) -> Iterator[tuple[str, str]]:
    for area, one in (("19", None), ("19.03", None), (None, event)):
        order = SheetOrder.of(area=area, event=one, paper="A3", lang="id")
        row, pdf = issuing.issue(database, Files(settings.files), settings, order, PUBLIC)
        document = pypdfium2.PdfDocument(pdf)
        pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
        assert len("".join(pages)) > 200
        yield f"lembar {row['number']}", " ".join(pages)


def _html(database: Database, settings: Settings) -> Iterator[tuple[str, str]]:
    from maps import standalone

    with database.read(PUBLIC) as conn:
        yield "html", standalone.render(conn, area="19", as_of=None, lang="id", settings=settings)
